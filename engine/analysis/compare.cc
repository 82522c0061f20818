#include "analysis/compare.h"

#include <algorithm>
#include <bit>
#include <map>

namespace signalbox::analysis {

namespace {

/// Where one row wins, rows behind one that takes the whole box never answer.
void cut_behind_winner(Version& rows) {
  const auto all =
      std::find_if(rows.begin(), rows.end(), [](const VersionRow& row) { return row.place.restricts == 0; });
  if (all != rows.end()) rows.erase(all + 1, rows.end());
}

bool has_changes(const Version& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const VersionRow& row) { return row.is_changed; });
}

/// Do the rows give the same outputs, one after the other?
bool answer_alike(const Version& before, const Version& after) {
  return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                    [](const VersionRow& a, const VersionRow& b) { return a.outcome == b.outcome; });
}

bool is_partial(const VersionRow& row) { return row.place.restricts != 0; }

/// The row to split along: a changed one that holds part of the box, else any that does, the one that restricts the
/// fewest axes; nullptr when every row holds all of it.
const VersionRow* splitting_row(const Version& before, const Version& after) {
  const VersionRow* best = nullptr;
  const auto is_better = [&](const VersionRow& row) {
    if (!is_partial(row)) return false;
    if (best == nullptr || row.is_changed != best->is_changed) return best == nullptr || row.is_changed;
    return std::popcount(row.place.restricts) < std::popcount(best->place.restricts);
  };
  for (const Version* rows : {&before, &after}) {
    for (const VersionRow& row : *rows) {
      if (is_better(row)) best = &row;
    }
  }
  return best;
}

using Key = std::vector<std::uint32_t>;

Key key_of(const VersionRow& row, std::size_t axes) {
  Key key(row.place.sets, row.place.sets + axes);
  key.push_back(row.outcome);
  return key;
}

}  // namespace

void mark_changes(Version& before, Version& after, std::size_t axes) {
  for (Version* rows : {&before, &after}) {
    for (VersionRow& row : *rows) row.is_changed = true;
  }
  // The places of each row in `after`, and the longest common subsequence where no row occurs twice: patience sorting
  // (Hunt and Szymanski, 1977).
  std::map<Key, std::vector<std::size_t>> places;
  for (std::size_t i = after.size(); i-- > 0;) places[key_of(after[i], axes)].push_back(i);
  struct Pair {
    std::size_t before;
    std::size_t after;
    std::size_t previous;
  };
  constexpr std::size_t kNone = ~std::size_t{0};
  std::vector<Pair> pairs;
  std::vector<std::size_t> ends;  // by length: the pair that ends the common subsequence of that length soonest
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto found = places.find(key_of(before[i], axes));
    if (found == places.end() || found->second.empty()) continue;
    const std::size_t j = found->second.back();
    found->second.pop_back();
    const auto at = std::lower_bound(ends.begin(), ends.end(), j,
                                     [&](std::size_t pair, std::size_t place) { return pairs[pair].after < place; });
    pairs.push_back({i, j, at == ends.begin() ? kNone : *(at - 1)});
    if (at == ends.end()) {
      ends.push_back(pairs.size() - 1);
    } else {
      *at = pairs.size() - 1;
    }
  }
  for (std::size_t pair = ends.empty() ? kNone : ends.back(); pair != kNone; pair = pairs[pair].previous) {
    before[pairs[pair].before].is_changed = false;
    after[pairs[pair].after].is_changed = false;
  }
}

Version Comparison::narrowed(const Version& rows, std::size_t axis, const Box& box) const {
  const std::uint64_t bit = std::uint64_t{1} << axis;
  Version left;
  left.reserve(rows.size());
  for (VersionRow row : rows) {
    if ((row.place.restricts & bit) != 0) {
      const BitSet& set = axes_[axis].set(row.place.sets[axis]);
      if (!set.intersects(box[axis])) continue;
      if (box[axis].is_within(set)) row.place.restricts &= ~bit;
    }
    left.push_back(row);
  }
  return left;
}

bool Comparison::is_alike(const Version& before, const Version& after) const {
  if (!policies_.same || !answer_alike(before, after)) return false;
  // Either what is left is in both, in the same order, or it matches all over the box.
  return (!has_changes(before) && !has_changes(after)) || (std::none_of(before.begin(), before.end(), is_partial) &&
                                                           std::none_of(after.begin(), after.end(), is_partial));
}

Answer Comparison::split(Box box, Version before, Version after, int depth) {
  while (true) {
    if (policies_.first_before) cut_behind_winner(before);
    if (policies_.first_after) cut_behind_winner(after);
    if (is_alike(before, after)) return Answer::kYes;
    const VersionRow* row = splitting_row(before, after);
    if (row == nullptr) return take_({box, before, after}) ? Answer::kYes : Answer::kNo;
    if (depth == kMaxDepth || !budget_.spend(before.size() + after.size())) return Answer::kUndecided;
    const auto axis = static_cast<std::size_t>(std::countr_zero(row->place.restricts));
    const BitSet& held = axes_[axis].set(row->place.sets[axis]);
    Box inside = box;
    inside[axis].keep(held);
    const Answer answer = split(inside, narrowed(before, axis, inside), narrowed(after, axis, inside), depth + 1);
    if (answer != Answer::kYes) return answer;
    box[axis].remove(held);
    before = narrowed(before, axis, box);
    after = narrowed(after, axis, box);
  }
}

}  // namespace signalbox::analysis
