// Formulas as the analysis compares them.
#pragma once

#include <string>

#include "formula/formula.h"

namespace signalbox::analysis {

/// Canonical text (formula/format.h): formulas that are spaced or capitalized otherwise are the same. O(n log names).
[[nodiscard]] std::string canonical_text(const formula::Formula& formula, const formula::Scope& scope);

}  // namespace signalbox::analysis
