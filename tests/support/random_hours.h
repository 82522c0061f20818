// Random business hours: the text of a directory, and the same for the slow twin.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "tests/support/seeds.h"
#include "tests/support/slow_calendar.h"

namespace signalbox::test {

/// Zones whose clocks were set in unusual ways, and UTC.
inline constexpr std::array kUnusualZones = {
    "Australia/Lord_Howe", "Asia/Kathmandu",  "America/Sao_Paulo", "Pacific/Apia",      "Africa/Casablanca",
    "Pacific/Chatham",     "Africa/Monrovia", "Asia/Gaza",         "America/St_Johns",  "Europe/Dublin",
    "Antarctica/Troll",    "Asia/Pyongyang",  "America/Caracas",   "Pacific/Kwajalein", "UTC"};

inline std::string clock_text(std::int64_t minute) {
  const std::string hour = std::to_string(minute / 60);
  const std::string rest = std::to_string(minute % 60);
  return (hour.size() < 2 ? "0" : "") + hour + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

/// `"09:00-17:00"`; hours across midnight say so.
inline std::string hours_text(const SlowInterval& interval) {
  const bool is_next_day = interval.close > kMinutesOfDay;
  return "\"" + clock_text(interval.open) + "-" +
         clock_text(is_next_day ? interval.close - kMinutesOfDay : interval.close) +
         (is_next_day ? " next day\"" : "\"");
}

class RandomHours {
 public:
  explicit RandomHours(Random& random) : random_(random) {}

  std::string zone_name() {
    if (random_.one_in(2)) return kUnusualZones[random_.below(kUnusualZones.size())];
    const auto names = calendar::Zone::names();
    return std::string(names[random_.below(names.size())]);
  }

  /// Near a change of the zone as a rule, to the whole second.
  Instant instant_near_change(const calendar::Zone& zone) {
    const auto& changes = zone.changes();
    constexpr std::int64_t kSpanSeconds = std::int64_t{131} * 365 * 86'400;
    if (changes.empty() || random_.one_in(4)) {
      return {static_cast<std::int64_t>(random_.below(kSpanSeconds)) * kMsPerSecond};
    }
    return changes[random_.below(changes.size())].at;
  }

  /// Hours with holidays around `day`.
  SlowHours hours(const calendar::Zone& zone, Date day) { return {zone, week(), holidays(day)}; }

  /// The members `holidays` and `businessHours` with these hours by the names "a", "b", ...
  static std::string directory_text(const std::vector<SlowHours>& all, const std::string& combinations) {
    std::string holidays;
    std::string hours;
    char name = 'a';
    for (const SlowHours& one : all) {
      const std::string quoted_name = std::string("\"") + name++ + "\":";
      holidays += (holidays.empty() ? "" : ",") + quoted_name + holidays_text(one);
      hours += (hours.empty() ? "" : ",") + quoted_name + "{\"zone\":\"" + std::string(one.zone.name()) +
               "\",\"week\":" + week_text(one) + ",\"holidays\":[" + quoted_name.substr(0, 3) + "]}";
    }
    return "{\"holidays\":{" + holidays + "},\"businessHours\":{" + hours + combinations + "}}";
  }

 private:
  /// Cut at random minutes of the week; always something.
  std::vector<SlowInterval> week() {
    const std::int64_t minutes = 7 * kMinutesOfDay;
    if (random_.one_in(20)) return {{0, minutes}};
    const std::uint64_t grain = random_.one_in(3) ? 1 : 30;
    std::vector<std::int64_t> cuts;
    for (std::uint64_t i = 2 * (1 + random_.below(10)); i > 0; --i) {
      cuts.push_back(static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(minutes) / grain) * grain));
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    if (cuts.size() % 2 == 1) cuts.push_back(cuts.front() + minutes);  // until the first opening of the next week
    std::vector<SlowInterval> intervals;
    for (std::size_t i = 0; i < cuts.size(); i += 2) {
      intervals.push_back({cuts[i], std::min(cuts[i + 1], cuts[i] + kMinutesOfDay)});
    }
    return intervals;
  }

  std::vector<SlowHoliday> holidays(Date day) {
    std::vector<SlowHoliday> holidays;
    for (std::uint64_t i = random_.below(4); i > 0; --i) {
      SlowHoliday holiday{static_cast<SlowHoliday::Kind>(random_.below(3)),
                          Date{day.days + static_cast<std::int32_t>(random_.below(7)) - 3},
                          false,
                          {}};
      const CivilDate civil = civil_from_date(holiday.date);
      if (civil.year < calendar::kFirstYear || civil.year > calendar::kLastYear) continue;
      holiday.is_last = holiday.kind == SlowHoliday::Kind::kYearlyWeekday &&
                        civil.day + 7 > days_in_month(civil.year, civil.month) && (civil.day > 28 || random_.one_in(2));
      if (random_.one_in(3)) {
        const auto open = static_cast<std::int64_t>(random_.below(kMinutesOfDay));
        holiday.hours.push_back({open, open + 1 + static_cast<std::int64_t>(random_.below(kMinutesOfDay - open))});
      }
      const bool is_twin = std::any_of(holidays.begin(), holidays.end(), [&](const SlowHoliday& other) {
        return other.kind == holiday.kind && other.falls_on(holiday.date);
      });
      if (!is_twin) holidays.push_back(holiday);
    }
    return holidays;
  }

  static std::string week_text(const SlowHours& hours) {
    constexpr std::array kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    if (hours.week.front().close - hours.week.front().open > kMinutesOfDay) return "\"24x7\"";
    std::string text;
    for (std::int64_t day = 0; day < 7; ++day) {
      std::string list;
      for (const SlowInterval& one : hours.week) {
        if (one.open / kMinutesOfDay != day) continue;
        const std::int64_t midnight = day * kMinutesOfDay;
        list += (list.empty() ? "" : ",") + hours_text({one.open - midnight, one.close - midnight});
      }
      text += std::string(day > 0 ? "," : "") + "\"" + kDays[static_cast<std::size_t>(day)] + "\":[" + list + "]";
    }
    return "{" + text + "}";
  }

  static std::string day_text(const SlowHoliday& holiday) {
    constexpr std::array kWeeks = {"first", "second", "third", "fourth"};
    constexpr std::array kDays = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string date = to_text(holiday.date);
    if (holiday.kind == SlowHoliday::Kind::kOnce) return "\"date\":\"" + date + "\"";
    if (holiday.kind == SlowHoliday::Kind::kYearly) return "\"yearly\":\"" + date.substr(5) + "\"";
    const CivilDate civil = civil_from_date(holiday.date);
    const std::string week = holiday.is_last ? "last" : kWeeks[static_cast<std::size_t>((civil.day - 1) / 7)];
    return "\"yearly\":\"" + week + " " + kDays[static_cast<std::size_t>(holiday.date.days % 7)] + " of " +
           kMonths[static_cast<std::size_t>(civil.month) - 1] + "\"";
  }

  static std::string holidays_text(const SlowHours& hours) {
    std::string text;
    for (const SlowHoliday& holiday : hours.holidays) {
      std::string list;
      for (const SlowInterval& one : holiday.hours) list += hours_text(one);
      text += (text.empty() ? "{" : ",{") + day_text(holiday) + (list.empty() ? "" : ",\"hours\":[" + list + "]") + "}";
    }
    return "[" + text + "]";
  }

  Random& random_;
};

}  // namespace signalbox::test
