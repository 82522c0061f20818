// Rows and inputs that could be left out, and rows that could be one.
#include <map>
#include <tuple>

#include "analysis/compare.h"
#include "analysis/outputs.h"
#include "analysis/work.h"
#include "base/limits.h"
#include "base/sort.h"
#include "model/reader.h"

namespace signalbox::analysis {

namespace {

constexpr std::size_t kMaxTried = 64;  ///< Rows asked whether an input matters to them, before the search.

/// The last row of a version: what answers where no row matches.
VersionRow otherwise_row(const Work& work, const std::vector<std::uint32_t>& all_sets) {
  return {{all_sets.data(), static_cast<std::uint32_t>(work.rows.size()), 0}, work.outcomes.otherwise};
}

Version version_of(const Work& work, const Candidates& rows, const std::vector<std::uint32_t>& all_sets) {
  Version version;
  for (const Candidate& row : rows) version.push_back({row, work.outcomes.of_row[row.row]});
  if (work.is_ordered()) {
    sort_all(version,
             [&](const VersionRow& a, const VersionRow& b) { return work.goes_before(a.place.row, b.place.row); });
  }
  // Rows of a table that collects answer together, and the default only where there are none: nothing stands for it.
  if (work.is_ordered()) version.push_back(otherwise_row(work, all_sets));
  return version;
}

std::vector<std::uint32_t> all_rows(const Work& work) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t r = 0; r < work.rows.size(); ++r) rows.push_back(r);
  return rows;
}

bool has_unknown(const Work& work, const std::vector<std::uint32_t>& rows) {
  return std::any_of(rows.begin(), rows.end(), [&](std::uint32_t row) { return work.rows.unknown[row] != 0; });
}

/// What the rows give together. Where one wins it is the first of them, or what answers otherwise.
std::string answer_of(const Work& work, const std::vector<std::uint32_t>& rows) {
  if (!work.is_ordered()) return outputs_json(work.in, rows);
  return std::to_string(rows.empty() ? work.outcomes.otherwise : work.outcomes.of_row[rows.front()]);
}

std::string answer_of(const Work& work, const Version& version) {
  std::vector<std::uint32_t> rows;
  for (const VersionRow& row : version) {
    if (row.place.row < work.rows.size()) rows.push_back(row.place.row);
  }
  return answer_of(work, rows);
}

/// A box of one point.
Box point_of(const Work& work, const Box& box) {
  Box point;
  for (std::size_t a = 0; a < box.size(); ++a) {
    point.emplace_back(work.space.axes()[a].classes());
    point.back().add(box[a].front());
  }
  return point;
}

/// Of `rows`, which are in order, those that match at a point.
std::vector<std::uint32_t> matching_at(const Work& work, const Box& point, const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint32_t> matching;
  for (const Candidate& row : candidates_in(point, work.space.axes(), work.rows, rows)) matching.push_back(row.row);
  return matching;
}

Answer is_same_without(Work& work, std::uint32_t row, const std::vector<std::uint32_t>& meeting, Budget& budget) {
  const Box box = work.space.box_of(work.rows, row);
  const std::vector<std::uint32_t> all_sets(work.rows.axes, Axis::kAll);
  const Candidates rows = candidates_in(box, work.space.axes(), work.rows, meeting);
  Version with = version_of(work, rows, all_sets);
  Version without;
  for (VersionRow& one : with) {
    one.is_changed = one.place.row == row;
    if (!one.is_changed) without.push_back(one);
  }
  Comparison comparison(work.space.axes(), budget, {true, true, true}, [](const Disagreement&) { return false; });
  return comparison.run(box, std::move(with), std::move(without));
}

bool is_redundant(Work& work, std::uint32_t row) {
  const std::vector<std::uint32_t> meeting = Work::members(work.meetings.of(row));
  if (has_unknown(work, meeting)) return false;
  std::vector<std::uint32_t> later;
  for (const std::uint32_t one : meeting) {
    if (work.goes_before(row, one)) later.push_back(one);
  }
  work.sort_by_precedence(later);
  const Box point = point_of(work, *work.reached[row]);
  if (answer_of(work, matching_at(work, point, later)) != answer_of(work, std::vector<std::uint32_t>{row}))
    return false;
  Budget share = work.share();
  const Answer answer = is_same_without(work, row, meeting, share);
  work.settle(share);
  return answer == Answer::kYes;
}

}  // namespace

void find_redundant_rows(Work& work) {
  if (!work.is_ordered()) return;
  for (std::uint32_t row = 0; row < work.rows.size(); ++row) {
    if (!work.is_certain(row) || !work.reached[row] || !is_redundant(work, row)) continue;
    Finding finding;
    finding.diagnostic.path = work.row_path(row);
    finding.diagnostic.sentence = "The row " + names_of(work.table, {row}, 1) +
                                  " changes nothing: without it the same records get the same outputs.";
    finding.rows = {row};
    work.add(std::move(finding), "redundant-row", Severity::kInfo);
  }
}

