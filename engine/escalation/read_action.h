// The entries of `do`.
#pragma once

#include <vector>

#include "escalation/rule.h"

namespace signalbox::escalation {

/// Reads the list at `place`; every error is reported.
[[nodiscard]] std::vector<Action> read_actions(const Place& place, const Surroundings& surroundings);

}  // namespace signalbox::escalation
