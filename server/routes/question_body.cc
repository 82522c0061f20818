#include "server/routes/question_body.h"

#include <fmt/format.h>

#include "api/write_diagnostics.h"
#include "server/clock.h"
#include "server/json_text.h"

namespace signalbox::routes {
namespace {

using service::Ground;
using service::refuse;

tl::unexpected<service::Refusal> wrong_type(std::string_view place, std::string_view expected, json::Node found) {
  return refuse(Ground::kMalformed, "wrong-type",
                fmt::format("Here must stand {}; found {}.", expected, found.kind_name()), std::string(place));
}

service::Result<std::unique_ptr<const json::Document>> parse(std::string_view body) {
  Diagnostics diagnostics;
  auto document = json::Document::parse(body, diagnostics);
  if (document) return document;
  return refuse(Ground::kMalformed, diagnostics.front().code, diagnostics.front().sentence, "body",
                api::diagnostics_json(diagnostics, body));
}

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
  if (!value.is(json::Kind::kText)) return wrong_type("/at", "an instant", value);
  const std::optional<Instant> at = parse_instant(value.as_text());
  if (!at)
    return refuse(Ground::kMalformed, "instant", "Here must stand an instant such as `2026-01-31T08:00:00Z`.", "/at");
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
  const std::string near = closest_name(name, {"record", "definition", "at", "explain"});
  const std::string hint = near.empty() ? "" : fmt::format(" Did you mean `{}`?", near);
  return refuse(Ground::kMalformed, "unknown-member", fmt::format("There is no member of this name here.{}", hint),
                fmt::format("/{}", name));
}

}  // namespace

service::Result<service::Question> read_question(std::string_view body, BodyUse use) {
  auto document = parse(body);
  if (!document) return tl::unexpected(std::move(document.error()));
  const json::Node root = (*document)->root();
  if (!root.is(json::Kind::kObject)) return wrong_type("body", "an object with the member `record`", root);
  service::Question question;
  question.at = now();
  for (std::size_t i = 0; i < root.size(); ++i) {
    service::Result<void> taken = take_member(**document, root.key(i), root.at(i), use, question);
    if (!taken) return tl::unexpected(std::move(taken.error()));
  }
  if (question.record.empty())
    return refuse(Ground::kMalformed, "missing-member", "The member `record` is missing.", "/record");
  return question;
}

service::Result<void> check_json(std::string_view body) {
  auto document = parse(body);
  if (!document) return tl::unexpected(std::move(document.error()));
  return {};
}

}  // namespace signalbox::routes
