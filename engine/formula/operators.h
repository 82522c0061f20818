// What the operators do with values. Shared by constant folding and evaluation.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "formula/ast.h"
#include "model/value.h"

namespace signalbox::formula {

/// Numbers: blank operands make a blank result. `op` is kAdd, kSubtract, kMultiply, kDivide or kPower.
[[nodiscard]] Value arithmetic(Operator op, const Value& a, const Value& b);
[[nodiscard]] Value negate(const Value& a);

/// a + b or a - b where at least one operand is a date, a date-time or a time of day.
/// Days are added to dates (fractions are dropped) and date-times (to the second), milliseconds to times of day;
/// differences are in days, between times of day in milliseconds.
[[nodiscard]] Value temporal_arithmetic(Operator op, const Value& a, const Value& b);

/// All operands together, blanks as "".
[[nodiscard]] Value concatenate(const Value* const* operands, std::size_t count, Arena& arena);

/// How blanks compare.
enum class CompareAs : std::uint8_t {
  kOrdinary,  ///< Numbers, dates, times: any comparison with a blank is false, <> too.
  kText,  ///< A blank equals ""; in any order with < <= > >= it is false. Order is that of UTF-16 units, as in Java.
  kId,    ///< As kText, by what ids are compared by (id_key).
  kIdOrNothing,  ///< As kId, but a blank equals nothing.
  kCheckbox,     ///< A blank is false.
};

[[nodiscard]] bool compare(Operator op, const Value& a, const Value& b, CompareAs as);
/// Does the comparison hold when the operands are in that order?
[[nodiscard]] constexpr bool holds(Operator op, std::strong_ordering order) {
  // For each comparison, from kEqual on, the orders in which it holds: 1 less, 2 equal, 4 greater.
  constexpr std::uint8_t kOrders[] = {2, 5, 1, 3, 4, 6};
  const int bit = order < 0 ? 0 : (order == 0 ? 1 : 2);
  return ((kOrders[static_cast<int>(op) - static_cast<int>(Operator::kEqual)] >> bit) & 1) != 0;
}
[[nodiscard]] std::strong_ordering compare_utf16(std::string_view a, std::string_view b);

}  // namespace signalbox::formula
