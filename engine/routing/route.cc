#include "routing/route.h"

#include <algorithm>

#include "routing/score.h"

namespace signalbox::routing {

namespace {

void clear(Result& result) {
  result.queue.reset();
  result.wanted_queue.reset();
  result.agent.reset();
  result.overflow = false;
  result.by = ChosenBy::kNone;
  result.skills.clear();
  result.candidates.clear();
  result.excluded.clear();
  result.errors.clear();
}

Value queue_value(const Policy& policy, const RouteInput& input, Arena& arena) {
  if (policy.queue_fixed) return Value::text(policy.queue_fixed->name);
  if (policy.queue_formula) return policy.queue_formula->evaluate(input.frame, arena);
  return input.decided_queue;
}

std::optional<QueueIndex> find_queue(const Policy& policy, const RouteInput& input, Arena& arena, Result& result) {
  const Value name = queue_value(policy, input, arena);
  if (name.is_error()) {
    // A decision has reported its own error already.
    if (policy.queue_formula) result.errors.push_back({name.as_error(), policy.queue_path, {}});
    return std::nullopt;
  }
  if (name.is_blank()) return std::nullopt;
  const auto queue = input.directory.find_queue(name.as_text());
  if (!queue) result.errors.push_back({ErrorCode::kUnknownQueue, policy.queue_path, name.as_text()});
  return queue;
}

void find_needed_skills(const Policy& policy, const RouteInput& input, Arena& arena, Result& result) {
  for (const SkillRequirement& requirement : policy.skills) {
    const Value name = requirement.skill.evaluate(input.frame, arena);
    if (name.is_error()) {
      result.errors.push_back({name.as_error(), requirement.path, {}});
    } else if (!name.is_blank()) {
      result.skills.push_back({name.as_text(), input.directory.find_skill(name.as_text()), requirement.level_tenths});
    }
  }
}

std::optional<Exclusion> lacking_skill(AgentIndex index, const Agent& agent, const std::vector<NeededSkill>& skills) {
  for (std::uint32_t i = 0; i < skills.size(); ++i) {
    const auto level = skills[i].skill ? agent.level(*skills[i].skill) : std::nullopt;
    if (!level) return Exclusion{index, ExclusionReason::kSkillMissing, i, 0};
    if (*level < skills[i].level_tenths) return Exclusion{index, ExclusionReason::kSkillLevel, i, *level};
  }
  return std::nullopt;
}

std::optional<Exclusion> exclusion(const Policy& policy, const RouteInput& input, const Result& result,
                                   AgentIndex index) {
  const Agent& agent = input.directory.agent(index);
  const AgentState& state = input.roster.state(index);
  if (auto lacking = lacking_skill(index, agent, result.skills)) return lacking;
  if (policy.needs_presence && state.presence != Presence::kOnline) return Exclusion{index, ExclusionReason::kPresence};
  if (policy.needs_capacity && state.open >= agent.capacity) return Exclusion{index, ExclusionReason::kCapacity};
  return std::nullopt;
}

void sift_members(const Policy& policy, const RouteInput& input, QueueIndex queue, Result& result) {
  for (const AgentIndex agent : input.directory.queue(queue).members) {
    if (const auto out = exclusion(policy, input, result, agent)) {
      if (input.explain) result.excluded.push_back(*out);
    } else {
      result.candidates.push_back({agent, 0, {}});
    }
  }
}

/// The written tie-break chain: true when `a` comes before `b`.
class Before {
 public:
  explicit Before(const Roster& roster) : roster_(roster) {}
  bool operator()(const Candidate& a, const Candidate& b) const {
    if (a.score_millionths != b.score_millionths) return a.score_millionths > b.score_millionths;
    // An empty optional orders before any instant: never assigned comes first.
    const auto& last_a = roster_.state(a.agent).last_assigned;
    const auto& last_b = roster_.state(b.agent).last_assigned;
    if (last_a != last_b) return last_a < last_b;
    return a.agent < b.agent;  // the directory sorts agents by id
  }

 private:
  const Roster& roster_;
};

ChosenBy reason_of_choice(const Roster& roster, const Candidate& best, const Candidate& second) {
  if (best.score_millionths != second.score_millionths) return ChosenBy::kScore;
  const bool same = roster.state(best.agent).last_assigned == roster.state(second.agent).last_assigned;
  return same ? ChosenBy::kAgentId : ChosenBy::kLongestSinceAssigned;
}

void choose(const RouteInput& input, Result& result) {
  auto& candidates = result.candidates;
  const Before before(input.roster);
  if (input.explain) {
    std::sort(candidates.begin(), candidates.end(), before);
    result.by = candidates.size() == 1 ? ChosenBy::kOnlyCandidate
                                       : reason_of_choice(input.roster, candidates[0], candidates[1]);
    result.agent = candidates.front().agent;
  } else {
    result.agent = std::min_element(candidates.begin(), candidates.end(), before)->agent;
  }
}

}  // namespace

void route(const Policy& policy, const RouteInput& input, Arena& arena, Result& result) {
  clear(result);
  result.wanted_queue = find_queue(policy, input, arena, result);
  result.queue = result.wanted_queue;
  find_needed_skills(policy, input, arena, result);
  if (result.queue) sift_members(policy, input, *result.queue, result);
  if (!result.candidates.empty()) {
    score_candidates(policy, input, result);
    choose(input, result);
    return;
  }
  if (!policy.otherwise) return;
  const auto overflow = input.directory.find_queue(policy.otherwise->name);
  if (!overflow) {
    result.errors.push_back({ErrorCode::kUnknownQueue, policy.otherwise->path, policy.otherwise->name});
    return;
  }
  result.queue = overflow;
  result.overflow = true;
}

}  // namespace signalbox::routing
