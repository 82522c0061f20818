// Functions of dates and times in the slow twin.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "tests/support/slow_value.h"

namespace signalbox::slow {

inline constexpr std::int64_t kDayMs = 86'400'000;

inline std::int64_t floored(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }
inline std::int64_t day_of(const Thing& when) {
  return when.kind == Thing::Kind::kDate ? when.count : floored(when.count, kDayMs);
}

inline Thing checked_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  const bool good = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
                    day <= month_days(static_cast<int>(year), static_cast<int>(month));
  if (!good) throw ErrorCode::kBadDate;
  return counted(Thing::Kind::kDate, days_before(static_cast<int>(year), static_cast<int>(month)) + day - 1);
}

/// The groups of a pattern that matches the text, without the space around it.
inline std::smatch parts_of(std::string& text, const char* pattern) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.erase(0, 1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.pop_back();
  std::smatch found;
  if (!std::regex_match(text, found, std::regex(pattern))) throw ErrorCode::kBadDate;
  return found;
}

inline Thing date_in(std::string text) {
  const std::smatch found = parts_of(text, R"((\d{4})-(\d{1,2})-(\d{1,2}))");
  return checked_date(std::stoi(found[1]), std::stoi(found[2]), std::stoi(found[3]));
}

inline Thing date_time_in(std::string text) {
  const std::smatch found = parts_of(text, R"((\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2}))");
  const Thing date = checked_date(std::stoi(found[1]), std::stoi(found[2]), std::stoi(found[3]));
  const int hour = std::stoi(found[4]);
  const int minute = std::stoi(found[5]);
  const int second = std::stoi(found[6]);
  if (hour > 23 || minute > 59 || second > 59) throw ErrorCode::kBadDate;
  return counted(Thing::Kind::kDateTime, date.count * kDayMs + ((hour * 60 + minute) * 60 + second) * 1000);
}

inline Thing time_in(std::string text) {
  const std::smatch found = parts_of(text, R"((\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?Z?)");
  const int hour = std::stoi(found[1]);
  const int minute = std::stoi(found[2]);
  const int second = found[3].matched ? std::stoi(found[3]) : 0;
  if (hour > 23 || minute > 59 || second > 59) throw ErrorCode::kBadDate;
  const int ms = found[4].matched ? std::stoi((found[4].str() + "00").substr(0, 3)) : 0;
  return counted(Thing::Kind::kTime, ((hour * 60 + minute) * 60 + second) * 1000 + ms);
}

inline std::optional<Thing> converted(const std::string& name, const Thing& given) {
  const bool is_conversion = name == "DATEVALUE" || name == "DATETIMEVALUE" || name == "TIMEVALUE";
  if (!is_conversion) return std::nullopt;
  if (given.is_blank()) return Thing{};
  const bool text = given.kind == Thing::Kind::kText;
  if (name == "DATEVALUE") return text ? date_in(to_utf8(given.text)) : counted(Thing::Kind::kDate, day_of(given));
  if (name == "TIMEVALUE") {
    if (text) return time_in(to_utf8(given.text));
    const bool whole = given.kind == Thing::Kind::kDateTime;
    return counted(Thing::Kind::kTime, whole ? given.count - floored(given.count, kDayMs) * kDayMs : given.count);
  }
  if (text) return date_time_in(to_utf8(given.text));
  const bool date = given.kind == Thing::Kind::kDate;
  return counted(Thing::Kind::kDateTime, date ? given.count * kDayMs : given.count);
}

