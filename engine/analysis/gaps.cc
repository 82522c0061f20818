// Records that no row matches.
#include <algorithm>
#include <iterator>

#include "analysis/work.h"
#include "base/limits.h"

namespace signalbox::analysis {

namespace {

/// The gap with each axis in turn made as wide as no row allows less, as far as one unary test can say it: a region
/// that cannot grow.
Box widened(const Work& work, Box gap, const std::vector<std::uint32_t>& rows) {
  const auto& axes = work.space.axes();
  for (std::size_t a = 0; a < axes.size(); ++a) {
    Box column = gap;
    column[a] = axes[a].set(Axis::kAll);
    BitSet open = column[a];
    for (const Candidate& row : candidates_in(column, axes, work.rows, rows)) open.remove(axes[a].set(row.sets[a]));
    gap[a] = axes[a].sayable_part(open, gap[a].front());
  }
  return gap;
}

/// Regions that were found already count as rows.
class Gaps {
 public:
  Gaps(Work& work, std::vector<std::uint32_t> rows) : work_(work), rows_(std::move(rows)) {}

  /// The next region; nullopt when there is none, or when the budget does not tell (is_undecided).
  std::optional<Box> next() {
    Budget share = work_.share();
    Cover cover(work_.space.axes(), share);
    Candidates candidates = candidates_in(work_.space.whole(), work_.space.axes(), work_.rows, rows_);
    for (const std::vector<std::uint32_t>& sets : found_) candidates.push_back(candidate_of(sets));
    const Answer answer = cover.covers(work_.space.whole(), std::move(candidates));
    work_.settle(share);
    undecided_ = answer == Answer::kUndecided;
    if (answer != Answer::kNo) return std::nullopt;
    const Box gap = widened(work_, cover.uncovered(), rows_);
    std::vector<std::uint32_t> sets;
    for (std::size_t a = 0; a < gap.size(); ++a) sets.push_back(work_.space.axes()[a].number_of(gap[a]));
    found_.push_back(std::move(sets));
    return gap;
  }

  [[nodiscard]] bool is_undecided() const { return undecided_; }

 private:
  [[nodiscard]] Candidate candidate_of(const std::vector<std::uint32_t>& sets) const {
    Candidate candidate{sets.data(), 0, 0};
    for (std::size_t a = 0; a < sets.size(); ++a) {
      if (sets[a] != Axis::kAll) candidate.restricts |= std::uint64_t{1} << a;
    }
    return candidate;
  }

  Work& work_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::vector<std::uint32_t>> found_;
  bool undecided_ = false;
};

/// Who answers where no row was written.
struct Answerer {
  std::string_view code;
  Severity severity;
  std::string words;
};

Answerer answerer_of(const Work& work) {
  if (work.catch_all) {
    return {"left-to-catch-all", Severity::kInfo,
            "only the row " + names_of(work.table, {*work.catch_all}, 1) + ", which takes every record, answers."};
  }
  if (!work.table.defaults.empty()) return {"left-to-default", Severity::kInfo, "the default answers."};
  const bool is_collect = work.table.hit >= rules::Hit::kCollect;
  return {"gap", is_collect ? Severity::kInfo : Severity::kWarning,
          is_collect ? "nothing is collected." : "the outputs stay blank."};
}

void add_gap(Work& work, const Answerer& answerer, const Box& gap) {
  Finding finding;
  finding.diagnostic.path = work.table.path;
  finding.region = conditions_of(work.space, gap);
  const bool is_everything = finding.region.empty();
  finding.diagnostic.sentence =
      (is_everything ? "No row says what happens to any record" : "No row says what happens " + when(finding.region)) +
      ": " + answerer.words;
  work.prover.stand_in(gap);
  const auto& winners = work.prover.winners();
  const bool nobody = winners.empty() || (work.catch_all && winners[0] == *work.catch_all);
  finding.witness = work.prover.witness(nobody && work.space.is_of_fields(gap));
  if (work.catch_all) finding.rows = {*work.catch_all};
  work.add(std::move(finding), answerer.code, answerer.severity);
}

void add_unreached_default(Work& work) {
  if (work.table.defaults.empty()) return;
  Finding finding;
  finding.diagnostic.path = work.table.path + "/default";
  finding.diagnostic.sentence = "The default is never used: the rows take every record.";
  work.add(std::move(finding), "unreached-default", Severity::kInfo);
}

/// Some rows are unknown, and count as large as they could be; do the others take every record as well?
bool is_covered_by_known_rows(Work& work, const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint32_t> known;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(known),
               [&](std::uint32_t row) { return work.rows.unknown[row] == 0; });
  Budget share = work.share();
  Cover cover(work.space.axes(), share);
  const Box whole = work.space.whole();
  const Answer answer = cover.covers(whole, candidates_in(whole, work.space.axes(), work.rows, known));
  work.settle(share);
  return answer == Answer::kYes;
}

}  // namespace

void find_gaps(Work& work) {
  std::vector<std::uint32_t> rows;
  std::size_t unknown = 0;
  for (std::uint32_t r = 0; r < work.rows.size(); ++r) {
    if (work.rows.is_impossible[r] || work.catch_all == r) continue;
    if (work.rows.unknown[r] != 0) ++unknown;
    rows.push_back(r);
  }
  // Rows that are unknown count as large as they could be: what they leave open is open.
  Gaps gaps(work, rows);
  const Answerer answerer = answerer_of(work);
  // Where something answers, one example will do.
  const std::size_t most = answerer.code == "gap" ? limits::kMaxGaps : 1;
  std::size_t found = 0;
  for (; found < most; ++found) {
    const auto gap = gaps.next();
    if (!gap) break;
    add_gap(work, answerer, *gap);
  }
  if (work.catch_all) add_unreached_default(work);
  if (gaps.is_undecided()) {
    work.add_undecided(work.table.path,
                       "Whether there are records that no row matches was not decided within the budget.");
  } else if (found > 0 || work.catch_all) {
    return;
  } else if (unknown == 0 || is_covered_by_known_rows(work, rows)) {
    add_unreached_default(work);
  } else {
    work.add_undecided(work.table.path, "Whether some row matches every record depends on formulas, in " +
                                            counted(unknown, "row") + ".");
  }
}

}  // namespace signalbox::analysis
