// What it costs to give the fields of a record other values.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/change.h"
#include "analysis/space.h"

namespace signalbox::analysis {

/// The cheapest point of a box: fewer fields are cheaper than more, then the sum of their distances counts, then the
/// point whose first classes are the lower ones.
struct Cost {
  std::size_t fields = 0;
  Decimal distance;
  std::vector<std::uint32_t> point;  ///< By axis: its class.

  friend bool operator<(const Cost& a, const Cost& b) {
    if (a.fields != b.fields) return a.fields < b.fields;
    if (a.distance != b.distance) return a.distance < b.distance;
    return a.point < b.point;
  }
};

/// The costs of the classes of each axis, found when they are asked for. What a box costs least is the sum over its
/// axes, because axes do not depend on each other.
class ChangeCosts {
 public:
  /// `space` knows where the record lies (Space::around) and outlives this.
  ChangeCosts(const TableIn& in, const Space& space);

  /// The field that the axis shows; nullopt for what is no field of the record.
  [[nodiscard]] std::optional<std::uint32_t> slot_of(std::size_t axis) const { return slots_[axis]; }
  [[nodiscard]] bool is_change(std::size_t axis, std::size_t one) const {
    return space_.axes()[axis].is_known() && !space_.axes()[axis].alike().contains(one);
  }
  [[nodiscard]] const rules::Literal& value(std::size_t axis, std::size_t one) { return price(axis, one).value; }
  [[nodiscard]] const std::optional<Decimal>& distance(std::size_t axis, std::size_t one) {
    return price(axis, one).distance;
  }

  /// O(classes of the box).
  [[nodiscard]] Cost least(const Box& box);
  /// Fills in the passing value that is nearest to the present one.
  void nearest(std::size_t axis, const rules::UnaryTest& test, formula::Blanks blanks, FailedTest& failed);
  /// The axes, as bits, that a change of the fields may make a formula see: those of the fields that it reads, or all
  /// when it reads what is no field.
  [[nodiscard]] std::uint64_t axes_read(const formula::Formula& formula) const;

 private:
  struct Price {
    bool is_known = false;
    rules::Literal value;
    std::optional<Decimal> distance;
    Decimal share;
  };
  const Price& price(std::size_t axis, std::size_t one);

  const Space& space_;
  std::vector<std::optional<std::uint32_t>> slots_;
  std::vector<std::vector<Price>> prices_;  ///< By axis and class.
  std::size_t fields_;                      ///< Of the layout.
};

}  // namespace signalbox::analysis
