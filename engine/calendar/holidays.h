// Holidays: dates on which the week does not hold, once or every year.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/schedule.h"
#include "model/reader.h"

namespace signalbox::calendar {

/// One entry of a list of holidays, as Salesforce's Holiday: all day, or with hours of its own.
struct Holiday {
  enum class Repeats : std::uint8_t {
    kOnce,
    kYearly,         ///< On a day of a month; 29 February only where there is one.
    kYearlyWeekday,  ///< On the n-th weekday of a month.
  };
  Repeats repeats = Repeats::kOnce;
  Date date;        ///< kOnce.
  int month = 0;    ///< 1..12
  int day = 0;      ///< Of the month.
  int week = 0;     ///< 1..4, 5 for the last.
  int weekday = 0;  ///< Monday 0 .. Sunday 6.
  DayHours hours;   ///< Open all the same; empty when closed all day.

  /// Its date in that year, if it has one.
  [[nodiscard]] std::optional<Date> in_year(int year) const;
};

/// A named list, one for each region as a rule.
struct HolidayList {
  std::string name;
  std::vector<Holiday> holidays;
};

/// Reads one list of the document's `holidays`. What is wrong is reported and left out.
[[nodiscard]] HolidayList read_holidays(const Place& place, std::string_view name);

/// Every date of kFirstYear to kLastYear on which one of the lists has a holiday, ascending, with the hours that all
/// holidays of that date leave open.
[[nodiscard]] std::vector<SpecialDay> special_days(const std::vector<const HolidayList*>& lists);

}  // namespace signalbox::calendar
