// Names for entries of the decision log.
#pragma once

#include <string>

#include "base/time.h"

namespace signalbox {

/// A UUID of version 7 (RFC 9562): 48 bits of milliseconds, so that names sort by time, and 74 random bits from the
/// operating system.
[[nodiscard]] std::string new_entry_id(Instant instant);

}  // namespace signalbox
