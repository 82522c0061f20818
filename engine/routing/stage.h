// What a policy asks for at a time: its requirements as the steps of `relax` have left them.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/route.h"

namespace signalbox::routing {

struct Stage {
  std::vector<Requirement const*> requirements;
  LevelTenths lower_tenths = 0;
  std::uint32_t territory_rings = 0;
  std::uint32_t rank_rings = 0;
  const QueueReference* queue = nullptr;  ///< In place of the policy's.
  bool skip_if_nobody = false;
};

/// After the first `steps` of `relax`. O(steps x requirements).
[[nodiscard]] Stage stage_after(const Policy& policy, std::uint32_t steps);

/// Evaluates the names that the requirements need, and finds them in the directory: result.needs. Blank ones are left
/// out; errors are reported. `bits` are filled unless each agent is to be asked. O(requirements x agents / 8).
void find_needs(const Stage& stage, const RouteInput& input, Arena& arena, Result& result);

}  // namespace signalbox::routing
