// Bodies of messages that hold histories.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>

#include "api/history.h"
#include "escalation/state.h"
#include "model/json.h"
#include "model/json_writer.h"

namespace signalbox::api {

/// A body that holds a history, alone or with the state of its escalation.
struct Asked {
  std::unique_ptr<const json::Document> document;
  Diagnostics diagnostics;
  std::optional<History> history;
  escalation::State state;
};

/// Reads a history, or with `has_state` `{"history","state"?}`. What is wrong stands in `diagnostics`; there is no
/// history then.
[[nodiscard]] Asked read_asked(std::string_view body, const Layout& layout, bool has_state);

/// Calls `use(line, index)` for every line of JSON lines that is not blank.
template <class Use>
void for_each_line(std::string_view lines, Use use) {
  std::int64_t index = 0;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) use(line, index++);
  }
}

/// Null when it is not known.
void write_instant(json::Writer& writer, std::string_view name, std::optional<Instant> at);
/// Null when it is empty.
void write_id(json::Writer& writer, std::string_view id);

}  // namespace signalbox::api
