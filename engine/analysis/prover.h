// Points of the space as records.
#pragma once

#include <optional>
#include <vector>

#include "analysis/finding.h"
#include "analysis/space.h"
#include "base/arena.h"
#include "rules/evaluate.h"

namespace signalbox::analysis {

/// Puts points of the space to the real table.
class Prover {
 public:
  Prover(const TableIn& in, const Space& space, const Rows& rows);

  /// Takes a point of the box: the first class of each axis.
  void stand_in(const Box& box);
  /// Does the rule match there? Only for points of fields alone.
  [[nodiscard]] bool matches(std::uint32_t rule);
  /// The rules that won there.
  [[nodiscard]] const std::vector<std::uint32_t>& winners() const { return evaluation_.winners; }
  /// `confirmed`: the point is one of fields alone and the real table has shown it. nullopt when neither a record nor
  /// values of the inputs show it: it depends on formulas that are no inputs.
  [[nodiscard]] std::optional<Witness> witness(bool confirmed) const;

 private:
  [[nodiscard]] bool is_input(std::size_t axis) const;

  TableIn in_;
  const Space& space_;
  const Rows& rows_;
  std::vector<std::optional<std::uint32_t>> slot_of_;  ///< By axis: of the field or global, where the table knows it.
  std::vector<std::size_t> classes_;                   ///< By axis.
  std::vector<Value> slots_;
  Instant now_;
  bool is_timed_ = false;        ///< The instant matters.
  bool hides_formulas_ = false;  ///< The box says of a formula that is no input whether it holds.
  Arena arena_;
  rules::Evaluation evaluation_;
};

/// The box's conditions, leaving out axes that it does not restrict.
[[nodiscard]] std::vector<Condition> conditions_of(const Space& space, const Box& box);

}  // namespace signalbox::analysis
