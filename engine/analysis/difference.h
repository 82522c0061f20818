// The semantic difference of two versions of a decision.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/finding.h"
#include "analysis/space.h"

namespace signalbox::analysis {

/// A region of the input space whose outcome changes.
struct Change {
  std::string before;  ///< JSON: the outputs by name, formulas as {"formula": text}.
  std::string after;
  std::vector<std::string>
      rows_before;  ///< Ids of the rows that answer at the witness; empty: the default, or nothing.
  std::vector<std::string> rows_after;
  std::vector<Condition> region;  ///< Empty: everywhere.
  std::optional<Witness> witness;
};

struct Difference {
  std::vector<Change> changes;  ///< At most kMaxChangedRegions.
  std::size_t count = 0;        ///< Regions in all.
  bool is_complete = true;      ///< False: the budget ended the search, and there may be more.
  std::string why;              ///< When it is not complete: a sentence.
  std::uint64_t steps = 0;
};

/// Where, from what and to what. Conditions of rule lists are taken as inputs that are true or false. Regions do not
/// meet each other; parts with the same two outcomes are joined where they differ in one input. The same arguments give
/// the same difference. Exponential at worst; the budget ends it.
[[nodiscard]] Difference difference(const TableIn& before, const TableIn& after, std::uint64_t budget);

}  // namespace signalbox::analysis
