// Values that stand for all values between two literals.
#pragma once

#include <optional>
#include <vector>

#include "rules/unary_test.h"

namespace signalbox::analysis {

/// Orders literals of one kind: texts by UTF-16 units, false before true.
[[nodiscard]] bool is_before(const Value& a, const Value& b);

/// A value strictly between the two, below the one, above the one; nullopt when the type has none. Numbers have as few
/// digits as do. For values of one kind, but not checkboxes.
[[nodiscard]] std::optional<rules::Literal> example_between(const Value& low, const Value& high);
[[nodiscard]] std::optional<rules::Literal> example_below(const Value& high);
[[nodiscard]] std::optional<rules::Literal> example_above(const Value& low);
/// A value without literals to compare it with, by the type of the input; blank for a type without literals.
[[nodiscard]] rules::Literal example_of(Type type);
/// A value that is none of `points`, of which there is one at least, of one kind and ascending; nullopt when they are
/// all that there is. O(points log points) at worst.
[[nodiscard]] std::optional<rules::Literal> example_beside(const std::vector<rules::Literal>& points);

}  // namespace signalbox::analysis
