// Hours and days of the week as a directory writes them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "calendar/schedule.h"
#include "model/reader.h"

namespace signalbox::calendar {

/// `22:00-06:00 next day`: an interval that may end on the day after.
struct WrittenHours {
  std::int32_t open_ms;
  std::int32_t close_ms;  ///< Up to 48 hours.
  Place place;
};

/// Reads the texts of the array at `place` and appends them. What is no hours (`bad-hours`), ends before it starts
/// (`hours-backwards`) or ends on the next day where `may_cross_midnight` is false is reported and left out.
void read_hours(const Place& place, bool may_cross_midnight, std::vector<WrittenHours>& hours);

/// One day's hours in order. Overlaps are reported (`overlapping-hours`); hours that touch become one.
[[nodiscard]] DayHours join_hours(std::vector<WrittenHours> hours);

/// `Mon` .. `Sun` as 0 .. 6, `Jan` .. `Dec` as 1 .. 12.
[[nodiscard]] std::optional<int> read_weekday(std::string_view text);
[[nodiscard]] std::optional<int> read_month(std::string_view text);

}  // namespace signalbox::calendar
