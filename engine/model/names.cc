#include "model/names.h"

#include "base/sort.h"

namespace signalbox {

std::vector<std::string> read_names(const Place& place, std::string_view word) {
  std::vector<std::string> names;
  if (!place.is_array()) return names;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    if (const auto name = place.at(i).non_empty_text()) names.emplace_back(*name);
  }
  sort_all(names);
  const auto repeat = std::adjacent_find(names.begin(), names.end());
  if (repeat != names.end()) {
    place.report("duplicate-name",
                 "The " + std::string(word) + " `" + quote_for_message(*repeat) + "` is listed twice.",
                 "each " + std::string(word) + " once", *repeat);
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }
  return names;
}

std::vector<std::size_t> members_by_name(const Place& place, std::size_t limit) {
  std::vector<std::size_t> order;
  const json::Node node = place.node();
  if (node.size() > limit) {
    place.report("too-many", "There are " + std::to_string(node.size()) + " members here.",
                 "at most " + std::to_string(limit), std::to_string(node.size()));
    return order;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (node.key(i).empty()) {
      place.at(i).report("empty-text", "A name must not be empty.", "a name", "an empty name");
    } else {
      order.push_back(i);
    }
  }
  sort_all(order, [&](std::size_t a, std::size_t b) { return node.key(a) < node.key(b); });
  return order;
}

}  // namespace signalbox
