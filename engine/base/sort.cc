#include "base/sort.h"

namespace signalbox {

std::vector<std::uint32_t> sorted_order(std::size_t count, const void* things,
                                        bool (*is_before)(const void*, std::uint32_t, std::uint32_t)) {
  std::vector<std::uint32_t> order(count);
  for (std::uint32_t i = 0; i < count; ++i) order[i] = i;
  std::vector<std::uint32_t> merged(count);
  // Runs of twice the length each time.
  for (std::size_t length = 1; length < count; length *= 2) {
    for (std::size_t begin = 0; begin < count; begin += 2 * length) {
      const std::size_t middle = begin + length < count ? begin + length : count;
      const std::size_t end = middle + length < count ? middle + length : count;
      std::size_t left = begin;
      std::size_t right = middle;
      for (std::size_t to = begin; to < end; ++to) {
        const bool takes_right = left == middle || (right < end && is_before(things, order[right], order[left]));
        merged[to] = takes_right ? order[right++] : order[left++];
      }
    }
    order.swap(merged);
  }
  return order;
}

}  // namespace signalbox
