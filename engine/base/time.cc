#include "base/time.h"

#include <array>

namespace signalbox {

namespace {

constexpr int kFirstYear = 1;
constexpr int kLastYear = 9999;
constexpr std::int32_t kFirstDay = -719'162;  ///< 0001-01-01
constexpr std::int32_t kLastDay = 2'932'896;  ///< 9999-12-31

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/// Reads from the front of a text; one failure spoils the whole.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// Exactly `count` digits.
  int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; ++i) {
      if (at_end() || text_[position_] < '0' || text_[position_] > '9') {
        failed_ = true;
        return 0;
      }
      value = value * 10 + (text_[position_++] - '0');
    }
    return value;
  }
  bool take(char c) {
    if (at_end() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  void expect(char c) { failed_ |= !take(c); }
  void fail() { failed_ = true; }
  [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
  [[nodiscard]] bool at_digit() const { return !at_end() && text_[position_] >= '0' && text_[position_] <= '9'; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool complete() const { return !failed_ && at_end(); }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  bool failed_ = false;
};

std::int32_t scan_date(Scanner& scanner) {
  CivilDate civil{};
  civil.year = scanner.digits(4);
  scanner.expect('-');
  civil.month = scanner.digits(2);
  scanner.expect('-');
  civil.day = scanner.digits(2);
  const auto date = date_from_civil(civil);
  if (!date) scanner.fail();
  return date ? date->days : 0;
}

/// `HH:MM[:SS[.fff]]` in milliseconds.
std::int32_t scan_time(Scanner& scanner) {
  const int hours = scanner.digits(2);
  scanner.expect(':');
  const int minutes = scanner.digits(2);
  int seconds = 0;
  int ms = 0;
  if (scanner.take(':')) {
    seconds = scanner.digits(2);
    if (scanner.take('.')) {
      ms = 100 * scanner.digits(1);
      if (scanner.at_digit()) ms += 10 * scanner.digits(1);
      if (scanner.at_digit()) ms += scanner.digits(1);
    }
  }
  if (hours > 23 || minutes > 59 || seconds > 59) scanner.fail();
  return static_cast<std::int32_t>(hours * kMsPerHour + minutes * kMsPerMinute + seconds * kMsPerSecond) + ms;
}

/// `Z`, `+HH:MM` or `+HHMM` in milliseconds to the east.
std::int64_t scan_offset(Scanner& scanner) {
  if (scanner.take('Z')) return 0;
  const bool west = scanner.take('-');
  if (!west) scanner.expect('+');
  const int hours = scanner.digits(2);
  scanner.take(':');
  const int minutes = scanner.digits(2);
  if (hours > 23 || minutes > 59) scanner.fail();
  const std::int64_t offset = hours * kMsPerHour + minutes * kMsPerMinute;
  return west ? -offset : offset;
}

void append_digits(std::string& out, int value, int count) {
  for (int power = count == 4 ? 1000 : (count == 3 ? 100 : 10); power > 0; power /= 10) {
    out += static_cast<char>('0' + value / power % 10);
  }
}

}  // namespace

std::optional<Date> date_from_civil(CivilDate civil) {
  if (civil.year < kFirstYear || civil.year > kLastYear || civil.month < 1 || civil.month > 12) return std::nullopt;
  if (civil.day < 1 || civil.day > days_in_month(civil.year, civil.month)) return std::nullopt;
  // Years begin in March here, so that the leap day is the last of its year (Howard Hinnant, chrono-compatible date
  // algorithms).
  const int year = civil.month <= 2 ? civil.year - 1 : civil.year;
  const int era = year / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return Date{era * 146'097 + day_of_era - 719'468};
}

CivilDate civil_from_date(Date date) {
  const std::int32_t days = date.days + 719'468;
  const std::int32_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const int day_of_era = days - era * 146'097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int month_from_march = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const int month = month_from_march + (month_from_march < 10 ? 3 : -9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month) - 1];
}

Date date_of(Instant instant) {
  const std::int64_t days = instant.ms / kMsPerDay - (instant.ms % kMsPerDay < 0 ? 1 : 0);
  return Date{static_cast<std::int32_t>(days)};
}

TimeOfDay time_of(Instant instant) {
  const std::int64_t ms = instant.ms % kMsPerDay;
  return TimeOfDay{static_cast<std::int32_t>(ms < 0 ? ms + kMsPerDay : ms)};
}

Instant instant_at(Date date, TimeOfDay time) { return Instant{date.days * kMsPerDay + time.ms}; }

bool in_range(Instant instant) {
  return instant.ms >= kFirstDay * kMsPerDay && instant.ms < (kLastDay + 1) * kMsPerDay;
}

std::optional<Date> parse_date(std::string_view text) {
  Scanner scanner(text);
  const std::int32_t days = scan_date(scanner);
  if (!scanner.complete()) return std::nullopt;
  return Date{days};
}

std::optional<Instant> parse_instant(std::string_view text) {
  Scanner scanner(text);
  const std::int32_t days = scan_date(scanner);
  scanner.expect('T');
  const std::int32_t ms = scan_time(scanner);
  const std::int64_t offset = scan_offset(scanner);
  if (!scanner.complete()) return std::nullopt;
  const Instant instant{days * kMsPerDay + ms - offset};
  if (!in_range(instant)) return std::nullopt;
  return instant;
}

std::optional<TimeOfDay> parse_time(std::string_view text) {
  Scanner scanner(text);
  const std::int32_t ms = scan_time(scanner);
  scanner.take('Z');
  if (!scanner.complete()) return std::nullopt;
  return TimeOfDay{ms};
}

std::string to_text(Date date) {
  const CivilDate civil = civil_from_date(date);
  std::string out;
  append_digits(out, civil.year, 4);
  out += '-';
  append_digits(out, civil.month, 2);
  out += '-';
  append_digits(out, civil.day, 2);
  return out;
}

std::string to_text(TimeOfDay time) {
  std::string out;
  append_digits(out, static_cast<int>(time.ms / kMsPerHour), 2);
  out += ':';
  append_digits(out, static_cast<int>(time.ms / kMsPerMinute % 60), 2);
  out += ':';
  append_digits(out, static_cast<int>(time.ms / kMsPerSecond % 60), 2);
  out += '.';
  append_digits(out, static_cast<int>(time.ms % kMsPerSecond), 3);
  return out;
}

std::string to_text(Instant instant) { return to_text(date_of(instant)) + 'T' + to_text(time_of(instant)) + 'Z'; }

std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
  struct Unit {
    char letter;
    std::int64_t ms;
  };
  constexpr std::array<Unit, 4> kUnits = {
      Unit{'d', kMsPerDay}, {'h', kMsPerHour}, {'m', kMsPerMinute}, {'s', kMsPerSecond}};
  constexpr std::int64_t kMaxCount =
      100'000'000'000;  // Keeps every sum far below overflow; more than all of the calendar.
  constexpr std::int64_t kLongest = (static_cast<std::int64_t>(kLastDay) - kFirstDay) * kMsPerDay;
  std::int64_t total = 0;
  std::size_t unit = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    std::int64_t count = 0;
    const std::size_t start = i;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && count < kMaxCount; ++i)
      count = count * 10 + (text[i] - '0');
    if (i == start || i == text.size()) return std::nullopt;
    while (unit < kUnits.size() && kUnits[unit].letter != text[i]) ++unit;
    if (unit == kUnits.size() || count > kLongest / kUnits[unit].ms) return std::nullopt;
    total += count * kUnits[unit++].ms;
    ++i;
  }
  if (total <= 0 || total > kLongest) return std::nullopt;
  return total;
}

}  // namespace signalbox
