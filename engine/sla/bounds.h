// Bounds of a formula whose value goes up and down: what it cannot be in a stretch of time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "formula/ast.h"
#include "formula/formula.h"

namespace signalbox::sla {

class Future;

/// A formula in parts that rise or fall steadily, or stand still: in a stretch of time each lies between its values at
/// both ends, and so whatever is computed from them lies between bounds. Immutable.
class Bounds {
 public:
  /// Of a checked tree. `is_steady`: by node, whether it never turns back in the stretches that will be asked about, so
  /// that it stands still where it is the same at both ends. nullopt when a part does not compile alone. O(length^2).
  [[nodiscard]] static std::optional<Bounds> of(const formula::Ast& ast, const formula::Scope& scope,
                                                const std::vector<bool>& is_steady);

  /// The first instant after `from`, and before `end`, at which the value is another than at `from`: found by halving
  /// stretches until bounds show that the value stands, a millisecond at the least. Each takes one of `steps`; when
  /// there are none left, `is_certain` is false and the value is the same up to there, or for kShortestWaitMs.
  struct Found {
    Instant at;
    bool is_certain = true;
  };
  [[nodiscard]] std::optional<Found> first_change(Future& future, Instant from, Instant end, std::size_t& steps) const;

  /// A search that runs out of steps goes on after so much time at the earliest.
  static constexpr std::int64_t kShortestWaitMs = kMsPerSecond;

 private:
  friend class BoundsReader;
  /// A part of the formula: steady, or computed from other parts.
  struct Part {
    formula::Formula formula;
    formula::NodeKind kind = formula::NodeKind::kInvalid;  ///< kInvalid: steady.
    formula::Operator op = formula::Operator::kNone;
    const formula::Function* function = nullptr;
    std::vector<std::uint32_t> from;  ///< Indexes of parts before it.
  };

  std::vector<Part> parts_;  ///< The last is the whole formula.
};

}  // namespace signalbox::sla
