#include "server/routes/journey_routes.h"

#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/json_text.h"
#include "server/routes/answers.h"
#include "server/routes/event_body.h"
#include "server/routes/page.h"
#include "server/sha256.h"

namespace signalbox::routes {
namespace {

using service::Journeys;
using service::RunEvent;

void write_instant(json::Writer& writer, std::string_view name, const std::optional<Instant>& at) {
  writer.key(name).value(at ? Value::date_time(*at) : Value());
}

void write_name(json::Writer& writer, const store::RunName& name) {
  writer.key("object").text(name.object).key("recordId").text(name.record_id);
  writer.key("definition").text(name.definition);
}

/// The members that say which run it is and how it stands.
void write_run(json::Writer& writer, const store::Run& run) {
  writer.key("object").text(run.name.object).key("recordId").text(run.name.record_id);
  writer.key("definition").begin_object().key("name").text(run.name.definition);
  writer.key("version").number(run.definition_version).key("hash").text(run.definition_hash).end_object();
  writer.key("directory").begin_object().key("hash").text(run.directory_hash).end_object();
  writer.key("revision").number(run.revision);
  write_instant(writer, "looked", run.looked);
  write_instant(writer, "due", run.due);
}

http::Response taken(const service::RunAnswer& answer) {
  http::Response response;
  response.status = answer.repeated ? 200 : 201;
  json::Writer writer(response.body);
  writer.begin_object();
  write_run(writer, answer.run);
  writer.key("decisions").raw(answer.step.decisions).key("commands").raw(answer.step.commands);
  writer.key("events").raw(answer.step.events).end_object();
  if (answer.repeated) response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

void take(Journeys& journeys, RunEvent::Kind kind, const http::Request& request, const http::Parameters& names,
          const http::Done& done) {
  if (!is_name(names[0]) || !is_name(names[1])) {
    return done(bad_request("path", "An object and a record's id have 1 to 255 bytes.", "path"));
  }
  service::Result<RunEvent> event = read_event(request.body, kind);
  if (!event) return done(refused(event.error()));
  event->address.object = names[0];
  event->address.record_id = names[1];
  event->request_hash = sha256_hex(request.path + "\n" + request.body);
  if (request.count_headers("idempotency-key") > 0) {
    const auto key = request.header("idempotency-key");
    if (!key || !is_name(*key))
      return done(bad_request("idempotency-key", "There may be one key, of 1 to 255 bytes.", "Idempotency-Key"));
    event->idempotency_key = *key;
  }
  journeys.take(std::move(*event), [done](const service::Result<service::RunAnswer>& answer) {
    done(answer ? taken(*answer) : refused(answer.error()));
  });
}

void write_command(json::Writer& writer, const store::Command& command) {
  writer.begin_object().key("sequence").number(command.sequence);
  write_name(writer, command.name);
  write_instant(writer, "made", command.made);
  write_instant(writer, "done", command.done);
  writer.key("command").raw(command.body).end_object();
}

void write_entry(json::Writer& writer, const store::RunEntry& entry) {
  const std::string_view kind = kind_name(entry.kind);
  writer.begin_object().key("sequence").number(entry.sequence).key("kind").text(kind);
  write_instant(writer, "at", entry.at);
  write_instant(writer, "committed", entry.committed);
  writer.key(kind).raw(entry.body).end_object();
}

http::Response show(Journeys& journeys, const http::Request& request, const http::Parameters& names) {
  const auto limit = page_limit(request);
  if (!limit) return refused(limit.error());
  const auto after = page_start(request);
  if (!after) return refused(after.error());
  service::RunAddress address{names[0], names[1], std::nullopt};
  if (const auto definition = request.parameter("definition")) address.definition = *definition;
  auto journey = journeys.journey(address, *after, *limit + 1);
  if (!journey) return refused(journey.error());
  store::RunView& view = journey->view;
  const bool has_more = view.entries.size() > *limit;
  if (has_more) view.entries.pop_back();
  const auto now = parse_own(journey->now);
  http::Response response;
  json::Writer writer(response.body);
  writer.begin_object();
  write_run(writer, view.run);
  writer.key("now").begin_object();
  for (const std::string_view member : {"at", "milestones", "cycles", "rules", "wake", "errors"}) {
    if (const auto value = now->root().find(member)) writer.key(member).raw(raw_bytes(*now, *value));
  }
  writer.end_object().key("entries").begin_array();
  for (const store::RunEntry& entry : view.entries) write_entry(writer, entry);
  writer.end_array().key("commands").begin_array();
  for (const store::Command& command : view.commands) write_command(writer, command);
  writer.end_array().key("next");
  has_more ? writer.number(view.entries.back().sequence) : writer.null();
  writer.end_object();
  return response;
}

http::Response list_at_risk(Journeys& journeys, const http::Request& request) {
  const auto limit = page_limit(request);
  if (!limit) return refused(limit.error());
  const auto within_ms = parse_duration_ms(request.parameter("within").value_or("1h"));
  if (!within_ms) return bad_request("bad-duration", "`within` is a duration such as `30m`.", "within");
  const auto risks = journeys.at_risk(*within_ms, *limit);
  if (!risks) return refused(risks.error());
  http::Response response;
  json::Writer writer(response.body);
  writer.begin_object().key("atRisk").begin_array();
  for (const service::Risk& risk : *risks) {
    const auto body = parse_own(risk.body);
    writer.begin_object();
    write_name(writer, risk.name);
    write_instant(writer, "at", risk.at);
    for (const std::string_view member : {"rule", "level", "breach"}) {
      if (const auto value = body->root().find(member)) writer.key(member).raw(raw_bytes(*body, *value));
    }
    writer.end_object();
  }
  writer.end_array().end_object();
  return response;
}

http::Response list_commands(Journeys& journeys, const http::Request& request) {
  const auto read = [&](std::int64_t after, std::size_t count) { return journeys.waiting_commands(after, count); };
  return numbered_page(request, "commands", read, write_command, &store::Command::sequence);
}

http::Response finish_command(Journeys& journeys, const std::string& text) {
  const std::optional<std::int64_t> sequence = whole_number(text);
  if (!sequence) return bad_request("path", "A command is named by its number, from 1 on.", "path");
  const service::Result<void> finished = journeys.finish_command(*sequence);
  if (!finished) return refused(finished.error());
  http::Response response;
  json::Writer(response.body).begin_object().key("sequence").number(*sequence).end_object();
  return response;
}

http::Route event_route(Journeys& journeys, std::string pattern, RunEvent::Kind kind) {
  return {.method = "POST",
          .pattern = std::move(pattern),
          .run = [&journeys, kind](const http::Request& request, const http::Parameters& names,
                                   const http::Done& done) { take(journeys, kind, request, names, done); },
          .max_body_bytes = http::kMaxRecordBodyBytes};
}

}  // namespace

std::vector<http::Route> journey_routes(Journeys& journeys) {
  using http::Done;
  using http::Parameters;
  using http::Request;
  return {
      event_route(journeys, "/v1/records/{object}/{id}/events", RunEvent::Kind::kChange),
      event_route(journeys, "/v1/records/{object}/{id}/overrides", RunEvent::Kind::kOverride),
      event_route(journeys, "/v1/records/{object}/{id}/pull-backs", RunEvent::Kind::kPullBack),
      {.method = "GET",
       .pattern = "/v1/records/{object}/{id}/journey",
       .run = [&](const Request& request, const Parameters& names,
                  const Done& done) { done(show(journeys, request, names)); }},
      {.method = "GET",
       .pattern = "/v1/at-risk",
       .run = [&](const Request& request, const Parameters&,
                  const Done& done) { done(list_at_risk(journeys, request)); }},
      {.method = "GET",
       .pattern = "/v1/commands",
       .run = [&](const Request& request, const Parameters&,
                  const Done& done) { done(list_commands(journeys, request)); }},
      {.method = "POST",
       .pattern = "/v1/commands/{sequence}/done",
       .run = [&](const Request&, const Parameters& names,
                  const Done& done) { done(finish_command(journeys, names[0])); }},
  };
}

}  // namespace signalbox::routes
