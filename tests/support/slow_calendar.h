// Business hours walked step by step: the slow, readable twin of engine/calendar. Only the offsets of zones are shared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "calendar/zone.h"

namespace signalbox::test {

inline constexpr std::int64_t kMinutesOfDay = 24 * 60;

/// From a minute up to another; of the week (Monday 00:00 is 0) or of a day.
struct SlowInterval {
  std::int64_t open;
  std::int64_t close;
};

struct SlowHoliday {
  enum class Kind { kOnce, kYearly, kYearlyWeekday };
  Kind kind;
  Date date;  ///< A day on which it falls.
  bool is_last = false;
  std::vector<SlowInterval> hours;  ///< Of the day.

  [[nodiscard]] bool falls_on(Date day) const {
    const CivilDate mine = civil_from_date(date);
    const CivilDate other = civil_from_date(day);
    if (kind == Kind::kOnce) return date == day;
    if (kind == Kind::kYearly) return mine.month == other.month && mine.day == other.day;
    if (mine.month != other.month || (day.days - date.days) % 7 != 0) return false;
    if (is_last) return other.day + 7 > days_in_month(other.year, other.month);
    return (mine.day - 1) / 7 == (other.day - 1) / 7;
  }
};

/// Hours of a week and holidays, in one zone.
struct SlowHours {
  calendar::Zone zone;
  std::vector<SlowInterval> week;  ///< Intervals may run beyond Sunday.
  std::vector<SlowHoliday> holidays;

  /// Open when the clock shows this.
  [[nodiscard]] bool is_open_at(calendar::LocalTime time) const {
    const Date day = date_of(Instant{time.ms});
    const std::int64_t minute = time_of(Instant{time.ms}).ms / kMsPerMinute;
    bool is_holiday = false;
    for (const SlowHoliday& holiday : holidays) {
      if (!holiday.falls_on(day)) continue;
      is_holiday = true;
      if (!contains(holiday.hours, minute)) return false;
    }
    if (is_holiday) return true;
    const std::int64_t days_from_monday = (((day.days + 3) % 7) + 7) % 7;
    const std::int64_t of_week = days_from_monday * kMinutesOfDay + minute;
    return contains(week, of_week) || contains(week, of_week + 7 * kMinutesOfDay);
  }

  static bool contains(const std::vector<SlowInterval>& intervals, std::int64_t minute) {
    for (const SlowInterval& one : intervals) {
      if (one.open <= minute && minute < one.close) return true;
    }
    return false;
  }
};

/// Walks a clock forward: while it shows again what it has shown before, nothing opens or closes.
class SlowClock {
 public:
  explicit SlowClock(const SlowHours& hours) : hours_(&hours) {}

  /// Whether the time from `at` on is worked, for one step.
  bool step(Instant at, std::int64_t step_ms) {
    const std::int64_t shows_ms = at.ms + hours_->zone.offset_ms(at);
    if (shows_ms < shown_ms_) return is_open_;
    is_open_ = hours_->is_open_at({shows_ms});
    shown_ms_ = shows_ms + step_ms;
    return is_open_;
  }

 private:
  const SlowHours* hours_;
  std::int64_t shown_ms_ = INT64_MIN;
  bool is_open_ = false;
};

/// What was found step by step between two instants.
class SlowWalk {
 public:
  SlowWalk(Instant from, std::int64_t step_ms) : from_(from), step_ms_(step_ms) {}

  void add(bool is_open) {
    open_.push_back(is_open);
    worked_ms_.push_back(worked_ms_.back() + (is_open ? step_ms_ : 0));
  }
  [[nodiscard]] Instant from() const { return from_; }
  [[nodiscard]] Instant end() const { return {from_.ms + static_cast<std::int64_t>(open_.size()) * step_ms_}; }
  [[nodiscard]] bool is_open(Instant at) const { return open_[index(at)]; }
  [[nodiscard]] std::int64_t worked_ms(Instant at) const {
    if (at == end()) return worked_ms_.back();
    const std::int64_t rest_ms = (at.ms - from_.ms) % step_ms_;
    return worked_ms_[index(at)] + (is_open(at) ? rest_ms : 0);
  }
  /// The earliest instant up to which `ms` are worked since `at`; nullopt when that is not inside.
  [[nodiscard]] std::optional<Instant> add(Instant at, std::int64_t ms) const {
    if (ms == 0) return at;
    const std::int64_t wanted_ms = worked_ms(at) + ms;
    for (std::size_t i = index(at); i < open_.size(); ++i) {
      if (worked_ms_[i + 1] < wanted_ms) continue;
      return Instant{from_.ms + static_cast<std::int64_t>(i) * step_ms_ + wanted_ms - worked_ms_[i]};
    }
    return std::nullopt;
  }
  /// The first instant from `at` on that is open, or closed; nullopt when there is none inside.
  [[nodiscard]] std::optional<Instant> next(Instant at, bool open) const {
    for (std::size_t i = index(at); i < open_.size(); ++i) {
      if (open_[i] != open) continue;
      const Instant begin{from_.ms + static_cast<std::int64_t>(i) * step_ms_};
      return begin < at ? at : begin;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::size_t index(Instant at) const { return static_cast<std::size_t>((at.ms - from_.ms) / step_ms_); }

  Instant from_;
  std::int64_t step_ms_;
  std::vector<bool> open_;
  std::vector<std::int64_t> worked_ms_ = {0};
};

}  // namespace signalbox::test
