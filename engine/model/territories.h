// The tree of territories: who is near whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/reader.h"

namespace signalbox {

enum class TerritoryIndex : std::uint32_t {};

/// A forest of named territories. Immutable once read. Names are compared byte for byte.
class Territories {
 public:
  /// Reads an object of names, each with its parent's name or null. Unknown parents, circles (`territory-cycle`) and
  /// chains longer than limits::kMaxTerritoryDepth are reported.
  static Territories read(const Place& place);

  /// O(log n).
  [[nodiscard]] std::optional<TerritoryIndex> find(std::string_view name) const;
  [[nodiscard]] const std::string& name(TerritoryIndex index) const { return nodes_[number(index)].name; }
  [[nodiscard]] std::vector<std::string_view> names() const;

  /// Does work in `work` belong to those who cover `covered`? `widened` 0: it does when `covered` is `work` or one of
  /// its ancestors. From 1 on also when `covered` lies below the ancestor so many levels up (or the root). O(depth).
  [[nodiscard]] bool serves(TerritoryIndex covered, TerritoryIndex work, std::uint32_t widened) const;
  /// Steps along the tree from one to the other; nullopt when they have no root in common. O(depth).
  [[nodiscard]] std::optional<std::uint32_t> steps(TerritoryIndex a, TerritoryIndex b) const;

 private:
  struct Node {
    std::string name;
    std::optional<TerritoryIndex> parent;
    std::uint32_t depth = 0;  ///< 0 for a root.
  };
  static std::uint32_t number(TerritoryIndex index) { return static_cast<std::uint32_t>(index); }
  [[nodiscard]] TerritoryIndex ancestor(TerritoryIndex of, std::uint32_t levels) const;
  [[nodiscard]] bool is_within(TerritoryIndex inner, TerritoryIndex outer) const;
  void find_depths(const Place& place, const std::vector<std::size_t>& members);

  std::vector<Node> nodes_;  ///< Sorted by name.
};

}  // namespace signalbox
