#include "server/routes/workflow_routes.h"

#include "server/routes/answers.h"
#include "server/routes/page.h"
#include "server/routes/workflow_body.h"
#include "server/routes/workflow_json.h"
#include "server/service/replay.h"
#include "server/sha256.h"

namespace signalbox::routes {
namespace {

using http::Done;
using http::Parameters;
using http::Request;
using http::Response;
using service::WorkflowRuns;

store::Hash request_hash(const Request& request) { return sha256_hex(request.path + "\n" + request.body); }

void start(WorkflowRuns& runs, const Request& request, const Parameters& names, const Done& done) {
  if (!is_name(names[0]) || !is_name(names[1]))
    return done(bad_request("path", "An object and a record's id have 1 to 255 bytes.", "path"));
  auto start = read_start(request.body);
  if (!start) return done(refused(start.error()));
  auto key = idempotency_key(request);
  if (!key) return done(refused(key.error()));
  if (!start->record_id.empty() && start->record_id != names[1]) {
    return done(refused(
        {service::Ground::kInvalid, "record-id", "The record's id is not the one in the address.", "/record/Id"}));
  }
  start->object = names[0];
  start->record_id = names[1];
  start->request_hash = request_hash(request);
  start->idempotency_key = std::move(*key);
  runs.start(std::move(*start),
             [done](const service::Result<service::WorkflowOutcome>& outcome) { done(taken(outcome)); });
}

using ReadEvent = service::Result<service::WorkflowEvent> (*)(std::string_view);

void take(WorkflowRuns& runs, ReadEvent read, const Request& request, const Parameters& names, const Done& done) {
  auto event = read(request.body);
  if (!event) return done(refused(event.error()));
  auto key = idempotency_key(request);
  if (!key) return done(refused(key.error()));
  event->run = names[0];
  event->request_hash = request_hash(request);
  if (!event->answers) event->idempotency_key = std::move(*key);
  runs.take(std::move(*event),
            [done](const service::Result<service::WorkflowOutcome>& outcome) { done(taken(outcome)); });
}

Response show(WorkflowRuns& runs, const std::string& run) {
  const auto view = runs.view(run);
  if (!view) return refused(view.error());
  Response response;
  json::Writer writer(response.body);
  writer.begin_object();
  write_workflow_run(writer, view->run);
  writer.key("state").raw(view->run.state).key("commands").begin_array();
  for (const store::WorkflowCommand& command : view->commands) write_workflow_command(writer, command);
  writer.end_array().key("incidents").begin_array();
  for (const store::WorkflowIncident& incident : view->incidents) write_workflow_incident(writer, incident);
  writer.end_array().end_object();
  return response;
}

Response journey(WorkflowRuns& runs, const Request& request, const std::string& run) {
  const auto limit = page_limit(request);
  if (!limit) return refused(limit.error());
  const auto after = page_start(request);
  if (!after) return refused(after.error());
  auto entries = runs.entries(run, *after, *limit + 1);
  if (!entries) return refused(entries.error());
  const bool has_more = entries->size() > *limit;
  if (has_more) entries->pop_back();
  Response response;
  json::Writer writer(response.body);
  writer.begin_object().key("run").text(run).key("entries").begin_array();
  for (const store::WorkflowEntry& entry : *entries) write_workflow_entry(writer, entry);
  writer.end_array().key("next");
  has_more ? writer.number(entries->back().sequence) : writer.null();
  writer.end_object();
  return response;
}

Response list(WorkflowRuns& runs, const Request& request, store::WorkflowFilter filter) {
  const auto limit = page_limit(request);
  if (!limit) return refused(limit.error());
  if (const auto definition = request.parameter("definition")) filter.definition = *definition;
  if (const auto status = request.parameter("status")) filter.status = *status;
  auto found = runs.list(filter, std::string(request.parameter("after").value_or("")), *limit + 1);
  if (!found) return refused(found.error());
  const bool has_more = found->size() > *limit;
  if (has_more) found->pop_back();
  Response response;
  json::Writer writer(response.body);
  writer.begin_object().key("runs").begin_array();
  for (const store::WorkflowRun& run : *found) {
    writer.begin_object();
    write_workflow_run(writer, run);
    writer.end_object();
  }
  writer.end_array().key("next");
  has_more ? writer.text(found->back().id) : writer.null();
  writer.end_object();
  return response;
}

Response verify(WorkflowRuns& runs, const std::string& run) {
  const auto verdict = service::replay(runs.store(), runs.documents(), run);
  if (!verdict) return refused(verdict.error());
  Response response;
  json::Writer writer(response.body);
  write_replay(writer, run, *verdict);
  return response;
}

Response list_to_fetch(WorkflowRuns& runs, const Request& request) {
  const auto read = [&](std::int64_t after, std::size_t count) { return runs.commands_to_fetch(after, count); };
  return numbered_page(request, "commands", read, write_workflow_command, &store::WorkflowCommand::sequence);
}

Response finish(WorkflowRuns& runs, const std::string& text) {
  const std::optional<std::int64_t> sequence = whole_number(text);
  if (!sequence) return bad_request("path", "A command is named by its number, from 1 on.", "path");
  const service::Result<void> finished = runs.finish_command(*sequence);
  if (!finished) return refused(finished.error());
  Response response;
  json::Writer(response.body).begin_object().key("sequence").number(*sequence).end_object();
  return response;
}

http::Route event_route(WorkflowRuns& runs, std::string pattern, ReadEvent read) {
  return {.method = "POST",
          .pattern = std::move(pattern),
          .run = [&runs, read](const Request& request, const Parameters& names,
                               const Done& done) { take(runs, read, request, names, done); },
          .max_body_bytes = http::kMaxRecordBodyBytes};
}

/// A route that answers at once.
http::Route quick_route(std::string method, std::string pattern,
                        std::function<Response(const Request&, const Parameters&)> answer) {
  return {.method = std::move(method),
          .pattern = std::move(pattern),
          .run = [answer = std::move(answer)](const Request& request, const Parameters& names, const Done& done) {
            done(answer(request, names));
          }};
}

}  // namespace

Response taken(const service::Result<service::WorkflowOutcome>& outcome) {
  if (!outcome) return refused(outcome.error());
  Response response;
  response.status = outcome->repeated ? 200 : 201;
  json::Writer writer(response.body);
  writer.begin_object();
  write_workflow_run(writer, outcome->run);
  writer.key("trace").raw(outcome->entry.trace).key("commands").raw(outcome->entry.commands).end_object();
  if (outcome->repeated) response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

std::vector<http::Route> workflow_routes(WorkflowRuns& runs) {
  return {
      {.method = "POST",
       .pattern = "/v1/records/{object}/{id}/runs",
       .run = [&](const Request& request, const Parameters& names,
                  const Done& done) { start(runs, request, names, done); },
       .max_body_bytes = http::kMaxRecordBodyBytes},
      quick_route("GET", "/v1/records/{object}/{id}/runs",
                  [&](const Request& request, const Parameters& names) {
                    return list(runs, request, {std::nullopt, std::nullopt, names[0], names[1]});
                  }),
      quick_route("GET", "/v1/runs",
                  [&](const Request& request, const Parameters&) { return list(runs, request, {}); }),
      quick_route("GET", "/v1/runs/{run}",
                  [&](const Request&, const Parameters& names) { return show(runs, names[0]); }),
      quick_route("GET", "/v1/runs/{run}/journey",
                  [&](const Request& request, const Parameters& names) { return journey(runs, request, names[0]); }),
      event_route(runs, "/v1/runs/{run}/events", read_workflow_event),
      event_route(runs, "/v1/runs/{run}/answers", read_answer),
      quick_route("POST", "/v1/runs/{run}/verify",
                  [&](const Request&, const Parameters& names) { return verify(runs, names[0]); }),
      quick_route("GET", "/v1/outbox",
                  [&](const Request& request, const Parameters&) { return list_to_fetch(runs, request); }),
      quick_route("POST", "/v1/outbox/{sequence}/done",
                  [&](const Request&, const Parameters& names) { return finish(runs, names[0]); }),
  };
}

}  // namespace signalbox::routes
