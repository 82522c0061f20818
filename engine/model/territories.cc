#include "model/territories.h"

#include <algorithm>

#include "base/limits.h"
#include "model/names.h"

namespace signalbox {

Territories Territories::read(const Place& place) {
  Territories territories;
  const auto members = members_by_name(place, limits::kMaxTerritories);
  for (const std::size_t i : members) territories.nodes_.push_back({std::string(place.node().key(i)), {}});
  for (std::size_t n = 0; n < members.size(); ++n) {
    const Place at = place.at(members[n]);
    if (at.node().is(json::Kind::kNull)) continue;
    const auto parent = at.non_empty_text();
    if (!parent) continue;
    territories.nodes_[n].parent = territories.find(*parent);
    if (!territories.nodes_[n].parent) at.report_unknown("territory", *parent, territories.names());
  }
  territories.find_depths(place, members);
  return territories;
}

void Territories::find_depths(const Place& place, const std::vector<std::size_t>& members) {
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    std::uint32_t depth = 0;
    auto up = nodes_[n].parent;
    while (up && number(*up) != n && depth < limits::kMaxTerritoryDepth) {
      up = nodes_[number(*up)].parent;
      ++depth;
    }
    if (!up) {
      nodes_[n].depth = depth;
    } else if (number(*up) == n) {
      place.at(members[n])
          .report("territory-cycle", "The territory `" + quote_for_message(nodes_[n].name) + "` lies in itself.",
                  "a tree of territories");
    } else {
      const std::string limit = std::to_string(limits::kMaxTerritoryDepth);
      place.at(members[n])
          .report("too-deep", "Territories are nested in a circle, or deeper than " + limit + " levels.",
                  "at most " + limit + " levels");
    }
  }
}

std::optional<TerritoryIndex> Territories::find(std::string_view name) const {
  return find_sorted<TerritoryIndex>(nodes_, name, [](const Node& node) { return std::string_view(node.name); });
}

std::vector<std::string_view> Territories::names() const {
  return names_of(nodes_, [](const Node& node) { return std::string_view(node.name); });
}

TerritoryIndex Territories::ancestor(TerritoryIndex of, std::uint32_t levels) const {
  for (; levels > 0 && nodes_[number(of)].parent; --levels) of = *nodes_[number(of)].parent;
  return of;
}

bool Territories::is_within(TerritoryIndex inner, TerritoryIndex outer) const {
  const std::uint32_t inner_depth = nodes_[number(inner)].depth;
  const std::uint32_t outer_depth = nodes_[number(outer)].depth;
  return inner_depth >= outer_depth && ancestor(inner, inner_depth - outer_depth) == outer;
}

bool Territories::serves(TerritoryIndex covered, TerritoryIndex work, std::uint32_t widened) const {
  if (is_within(work, covered)) return true;
  return widened > 0 && is_within(covered, ancestor(work, widened));
}

std::optional<std::uint32_t> Territories::steps(TerritoryIndex a, TerritoryIndex b) const {
  std::uint32_t steps = 0;
  while (a != b) {
    TerritoryIndex& deeper = nodes_[number(a)].depth >= nodes_[number(b)].depth ? a : b;
    const auto parent = nodes_[number(deeper)].parent;
    if (!parent) return std::nullopt;
    deeper = *parent;
    ++steps;
  }
  return steps;
}

}  // namespace signalbox
