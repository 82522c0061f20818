#include "server/routes/answers.h"

#include "model/json_writer.h"
#include "server/http/limits.h"

namespace signalbox::routes {
namespace {

unsigned status_of(service::Ground ground) {
  switch (ground) {
    case service::Ground::kMalformed:
      return 400;
    case service::Ground::kInvalid:
      return 422;
    case service::Ground::kNotFound:
      return 404;
    case service::Ground::kConflict:
      return 409;
    case service::Ground::kPreconditionFailed:
      return 412;
    case service::Ground::kPreconditionRequired:
      return 428;
    case service::Ground::kBusy:
      return 429;
    case service::Ground::kMachine:
      return 503;
  }
  return 500;
}

}  // namespace

http::Response refused(const service::Refusal& refusal) {
  http::Response response =
      http::problem(status_of(refusal.ground), {refusal.code, refusal.sentence, refusal.place, refusal.diagnostics});
  if (refusal.ground == service::Ground::kBusy) response.headers.emplace_back("Retry-After", "1");
  return response;
}

http::Response bad_request(std::string_view code, std::string_view sentence, std::string_view place) {
  return http::problem(400, {code, sentence, place});
}

std::string entity_tag(const store::Hash& hash) { return "\"" + hash + "\""; }

std::optional<store::Hash> hash_of_tag(std::string_view header) {
  constexpr std::size_t kTagBytes = 66;
  if (header.size() != kTagBytes || header.front() != '"' || header.back() != '"') return std::nullopt;
  return store::Hash(header.substr(1, kTagBytes - 2));
}

std::string entry_json(const store::Entry& entry, bool with_record) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object()
      .key("id")
      .text(entry.id)
      .key("sequence")
      .number(entry.sequence)
      .key("object")
      .text(entry.object);
  writer.key("recordId")
      .text(entry.record_id)
      .key("at")
      .text(to_text(entry.at))
      .key("committed")
      .text(to_text(entry.committed));
  writer.key("definition")
      .begin_object()
      .key("name")
      .text(entry.definition)
      .key("version")
      .number(entry.definition_version);
  writer.key("hash").text(entry.definition_hash).end_object();
  writer.key("directory").begin_object().key("hash").text(entry.directory_hash).end_object().key("roster");
  entry.roster_hash ? writer.begin_object().key("hash").text(*entry.roster_hash).end_object() : writer.null();
  writer.key("engine").text(entry.engine).key("explain").boolean(entry.explain);
  if (with_record) writer.key("record").raw(entry.record);
  writer.key("decision").raw(entry.decision).key("previousHash").text(entry.previous_hash).key("hash").text(entry.hash);
  writer.end_object();
  return out;
}

bool is_name(std::string_view text) { return !text.empty() && text.size() <= http::kMaxNameBytes; }

}  // namespace signalbox::routes
