// What would have to be different about a record for a rule to win.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/space.h"
#include "base/arena.h"
#include "rules/evaluate.h"

namespace signalbox::analysis {

/// A field that gets another value.
struct FieldChange {
  std::uint32_t field = 0;  ///< Its slot.
  Value from;
  rules::Literal to;
  std::optional<Decimal> distance;  ///< In numbers, days or milliseconds; nullopt where there is none.
};

/// A unary test of the rule which the record fails.
struct FailedTest {
  rules::Check check{};
  rules::Literal value;  ///< What the input is.
  std::optional<rules::Literal>
      nearest;  ///< The value nearest to it that passes; nullopt: there is none, or not known.
  std::optional<Decimal> distance;
};

/// The smallest change that makes the rule win: of the fewest fields, and of those the least sum of distances, each
/// as a share of what the literals of the tests and the present value span (Gower, "A general coefficient of similarity
/// and some of its properties", Biometrics 27, 1971). Another text, choice or selection is at the distance 1, a number,
/// date or time that becomes blank at 2.
struct SmallestChange {
  enum class Result : std::uint8_t { kWins, kChange, kNever, kUndecided };
  enum class Reason : std::uint8_t {
    kNone,
    kDisabled,       ///< kNever.
    kNotEffective,   ///< kNever: not at that instant.
    kContradiction,  ///< kNever: no value passes one of its cells, or two of them together.
    kMasked,         ///< kNever: whatever it matches, `rows` keep it from winning.
    kFormula,        ///< kUndecided: `formulas` stand in the way.
    kBudget,         ///< kUndecided.
    kInputs,         ///< kUndecided: the table tests more inputs than Space::kMaxAxes.
  };
  /// A formula that was evaluated but not looked into.
  struct Opaque {
    std::string path;  ///< JSON pointer.
    std::string text;
  };
  Result result = Result::kUndecided;
  Reason reason = Reason::kNone;
  std::vector<FieldChange> fields;  ///< kChange: in the order of the inputs.
  bool is_smallest = false;         ///< kChange: no formula ruled out a smaller one.
  std::size_t at_least = 0;         ///< kUndecided: fewer fields will not do.
  std::vector<std::uint32_t> rows;  ///< Rules that had to be kept from matching, ascending; at most kMaxRowsNamed.
  std::vector<Opaque> formulas;     ///< Those that ruled something out, in the order met.
  std::vector<FailedTest> failed;   ///< What the record fails as it is, in the order of the inputs.
  const rules::Condition* condition = nullptr;  ///< The formula that it fails, when it fails no test.
  std::uint64_t steps = 0;
};

/// A record as the real program decides it. Lives until the next trial.
struct Trial {
  const rules::Evaluation& evaluation;
  formula::Frame frame;
  Arena& arena;
};
/// Decides a record that is given by its fields.
using Try = std::function<Trial(const std::vector<Value>& record)>;

/// Fields change that inputs show, bare or as TEXT() of a picklist; other inputs, globals and the instant stay as they
/// are. Exact by the boxes of the rows: every answer kChange has been tried, and without formulas in the way there is
/// no smaller one; kNever holds for all values of those fields. An unreadable value counts as one that must change.
/// `budget`: rows looked at. Equal arguments give equal answers. Exponential at worst: best first, splitting along the
/// rows that keep the cheapest point from winning (Land and Doig, "An automatic method of solving discrete programming
/// problems", 1960).
[[nodiscard]] SmallestChange find_change(const TableIn& in, std::uint32_t rule, const std::vector<Value>& record,
                                         Instant now, const Try& decide, std::uint64_t budget);

}  // namespace signalbox::analysis
