// The instants at which a test of a clock changes its truth: solved, not polled.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "rules/table.h"
#include "sla/milestone.h"

namespace signalbox::sla {

enum class Comparison : std::uint8_t { kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kEqual, kNotEqual };

/// A comparison of a clock's quantity with a constant, somewhere in the definition.
struct Threshold {
  std::uint32_t milestone;  ///< Index among the definition's milestones.
  Quantity quantity;        ///< Not kCompleted; for kBreached comparison and constant say nothing.
  Comparison comparison;
  Decimal constant;
  std::string formula;  ///< As written: of the input, or the formula that holds the comparison.
  std::string test;     ///< `<= 0.2`: the cell as written, or the comparison.
};

/// At most two instants, ascending.
struct Crossings {
  std::array<Instant, 2> at;
  std::size_t count = 0;
};

/// Every millisecond t, start <= t, at which the truth of the comparison is not what it was at t - 1 (with the clock
/// running on and on), ascending. Exact: an equality is true for one millisecond of the course (over night, when that
/// is the last one before the hours close), and gives the end of it as well. O(log n) of the course.
[[nodiscard]] Crossings solve(const Threshold& threshold, const Course& course, std::int64_t target_ms);

/// Gathers the thresholds of a definition, each once, in the order met.
class ThresholdList {
 public:
  /// The slots of the milestones' quantities: from `begin` on, before `end`.
  ThresholdList(std::uint32_t begin, std::uint32_t end) : begin_(begin), end_(end) {}

  /// The comparisons inside a formula, and the milestones whose breach it reads.
  void add(const formula::Formula& formula);
  /// Those of a table's formulas, and the tests of its inputs that are a bare quantity.
  void add(const rules::Table& table);
  [[nodiscard]] std::vector<Threshold> take() { return std::move(list_); }

 private:
  struct Source {
    std::uint32_t milestone;
    Quantity quantity;
  };
  [[nodiscard]] std::optional<Source> source_of(std::uint32_t slot) const;
  void add(Threshold threshold);
  void add_test(const rules::Test& test, const Threshold& like);

  std::uint32_t begin_;
  std::uint32_t end_;
  std::vector<Threshold> list_;
  std::unordered_set<std::string> known_;
};

}  // namespace signalbox::sla
