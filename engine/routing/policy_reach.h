// Whether anybody of a directory could ever be given what a policy routes.
#pragma once

#include "base/diagnostic.h"
#include "routing/policy.h"

namespace signalbox::routing {

/// Warns of queues without members (`empty-queue`), and of requirements that nobody asked could meet on any day
/// (`never-matches`), alone or together with those before them: as far as the policy tells without a record. What a
/// later step of `relax` lowers, widens or drops, until one brings a list of its own, counts as already gone.
/// Abilities that have expired when the directory was written (`asOf`) count no longer. O(requirements x agents).
void check_reach(const Policy& policy, const Directory& directory, Diagnostics& diagnostics);

}  // namespace signalbox::routing
