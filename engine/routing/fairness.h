// How evenly work is spread over people.
#pragma once

#include <cstdint>
#include <vector>

#include "base/decimal.h"

namespace signalbox::routing {

/// What somebody got, and the share that would have been fair: any unit, the same for all. Shares of 0 are left out.
struct Portion {
  std::uint64_t got;
  std::uint64_t share;
};

/// Of got / share, person by person; exact but for the last rounding, half up to 6 digits behind the point.
struct Fairness {
  Decimal jain;           ///< (sum x)^2 / (n x sum x^2): 1 is even, 1/n all to one. 1 when nobody got anything.
  Decimal gini;           ///< Sum of differences over twice n times the sum: 0 is even. 0 when nobody got anything.
  Decimal max_to_target;  ///< The greatest x over the mean x, weighted by share. 1 when nobody got anything.
};

/// O(n log n).
[[nodiscard]] Fairness fairness_of(const std::vector<Portion>& portions);

}  // namespace signalbox::routing
