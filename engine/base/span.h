// A place in a text, in bytes.
#pragma once

#include <cstdint>

namespace signalbox {

/// Half-open range of byte offsets [begin, end) in a UTF-8 text. `end >= begin`.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace signalbox
