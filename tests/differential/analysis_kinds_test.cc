// The analysis of tables over fields of every type against asking the engine about every combination of example values.
#include <gtest/gtest.h>

#include <set>

#include "analysis/analyse.h"
#include "analysis/difference.h"
#include "base/limits.h"
#include "tests/support/asked_table.h"
#include "tests/support/seeds.h"

namespace signalbox::analysis {
namespace {

using test::Asked;
using test::AskedPoint;
using test::AskedTable;
using test::Random;

constexpr std::uint64_t kBudget = 10'000'000;

/// The findings of one table, and what the points say to each.
class Answers {
 public:
  explicit Answers(const AskedTable& table)
      : of_(table),
        asked_(of_),
        points_(test::asked_points(of_)),
        report_(analyse({&asked_.table(), &asked_.scope()}, kBudget)) {
    for (const AskedPoint& point : points_) {
      matching_.push_back(asked_.matching(point));
      outputs_.push_back(asked_.output(point));
      for (const std::uint32_t row : matching_.back()) matched_.insert(row);
      if (const auto winner = winner_of(matching_.back())) won_.insert(*winner);
    }
  }

  void agree() {
    SCOPED_TRACE(asked_.source());
    contradictions();
    gaps();
    defaults();
    if (of_.wins_alone()) masked();
    if (of_.wins_alone()) redundant();
    if (of_.hit == "unique" || of_.hit == "any") overlaps();
    mergeable();
    idle();
    witnesses();
  }

  [[nodiscard]] std::size_t findings() const { return report_.findings.size(); }

 private:
  using RowSet = std::set<std::uint32_t>;

  [[nodiscard]] std::vector<const Finding*> of(std::string_view code) const {
    std::vector<const Finding*> found;
    for (const Finding& finding : report_.findings) {
      if (finding.diagnostic.code == code) found.push_back(&finding);
    }
    return found;
  }
  [[nodiscard]] RowSet rows_with(std::string_view code) const {
    RowSet rows;
    for (const Finding* finding : of(code)) rows.insert(finding->rows.at(0));
    return rows;
  }
  [[nodiscard]] std::optional<std::uint32_t> winner_of(const std::vector<std::uint32_t>& rows) const {
    std::optional<std::uint32_t> best;
    const auto rank = [&](std::uint32_t row) { return of_.hit == "priority" ? (of_.rules[row].then + 1) % 3 : 0; };
    for (const std::uint32_t row : rows) {
      if (!best || rank(row) < rank(*best)) best = row;
    }
    return best;
  }
  /// Everything that is found is true; where no formula hides anything, everything that is true is found.
  template <class Set>
  void expect_found(const Set& found, const Set& wanted, const char* what) const {
    if (!of_.has_formulas) {
      EXPECT_EQ(found, wanted) << what;
    } else {
      EXPECT_TRUE(std::includes(wanted.begin(), wanted.end(), found.begin(), found.end())) << what;
    }
  }

  void contradictions() {
    RowSet found = rows_with("contradictory-cell");
    found.merge(rows_with("contradictory-row"));
    RowSet never;
    for (std::uint32_t row = 0; row < of_.rules.size(); ++row) {
      if (of_.rules[row].is_enabled && matched_.count(row) == 0) never.insert(row);
    }
    expect_found(found, never, "rows that never match");
  }

  void masked() {
    RowSet wanted;
    for (const std::uint32_t row : matched_) {
      if (won_.count(row) == 0) wanted.insert(row);
    }
    RowSet found = rows_with("masked-row");
    for (auto row = found.begin(); row != found.end();) row = matched_.count(*row) == 0 ? found.erase(row) : ++row;
    expect_found(found, wanted, "rows that never win");
  }

  void gaps() {
    const auto found = of("gap");
    if (of_.has_formulas) return;
    for (std::size_t p = 0; p < points_.size(); ++p) {
      const auto lies_within = [&](const Finding* gap) { return asked_.holds(gap->region, points_[p]); };
      const bool in_gap = std::any_of(found.begin(), found.end(), lies_within);
      if (in_gap) {
        ASSERT_TRUE(matching_[p].empty()) << "a gap lies beside a row";
      }
      if (matching_[p].empty() && !of_.otherwise && found.size() < limits::kMaxGaps) {
        ASSERT_TRUE(in_gap) << "every record without a row lies in a region";
      }
    }
  }

  void defaults() {
    if (!of_.otherwise) return;
    const bool used = std::any_of(matching_.begin(), matching_.end(), [](const auto& rows) { return rows.empty(); });
    const std::set<bool> found = {!of("unreached-default").empty()};
    if (used || !of_.has_formulas) {
      EXPECT_EQ(found, std::set<bool>{!used}) << "unreached-default";
    }
  }

