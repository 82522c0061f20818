#include "formula/operators.h"

#include <algorithm>
#include <cstring>

#include "base/limits.h"
#include "formula/functions/registry.h"
#include "model/record_id.h"

namespace signalbox::formula {
namespace {

/// Exact for a non-negative exponent up to the digits that fit; a whole exponent only, as the reference has it.
Value power(const Decimal& base, const Decimal& exponent) {
  const auto whole = exponent.is_integer() ? exponent.to_int() : std::nullopt;
  if (!whole || *whole > 999'999'999 || *whole < -999'999'999) return Value::error(ErrorCode::kBadArgument);
  if (*whole < 0 && base.is_zero()) return Value::error(ErrorCode::kDivisionByZero);
  const bool inverse = *whole < 0;
  // What is too large for a power is too small for its inverse.
  const auto beyond = [inverse] { return inverse ? Value::number(Decimal()) : Value::error(ErrorCode::kOverflow); };
  Decimal result = Decimal::from_int(1);
  Decimal square = base;
  for (std::int64_t rest = inverse ? -*whole : *whole; rest > 0;) {
    if (rest % 2 != 0) {
      const auto product = result.times(square);
      if (!product) return beyond();
      result = *product;
    }
    rest /= 2;
    if (rest == 0) break;
    const auto product = square.times(square);
    if (!product) return beyond();
    square = *product;
  }
  if (!inverse) return Value::number(result);
  if (result.is_zero()) return Value::error(ErrorCode::kOverflow);
  return made_number(Decimal::from_int(1).divided_by(result));
}

Value divide(const Decimal& a, const Decimal& b) {
  if (b.is_zero()) return Value::error(ErrorCode::kDivisionByZero);
  return made_number(a.divided_by(b));
}

bool is_blank_kind(const Value& value) { return value.kind() == Value::Kind::kBlank; }

Value shifted_date(Date date, const Decimal& days) {
  const auto whole = days.rounded(0, Decimal::Rounding::kDown).to_int();
  constexpr std::int64_t kYears = 4'000'000;
  if (!whole || *whole > kYears || *whole < -kYears) return Value::error(ErrorCode::kBadDate);
  const Date result{static_cast<std::int32_t>(date.days + *whole)};
  return in_range(instant_at(result, TimeOfDay{0})) ? Value::date(result) : Value::error(ErrorCode::kBadDate);
}

Value shifted_instant(Instant instant, const Decimal& days) {
  const auto seconds = days.times(Decimal::from_int(kMsPerDay / kMsPerSecond));
  const auto whole = seconds ? seconds->rounded(0, Decimal::Rounding::kHalfUp).to_int() : std::nullopt;
  constexpr std::int64_t kMost = 400'000'000'000;
  if (!whole || *whole > kMost || *whole < -kMost) return Value::error(ErrorCode::kBadDate);
  const Instant result{instant.ms + *whole * kMsPerSecond};
  return in_range(result) ? Value::date_time(result) : Value::error(ErrorCode::kBadDate);
}

/// Past midnight it goes on from 00:00; before midnight there is no time.
Value shifted_time(TimeOfDay time, const Decimal& ms) {
  const auto whole = ms.rounded(0, Decimal::Rounding::kDown).to_int();
  constexpr std::int64_t kMost = 1'000'000'000'000'000;
  if (!whole || *whole >= kMost || time.ms + *whole < 0) return Value::error(ErrorCode::kBadDate);
  return Value::time(TimeOfDay{static_cast<std::int32_t>((time.ms + *whole) % kMsPerDay)});
}

Value shifted(const Value& when, const Decimal& by) {
  switch (when.kind()) {
    case Value::Kind::kDate:
      return shifted_date(when.as_date(), by);
    case Value::Kind::kDateTime:
      return shifted_instant(when.as_date_time(), by);
    default:
      return shifted_time(when.as_time(), by);
  }
}

Value difference(const Value& a, const Value& b) {
  if (a.kind() == Value::Kind::kDate) return Value::number(Decimal::from_int(a.as_date().days - b.as_date().days));
  if (a.kind() == Value::Kind::kTime) {
    return Value::number(Decimal::from_int((a.as_time().ms - b.as_time().ms + kMsPerDay) % kMsPerDay));
  }
  const Decimal ms = Decimal::from_int(a.as_date_time().ms - b.as_date_time().ms);
  return made_number(ms.divided_by(Decimal::from_int(kMsPerDay)));
}

std::strong_ordering compare_same_kind(const Value& a, const Value& b) {
  switch (a.kind()) {
    case Value::Kind::kNumber:
      return a.as_number() <=> b.as_number();
    case Value::Kind::kDate:
      return a.as_date() <=> b.as_date();
    case Value::Kind::kDateTime:
      return a.as_date_time() <=> b.as_date_time();
    case Value::Kind::kTime:
      return a.as_time() <=> b.as_time();
    case Value::Kind::kText:
      return compare_utf16(a.as_text(), b.as_text());
    case Value::Kind::kCheckbox:
      return a.as_checkbox() <=> b.as_checkbox();
    case Value::Kind::kLocation:
      return a.as_location() <=> b.as_location();
    default:
      return std::strong_ordering::equal;
  }
}

std::string_view text_of(const Value& value) {
  return value.kind() == Value::Kind::kText ? value.as_text() : std::string_view{};
}

}  // namespace

Value arithmetic(Operator op, const Value& a, const Value& b) {
  if (is_blank_kind(a) || is_blank_kind(b)) return Value();
  const Decimal& x = a.as_number();
  const Decimal& y = b.as_number();
  switch (op) {
    case Operator::kAdd:
      return made_number(x.plus(y));
    case Operator::kSubtract:
      return made_number(x.minus(y));
    case Operator::kMultiply:
      return made_number(x.times(y));
    case Operator::kDivide:
      return divide(x, y);
    default:
      return power(x, y);
  }
}

Value negate(const Value& a) { return is_blank_kind(a) ? a : Value::number(a.as_number().negated()); }

Value temporal_arithmetic(Operator op, const Value& a, const Value& b) {
  if (is_blank_kind(a) || is_blank_kind(b)) return Value();
  if (a.kind() == Value::Kind::kNumber) return shifted(b, a.as_number());
  if (b.kind() != Value::Kind::kNumber) return difference(a, b);
  return shifted(a, op == Operator::kSubtract ? b.as_number().negated() : b.as_number());
}

Value concatenate(const Value* const* operands, std::size_t count, Arena& arena) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) size += text_of(*operands[i]).size();
  if (size > limits::kMaxTextBytes) return Value::error(ErrorCode::kTextTooLong);
  char* out = arena.allocate(size);
  char* end = out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view text = text_of(*operands[i]);
    end = std::copy(text.begin(), text.end(), end);
  }
  return Value::text({out, size});
}

