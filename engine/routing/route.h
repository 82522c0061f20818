// From a record and a policy to a queue and an agent, with the reason for every agent. The rules stand in
// docs/routing.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/decimal.h"
#include "calendar/calendar.h"
#include "formula/formula.h"
#include "model/directory.h"
#include "model/roster.h"
#include "routing/policy.h"

namespace signalbox::routing {

/// An agent who meets every requirement.
struct Candidate {
  AgentIndex agent;
  std::uint32_t score_millionths = 0;  ///< Weighted mean of the factors; 0 when the policy prefers nothing.
  std::uint32_t rank = 1;              ///< In the queue.
  std::uint32_t sheet = 0;             ///< Where the candidate's factors begin in Result::factors; only when explained.
  std::uint32_t tenths = 0;            ///< Sum of the levels of what is required.
};

enum class ExclusionReason : std::uint8_t {
  kPresence,      ///< has: the Presence.
  kCapacity,      ///< has of limit, in whole units.
  kSkillMissing,  ///< Or a language, a certification.
  kSkillLevel,    ///< has: tenths.
  kExpired,
  kTerritory,
  kRank,  ///< has of limit.
  kGroup,
  kFormula,
  kCap,  ///< has of limit.
  kHours,
  kQueueHours,
  kUnavailable,
  kAbsent,
  kAfterWork,
  kBarred,  ///< Declined it before.
};

/// An agent of the queue who does not, and the first requirement in the policy's order that failed.
struct Exclusion {
  AgentIndex agent;
  ExclusionReason reason;
  std::uint32_t need = 0;  ///< Index into Result::needs.
  std::uint64_t has = 0;
  std::uint64_t limit = 0;
  std::optional<Instant> until = {};  ///< When this reason ends by itself.
  const Requirement* cap = nullptr;   ///< kCap.
};

/// What decided between the best and the second best, or who was asked before all others.
enum class ChosenBy : std::uint8_t {
  kNone,
  kOnlyCandidate,
  kScore,
  kLongestSinceAssigned,
  kAgentId,
  kNamedOwner,
  kFormerOwner,
};

/// A requirement as it holds for this record now.
struct Need {
  const Requirement* requirement;
  std::string_view name = {};            ///< Of skill or territory: in the record, the arena or the policy.
  std::optional<SkillIndex> skill = {};  ///< nullopt: the directory does not know it, so nobody has it.
  LevelTenths level_tenths = 0;          ///< As relaxed.
  std::optional<TerritoryIndex> territory = {};
  std::uint32_t widened = 0;  ///< Rings of the territory, or of the rank.
  bool has_failed = false;    ///< Its formula cannot be computed for this record: nobody meets it.
  AgentBits group = {};       ///< Who belongs to it.
};

/// Trouble with this record that did not stop the routing.
struct RouteError {
  ErrorCode code;
  std::string_view path;  ///< JSON pointer in the definition; lives in the policy.
  std::string_view text;  ///< The value in question; may be empty.
};

/// Somebody whom the record names, and what came of it.
struct NamedAgent {
  std::string_view id;                    ///< Blank: nobody is named.
  std::optional<AgentIndex> agent;        ///< nullopt: not in the directory.
  std::optional<AgentIndex> taker;        ///< The agent, or the first delegate in office.
  std::optional<Exclusion> refused;       ///< Former owner: why not.
  std::optional<Instant> could_take;      ///< Former owner, refused: when time alone would let it return.
  std::vector<AgentIndex> out_of_office;  ///< Asked before `taker`.
};

/// What a policy asks for at a time: its requirements as the steps of `relax` have left them.
struct Stage {
  std::vector<Requirement const*> requirements;
  LevelTenths lower_tenths = 0;
  std::uint32_t territory_rings = 0;
  std::uint32_t rank_rings = 0;
  const QueueReference* queue = nullptr;  ///< In place of the policy's.
  bool skip_if_nobody = false;
};

/// A count for each unit of an agent's share.
struct Rate {
  std::uint64_t count = 0;
  std::uint64_t share = 1;  ///< 0: the agent has no share.
};

/// What the scores of all candidates of one record are measured by.
struct Scales {
  std::uint64_t weights = 0;
  std::uint64_t abilities = 0;  ///< That are required.
  std::uint64_t longest_idle_ms = 0;
  Rate highest_rate;
  Value urgency;
  std::uint32_t urgency_millionths = 0;
  Value place;
};

/// Reused from record to record: route() clears it and keeps its storage.
struct Result {
  std::optional<QueueIndex> queue;
  std::optional<QueueIndex> wanted_queue;  ///< The queue before overflow; nullopt when it was blank or unknown.
  std::optional<AgentIndex> agent;
  bool overflow = false;          ///< `otherwise` was used.
  bool handed_over = false;       ///< The policy stops at the queue.
  ChosenBy by = ChosenBy::kNone;  ///< Only when explained.
  std::uint32_t stage = 0;        ///< Steps of `relax` that have been taken.
  bool may_skip = false;          ///< Who is there decides, or decided, whether a step of `relax` holds at once.
  bool reads_zones = false;       ///< Business hours were asked: another release of the time zones may differ.
  std::optional<Instant> next;    ///< Unassigned: the earliest instant at which time alone could change that.
  NamedAgent owner;
  NamedAgent former_owner;
  std::vector<Need> needs;             ///< In force, in the policy's order.
  std::vector<Candidate> candidates;   ///< Best first when explained; otherwise in the queue's order.
  std::vector<std::uint32_t> factors;  ///< Millionths, one for each preference of each candidate; when explained.
  /// Beside `factors`: what each was made of, in the unit that factor_unit() names; nullopt: there is no such value.
  std::vector<std::optional<Decimal>> raws;
  std::vector<Exclusion> excluded;  ///< In the queue's order; filled only when explained.
  std::vector<RouteError> errors;
  Scales scales;                    ///< Of the candidates.
  std::vector<Value> agent_slots;   ///< Scratch: what formulas over agents read.
  Stage asked;                      ///< Scratch: what `needs` are made of.
  AgentBits left;                   ///< Scratch: members of a large queue who were not excluded.
  std::vector<std::uint64_t> sums;  ///< Scratch: weighted factors, by candidate.
};

struct Person;

/// Knows how time moves the formulas that policies require of agents.
class FormulaTurns {
 public:
  virtual ~FormulaTurns() = default;
  /// The first instant after now at which the value of this requirement's formula changes for the person while nothing
  /// happens; nullopt: never. It may be told too early, and never too late.
  [[nodiscard]] virtual std::optional<Instant> next(const Requirement& requirement, const Person& person) = 0;
};

struct RouteInput {
  const Directory& directory;
  const Roster& roster;
  const formula::Frame& frame;
  Value decided_queue;  ///< The queue's name, when the policy takes it from a decision.
  bool explain = false;
  const calendar::Calendar* calendar = nullptr;  ///< Null: everybody's hours are open.
  bool find_next = false;                        ///< Fill Result::next.
  std::span<const AgentIndex> barred = {};       ///< Who declined the record.
  std::optional<Instant> queued_at = {};         ///< In place of the policy's `queuedAt`.
  std::optional<AgentIndex> only = {};           ///< Nobody else of the queue is asked.
  FormulaTurns* turns = nullptr;                 ///< Null: formulas of agents do not turn by themselves.
  bool never_returns = false;                    ///< As if the policy did not return records to their former owners.
};

/// Finds the queue, then the agent. A queue that is blank or unknown, and a queue in which nobody qualifies when there
/// is nothing left to relax, give way to `otherwise`, where the record waits unassigned; without it the record stays
/// unassigned in its queue, or has none. Ties: score, then longest since the last assignment (never first), then agent
/// id in byte order. O(members x requirements), with a sort of the candidates when explained; without, a queue to which
/// a good part of all agents belongs is asked 64 agents at a time.
void route(const Policy& policy, const RouteInput& input, Arena& arena, Result& result);

/// The factors of one candidate of what route() found without explaining, as Result::factors holds them when it
/// explains: one for each preference. O(factors).
void find_factors(const Policy& policy, const RouteInput& input, Arena& arena, Result& result,
                  const Candidate& candidate, std::vector<std::uint32_t>& factors);

}  // namespace signalbox::routing
