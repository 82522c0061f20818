#include "routing/score.h"

#include <algorithm>

namespace signalbox::routing {

namespace {

__extension__ typedef unsigned __int128 Wide;  // milliseconds of millennia times two million do not fit 64 bits

/// part / whole in millionths, rounded half up; `whole` > 0.
std::uint32_t share_millionths(std::uint64_t part, std::uint64_t whole) {
  return static_cast<std::uint32_t>((Wide{part} * 2 * kMillion + whole) / (Wide{whole} * 2));
}

/// Time since the last assignment; none when never assigned. An assignment that lies ahead counts as now.
std::optional<std::uint64_t> idle_ms(const AgentState& state, Instant now) {
  if (!state.last_assigned) return std::nullopt;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, now.ms - state.last_assigned->ms));
}

std::uint64_t longest_idle_ms(const RouteInput& input, const std::vector<Candidate>& candidates) {
  std::uint64_t longest = 0;
  for (const Candidate& candidate : candidates) {
    longest = std::max(longest, idle_ms(input.roster.state(candidate.agent), input.frame.now).value_or(0));
  }
  return longest;
}

std::uint32_t skill_fit(const Agent& agent, const std::vector<NeededSkill>& skills) {
  if (skills.empty()) return kMillion;
  std::uint64_t tenths = 0;
  for (const NeededSkill& needed : skills) tenths += *agent.level(*needed.skill);
  return share_millionths(tenths, skills.size() * 10 * kMaxLevel);
}

std::uint32_t spare_capacity(std::uint32_t open, std::uint32_t capacity) {
  return open >= capacity ? 0 : share_millionths(capacity - open, capacity);
}

std::uint32_t longest_idle(std::optional<std::uint64_t> idle, std::uint64_t longest) {
  if (!idle) return kMillion;
  return longest == 0 ? 0 : share_millionths(*idle, longest);
}

}  // namespace

void score_candidates(const Policy& policy, const RouteInput& input, Result& result) {
  std::uint64_t weights = 0;
  for (const Preference& preference : policy.prefer) weights += preference.weight;
  const std::uint64_t longest = longest_idle_ms(input, result.candidates);
  for (Candidate& candidate : result.candidates) {
    const Agent& agent = input.directory.agent(candidate.agent);
    const AgentState& state = input.roster.state(candidate.agent);
    std::uint64_t sum = 0;
    for (const Preference& preference : policy.prefer) {
      std::uint32_t& factor = candidate.factor_millionths[static_cast<std::size_t>(preference.factor)];
      switch (preference.factor) {
        case Factor::kSkillFit:
          factor = skill_fit(agent, result.skills);
          break;
        case Factor::kSpareCapacity:
          factor = spare_capacity(state.open, agent.capacity);
          break;
        case Factor::kLongestIdle:
          factor = longest_idle(idle_ms(state, input.frame.now), longest);
          break;
      }
      sum += std::uint64_t{preference.weight} * factor;
    }
    candidate.score_millionths = weights == 0 ? 0 : static_cast<std::uint32_t>((2 * sum + weights) / (2 * weights));
  }
}

}  // namespace signalbox::routing
