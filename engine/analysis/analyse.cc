#include "analysis/analyse.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "analysis/work.h"
#include "base/sort.h"

namespace signalbox::analysis {

namespace {

/// Findings of the decision come first, then those of inputs, then row by row.
std::int64_t place_of(const Finding& finding) {
  const std::string_view path = finding.diagnostic.path;
  const std::size_t at = path.find("/rules/");
  if (at == std::string_view::npos) return path.find("/inputs/") == std::string_view::npos ? -2 : -1;
  std::int64_t row = 0;
  std::from_chars(path.data() + at + 7, path.data() + path.size(), row);
  return row;
}

void say_what_is_unknown(Work& work) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < work.rows.size(); ++row) {
    if (work.rows.unknown[row] != 0) rows.push_back(row);
  }
  if (rows.empty()) return;
  Finding finding;
  finding.diagnostic.path = work.table.path;
  finding.diagnostic.sentence = "What the rows " + names_of(work.table, rows, rows.size()) +
                                " take depends on formulas or on too many selected values: whether they leave gaps, "
                                "overlap or hide other rows is decided only as far as their other cells tell.";
  finding.rows = std::move(rows);
  work.add(std::move(finding), "undecided", Severity::kInfo);
}

void say_too_large(const TableIn& in, Report& report, std::string sentence) {
  Finding finding;
  finding.diagnostic.code = "undecided";
  finding.diagnostic.severity = Severity::kInfo;
  finding.diagnostic.path = in.table->path;
  finding.diagnostic.sentence = std::move(sentence);
  report.findings.push_back(std::move(finding));
  report.counts.push_back({"undecided", 1});
}

}  // namespace

Report analyse(const TableIn& in, std::uint64_t steps) {
  Report report;
  auto space = Space::of({&in, 1}, Formulas::kUnknown);
  if (!space) {
    say_too_large(
        in, report,
        "The decision tests more than " + std::to_string(Space::kMaxAxes) + " inputs, too many to be analysed.");
    return report;
  }
  Budget budget(steps);
  Work work(in, *space, budget);
  find_contradictions(work);
  say_what_is_unknown(work);
  if (work.meetings.is_possible()) {
    find_overlaps(work);
    find_masked_rows(work);
    find_misleading_rows(work);
    find_mergeable_rows(work);
    find_redundant_rows(work);
  } else {
    work.add_undecided(in.table->path, "The rows are too many and too different to be compared with each other.");
  }
  find_gaps(work);
  find_idle_inputs(work);
  find_days_left_out(work);
  sort_all(work.findings, [](const Finding& a, const Finding& b) { return place_of(a) < place_of(b); });
  report.findings = std::move(work.findings);
  for (const auto& [code, count] : work.counts) report.counts.push_back({code, count});
  report.steps = budget.used();
  return report;
}

}  // namespace signalbox::analysis
