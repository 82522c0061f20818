// When to look at a record again.
#pragma once

#include <optional>
#include <vector>

#include "sla/threshold.h"

namespace signalbox::sla {

/// A threshold's instant for one record.
struct Crossing {
  std::uint32_t threshold;  ///< Index among the definition's thresholds.
  Instant at;
};

/// The crossings after `now` of every clock that runs or is going to, earliest first, then in the order of the
/// thresholds. Replaces what `crossings` holds. O(n log n).
void find_crossings(const std::vector<Threshold>& thresholds, const std::vector<Clock>& clocks, Instant now,
                    std::vector<Crossing>& crossings);

/// The earliest instant after `now` at which anything of the clocks changes: a crossing, a start or a stop that lies in
/// the future, the next cycle.
[[nodiscard]] std::optional<Instant> wake(const std::vector<Crossing>& crossings, const std::vector<Clock>& clocks,
                                          Instant now);

}  // namespace signalbox::sla
