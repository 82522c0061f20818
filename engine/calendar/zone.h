// Time zones of the IANA database: what the clock on a wall shows at an instant, and the other way round.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace signalbox::calendar {

/// What a wall clock shows: milliseconds from 1970-01-01T00:00 on that clock. No instant without its zone.
struct LocalTime {
  std::int64_t ms = 0;
  friend auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

/// Release of the database that the engine was built with, such as "2025b". Part of every decision that reads a zone.
[[nodiscard]] std::string_view tzdata_version();

/// First and last year for which zones, holidays and hours are known. Before the first, zones keep the offset at its
/// beginning; after the last, the offset at its end.
inline constexpr int kFirstYear = 1970;
inline constexpr int kLastYear = 2100;

/// One zone, with the rules that the database foresees written out to kLastYear (some 4 kB). Immutable.
class Zone {
 public:
  /// The wall clock is set to another offset.
  struct Change {
    Instant at;
    std::int32_t before_ms;  ///< Offset east of Greenwich up to here ...
    std::int32_t after_ms;   ///< ... and from here on; never the same.
  };

  /// By its name in the database or one of its other names there, byte for byte. O(log names + changes).
  static std::optional<Zone> find(std::string_view name);
  /// All names, in byte order.
  [[nodiscard]] static std::vector<std::string_view> names();

  /// As it was asked for.
  [[nodiscard]] std::string_view name() const { return name_; }
  /// Ascending.
  [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }
  /// East of Greenwich. O(log changes).
  [[nodiscard]] std::int32_t offset_ms(Instant at) const;
  [[nodiscard]] LocalTime local(Instant at) const { return {at.ms + offset_ms(at)}; }

  /// The instant that a time on the wall means, as java.time resolves it: a time that the clock shows twice is the
  /// earlier one; a time that it skips moves on by as much as the clock was moved (02:30 of a night without the hour
  /// from two to three is 03:30). O(log changes).
  [[nodiscard]] Instant instant(LocalTime time) const;
  /// The first instant at which the clock shows `time` or a later time: where it is skipped, the instant of the change.
  /// Never descends as `time` ascends. O(log changes).
  [[nodiscard]] Instant first_instant(LocalTime time) const;

 private:
  Zone(std::string_view name, std::int32_t start_ms) : name_(name), start_ms_(start_ms) {}
  [[nodiscard]] std::size_t changes_passed(LocalTime time) const;
  [[nodiscard]] std::int32_t offset_after(std::size_t passed) const {
    return passed == 0 ? start_ms_ : changes_[passed - 1].after_ms;
  }
  void add(std::int64_t at_s, std::int64_t offset_ms);

  std::string_view name_;  ///< In the table of names.
  std::int32_t start_ms_;  ///< Offset before the first change.
  std::vector<Change> changes_;
};

/// `2026-02-02T17:00:00.000+01:00`: what the wall clock of the zone shows, with its offset (`Z` for none, seconds only
/// where it has some).
[[nodiscard]] std::string to_local_text(Instant at, const Zone& zone);

}  // namespace signalbox::calendar
