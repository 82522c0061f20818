// Where two lists of rows answer differently.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "analysis/cover.h"

namespace signalbox::analysis {

/// A row of one of the two versions, in the order of precedence. The last row of each version takes everything: the
/// default, or nothing.
struct VersionRow {
  Candidate place;
  std::uint32_t outcome = 0;  ///< Equal numbers: the same outputs, in either version.
  bool is_changed = true;     ///< Has no counterpart in the other version at its place.
};
using Version = std::vector<VersionRow>;

/// Marks the rows that both versions have in the same order (by their sets and outcomes) as not changed, and all others
/// as changed: greedily, so that more than need be may count as changed. Common beginnings and ends are found whatever
/// lies between. O(rows log rows).
void mark_changes(Version& before, Version& after, std::size_t axes);

/// A box within which each version has the same rows that match, and those two lists.
struct Disagreement {
  const Box& box;
  const Version& before;
  const Version& after;
};

/// Splits the space until every version's matching rows are the same all over each part, leaving out parts that no
/// changed row meets: there both answer alike.
class Comparison {
 public:
  /// How the versions answer.
  struct Policies {
    bool first_before = false;  ///< One row wins: the first that matches.
    bool first_after = false;
    bool same = true;  ///< Equal lists of rows give equal answers.
  };
  /// Gets each part in which the rows that answer may differ, and says whether to go on.
  using Take = std::function<bool(const Disagreement&)>;
  Comparison(const std::vector<Axis>& axes, Budget& budget, Policies policies, Take take)
      : axes_(axes), budget_(budget), policies_(policies), take_(std::move(take)) {}

  /// kYes: every part was seen; kNo: `take` had enough; kUndecided: the budget, or the depth, ended it.
  [[nodiscard]] Answer run(const Box& box, Version before, Version after) {
    return split(box, std::move(before), std::move(after), 0);
  }

 private:
  static constexpr int kMaxDepth = 2'000;

  Answer split(Box box, Version before, Version after, int depth);
  [[nodiscard]] bool is_alike(const Version& before, const Version& after) const;
  [[nodiscard]] Version narrowed(const Version& rows, std::size_t axis, const Box& box) const;

  const std::vector<Axis>& axes_;
  Budget& budget_;
  Policies policies_;
  Take take_;
};

}  // namespace signalbox::analysis
