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
  /// Rules, ascending: one at most under first and priority, every rule that matches otherwise.
  std::vector<std::uint32_t> winners;
  std::vector<std::uint32_t> ranked;  ///< Only under output order: the winners in the order of their rows.
  bool used_default = false;
  std::size_t rows = 0;                ///< Rows of `values`: 1, or for lists the number of elements.
  std::vector<Value> values;           ///< rows x outputs.
  std::vector<std::uint8_t> verdicts;  ///< By distinct test: not asked, passes, fails.
  std::vector<std::uint32_t> order;    ///< Scratch of ranking: rows by rank.
  std::vector<Value> sorted;           ///< Scratch of ranking: `values` by rank.

  /// Winners in the order of their rows.
  [[nodiscard]] const std::vector<std::uint32_t>& by_row() const { return ranked.empty() ? winners : ranked; }

  /// Value of an output that is no list.
  [[nodiscard]] const Value& value(std::uint32_t output) const { return values[output]; }
};

/// Decides as of `frame.now`. Inputs are all evaluated, in order, and their errors reported; a rule whose test meets an
/// error does not match. Conditions are evaluated in order, only for rules whose checks pass, under first only up to
/// the winner. Under unique, two rules that match make every output the error not-unique; under any, two with different
/// outputs the error different-outputs. Under any, priority and output order the outputs of every rule that matches are
/// computed. O(rules x inputs) with each distinct test asked once at most; ranking O(winners log winners). No
/// allocation but in the arena once the storage has grown.
void evaluate(const Table& table, const formula::Frame& frame, Arena& arena, Evaluation& evaluation,
              EvaluationErrors& errors);

/// The end of evaluate(): what `evaluation.winners`, ascending, give together by the hit policy. `values` has the row
/// of the default, if that is used, else a row for each winner (and none need be there where unique forbids them).
void combine(const Table& table, Evaluation& evaluation, EvaluationErrors& errors);

/// Why one rule did or did not match.
struct Verdict {
  enum class Kind : std::uint8_t { kPasses, kFails, kError, kDisabled, kNotEffective };
  Kind kind = Kind::kPasses;
  // The first test that failed is one of these.
  std::optional<Check> check;
  const Condition* condition = nullptr;
  Value value;  ///< What the check met, or what the condition's formula gave.
};

/// For the explanation; `evaluation` is of this frame. O(inputs).
[[nodiscard]] Verdict judge(const Table& table, std::uint32_t rule, const formula::Frame& frame,
                            const Evaluation& evaluation, Arena& arena);

}  // namespace signalbox::rules