std::strong_ordering compare_utf16(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return a.size() <=> b.size();
  auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    // Surrogates (of what UTF-8 begins with F0..F4) come before U+E000..U+FFFF (EE, EF).
    if (byte == 0xEE || byte == 0xEF) return byte + 0x10;
    return static_cast<int>(byte >= 0xF0 ? byte - 2 : byte);
  };
  return rank(*x) <=> rank(*y);
}

bool compare(Operator op, const Value& a, const Value& b, CompareAs as) {
  if (as == CompareAs::kCheckbox) {
    const bool x = !is_blank_kind(a) && a.as_checkbox();
    const bool y = !is_blank_kind(b) && b.as_checkbox();
    return holds(op, x <=> y);
  }
  if (as == CompareAs::kText || as == CompareAs::kId || as == CompareAs::kIdOrNothing) {
    if (as == CompareAs::kIdOrNothing && (a.is_blank() || b.is_blank())) return false;
    const std::string_view x = as == CompareAs::kText ? text_of(a) : id_key(text_of(a));
    const std::string_view y = as == CompareAs::kText ? text_of(b) : id_key(text_of(b));
    if (op == Operator::kEqual) return x == y;
    if (op == Operator::kNotEqual) return x != y;
    if (x.empty() || y.empty()) return false;
    return holds(op, compare_utf16(x, y));
  }
  if (a.is_blank() || b.is_blank()) return false;
  return holds(op, compare_same_kind(a, b));
}

}  // namespace signalbox::formula
