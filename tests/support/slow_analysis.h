// What the analysis of a decision table must find, by asking the slow twin about every combination of example values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/seeds.h"
#include "tests/support/slow_table.h"

namespace signalbox::test {

/// Columns of the tables that both twins look at: texts of the letters a to c, and even numbers.
inline const std::vector<bool> kAnalysedNumeric = {false, true, false};
inline const char* const kAnalysedNames[] = {"A", "B", "C"};
inline constexpr int kLeast = -2;
inline constexpr int kGreatest = 6;

inline SlowValue slow_text(std::string text) { return {SlowValue::Kind::kText, 0, std::move(text)}; }
inline SlowValue slow_number(int number) { return {SlowValue::Kind::kNumber, number, ""}; }

/// Every literal that a table may use, a value in each gap between two of them, and blank.
inline std::vector<SlowValue> example_values(bool numeric) {
  std::vector<SlowValue> values = {SlowValue{}};
  if (numeric) {
    for (int n = kLeast - 1; n <= kGreatest + 1; ++n) values.push_back(slow_number(n));
    return values;
  }
  for (const char* text : {"A", "a", "a!", "aa", "ab", "b", "b!", "bb", "bc", "c", "c!", "cc", "d"}) {
    values.push_back(slow_text(text));
  }
  return values;
}

/// All combinations of example values.
inline std::vector<std::vector<SlowValue>> example_points() {
  std::vector<std::vector<SlowValue>> points = {{}};
  for (const bool numeric : kAnalysedNumeric) {
    std::vector<std::vector<SlowValue>> longer;
    for (const auto& point : points) {
      for (const SlowValue& value : example_values(numeric)) {
        longer.push_back(point);
        longer.back().push_back(value);
      }
    }
    points = std::move(longer);
  }
  return points;
}

/// One table over all points: which rows match where.
class SlowAnalysis {
 public:
  using Points = std::set<std::size_t>;

  explicit SlowAnalysis(const SlowTable& table)
      : table_(table), points_(example_points()), of_row_(table.rules.size()) {
    for (std::size_t p = 0; p < points_.size(); ++p) {
      matching_.emplace_back();
      for (std::size_t r = 0; r < table.rules.size(); ++r) {
        if (!matches(r, points_[p])) continue;
        matching_[p].push_back(r);
        of_row_[r].insert(p);
      }
    }
  }

  [[nodiscard]] const std::vector<std::vector<SlowValue>>& points() const { return points_; }
  [[nodiscard]] const std::vector<std::size_t>& matching(std::size_t point) const { return matching_[point]; }
  [[nodiscard]] const Points& of_row(std::size_t row) const { return of_row_[row]; }

  [[nodiscard]] bool matches(std::size_t row, const std::vector<SlowValue>& point) const {
    return slow_rule_matches(table_, row, point, kAnalysedNumeric);
  }

  [[nodiscard]] bool wins_alone() const { return table_.hit == "first" || table_.hit == "priority"; }
  [[nodiscard]] bool goes_before(std::size_t a, std::size_t b) const {
    const std::size_t rank_a = table_.hit == "priority" ? slow_rank(table_, table_.outputs[a]) : 0;
    const std::size_t rank_b = table_.hit == "priority" ? slow_rank(table_, table_.outputs[b]) : 0;
    return rank_a == rank_b ? a < b : rank_a < rank_b;
  }
  [[nodiscard]] std::size_t winner_of(const std::vector<std::size_t>& rows) const {
    std::size_t best = rows.at(0);
    for (const std::size_t row : rows) best = goes_before(row, best) ? row : best;
    return best;
  }

  /// What the record gets when these rows match: the winner's output where one wins, else all outputs in order; the
  /// default where there is none, and an error where the hit policy forbids it.
  [[nodiscard]] std::string answer(std::vector<std::size_t> rows) const {
    if (wins_alone()) {
      if (!rows.empty()) return std::to_string(table_.outputs[winner_of(rows)]);
      return table_.otherwise ? std::to_string(*table_.otherwise) : "nothing";
    }
    if (table_.hit == "unique" && rows.size() > 1) return "error";
    std::vector<int> outputs;
    for (const std::size_t row : rows) outputs.push_back(table_.outputs[row]);
    if (rows.empty() && table_.otherwise) outputs.push_back(*table_.otherwise);
    if (table_.hit == "any") {
      std::sort(outputs.begin(), outputs.end());
      outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
      if (outputs.size() > 1) return "error";
    }
    std::string text;
    for (const int output : outputs) text += std::to_string(output) + ",";
    return text;
  }

