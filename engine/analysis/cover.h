// Is a box covered by other boxes? If not, where is it not?
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/space.h"

namespace signalbox::analysis {

enum class Answer : std::uint8_t { kNo, kYes, kUndecided };

/// Work that may still be done, counted in rows looked at, so that it is the same on every host.
class Budget {
 public:
  explicit Budget(std::uint64_t steps) : left_(steps), given_(steps) {}
  /// False when there is not that much left; then nothing more is.
  bool spend(std::uint64_t steps) {
    if (steps > left_) left_ = 0;
    if (left_ == 0) return false;
    left_ -= steps;
    return true;
  }
  [[nodiscard]] bool is_spent() const { return left_ == 0; }
  [[nodiscard]] std::uint64_t used() const { return given_ - left_; }
  [[nodiscard]] std::uint64_t left() const { return left_; }
  [[nodiscard]] std::uint64_t given() const { return given_; }

 private:
  std::uint64_t left_;
  std::uint64_t given_;
};

/// A row that meets the box in hand.
struct Candidate {
  const std::uint32_t* sets;
  std::uint32_t row;
  std::uint64_t restricts;  ///< By axis: does the row hold only part of the box?
};
using Candidates = std::vector<Candidate>;

/// The rows that meet the box. O(rows x axes).
[[nodiscard]] Candidates candidates_in(const Box& box, const std::vector<Axis>& axes, const Rows& rows,
                                       std::span<const std::uint32_t> among);
/// The candidates that still meet the box after its set of one axis has become smaller.
[[nodiscard]] Candidates narrowed(const Candidates& rows, std::size_t axis, const Box& box,
                                  const std::vector<Axis>& axes);

/// Whether boxes cover a box is the question whether a formula in disjunctive normal form always holds; so the search
/// is that of Davis, Logemann and Loveland (1962) for its opposite, over sets of classes instead of truth values: a row
/// that restricts one axis only takes its part away at once; otherwise the box is split along the row that restricts
/// the fewest axes. Before it, a point is looked for by choosing, axis by axis, the class that the fewest rows hold.
class Cover {
 public:
  Cover(const std::vector<Axis>& axes, Budget& budget) : axes_(axes), budget_(budget) {}

  /// Does every point of `box` lie in one of the rows? They must meet it. Exponential at worst; the budget ends it.
  [[nodiscard]] Answer covers(const Box& box, Candidates rows);
  /// After kNo: a part of the box that no row meets.
  [[nodiscard]] const Box& uncovered() const { return uncovered_; }
  /// After kYes: rows that cover the box together, ascending.
  [[nodiscard]] std::vector<std::uint32_t> covering() const;

 private:
  static constexpr int kMaxDepth = 2'000;
  static constexpr std::size_t kProbed = 64;  ///< Classes of one axis that the first look compares.

  bool probe(Box box, Candidates rows);
  Answer split(Box box, Candidates rows, int depth);
  [[nodiscard]] std::size_t least_held(const BitSet& classes, std::size_t axis, const Candidates& rows) const;

  const std::vector<Axis>& axes_;
  Budget& budget_;
  Box uncovered_;
  std::vector<std::uint32_t> used_;
};

}  // namespace signalbox::analysis