namespace {

/// May `row` be moved up to `first`? Not past a row that meets it and answers otherwise (and where the order of the
/// list counts, not past any that meets it).
bool may_join(Work& work, std::uint32_t first, std::uint32_t row, const std::vector<std::uint32_t>& group) {
  const bool is_list = work.table.yields_lists();
  if (!work.is_ordered() && !is_list) return true;
  const auto is_between = [&](std::uint32_t one) {
    return is_list ? first < one && one < row : work.goes_before(first, one) && work.goes_before(one, row);
  };
  bool may = true;
  work.meetings.of(row).for_each([&](std::size_t r) {
    const auto one = static_cast<std::uint32_t>(r);
    if (!is_between(one) || work.rows.is_impossible[one] || std::find(group.begin(), group.end(), one) != group.end())
      return;
    if (is_list || work.rows.unknown[one] != 0 || work.outcomes.of_row[one] != work.outcomes.of_row[row]) may = false;
  });
  return may;
}

/// Those of `rows` that can be one row with the first of them, and the set of the axis that it then has.
std::vector<std::uint32_t> joined(Work& work, std::size_t axis, const std::vector<std::uint32_t>& rows, BitSet& set) {
  std::vector<std::uint32_t> group = {rows.front()};
  const Axis& of = work.space.axes()[axis];
  set = of.set(work.rows[rows.front()][axis]);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const BitSet& more = of.set(work.rows[rows[i]][axis]);
    // Two hits of a collection would become one.
    if (!work.is_ordered() && work.table.hit != rules::Hit::kAny && set.intersects(more)) continue;
    if (!may_join(work, rows.front(), rows[i], group)) continue;
    group.push_back(rows[i]);
    set.join(more);
  }
  return group;
}

/// Can a cell say what the rows take of the axis together? Not where two columns read it, and not the times for which
/// rules are effective, of which a rule has one.
bool can_be_a_cell(const Work& work, std::size_t axis, const std::vector<std::uint32_t>& group, const BitSet& set) {
  const Axis& of = work.space.axes()[axis];
  const auto& inputs = work.rows.axis_of_input;
  const bool is_timed =
      of.subject().source == Source::kTime && std::any_of(group.begin(), group.end(), [&](std::uint32_t row) {
        return work.table.rules[row].from || work.table.rules[row].until;
      });
  return !is_timed && std::count(inputs.begin(), inputs.end(), axis) == 1 && of.sayable_part(set, set.front()) == set;
}

void add_mergeable(Work& work, std::size_t axis, std::vector<std::uint32_t> group, const BitSet& set) {
  constexpr std::string_view kCode = "mergeable-rows";
  if (!work.is_worth_describing(kCode)) return work.count(kCode);
  const Axis& of = work.space.axes()[axis];
  Finding finding;
  finding.diagnostic.path = work.row_path(group.front());
  finding.diagnostic.suggestion = of.text_of(set);
  finding.diagnostic.sentence = "The rows " + names_of(work.table, group, group.size()) +
                                " give the same outputs and differ only in `" + quote_for_message(of.subject().text) +
                                "`; they can be one row with the cell `" +
                                quote_for_message(finding.diagnostic.suggestion) + "`.";
  finding.rows = std::move(group);
  work.add(std::move(finding), kCode, Severity::kInfo);
}

}  // namespace

void find_mergeable_rows(Work& work) {
  std::vector<bool> taken(work.rows.size());
  for (std::size_t axis = 0; axis < work.rows.axes; ++axis) {
    if (!work.space.axes()[axis].is_known()) continue;
    std::map<std::vector<std::uint32_t>, std::vector<std::uint32_t>> groups;
    for (std::uint32_t row = 0; row < work.rows.size(); ++row) {
      const bool is_reached = !work.is_ordered() || work.reached[row];
      if (taken[row] || !work.is_certain(row) || !is_reached || work.rows[row][axis] == Axis::kAll) continue;
      std::vector<std::uint32_t> key(work.rows[row], work.rows[row] + work.rows.axes);
      key[axis] = work.outcomes.of_row[row];
      groups[std::move(key)].push_back(row);
    }
    std::map<std::uint32_t, std::vector<std::uint32_t>> by_first;
    for (auto& [key, rows] : groups) {
      if (rows.size() > 1) by_first.emplace(rows.front(), std::move(rows));
    }
    for (const auto& [first, rows] : by_first) {
      BitSet set;
      std::vector<std::uint32_t> group = joined(work, axis, rows, set);
      if (group.size() < 2 || !can_be_a_cell(work, axis, group, set)) continue;
      for (const std::uint32_t row : group) taken[row] = true;
      add_mergeable(work, axis, std::move(group), set);
    }
  }
}

