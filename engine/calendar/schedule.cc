#include "calendar/schedule.h"

#include <algorithm>
#include <bit>

#include "calendar/search.h"

namespace signalbox::calendar {

namespace {

constexpr std::int32_t kDaysToMonday = 3;  ///< 1970-01-01 was a Thursday: weeks are counted from the Monday before.
constexpr int kBlockDays = 64;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

}  // namespace

DayHours common_hours(const DayHours& a, const DayHours& b) {
  DayHours common;
  for (const Interval& one : a) {
    for (const Interval& other : b) {
      const Interval both{std::max(one.open_ms, other.open_ms), std::min(one.close_ms, other.close_ms)};
      if (both.open_ms < both.close_ms) common.push_back(both);
    }
  }
  return common;
}

int weekday_of(Date date) {
  const int weekday = (date.days + kDaysToMonday) % 7;
  return weekday < 0 ? weekday + 7 : weekday;
}

Schedule::Schedule(const std::array<DayHours, 7>& week, const std::vector<SpecialDay>& special) {
  for (std::size_t i = 0; i < week.size(); ++i) {
    week_worked_ms_[i + 1] = week_worked_ms_[i] + days_[add_day(week[i])].worked_ms;
  }
  for (const SpecialDay& one : special) add_special(one);
  make_blocks();
}

std::uint32_t Schedule::add_day(const DayHours& hours) {
  Day day{static_cast<std::uint32_t>(intervals_.size()), 0, 0};
  for (const Interval& interval : hours) {
    day.worked_ms += interval.close_ms - interval.open_ms;
    intervals_.push_back(interval);
  }
  day.end = static_cast<std::uint32_t>(intervals_.size());
  days_.push_back(day);
  return static_cast<std::uint32_t>(days_.size() - 1);
}

void Schedule::add_special(const SpecialDay& special) {
  const auto is_same = [&](const Day& day) {
    return std::equal(intervals_.begin() + day.begin, intervals_.begin() + day.end, special.hours.begin(),
                      special.hours.end());
  };
  const auto weekday = static_cast<std::size_t>(weekday_of(special.date));
  if (is_same(days_[weekday])) return;
  const auto known = std::find_if(days_.begin(), days_.end(), is_same);
  const std::uint32_t hours =
      known == days_.end() ? add_day(special.hours) : static_cast<std::uint32_t>(known - days_.begin());
  const std::int64_t correction_ms = special_.empty() ? 0 : special_.back().correction_ms;
  special_.push_back({special.date.days, hours, weeks_worked_ms(special.date.days) + correction_ms,
                      correction_ms + days_[hours].worked_ms - days_[weekday].worked_ms});
}

void Schedule::make_blocks() {
  if (special_.empty()) return;
  const std::int32_t first = special_.front().day;
  blocks_.resize(static_cast<std::size_t>((special_.back().day - first) / kBlockDays) + 1);
  for (const Special& special : special_) {
    const auto day = static_cast<std::uint32_t>(special.day - first);
    blocks_[day / kBlockDays].special |= std::uint64_t{1} << (day % kBlockDays);
  }
  for (std::size_t i = 1; i < blocks_.size(); ++i) {
    const auto count = static_cast<std::uint32_t>(std::popcount(blocks_[i - 1].special));
    blocks_[i].before = blocks_[i - 1].before + count;
  }
}

Schedule::Found Schedule::find_special(std::int32_t day) const {
  if (special_.empty() || day < special_.front().day) return {0, false};
  const auto from_first = static_cast<std::uint32_t>(day - special_.front().day);
  if (from_first / kBlockDays >= blocks_.size()) return {special_.size(), false};
  const Block& block = blocks_[from_first / kBlockDays];
  const std::uint64_t bit = std::uint64_t{1} << (from_first % kBlockDays);
  const auto before = static_cast<std::size_t>(std::popcount(block.special & (bit - 1)));
  return {block.before + before, (block.special & bit) != 0};
}

/// What the weeks alone make up to the beginning of `day`.
std::int64_t Schedule::weeks_worked_ms(std::int32_t day) const {
  const std::int64_t from_monday = std::int64_t{day} + kDaysToMonday;
  const std::int64_t weeks = floor_divide(from_monday, 7);
  return weeks * week_worked_ms_[7] + week_worked_ms_[static_cast<std::size_t>(from_monday - weeks * 7)];
}

std::int64_t Schedule::worked_in_day(const Day& day, std::int32_t time_ms) const {
  std::int64_t worked_ms = 0;
  for (std::uint32_t i = day.begin; i < day.end; ++i) {
    worked_ms += std::clamp(time_ms, intervals_[i].open_ms, intervals_[i].close_ms) - intervals_[i].open_ms;
  }
  return worked_ms;
}

std::int64_t Schedule::worked_ms(LocalTime time) const {
  const auto day = static_cast<std::int32_t>(floor_divide(time.ms, kMsPerDay));
  const auto time_ms = static_cast<std::int32_t>(time.ms - day * kMsPerDay);
  const auto [before, is_special] = find_special(day);
  if (is_special) return special_[before].before_ms + worked_in_day(days_[special_[before].hours], time_ms);
  const std::int64_t correction_ms = before > 0 ? special_[before - 1].correction_ms : 0;
  const Day& weekday = days_[static_cast<std::size_t>(weekday_of(Date{day}))];
  return weeks_worked_ms(day) + correction_ms + worked_in_day(weekday, time_ms);
}

LocalTime Schedule::reached_in_day(std::int64_t date, const Day& day, std::int64_t worked_ms) const {
  std::uint32_t i = day.begin;
  for (; intervals_[i].close_ms - intervals_[i].open_ms < worked_ms; ++i) {
    worked_ms -= intervals_[i].close_ms - intervals_[i].open_ms;
  }
  return {date * kMsPerDay + intervals_[i].open_ms + worked_ms};
}

std::optional<LocalTime> Schedule::reached(std::int64_t worked_ms) const {
  const std::size_t before = count_before(special_.data(), special_.size(),
                                          [&](const Special& special) { return special.before_ms < worked_ms; });
  if (before > 0) {
    const Special& last = special_[before - 1];
    const std::int64_t rest_ms = worked_ms - last.before_ms;
    if (rest_ms <= days_[last.hours].worked_ms) return reached_in_day(last.day, days_[last.hours], rest_ms);
    worked_ms -= last.correction_ms;
  }
  const std::int64_t week_ms = week_worked_ms_[7];
  if (week_ms == 0) return std::nullopt;
  const std::int64_t weeks = floor_divide(worked_ms - 1, week_ms);
  const std::int64_t rest_ms = worked_ms - weeks * week_ms;  // 1 .. week_ms
  std::size_t weekday = 0;
  while (week_worked_ms_[weekday + 1] < rest_ms) ++weekday;
  const std::int64_t date = weeks * 7 + static_cast<std::int64_t>(weekday) - kDaysToMonday;
  return reached_in_day(date, days_[weekday], rest_ms - week_worked_ms_[weekday]);
}

DayHours Schedule::hours_of(Date date) const {
  const auto [before, is_special] = find_special(date.days);
  const Day& day = days_[is_special ? special_[before].hours : static_cast<std::size_t>(weekday_of(date))];
  return {intervals_.begin() + day.begin, intervals_.begin() + day.end};
}

}  // namespace signalbox::calendar
