#include "server/service/owner.h"

#include "model/json_writer.h"
#include "server/json_text.h"

namespace signalbox::service {
namespace {

constexpr std::string_view kOwnerField = "OwnerId";

}  // namespace

std::string owner_in(const std::vector<std::pair<Instant, std::string>>& history) {
  for (auto event = history.rbegin(); event != history.rend(); ++event) {
    const auto body = parse_own(event->second);
    for (const std::string_view kind : {"changed", "created", "known"}) {
      const auto values = body->root().find(kind);
      const auto owner = values ? values->find(kOwnerField) : std::nullopt;
      if (owner) return std::string(raw_bytes(*body, *owner));
    }
  }
  return {};
}

std::string owner_event(Instant at, std::string_view owner) {
  std::string event;
  json::Writer writer(event);
  writer.begin_object().key("at").text(to_text(at)).key("changed").begin_object();
  writer.key(kOwnerField).raw(owner).end_object().end_object();
  return event;
}

std::string with_owner(const json::Document& document, json::Node command, std::string_view owner) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; i < command.size(); ++i) {
    const json::Node value = command.at(i);
    writer.key(command.key(i));
    if (command.key(i) != "fields") {
      writer.raw(raw_bytes(document, value));
      continue;
    }
    writer.begin_object();
    for (std::size_t field = 0; field < value.size(); ++field) {
      if (value.key(field) == kOwnerField) continue;
      writer.key(value.key(field)).raw(raw_bytes(document, value.at(field)));
    }
    writer.key(kOwnerField).raw(owner).end_object();
  }
  writer.end_object();
  return out;
}

}  // namespace signalbox::service
