// What the parts of one analysis share.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/cover.h"
#include "analysis/finding.h"
#include "analysis/prover.h"
#include "analysis/space.h"

namespace signalbox::analysis {

/// Which rows' boxes meet; found set by set and kept.
class Meetings {
 public:
  Meetings(const std::vector<Axis>& axes, const Rows& rows);
  /// False when the table is too large for it (kMaxAnalysisBytes): then nothing else may be asked.
  [[nodiscard]] bool is_possible() const { return possible_; }
  /// All rows that meet this one, itself among them, those that are unknown too. O(axes x rows / 64) once the sets are
  /// known, each of which takes O(sets of its axis + rows).
  [[nodiscard]] BitSet of(std::uint32_t row);

 private:
  const BitSet& holding(std::size_t axis, std::uint32_t set);

  const std::vector<Axis>& axes_;
  const Rows& rows_;
  bool possible_ = true;
  std::vector<std::vector<std::vector<std::uint32_t>>> rows_of_;  ///< By axis and set.
  std::vector<std::vector<std::optional<BitSet>>> holding_;       ///< By axis and set.
};

/// What each row gives: rows with the same number give the same outputs to the same record.
struct Outcomes {
  static constexpr std::uint32_t kNothing = 0;  ///< No default.
  explicit Outcomes(const TableIn& in);
  std::vector<std::uint32_t> of_row;
  std::vector<bool> is_computed;  ///< By row: some output is a formula.
  std::uint32_t otherwise = kNothing;
};

/// By row: its place in the order in which single-hit tables prefer rows. Empty for other tables, and for priorities
/// that depend on computed outputs.
[[nodiscard]] std::vector<std::uint32_t> precedence_of(const rules::Table& table);

/// The analysis in the making.
struct Work {
  Work(const TableIn& table_in, Space& of_table, Budget& steps);

  TableIn in;
  const rules::Table& table;
  Space& space;
  const Rows& rows;
  Budget& budget;
  Meetings meetings;
  Prover prover;
  Outcomes outcomes;
  std::vector<std::uint32_t> precedence;
  /// The row that goes after all others, when it takes every record and is not the only one.
  std::optional<std::uint32_t> catch_all;
  std::vector<std::optional<Box>> reached;  ///< By row: where no row that goes before meets it. Of single-hit tables.
  std::vector<Finding> findings;
  std::map<std::string_view, std::size_t> counts;

  /// One row wins, and the rows have an order of precedence.
  [[nodiscard]] bool is_ordered() const { return !precedence.empty(); }
  [[nodiscard]] bool goes_before(std::uint32_t a, std::uint32_t b) const { return precedence[a] < precedence[b]; }
  /// Rows in that order; ascending where there is none.
  void sort_by_precedence(std::vector<std::uint32_t>& rows) const {
    if (is_ordered()) std::sort(rows.begin(), rows.end(), [&](auto a, auto b) { return goes_before(a, b); });
  }
  /// Known, and possible.
  [[nodiscard]] bool is_certain(std::uint32_t row) const { return rows.unknown[row] == 0 && !rows.is_impossible[row]; }
  [[nodiscard]] std::string row_path(std::uint32_t row) const { return table.path + "/rules/" + std::to_string(row); }
  /// The rows of a set, ascending.
  [[nodiscard]] static std::vector<std::uint32_t> members(const BitSet& set);
  /// A part of the budget for one question, so that a hard one leaves work for the others; give it back with settle().
  [[nodiscard]] Budget share() const;
  void settle(const Budget& share) { (void)budget.spend(share.used()); }

  /// Counts the finding, and keeps it unless there are kMaxFindingsOfCode of its code.
  void add(Finding finding, std::string_view code, Severity severity);
  /// Counts another one; false when it need not be described.
  [[nodiscard]] bool is_worth_describing(std::string_view code) const;
  void count(std::string_view code) { ++counts[code]; }
  /// Reports that a question was left open.
  void add_undecided(std::string path, std::string sentence);
};

/// `a`, `b` and 3 more: the rows' ids.
[[nodiscard]] std::string names_of(const rules::Table& table, const std::vector<std::uint32_t>& rows,
                                   std::size_t count);
/// "when `Country__c` is `\"DE\"`", or "for every record".
[[nodiscard]] std::string when(const std::vector<Condition>& region);

// The questions. Each adds what it finds.
void find_contradictions(Work& work);
void find_gaps(Work& work);
/// Rows that match together where the hit policy forbids it.
void find_overlaps(Work& work);
/// Rows that are never reached; fills `reached`.
void find_masked_rows(Work& work);
void find_misleading_rows(Work& work);
void find_redundant_rows(Work& work);
void find_mergeable_rows(Work& work);
void find_idle_inputs(Work& work);
/// Rules that end with a day which may have been meant to count.
void find_days_left_out(Work& work);

}  // namespace signalbox::analysis
