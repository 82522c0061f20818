// Scores of candidates, in whole millionths so that every host computes the same.
#pragma once

#include "routing/route.h"

namespace signalbox::routing {

/// Fills factor and score of every candidate. O(candidates x factors).
void score_candidates(const Policy& policy, const RouteInput& input, Result& result);

}  // namespace signalbox::routing
