// When to look at which of many records.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"

namespace signalbox::sla {

/// An indexed heap: each record, a number, has one instant at most. 20 bytes a record up to the greatest number.
class WakeIndex {
 public:
  struct Entry {
    Instant at;
    std::uint32_t record = 0;
    friend bool operator==(const Entry&, const Entry&) = default;
  };

  /// Sets the record's instant, or forgets it. O(log records).
  void set(std::uint32_t record, std::optional<Instant> at);
  /// Nullopt when the record has none. O(1).
  [[nodiscard]] std::optional<Instant> find(std::uint32_t record) const;
  /// The earliest; of equal instants the one with the lowest number. Nullopt when there is none. O(1).
  [[nodiscard]] std::optional<Entry> first() const;
  /// Takes the earliest out when it is not later than `now`. So the records that are due after a stop come in the order
  /// of their instants. O(log records).
  std::optional<Entry> take_due(Instant now);
  [[nodiscard]] std::size_t size() const { return heap_.size(); }

 private:
  static constexpr std::uint32_t kNowhere = UINT32_MAX;
  struct Slot {
    Instant at;
    std::uint32_t place = kNowhere;  ///< In the heap.
  };

  [[nodiscard]] bool is_before(std::uint32_t a, std::uint32_t b) const;
  void put(std::size_t place, std::uint32_t record);
  void move_up(std::size_t place);
  void move_down(std::size_t place);

  std::vector<Slot> slots_;          ///< By record.
  std::vector<std::uint32_t> heap_;  ///< Records.
};

}  // namespace signalbox::sla
