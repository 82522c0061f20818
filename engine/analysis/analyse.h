// The static analysis of a decision table.
#pragma once

#include "analysis/finding.h"
#include "analysis/space.h"

namespace signalbox::analysis {

/// Gaps, overlaps, rows that are never reached, and all else that docs/analysis.md defines, each with a witness.
/// `budget`: steps (rows looked at); what it does not suffice for is reported as `undecided`. Equal tables and budgets
/// give equal reports.
[[nodiscard]] Report analyse(const TableIn& in, std::uint64_t budget);

}  // namespace signalbox::analysis
