#include "base/decimal.h"

#include <algorithm>
#include <bit>

#include "base/decimal_wide.h"
#include "base/limits.h"

namespace signalbox {

namespace {

constexpr int kLimbs = 3;
constexpr int kCoefficientBits = 64 * kLimbs;
constexpr int kFullDigits = 57;      ///< Every coefficient of so many digits fits.
constexpr int kDivisionDigits = 39;  ///< MathContext(39, HALF_UP) of the reference.

}  // namespace

Wide DecimalParts::magnitude(const Decimal& number) {
  Wide wide;
  std::copy(number.limbs_.begin(), number.limbs_.end(), wide.limbs.begin());
  wide.size = kLimbs;
  wide.trim();
  return wide;
}

Decimal DecimalParts::make(const Wide& magnitude, int scale, bool negative) {
  Decimal number;
  std::copy_n(magnitude.limbs.begin(), magnitude.size, number.limbs_.begin());
  number.scale_ = magnitude.is_zero() ? std::clamp(scale, 0, limits::kMaxScale) : scale;
  number.negative_ = negative && !magnitude.is_zero();
  return number;
}

std::optional<Decimal> DecimalParts::finish(const Wide& magnitude, int scale, bool negative) {
  if (magnitude.is_zero()) return make(magnitude, scale, false);
  const int surplus_bits = magnitude.bits() - kCoefficientBits;
  // 30103 / 100000 is log10(2): the least number of digits that may have to go.
  int drop = surplus_bits > 0 ? std::max(0, (surplus_bits - 1) * 30103 / 100000) : 0;
  drop = std::max(drop, scale - limits::kMaxScale);
  Wide kept = magnitude;
  for (;; ++drop) {
    if (drop > 0) {
      kept = divide_rounded(magnitude, Wide::power_of_ten(drop), Decimal::Rounding::kHalfUp, negative).value;
    }
    if (kept.bits() <= kCoefficientBits) break;
  }
  scale -= drop;
  if (kept.is_zero()) return make(kept, scale, false);
  if (scale < 0) {
    const int digits = kept.digits();
    if (digits - scale > limits::kMaxExponent) return std::nullopt;
    if (digits - scale <= kFullDigits) {
      kept.multiply_by_power_of_ten(-scale);
      scale = 0;
    }
  }
  return make(kept, scale, negative);
}

Decimal Decimal::from_int(std::int64_t value) { return from_scaled(value, 0); }

Decimal Decimal::from_scaled(std::int64_t coefficient, int scale) {
  const bool negative = coefficient < 0;
  const std::uint64_t magnitude =
      negative ? 0 - static_cast<std::uint64_t>(coefficient) : static_cast<std::uint64_t>(coefficient);
  if (scale >= 0 && scale <= limits::kMaxScale) {
    Decimal number;
    number.limbs_[0] = magnitude;
    number.scale_ = scale;
    number.negative_ = negative;
    return number;
  }
  return DecimalParts::finish(Wide::from(magnitude), scale, negative).value_or(Decimal());
}

bool Decimal::is_zero() const { return (limbs_[0] | limbs_[1] | limbs_[2]) == 0; }

bool Decimal::is_integer() const {
  if (scale_ <= 0 || is_zero()) return true;
  return DecimalParts::magnitude(*this).strip_zeros(scale_) == scale_;
}

int Decimal::precision() const { return DecimalParts::magnitude(*this).digits(); }

Decimal Decimal::negated() const {
  Decimal result = *this;
  result.negative_ = !negative_ && !is_zero();
  return result;
}

Decimal Decimal::absolute() const {
  Decimal result = *this;
  result.negative_ = false;
  return result;
}

bool Decimal::add_small(const Decimal& other, bool other_negative, Decimal& result) const {
  if ((limbs_[1] | limbs_[2] | other.limbs_[1] | other.limbs_[2]) != 0 || (scale_ | other.scale_) < 0) return false;
  Uint128 a = limbs_[0];
  Uint128 b = other.limbs_[0];
  const int difference = scale_ - other.scale_;
  if (difference != 0) {
    if (difference < -kMaxPower64 || difference > kMaxPower64) return false;
    (difference > 0 ? b : a) *= kPowersOfTen[static_cast<std::size_t>(difference > 0 ? difference : -difference)];
  }
  Uint128 magnitude = a + b;
  bool negative = negative_;
  std::uint64_t carry = magnitude < a ? 1 : 0;
  if (negative_ != other_negative) {
    carry = 0;
    magnitude = a >= b ? a - b : b - a;
    negative = magnitude != 0 && (a >= b ? negative_ : other_negative);
  }
  result.limbs_ = {static_cast<std::uint64_t>(magnitude), static_cast<std::uint64_t>(magnitude >> 64), carry};
  result.scale_ = std::max(scale_, other.scale_);
  result.negative_ = negative;
  return true;
}

std::optional<Decimal> Decimal::add_wide(const Decimal& other, bool other_negative) const {
  const int scale = std::max(scale_, other.scale_);
  Wide a = DecimalParts::magnitude(*this);
  Wide b = DecimalParts::magnitude(other);
  a.multiply_by_power_of_ten(scale - scale_);
  b.multiply_by_power_of_ten(scale - other.scale_);
  if (negative_ == other_negative) return DecimalParts::finish(sum(a, b), scale, negative_);
  return compare(a, b) >= 0 ? DecimalParts::finish(difference(a, b), scale, negative_)
                            : DecimalParts::finish(difference(b, a), scale, other_negative);
}

// One variable for every way out, here and in times: it is built in place, and copying it would cost more than the sum.
std::optional<Decimal> Decimal::plus(const Decimal& other) const {
  std::optional<Decimal> result(std::in_place);
  if (!add_small(other, other.negative_, *result)) result = add_wide(other, other.negative_);
  return result;
}

std::optional<Decimal> Decimal::minus(const Decimal& other) const {
  std::optional<Decimal> result(std::in_place);
  if (!add_small(other, !other.negative_, *result)) result = add_wide(other, !other.negative_);
  return result;
}

std::optional<Decimal> Decimal::times(const Decimal& other) const {
  std::optional<Decimal> result(std::in_place);
  const int scale = scale_ + other.scale_;
  const bool negative = negative_ != other.negative_;
  const bool small = (limbs_[1] | limbs_[2] | other.limbs_[1] | other.limbs_[2]) == 0;
  if (small && (scale_ | other.scale_) >= 0 && scale <= limits::kMaxScale) {
    const Uint128 magnitude = static_cast<Uint128>(limbs_[0]) * other.limbs_[0];
    result->limbs_ = {static_cast<std::uint64_t>(magnitude), static_cast<std::uint64_t>(magnitude >> 64), 0};
    result->scale_ = scale;
    result->negative_ = negative && magnitude != 0;
  } else {
    result =
        DecimalParts::finish(product(DecimalParts::magnitude(*this), DecimalParts::magnitude(other)), scale, negative);
  }
  return result;
}

std::optional<Decimal> Decimal::divide_exactly_small(const Decimal& other) const {
  if ((limbs_[1] | limbs_[2] | other.limbs_[1] | other.limbs_[2]) != 0) return std::nullopt;
  constexpr int kTriedDigits = 4;
  int scale = scale_ - other.scale_;
  std::uint64_t dividend = limbs_[0];
  const std::uint64_t divisor = other.limbs_[0];
  if (dividend % divisor != 0) {
    if (dividend > UINT64_MAX / kPowersOfTen[kTriedDigits]) return std::nullopt;
    dividend *= kPowersOfTen[kTriedDigits];
    if (dividend % divisor != 0) return std::nullopt;
    std::uint64_t quotient = dividend / divisor;
    int digits = kTriedDigits;
    while (quotient % 10 == 0) {
      quotient /= 10;
      --digits;
    }
    return DecimalParts::finish(Wide::from(quotient), scale + digits, negative_ != other.negative_);
  }
  return DecimalParts::finish(Wide::from(dividend / divisor), scale, negative_ != other.negative_);
}

std::optional<Decimal> Decimal::divided_by(const Decimal& other) const {
  if (other.is_zero()) return std::nullopt;
  const int preferred_scale = scale_ - other.scale_;
  if (is_zero()) return DecimalParts::make(Wide{}, preferred_scale, false);
  if (const auto exact = divide_exactly_small(other)) return exact;

  Wide dividend = DecimalParts::magnitude(*this);
  Wide divisor = DecimalParts::magnitude(other);
  // The quotient of the coefficients, with `raise` digits more, has 39 digits (40 when rounding carries).
  const int dividend_digits = dividend.digits();
  const int divisor_digits = divisor.digits();
  Wide aligned_dividend = dividend;
  Wide aligned_divisor = divisor;
  aligned_dividend.multiply_by_power_of_ten(std::max(0, divisor_digits - dividend_digits));
  aligned_divisor.multiply_by_power_of_ten(std::max(0, dividend_digits - divisor_digits));
  int raise =
      kDivisionDigits + divisor_digits - dividend_digits - (compare(aligned_dividend, aligned_divisor) > 0 ? 1 : 0);
  raise = std::min(raise, limits::kMaxScale - preferred_scale);
  dividend.multiply_by_power_of_ten(std::max(0, raise));
  divisor.multiply_by_power_of_ten(std::max(0, -raise));
  const bool negative = negative_ != other.negative_;
  RoundedQuotient quotient = divide_rounded(dividend, divisor, Rounding::kHalfUp, negative);
  int scale = preferred_scale + raise;
  if (quotient.exact) scale -= quotient.value.strip_zeros(std::max(0, scale - preferred_scale));
  if (quotient.value.digits() > kDivisionDigits) scale -= quotient.value.strip_zeros(1);
  return DecimalParts::finish(quotient.value, scale, negative);
}

std::optional<Decimal> Decimal::remainder(const Decimal& other) const {
  if (other.is_zero()) return std::nullopt;
  const int scale = std::max(scale_, other.scale_);
  Wide a = DecimalParts::magnitude(*this);
  Wide b = DecimalParts::magnitude(other);
  a.multiply_by_power_of_ten(scale - scale_);
  b.multiply_by_power_of_ten(scale - other.scale_);
  return DecimalParts::finish(divide(a, b).remainder, scale, negative_);
}

std::optional<Decimal> Decimal::shifted(int places) const {
  constexpr int kFarthest = limits::kMaxScale + limits::kMaxExponent;
  places = std::clamp(places, -2 * kFarthest, 2 * kFarthest);
  const int scale = scale_ + places;
  if (scale >= 0 && scale <= limits::kMaxScale) {
    Decimal result = *this;
    result.scale_ = scale;
    return result;
  }
  return DecimalParts::finish(DecimalParts::magnitude(*this), scale, negative_);
}

Decimal Decimal::rounded(int places, Rounding mode) const {
  // Beyond the first place that a number can have there is nothing left to round.
  places = std::max(places, 1 - limits::kMaxExponent);
  if (places >= scale_) return *this;
  if (places >= 0 && scale_ - places <= kMaxPower64 && (limbs_[1] | limbs_[2]) == 0) return rounded_small(places, mode);
  const Wide unit = Wide::power_of_ten(scale_ - places);
  const Wide kept = divide_rounded(DecimalParts::magnitude(*this), unit, mode, negative_).value;
  return DecimalParts::finish(kept, places, negative_).value_or(DecimalParts::make(kept, places, negative_));
}

Decimal Decimal::rounded_small(int places, Rounding mode) const {
  const std::uint64_t unit = kPowersOfTen[static_cast<std::size_t>(scale_ - places)];
  const std::uint64_t rest = limbs_[0] % unit;
  Decimal result;
  result.limbs_[0] = limbs_[0] / unit;
  if (rest != 0) {
    const int against_half = rest < unit - rest ? -1 : (rest > unit - rest ? 1 : 0);
    if (rounds_up(mode, negative_, against_half, (result.limbs_[0] & 1) != 0)) ++result.limbs_[0];
  }
  result.scale_ = places;
  result.negative_ = negative_ && result.limbs_[0] != 0;
  return result;
}

Decimal Decimal::rounded_to_precision(int digits, Rounding mode) const {
  const int drop = precision() - std::max(digits, 1);
  return drop <= 0 ? *this : rounded(scale_ - drop, mode);
}

std::optional<std::int64_t> Decimal::to_int() const {
  Wide magnitude = DecimalParts::magnitude(*this);
  if (scale_ < 0) return std::nullopt;
  if (magnitude.strip_zeros(scale_) != scale_ && !magnitude.is_zero()) return std::nullopt;
  if (magnitude.size > 1) return std::nullopt;
  const std::uint64_t value = magnitude.is_zero() ? 0 : magnitude.limbs[0];
  constexpr std::uint64_t kSmallest = std::uint64_t{1} << 63;
  if (value > kSmallest || (value == kSmallest && !negative_)) return std::nullopt;
  return static_cast<std::int64_t>(negative_ ? 0 - value : value);
}

std::optional<std::int64_t> Decimal::units_of_any(int places, bool& is_exact) const {
  const int up = places - scale_;
  if ((limbs_[1] | limbs_[2]) == 0 && up >= -kMaxPower64 && up <= kMaxPower64) {
    Uint128 magnitude = limbs_[0];
    std::uint64_t rest = 0;
    if (up > 0) magnitude *= kPowersOfTen[static_cast<std::size_t>(up)];
    if (up < 0) {
      const std::uint64_t unit = kPowersOfTen[static_cast<std::size_t>(-up)];
      rest = limbs_[0] % unit;
      magnitude = limbs_[0] / unit;
    }
    is_exact = rest == 0;
    if (negative_ && !is_exact) ++magnitude;
    if (magnitude > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    const auto value = static_cast<std::int64_t>(magnitude);
    return negative_ ? -value : value;
  }
  const Decimal floor = rounded(places, Rounding::kFloor);
  is_exact = floor == *this;
  const auto moved = floor.shifted(-places);
  return moved ? moved->to_int() : std::nullopt;
}

// Apart from compare_any, which then needs no room on the stack.
[[gnu::noinline]] std::strong_ordering DecimalParts::compare_magnitudes(const Decimal& a, const Decimal& b) {
  const int difference = a.scale_ - b.scale_;
  const bool small = (a.limbs_[1] | a.limbs_[2] | b.limbs_[1] | b.limbs_[2]) == 0;
  if (small && difference >= -kMaxPower64 && difference <= kMaxPower64) {
    Uint128 left = a.limbs_[0];
    Uint128 right = b.limbs_[0];
    if (difference > 0) right *= kPowersOfTen[static_cast<std::size_t>(difference)];
    if (difference < 0) left *= kPowersOfTen[static_cast<std::size_t>(-difference)];
    return (left < right ? -1 : int{left > right}) <=> 0;
  }
  Wide left = magnitude(a);
  Wide right = magnitude(b);
  left.multiply_by_power_of_ten(std::max(0, -difference));
  right.multiply_by_power_of_ten(std::max(0, difference));
  return compare(left, right) <=> 0;
}

std::strong_ordering Decimal::compare_any(const Decimal& a, const Decimal& b) {
  if (a.negative_ != b.negative_) return a.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  const Decimal& low = a.negative_ ? b : a;
  const Decimal& high = a.negative_ ? a : b;
  const int difference = low.scale_ - high.scale_;
  // 32 bits times 10^9 stay within 64: no wider multiplication, which WebAssembly does not have.
  constexpr int kDigits = 9;
  const std::uint64_t beyond = a.limbs_[1] | a.limbs_[2] | b.limbs_[1] | b.limbs_[2];
  if ((beyond | (a.limbs_[0] | b.limbs_[0]) >> 32) == 0 && difference >= -kDigits && difference <= kDigits) {
    if (difference >= 0) return low.limbs_[0] <=> high.limbs_[0] * kPowersOfTen[static_cast<std::size_t>(difference)];
    return low.limbs_[0] * kPowersOfTen[static_cast<std::size_t>(-difference)] <=> high.limbs_[0];
  }
  return DecimalParts::compare_magnitudes(low, high);
}

}  // namespace signalbox
