#include "api/history_body.h"

namespace signalbox::api {

Asked read_asked(std::string_view body, const Layout& layout, bool has_state) {
  Asked asked;
  asked.document = json::Document::parse(body, asked.diagnostics);
  if (!asked.document) return asked;
  const Place root(asked.document->root(), {}, asked.diagnostics);
  if (!has_state) {
    asked.history = History::read(root, layout);
    return asked;
  }
  if (!root.is_object()) return asked;
  root.only_members({"history", "state"});
  const auto history = root.required("history");
  if (history) asked.history = History::read(*history, layout);
  if (const auto state = root.find("state")) {
    auto read = escalation::read_state(*state);
    if (read) asked.state = std::move(*read);
  }
  if (has_errors(asked.diagnostics)) asked.history.reset();
  return asked;
}

void write_instant(json::Writer& writer, std::string_view name, std::optional<Instant> at) {
  writer.key(name).value(at ? Value::date_time(*at) : Value());
}

void write_id(json::Writer& writer, std::string_view id) {
  writer.key("id");
  if (id.empty()) {
    writer.null();
  } else {
    writer.text(id);
  }
}

}  // namespace signalbox::api
