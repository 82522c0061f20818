// A record that is followed, placed by one of its routing policies: what a host does with the command `reassign`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"

namespace signalbox::api {

/// Work that an agent was given and that the roster does not tell of.
struct GivenWork {
  std::string agent;
  std::uint32_t units = 1;
  std::uint32_t percent = 0;  ///< Of the agent's capacity, beside the units.
  bool interruptible = false;
  Instant at;
};

/// Where the record goes by the policy of this name, as its history stands at `context.at`: JSON (docs/engine-api.md,
/// "Histories"). `queued_at`: from when the steps of `relax` count, where the policy does not say. `{"ok":false,...}`
/// for a history with errors, an unknown policy, or a roster of another directory. O(history + members of the queue).
[[nodiscard]] std::string reassign(const Context& context, std::string_view history, std::string_view policy,
                                   Instant queued_at);

/// Counts the work beside what the roster tells, and as the agent's last assignment. False when there is no such agent.
bool give(Roster& roster, const GivenWork& work);

}  // namespace signalbox::api
