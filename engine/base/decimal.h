// Decimal numbers: exact where arithmetic is exact, at least 39 significant digits where it is not.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// A decimal number: (-1)^negative x coefficient x 10^-scale, coefficient below 2^192 (57 full digits).
///
/// Addition, subtraction and multiplication are exact as long as the result fits; a result with more digits is rounded
/// half up to the digits that fit (at least 57, and at most limits::kMaxScale after the point); a magnitude of
/// 10^limits::kMaxExponent or more is `nullopt` (overflow). Division rounds half up at 39 significant digits, as the
/// reference of the Salesforce formula language does (java.math.MathContext(39, HALF_UP)): an exact quotient has the
/// fewest digits after the point that it needs, but no fewer than the dividend has more than the divisor. Zero has no
/// sign. Numbers whose whole part has more than 57 digits hold the leading ones, and zeros behind.
/// A value with one 64-bit limb takes a fast path throughout.
class Decimal {
 public:
  enum class Rounding : unsigned char { kHalfUp, kDown, kUp, kFloor, kCeiling, kHalfEven };

  constexpr Decimal() = default;
  static Decimal from_int(std::int64_t value);
  /// coefficient x 10^-scale.
  static Decimal from_scaled(std::int64_t coefficient, int scale);
  /// Reads `-12.50`, `.5`, `5.`, `1e-3` (optional sign, digits with a point, exponent) and nothing else. Digits beyond
  /// those that fit are rounded half up; too large or malformed is nullopt. O(length); length is limited by
  /// kMaxNumberBytes.
  static std::optional<Decimal> parse(std::string_view text);

  [[nodiscard]] bool is_zero() const;
  [[nodiscard]] bool is_negative() const { return negative_; }
  [[nodiscard]] bool is_integer() const;
  /// Digits after the point as it stands (not normalised); never negative.
  [[nodiscard]] int scale() const { return scale_ > 0 ? scale_ : 0; }
  /// Significant digits; 1 for zero.
  [[nodiscard]] int precision() const;

  [[nodiscard]] Decimal negated() const;
  [[nodiscard]] Decimal absolute() const;
  [[nodiscard]] std::optional<Decimal> plus(const Decimal& other) const;
  [[nodiscard]] std::optional<Decimal> minus(const Decimal& other) const;
  [[nodiscard]] std::optional<Decimal> times(const Decimal& other) const;
  /// nullopt when `other` is zero or the quotient is out of range.
  [[nodiscard]] std::optional<Decimal> divided_by(const Decimal& other) const;
  /// Remainder with the sign of the dividend (truncated division), exact; nullopt when `other` is zero or it does not
  /// fit.
  [[nodiscard]] std::optional<Decimal> remainder(const Decimal& other) const;
  /// This x 10^-places, by moving the point: exact, unless digits fall behind the last place that kMaxScale allows
  /// (half up).
  [[nodiscard]] std::optional<Decimal> shifted(int places) const;
  /// Rounded to `places` digits after the point (negative: before it); never adds digits.
  [[nodiscard]] Decimal rounded(int places, Rounding mode) const;
  /// Rounded to `digits` significant digits.
  [[nodiscard]] Decimal rounded_to_precision(int digits, Rounding mode) const;

  /// The value as a 64-bit integer, when it is one and fits.
  [[nodiscard]] std::optional<std::int64_t> to_int() const;
  /// Plain decimal notation without trailing zeros: `0.3`, `-12`, `1000000`. Never an exponent.
  [[nodiscard]] std::string to_text() const;
  /// Plain notation with exactly scale() digits after the point, as Java's BigDecimal.toPlainString.
  [[nodiscard]] std::string to_text_with_scale() const;
  /// Nearest binary double: for display and for transcendental first guesses, never for a comparison that decides.
  [[nodiscard]] double to_double() const;

  /// By value: 1.0 == 1.00.
  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    const std::uint64_t high = a.limbs_[1] | a.limbs_[2] | b.limbs_[1] | b.limbs_[2];
    if (high != 0 || a.scale_ != b.scale_ || a.negative_ || b.negative_) return compare_any(a, b);
    return a.limbs_[0] <=> b.limbs_[0];
  }
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == std::strong_ordering::equal; }

  /// The greatest whole number n with n x 10^-places at or below this one, for `places` of at least 0; nullopt when it
  /// does not fit 64 bits. `is_exact`: this is that number.
  [[nodiscard]] std::optional<std::int64_t> units(int places, bool& is_exact) const {
    const bool is_small = (limbs_[1] | limbs_[2] | limbs_[0] >> 63) == 0;
    if (scale_ != places || !is_small) return units_of_any(places, is_exact);
    is_exact = true;
    return negative_ ? -static_cast<std::int64_t>(limbs_[0]) : static_cast<std::int64_t>(limbs_[0]);
  }

 private:
  [[nodiscard]] std::optional<std::int64_t> units_of_any(int places, bool& is_exact) const;

  friend struct DecimalParts;  ///< The wide arithmetic, in decimal_wide.h.
  static std::strong_ordering compare_any(const Decimal& a, const Decimal& b);
  bool add_small(const Decimal& other, bool other_negative, Decimal& result) const;
  [[nodiscard]] std::optional<Decimal> add_wide(const Decimal& other, bool other_negative) const;
  [[nodiscard]] std::optional<Decimal> divide_exactly_small(const Decimal& other) const;
  [[nodiscard]] Decimal rounded_small(int places, Rounding mode) const;

  std::array<std::uint64_t, 3> limbs_{};  ///< Least significant first.
  std::int32_t scale_ = 0;  ///< -kMaxExponent..kMaxScale; negative only when the coefficient would not fit.
  bool negative_ = false;
};

}  // namespace signalbox
