// What rows that match give together, as JSON.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/space.h"

namespace signalbox::analysis {

/// Output cells as a JSON array, formulas as {"formula": canonical text}. O(cells).
[[nodiscard]] std::string cells_json(std::span<const rules::OutputCell> cells, const formula::Scope& scope);

/// The outputs of the decision by name when just these rules match: what rules::evaluate makes of them where the cells
/// are literals; formulas as {"formula": canonical text}, and an aggregation over some of them as {"sum": [...]}, the
/// list of what it is over, and likewise rows that need not agree under any. Not for priorities that depend on
/// formulas. O(rows x outputs).
[[nodiscard]] std::string outputs_json(const TableIn& in, const std::vector<std::uint32_t>& matching);

}  // namespace signalbox::analysis