  /// Asks another table about all points.
  static std::vector<std::string> outputs_of(const AskedTable& table, const std::vector<AskedPoint>& points) {
    Asked asked(table);
    std::vector<std::string> outputs;
    for (const AskedPoint& point : points) outputs.push_back(asked.output(point));
    return outputs;
  }

  void redundant() {
    RowSet wanted;
    for (std::uint32_t row = 0; row < of_.rules.size(); ++row) {
      AskedTable without = of_;
      without.rules[row].is_enabled = false;
      // Where formulas are, no example may be one that the row wins.
      const bool is_reached = won_.count(row) > 0 || of_.has_formulas;
      if (is_reached && outputs_of(without, points_) == outputs_) wanted.insert(row);
    }
    expect_found(rows_with("redundant-row"), wanted, "rows that change nothing");
  }

  void overlaps() {
    std::set<std::pair<std::uint32_t, std::uint32_t>> wanted;
    for (const auto& rows : matching_) {
      for (const std::uint32_t a : rows) {
        for (const std::uint32_t b : rows) {
          if (a < b && (of_.hit == "unique" || of_.rules[a].then != of_.rules[b].then)) wanted.insert({a, b});
        }
      }
    }
    std::set<std::pair<std::uint32_t, std::uint32_t>> found;
    for (const Finding* finding : of(of_.hit == "unique" ? "overlap" : "conflict")) {
      for (std::size_t i = 1; i < finding->rows.size(); ++i) {
        if (finding->diagnostic.severity == Severity::kError) {
          EXPECT_EQ(wanted.count({finding->rows[0], finding->rows[1]}), 1u) << finding->diagnostic.sentence;
        }
        found.insert({finding->rows[0], finding->rows[i]});
      }
    }
    if (!of_.has_formulas) {
      EXPECT_EQ(found, wanted);
    }
  }

  void mergeable() {
    for (const Finding* finding : of("mergeable-rows")) {
      const std::string sentence = finding->diagnostic.sentence;
      const std::size_t begin = sentence.find("only in `") + 9;
      const std::string input = sentence.substr(begin, sentence.find('`', begin) - begin);
      AskedTable merged = of_;
      const auto at = std::find_if(of_.inputs.begin(), of_.inputs.end(),
                                   [&](const test::AskedInput& one) { return one.formula == input; });
      ASSERT_NE(at, of_.inputs.end()) << sentence;
      const auto column = static_cast<std::size_t>(at - of_.inputs.begin());
      merged.rules[finding->rows[0]].when[column] = finding->diagnostic.suggestion;
      for (std::size_t i = 1; i < finding->rows.size(); ++i) merged.rules[finding->rows[i]].is_enabled = false;
      EXPECT_EQ(outputs_of(merged, points_), outputs_) << sentence;
    }
  }

  /// Columns that alone read their field: is the output the same whatever the field is?
  void idle() {
    std::set<std::string> found;
    for (const Finding* finding : of("idle-input")) found.insert(finding->diagnostic.path);
    for (std::size_t field = 0; field < of_.fields.size(); ++field) {
      const std::string name = "F" + std::to_string(field);
      std::vector<std::size_t> columns;
      for (std::size_t i = 0; i < of_.inputs.size(); ++i) {
        if (of_.inputs[i].formula.find(name) != std::string::npos) columns.push_back(i);
      }
      if (columns.size() > 1) continue;
      const std::string path = "/inputs/" + std::to_string(columns.at(0));
      const bool is_idle = is_same_whatever(field);
      if (found.count(path) > 0) {
        EXPECT_TRUE(is_idle) << name;
      } else if (!of_.has_formulas) {
        EXPECT_FALSE(is_idle) << name;
      }
    }
  }
  /// Have points that differ in one field only the same outputs?
  [[nodiscard]] bool is_same_whatever(std::size_t field) const {
    std::map<std::vector<std::size_t>, std::string> seen;
    for (std::size_t p = 0; p < points_.size(); ++p) {
      const AskedPoint& point = points_[p];
      std::vector<std::size_t> others = point.values;
      others[field] = 0;
      others.insert(others.end(), {std::size_t{point.is_new}, std::size_t{point.is_clone}, point.instant});
      if (seen.emplace(others, outputs_[p]).first->second != outputs_[p]) return false;
    }
    return true;
  }