namespace {

/// Rows at which the outcome changes with the axis are found by trying; that there are none takes the search.
class IdleAxis {
 public:
  IdleAxis(Work& work, std::size_t axis)
      : work_(work), axis_(axis), rows_(all_rows(work)), all_sets_(work.rows.axes, Axis::kAll) {
    work.sort_by_precedence(rows_);
  }

  Answer is_idle() {
    const bool restricts = std::any_of(rows_.begin(), rows_.end(),
                                       [&](std::uint32_t row) { return work_.rows[row][axis_] != Axis::kAll; });
    if (!restricts) return Answer::kYes;
    if (is_seen_to_matter()) return Answer::kNo;
    Budget share = work_.share();
    Answer answer = Answer::kYes;
    for (std::size_t one = 0; answer == Answer::kYes && one + 1 < work_.space.axes()[axis_].classes(); ++one) {
      answer = answers_alike(one, share);
    }
    work_.settle(share);
    return answer;
  }

 private:
  bool is_seen_to_matter() {
    std::size_t tried = 0;
    for (const std::uint32_t row : rows_) {
      if (work_.rows.is_impossible[row] || work_.rows[row][axis_] == Axis::kAll) continue;
      if (work_.is_ordered() && !work_.reached[row]) continue;
      if (tried++ == kMaxTried || !work_.budget.spend(2 * rows_.size())) return false;
      Box point = point_of(work_, work_.reached[row] ? *work_.reached[row] : work_.space.box_of(work_.rows, row));
      const std::string here = answer_of(work_, matching_at(work_, point, rows_));
      const Axis& axis = work_.space.axes()[axis_];
      BitSet elsewhere = axis.set(Axis::kAll);
      elsewhere.remove(axis.set(work_.rows[row][axis_]));
      point[axis_] = BitSet(axis.classes());
      point[axis_].add(elsewhere.front());
      if (answer_of(work_, matching_at(work_, point, rows_)) != here) return true;
    }
    return false;
  }

  Answer answers_alike(std::size_t one, Budget& budget) {
    Version before = slice_at(one);
    Version after = slice_at(one + 1);
    mark_changes(before, after, work_.rows.axes);
    Comparison comparison(
        work_.space.axes(), budget, {work_.is_ordered(), work_.is_ordered(), true},
        [&](const Disagreement& part) { return answer_of(work_, part.before) == answer_of(work_, part.after); });
    return comparison.run(work_.space.whole(), std::move(before), std::move(after));
  }

  /// The rows that hold the class, as if they did not test the axis.
  Version slice_at(std::size_t one) {
    Box slice = work_.space.whole();
    slice[axis_] = BitSet(work_.space.axes()[axis_].classes());
    slice[axis_].add(one);
    return version_of(work_, candidates_in(slice, work_.space.axes(), work_.rows, rows_), all_sets_);
  }

  Work& work_;
  std::size_t axis_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint32_t> all_sets_;
};

void add_idle(Work& work, std::size_t input, std::string_view why) {
  Finding finding;
  finding.diagnostic.path = work.table.inputs[input].path;
  finding.diagnostic.sentence = "The input `" + quote_for_message(work.table.inputs[input].formula.text()) +
                                "` decides nothing: " + std::string(why);
  work.add(std::move(finding), "idle-input", Severity::kInfo);
}

}  // namespace

void find_idle_inputs(Work& work) {
  if (work.rows.size() == 0) return;
  const bool unknown = has_unknown(work, all_rows(work));
  for (std::size_t input = 0; input < work.table.inputs.size(); ++input) {
    const auto axis = work.rows.axis_of_input[input];
    const auto& conditions = work.table.conditions;
    const auto is_of_input = [&](const rules::Condition& condition) { return condition.input == input; };
    if (std::any_of(conditions.begin(), conditions.end(), is_of_input)) continue;
    if (!axis) {
      add_idle(work, input, "no row tests it.");
      continue;
    }
    if (unknown) continue;
    const Answer answer = IdleAxis(work, *axis).is_idle();
    if (answer == Answer::kYes) add_idle(work, input, "whatever it is, the outputs are the same.");
    if (answer != Answer::kUndecided) continue;
    work.add_undecided(work.table.inputs[input].path, "Whether the input `" +
                                                          quote_for_message(work.table.inputs[input].formula.text()) +
                                                          "` decides anything was not decided within the budget.");
  }
}

}  // namespace signalbox::analysis
