// The analysis of decision tables against asking about every combination of example values.
#include "analysis/analyse.h"

#include <gtest/gtest.h>

#include "analysis/difference.h"
#include "base/limits.h"
#include "tests/support/analysed_table.h"
#include "tests/support/region.h"
#include "tests/support/seeds.h"

namespace signalbox::analysis {
namespace {

using test::Random;
using test::SlowAnalysis;
using test::SlowTable;

constexpr std::uint64_t kBudget = 10'000'000;
constexpr std::size_t kNoRow = ~std::size_t{0};

/// The findings of one table, and what the slow twin says to each.
class Analysed {
 public:
  explicit Analysed(const SlowTable& slow)
      : slow_(slow), table_(slow_), twin_(slow_), report_(analyse({&table_.table(), &table_.scope()}, kBudget)) {}

  void agrees() {
    SCOPED_TRACE(table_.source());
    EXPECT_EQ(rows_with("undecided"), std::vector<std::size_t>{});
    contradictions();
    gaps();
    if (slow_.hit == "unique") overlaps("overlap");
    if (slow_.hit == "any") overlaps("conflict");
    if (twin_.wins_alone()) {
      masked();
      misleading();
      redundant();
    }
    mergeable();
    idle();
  }

  [[nodiscard]] std::size_t findings() const { return report_.findings.size(); }

 private:
  [[nodiscard]] std::vector<const Finding*> of(std::string_view code) const {
    std::vector<const Finding*> found;
    for (const Finding& finding : report_.findings) {
      if (finding.diagnostic.code == code) found.push_back(&finding);
    }
    return found;
  }
  [[nodiscard]] std::vector<std::size_t> rows_with(std::string_view code) const {
    std::vector<std::size_t> rows;
    for (const Finding* finding : of(code)) rows.push_back(finding->rows.empty() ? kNoRow : finding->rows.front());
    return rows;
  }
  template <class Wanted>
  [[nodiscard]] std::vector<std::size_t> rows_where(Wanted wanted) const {
    std::vector<std::size_t> rows;
    for (std::size_t r = 0; r < slow_.rules.size(); ++r) {
      if (wanted(r)) rows.push_back(r);
    }
    return rows;
  }
  [[nodiscard]] bool is_reached(std::size_t row) const { return !twin_.is_impossible(row) && twin_.is_reached(row); }
  [[nodiscard]] std::size_t catch_all() const {
    const auto possible = rows_where([&](std::size_t r) { return !twin_.is_impossible(r); });
    if (!twin_.wins_alone() || possible.size() < 2) return kNoRow;
    std::size_t last = possible[0];
    for (const std::size_t row : possible) last = twin_.goes_before(last, row) ? row : last;
    return twin_.takes_all(last) ? last : kNoRow;
  }

  void contradictions() {
    std::vector<std::size_t> found = rows_with("contradictory-cell");
    EXPECT_EQ(found, rows_where([&](std::size_t r) { return slow_.validity[r].enabled && twin_.is_impossible(r); }));
    EXPECT_EQ(rows_with("contradictory-row").size(), 0u) << "no two columns of these tables read the same field";
  }

  void gaps() {
    const SlowAnalysis::Points open = twin_.uncovered(catch_all());
    const bool answered = catch_all() != kNoRow || slow_.otherwise.has_value();
    const auto found = of(catch_all() != kNoRow ? "left-to-catch-all" : slow_.otherwise ? "left-to-default" : "gap");
    ASSERT_EQ(found.empty(), open.empty());
    for (const Finding* gap : found) {
      ASSERT_TRUE(gap->witness && gap->witness->inputs.empty()) << "every input is a field";
      const auto record = test::point_of(*gap->witness);
      EXPECT_TRUE(test::holds(gap->region, record)) << gap->witness->record;
      for (std::size_t r = 0; r < slow_.rules.size(); ++r) {
        EXPECT_FALSE(r != catch_all() && twin_.matches(r, record)) << gap->witness->record;
      }
      for (std::size_t p = 0; p < twin_.points().size(); ++p) {
        ASSERT_FALSE(test::holds(gap->region, twin_.points()[p]) && open.count(p) == 0) << gap->diagnostic.sentence;
      }
    }
    if (!answered && found.size() < limits::kMaxGaps) {
      for (const std::size_t p : open) {
        ASSERT_TRUE(std::any_of(found.begin(), found.end(), [&](const Finding* gap) {
          return test::holds(gap->region, twin_.points()[p]);
        })) << "every record without a row lies in a region";
      }
    }
    const bool unreached = slow_.otherwise && twin_.uncovered(kNoRow).empty();
    EXPECT_EQ(of("unreached-default").size(), unreached ? 1u : 0u);
  }

  void overlaps(std::string_view code) {
    EXPECT_EQ(rows_with(code), rows_where([&](std::size_t r) { return !twin_.later_meeting(r).empty(); }));
    for (const Finding* overlap : of(code)) {
      EXPECT_EQ(overlap->row_count, twin_.later_meeting(overlap->rows.front()).size() + 1);
      const auto record = test::point_of(*overlap->witness);
      EXPECT_TRUE(twin_.matches(overlap->rows[0], record) && twin_.matches(overlap->rows[1], record));
      EXPECT_TRUE(overlap->witness->inputs.empty());
    }
  }

