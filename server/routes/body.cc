#include "server/routes/body.h"

#include <fmt/format.h>

#include "api/write_diagnostics.h"

namespace signalbox::routes {

using service::Ground;
using service::refuse;

service::Result<std::unique_ptr<const json::Document>> parse_body(std::string_view body) {
  Diagnostics diagnostics;
  auto document = json::Document::parse(body, diagnostics);
  if (document) return document;
  return refuse(Ground::kMalformed, diagnostics.front().code, diagnostics.front().sentence, "body",
                api::diagnostics_json(diagnostics, body));
}

service::Result<std::unique_ptr<const json::Document>> parse_object(std::string_view body, std::string_view expected) {
  auto document = parse_body(body);
  if (document && !(*document)->root().is(json::Kind::kObject)) {
    return wrong_type("body", expected, (*document)->root());
  }
  return document;
}

tl::unexpected<service::Refusal> wrong_type(std::string_view place, std::string_view expected, json::Node found) {
  return refuse(Ground::kMalformed, "wrong-type",
                fmt::format("Here must stand {}; found {}.", expected, found.kind_name()), std::string(place));
}

tl::unexpected<service::Refusal> unknown_member(std::string_view name, const std::vector<std::string_view>& known) {
  const std::string near = closest_name(name, known);
  const std::string hint = near.empty() ? "" : fmt::format(" Did you mean `{}`?", near);
  return refuse(Ground::kMalformed, "unknown-member", fmt::format("There is no member of this name here.{}", hint),
                fmt::format("/{}", name));
}

tl::unexpected<service::Refusal> missing_member(std::string_view name) {
  return refuse(Ground::kMalformed, "missing-member", fmt::format("The member `{}` is missing.", name),
                fmt::format("/{}", name));
}

service::Result<Instant> instant_member(std::string_view place, json::Node value) {
  if (!value.is(json::Kind::kText)) return wrong_type(place, "an instant", value);
  const std::optional<Instant> at = parse_instant(value.as_text());
  if (at) return *at;
  return refuse(Ground::kMalformed, "instant", "Here must stand an instant such as `2026-01-31T08:00:00Z`.",
                std::string(place));
}

service::Result<std::string> filled_member(std::string_view place, json::Node value) {
  if (!value.is(json::Kind::kText) || value.as_text().empty())
    return wrong_type(place, "a text with something in it", value);
  return std::string(value.as_text());
}

}  // namespace signalbox::routes
