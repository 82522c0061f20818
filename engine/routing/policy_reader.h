// The inside of compiling a policy: what its readers share.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "formula/located.h"
#include "routing/policy.h"

namespace signalbox::routing {

/// Compiles formulas of one policy, with or without agents in view.
class PolicyScope {
 public:
  PolicyScope(const formula::Scope& scope, const std::vector<Field>& agent_fields)
      : scope_(scope), agent_fields_(agent_fields) {}

  /// Over the record.
  [[nodiscard]] std::optional<formula::Formula> record_formula(const Place& place, Type expected) const {
    return formula::compile_at(place, scope_, expected);
  }
  [[nodiscard]] std::optional<PlacedFormula> placed(const Place& place, Type expected) const;
  /// Over the record, the agent and the queue.
  [[nodiscard]] std::optional<formula::Formula> agent_formula(const Place& place, Type expected);
  /// The same for a text that is made, for the formula at `place`.
  [[nodiscard]] std::optional<formula::Formula> made_formula(const Place& place, std::string_view text, Type expected);

  [[nodiscard]] std::uint32_t first_agent_slot() const { return static_cast<std::uint32_t>(scope_.slots()); }
  /// Slots behind the first agent slot that formulas read so far, ascending.
  [[nodiscard]] const std::vector<std::uint32_t>& agent_reads() const { return reads_; }

 private:
  const formula::Scope& agent_scope();
  void note_reads(const std::optional<formula::Formula>& formula);

  const formula::Scope& scope_;
  const std::vector<Field>& agent_fields_;
  std::unique_ptr<const formula::Scope> with_agents_;  ///< Made when first needed: it copies the layout.
  std::vector<std::uint32_t> reads_;
};

/// A duration such as `90m` in milliseconds; anything else is reported.
[[nodiscard]] std::optional<std::int64_t> read_duration(const Place& place);
[[nodiscard]] std::optional<QueueReference> read_queue_name(const Place& place);
/// Reads the list `require`; what is wrong is reported and left out.
[[nodiscard]] std::vector<Requirement> read_requirements(const Place& place, PolicyScope& scope);
/// Reads `relax`, which must be in the order of its deadlines.
[[nodiscard]] std::vector<RelaxStep> read_relax(const Place& place, PolicyScope& scope);
/// `"skipIf": "nobody"`
[[nodiscard]] bool read_skip(const Place& place);
/// Reads `prefer`: factor to weight, or a list of factors and formulas with their weights.
void read_preferences(const Place& place, PolicyScope& scope, Policy& policy);
void read_travel(const Place& place, PolicyScope& scope, Policy& policy);

}  // namespace signalbox::routing
