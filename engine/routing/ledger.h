// What agents can still take while many records are given out at once.
#pragma once

#include <cstdint>
#include <vector>

#include "model/directory.h"
#include "model/roster.h"
#include "routing/assignment.h"
#include "routing/policy.h"

namespace signalbox::routing {

/// What a record takes of whoever gets it. Equal for most records of a batch.
struct Demand {
  bool needs_room = false;
  std::uint32_t units = 0;  ///< This and the next three: only with needs_room.
  std::uint32_t percent = 0;
  bool interruptible = false;
  std::int64_t ramp_ms = 0;
  std::vector<const Requirement*> caps = {};  ///< That apply.

  friend bool operator==(const Demand&, const Demand&) = default;
};

/// The limits of all agents, and which of them records of each demand count against.
struct LimitForest {
  Limits limits;
  std::vector<AgentIndex> agents;                  ///< By limit: whose it is.
  std::vector<std::vector<std::uint32_t>> leaves;  ///< By agent, by demand: the innermost limit; kNoLimit: not asked.
  bool is_exact = true;  ///< False where limits that cross, or records of different weights, made one stricter.
};

/// The state of everybody as records are given out.
class Ledger {
 public:
  Ledger(const Directory& directory, const Roster& roster, Instant now)
      : directory_(directory), roster_(roster), now_(now) {}

  /// There is room for it, and every cap is below its limit. O(caps).
  [[nodiscard]] bool can_take(AgentIndex agent, const Demand& demand) const;
  /// The record is the agent's, room or not. O(caps).
  void give(AgentIndex agent, const Demand& demand);

  /// The limits for records of `demands`. `asked[agent]` names those that some record asks of the agent, ascending,
  /// each of which the agent can take. Whatever keeps to the limits keeps to room and caps, and where `is_exact` the
  /// other way round. O(agents x demands^2 x caps).
  [[nodiscard]] LimitForest limits(const std::vector<Demand>& demands,
                                   const std::vector<std::vector<std::uint32_t>>& asked) const;

 private:
  const Directory& directory_;
  Roster roster_;
  Instant now_;
};

}  // namespace signalbox::routing
