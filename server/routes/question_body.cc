#include "server/routes/question_body.h"

#include "server/clock.h"
#include "server/json_text.h"
#include "server/routes/body.h"

namespace signalbox::routes {
namespace {

service::Result<void> take_definition(const json::Document& document, json::Node value, BodyUse use,
                                      service::Question& question) {
  if (value.is(json::Kind::kText)) {
    question.definition_name = value.as_text();
  } else if (value.is(json::Kind::kObject) && use == BodyUse::kPreview) {
    question.definition_body = raw_bytes(document, value);
  } else {
    return wrong_type("/definition",
                      use == BodyUse::kPreview ? "a name or a definition" : "the name of a published definition",
                      value);
  }
  return {};
}

service::Result<void> take_at(json::Node value, service::Question& question) {
  const service::Result<Instant> at = instant_member("/at", value);
  if (!at) return tl::unexpected(at.error());
  question.at = *at;
  return {};
}

service::Result<void> take_member(const json::Document& document, std::string_view name, json::Node value, BodyUse use,
                                  service::Question& question) {
  if (name == "definition") return take_definition(document, value, use, question);
  if (name == "at") return take_at(value, question);
  if (name == "record") {
    question.record = raw_bytes(document, value);
    return {};
  }
  if (name == "explain") {
    if (!value.is(json::Kind::kBool)) return wrong_type("/explain", "true or false", value);
    question.explain = value.as_bool();
    return {};
  }
  return unknown_member(name, {"record", "definition", "at", "explain"});
}

}  // namespace

service::Result<service::Question> read_question(std::string_view body, BodyUse use) {
  auto document = parse_object(body, "an object with the member `record`");
  if (!document) return tl::unexpected(std::move(document.error()));
  const json::Node root = (*document)->root();
  service::Question question;
  question.at = now();
  for (std::size_t i = 0; i < root.size(); ++i) {
    service::Result<void> taken = take_member(**document, root.key(i), root.at(i), use, question);
    if (!taken) return tl::unexpected(std::move(taken.error()));
  }
  if (question.record.empty()) return missing_member("record");
  return question;
}

service::Result<void> check_json(std::string_view body) {
  auto document = parse_body(body);
  if (!document) return tl::unexpected(std::move(document.error()));
  return {};
}

}  // namespace signalbox::routes
