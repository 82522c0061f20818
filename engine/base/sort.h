// Sorting with little code: std::sort is 2 to 4 kB of WebAssembly for every type and order, this about 150 bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace signalbox {

/// The numbers from 0 to `count` as an order makes them; what is equal keeps its place. `is_before(things, a, b)`: a
/// strict weak order. O(count log count).
[[nodiscard]] std::vector<std::uint32_t> sorted_order(std::size_t count, const void* things,
                                                      bool (*is_before)(const void*, std::uint32_t, std::uint32_t));

/// Sorts what is sorted once for a document or a question; what is equal keeps its place. For what is sorted for every
/// record std::sort is there, which is two to three times faster.
template <class T, class IsBefore = std::less<T>>
[[gnu::noinline]] void sort_all(std::vector<T>& things, const IsBefore& is_before = {}) {
  struct Things {
    const T* first;
    const IsBefore& is_before;
  };
  const Things all{things.data(), is_before};
  const auto order = sorted_order(things.size(), &all, [](const void* given, std::uint32_t a, std::uint32_t b) -> bool {
    const auto& those = *static_cast<const Things*>(given);
    return those.is_before(those.first[a], those.first[b]);
  });
  std::vector<T> sorted;
  sorted.reserve(things.size());
  for (const std::uint32_t index : order) sorted.push_back(std::move(things[index]));
  things = std::move(sorted);
}

}  // namespace signalbox
