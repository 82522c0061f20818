// A week of hours and the dates that differ from it, on one wall clock. Knows no instants.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "calendar/zone.h"

namespace signalbox::calendar {

/// Open from `open_ms` up to `close_ms`, in milliseconds of the day: 0 <= open < close <= 24 hours.
struct Interval {
  std::int32_t open_ms = 0;
  std::int32_t close_ms = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// Hours of one date: ascending, apart from each other.
using DayHours = std::vector<Interval>;

/// What both leave open.
[[nodiscard]] DayHours common_hours(const DayHours& a, const DayHours& b);

/// A date that does not follow the week.
struct SpecialDay {
  Date date;
  DayHours hours;
};

/// Day of the week of a date, Monday 0 .. Sunday 6.
[[nodiscard]] int weekday_of(Date date);

/// Counts open time by sums that are kept for the week and for the special days. Immutable; memory O(special days).
class Schedule {
 public:
  /// Monday first. `special`: ascending by date, each date once.
  Schedule(const std::array<DayHours, 7>& week, const std::vector<SpecialDay>& special);

  /// Open milliseconds from a fixed point of the clock up to `time`; negative before it. O(log special days).
  [[nodiscard]] std::int64_t worked_ms(LocalTime time) const;
  /// The earliest time at which so much has been worked; nullopt when there never is so much. O(log special days).
  [[nodiscard]] std::optional<LocalTime> reached(std::int64_t worked_ms) const;
  /// Hours of a date. O(log special days).
  [[nodiscard]] DayHours hours_of(Date date) const;

 private:
  struct Day {
    std::uint32_t begin;  ///< Into intervals_.
    std::uint32_t end;
    std::int32_t worked_ms;
  };
  struct Special {
    std::int32_t day;
    std::uint32_t hours;         ///< Into days_.
    std::int64_t before_ms;      ///< Worked up to the beginning of the date.
    std::int64_t correction_ms;  ///< What this date and the earlier ones add to the weeks.
  };

  /// 64 days, from the first special one on.
  struct Block {
    std::uint64_t special = 0;  ///< A bit for each day.
    std::uint32_t before = 0;   ///< Special days before the block.
  };
  struct Found {
    std::size_t before;  ///< Special days before the day.
    bool is_special;
  };

  std::uint32_t add_day(const DayHours& hours);
  void add_special(const SpecialDay& special);
  void make_blocks();
  [[nodiscard]] Found find_special(std::int32_t day) const;
  [[nodiscard]] std::int64_t weeks_worked_ms(std::int32_t day) const;
  [[nodiscard]] std::int64_t worked_in_day(const Day& day, std::int32_t time_ms) const;
  [[nodiscard]] LocalTime reached_in_day(std::int64_t date, const Day& day, std::int64_t worked_ms) const;

  std::vector<Interval> intervals_;
  std::vector<Day> days_;                         ///< The week, then the hours of special days.
  std::array<std::int64_t, 8> week_worked_ms_{};  ///< From Monday up to each day; the last is the whole week.
  std::vector<Special> special_;                  ///< Ascending.
  std::vector<Block> blocks_;
};

}  // namespace signalbox::calendar
