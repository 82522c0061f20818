// Decision tables at work.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "rules/table.h"

namespace signalbox::rules {

/// Trouble that one record makes.
struct EvaluationError {
  ErrorCode code;
  std::string_view path;  ///< JSON pointer in the definition; lives in the program or the arena.
  std::string_view text;  ///< The formula, or the value in question; may be empty.
};
using EvaluationErrors = std::vector<EvaluationError>;

/// What a table made of one record. Reused from record to record: evaluate() clears it and keeps its storage.
struct Evaluation {
  std::vector<Value> inputs;  ///< By input.
  std::vector<std::uint32_t>
      winners;  ///< Rules, ascending: one at most under first, every rule that matches otherwise.
  bool used_default = false;
  std::size_t rows = 0;                ///< Rows of `values`: 1, or for lists the number of elements.
  std::vector<Value> values;           ///< rows x outputs.
  std::vector<std::uint8_t> verdicts;  ///< By distinct test: not asked, passes, fails.

  /// Value of an output that is no list.
  [[nodiscard]] const Value& value(std::uint32_t output) const { return values[output]; }
};

/// Decides. Inputs are all evaluated, in order, and their errors reported; a rule whose test meets an error does not
/// match. Conditions of a rule list are evaluated in order, under first only up to the winner. Under unique, two rules
/// that match make every output the error not-unique. O(rules x inputs) with each distinct test asked once at most. No
/// allocation but in the arena once the storage has grown.
void evaluate(const Table& table, const formula::Frame& frame, Arena& arena, Evaluation& evaluation,
              EvaluationErrors& errors);

/// Why one rule did or did not match.
struct Verdict {
  enum class Kind : std::uint8_t { kPasses, kFails, kError };
  Kind kind = Kind::kPasses;
  std::optional<Check> check;  ///< The first test that failed; nullopt when it passes or for a condition.
  Value value;                 ///< What the test, or the condition, met.
};

/// For the explanation; `evaluation` is of this frame. O(inputs).
[[nodiscard]] Verdict judge(const Table& table, std::uint32_t rule, const formula::Frame& frame,
                            const Evaluation& evaluation, Arena& arena);

}  // namespace signalbox::rules
