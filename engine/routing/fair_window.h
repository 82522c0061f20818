// What counts for a fair distribution: what agents were given and how long they were present, from a beginning on or in
// a time that moves along.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "model/directory.h"

namespace signalbox::routing {

class FairWindow {
 public:
  /// `window_ms`: what was longer ago counts no longer; 0: everything counts.
  FairWindow(std::size_t agents, std::int64_t window_ms) : window_ms_(window_ms), own_(agents) {}

  // Each at instants none before the one above.
  void give(AgentIndex agent, Instant at);
  void come(AgentIndex agent, Instant at);
  void go(AgentIndex agent, Instant at);
  /// Forgets what counts no longer at `now`, and says of whom something was forgotten. O(forgotten).
  [[nodiscard]] std::vector<AgentIndex> forget(Instant now);

  [[nodiscard]] std::uint32_t given(AgentIndex agent) const { return own(agent).given; }
  [[nodiscard]] bool is_present(AgentIndex agent) const { return own(agent).since.has_value(); }
  /// Whole minutes. O(times that the agent came within the window).
  [[nodiscard]] std::uint32_t present_minutes(AgentIndex agent, Instant now) const;

 private:
  struct Stay {
    Instant from;
    Instant until;
  };
  struct Own {
    std::uint32_t given = 0;
    std::int64_t past_ms = 0;      ///< Without a window: of all stays that are over.
    std::deque<Stay> stays;        ///< With a window: those that are over, in order.
    std::optional<Instant> since;  ///< Present now.
  };
  struct Gift {
    Instant at;
    AgentIndex agent;
  };
  [[nodiscard]] const Own& own(AgentIndex agent) const { return own_[static_cast<std::uint32_t>(agent)]; }
  [[nodiscard]] Own& own(AgentIndex agent) { return own_[static_cast<std::uint32_t>(agent)]; }

  std::int64_t window_ms_;
  std::vector<Own> own_;    ///< By agent.
  std::deque<Gift> gifts_;  ///< With a window: what counts, in order.
};

}  // namespace signalbox::routing
