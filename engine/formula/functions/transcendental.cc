#include "formula/functions/transcendental.h"

#include <cstdint>

#include "base/decimal_wide.h"

namespace signalbox::formula {
namespace {

constexpr int kWorkingDigits = 48;
constexpr int kResultDigits = 36;

Decimal constant(std::string_view text) { return Decimal::parse(text).value_or(Decimal()); }

const Decimal& ln10() {
  static const Decimal value = constant("2.30258509299404568401799145468436420760110148862877297603");
  return value;
}
const Decimal& half_pi() {
  static const Decimal value = constant("1.57079632679489661923132169163975144209858469968755291048");
  return value;
}
const Decimal& one() {
  static const Decimal value = Decimal::from_int(1);
  return value;
}

// Inside this file numbers stay far from the limits, so that an operation that does not fit can count as 0.
Decimal cut(const Decimal& x) { return x.rounded_to_precision(kWorkingDigits, Decimal::Rounding::kHalfUp); }
Decimal add(const Decimal& a, const Decimal& b) { return a.plus(b).value_or(Decimal()); }
Decimal subtract(const Decimal& a, const Decimal& b) { return a.minus(b).value_or(Decimal()); }
Decimal multiply(const Decimal& a, const Decimal& b) { return cut(a.times(b).value_or(Decimal())); }
Decimal divide(const Decimal& a, const Decimal& b) { return a.divided_by(b).value_or(Decimal()); }
Decimal divide(const Decimal& a, std::int64_t b) { return divide(a, Decimal::from_int(b)); }
Decimal result(const Decimal& x) { return x.rounded_to_precision(kResultDigits, Decimal::Rounding::kHalfUp); }

/// Too small to change a sum of the magnitude of 1.
bool is_negligible(const Decimal& x) {
  static const Decimal least = constant("1e-50");
  return x.absolute() < least;
}

/// The nearest binary64, exactly (to 57 digits).
Decimal nearest_binary(const Decimal& x) {
  static const Decimal step_up = Decimal::from_int(std::int64_t{1} << 32);
  static const Decimal step_down = constant("0.00000000023283064365386962890625");
  static const Decimal half = constant("0.5");
  static const Decimal least = constant("1e-30");
  if (x.absolute() < least || (x.precision() <= 15 && x.is_integer())) return x;
  // libc++ 13 has no std::bit_cast.
  const auto bits = __builtin_bit_cast(std::uint64_t, x.to_double());
  int exponent = static_cast<int>((bits >> 52) & 0x7FF) - 1075;
  Decimal value = Decimal::from_int(static_cast<std::int64_t>((bits & 0xFFFFFFFFFFFFFULL) | 0x10000000000000ULL));
  for (; exponent >= 32; exponent -= 32) value = value.times(step_up).value_or(value);
  for (; exponent > 0; --exponent) value = add(value, value);
  for (; exponent <= -32; exponent += 32) value = value.times(step_down).value_or(value);
  for (; exponent < 0; ++exponent) value = value.times(half).value_or(value);
  return x.is_negative() ? value.negated() : value;
}

/// 10^exponent is the magnitude of the first digit. A number of more digits than fit has a scale below 0.
int magnitude(const Decimal& x) { return x.precision() - DecimalParts::exponent_scale(x) - 1; }

Decimal root(const Decimal& x) {
  if (x.is_zero()) return Decimal();
  const int exponent = magnitude(x);
  const int half = (exponent - (exponent % 2 + 2) % 2) / 2;  // Toward minus infinity.
  const Decimal scaled = x.shifted(2 * half).value_or(x);    // In [1, 100).
  static const Decimal tenth = constant("0.1");
  static const Decimal half_one = constant("0.5");
  Decimal y = add(one(), scaled.times(tenth).value_or(one()));
  for (int i = 0; i < 8; ++i) y = multiply(add(y, divide(scaled, y)), half_one);
  return result(y).shifted(-half).value_or(Decimal());
}

/// sum of terms where each is the one before times `factor` / (n (n + 1)), n going up by 2 from `n`.
Decimal alternating_series(Decimal term, const Decimal& square, std::int64_t n) {
  Decimal sum = term;
  for (int i = 0; i < 40 && !is_negligible(term); ++i, n += 2) {
    term = divide(multiply(term, square), n * (n + 1)).negated();
    sum = add(sum, term);
  }
  return sum;
}

/// Sine of x + quarters * pi / 2.
std::optional<Decimal> sine_of(const Decimal& given, int quarters) {
  const Decimal x = nearest_binary(given);
  static const Decimal limit = constant("1e15");
  if (x.absolute() > limit) return std::nullopt;
  const Decimal turns = divide(x, half_pi()).rounded(0, Decimal::Rounding::kHalfUp);
  const Decimal rest = subtract(x, turns.times(half_pi()).value_or(Decimal()));
  const std::int64_t quarter = ((turns.to_int().value_or(0) + quarters) % 4 + 4) % 4;
  const Decimal square = multiply(rest, rest);
  const Decimal value =
      quarter % 2 == 0 ? alternating_series(cut(rest), square, 2) : alternating_series(one(), square, 1);
  return quarter >= 2 ? value.negated() : value;
}

/// sum of z^(2k+1) / (2k+1), with alternating signs for the arc tangent, without for its hyperbolic sister.
Decimal odd_series(const Decimal& z, bool alternating) {
  const Decimal square = alternating ? multiply(z, z).negated() : multiply(z, z);
  Decimal power = z;
  Decimal sum = z;
  for (int n = 3; n < 120 && !is_negligible(power); n += 2) {
    power = multiply(power, square);
    sum = add(sum, divide(power, n));
  }
  return sum;
}

/// ln of a number in [1, 10).
Decimal logarithm_of_digit(Decimal x) {
  static const Decimal near = constant("0.2");
  std::int64_t factor = 2;
  while (subtract(x, one()).absolute() > near) {
    x = root(x);
    factor *= 2;
  }
  return multiply(odd_series(divide(subtract(x, one()), add(x, one())), false), Decimal::from_int(factor));
}

struct Logarithm {
  int exponent;  ///< Of ten.
  Decimal rest;  ///< ln of the digits in [1, 10).
};

std::optional<Logarithm> logarithm(const Decimal& x) {
  if (x.is_zero() || x.is_negative()) return std::nullopt;
  const int exponent = magnitude(x);
  // Just below 1 the sum of the two parts would cancel.
  static const Decimal near = constant("0.9");
  if (x >= near && x < one()) return Logarithm{0, logarithm_of_digit(x)};
  return Logarithm{exponent, logarithm_of_digit(x.shifted(exponent).value_or(one()))};
}

Decimal arc_tangent_of(Decimal x) {
  if (x.is_negative()) return arc_tangent_of(x.negated()).negated();
  if (x > one()) return subtract(half_pi(), arc_tangent_of(divide(one(), x)));
  static const Decimal near = constant("0.1");
  std::int64_t factor = 1;
  while (x > near) {
    x = divide(x, add(one(), root(add(one(), multiply(x, x)))));
    factor *= 2;
  }
  return multiply(odd_series(cut(x), true), Decimal::from_int(factor));
}

bool is_beyond_one(const Decimal& x) { return x.absolute() > one(); }

}  // namespace

const Decimal& pi() {
  static const Decimal value = constant("3.14159265358979323846264338327950288419716939937510582097");
  return value;
}

std::optional<Decimal> square_root(const Decimal& x) {
  if (x.is_negative()) return std::nullopt;
  return root(x);
}

std::optional<Decimal> exponential(const Decimal& x) {
  static const Decimal limit = Decimal::from_int(300);
  if (x.absolute() > limit) return x.is_negative() ? std::optional<Decimal>(Decimal()) : std::nullopt;
  const Decimal tens = divide(x, ln10()).rounded(0, Decimal::Rounding::kFloor);
  constexpr int kHalvings = 8;
  const Decimal rest = divide(subtract(x, tens.times(ln10()).value_or(Decimal())), 1 << kHalvings);
  Decimal term = one();
  Decimal sum = one();
  for (int n = 1; n < 40 && !is_negligible(term); ++n) {
    term = divide(multiply(term, rest), n);
    sum = add(sum, term);
  }
  for (int i = 0; i < kHalvings; ++i) sum = multiply(sum, sum);
  return result(sum).shifted(-static_cast<int>(tens.to_int().value_or(0)));
}

std::optional<Decimal> natural_logarithm(const Decimal& x) {
  const auto parts = logarithm(x);
  if (!parts) return std::nullopt;
  return result(add(multiply(Decimal::from_int(parts->exponent), ln10()), parts->rest));
}

std::optional<Decimal> decimal_logarithm(const Decimal& x) {
  const auto parts = logarithm(x);
  if (!parts) return std::nullopt;
  return result(add(Decimal::from_int(parts->exponent), divide(parts->rest, ln10())));
}

std::optional<Decimal> sine(const Decimal& x) {
  const auto value = sine_of(x, 0);
  return value ? std::optional<Decimal>(result(*value)) : std::nullopt;
}

std::optional<Decimal> cosine(const Decimal& x) {
  const auto value = sine_of(x, 1);
  return value ? std::optional<Decimal>(result(*value)) : std::nullopt;
}

std::optional<Decimal> tangent(const Decimal& x) {
  const auto s = sine_of(x, 0);
  const auto c = sine_of(x, 1);
  return s && c ? std::optional<Decimal>(result(divide(*s, *c))) : std::nullopt;
}

std::optional<Decimal> arc_sine(const Decimal& x) {
  if (is_beyond_one(x)) return std::nullopt;
  if (x.absolute() == one()) return x.is_negative() ? half_pi().negated() : half_pi();
  const Decimal cosine = root(subtract(one(), multiply(x, x)));
  return result(arc_tangent_of(divide(x, cosine)));
}

std::optional<Decimal> arc_cosine(const Decimal& x) {
  if (is_beyond_one(x)) return std::nullopt;
  if (x == one().negated()) return pi();
  const Decimal half = arc_tangent_of(root(divide(subtract(one(), x), add(one(), x))));
  return result(add(half, half));
}

std::optional<Decimal> arc_tangent(const Decimal& x) { return result(arc_tangent_of(x)); }

std::optional<Decimal> arc_tangent(const Decimal& y, const Decimal& x) {
  if (x.is_zero() && y.is_zero()) return Decimal();
  if (x.is_zero()) return y.is_negative() ? half_pi().negated() : half_pi();
  const auto quotient = y.divided_by(x);
  if (!quotient) return y.is_negative() ? half_pi().negated() : half_pi();
  const Decimal angle = arc_tangent_of(*quotient);
  if (!x.is_negative()) return result(angle);
  return result(y.is_negative() ? subtract(angle, pi()) : add(angle, pi()));
}

}  // namespace signalbox::formula
