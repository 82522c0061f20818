// Rows that are never reached.
#include "analysis/work.h"
#include "model/reader.h"

namespace signalbox::analysis {

namespace {

constexpr std::size_t kMaxPruned = 16;

/// Rows that go before `row`, meet it, and are known to take all of their boxes: those that are known, and those whose
/// unknown tests are the row's own.
std::vector<std::uint32_t> rivals_of(Work& work, std::uint32_t row) {
  std::vector<std::uint32_t> rivals;
  work.meetings.of(row).for_each([&](std::size_t r) {
    const auto one = static_cast<std::uint32_t>(r);
    if (!work.goes_before(one, row)) return;
    const bool is_known = work.rows.unknown[one] == 0 || work.rows.unknown[one] == work.rows.unknown[row];
    if (is_known && !work.rows.is_impossible[one]) rivals.push_back(one);
  });
  return rivals;
}

/// Leaves rows out one by one while the others still cover the box.
std::vector<std::uint32_t> fewest(Work& work, const Box& box, std::vector<std::uint32_t> rows, Budget& budget) {
  for (std::size_t i = rows.size(); i-- > 0 && rows.size() <= kMaxPruned && rows.size() > 1;) {
    std::vector<std::uint32_t> fewer = rows;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    Cover cover(work.space.axes(), budget);
    const Answer answer = cover.covers(box, candidates_in(box, work.space.axes(), work.rows, fewer));
    if (answer == Answer::kYes) rows = std::move(fewer);
  }
  return rows;
}

void add_masked(Work& work, std::uint32_t row, const Box& box, std::vector<std::uint32_t> by, Budget& budget) {
  constexpr std::string_view kCode = "masked-row";
  if (!work.is_worth_describing(kCode)) return work.count(kCode);
  by = fewest(work, box, std::move(by), budget);
  Finding finding;
  finding.diagnostic.path = work.row_path(row);
  finding.diagnostic.sentence = "The row `" + quote_for_message(work.table.rules[row].id) +
                                "` is never reached: " + names_of(work.table, by, by.size()) +
                                (by.size() == 1 ? " takes" : " together take") + " every record that it would match.";
  finding.rows = {row};
  finding.rows.insert(finding.rows.end(), by.begin(), by.end());
  work.prover.stand_in(box);
  const auto& winners = work.prover.winners();
  const bool shown = !winners.empty() && winners[0] != row && work.prover.matches(row);
  // What else the row takes depends on formulas.
  if (work.rows.unknown[row] == 0) finding.witness = work.prover.witness(shown && work.space.is_of_fields(box));
  work.add(std::move(finding), kCode, Severity::kWarning);
}

}  // namespace

void find_masked_rows(Work& work) {
  if (!work.is_ordered()) return;
  std::vector<std::uint32_t> undecided;
  std::size_t undecided_count = 0;
  for (std::uint32_t row = 0; row < work.rows.size(); ++row) {
    if (work.rows.is_impossible[row]) continue;
    const Box box = work.space.box_of(work.rows, row);
    Budget share = work.share();
    Cover cover(work.space.axes(), share);
    const Answer answer = cover.covers(box, candidates_in(box, work.space.axes(), work.rows, rivals_of(work, row)));
    if (answer == Answer::kNo) {
      work.reached[row] = cover.uncovered();
    } else if (answer == Answer::kYes) {
      add_masked(work, row, box, cover.covering(), share);
    } else if (undecided_count++ < kMaxRowsNamed) {
      undecided.push_back(row);
    }
    work.settle(share);
  }
  if (undecided_count == 0) return;
  work.add_undecided(work.table.path, "Whether rows are never reached was not decided within the budget: " +
                                          names_of(work.table, undecided, undecided_count) + ".");
}

}  // namespace signalbox::analysis
