// The host's clock. The engine has none: what time it is reaches it as data.
#pragma once

#include <chrono>

#include "base/time.h"

namespace signalbox {

[[nodiscard]] inline Instant now() {
  using std::chrono::duration_cast;
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return Instant{duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

}  // namespace signalbox
