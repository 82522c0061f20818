#include "formula/functions/great_circle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>

#include "base/decimal_wide.h"

namespace signalbox::formula {
namespace {

/// A number in 0..16 in units of 2^-124.
using Fixed = Uint128;

constexpr int kPlaces = 124;
constexpr Fixed kOne = Fixed{1} << kPlaces;

constexpr Fixed fixed(std::uint64_t high, std::uint64_t low) { return Fixed{high} << 64 | low; }
constexpr std::uint64_t high_half(Fixed x) { return static_cast<std::uint64_t>(x >> 64); }
constexpr std::uint64_t low_half(Fixed x) { return static_cast<std::uint64_t>(x); }

constexpr Fixed kHalfPi = fixed(0x1921FB54442D1846ULL, 0x9898CC51701B839AULL);

Fixed multiply(Fixed a, Fixed b) {
  const Uint128 low = Uint128{low_half(a)} * low_half(b);
  const Uint128 left = Uint128{low_half(a)} * high_half(b);
  const Uint128 right = Uint128{high_half(a)} * low_half(b);
  const Uint128 middle = Uint128{high_half(low)} + low_half(left) + low_half(right);
  const Uint128 high = Uint128{high_half(a)} * high_half(b) + high_half(left) + high_half(right) + high_half(middle);
  return high << (128 - kPlaces) | Uint128{low_half(middle)} >> (kPlaces - 64);
}

/// Radians of an angle in units of 10^-15 degrees, below 2^58.
Fixed in_radians(std::uint64_t degrees) {
  // Radians of one unit, in units of 2^-180.
  constexpr Fixed kUnit = fixed(0x141F4D7F6F30FC40ULL, 0x25F1CF9A451819ADULL);
  constexpr int kUnitPlaces = 180;
  const Uint128 low = Uint128{degrees} * low_half(kUnit);
  const Uint128 high = Uint128{degrees} * high_half(kUnit);
  return (high << (64 - (kUnitPlaces - kPlaces))) + (low >> (kUnitPlaces - kPlaces));
}

/// The sine of 0..pi / 2, by Taylor's series.
Fixed sine(Fixed angle) {
  constexpr auto kFactors = [] {
    std::array<Fixed, 20> factors{};
    for (std::size_t i = 0; i < factors.size(); ++i) factors[i] = kOne / (Fixed{2 * i + 2} * (2 * i + 3));
    return factors;
  }();
  const Fixed square = multiply(angle, angle);
  Fixed sum = kOne;
  for (std::size_t i = kFactors.size(); i-- > 0;) sum = kOne - multiply(multiply(square, kFactors[i]), sum);
  return multiply(angle, sum);
}

/// The square root of 0..1, by Newton's method for its inverse.
Fixed root(Fixed x) {
  if (x == 0 || x >= kOne) return x == 0 ? 0 : kOne;
  const int zeros = high_half(x) != 0 ? std::countl_zero(high_half(x)) : 64 + std::countl_zero(low_half(x));
  const int up = (zeros - (128 - kPlaces)) / 2 * 2;  // To at least a quarter.
  const Fixed scaled = x << up;
  Fixed inverse = 2 * kOne + kOne / 16 - scaled - scaled / 8;
  for (int i = 0; i < 6; ++i) inverse = multiply(inverse, 3 * kOne - multiply(scaled, multiply(inverse, inverse))) / 2;
  return multiply(scaled, inverse) >> (up / 2);
}

/// The angle with a sine of at most 1 / 8, by its series.
Fixed small_angle(Fixed sine, Fixed square) {
  constexpr auto kFactors = [] {
    std::array<Fixed, 22> factors{};
    for (std::size_t i = 0; i < factors.size(); ++i)
      factors[i] = kOne / (Fixed{2 * i + 2} * (2 * i + 3)) * (2 * i + 1) * (2 * i + 1);
    return factors;
  }();
  Fixed sum = kOne;
  for (std::size_t i = kFactors.size(); i-- > 0;) sum = kOne + multiply(multiply(square, kFactors[i]), sum);
  return multiply(sine, sum);
}

/// The angle whose sine has this square.
Fixed angle_of(Fixed square) {
  const bool is_steep = square > kOne / 2;
  if (is_steep) square = kOne - std::min(square, kOne);
  int halvings = 0;
  for (; square > kOne / 64; ++halvings) square = (kOne - root(kOne - square)) / 2;
  const Fixed angle = small_angle(root(square), square) << halvings;
  return is_steep ? kHalfPi - angle : angle;
}

constexpr std::int64_t kHalfTurn = 180'000'000'000'000'000;

Fixed sine_of_half(std::int64_t degrees) { return sine(in_radians(static_cast<std::uint64_t>(std::abs(degrees))) / 2); }
/// Of a latitude.
Fixed cosine(std::int64_t degrees) {
  return sine(in_radians(static_cast<std::uint64_t>(kHalfTurn / 2 - std::abs(degrees))));
}

/// The short way round: across the date line rather than around the globe.
std::int64_t between_meridians(std::int64_t a, std::int64_t b) {
  const std::int64_t degrees = std::abs(a - b);
  return degrees > kHalfTurn ? 2 * kHalfTurn - degrees : degrees;
}

Fixed half_angle_between(Location a, Location b) {
  Fixed north = sine_of_half(a.latitude - b.latitude);
  Fixed east = sine_of_half(between_meridians(a.longitude, b.longitude));
  const Fixed width = multiply(cosine(a.latitude), cosine(b.latitude));
  // Squares of what is small keep their digits further up.
  int up = 0;
  constexpr int kStep = 16;
  for (; up < 64 && std::max(north, east) < kOne >> (kStep + 4); up += kStep) {
    north <<= kStep;
    east <<= kStep;
  }
  const Fixed square = multiply(north, north) + multiply(width, multiply(east, east));
  if (up == 0) return angle_of(square);
  const Fixed sine = root(square) >> up;
  return small_angle(sine, multiply(sine, sine));
}

}  // namespace

Decimal angle_between(Location a, Location b) {
  constexpr int kScale = 36;
  constexpr std::uint64_t kPart = kPowersOfTen[kScale / 2];
  const Uint128 units = multiply(half_angle_between(a, b), Uint128{kPart} * kPart) * 2;
  const Decimal high = Decimal::from_scaled(static_cast<std::int64_t>(units / kPart), kScale / 2);
  const Decimal low = Decimal::from_scaled(static_cast<std::int64_t>(units % kPart), kScale);
  return high.plus(low).value_or(high);
}

}  // namespace signalbox::formula
