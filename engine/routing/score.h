// Scores of candidates, in whole millionths so that every host computes the same.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/eligibility.h"

namespace signalbox::routing {

/// The factors of a policy for the candidates of one record. What all candidates share is found once; the score of a
/// candidate is then a pure function of the agent.
class Scorer {
 public:
  /// O(candidates).
  Scorer(const Policy& policy, const RouteInput& input, Arena& arena, Result& result, Eligibility& eligibility);

  /// The weighted mean of the factors, rounded half up. `factors`: where they are written, one for each preference; may
  /// be null. O(factors).
  std::uint32_t score(const Candidate& candidate, std::uint32_t* factors);

 private:
  /// A count for each unit of an agent's share.
  struct Rate {
    std::uint64_t count = 0;
    std::uint64_t share = 1;  ///< 0: the agent has no share.
  };
  [[nodiscard]] Rate rate(const Candidate& candidate) const;
  void find_longest_idle();
  void find_highest_rate();
  [[nodiscard]] std::uint32_t factor(const Preference& preference, const Candidate& candidate);
  [[nodiscard]] std::uint32_t skill_fit(const Candidate& candidate) const;
  [[nodiscard]] std::uint32_t spare_capacity(const Candidate& candidate) const;
  [[nodiscard]] std::uint32_t longest_idle(const AgentState& state) const;
  [[nodiscard]] std::uint32_t territory(const Agent& agent) const;
  [[nodiscard]] std::uint32_t fairness(const Candidate& candidate) const;
  [[nodiscard]] std::uint32_t travel_time(const Candidate& candidate);

  const Policy& policy_;
  const RouteInput& input_;
  Result& result_;
  Eligibility& eligibility_;
  std::uint64_t weights_ = 0;
  std::uint64_t abilities_ = 0;  ///< That are required.
  std::uint64_t longest_idle_ms_ = 0;
  Rate highest_;
  std::uint32_t urgency_ = 0;
  Value place_;
};

}  // namespace signalbox::routing
