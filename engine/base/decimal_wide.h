// Unsigned integers of up to 1,024 bits: what the decimal arithmetic needs where 64 bits are not enough.
#pragma once

#include <array>
#include <cstdint>

#include "base/decimal.h"

namespace signalbox {

__extension__ typedef unsigned __int128 Uint128;

inline constexpr int kMaxPower64 = 19;  ///< 10^19 is the largest power of ten below 2^64.
inline constexpr std::array<std::uint64_t, kMaxPower64 + 1> kPowersOfTen = [] {
  std::array<std::uint64_t, kMaxPower64 + 1> powers{};
  std::uint64_t power = 1;
  for (auto& entry : powers) {
    entry = power;
    power *= 10;
  }
  return powers;
}();

/// An unsigned integer. The largest that occurs is a number below 10^kMaxExponent with kMaxScale digits after the
/// point: 10^256, or 851 bits.
struct Wide {
  static constexpr int kLimbs = 16;
  std::array<std::uint64_t, kLimbs> limbs;  ///< Least significant first; only the first `size` are set.
  int size = 0;                             ///< Without leading zero limbs; 0 for zero.

  [[nodiscard]] static Wide from(std::uint64_t value);
  [[nodiscard]] static Wide power_of_ten(int exponent);

  [[nodiscard]] bool is_zero() const { return size == 0; }
  [[nodiscard]] int bits() const;
  /// Decimal digits; 1 for zero.
  [[nodiscard]] int digits() const;
  [[nodiscard]] bool is_odd() const { return size > 0 && (limbs[0] & 1) != 0; }

  void multiply(std::uint64_t factor);
  void add(std::uint64_t addend);
  void multiply_by_power_of_ten(int exponent);
  void shift_left(int bits);
  /// Divides in place and returns the remainder.
  std::uint32_t divide(std::uint32_t divisor);
  /// Divides by ten as often as it goes without remainder, at most `limit` times; returns how often.
  int strip_zeros(int limit);

  void trim();
};

[[nodiscard]] int compare(const Wide& a, const Wide& b);
[[nodiscard]] Wide sum(const Wide& a, const Wide& b);
/// a - b, where a >= b.
[[nodiscard]] Wide difference(const Wide& a, const Wide& b);
[[nodiscard]] Wide product(const Wide& a, const Wide& b);

struct WideQuotient {
  Wide quotient;
  Wide remainder;
};
/// `b` is not zero.
[[nodiscard]] WideQuotient divide(const Wide& a, const Wide& b);

/// Whether a magnitude that lies between two units goes to the farther from zero. `against_half`: -1, 0 or 1 as what is
/// left over is less than half a unit, half of it, or more; `odd`: the nearer to zero is odd.
[[nodiscard]] bool rounds_up(Decimal::Rounding mode, bool negative, int against_half, bool odd);

/// a / b as an integer, rounded; `exact` says whether nothing was lost.
struct RoundedQuotient {
  Wide value;
  bool exact;
};
[[nodiscard]] RoundedQuotient divide_rounded(const Wide& a, const Wide& b, Decimal::Rounding mode, bool negative);

/// The inside of a Decimal, for the arithmetic.
struct DecimalParts {
  [[nodiscard]] static Wide magnitude(const Decimal& number);
  /// magnitude x 10^-scale with its sign, rounded half up where digits do not fit; nullopt on overflow.
  [[nodiscard]] static std::optional<Decimal> finish(const Wide& magnitude, int scale, bool negative);
  /// The same for a magnitude that is known to fit.
  [[nodiscard]] static Decimal make(const Wide& magnitude, int scale, bool negative);
  /// Without their signs.
  [[nodiscard]] static std::strong_ordering compare_magnitudes(const Decimal& a, const Decimal& b);
  [[nodiscard]] static int exponent_scale(const Decimal& number) { return number.scale_; }
};

}  // namespace signalbox
