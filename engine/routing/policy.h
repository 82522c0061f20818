// A routing policy as compiled from a definition.
#pragma once

#include <array>
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

/// What a policy prefers. Each is a share in millionths, 0..1,000,000, rounded half up; the definitions are in
/// docs/engine-api.md ("Scores").
enum class Factor : std::uint8_t { kSkillFit, kSpareCapacity, kLongestIdle };
inline constexpr std::size_t kFactorCount = 3;
inline constexpr std::int64_t kMillion = 1'000'000;

/// "skillFit", "spareCapacity", "longestIdle".
[[nodiscard]] std::string_view factor_name(Factor factor);

struct Preference {
  Factor factor;
  std::uint32_t weight;  ///< 1..1,000,000
};

/// The skill that a formula names is needed at this level; a blank name needs nothing.
struct SkillRequirement {
  formula::Formula skill;
  LevelTenths level_tenths;
  std::string path;  ///< JSON pointer of the formula.
};

/// A queue that the definition names outright, and where it does.
struct QueueReference {
  std::string name;
  std::string path;
  Span span;
};

/// Immutable once compiled.
struct Policy {
  std::string name;
  /// Where the queue comes from: exactly one of the three is set.
  std::string queue_decision;
  std::optional<formula::Formula> queue_formula;
  std::optional<QueueReference> queue_fixed;
  std::string queue_path;  ///< JSON pointer of the source.

  std::vector<SkillRequirement> skills;
  bool needs_presence = false;
  bool needs_capacity = false;
  std::vector<Preference> prefer;
  std::optional<QueueReference> otherwise;  ///< The overflow queue.
};

/// Reads and compiles the policy at `place`. nullopt when it has errors, all of which are reported. `decisions`: names
/// that `queue.decision` may use.
[[nodiscard]] std::optional<Policy> compile_policy(const Place& place, std::string_view name,
                                                   const formula::Scope& scope,
                                                   const std::vector<std::string_view>& decisions);

/// The formulas of a policy, for those who ask when they may change.
[[nodiscard]] std::vector<const formula::Formula*> formulas_of(const Policy& policy);

/// What only the directory can tell: queues that the policy names and the directory lacks (errors), picklist values
/// that are no skill (warnings).
void check_policy(const Policy& policy, const Directory& directory, Diagnostics& diagnostics);

}  // namespace signalbox::routing