  /// A record that is given shows what the finding says.
  void witnesses() {
    for (const Finding& finding : report_.findings) {
      if (!finding.witness || !finding.witness->inputs.empty()) continue;
      SCOPED_TRACE(finding.diagnostic.sentence + " " + finding.witness->record);
      const std::vector<std::uint32_t> rows = asked_.matching(*finding.witness);
      const auto matches = [&](std::uint32_t row) { return std::binary_search(rows.begin(), rows.end(), row); };
      const std::string& code = finding.diagnostic.code;
      bool shows = true;
      if (code == "gap" || code == "left-to-default") shows = rows.empty();
      if (code == "left-to-catch-all") shows = rows == std::vector<std::uint32_t>{finding.rows.at(0)};
      if (code == "overlap" || code == "conflict") shows = matches(finding.rows[0]) && matches(finding.rows[1]);
      if (code == "masked-row") shows = matches(finding.rows[0]) && winner_of(rows) != finding.rows[0];
      EXPECT_TRUE(shows);
    }
  }

  AskedTable of_;
  Asked asked_;
  std::vector<AskedPoint> points_;
  Report report_;
  std::vector<std::vector<std::uint32_t>> matching_;  ///< By point.
  std::vector<std::string> outputs_;                  ///< By point.
  RowSet matched_;
  RowSet won_;
};

TEST(AnalysisKindsTest, FindsWhatAskingAboutEveryRecordFinds) {
  std::size_t findings = 0;
  const std::uint64_t tried = test::for_each_seed(400, [&](std::uint64_t seed) {
    Random random(seed);
    Answers answers(test::random_asked_table(random));
    answers.agree();
    findings += answers.findings();
  });
  test::expect_often(findings, 1, tried, "tables with defects");
}

/// The next version: a row changed, left out, new or moved, or a field of another type.
AskedTable next_version(Random& random, AskedTable table) {
  const std::size_t row = random.below(table.rules.size());
  switch (random.below(6)) {
    case 0:
      table.rules[row].then = static_cast<int>(random.below(3));
      break;
    case 1:
      table.rules.erase(table.rules.begin() + static_cast<std::ptrdiff_t>(row));
      break;
    case 2:
      std::swap(table.rules[row], table.rules.front());
      break;
    case 3:
      table.otherwise = static_cast<int>(random.below(3));
      break;
    case 4:
      table.blanks_are_zero = !table.blanks_are_zero;
      break;
    default:
      add_random_rules(random, table);
  }
  return table;
}

/// Rows of formulas as they may be spaced otherwise.
void respace(AskedTable& table) {
  for (test::AskedRule& rule : table.rules) {
    for (std::string& cell : rule.when) {
      if (cell == "= ISNEW()") cell = "=IsNew( )";
    }
  }
}

TEST(AnalysisKindsTest, FindsTheRegionsInWhichTwoVersionsDiffer) {
  std::size_t changes = 0;
  const std::uint64_t tried = test::for_each_seed(300, [&](std::uint64_t seed) {
    Random random(seed);
    const AskedTable before = test::random_asked_table(random);
    AskedTable after = next_version(random, before);
    respace(after);
    Asked old_table(before);
    Asked new_table(after);
    SCOPED_TRACE(old_table.source() + "\n" + new_table.source());
    const Difference found =
        difference({&old_table.table(), &old_table.scope()}, {&new_table.table(), &new_table.scope()}, kBudget);
    if (!found.is_complete) {
      EXPECT_FALSE(found.why.empty());
      return;
    }
    for (const Change& change : found.changes) {
      if (!change.witness || !change.witness->inputs.empty()) continue;
      EXPECT_EQ(change.before, "{\"o\":" + old_table.output(*change.witness) + "}") << change.witness->record;
      EXPECT_EQ(change.after, "{\"o\":" + new_table.output(*change.witness) + "}") << change.witness->record;
    }
    const bool is_exact = !before.has_formulas && !after.has_formulas && found.count == found.changes.size();
    for (const AskedPoint& point : test::asked_points(before)) {
      const std::string old_output = old_table.output(point);
      const std::string new_output = new_table.output(point);
      if (found.count == 0) {
        ASSERT_EQ(old_output, new_output) << "the versions are not the same";
      }
      if (!is_exact) continue;
      std::string regions;
      for (const Change& change : found.changes) {
        if (old_table.holds(change.region, point)) regions += change.before + change.after;
      }
      ASSERT_EQ(regions, old_output == new_output ? "" : "{\"o\":" + old_output + "}{\"o\":" + new_output + "}");
    }
    changes += found.count;
  });
  test::expect_often(changes, 0.5, tried, "versions that differ");
}

}  // namespace
}  // namespace signalbox::analysis
