// What the analysis of a decision table found, as data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace signalbox::analysis {

/// A place of the space that shows the finding.
struct Witness {
  std::string record;  ///< JSON object: fields of a record. Decided by the real table it shows what the finding says.
  /// JSON array, one value an input (null: any). Filled when fields alone cannot show it: the values of globals or of
  /// formulas matter, and whether some record brings them about together is not known. `record` then has the fields.
  std::string inputs;
  /// JSON text: an instant at which to decide it. Empty when no rule is effective for a time.
  std::string at;
};

/// One condition of a region, as people read it.
struct Condition {
  std::string input;  ///< The field's name, or the formula.
  std::string test;   ///< A unary test.
};

/// One finding. docs/analysis.md defines each code.
struct Finding {
  Diagnostic diagnostic;            ///< Without a span; the path is that of the row, the input or the decision.
  std::vector<std::uint32_t> rows;  ///< The rows concerned, the one with the finding first; at most kMaxRowsNamed.
  std::size_t row_count = 0;        ///< How many there are.
  std::vector<Condition> region;    ///< Where; empty: everywhere, or nowhere in particular.
  std::optional<Witness> witness;
};

inline constexpr std::size_t kMaxRowsNamed = 10;

/// How often a code was found: at least this often when the search was cut.
struct CodeCount {
  std::string_view code;
  std::size_t count = 0;
};

/// The analysis of one decision.
struct Report {
  std::vector<Finding> findings;  ///< Those of the decision first, then row by row.
  std::vector<CodeCount> counts;  ///< Codes found, by name; may be more than `findings` holds.
  std::uint64_t steps = 0;        ///< Of the budget.
};

}  // namespace signalbox::analysis
