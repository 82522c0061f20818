// Values of a column of a decision table that stand for all others.
#pragma once

#include <vector>

#include "rules/table.h"

namespace signalbox::analysis {

struct CaseValues {
  std::vector<std::vector<Value>> by_input;
  std::vector<rules::Literal> selections;  ///< Storage of the texts that no test spells out.
};

/// For every input: its literals, a value between each two neighbours and one beyond either end, the values of its
/// picklist, a text that nobody wrote, the selection of all values of `includes(...)`, blank. Empty for an input that
/// is no field (see field_of). O(tests log tests).
[[nodiscard]] CaseValues case_values(const rules::Table& table, std::size_t fields);

/// The slot of the field that the input shows: a field, or TEXT() of a picklist field.
[[nodiscard]] std::optional<std::uint32_t> field_of(const formula::Formula& input, std::size_t fields);

}  // namespace signalbox::analysis
