// The roster: the live state of the agents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/directory.h"
#include "model/reader.h"

namespace signalbox {

enum class Presence : std::uint8_t { kOnline, kBusy, kAway, kOffline };

/// "Online", "Busy", "Away", "Offline".
[[nodiscard]] std::string_view presence_name(Presence presence);

/// How often a cap has counted for an agent already.
struct CapCount {
  std::string cap;
  std::uint32_t count;
};

struct AgentState {
  Presence presence = Presence::kOffline;
  bool is_available = true;              ///< What an outside system says, such as a telephone exchange.
  std::uint32_t open = 0;                ///< Units of open work.
  std::uint32_t open_percent = 0;        ///< Of the capacity, beside the units.
  std::uint32_t open_interruptible = 0;  ///< Units of work that may be interrupted.
  std::uint32_t assigned = 0;            ///< Records given in the window of fair distribution.
  std::uint32_t present_minutes = 0;     ///< Time present in that window; 0: not counted.
  std::optional<Instant> last_assigned;  ///< nullopt: never.
  std::optional<Instant> absent_until;   ///< Out of office up to this instant, beside planned absences.
  std::optional<Instant> after_work_until;
  std::optional<Instant> present_since;                          ///< Of this presence: a ramp-up begins here.
  std::string status = {};                                       ///< What the outside system calls it.
  std::vector<std::pair<ChannelIndex, Presence>> channels = {};  ///< Where the presence differs.
  std::vector<CapCount> counts = {};
  std::uint64_t sequence = 0;  ///< Of the update that said all this.
  /// Thought of as free: no absence, no business hours of the agent's own and no cap on open work count.
  bool is_free = false;

  [[nodiscard]] Presence presence_on(std::optional<ChannelIndex> channel) const;
};

/// The states as the choice of an agent reads them: column by column, by agent.
struct RosterColumns {
  static constexpr std::int64_t kNever = INT64_MIN;

  std::vector<std::uint32_t> open;
  std::vector<std::uint32_t> assigned;
  std::vector<std::uint32_t> present_minutes;
  std::vector<std::int64_t> last_assigned_ms;  ///< kNever: never.
  std::vector<std::int64_t> after_work_ms;     ///< Up to when; kNever: not told.
  std::vector<AgentBits> online;               ///< First where no channel is named, then by channel.
  AgentBits available;
  AgentBits told_away;  ///< Out of office for a time, which may be over.
  AgentBits in_part;    ///< Open work takes a percentage, beside `open`.
  AgentBits counted;    ///< Under a cap.
};

/// State of every agent of one directory.
class Roster {
 public:
  /// Reads and checks a roster document. Agents that it leaves out are offline. nullopt when there are errors, all of
  /// which are reported.
  static std::optional<Roster> read(const Place& root, const Directory& directory);
  /// Everyone online, idle and never assigned: what a preview without a roster assumes, and says that it does.
  static Roster assumed(const Directory& directory);

  /// Agents whom an update named, by what became of it.
  struct Update {
    std::vector<AgentIndex> applied;
    std::vector<AgentIndex> stale;  ///< Had been told as much or more already: nothing changed.
  };
  /// Takes over the states of a later roster document, which names only agents that changed and has a `sequence`. An
  /// agent whose state has that sequence or a higher one keeps it, so that updates may arrive twice and in any order.
  /// nullopt when there are errors, all of which are reported; then nothing has changed. O(update).
  std::optional<Update> update(const Place& root, const Directory& directory);

  [[nodiscard]] const AgentState& state(AgentIndex agent) const { return states_[static_cast<std::uint32_t>(agent)]; }
  [[nodiscard]] const RosterColumns& columns() const { return columns_; }
  /// `change(state)` makes of it what it has become. O(channels).
  template <class Change>
  void change(AgentIndex agent, Change change) {
    change(states_[static_cast<std::uint32_t>(agent)]);
    update_columns(agent);
  }
  [[nodiscard]] bool is_assumed() const { return assumed_; }
  /// Thinks of the agent as at work with nothing to do: online, available, in office, without open work.
  void make_free(AgentIndex agent);

 private:
  /// Everybody in the same state.
  Roster(const Directory& directory, const AgentState& state, bool assumed);
  void update_columns(AgentIndex agent);

  std::vector<AgentState> states_;  ///< By agent index.
  RosterColumns columns_;
  bool assumed_;
};

}  // namespace signalbox
