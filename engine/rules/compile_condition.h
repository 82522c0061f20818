// What a rule asks beside its unary tests: formulas, whether it is enabled, and when it is effective.
#pragma once

#include <optional>

#include "rules/table.h"

namespace signalbox::rules {

/// Reads the cell `= formula` (see cell_formula) of the input at column `input` of the table. nullopt when it has
/// errors, all of which are reported.
[[nodiscard]] std::optional<Condition> read_cell_condition(const Place& place, const Table& table, std::uint32_t input,
                                                           const formula::Scope& scope);

/// Reads `enabled` and `effective` of a rule.
void read_validity(const Place& place, Rule& rule);

}  // namespace signalbox::rules
