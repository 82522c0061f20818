// Binary search that does not guess.
#pragma once

#include <cstddef>

namespace signalbox::calendar {

/// How many of the first `count` items `is_before(item)` holds for; it must hold for a beginning of them and for none
/// behind. Without branches on what is found: where the answers are as good as random, wrongly predicted branches would
/// cost more than all the rest. O(log count).
template <class Item, class IsBefore>
[[nodiscard]] std::size_t count_before(const Item* items, std::size_t count, IsBefore is_before) {
  std::size_t found = 0;
  while (count > 0) {
    const std::size_t half = count - count / 2;
    found += is_before(items[found + half - 1]) ? half : 0;
    count -= half;
  }
  return found;
}

}  // namespace signalbox::calendar
