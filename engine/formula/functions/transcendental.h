// Roots, logarithms and angles in decimal arithmetic: the same digits on every machine, no binary floating point in the
// result. An angle counts as its nearest binary64 value, as the reference takes it: SIN(3.141592653589793) is
// then 1.2246467991473532e-16. Other arguments are exact. Results have at least 30 significant digits.
#pragma once

#include <optional>

#include "base/decimal.h"

namespace signalbox::formula {

[[nodiscard]] const Decimal& pi();
/// nullopt below zero.
[[nodiscard]] std::optional<Decimal> square_root(const Decimal& x);
/// nullopt when the result is too large.
[[nodiscard]] std::optional<Decimal> exponential(const Decimal& x);
/// nullopt at zero and below.
[[nodiscard]] std::optional<Decimal> natural_logarithm(const Decimal& x);
[[nodiscard]] std::optional<Decimal> decimal_logarithm(const Decimal& x);
/// nullopt beyond 10^15, where an angle has no meaning left.
[[nodiscard]] std::optional<Decimal> sine(const Decimal& x);
[[nodiscard]] std::optional<Decimal> cosine(const Decimal& x);
[[nodiscard]] std::optional<Decimal> tangent(const Decimal& x);
/// nullopt outside -1..1.
[[nodiscard]] std::optional<Decimal> arc_sine(const Decimal& x);
[[nodiscard]] std::optional<Decimal> arc_cosine(const Decimal& x);
[[nodiscard]] std::optional<Decimal> arc_tangent(const Decimal& x);
/// The angle of the point (x, y); 0 for the origin.
[[nodiscard]] std::optional<Decimal> arc_tangent(const Decimal& y, const Decimal& x);

}  // namespace signalbox::formula
