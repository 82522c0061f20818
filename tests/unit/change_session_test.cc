// The smallest change that makes a rule win, asked through the session.
#include <gtest/gtest.h>

#include "tests/support/session.h"

namespace signalbox::api {
namespace {

using test::Talk;

const char* const kFields =
    "'Country':'Text','Amount':'Number','Share':'Percent','Due':'Date','Opened':'DateTime','Vip':'Checkbox',"
    "'Tier':{'type':'Picklist','values':['Low','High']},'Tags':'MultiPicklist','Free':'Number'";

std::string definition(const std::string& inputs, const std::string& rows, const std::string& hit = "first") {
  return std::string("{'signalbox':1,'name':'n','object':'Case','fields':{") + kFields + "},'decisions':{'d':{'hit':'" +
         hit + "','inputs':[" + inputs + "],'outputs':[{'name':'o','type':'Number'}],'rules':[" + rows + "]}}}";
}
std::string row(const std::string& id, const std::string& when, const std::string& more = "") {
  return "{'id':'" + id + "','when':[" + when + "],'then':[1]" + more + "}";
}

/// The answer with single quotes.
std::string change(const std::string& text, const std::string& rule, const std::string& record,
                   const std::string& more = "") {
  Talk talk;
  const std::string compiled = talk("{'op':'compile'}", text);
  EXPECT_NE(compiled.find("\"ok\":true"), std::string::npos) << compiled;
  std::string answer =
      talk("{'op':'change','program':1,'decision':'d','rule':'" + rule + "','at':'2026-01-31T08:00:00Z'" + more + "}",
           record);
  std::replace(answer.begin(), answer.end(), '"', '\'');
  return answer;
}

void expect_has(const std::string& answer, const std::string& part) {
  EXPECT_NE(answer.find(part), std::string::npos) << part << "\nin " << answer;
}

TEST(ChangeTest, ChangesOneFieldByAsLittleAsItTakes) {
  const std::string text = definition("'Country','Amount'", row("big", "'-','> 50'") + "," + row("rest", "'-','-'"));
  const std::string answer = change(text, "big", "{'Country':'DE','Amount':40.5}");
  expect_has(answer, "'result':'change','smallest':true,'changes':[{'field':'Amount','from':40.5,'to':50.1,'by':9.6}]");
  expect_has(answer, "'failed':[{'input':1,'formula':'Amount','test':'> 50','value':40.5,'nearest':50.1,'by':9.6}]");
  expect_has(answer, "'sentence':'The rule `big` would win if `Amount` were 50.1 instead of 40.5 (9.6 more).'");
}

TEST(ChangeTest, KeepsEarlierRowsFromMatching) {
  const std::string text =
      definition("'Country','Amount'",
                 row("german", "'\\'DE\\'','-'") + "," + row("large", "'-','>= 100'") + "," + row("rest", "'-','-'"));
  const std::string answer = change(text, "rest", "{'Country':'DE','Amount':150}");
  expect_has(answer, "'field':'Country','from':'DE','to':'other'");
  expect_has(answer, "'field':'Amount','from':150,'to':99,'by':51");
  expect_has(answer, "'rules':['german','large']");
  expect_has(change(text, "german", "{'Country':'DE','Amount':150}"), "'result':'wins'");
}

TEST(ChangeTest, SaysWhyARuleNeverWins) {
  const std::string text = definition(
      "'Country','Amount'", row("all", "'-','-'") + "," + row("late", "'\\'DE\\'','-'") + "," +
                                row("off", "'-','-'", ",'enabled':false") + "," + row("odd", "'-','[5..1]'") + "," +
                                row("old", "'-','-'", ",'effective':{'until':'2020-01-01'}"));
  const std::string masked = change(text, "late", "{'Country':'FR'}");
  expect_has(masked, "'result':'never','reason':'masked'");
  expect_has(masked, "'rules':['all']");
  expect_has(masked, "whatever it matches, `all` matches as well.");
  expect_has(change(text, "off", "{}"), "'reason':'disabled'");
  expect_has(change(text, "odd", "{}"), "'reason':'contradiction'");
  expect_has(change(text, "old", "{}"), "'reason':'not-effective'");
}

TEST(ChangeTest, MeasuresDatesInDaysAndSharesAsRecordsHoldThem) {
  const std::string text = definition("'Due','Share','Opened'", row("due", "'< 2026-01-10','-','-'") + "," +
                                                                    row("half", "'-','>= 0.5','-'") + "," +
                                                                    row("new", "'-','-','>= 2026-01-31T08:00:00Z'"));
  const std::string record = "{'Due':'2026-01-12','Share':20,'Opened':'2026-01-31T07:59:00Z'}";
  const std::string due = change(text, "due", record);
  expect_has(due, "{'field':'Due','from':'2026-01-12','to':'2026-01-09','by':3,'unit':'days'}");
  expect_has(due, "`Due` were 2026-01-09 instead of 2026-01-12 (3 days earlier)");
  expect_has(change(text, "half", record), "{'field':'Share','from':20,'to':50,'by':30}");
  expect_has(change(text, "new", record), "'to':'2026-01-31T08:00:00.000Z','by':60000,'unit':'ms'");
}

TEST(ChangeTest, TakesPicklistsCheckboxesSelectionsAndBlanks) {
  const std::string text =
      definition("'Tier','Vip','Tags'", row("high", "'\\'High\\'','-','-'") + "," + row("vip", "'-','true','-'") + "," +
                                            row("both", "'-','-','includes(\\'a\\',\\'b\\')'") + "," +
                                            row("none", "'-','-','blank'"));
  expect_has(change(text, "high", "{'Tier':'Unknown'}"), "{'field':'Tier','from':'Unknown','to':'High'}");
  expect_has(change(text, "vip", "{}"), "{'field':'Vip','from':null,'to':true}");
  expect_has(change(text, "both", "{'Tags':'a;c'}"), "{'field':'Tags','from':'a;c','to':'a;b'}");
  expect_has(change(text, "none", "{'Tags':'a;c'}"), "{'field':'Tags','from':'a;c','to':null}");
}

TEST(ChangeTest, ReplacesAValueThatCannotBeRead) {
  const std::string text = definition("'Amount'", row("big", "'>= 50'") + "," + row("rest", "'-'"));
  expect_has(change(text, "big", "{'Amount':'much'}"),
             "'changes':[{'field':'Amount','from':{'error':'field-type'},'to':");
}

TEST(ChangeTest, TriesFormulasAndSaysThatItDoesNotSolveThem) {
  const std::string rows = row("never", "'= Free < 0','-'") + "," + row("free", "'-','= Free > 3'") + "," +
                           row("country", "'\\'DE\\'','= Amount < Free'") + "," + row("rest", "'-','-'");
  const std::string text = definition("'Country','Amount'", rows);
  const std::string undecided = change(text, "free", "{'Country':'FR','Amount':1,'Free':2}");
  expect_has(undecided, "'result':'undecided','reason':'formula'");
  expect_has(undecided, "'formulas':[{'path':'/decisions/d/rules/1/when/1','formula':'Free > 3'}]");
  expect_has(undecided, "'failed':[{'input':1,'formula':'Free > 3'}]");
  const std::string helped = change(text, "country", "{'Country':'FR','Amount':1,'Free':2}");
  expect_has(helped, "'smallest':true,'changes':[{'field':'Country','from':'FR','to':'DE'}]");
}

TEST(ChangeTest, LeavesInputsThatAreNoFieldsAsTheyAre) {
  const std::string text =
      definition("'Amount * 2','Country'",
                 row("double", "'> 100','-'") + "," + row("german", "'-','\\'DE\\''") + "," + row("rest", "'-','-'"));
  const std::string undecided = change(text, "double", "{'Amount':40}");
  expect_has(undecided, "'reason':'formula'");
  expect_has(undecided,
             "'failed':[{'input':0,'formula':'Amount * 2','test':'> 100','value':80,'nearest':101,'by':21}]");
  expect_has(change(text, "german", "{'Amount':40}"), "'smallest':true,'changes':[{'field':'Country'");
}

TEST(ChangeTest, HonoursHitPoliciesWhereSeveralRulesMatch) {
  const std::string rows = row("a", "'>= 10'") + "," + row("b", "'< 20'");
  const std::string record = "{'Amount':15}";
  expect_has(change(definition("'Amount'", rows, "unique"), "a", record), "'to':20,'by':5");
  expect_has(change(definition("'Amount'", rows, "collect"), "a", record), "'result':'wins'");
  expect_has(change(definition("'Amount'", rows, "any"), "b", record), "'result':'wins'");
}

TEST(ChangeTest, EndsWithTheBudget) {
  std::string rows;
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i);
    rows += row("r" + n, "'not(\\'c" + n + "\\')','[" + n + ".." + n + "]'") + ",";
  }
  const std::string text = definition("'Country','Amount'", rows + row("rest", "'-','[0..29]'"));
  const std::string answer = change(text, "rest", "{'Country':'x','Amount':3}", ",'budget':20");
  expect_has(answer, "'result':'undecided','reason':'budget','atLeast':");
  expect_has(change(text, "rest", "{'Country':'x','Amount':3}"), "{'field':'Amount','from':3,'to':2.5,'by':0.5}");
}

TEST(ChangeTest, RefusesWhatThereIsNot) {
  const std::string text = definition("'Amount'", row("a", "'-'"));
  expect_has(change(text, "b", "{}"), "'code':'unknown-rule'");
  expect_has(change(text, "a", "{"), "'ok':false");
  Talk talk;
  (void)talk("{'op':'compile'}", text);
  const std::string answer =
      talk("{'op':'change','program':1,'decision':'e','rule':'a','at':'2026-01-31T08:00:00Z'}", "{}");
  EXPECT_NE(answer.find("unknown-decision"), std::string::npos) << answer;
}

}  // namespace
}  // namespace signalbox::api
