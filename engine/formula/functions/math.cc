// Functions of numbers. Results are exact where a decimal can be; the others are in transcendental.h.
#include <algorithm>

#include "formula/functions/registry.h"
#include "formula/functions/transcendental.h"

namespace signalbox::formula {
namespace {

using Rounding = Decimal::Rounding;

/// Digits behind the point as an argument says them: a whole number, clamped.
int places(const Decimal& number) {
  const auto value = number.rounded(0, Rounding::kDown).to_int();
  if (!value) return number.is_negative() ? -1000 : 1000;
  return static_cast<int>(std::clamp<std::int64_t>(*value, -1000, 1000));
}

/// The last digits of a quotient or root are no more than its rounding: (1 / 9) * 9 must be 1 before it is cut to a
/// whole number.
Decimal without_noise(const Decimal& number) {
  constexpr int kTrustedDigits = 34;
  return number.precision() > kTrustedDigits ? number.rounded_to_precision(kTrustedDigits, Rounding::kHalfUp) : number;
}

Value whole(const Call& call, Rounding mode) { return Value::number(without_noise(call.number(0)).rounded(0, mode)); }

Value abs(const Call& call) { return Value::number(call.number(0).absolute()); }
Value ceiling(const Call& call) { return whole(call, Rounding::kUp); }
Value floor(const Call& call) { return whole(call, Rounding::kDown); }
Value mceiling(const Call& call) { return whole(call, Rounding::kCeiling); }
Value mfloor(const Call& call) { return whole(call, Rounding::kFloor); }

Value rounded(const Call& call, Rounding mode) {
  const int digits = call.count > 1 ? places(call.number(1)) : 0;
  const Decimal number = without_noise(call.number(0));
  if (digits >= number.scale()) return Value::number(number);
  return Value::number(number.rounded(digits, mode));
}
Value round(const Call& call) { return rounded(call, Rounding::kHalfUp); }
Value trunc(const Call& call) { return rounded(call, Rounding::kDown); }

Value mod(const Call& call) {
  if (call.number(1).is_zero()) return Value::error(ErrorCode::kDivisionByZero);
  return made_number(call.number(0).remainder(call.number(1)));
}

Value min(const Call& call) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < call.count; ++i) {
    if (call.number(i) < call.number(best)) best = i;
  }
  return call[best];
}

Value max(const Call& call) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < call.count; ++i) {
    if (call.number(i) > call.number(best)) best = i;
  }
  return call[best];
}

Value of(const std::optional<Decimal>& number) { return made_number(number, ErrorCode::kBadArgument); }

Value sqrt(const Call& call) { return of(square_root(call.number(0))); }
Value exp(const Call& call) { return made_number(exponential(call.number(0))); }
Value ln(const Call& call) { return of(natural_logarithm(call.number(0))); }
Value log(const Call& call) { return of(decimal_logarithm(call.number(0))); }
Value pi_value(const Call&) { return Value::number(pi()); }
Value sin(const Call& call) { return of(sine(call.number(0))); }
Value cos(const Call& call) { return of(cosine(call.number(0))); }
Value tan(const Call& call) { return of(tangent(call.number(0))); }
Value asin(const Call& call) { return of(arc_sine(call.number(0))); }
Value acos(const Call& call) { return of(arc_cosine(call.number(0))); }
Value atan(const Call& call) { return of(arc_tangent(call.number(0))); }

/// The one function whose blank argument is an error, in the reference too.
Value atan2(const Call& call) {
  if (call[0].is_blank() || call[1].is_blank()) return Value::error(ErrorCode::kBadArgument);
  return of(arc_tangent(call.number(0), call.number(1)));
}

using enum Type;
using enum Form;
constexpr Result kFixed = Result::kFixed;

constexpr Function kFunctions[] = {
    {"ABS", "ABS(number)", "The number without its sign.", "n", 1, 1, Result::kFirst, kAny, kStrict, abs},
    {"ROUND", "ROUND(number, digits)", "The number with that many digits behind the point, half away from zero.", "nn",
     1, 2, Result::kFirst, kAny, kStrict, round},
    {"TRUNC", "TRUNC(number, digits)", "The number cut after that many digits behind the point.", "nn", 1, 2,
     Result::kFirst, kAny, kStrict, trunc},
    {"CEILING", "CEILING(number)", "The next whole number, away from zero.", "n", 1, 1, Result::kFirst, kAny, kStrict,
     ceiling},
    {"FLOOR", "FLOOR(number)", "The next whole number, toward zero.", "n", 1, 1, Result::kFirst, kAny, kStrict, floor},
    {"MCEILING", "MCEILING(number)", "The next whole number, upwards.", "n", 1, 1, Result::kFirst, kAny, kStrict,
     mceiling},
    {"MFLOOR", "MFLOOR(number)", "The next whole number, downwards.", "n", 1, 1, Result::kFirst, kAny, kStrict, mfloor},
    {"MAX", "MAX(number1, number2, ...)", "The greatest of the numbers.", "n", 1, Function::kAny, Result::kUnified,
     kAny, kStrict, max},
    {"MIN", "MIN(number1, number2, ...)", "The least of the numbers.", "n", 1, Function::kAny, Result::kUnified, kAny,
     kStrict, min},
    {"MOD", "MOD(number, divisor)", "The remainder of a division, with the sign of the number.", "nn", 2, 2, kFixed,
     kNumber, kStrict, mod},
    {"SQRT", "SQRT(number)", "The square root.", "n", 1, 1, kFixed, kNumber, kStrict, sqrt},
    {"EXP", "EXP(number)", "e raised to the number.", "n", 1, 1, kFixed, kNumber, kStrict, exp},
    {"LN", "LN(number)", "The natural logarithm.", "n", 1, 1, kFixed, kNumber, kStrict, ln},
    {"LOG", "LOG(number)", "The logarithm to base 10.", "n", 1, 1, kFixed, kNumber, kStrict, log},
    {"PI", "PI()", "The ratio of a circle's circumference to its diameter.", "a", 0, 0, kFixed, kNumber, kStrict,
     pi_value},
    {"SIN", "SIN(number)", "The sine of an angle in radians.", "n", 1, 1, kFixed, kNumber, kStrict, sin},
    {"COS", "COS(number)", "The cosine of an angle in radians.", "n", 1, 1, kFixed, kNumber, kStrict, cos},
    {"TAN", "TAN(number)", "The tangent of an angle in radians.", "n", 1, 1, kFixed, kNumber, kStrict, tan},
    {"ASIN", "ASIN(number)", "The angle with this sine, in radians.", "n", 1, 1, kFixed, kNumber, kStrict, asin},
    {"ACOS", "ACOS(number)", "The angle with this cosine, in radians.", "n", 1, 1, kFixed, kNumber, kStrict, acos},
    {"ATAN", "ATAN(number)", "The angle with this tangent, in radians.", "n", 1, 1, kFixed, kNumber, kStrict, atan},
    {"ATAN2", "ATAN2(y, x)", "The angle of the point (x, y), in radians.", "nn", 2, 2, kFixed, kNumber,
     kStrictWithBlanks, atan2},
};

}  // namespace

std::span<const Function> math_functions() { return kFunctions; }

}  // namespace signalbox::formula
