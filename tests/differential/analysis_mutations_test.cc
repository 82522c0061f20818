// Sound tables with one defect planted: the analysis must find it, with a record that the slow twin confirms.
#include <gtest/gtest.h>

#include <functional>

#include "analysis/analyse.h"
#include "tests/support/analysed_table.h"
#include "tests/support/region.h"

namespace signalbox::analysis {
namespace {

using test::SlowAnalysis;
using test::SlowCell;
using test::SlowTable;
using test::SlowTest;
using test::SlowValue;

SlowCell any() {
  SlowCell cell;
  cell.any = true;
  return cell;
}
SlowCell cell(const std::string& sign, const SlowValue& low, const SlowValue& high = {}, bool low_open = false,
              bool high_open = false) {
  SlowCell made;
  made.alternatives.push_back({sign, low, high, low_open, high_open});
  return made;
}
SlowCell text(const std::string& value) { return cell("=", test::slow_text(value)); }
SlowCell none_of(std::vector<SlowCell> cells) {
  SlowCell made;
  made.negated = true;
  for (const SlowCell& one : cells) made.alternatives.push_back(one.alternatives.at(0));
  return made;
}
SlowCell range(int low, int high, bool low_open, bool high_open) {
  return cell("range", test::slow_number(low), test::slow_number(high), low_open, high_open);
}

void add(SlowTable& table, std::vector<SlowCell> cells, int output, std::size_t at = ~std::size_t{0}) {
  at = std::min(at, table.rules.size());
  const auto place = static_cast<std::ptrdiff_t>(at);
  table.rules.insert(table.rules.begin() + place, std::move(cells));
  table.outputs.insert(table.outputs.begin() + place, output);
  table.validity.insert(table.validity.begin() + place, test::SlowValidity{});
}
void remove(SlowTable& table, std::size_t row) {
  table.rules.erase(table.rules.begin() + static_cast<std::ptrdiff_t>(row));
  table.outputs.erase(table.outputs.begin() + static_cast<std::ptrdiff_t>(row));
  table.validity.erase(table.validity.begin() + static_cast<std::ptrdiff_t>(row));
}

/// Every record in one row and one row only, all outputs different: a, b or another letter by below 0, 0 to below 4,
/// and from 4 on; the last of these by c or not.
SlowTable sound_table(const std::string& hit) {
  SlowTable table;
  table.hit = hit;
  const auto zero = test::slow_number(0);
  const auto four = test::slow_number(4);
  int output = 0;
  for (const SlowCell& letter : {text("a"), text("b"), none_of({text("a"), text("b")})}) {
    add(table, {letter, cell("<", zero), any()}, output++);
    add(table, {letter, range(0, 4, false, true), any()}, output++);
    add(table, {letter, cell(">=", four), text("c")}, output++);
    add(table, {letter, cell(">=", four), none_of({text("c")})}, output++);
  }
  return table;
}

/// One defect, and how the twin sees that a record shows it.
struct Mutation {
  const char* name;
  const char* hit;
  std::function<void(SlowTable&)> plant;
  const char* code;
  std::size_t row;  ///< The row that the finding names first; kNone: the decision's or an input's.
  const char* path_end = "";
};
constexpr std::size_t kNone = ~std::size_t{0};

const Mutation kMutations[] = {
    {"a row left out", "unique", [](SlowTable& t) { remove(t, 4); }, "gap", kNone},
    {"the last row left out", "first", [](SlowTable& t) { remove(t, 11); }, "gap", kNone},
    {"a closed bound opened", "unique", [](SlowTable& t) { t.rules[1][1].alternatives[0].low_open = true; }, "gap",
     kNone},
    {"a letter forgotten", "first",
     [](SlowTable& t) { t.rules[8][0].alternatives.push_back(text("cc").alternatives[0]); }, "gap", kNone},
    {"a gap behind a default", "first",
     [](SlowTable& t) {
       remove(t, 0);
       t.otherwise = 7;
     },
     "left-to-default", kNone},
    {"a gap behind a catch-all", "first",
     [](SlowTable& t) {
       remove(t, 3);
       add(t, {any(), any(), any()}, 50);
     },
     "left-to-catch-all", 11},
    {"a bound too wide", "unique", [](SlowTable& t) { t.rules[0][1].alternatives[0].sign = "<="; }, "overlap", 0},
    {"a cell wiped", "unique", [](SlowTable& t) { t.rules[2][2] = any(); }, "overlap", 2},
    {"a row twice", "unique", [](SlowTable& t) { add(t, t.rules[6], 60); }, "overlap", 6},
    {"a row twice with another output", "any", [](SlowTable& t) { add(t, t.rules[6], 60); }, "conflict", 6},
    {"a range upside down", "unique", [](SlowTable& t) { t.rules[5][1] = range(4, 0, false, false); },
     "contradictory-cell", 5, "/rules/5/when/1"},
    {"an exclusion of everything", "first",
     [](SlowTable& t) {
       t.rules[2][2] = none_of({text("c"), cell("!=", test::slow_text("c")), cell("blank", {})});
     },
     "contradictory-cell", 2, "/rules/2/when/2"},
    {"the catch-all on top", "first",
     [](SlowTable& t) {
       add(t, {any(), any(), any()}, 50, 0);
     },
     "masked-row", 1},
    {"a general row before its exceptions", "first",
     [](SlowTable& t) {
       add(t, {text("b"), any(), any()}, 50, 4);
     },
     "masked-row", 5},
    {"a row behind others that take it together", "first",
     [](SlowTable& t) {
       add(t, {text("a"), any(), any()}, 50, 4);
     },
     "masked-row", 4},
    {"a row below its betters by priority", "priority",
     [](SlowTable& t) {
       for (int output = 0; output < 20; ++output) t.allowed.push_back(output);
       add(t, {text("a"), cell("<", test::slow_number(-2)), any()}, 19, 0);
     },
     "masked-row", 0},
    {"a row that repeats the default", "first", [](SlowTable& t) { t.otherwise = t.outputs[11]; }, "redundant-row", 11},
    {"rows that are one", "unique", [](SlowTable& t) { t.outputs[4] = t.outputs[0]; }, "mergeable-rows", 0},
    {"rows that cross", "first",
     [](SlowTable& t) {
       add(t, {any(), any(), text("c")}, 50, 0);
     },
     "misleading-row", 1},
    {"an input that decides nothing", "unique",
     [](SlowTable& t) {
       for (const std::size_t row : {11, 7, 3}) {
         remove(t, row);
         t.rules[row - 1][2] = any();
       }
     },
     "idle-input", kNone, "/inputs/2"},
    {"a default that is not needed", "unique", [](SlowTable& t) { t.otherwise = 7; }, "unreached-default", kNone,
     "/default"},
};

std::vector<std::string> defects(const Report& report) {
  std::vector<std::string> codes;
  for (const Finding& finding : report.findings) codes.push_back(finding.diagnostic.code + finding.diagnostic.path);
  return codes;
}

Report report_of(const SlowTable& slow) {
  const test::AnalysedTable table(slow);
  return analyse({&table.table(), &table.scope()}, 1'000'000);
}

/// Does the record show what the code says?
void confirm(const SlowTable& slow, const Finding& finding) {
  const SlowAnalysis twin(slow);
  const auto matches = [&](std::size_t row) { return twin.matches(row, test::point_of(*finding.witness)); };
  std::size_t matching = 0;
  for (std::size_t r = 0; r < slow.rules.size(); ++r) matching += matches(r) ? 1 : 0;
  const std::string& code = finding.diagnostic.code;
  if (code == "gap" || code == "left-to-default") {
    EXPECT_EQ(matching, 0u);
  }
  if (code == "left-to-catch-all") {
    EXPECT_TRUE(matching == 1 && matches(finding.rows[0]));
  }
  if (code == "overlap" || code == "conflict") {
    EXPECT_TRUE(matches(finding.rows[0]) && matches(finding.rows[1]));
  }
  if (code == "masked-row") {
    EXPECT_TRUE(matches(finding.rows[0]) && matching > 1 && !twin.is_reached(finding.rows[0]));
  }
  if (code == "misleading-row") {
    EXPECT_TRUE(matches(finding.rows[0]) && matches(finding.rows[1]));
  }
}

TEST(AnalysisMutationTest, FindsNothingInASoundTable) {
  for (const char* hit : {"first", "unique", "any"}) {
    EXPECT_EQ(defects(report_of(sound_table(hit))), std::vector<std::string>{}) << hit;
  }
}

TEST(AnalysisMutationTest, FindsEachDefectThatIsPlanted) {
  EXPECT_GE(std::size(kMutations), 20u);
  for (const Mutation& mutation : kMutations) {
    SCOPED_TRACE(mutation.name);
    SlowTable slow = sound_table(mutation.hit);
    mutation.plant(slow);
    const Report report = report_of(slow);
    const auto found = std::find_if(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
      const bool row = mutation.row == kNone || (!finding.rows.empty() && finding.rows[0] == mutation.row);
      return finding.diagnostic.code == mutation.code && row && finding.diagnostic.path.ends_with(mutation.path_end);
    });
    ASSERT_NE(found, report.findings.end()) << testing::PrintToString(defects(report));
    if (!found->witness) continue;
    EXPECT_TRUE(found->witness->inputs.empty()) << "all inputs are fields";
    confirm(slow, *found);
  }
}

}  // namespace
}  // namespace signalbox::analysis
