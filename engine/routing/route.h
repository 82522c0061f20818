// From a record and a policy to a queue and an agent, with the reason for every agent.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "formula/formula.h"
#include "model/directory.h"
#include "model/roster.h"
#include "routing/policy.h"

namespace signalbox::routing {

/// An agent who meets every requirement.
struct Candidate {
  AgentIndex agent;
  std::uint32_t score_millionths;  ///< Weighted mean of the factors; 0 when the policy prefers nothing.
  std::array<std::uint32_t, kFactorCount>
      factor_millionths;  ///< By Factor; only those that the policy prefers are computed.
};

enum class ExclusionReason : std::uint8_t { kPresence, kCapacity, kSkillMissing, kSkillLevel };

/// An agent of the queue who does not, and the first requirement that failed (order: skills as listed, presence,
/// capacity).
struct Exclusion {
  AgentIndex agent;
  ExclusionReason reason;
  std::uint32_t requirement = 0;  ///< For skills: index into Result::skills.
  LevelTenths has_tenths = 0;     ///< For kSkillLevel.
};

/// What decided between the best and the second best.
enum class ChosenBy : std::uint8_t { kNone, kOnlyCandidate, kScore, kLongestSinceAssigned, kAgentId };

/// A skill that this record needs.
struct NeededSkill {
  std::string_view name;            ///< In the record, the arena or the policy.
  std::optional<SkillIndex> skill;  ///< nullopt: the directory does not know it, so nobody has it.
  LevelTenths level_tenths;
};

/// Trouble with this record that did not stop the routing.
struct RouteError {
  ErrorCode code;
  std::string_view path;  ///< JSON pointer in the definition; lives in the policy.
  std::string_view text;  ///< The value in question; may be empty.
};

/// Reused from record to record: route() clears it and keeps its storage.
struct Result {
  std::optional<QueueIndex> queue;
  std::optional<QueueIndex> wanted_queue;  ///< The queue before overflow; nullopt when it was blank or unknown.
  std::optional<AgentIndex> agent;
  bool overflow = false;          ///< `otherwise` was used.
  ChosenBy by = ChosenBy::kNone;  ///< Only when explained.
  std::vector<NeededSkill> skills;
  std::vector<Candidate> candidates;  ///< Best first when explained; otherwise in no stated order.
  std::vector<Exclusion> excluded;    ///< In the queue's order; filled only when explained.
  std::vector<RouteError> errors;
};

struct RouteInput {
  const Directory& directory;
  const Roster& roster;
  const formula::Frame& frame;
  Value decided_queue;  ///< The queue's name, when the policy takes it from a decision.
  bool explain = false;
};

/// Finds the queue, then the agent. A queue that is blank or unknown, and a queue in which nobody qualifies, give way
/// to `otherwise`, where the record waits unassigned; without it the record stays unassigned in its queue, or has none.
/// Ties: score, then longest since the last assignment (never first), then agent id in byte order. O(members x
/// requirements), with a sort of the candidates when explained.
void route(const Policy& policy, const RouteInput& input, Arena& arena, Result& result);

}  // namespace signalbox::routing