inline Thing months_later(const Thing& when, const Number& months) {
  const Civil from = civil(day_of(when));
  const std::int64_t by = whole_of(months);
  if (by > 1'000'000'000 || by < -1'000'000'000) throw ErrorCode::kBadDate;
  const std::int64_t index = from.year * 12 + from.month - 1 + by;
  if (index < 12 || index >= 120'000) throw ErrorCode::kBadDate;
  const int year = static_cast<int>(index / 12);
  const int month = static_cast<int>(index % 12) + 1;
  const int last = month_days(year, month);
  const bool from_last = from.day == month_days(from.year, from.month);
  const std::int64_t day = days_before(year, month) + (from_last ? last : std::min(from.day, last)) - 1;
  if (when.kind == Thing::Kind::kDate) return counted(Thing::Kind::kDate, day);
  return counted(Thing::Kind::kDateTime, (day - day_of(when)) * kDayMs + when.count);
}

/// The year and the number of the week, which begins on Monday and belongs to the year of its Thursday.
inline std::pair<int, int> week_of(std::int64_t day) {
  const std::int64_t thursday = floored(day + 3, 7) * 7;  // Day 0 was a Thursday.
  const int year = civil(thursday).year;
  return {year, static_cast<int>((thursday - days_before(year, 1)) / 7) + 1};
}

inline std::optional<Thing> date_part(const std::string& name, const Thing& given) {
  const bool is_day = given.kind == Thing::Kind::kDate || given.kind == Thing::Kind::kDateTime;
  if (!is_day) return std::nullopt;
  const std::int64_t day = day_of(given);
  const Civil date = civil(day);
  if (name == "YEAR") return thing(whole_number(date.year));
  if (name == "MONTH") return thing(whole_number(date.month));
  if (name == "DAY") return thing(whole_number(date.day));
  if (name == "WEEKDAY") return thing(whole_number(((day + 4) % 7 + 7) % 7 + 1));
  if (name == "DAYOFYEAR") return thing(whole_number(day - days_before(date.year, 1) + 1));
  if (name == "ISOWEEK") return thing(whole_number(week_of(day).second));
  if (name == "ISOYEAR") return thing(whole_number(week_of(day).first));
  if (name != "UNIXTIMESTAMP") return std::nullopt;
  Number seconds = whole_number(given.kind == Thing::Kind::kDate ? day * kDayMs : given.count);
  seconds.scale = 3;
  return thing(seconds);
}

inline std::optional<Thing> time_part(const std::string& name, const Thing& given) {
  if (name == "HOUR") return thing(whole_number(given.count / 3'600'000));
  if (name == "MINUTE") return thing(whole_number(given.count / 60'000 % 60));
  if (name == "SECOND") return thing(whole_number(given.count / 1000 % 60));
  if (name == "MILLISECOND") return thing(whole_number(given.count % 1000));
  return std::nullopt;
}

inline Thing from_unix_time(const Number& seconds) {
  const auto ms = times(seconds, whole_number(1000));
  const std::int64_t count = ms ? whole_of(cut(*ms, 0, Cut::kFloor)) : INT64_MAX;
  if (count < days_before(1, 1) * kDayMs || count >= days_before(10000, 1) * kDayMs) throw ErrorCode::kBadDate;
  return counted(Thing::Kind::kDateTime, count);
}

inline Thing duration_text(const std::vector<Thing>& given) {
  const bool number = given[0].kind == Thing::Kind::kNumber;
  if (!number && (given.size() < 2 || given[1].kind != given[0].kind)) throw ErrorCode::kBadArgument;
  const std::int64_t seconds = number ? whole_of(given[0].number) : (given[1].count - given[0].count) / 1000;
  const std::int64_t all = std::abs(seconds);
  if (all > 1'000'000'000'000) throw ErrorCode::kBadArgument;
  const bool days = given.size() > 1 && given[1].kind == Thing::Kind::kCheckbox && given[1].truth;
  const auto padded = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  std::string out = days ? std::to_string(all / 86400) + ":" : "";
  out += padded(days ? all % 86400 / 3600 : all / 3600) + ":" + padded(all / 60 % 60) + ":" + padded(all % 60);
  return thing(to_utf16(out));
}

inline std::optional<Thing> time_function(const std::string& name, const std::vector<Thing>& given) {
  if (given.empty()) return std::nullopt;
  if (name == "DATE") {
    for (const Thing& part : given) {
      if (std::abs(whole_of(part.number)) > 1'000'000'000) throw ErrorCode::kBadDate;
    }
    return checked_date(whole_of(given[0].number), whole_of(given[1].number), whole_of(given[2].number));
  }
  if (name == "ADDMONTHS") return months_later(given[0], given[1].number);
  if (name == "FROMUNIXTIME") return from_unix_time(given[0].number);
  if (name == "FORMATDURATION") return duration_text(given);
  if (auto value = converted(name, given[0])) return value;
  if (auto value = date_part(name, given[0])) return value;
  return time_part(name, given[0]);
}

}  // namespace signalbox::slow
