// Unary tests and rules in plain English.
#pragma once

#include <optional>
#include <string>

#include "formula/english.h"
#include "rules/table.h"

namespace signalbox::rules {

/// What the test says of its input: `Country is DE, AT or CH`. `-` gives `Country is anything`. nullopt when the input
/// does not compile. O(length).
[[nodiscard]] std::optional<formula::Clause> test_clause(const formula::English& english, const UnaryTest& test,
                                                         std::string_view input);

/// What a cell `= formula` of a type other than Checkbox says: that the input equals its value. nullopt when one of
/// them does not compile.
[[nodiscard]] std::optional<formula::Clause> equality_clause(const formula::English& english, std::string_view formula,
                                                             std::string_view input);

/// `When Country is DE and Product is Payments, then queue DACH Payments and priority 2`; a rule that tests nothing
/// begins with `Always`. O(rule).
[[nodiscard]] std::string rule_sentence(const formula::English& english, const Table& table, std::uint32_t rule);

}  // namespace signalbox::rules
