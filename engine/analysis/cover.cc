#include "analysis/cover.h"

#include <algorithm>
#include <array>
#include <bit>

namespace signalbox::analysis {

namespace {

/// The axis that the most rows restrict; `axes` when none does.
std::size_t most_restricted(const Candidates& rows, std::size_t axes) {
  std::array<std::size_t, Space::kMaxAxes> counts{};
  for (const Candidate& row : rows) {
    for (std::uint64_t rest = row.restricts; rest != 0; rest &= rest - 1) {
      ++counts[static_cast<std::size_t>(std::countr_zero(rest))];
    }
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return *most == 0 ? axes : static_cast<std::size_t>(most - counts.begin());
}

bool takes_all(const Candidate& row) { return row.restricts == 0; }

}  // namespace

Candidates candidates_in(const Box& box, const std::vector<Axis>& axes, const Rows& rows,
                         std::span<const std::uint32_t> among) {
  Candidates candidates;
  for (const std::uint32_t row : among) {
    Candidate candidate{rows[row], row, 0};
    bool meets = !rows.is_impossible[row];
    for (std::size_t a = 0; meets && a < axes.size(); ++a) {
      if (candidate.sets[a] == Axis::kAll) continue;
      const BitSet& set = axes[a].set(candidate.sets[a]);
      meets = set.intersects(box[a]);
      if (!box[a].is_within(set)) candidate.restricts |= std::uint64_t{1} << a;
    }
    if (meets) candidates.push_back(candidate);
  }
  return candidates;
}

Candidates narrowed(const Candidates& rows, std::size_t axis, const Box& box, const std::vector<Axis>& axes) {
  const std::uint64_t bit = std::uint64_t{1} << axis;
  Candidates left;
  left.reserve(rows.size());
  for (Candidate row : rows) {
    if ((row.restricts & bit) != 0) {
      const BitSet& set = axes[axis].set(row.sets[axis]);
      if (!set.intersects(box[axis])) continue;
      if (box[axis].is_within(set)) row.restricts &= ~bit;
    }
    left.push_back(row);
  }
  return left;
}

Answer Cover::covers(const Box& box, Candidates rows) {
  used_.clear();
  if (probe(box, rows)) return Answer::kNo;
  return split(box, std::move(rows), 0);
}

std::vector<std::uint32_t> Cover::covering() const {
  std::vector<std::uint32_t> rows = used_;
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

std::size_t Cover::least_held(const BitSet& classes, std::size_t axis, const Candidates& rows) const {
  const std::size_t count = classes.count();
  const std::size_t stride = (count + kProbed - 1) / kProbed;
  std::size_t best = 0;
  std::size_t fewest = rows.size() + 1;
  std::size_t at = 0;
  classes.for_each([&](std::size_t one) {
    if (at++ % stride != 0 || fewest == 0) return;
    const auto held = static_cast<std::size_t>(std::count_if(
        rows.begin(), rows.end(), [&](const Candidate& row) { return axes_[axis].set(row.sets[axis]).contains(one); }));
    if (held >= fewest) return;
    fewest = held;
    best = one;
  });
  return best;
}

bool Cover::probe(Box box, Candidates rows) {
  while (!rows.empty()) {
    if (std::any_of(rows.begin(), rows.end(), takes_all)) return false;
    const std::size_t axis = most_restricted(rows, axes_.size());
    if (!budget_.spend(rows.size())) return false;
    const std::size_t one = least_held(box[axis], axis, rows);
    box[axis] = BitSet(axes_[axis].classes());
    box[axis].add(one);
    rows = narrowed(rows, axis, box, axes_);
  }
  uncovered_ = std::move(box);
  return true;
}

Answer Cover::split(Box box, Candidates rows, int depth) {
  while (!rows.empty()) {
    const auto row = *std::min_element(rows.begin(), rows.end(), [](const Candidate& a, const Candidate& b) {
      return std::popcount(a.restricts) < std::popcount(b.restricts);
    });
    if (takes_all(row) || std::has_single_bit(row.restricts)) used_.push_back(row.row);
    if (takes_all(row)) return Answer::kYes;
    if (depth == kMaxDepth || !budget_.spend(rows.size())) return Answer::kUndecided;
    const auto axis = static_cast<std::size_t>(std::countr_zero(row.restricts));
    const BitSet& held = axes_[axis].set(row.sets[axis]);
    if (!std::has_single_bit(row.restricts)) {
      Box inside = box;
      inside[axis].keep(held);
      Candidates left = narrowed(rows, axis, inside, axes_);
      const Answer answer = split(std::move(inside), std::move(left), depth + 1);
      if (answer != Answer::kYes) return answer;
    }
    box[axis].remove(held);
    rows = narrowed(rows, axis, box, axes_);
  }
  uncovered_ = std::move(box);
  return Answer::kNo;
}

}  // namespace signalbox::analysis
