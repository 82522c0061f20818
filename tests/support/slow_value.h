// Values of the slow twin of the formula evaluator: numbers calculated as at school, texts as UTF-16, dates by
// counting.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

#include "model/value.h"
#include "tests/support/slow_decimal.h"

namespace signalbox::slow {

struct Thing {
  enum class Kind { kBlank, kCheckbox, kNumber, kText, kDate, kDateTime, kTime, kLocation };
  Kind kind = Kind::kBlank;
  bool truth = false;
  Number number;
  std::u16string text;
  std::int64_t count = 0;      ///< Days, milliseconds, or the latitude in units of 10^-15 degrees.
  std::int64_t longitude = 0;  ///< Likewise.

  [[nodiscard]] bool is_blank() const { return kind == Kind::kBlank || (kind == Kind::kText && text.empty()); }
};

inline Number number_of(std::string plain) {
  Number number;
  number.negative = plain.starts_with('-');
  if (number.negative) plain.erase(0, 1);
  if (const std::size_t point = plain.find('.'); point != std::string::npos) {
    number.scale = static_cast<int>(plain.size() - point - 1);
    plain.erase(point, 1);
  }
  number.digits = trimmed(plain);
  if (number.digits == "0") number.negative = false;
  return number;
}
inline Number whole_number(std::int64_t value) { return number_of(std::to_string(value)); }

inline std::u16string to_utf16(std::string_view text) {
  std::u16string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code = size == 1 ? lead : lead & (0x3Fu >> (size - 1));
    for (std::size_t j = 1; j < size; ++j) code = (code << 6) | (static_cast<unsigned char>(text[i + j]) & 0x3Fu);
    i += size;
    if (code < 0x10000) {
      out += static_cast<char16_t>(code);
    } else {
      out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }
  return out;
}

inline std::string to_utf8(const std::u16string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t code = text[i];
    if (code >= 0xD800 && code < 0xDC00) code = 0x10000 + ((code - 0xD800) << 10) + (text[++i] - 0xDC00u);
    if (code < 0x80) {
      out += static_cast<char>(code);
      continue;
    }
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned kLeads[] = {0xC0, 0xE0, 0xF0};
    out += static_cast<char>(kLeads[more - 1] | code >> (6 * more));
    for (int rest = more - 1; rest >= 0; --rest) out += static_cast<char>(0x80 | (code >> (6 * rest) & 0x3F));
  }
  return out;
}

inline Thing thing(bool truth) {
  Thing made;
  made.kind = Thing::Kind::kCheckbox;
  made.truth = truth;
  return made;
}
inline Thing thing(const std::optional<Number>& number) {
  if (!number) throw ErrorCode::kOverflow;
  Thing made;
  made.kind = Thing::Kind::kNumber;
  made.number = *number;
  return made;
}
inline Thing thing(std::u16string text) {
  Thing made;
  made.kind = Thing::Kind::kText;
  made.text = std::move(text);
  return made;
}
inline Thing counted(Thing::Kind kind, std::int64_t count) {
  Thing made;
  made.kind = kind;
  made.count = count;
  return made;
}

/// Throws the error that a slot holds.
inline Thing thing_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kBlank:
      return {};
    case Value::Kind::kCheckbox:
      return thing(value.as_checkbox());
    case Value::Kind::kNumber:
      return thing(number_of(value.as_number().to_text_with_scale()));
    case Value::Kind::kText:
      return thing(to_utf16(value.as_text()));
    case Value::Kind::kDate:
      return counted(Thing::Kind::kDate, value.as_date().days);
    case Value::Kind::kDateTime:
      return counted(Thing::Kind::kDateTime, value.as_date_time().ms);
    case Value::Kind::kTime:
      return counted(Thing::Kind::kTime, value.as_time().ms);
    case Value::Kind::kLocation: {
      Thing place = counted(Thing::Kind::kLocation, value.as_location().latitude);
      place.longitude = value.as_location().longitude;
      return place;
    }
    case Value::Kind::kError:
      throw value.as_error();
  }
  return {};
}

enum class Cut { kHalfUp, kDown, kUp, kFloor, kCeiling };

inline Number cut(const Number& number, int places, Cut how) {
  if (number.scale <= places) return number;
  const auto [kept, rest] = divide(number.digits, raise("1", number.scale - places));
  const bool inexact = rest != "0";
  const bool half = !less(add(rest, rest), raise("1", number.scale - places));
  const bool away = (how == Cut::kHalfUp && half) || (how == Cut::kUp && inexact) ||
                    (how == Cut::kFloor && inexact && number.negative) ||
                    (how == Cut::kCeiling && inexact && !number.negative);
  Number result{away ? add(kept, "1") : kept, places, number.negative};
  if (result.digits == "0") result.negative = false;
  return result;
}
/// 34 digits are what a quotient is trusted for.
inline Number trusted(const Number& number) {
  const int surplus = static_cast<int>(number.digits.size()) - 34;
  return surplus > 0 && number.digits != "0" ? cut(number, number.scale - surplus, Cut::kHalfUp) : number;
}
inline std::int64_t whole_of(const Number& number) {
  const std::string text = cut(number, 0, Cut::kDown).text();
  return text.size() > 15 ? (number.negative ? -1'000'000'000'000'000 : 1'000'000'000'000'000) : std::stoll(text);
}

struct Civil {
  int year = 1970, month = 1, day = 1;
};
inline bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }
inline int month_days(int year, int month) {
  static const int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : kDays[month - 1];
}
/// By counting, one year and one month at a time.
inline std::int64_t days_before(int year, int month) {
  std::int64_t days = 0;
  for (int y = 1970; y < year; ++y) days += leap(y) ? 366 : 365;
  for (int y = year; y < 1970; ++y) days -= leap(y) ? 366 : 365;
  for (int m = 1; m < month; ++m) days += month_days(year, m);
  return days;
}
inline Civil civil(std::int64_t days) {
  Civil date{1970 + static_cast<int>(days / (days < 0 ? 365 : 366)) - 2, 1, 1};
  while (days_before(date.year + 1, 1) <= days) ++date.year;
  while (date.month < 12 && days_before(date.year, date.month + 1) <= days) ++date.month;
  date.day = static_cast<int>(days - days_before(date.year, date.month)) + 1;
  return date;
}

/// The same written form for both twins: what is compared.
inline std::string written(const Thing& value) {
  switch (value.kind) {
    case Thing::Kind::kBlank:
      return "";
    case Thing::Kind::kCheckbox:
      return value.truth ? "true" : "false";
    case Thing::Kind::kNumber:
      return value.number.text();
    case Thing::Kind::kText: {
      std::string out;
      for (const char16_t unit : value.text) out += std::to_string(unit) + " ";
      return out;
    }
    default:
      return std::to_string(static_cast<int>(value.kind)) + ":" + std::to_string(value.count) + ":" +
             std::to_string(value.longitude);
  }
}
inline std::string written(ErrorCode error) { return "error " + std::string(error_name(error)); }
inline std::string written(const Value& value) {
  return value.is_error() ? written(value.as_error()) : written(thing_of(value));
}

}  // namespace signalbox::slow
