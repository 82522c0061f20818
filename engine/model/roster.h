// The roster: the live state of the agents.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/directory.h"
#include "model/reader.h"

namespace signalbox {

enum class Presence : std::uint8_t { kOnline, kBusy, kAway, kOffline };

/// "Online", "Busy", "Away", "Offline".
[[nodiscard]] std::string_view presence_name(Presence presence);

struct AgentState {
  Presence presence = Presence::kOffline;
  std::uint32_t open = 0;                ///< Open records.
  std::optional<Instant> last_assigned;  ///< nullopt: never.
};

/// State of every agent of one directory. Immutable once read.
class Roster {
 public:
  /// Reads and checks a roster document. Agents that it leaves out are offline. nullopt when there are errors, all of
  /// which are reported.
  static std::optional<Roster> read(const Place& root, const Directory& directory);
  /// Everyone online, idle and never assigned: what a preview without a roster assumes, and says that it does.
  static Roster assumed(const Directory& directory);

  [[nodiscard]] const AgentState& state(AgentIndex agent) const { return states_[static_cast<std::uint32_t>(agent)]; }
  [[nodiscard]] bool is_assumed() const { return assumed_; }

 private:
  Roster(std::vector<AgentState> states, bool assumed) : states_(std::move(states)), assumed_(assumed) {}
  std::vector<AgentState> states_;  ///< By agent index.
  bool assumed_;
};

}  // namespace signalbox
