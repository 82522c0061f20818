// Dates, date-times (UTC) and times of day.
#include <algorithm>
#include <array>
#include <cstddef>

#include "formula/functions/registry.h"

namespace signalbox::formula {
namespace {

Value integer(std::int64_t value) { return Value::number(Decimal::from_int(value)); }

/// Toward zero; nullopt beyond a billion.
std::optional<std::int64_t> whole(const Decimal& number) {
  const auto value = number.rounded(0, Decimal::Rounding::kDown).to_int();
  if (!value || *value > 1'000'000'000 || *value < -1'000'000'000) return std::nullopt;
  return value;
}

/// The day of a date or date-time argument.
Date day_of(const Value& value) {
  return value.kind() == Value::Kind::kDate ? value.as_date() : date_of(value.as_date_time());
}

Value made_date(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
    return Value::error(ErrorCode::kBadDate);
  const auto date = date_from_civil({static_cast<int>(year), static_cast<int>(month), static_cast<int>(day)});
  return date ? Value::date(*date) : Value::error(ErrorCode::kBadDate);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

/// Reads numbers separated by the characters of `separators`: a year of four digits, all others of one or two.
template <std::size_t N>
bool read_parts(std::string_view text, std::string_view separators, std::array<int, N>& parts) {
  for (std::size_t part = 0; part < N; ++part) {
    const std::size_t most = part == 0 ? 4 : 2;
    const std::size_t least = part == 0 ? 4 : 1;
    std::size_t digits = 0;
    int value = 0;
    while (digits < text.size() && digits < most && text[digits] >= '0' && text[digits] <= '9')
      value = value * 10 + (text[digits++] - '0');
    if (digits < least) return false;
    text.remove_prefix(digits);
    parts[part] = value;
    if (part + 1 == N) break;
    if (text.empty() || text.front() != separators[part]) return false;
    text.remove_prefix(1);
  }
  return text.empty();
}

/// `2026-1-5`
Value read_date(std::string_view text) {
  std::array<int, 3> parts{};
  if (!read_parts(trimmed(text), "--", parts)) return Value::error(ErrorCode::kBadDate);
  return made_date(parts[0], parts[1], parts[2]);
}

/// `2026-1-5 8:00:00`
Value read_date_time(std::string_view text) {
  std::array<int, 6> parts{};
  if (!read_parts(trimmed(text), "-- ::", parts)) return Value::error(ErrorCode::kBadDate);
  const Value date = made_date(parts[0], parts[1], parts[2]);
  if (date.is_error() || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) return Value::error(ErrorCode::kBadDate);
  const std::int64_t ms = parts[3] * kMsPerHour + parts[4] * kMsPerMinute + parts[5] * kMsPerSecond;
  return Value::date_time(instant_at(date.as_date(), TimeOfDay{static_cast<std::int32_t>(ms)}));
}

Value date(const Call& call) {
  const auto year = whole(call.number(0));
  const auto month = whole(call.number(1));
  const auto day = whole(call.number(2));
  if (!year || !month || !day) return Value::error(ErrorCode::kBadDate);
  return made_date(*year, *month, *day);
}

Value date_value(const Call& call) {
  if (call[0].is_blank()) return Value();
  if (call[0].kind() == Value::Kind::kText) return read_date(call.text(0));
  return Value::date(day_of(call[0]));
}

Value date_time_value(const Call& call) {
  if (call[0].is_blank()) return Value();
  if (call[0].kind() == Value::Kind::kText) return read_date_time(call.text(0));
  if (call[0].kind() == Value::Kind::kDate) return Value::date_time(instant_at(call[0].as_date(), TimeOfDay{0}));
  return call[0];
}

Value time_value(const Call& call) {
  if (call[0].is_blank()) return Value();
  if (call[0].kind() == Value::Kind::kTime) return call[0];
  if (call[0].kind() == Value::Kind::kDateTime) return Value::time(time_of(call[0].as_date_time()));
  const auto time = parse_time(trimmed(call.text(0)));
  return time ? Value::time(*time) : Value::error(ErrorCode::kBadDate);
}

Value year(const Call& call) { return integer(civil_from_date(day_of(call[0])).year); }
Value month(const Call& call) { return integer(civil_from_date(day_of(call[0])).month); }
Value day(const Call& call) { return integer(civil_from_date(day_of(call[0])).day); }

/// 0 Sunday .. 6 Saturday. 1970-01-01 was a Thursday.
int weekday_of(Date date) { return ((date.days + 4) % 7 + 7) % 7; }
int day_of_year(Date date) { return date.days - date_from_civil({civil_from_date(date).year, 1, 1})->days + 1; }
/// The Thursday of the ISO week: it decides to which year and week all seven days belong.
Date thursday_of(Date date) { return {date.days + 4 - (weekday_of(date) + 6) % 7 - 1}; }

Value weekday(const Call& call) { return integer(weekday_of(day_of(call[0])) + 1); }
Value day_of_year_value(const Call& call) { return integer(day_of_year(day_of(call[0]))); }
Value iso_week(const Call& call) { return integer((day_of_year(thursday_of(day_of(call[0]))) - 1) / 7 + 1); }
Value iso_year(const Call& call) { return integer(civil_from_date(thursday_of(day_of(call[0]))).year); }

Value hour(const Call& call) { return integer(call[0].as_time().ms / kMsPerHour); }
Value minute(const Call& call) { return integer(call[0].as_time().ms / kMsPerMinute % 60); }
Value second(const Call& call) { return integer(call[0].as_time().ms / kMsPerSecond % 60); }
Value millisecond(const Call& call) { return integer(call[0].as_time().ms % kMsPerSecond); }

/// The last day of a month stays the last day: 28 February + 1 month is 31 March.
Value add_months(const Call& call) {
  const auto months = whole(call.number(1));
  const CivilDate from = civil_from_date(day_of(call[0]));
  if (!months) return Value::error(ErrorCode::kBadDate);
  const std::int64_t index = from.year * std::int64_t{12} + from.month - 1 + *months;
  if (index < 12 || index >= std::int64_t{10'000} * 12) return Value::error(ErrorCode::kBadDate);
  const int to_year = static_cast<int>(index / 12);
  const int to_month = static_cast<int>(index % 12) + 1;
  const int last = days_in_month(to_year, to_month);
  const int to_day = from.day == days_in_month(from.year, from.month) ? last : std::min(from.day, last);
  const Date to = *date_from_civil({to_year, to_month, to_day});
  if (call[0].kind() == Value::Kind::kDate) return Value::date(to);
  return Value::date_time(instant_at(to, time_of(call[0].as_date_time())));
}

Value unix_timestamp(const Call& call) {
  const Value& value = call[0];
  const std::int64_t ms =
      value.kind() == Value::Kind::kDate ? value.as_date().days * kMsPerDay : value.as_date_time().ms;
  return made_number(Decimal::from_scaled(ms, 3));
}

Value from_unix_time(const Call& call) {
  const auto shifted = call.number(0).shifted(-3);
  const auto ms = shifted ? shifted->rounded(0, Decimal::Rounding::kFloor).to_int() : std::nullopt;
  if (!ms || !in_range(Instant{*ms})) return Value::error(ErrorCode::kBadDate);
  return Value::date_time(Instant{*ms});
}

void append_padded(std::int64_t number, std::string& out) {
  if (number < 10) out += '0';
  out += std::to_string(number);
}

std::optional<std::int64_t> duration_seconds(const Call& call) {
  const auto kind = call[0].kind();
  if (kind == Value::Kind::kNumber) return call.number(0).rounded(0, Decimal::Rounding::kDown).to_int();
  if (call.count < 2 || call[1].kind() != kind) return std::nullopt;
  if (kind == Value::Kind::kTime) return (call[1].as_time().ms - call[0].as_time().ms) / kMsPerSecond;
  return (call[1].as_date_time().ms - call[0].as_date_time().ms) / kMsPerSecond;
}

Value format_duration(const Call& call) {
  auto seconds = duration_seconds(call);
  if (!seconds || *seconds > 1'000'000'000'000 || *seconds < -1'000'000'000'000)
    return Value::error(ErrorCode::kBadArgument);
  const std::int64_t all = *seconds < 0 ? -*seconds : *seconds;
  const bool days = call.count > 1 && call[1].kind() == Value::Kind::kCheckbox && call[1].as_checkbox();
  std::string out = days ? std::to_string(all / 86400) + ":" : "";
  append_padded(days ? all % 86400 / 3600 : all / 3600, out);
  out += ':';
  append_padded(all / 60 % 60, out);
  out += ':';
  append_padded(all % 60, out);
  return made_text(out, call.arena);
}

using enum Type;
using enum Form;
constexpr Result kFixed = Result::kFixed;

constexpr Function kFunctions[] = {
    {"TODAY", "TODAY()", "The date now.", "a", 0, 0, kFixed, kDate, kToday},
    {"NOW", "NOW()", "The date and time now.", "a", 0, 0, kFixed, kDateTime, kNow},
    {"TIMENOW", "TIMENOW()", "The time of day now.", "a", 0, 0, kFixed, kTime, kTimeNow},
    {"DATE", "DATE(year, month, day)", "A date from its parts.", "nnn", 3, 3, kFixed, kDate, kStrict, date},
    {"DATEVALUE", "DATEVALUE(expression)", "The date of a date-time, or of a text such as \"2026-01-31\".", "V", 1, 1,
     kFixed, kDate, kStrict, date_value},
    {"DATETIMEVALUE", "DATETIMEVALUE(expression)",
     "The date-time of a text such as \"2026-01-31 08:00:00\", or of a date at midnight.", "V", 1, 1, kFixed, kDateTime,
     kStrict, date_time_value},
    {"TIMEVALUE", "TIMEVALUE(expression)", "The time of day of a date-time, or of a text such as \"08:00:00.000\".",
     "W", 1, 1, kFixed, kTime, kStrict, time_value},
    {"YEAR", "YEAR(date)", "The year, four digits.", "D", 1, 1, kFixed, kNumber, kStrict, year},
    {"MONTH", "MONTH(date)", "The month, 1 to 12.", "D", 1, 1, kFixed, kNumber, kStrict, month},
    {"DAY", "DAY(date)", "The day of the month, 1 to 31.", "D", 1, 1, kFixed, kNumber, kStrict, day},
    {"WEEKDAY", "WEEKDAY(date)", "The day of the week: 1 is Sunday, 7 is Saturday.", "D", 1, 1, kFixed, kNumber,
     kStrict, weekday},
    {"DAYOFYEAR", "DAYOFYEAR(date)", "The day of the year, 1 to 366.", "D", 1, 1, kFixed, kNumber, kStrict,
     day_of_year_value},
    {"ISOWEEK", "ISOWEEK(date)", "The week of ISO 8601, 1 to 53.", "D", 1, 1, kFixed, kNumber, kStrict, iso_week},
    {"ISOYEAR", "ISOYEAR(date)", "The year to which the week of ISO 8601 belongs.", "D", 1, 1, kFixed, kNumber, kStrict,
     iso_year},
    {"HOUR", "HOUR(time)", "The hour, 0 to 23.", "m", 1, 1, kFixed, kNumber, kStrict, hour},
    {"MINUTE", "MINUTE(time)", "The minute, 0 to 59.", "m", 1, 1, kFixed, kNumber, kStrict, minute},
    {"SECOND", "SECOND(time)", "The second, 0 to 59.", "m", 1, 1, kFixed, kNumber, kStrict, second},
    {"MILLISECOND", "MILLISECOND(time)", "The millisecond, 0 to 999.", "m", 1, 1, kFixed, kNumber, kStrict,
     millisecond},
    {"ADDMONTHS", "ADDMONTHS(date, number_of_months)",
     "The date that many months later; the last day of a month stays the last day.", "Dn", 2, 2, Result::kFirst, kAny,
     kStrict, add_months},
    {"UNIXTIMESTAMP", "UNIXTIMESTAMP(date)", "Seconds since 1970-01-01.", "D", 1, 1, kFixed, kNumber, kStrict,
     unix_timestamp},
    {"FROMUNIXTIME", "FROMUNIXTIME(number)", "The date-time that many seconds after 1970-01-01.", "n", 1, 1, kFixed,
     kDateTime, kStrict, from_unix_time},
    {"FORMATDURATION", "FORMATDURATION(seconds, include_days)",
     "A duration as HH:MM:SS, or with its days before; also between two times or date-times.", "XY", 1, 2, kFixed,
     kText, kStrict, format_duration},
};

}  // namespace

std::span<const Function> date_time_functions() { return kFunctions; }

}  // namespace signalbox::formula
