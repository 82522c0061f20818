#include "server/routes/decision_routes.h"

#include <iterator>

#include "model/json_writer.h"
#include "server/routes/answers.h"
#include "server/routes/journey_routes.h"
#include "server/routes/page.h"
#include "server/routes/question_body.h"
#include "server/sha256.h"

namespace signalbox::routes {
namespace {

void preview(service::Decisions& decisions, const http::Request& request, const http::Done& done) {
  service::Result<service::Question> question = read_question(request.body, BodyUse::kPreview);
  if (!question) return done(refused(question.error()));
  service::Result<std::string> decision = decisions.preview(*question);
  if (!decision) return done(refused(decision.error()));
  http::Response response;
  response.body = std::move(*decision);
  done(std::move(response));
}

http::Response committed(const store::Appended& appended) {
  http::Response response;
  response.status = appended.repeated ? 200 : 201;
  response.body = entry_json(appended.entry, false);
  response.headers.emplace_back("Location", "/v1/decisions/" + appended.entry.id);
  if (appended.repeated) response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

void decide(service::Decisions& decisions, const http::Request& request, const http::Parameters& parameters,
            const http::Done& done) {
  if (!is_name(parameters[0]) || !is_name(parameters[1])) {
    return done(bad_request("path", "An object and a record's id have 1 to 255 bytes.", "path"));
  }
  service::LoggedQuestion logged;
  logged.object = parameters[0];
  logged.record_id = parameters[1];
  logged.request_hash = sha256_hex(request.body);
  if (request.count_headers("idempotency-key") > 0) {
    const auto key = request.header("idempotency-key");
    if (!key || !is_name(*key))
      return done(bad_request("idempotency-key", "There may be one key, of 1 to 255 bytes.", "Idempotency-Key"));
    logged.idempotency_key = *key;
  }
  service::Result<service::Question> question = read_question(request.body, BodyUse::kLog);
  if (!question) return done(refused(question.error()));
  logged.question = std::move(*question);
  decisions.decide(std::move(logged), [done](service::Result<store::Appended> appended) {
    done(appended ? committed(*appended) : refused(appended.error()));
  });
}

http::Response list(service::Decisions& decisions, const http::Request& request, const http::Parameters& parameters) {
  const service::Result<std::size_t> limit = page_limit(request);
  if (!limit) return refused(limit.error());
  const std::string cursor(request.parameter("cursor").value_or(""));
  // One more than the page holds tells whether there is a next page.
  service::Result<std::vector<store::Entry>> entries =
      decisions.entries(parameters[0], parameters[1], cursor, *limit + 1);
  if (!entries) return refused(entries.error());
  const bool more = entries->size() > *limit;
  if (more) entries->pop_back();
  http::Response response;
  json::Writer writer(response.body);
  writer.begin_object().key("decisions").begin_array();
  for (const store::Entry& entry : *entries) writer.raw(entry_json(entry, false));
  writer.end_array().key("next");
  more ? writer.text(entries->back().id) : writer.null();
  writer.end_object();
  return response;
}

http::Response show(service::Decisions& decisions, const std::string& id) {
  const service::Result<store::Entry> entry = decisions.entry(id);
  if (!entry) return refused(entry.error());
  http::Response response;
  response.body = entry_json(*entry, true);
  return response;
}

http::Response verify(service::Decisions& decisions, const std::string& id) {
  const service::Result<service::Verification> verification = decisions.verify(id);
  if (!verification) return refused(verification.error());
  http::Response response;
  json::Writer writer(response.body);
  writer.begin_object().key("equal").boolean(verification->equal).key("hashFits").boolean(verification->hash_fits);
  writer.key("engine")
      .begin_object()
      .key("then")
      .text(verification->engine_then)
      .key("now")
      .text(verification->engine_now);
  writer.key("equal").boolean(verification->engine_then == verification->engine_now).end_object();
  writer.key("decision")
      .begin_object()
      .key("then")
      .text(verification->decision_then)
      .key("now")
      .text(verification->decision_now);
  writer.end_object().end_object();
  return response;
}

http::Response check_log(service::Decisions& decisions) {
  const service::Result<store::LogCheck> check = decisions.check_log();
  if (!check) return refused(check.error());
  http::Response response;
  json::Writer writer(response.body);
  writer.begin_object()
      .key("ok")
      .boolean(!check->broken_sequence)
      .key("entries")
      .number(check->entries)
      .key("head")
      .text(check->head);
  writer.key("brokenSequence");
  check->broken_sequence ? writer.number(*check->broken_sequence) : writer.null();
  writer.end_object();
  return response;
}

}  // namespace

std::vector<http::Route> decision_routes(service::Decisions& decisions) {
  using http::Done;
  using http::Parameters;
  using http::Request;
  std::vector<http::Route> routes = {
      {.method = "POST",
       .pattern = "/v1/decide",
       .run = [&](const Request& request, const Parameters&, const Done& done) { preview(decisions, request, done); },
       .max_body_bytes = http::kMaxDocumentBodyBytes},
      {.method = "POST",
       .pattern = "/v1/records/{object}/{id}/decisions",
       .run = [&](const Request& request, const Parameters& names,
                  const Done& done) { decide(decisions, request, names, done); },
       .max_body_bytes = http::kMaxRecordBodyBytes},
      {.method = "GET",
       .pattern = "/v1/records/{object}/{id}/decisions",
       .run = [&](const Request& request, const Parameters& names,
                  const Done& done) { done(list(decisions, request, names)); }},
      {.method = "GET",
       .pattern = "/v1/decisions/{id}",
       .run = [&](const Request&, const Parameters& names, const Done& done) { done(show(decisions, names[0])); }},
      {.method = "POST",
       .pattern = "/v1/decisions/{id}/verify",
       .run = [&](const Request&, const Parameters& names, const Done& done) { done(verify(decisions, names[0])); }},
      {.method = "POST",
       .pattern = "/v1/log/verify",
       .run = [&](const Request&, const Parameters&, const Done& done) { done(check_log(decisions)); }},
  };
  std::vector<http::Route> followed = journey_routes(decisions.journeys());
  routes.insert(routes.end(), std::make_move_iterator(followed.begin()), std::make_move_iterator(followed.end()));
  return routes;
}

}  // namespace signalbox::routes
