// Scores of candidates, in whole millionths so that every host computes the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "routing/eligibility.h"

namespace signalbox::routing {

/// The unit of the raw value of a factor in the score sheet: `level`, `units`, `minutes`, `rank`, `steps`, `perMinute`,
/// `km`; empty where the value is a plain number.
[[nodiscard]] std::string_view factor_unit(const Policy& policy, Factor factor);

/// The factors of a policy for the candidates of one record. What all candidates share is found once; the score of a
/// candidate is then a pure function of the agent.
class Scorer {
 public:
  Scorer(const Policy& policy, const RouteInput& input, Arena& arena, Result& result, Eligibility& eligibility);

  /// Finds what all candidates are measured by: Result::scales. O(candidates).
  void find_scales();
  /// Gives each candidate the weighted mean of its factors, rounded half up; and writes the factors, when explained.
  /// O(candidates x factors).
  void score_all();
  /// One for each preference. O(factors).
  void find_factors(const Candidate& candidate, std::vector<std::uint32_t>& factors);

 private:
  /// `use(of)` with a function that gives a candidate the factor of this preference.
  template <class Use>
  void with_factor(const Preference& preference, Use use);
  /// What a factor was made of; see Result::raws.
  [[nodiscard]] std::optional<Decimal> raw(const Preference& preference, const Candidate& candidate);
  [[nodiscard]] std::optional<Decimal> raw_rate(AgentIndex agent) const;
  [[nodiscard]] std::optional<Decimal> raw_travel(const Candidate& candidate);
  [[nodiscard]] Rate rate(AgentIndex agent) const;
  [[nodiscard]] bool is_never_assigned(AgentIndex agent) const {
    return columns_.last_assigned_ms[static_cast<std::uint32_t>(agent)] == RosterColumns::kNever;
  }
  /// Since the last assignment; one that lies ahead counts as now.
  [[nodiscard]] std::uint64_t idle_ms(AgentIndex agent) const;
  [[nodiscard]] Value evaluate(const PlacedFormula& formula);
  void find_longest_idle();
  void find_highest_rate();
  [[nodiscard]] std::uint32_t spare_capacity(AgentIndex agent) const;
  [[nodiscard]] std::uint32_t longest_idle(AgentIndex agent) const;
  /// Along the tree to the nearest territory that the agent covers; nullopt: none required, or no common root.
  [[nodiscard]] std::optional<std::uint32_t> territory_steps(const Agent& agent) const;
  [[nodiscard]] std::uint32_t territory(const Agent& agent) const;
  [[nodiscard]] std::uint32_t fairness(AgentIndex agent) const;
  /// As the directory says for the place of the record; nullopt when it does not.
  [[nodiscard]] std::optional<std::uint32_t> travel_minutes(const Agent& agent) const;
  [[nodiscard]] Value distance_km(const Candidate& candidate);
  [[nodiscard]] std::uint32_t travel_time(const Candidate& candidate);

  const Policy& policy_;
  const RouteInput& input_;
  Arena& arena_;
  Result& result_;
  Eligibility& eligibility_;
  const RosterColumns& columns_;
  Scales& scales_;
};

}  // namespace signalbox::routing
