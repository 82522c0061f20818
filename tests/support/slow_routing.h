// Routing as its definition reads, with decimals and by comparing everybody with everybody: the oracle of
// engine/routing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "model/directory.h"
#include "model/roster.h"

namespace signalbox::test {

struct SlowPolicy {
  std::vector<std::pair<std::string, int>> skills;  ///< Name and level in tenths; a blank name requires nothing.
  bool presence = false;
  bool capacity = false;
  int skill_fit = 0;  ///< Weights; 0: not preferred.
  int spare_capacity = 0;
  int longest_idle = 0;
};

class SlowRouting {
 public:
  SlowRouting(const Directory& directory, const Roster& roster, const SlowPolicy& policy, Instant now)
      : directory_(directory), roster_(roster), policy_(policy), now_(now) {}

  /// The id of the agent of this queue who is chosen, or "nobody".
  std::string choose(const Queue& queue) const {
    std::vector<AgentIndex> eligible;
    for (AgentIndex agent : queue.members) {
      if (qualifies(agent)) eligible.push_back(agent);
    }
    for (AgentIndex a : eligible) {
      bool best = true;
      for (AgentIndex b : eligible) best = best && (a == b || wins(a, b, eligible));
      if (best) return directory_.agent(a).id;
    }
    return "nobody";
  }

  Decimal score(AgentIndex agent, const std::vector<AgentIndex>& eligible) const {
    const Decimal weights = number(policy_.skill_fit + policy_.spare_capacity + policy_.longest_idle);
    if (weights.is_zero()) return number(0);
    Decimal sum = *number(policy_.skill_fit).times(skill_fit(agent));
    sum = *sum.plus(*number(policy_.spare_capacity).times(spare_capacity(agent)));
    sum = *sum.plus(*number(policy_.longest_idle).times(longest_idle(agent, eligible)));
    return six_places(*sum.divided_by(weights));
  }

 private:
  static Decimal number(std::int64_t value) { return Decimal::from_int(value); }
  static Decimal six_places(const Decimal& value) { return value.rounded(6, Decimal::Rounding::kHalfUp); }

  std::vector<std::pair<SkillIndex, int>> needed() const {
    std::vector<std::pair<SkillIndex, int>> known;
    for (const auto& [name, level] : policy_.skills) {
      if (!name.empty()) known.emplace_back(*directory_.find_skill(name), level);
    }
    return known;
  }

  bool qualifies(AgentIndex agent) const {
    for (const auto& [skill, level] : needed()) {
      const auto has = directory_.agent(agent).level(skill);
      if (!has || *has < level) return false;
    }
    const AgentState& state = roster_.state(agent);
    if (policy_.presence && state.presence != Presence::kOnline) return false;
    return !policy_.capacity || state.open < directory_.agent(agent).capacity;
  }

  Decimal skill_fit(AgentIndex agent) const {
    const auto skills = needed();
    if (skills.empty()) return number(1);
    Decimal sum;
    for (const auto& [skill, level] : skills) {
      sum = *sum.plus(Decimal::from_scaled(*directory_.agent(agent).level(skill), 2));
    }
    return six_places(*sum.divided_by(number(static_cast<std::int64_t>(skills.size()))));
  }

  Decimal spare_capacity(AgentIndex agent) const {
    const std::int64_t capacity = directory_.agent(agent).capacity;
    const std::int64_t open = roster_.state(agent).open;
    if (capacity == 0 || open >= capacity) return number(0);
    return six_places(*number(capacity - open).divided_by(number(capacity)));
  }

  std::int64_t idle_ms(AgentIndex agent) const {
    return std::max<std::int64_t>(0, now_.ms - roster_.state(agent).last_assigned->ms);
  }

  Decimal longest_idle(AgentIndex agent, const std::vector<AgentIndex>& eligible) const {
    if (!roster_.state(agent).last_assigned) return number(1);
    std::int64_t longest = 0;
    for (AgentIndex other : eligible) {
      if (roster_.state(other).last_assigned) longest = std::max(longest, idle_ms(other));
    }
    if (longest == 0) return number(0);
    return six_places(*number(idle_ms(agent)).divided_by(number(longest)));
  }

  bool wins(AgentIndex a, AgentIndex b, const std::vector<AgentIndex>& eligible) const {
    const Decimal score_a = score(a, eligible);
    const Decimal score_b = score(b, eligible);
    if (score_a != score_b) return score_a > score_b;
    const auto last_a = roster_.state(a).last_assigned;
    const auto last_b = roster_.state(b).last_assigned;
    if (last_a.has_value() != last_b.has_value()) return !last_a.has_value();
    if (last_a != last_b) return *last_a < *last_b;
    return directory_.agent(a).id < directory_.agent(b).id;
  }

  const Directory& directory_;
  const Roster& roster_;
  const SlowPolicy& policy_;
  Instant now_;
};

}  // namespace signalbox::test
