#include "server/routes/event_body.h"

#include <algorithm>

#include "model/json_writer.h"
#include "server/json_text.h"
#include "server/routes/body.h"

namespace signalbox::routes {
namespace {

using Kind = service::RunEvent::Kind;

/// The members of the body that go into the event as they are.
const std::vector<std::string_view>& event_members(Kind kind) {
  static const std::vector<std::string_view> kChange = {"created", "known", "changed", "deleted"};
  static const std::vector<std::string_view> kRequest = {"rule", "level", "by", "reason"};
  return kind == Kind::kChange ? kChange : kRequest;
}

/// `rule` is called in a history what is asked for.
std::string_view name_in_history(Kind kind, std::string_view name) {
  if (kind == Kind::kChange || name != "rule") return name;
  return kind == Kind::kOverride ? "override" : "pullBack";
}

service::Result<void> take_member(const json::Document& document, std::string_view name, json::Node value,
                                  service::RunEvent& event) {
  const Kind kind = event.kind;
  if (name == "definition") {
    const auto text = filled_member("/definition", value);
    if (!text) return tl::unexpected(text.error());
    event.address.definition = *text;
    return {};
  }
  if (name == "at" && kind == Kind::kChange) {
    const auto at = instant_member("/at", value);
    if (!at) return tl::unexpected(at.error());
    event.at = *at;
    return {};
  }
  std::vector<std::string_view> known = event_members(kind);
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    known.push_back("definition");
    if (kind == Kind::kChange) known.push_back("at");
    return unknown_member(name, known);
  }
  if (kind != Kind::kChange) {
    const auto text = filled_member("/" + std::string(name), value);
    if (!text) return tl::unexpected(text.error());
  }
  json::Writer writer(event.members, !event.members.empty());
  writer.key(name_in_history(kind, name)).raw(raw_bytes(document, value));
  return {};
}

}  // namespace

service::Result<service::RunEvent> read_event(std::string_view body, Kind kind) {
  auto document = parse_object(body, "an object that says what happened");
  if (!document) return tl::unexpected(std::move(document.error()));
  const json::Node root = (*document)->root();
  service::RunEvent event;
  event.kind = kind;
  for (std::size_t i = 0; i < root.size(); ++i) {
    const service::Result<void> taken = take_member(**document, root.key(i), root.at(i), event);
    if (!taken) return tl::unexpected(taken.error());
  }
  if (kind == Kind::kChange) {
    if (event.members.empty()) return missing_member("changed");
    return event;
  }
  for (const std::string_view name : {"rule", "by", "reason"}) {
    if (!root.find(name)) return missing_member(name);
  }
  return event;
}

}  // namespace signalbox::routes
