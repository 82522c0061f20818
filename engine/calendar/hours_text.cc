#include "calendar/hours_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/limits.h"
#include "base/sort.h"

namespace signalbox::calendar {

namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view kNextDay = " next day";
constexpr auto kDayMs = static_cast<std::int32_t>(kMsPerDay);

template <std::size_t n>
std::optional<int> index_of(const std::array<std::string_view, n>& names, std::string_view text) {
  const auto at = std::find(names.begin(), names.end(), text);
  if (at == names.end()) return std::nullopt;
  return static_cast<int>(at - names.begin());
}

/// `HH:MM`, up to `24:00`.
std::optional<std::int32_t> read_clock_time(std::string_view text) {
  if (text == "24:00") return kDayMs;
  const auto time = text.size() == 5 ? parse_time(text) : std::nullopt;
  if (!time) return std::nullopt;
  return time->ms;
}

struct ClockTimes {
  std::int32_t open_ms;
  std::int32_t close_ms;
  bool ends_next_day;
};

std::optional<ClockTimes> read_clock_times(std::string_view text) {
  const bool ends_next_day = text.ends_with(kNextDay);
  if (ends_next_day) text.remove_suffix(kNextDay.size());
  constexpr std::size_t kLength = 11;  // 09:00-17:00
  if (text.size() != kLength || text[5] != '-') return std::nullopt;
  const auto open = read_clock_time(text.substr(0, 5));
  const auto close = read_clock_time(text.substr(6));
  if (!open || !close || *open == kDayMs) return std::nullopt;
  return ClockTimes{*open, *close, ends_next_day};
}

/// Hours that end at or before their start do so on the next day, and then the words must say it.
void report_order(const Place& place, std::string_view text, bool may_cross_midnight) {
  const std::string shown = quote_for_message(text);
  if (!may_cross_midnight) {
    place.report("hours-backwards", "`" + shown + "` must end after it starts, and at `24:00` at the latest.",
                 "hours of one day, such as `09:00-12:00`");
    return;
  }
  place.report("hours-backwards",
               "`" + shown + "` does not end after it starts; hours that end on the next day say so.",
               "hours such as `09:00-17:00` or `22:00-06:00 next day`", shown, shown + std::string(kNextDay));
}

}  // namespace

std::optional<int> read_weekday(std::string_view text) { return index_of(kWeekdays, text); }

std::optional<int> read_month(std::string_view text) {
  const auto index = index_of(kMonths, text);
  return index ? std::optional(*index + 1) : std::nullopt;
}

void read_hours(const Place& place, bool may_cross_midnight, std::vector<WrittenHours>& hours) {
  if (!place.is_array()) return;
  const std::size_t count = place.node().size();
  if (count > limits::kMaxHoursOfDay) {
    place.report("too-many", "There are " + std::to_string(count) + " intervals here.",
                 "at most " + std::to_string(limits::kMaxHoursOfDay), std::to_string(count));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Place at = place.at(i);
    const auto text = at.text();
    if (!text) continue;
    const auto times = read_clock_times(*text);
    if (!times) {
      at.report("bad-hours", "`" + quote_for_message(*text) + "` is not hours of a day.",
                "hours such as `09:00-17:00`, from `00:00` to `24:00`");
      continue;
    }
    const bool is_backwards = times->close_ms <= times->open_ms;
    if (times->ends_next_day && !is_backwards) {
      at.report("bad-hours", "`" + quote_for_message(*text) + "` is longer than a day.",
                "an end on the next day that is not later than the start");
    } else if (times->ends_next_day == is_backwards && (may_cross_midnight || !is_backwards)) {
      hours.push_back({times->open_ms, times->close_ms + (is_backwards ? kDayMs : 0), at});
    } else {
      report_order(at, *text, may_cross_midnight);
    }
  }
}

DayHours join_hours(std::vector<WrittenHours> hours) {
  sort_all(hours, [](const WrittenHours& a, const WrittenHours& b) { return a.open_ms < b.open_ms; });
  DayHours joined;
  for (const WrittenHours& next : hours) {
    if (joined.empty() || joined.back().close_ms < next.open_ms) {
      joined.push_back({next.open_ms, next.close_ms});
      continue;
    }
    if (joined.back().close_ms > next.open_ms) {
      next.place.report("overlapping-hours", "These hours overlap others of the same day.",
                        "hours that begin when the others have ended");
    }
    joined.back().close_ms = std::max(joined.back().close_ms, next.close_ms);
  }
  return joined;
}

}  // namespace signalbox::calendar
