// What rows that match give together, as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/table.h"

namespace signalbox::analysis {

/// The outputs of the decision by name when just these rules match: what rules::evaluate would make of them, where the
/// cells are literals; formulas as {"formula": text}, and an aggregation over some of them as the list of what it is
/// over. O(rows x outputs).
[[nodiscard]] std::string outputs_json(const rules::Table& table, const std::vector<std::uint32_t>& matching);

}  // namespace signalbox::analysis
