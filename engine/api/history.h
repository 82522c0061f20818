// The history of a record: its events, and the record after each.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/layout.h"
#include "model/reader.h"
#include "model/value.h"

namespace signalbox::api {

struct HistoryEvent {
  enum class Kind : std::uint8_t { kCreated, kKnown, kChanged, kDeleted, kOverride, kPullBack };
  Instant at;
  Kind kind = Kind::kChanged;
  std::uint32_t row = 0;  ///< The record after it: see History::values.
  // Of kCreated, kKnown and kChanged: the fields that it gives, see History::given.
  std::uint32_t first_given = 0;
  std::uint32_t given_count = 0;
  // Of kOverride and kPullBack.
  std::string_view rule;
  std::string_view level;  ///< Empty: all of them.
  std::string_view by;
  std::string_view reason;

  [[nodiscard]] bool is_request() const { return kind >= Kind::kOverride; }
};

/// Events in the order in which they count. Text lives in the history.
class History {
 public:
  /// Reads and checks a history (docs/escalation.md). nullopt when it has errors, all of which are reported.
  /// O(events x fields).
  [[nodiscard]] static std::optional<History> read(const Place& place, const Layout& layout);

  [[nodiscard]] std::string_view id() const { return id_; }
  [[nodiscard]] const std::vector<HistoryEvent>& events() const { return events_; }
  [[nodiscard]] std::span<const Value> values(std::uint32_t row) const {
    return std::span(values_).subspan(row * width_, width_);
  }
  /// Slots of the fields that the event names, also where it gives the value that was there.
  [[nodiscard]] std::span<const std::uint32_t> given(const HistoryEvent& event) const {
    return std::span(given_).subspan(event.first_given, event.given_count);
  }

 private:
  friend class HistoryReader;
  Arena arena_;
  std::string_view id_;
  std::vector<HistoryEvent> events_;
  std::vector<Value> values_;         ///< Row by row.
  std::vector<std::uint32_t> given_;  ///< Event by event.
  std::size_t width_ = 0;
};

}  // namespace signalbox::api
