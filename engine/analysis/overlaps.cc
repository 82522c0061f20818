// Rows that match together: an error under unique and any, a difference that the precedence hides elsewhere.
#include "analysis/work.h"
#include "model/reader.h"

namespace signalbox::analysis {

namespace {

Box common_box(const Work& work, std::uint32_t a, std::uint32_t b) {
  Box box = work.space.box_of(work.rows, a);
  const Box other = work.space.box_of(work.rows, b);
  for (std::size_t i = 0; i < box.size(); ++i) box[i].keep(other[i]);
  return box;
}

bool is_within(const Work& work, std::uint32_t inner, std::uint32_t outer) {
  for (std::size_t a = 0; a < work.rows.axes; ++a) {
    const Axis& axis = work.space.axes()[a];
    if (!axis.set(work.rows[inner][a]).is_within(axis.set(work.rows[outer][a]))) return false;
  }
  return true;
}

/// The rows after `row` that meet it and of which `wanted` is true.
template <class Wanted>
std::vector<std::uint32_t> later_meeting(Work& work, std::uint32_t row, Wanted wanted) {
  std::vector<std::uint32_t> rows;
  work.meetings.of(row).for_each([&](std::size_t r) {
    const auto one = static_cast<std::uint32_t>(r);
    if (one > row && !work.rows.is_impossible[one] && wanted(one)) rows.push_back(one);
  });
  return rows;
}

/// A witness of both rows matching. A warning where it is not known whether some record makes them match.
Finding meeting(Work& work, std::uint32_t row, std::vector<std::uint32_t> others) {
  const Box box = work.space.sayable_part(common_box(work, row, others.front()));
  Finding finding;
  finding.diagnostic.path = work.row_path(row);
  finding.region = conditions_of(work.space, box);
  work.prover.stand_in(box);
  const bool shown = work.prover.matches(row) && work.prover.matches(others.front());
  finding.witness = work.prover.witness(shown && work.space.is_of_fields(box));
  finding.diagnostic.severity = work.space.can_be_had(box) ? Severity::kError : Severity::kWarning;
  finding.row_count = others.size() + 1;
  finding.rows = {row};
  finding.rows.insert(finding.rows.end(), others.begin(), others.end());
  return finding;
}

std::string others_too(std::size_t count) {
  if (count < 2) return "";
  return " It matches together with " + std::to_string(count - 1) +
         (count == 2 ? " other row too." : " other rows too.");
}

void add_overlap(Work& work, std::uint32_t row, std::vector<std::uint32_t> others) {
  const bool is_any = work.table.hit == rules::Hit::kAny;
  const std::string_view code = is_any ? "conflict" : "overlap";
  if (!work.is_worth_describing(code)) return work.count(code);
  const auto certain = std::find_if(others.begin(), others.end(), [&](std::uint32_t one) {
    return work.space.can_be_had(common_box(work, row, one));
  });
  if (certain != others.end()) std::rotate(others.begin(), certain, certain + 1);
  Finding finding = meeting(work, row, std::move(others));
  finding.diagnostic.sentence = "The rows " + names_of(work.table, {row, finding.rows[1]}, 2) + " both match " +
                                when(finding.region) +
                                (is_any ? " and give different outputs, which the hit policy any forbids."
                                        : ", which the hit policy unique forbids.") +
                                others_too(finding.row_count - 1);
  const Severity severity = finding.diagnostic.severity;
  if (severity != Severity::kError) {
    finding.diagnostic.sentence += " Whether some record brings these values about together is not known.";
  }
  work.add(std::move(finding), code, severity);
}

/// Rows that match together and may or may not agree, because an output is a formula.
void say_what_is_computed(Work& work, const std::vector<std::uint32_t>& rows) {
  if (rows.empty()) return;
  Finding finding;
  finding.diagnostic.path = work.table.path;
  finding.diagnostic.sentence = "Whether " + names_of(work.table, rows, rows.size()) +
                                " agree with the rows that match together with them depends on formulas.";
  finding.rows = rows;
  work.add(std::move(finding), "undecided", Severity::kInfo);
}

/// The first input that `winner` tests and `row` does not, whose cell in `row` looks as if it did not matter.
std::optional<std::size_t> ignored_axis(const Work& work, std::uint32_t row, std::uint32_t winner) {
  for (std::size_t a = 0; a < work.rows.axes; ++a) {
    if (work.rows[row][a] == Axis::kAll && work.rows[winner][a] != Axis::kAll) return a;
  }
  return std::nullopt;
}

std::size_t tested_axes(const Work& work, std::uint32_t row) {
  return static_cast<std::size_t>(std::count_if(work.rows[row], work.rows[row] + work.rows.axes,
                                                [](std::uint32_t set) { return set != Axis::kAll; }));
}

/// Under first a row that goes before and tests more, or lies within, is an exception written above its rule, and reads
/// well. Under priority the order of the rows says nothing.
bool misleads(const Work& work, std::uint32_t row, std::uint32_t winner) {
  if (work.outcomes.of_row[row] == work.outcomes.of_row[winner] || !ignored_axis(work, row, winner)) return false;
  if (work.table.hit == rules::Hit::kPriority) return true;
  return tested_axes(work, winner) <= tested_axes(work, row) && !is_within(work, winner, row);
}

void add_misleading(Work& work, std::uint32_t row, std::vector<std::uint32_t> winners) {
  constexpr std::string_view kCode = "misleading-row";
  if (!work.is_worth_describing(kCode)) return work.count(kCode);
  Finding finding = meeting(work, row, std::move(winners));
  const std::uint32_t winner = finding.rows[1];
  const Axis& axis = work.space.axes()[*ignored_axis(work, row, winner)];
  finding.diagnostic.sentence = "The row " + names_of(work.table, {row}, 1) + " reads as if `" +
                                quote_for_message(axis.subject().text) + "` did not matter, but " +
                                names_of(work.table, {winner}, 1) + ", which has precedence, answers otherwise " +
                                when(finding.region) + ".";
  work.add(std::move(finding), kCode, Severity::kInfo);
}

}  // namespace

void find_overlaps(Work& work) {
  const bool is_any = work.table.hit == rules::Hit::kAny;
  if (work.table.hit != rules::Hit::kUnique && !is_any) return;
  std::vector<std::uint32_t> computed;
  for (std::uint32_t row = 0; row < work.rows.size(); ++row) {
    if (!work.is_certain(row)) continue;
    bool depends = false;
    auto others = later_meeting(work, row, [&](std::uint32_t one) {
      if (!work.is_certain(one)) return false;
      if (!is_any) return true;
      const bool differ = work.outcomes.of_row[row] != work.outcomes.of_row[one];
      const bool open = work.outcomes.is_computed[row] || work.outcomes.is_computed[one];
      depends = depends || (differ && open);
      return differ && !open;
    });
    if (!others.empty()) add_overlap(work, row, std::move(others));
    if (depends) computed.push_back(row);
  }
  say_what_is_computed(work, computed);
}

void find_misleading_rows(Work& work) {
  if (!work.is_ordered()) return;
  for (std::uint32_t row = 0; row < work.rows.size(); ++row) {
    // A row that is never reached is reported as that.
    if (!work.is_certain(row) || !work.reached[row] || work.catch_all == row) continue;
    std::vector<std::uint32_t> winners;
    work.meetings.of(row).for_each([&](std::size_t r) {
      const auto one = static_cast<std::uint32_t>(r);
      if (work.goes_before(one, row) && work.is_certain(one) && misleads(work, row, one)) winners.push_back(one);
    });
    if (!winners.empty()) add_misleading(work, row, std::move(winners));
  }
}

}  // namespace signalbox::analysis
