// From a policy to what it asks for at a time, and of one record.
#pragma once

#include <cstdint>
#include <vector>

#include "routing/route.h"

namespace signalbox::routing {

/// Makes of `stage` what is asked after the first `steps` of `relax`. O(steps x requirements).
void find_stage(const Policy& policy, std::uint32_t steps, Stage& stage);

/// Evaluates the names that the requirements need, and finds them in the directory: result.needs. Blank ones are left
/// out; errors are reported. O(requirements).
void find_needs(const Stage& stage, const RouteInput& input, Arena& arena, Result& result);

}  // namespace signalbox::routing