  [[nodiscard]] bool is_impossible(std::size_t row) const { return of_row_[row].empty(); }
  [[nodiscard]] bool is_reached(std::size_t row) const {
    return std::any_of(of_row_[row].begin(), of_row_[row].end(),
                       [&](std::size_t p) { return winner_of(matching_[p]) == row; });
  }
  [[nodiscard]] bool takes_all(std::size_t row) const { return of_row_[row].size() == points_.size(); }
  /// Points without a row; `but`: a row that does not count.
  [[nodiscard]] Points uncovered(std::size_t but) const {
    Points left;
    for (std::size_t p = 0; p < points_.size(); ++p) {
      if (matching_[p].empty() || matching_[p] == std::vector<std::size_t>{but}) left.insert(p);
    }
    return left;
  }
  /// Under any only those that disagree.
  [[nodiscard]] std::vector<std::size_t> later_meeting(std::size_t row) const {
    std::vector<std::size_t> rows;
    for (std::size_t r = row + 1; r < of_row_.size(); ++r) {
      if (meet(row, r) && (table_.hit != "any" || table_.outputs[row] != table_.outputs[r])) rows.push_back(r);
    }
    return rows;
  }
  [[nodiscard]] bool meet(std::size_t a, std::size_t b) const {
    return std::any_of(of_row_[a].begin(), of_row_[a].end(), [&](std::size_t p) { return of_row_[b].count(p) > 0; });
  }
  [[nodiscard]] bool is_within(std::size_t inner, std::size_t outer) const {
    return std::includes(of_row_[outer].begin(), of_row_[outer].end(), of_row_[inner].begin(), of_row_[inner].end());
  }
  [[nodiscard]] bool tests(std::size_t row, std::size_t column) const {
    for (const SlowValue& value : example_values(kAnalysedNumeric[column])) {
      if (!slow_matches(table_.rules[row][column], value, kAnalysedNumeric[column], table_.blanks_are_zero))
        return true;
    }
    return false;
  }
  /// docs/analysis.md, "misleading-row".
  [[nodiscard]] bool is_misled_by(std::size_t row, std::size_t winner) const {
    bool ignores = false;
    std::size_t row_tests = 0;
    std::size_t winner_tests = 0;
    for (std::size_t c = 0; c < kAnalysedNumeric.size(); ++c) {
      ignores = ignores || (!tests(row, c) && tests(winner, c));
      row_tests += tests(row, c) ? 1 : 0;
      winner_tests += tests(winner, c) ? 1 : 0;
    }
    const bool reads_well = table_.hit == "first" && (winner_tests > row_tests || is_within(winner, row));
    return ignores && !reads_well && goes_before(winner, row) && meet(row, winner) &&
           table_.outputs[row] != table_.outputs[winner];
  }
  [[nodiscard]] bool is_redundant(std::size_t row) const {
    return std::all_of(of_row_[row].begin(), of_row_[row].end(), [&](std::size_t p) {
      std::vector<std::size_t> without = matching_[p];
      without.erase(std::find(without.begin(), without.end(), row));
      return answer(without) == answer(matching_[p]);
    });
  }
  /// Is the answer the same whatever the column is?
  [[nodiscard]] bool is_idle(std::size_t column) const {
    std::map<std::string, std::string> answers;
    for (std::size_t p = 0; p < points_.size(); ++p) {
      std::string others;
      for (std::size_t c = 0; c < points_[p].size(); ++c) {
        const SlowValue& value = points_[p][c];
        if (c != column)
          others += std::to_string(static_cast<int>(value.kind)) + std::to_string(value.number) + value.text + ";";
      }
      const auto [at, is_new] = answers.emplace(others, answer(matching_[p]));
      if (!is_new && at->second != answer(matching_[p])) return false;
    }
    return true;
  }
  /// Would the answers be the same with these rows as one, in the place of the first?
  [[nodiscard]] bool can_be_one(const std::vector<std::size_t>& rows) const {
    for (std::size_t p = 0; p < points_.size(); ++p) {
      std::vector<std::size_t> merged;
      for (const std::size_t row : matching_[p]) {
        const bool is_member = std::find(rows.begin(), rows.end(), row) != rows.end();
        const std::size_t as = is_member ? rows.front() : row;
        if (std::find(merged.begin(), merged.end(), as) == merged.end()) merged.push_back(as);
      }
      std::sort(merged.begin(), merged.end());
      if (answer(merged) != answer(matching_[p])) return false;
    }
    return true;
  }

 private:
  const SlowTable& table_;
  std::vector<std::vector<SlowValue>> points_;
  std::vector<std::vector<std::size_t>> matching_;  ///< By point.
  std::vector<Points> of_row_;
};

}  // namespace signalbox::test
