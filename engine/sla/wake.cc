#include "sla/wake.h"

#include <algorithm>

namespace signalbox::sla {

void find_crossings(const std::vector<Threshold>& thresholds, const std::vector<Clock>& clocks, Instant now,
                    std::vector<Crossing>& crossings) {
  crossings.clear();
  for (std::uint32_t i = 0; i < thresholds.size(); ++i) {
    const Clock& clock = clocks[thresholds[i].milestone];
    if (!clock.course || clock.state == Clock::State::kCompleted) continue;
    const Crossings found = solve(thresholds[i], *clock.course, clock.target_ms);
    for (std::size_t k = 0; k < found.count; ++k) {
      const bool is_ahead = found.at[k] > now && (!clock.stops || found.at[k] < *clock.stops);
      if (is_ahead) crossings.push_back({i, found.at[k]});
    }
  }
  std::sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) {
    return a.at != b.at ? a.at < b.at : a.threshold < b.threshold;
  });
}

std::optional<Instant> wake(const std::vector<Crossing>& crossings, const std::vector<Clock>& clocks, Instant now) {
  std::optional<Instant> earliest;
  const auto consider = [&](std::optional<Instant> at) {
    if (at && *at > now && (!earliest || *at < *earliest)) earliest = at;
  };
  if (!crossings.empty()) consider(crossings.front().at);
  for (const Clock& clock : clocks) {
    consider(clock.start);
    consider(clock.stops);
    consider(clock.restarts);
  }
  return earliest;
}

}  // namespace signalbox::sla
