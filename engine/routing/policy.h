// A routing policy as compiled from a definition. docs/routing.md says what each part means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "formula/formula.h"
#include "model/directory.h"
#include "model/reader.h"

namespace signalbox::routing {

/// What a policy prefers. Each is a share in millionths, 0..1,000,000, rounded half up; docs/routing.md ("Factors").
enum class Factor : std::uint8_t {
  kSkillFit,
  kSpareCapacity,
  kLongestIdle,
  kRank,
  kTerritory,
  kContinuity,
  kFairness,
  kSlaUrgency,
  kTravelTime,
  kFormula,
};
inline constexpr std::int64_t kMillion = 1'000'000;

/// "skillFit", "spareCapacity", ...
[[nodiscard]] std::string_view factor_name(Factor factor);

/// A formula and where it stands in the definition.
struct PlacedFormula {
  formula::Formula formula;
  std::string path;  ///< JSON pointer.
};

struct Preference {
  Factor factor;
  std::uint32_t weight;                       ///< 1..1,000,000
  std::optional<PlacedFormula> formula = {};  ///< kFormula.
};

enum class RequirementKind : std::uint8_t {
  kAbility,    ///< The skill, language or certification that the formula names, at this level.
  kTerritory,  ///< The agent serves the territory that the formula names.
  kRank,       ///< The member's rank has been reached.
  kGroup,      ///< The agent belongs to the group of this name.
  kFormula,    ///< The formula over agent, queue and record holds.
  kCap,        ///< The count of this name is below the limit, where the formula holds.
  kHours,      ///< The queue's hours and the agent's are open.
  kPresence,   ///< Online on the channel of the work.
  kAvailable,  ///< The outside system has no objection.
  kInOffice,   ///< Not absent.
  kCapacity,   ///< The work fits beside the open one.
};

/// Whoever does not meet it is excluded. A blank name requires nothing.
struct Requirement {
  RequirementKind kind;
  Ability ability = Ability::kSkill;
  LevelTenths level_tenths = 0;
  std::uint32_t additional = 0;  ///< 0: always needed; else it is dropped, the highest number first.
  std::uint32_t limit = 0;       ///< kCap.
  std::int64_t per_ms = 0;       ///< kCap: what was given counts for so long; 0: while it is open.
  std::string name = {};         ///< kGroup, kCap.
  std::optional<formula::Formula> formula = {};
  std::string path = {};  ///< JSON pointer of the formula or the name.
  Span span = {};
};

/// A queue that the definition names outright, and where it does.
struct QueueReference {
  std::string name;
  std::string path;
  Span span;
};

/// What is asked for less, from so long after queueing on.
struct RelaxStep {
  std::int64_t after_ms = 0;
  bool drops_additional = false;
  LevelTenths lower_tenths = 0;
  bool widens_territory = false;
  bool widens_rank = false;
  std::optional<QueueReference> queue = {};
  std::optional<std::vector<Requirement>> require = {};  ///< In place of those up to here.
  bool skip_if_nobody = false;
};

/// What makes a distribution fair.
enum class FairBy : std::uint8_t { kCount, kWeight, kCapacity };

struct Travel {
  std::optional<PlacedFormula> distance_km;  ///< Of the great circle between the agent and the work; or else
  std::optional<PlacedFormula> place;        ///< the name of the place for the travel times of the directory.
  std::uint32_t speed_km_per_hour = 0;
  std::uint32_t within_minutes = 0;  ///< From here on the factor is 0.
};

/// In which order waiting work is given out, and how it is offered (see dispatch.h).
struct NextItem {
  std::optional<PlacedFormula> priority;  ///< Lower is more important; blank: last.
  std::int64_t ageing_ms = 0;             ///< Waiting so long counts as much as one step of priority; 0: never.
  std::int64_t reservation_ms = 0;        ///< How long an offer stands; 0: work is given without asking.
  bool allows_manual = false;             ///< Agents may take waiting work that they could be given.
};

/// Immutable once compiled.
struct Policy {
  std::string name;
  /// Where the queue comes from: exactly one of the three is set.
  std::string queue_decision;
  std::optional<formula::Formula> queue_formula;
  std::optional<QueueReference> queue_fixed;
  std::string queue_path;  ///< JSON pointer of the source.

  std::optional<PlacedFormula> queued_at;     ///< Instant of queueing; without it, and when blank: now.
  std::optional<PlacedFormula> owner;         ///< Named owner, by agent id.
  std::optional<PlacedFormula> former_owner;  ///< By agent id.
  bool returns_to_former_owner = false;
  bool stops_at_queue = false;
  std::string work;  ///< Kind of work in the directory; empty: one unit.
  std::string work_path;
  std::int64_t ramp_ms = 0;  ///< Time over which an agent who comes back gets the capacity back.
  FairBy fair_by = FairBy::kCount;
  std::optional<Travel> travel;
  std::optional<PlacedFormula> urgency;  ///< 0..1

  std::vector<Requirement> require;
  bool skip_if_nobody = false;
  std::vector<Preference> prefer;
  std::vector<RelaxStep> relax;             ///< By deadline.
  std::optional<QueueReference> otherwise;  ///< The overflow queue.
  std::int64_t otherwise_after_ms = 0;
  NextItem next;

  std::vector<Field> agent_fields;         ///< `$Agent.<name>` as the definition declares them.
  std::uint32_t first_agent_slot = 0;      ///< Slots from here on are those of people.h.
  std::vector<std::uint32_t> agent_reads;  ///< Slots behind first_agent_slot that formulas read, ascending.

  /// After `stage` steps of `relax` the work still has to fit beside the open one. O(steps + requirements).
  [[nodiscard]] bool needs_capacity(std::uint32_t stage) const;
};

/// Reads and compiles the policy at `place`. nullopt when it has errors, all of which are reported. `decisions`: names
/// that `queue.decision` may use. `agent_fields`: of the definition.
[[nodiscard]] std::optional<Policy> compile_policy(const Place& place, std::string_view name,
                                                   const formula::Scope& scope,
                                                   const std::vector<std::string_view>& decisions,
                                                   const std::vector<Field>& agent_fields = {});

struct FormulaAt {
  const formula::Formula* formula;
  std::string path;  ///< JSON pointer.
};
/// The formulas of a policy, for those who ask when they may change.
[[nodiscard]] std::vector<FormulaAt> formulas_of(const Policy& policy);

/// What only the directory can tell: queues, groups and work that the policy names and the directory lacks (errors),
/// picklist values that are no skill, and requirements that no member can ever meet (warnings).
void check_policy(const Policy& policy, const Directory& directory, Diagnostics& diagnostics);

}  // namespace signalbox::routing
