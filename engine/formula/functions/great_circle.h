// The angle between two places, in whole numbers throughout: the same digits on every machine, and fast enough to rank
// agents by how far they are away.
#pragma once

#include "base/decimal.h"
#include "model/location.h"

namespace signalbox::formula {

/// The angle between two places as seen from the centre of the earth, in radians, 0..pi; correct to 10^-34, and to 24
/// significant digits from a millimetre on. The haversine formula, which is exact for near and far places alike
/// (R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68, 1984).
[[nodiscard]] Decimal angle_between(Location a, Location b);

}  // namespace signalbox::formula
