// Tables that nobody should write: each is refused with a reason, or bounded, and never hangs.
#include <gtest/gtest.h>

#include "tests/support/session.h"

namespace signalbox::api {
namespace {

using test::Talk;

/// `rules` and `inputs` as JSON with single quotes.
std::string definition(const std::string& inputs, const std::string& rules) {
  return "{'signalbox':1,'name':'n','object':'Case','fields':{'N':'Number','T':'Text'},'decisions':{'d':{'hit':'first',"
         "'inputs':[" +
         inputs + "],'outputs':[{'name':'o','type':'Number'}],'rules':[" + rules +
         "],'default':[0]}},'steps':[{'id':'s','decide':'d'}]}";
}

std::string repeated(const std::string& item, std::size_t count) {
  std::string list = item;
  list.reserve(count * (item.size() + 1));
  for (std::size_t i = 1; i < count; ++i) list += "," + item;
  return list;
}

std::string compile(const std::string& text) { return Talk()("{'op':'compile'}", text); }

void expect_has(const std::string& answer, const std::string& part) {
  EXPECT_NE(answer.find(test::quoted(part)), std::string::npos) << part << "\nin " << answer.substr(0, 2'000);
}

TEST(TableLimitsTest, RefusesAMillionRows) {
  const std::string answer = compile(definition("'N'", repeated("{}", 1'000'000)));
  expect_has(answer, "'code':'too-many'");
  expect_has(answer, "at most 100000 rules");
  EXPECT_LT(answer.size(), 5'000u) << "the rows are not looked at";
}

TEST(TableLimitsTest, RefusesTwoThousandColumns) {
  const std::string row = "{'id':'r','when':[" + repeated("'-'", 2'000) + "],'then':[1]}";
  expect_has(compile(definition(repeated("'N'", 2'000), row)), "'code':'input-count'");
}

/// A sheet as CSV, into a definition without decisions.
std::string import_csv(const std::string& csv) {
  return Talk()(
      "{'op':'table.import'}",
      "{'definition':{'signalbox':1,'name':'n','object':'Case','fields':{'N':'Number'}},'csv':'" + csv + "'}");
}

TEST(TableLimitsTest, ReadsNoSheetOfAMillionRowsToItsEnd) {
  std::string csv = "decision d, hit first;when: N;then: o (Number)";
  for (int row = 0; row < 1'000'000; ++row) csv += "\\nr;1;1";
  const std::string answer = import_csv(csv);
  expect_has(answer, "'code':'too-many'");
  expect_has(answer, "at most 100000 rules");
  EXPECT_EQ(answer.find("\"definition\""), std::string::npos) << "nothing is imported in part";
}

TEST(TableLimitsTest, ImportsNoSheetOfTwoThousandColumns) {
  std::string header = "decision d, hit first";
  std::string row = "r";
  for (int column = 0; column < 2'000; ++column) {
    header += ";when: N";
    row += ";-";
  }
  const std::string answer = import_csv(header + ";then: o (Number)\\n" + row + ";1");
  expect_has(answer, "'code':'input-count'");
  EXPECT_EQ(answer.find("\"definition\""), std::string::npos);
}

TEST(TableLimitsTest, DecidesATableOfNothingButFormulas) {
  constexpr int kRows = 2'000;
  std::string rows;
  for (int r = 0; r < kRows; ++r) {
    rows += (r > 0 ? ",{'id':'r" : "{'id':'r") + std::to_string(r) + "','when':['= N > " + std::to_string(r) +
            "','= LEN(T) = " + std::to_string(r % 7) + "'],'then':['= N + " + std::to_string(r) + "']}";
  }
  Talk talk;
  expect_has(talk("{'op':'compile'}", definition("'N','T'", rows)), "'ok':true");
  expect_has(talk("{'op':'directory'}", "{'signalbox':1,'skills':[],'queues':{},'agents':{}}"), "'ok':true");
  const std::string decided =
      talk("{'op':'decide','program':1,'directory':2,'at':'2026-01-31T08:00:00Z'}", "{'N':1,'T':'abc'}");
  expect_has(decided, "'outputs':{'o':0}");
  const std::string analysis = talk("{'op':'analyse','program':1,'budget':1000000}");
  expect_has(analysis, "'code':'undecided'");
  const std::string change =
      talk("{'op':'change','program':1,'decision':'d','rule':'r1999','at':'2026-01-31T08:00:00Z'}", "{'N':1}");
  expect_has(change, "'result':'undecided','reason':'formula'");
}

TEST(TableLimitsTest, ReportsEveryContradictionOfTypes) {
  const std::string answer = compile(definition(
      "'N','T'",
      "{'id':'a','when':['\\'x\\'','> 3'],'then':['one']},{'id':'b','when':['2026-01-01','true'],'then':[true]}"));
  for (const char* path : {"0/when/0", "0/when/1", "0/then/0", "1/when/0", "1/when/1", "1/then/0"}) {
    expect_has(answer, "/decisions/d/rules/" + std::string(path));
  }
}

TEST(TableLimitsTest, WarnsOfRangesUpsideDownAndNeverMatchesThem) {
  const std::string rows = repeated("{'id':'r','when':['[9..1]'],'then':[1]}", 1);
  Talk talk;
  expect_has(talk("{'op':'compile'}", definition("'N'", rows)), "'code':'empty-range','severity':'warning'");
  expect_has(talk("{'op':'directory'}", "{'signalbox':1,'skills':[],'queues':{},'agents':{}}"), "'ok':true");
  for (const char* record : {"{'N':1}", "{'N':5}", "{'N':9}", "{}"}) {
    expect_has(talk("{'op':'decide','program':1,'directory':2,'at':'2026-01-31T08:00:00Z'}", record),
               "'outputs':{'o':0}");
  }
  expect_has(talk("{'op':'analyse','program':1}"), "'code':'contradictory-cell'");
}

}  // namespace
}  // namespace signalbox::api
