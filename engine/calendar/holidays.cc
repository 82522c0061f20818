#include "calendar/holidays.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/sort.h"
#include "calendar/hours_text.h"

namespace signalbox::calendar {

namespace {

constexpr std::array<std::string_view, 5> kWeeks = {"first", "second", "third", "fourth", "last"};
constexpr int kLeapYear = 2000;  ///< In which every day of a month exists that exists in any year.

/// Words of a text, apart by single blanks.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

/// `12-24`
bool read_month_and_day(std::string_view text, Holiday& holiday) {
  const auto date = text.size() == 5 ? parse_date(std::to_string(kLeapYear) + "-" + std::string(text)) : std::nullopt;
  if (!date) return false;
  const CivilDate civil = civil_from_date(*date);
  holiday.repeats = Holiday::Repeats::kYearly;
  holiday.month = civil.month;
  holiday.day = civil.day;
  return true;
}

/// `fourth Thu of Nov`
bool read_weekday_of_month(std::string_view text, Holiday& holiday) {
  const auto words = words_of(text);
  if (words.size() != 4 || words[2] != "of") return false;
  const auto week = std::find(kWeeks.begin(), kWeeks.end(), words[0]);
  const auto weekday = read_weekday(words[1]);
  const auto month = read_month(words[3]);
  if (week == kWeeks.end() || !weekday || !month) return false;
  holiday.repeats = Holiday::Repeats::kYearlyWeekday;
  holiday.week = static_cast<int>(week - kWeeks.begin()) + 1;
  holiday.weekday = *weekday;
  holiday.month = *month;
  return true;
}

bool read_yearly(const Place& place, Holiday& holiday) {
  const auto text = place.text();
  if (!text) return false;
  if (read_month_and_day(*text, holiday) || read_weekday_of_month(*text, holiday)) return true;
  place.report("bad-holiday", "`" + quote_for_message(*text) + "` is not a day of every year.",
               "a day such as `12-24` or `fourth Thu of Nov`");
  return false;
}

bool read_once(const Place& place, Holiday& holiday) {
  const auto text = place.text();
  if (!text) return false;
  const auto date = parse_date(*text);
  const int year = date ? civil_from_date(*date).year : 0;
  if (year >= kFirstYear && year <= kLastYear) {
    holiday.date = *date;
    return true;
  }
  place.report(
      "bad-holiday", "`" + quote_for_message(*text) + "` is not a date of the calendar.",
      "a date such as `2026-04-03`, from the year " + std::to_string(kFirstYear) + " to " + std::to_string(kLastYear));
  return false;
}

std::optional<Holiday> read_holiday(const Place& place) {
  if (!place.is_object()) return std::nullopt;
  place.only_members({"name", "date", "yearly", "hours"});
  Holiday holiday;
  if (const auto name = place.find("name")) (void)name->non_empty_text();
  if (const auto hours = place.find("hours")) {
    std::vector<WrittenHours> written;
    read_hours(*hours, false, written);
    holiday.hours = join_hours(std::move(written));
  }
  const auto date = place.find("date");
  const auto yearly = place.find("yearly");
  if (date.has_value() == yearly.has_value()) {
    place.report("bad-holiday", "A holiday has either a `date` or a day of every year, `yearly`.", "`date` or `yearly`",
                 date ? "both" : "neither");
    return std::nullopt;
  }
  const bool is_read = date ? read_once(*date, holiday) : read_yearly(*yearly, holiday);
  return is_read ? std::optional(holiday) : std::nullopt;
}

bool is_same_day(const Holiday& a, const Holiday& b) {
  return a.repeats == b.repeats && a.date == b.date && a.month == b.month && a.day == b.day && a.week == b.week &&
         a.weekday == b.weekday;
}

}  // namespace

std::optional<Date> Holiday::in_year(int year) const {
  if (repeats == Repeats::kOnce) return civil_from_date(date).year == year ? std::optional(date) : std::nullopt;
  if (repeats == Repeats::kYearly) return date_from_civil({year, month, day});
  const Date first = *date_from_civil({year, month, 1});
  int from_first = (weekday - weekday_of(first) + 7) % 7 + 7 * (week - 1);
  while (from_first >= days_in_month(year, month)) from_first -= 7;
  return Date{first.days + from_first};
}

HolidayList read_holidays(const Place& place, std::string_view name) {
  HolidayList list{std::string(name), {}};
  if (!place.is_array()) return list;
  const std::size_t count = place.node().size();
  if (count > limits::kMaxHolidays) {
    place.report("too-many", "There are " + std::to_string(count) + " holidays here.",
                 "at most " + std::to_string(limits::kMaxHolidays), std::to_string(count));
    return list;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto holiday = read_holiday(place.at(i));
    if (!holiday) continue;
    const auto twin = std::find_if(list.holidays.begin(), list.holidays.end(),
                                   [&](const Holiday& other) { return is_same_day(*holiday, other); });
    if (twin != list.holidays.end()) {
      place.at(i).report("duplicate-holiday", "This day is in the list already.", "each day once");
    }
    list.holidays.push_back(*holiday);
  }
  return list;
}

std::vector<SpecialDay> special_days(const std::vector<const HolidayList*>& lists) {
  std::vector<SpecialDay> days;
  for (const HolidayList* list : lists) {
    for (const Holiday& holiday : list->holidays) {
      const bool once = holiday.repeats == Holiday::Repeats::kOnce;
      const int first = once ? civil_from_date(holiday.date).year : kFirstYear;
      for (int year = first; year <= (once ? first : kLastYear); ++year) {
        if (const auto date = holiday.in_year(year)) days.push_back({*date, holiday.hours});
      }
    }
  }
  sort_all(days, [](const SpecialDay& a, const SpecialDay& b) { return a.date < b.date; });
  std::vector<SpecialDay> joined;
  for (SpecialDay& day : days) {
    if (!joined.empty() && joined.back().date == day.date) {
      joined.back().hours = common_hours(joined.back().hours, day.hours);
    } else {
      joined.push_back(std::move(day));
    }
  }
  return joined;
}

}  // namespace signalbox::calendar