  void masked() {
    EXPECT_EQ(rows_with("masked-row"),
              rows_where([&](std::size_t r) { return !twin_.is_impossible(r) && !twin_.is_reached(r); }));
    for (const Finding* finding : of("masked-row")) {
      const std::size_t row = finding->rows.front();
      for (const std::size_t p : twin_.of_row(row)) {
        ASSERT_TRUE(std::any_of(finding->rows.begin() + 1, finding->rows.end(), [&](std::uint32_t by) {
          return twin_.goes_before(by, row) && twin_.of_row(by).count(p) > 0;
        })) << "the rows named take every record";
      }
      const auto record = test::point_of(*finding->witness);
      EXPECT_TRUE(twin_.matches(row, record) && finding->witness->inputs.empty());
    }
  }

  void misleading() {
    EXPECT_EQ(rows_with("misleading-row"), rows_where([&](std::size_t r) {
                if (!is_reached(r) || r == catch_all()) return false;
                bool misled = false;
                for (std::size_t w = 0; w < slow_.rules.size(); ++w) misled = misled || twin_.is_misled_by(r, w);
                return misled;
              }));
    for (const Finding* finding : of("misleading-row")) {
      const auto record = test::point_of(*finding->witness);
      EXPECT_TRUE(twin_.matches(finding->rows[0], record) && twin_.matches(finding->rows[1], record));
    }
  }

  void redundant() {
    EXPECT_EQ(rows_with("redundant-row"),
              rows_where([&](std::size_t r) { return is_reached(r) && twin_.is_redundant(r); }));
  }

  void mergeable() {
    for (const Finding* finding : of("mergeable-rows")) {
      const std::vector<std::size_t> rows(finding->rows.begin(), finding->rows.end());
      EXPECT_TRUE(twin_.can_be_one(rows)) << finding->diagnostic.sentence;
    }
  }

  void idle() {
    std::vector<std::string> wanted;
    for (std::size_t c = 0; c < test::kAnalysedNumeric.size(); ++c) {
      if (twin_.is_idle(c)) wanted.push_back("/inputs/" + std::to_string(c));
    }
    std::vector<std::string> found;
    for (const Finding* finding : of("idle-input")) found.push_back(finding->diagnostic.path);
    EXPECT_EQ(found, wanted);
  }

  SlowTable slow_;
  test::AnalysedTable table_;
  SlowAnalysis twin_;
  Report report_;
};

TEST(AnalysisDifferentialTest, FindsWhatAskingAboutEveryRecordFinds) {
  std::size_t findings = 0;
  const std::uint64_t tried = test::for_each_seed(150, [&](std::uint64_t seed) {
    Random random(seed);
    Analysed analysed(test::random_analysed_table(random));
    analysed.agrees();
    findings += analysed.findings();
  });
  test::expect_often(findings, 1, tried, "tables with defects");
}

/// The next version of a table: some rows changed, moved, left out or new.
SlowTable next_version(Random& random, SlowTable table) {
  for (std::uint64_t edits = 1 + random.below(3); edits > 0; --edits) {
    const std::size_t row = random.below(table.rules.size());
    const std::size_t column = random.below(test::kAnalysedNumeric.size());
    switch (random.below(5)) {
      case 0:
        table.outputs[row] = static_cast<int>(random.below(3));
        break;
      case 1:
        table.rules[row][column] = test::random_cell(random, test::kAnalysedNumeric[column]);
        break;
      case 2:
        std::swap(table.rules[row], table.rules.front());
        std::swap(table.outputs[row], table.outputs.front());
        std::swap(table.validity[row], table.validity.front());
        break;
      case 3:
        table.rules.push_back(table.rules[row]);
        table.outputs.push_back(static_cast<int>(random.below(3)));
        table.validity.push_back(table.validity[row]);
        break;
      default:
        table.otherwise = static_cast<int>(random.below(3));
    }
  }
  return table;
}

/// The slow twin's output as the difference writes it.
std::string output_of(const SlowTable& table, const std::vector<test::SlowValue>& point) {
  return "{\"o\":" + test::slow_decide(table, point, test::kAnalysedNumeric).output + "}";
}

TEST(AnalysisDifferentialTest, FindsTheRegionsInWhichTwoVersionsDiffer) {
  std::size_t changes = 0;
  const auto points = test::example_points();
  const std::uint64_t tried = test::for_each_seed(120, [&](std::uint64_t seed) {
    Random random(seed);
    const SlowTable before = test::random_analysed_table(random);
    const SlowTable after = next_version(random, before);
    const test::AnalysedTable old_table(before);
    const test::AnalysedTable new_table(after);
    SCOPED_TRACE(std::string(old_table.source()) + "\n" + std::string(new_table.source()));
    const Difference found =
        difference({&old_table.table(), &old_table.scope()}, {&new_table.table(), &new_table.scope()}, kBudget);
    ASSERT_TRUE(found.is_complete);
    ASSERT_LE(found.count, limits::kMaxChangedRegions);
    for (const Change& change : found.changes) {
      ASSERT_TRUE(change.witness && change.witness->inputs.empty()) << "every input is a field";
      const auto record = test::point_of(*change.witness);
      EXPECT_EQ(change.before, output_of(before, record)) << change.witness->record;
      EXPECT_EQ(change.after, output_of(after, record)) << change.witness->record;
    }
    for (const auto& point : points) {
      std::string regions;
      for (const Change& change : found.changes) {
        if (test::holds(change.region, point)) regions += change.before + change.after;
      }
      const std::string old_output = output_of(before, point);
      const std::string new_output = output_of(after, point);
      ASSERT_EQ(regions, old_output == new_output ? "" : old_output + new_output);
    }
    changes += found.count;
  });
  test::expect_often(changes, 1, tried, "versions that differ");
}

}  // namespace
}  // namespace signalbox::analysis
