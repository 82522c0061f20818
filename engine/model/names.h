// Lists of named things, sorted by name.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/reader.h"

namespace signalbox {

/// Position of `key` in `items`, which are sorted by `project(item)`. O(log n).
template <class Index, class Items, class Project>
[[nodiscard]] std::optional<Index> find_sorted(const Items& items, std::string_view key, Project project) {
  const auto at = std::lower_bound(items.begin(), items.end(), key,
                                   [&](const auto& item, std::string_view name) { return project(item) < name; });
  if (at == items.end() || project(*at) != key) return std::nullopt;
  return Index(static_cast<std::uint32_t>(at - items.begin()));
}

template <class Items, class Project>
[[nodiscard]] std::vector<std::string_view> names_of(const Items& items, Project project) {
  std::vector<std::string_view> names;
  names.reserve(items.size());
  for (const auto& item : items) names.push_back(project(item));
  return names;
}

/// The texts of the array at `place`, sorted. A repeat is reported; `word` says of what.
[[nodiscard]] std::vector<std::string> read_names(const Place& place, std::string_view word);

/// Member indexes of an object in the order of their names, without the empty name, which is reported; none when there
/// are more than `limit`, which is reported too.
[[nodiscard]] std::vector<std::size_t> members_by_name(const Place& place, std::size_t limit);

}  // namespace signalbox
