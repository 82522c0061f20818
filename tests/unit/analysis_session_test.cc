// The analysis through the session: what needs fields of every kind, clocks and versions.
#include <gtest/gtest.h>

#include "tests/support/session.h"

namespace signalbox::api {
namespace {

using test::Talk;

const char* const kFields =
    "'Sev':{'type':'Picklist','values':['Low','High']},'Free':'Picklist','N':'Number','P':'Percent','D':'Date',"
    "'C':'Checkbox','M':{'type':'MultiPicklist','values':['x','y','z']},'T':'Text'";

/// A definition with one decision `d`, given from `hit` on.
std::string definition(const std::string& decision, const std::string& more = "") {
  return std::string("{'signalbox':1,'name':'n','object':'Case','fields':{") + kFields + "},'decisions':{'d':{" +
         decision + "}" + more + "}}";
}
std::string rules(const std::string& inputs, const std::string& rows, const std::string& more = "") {
  return "'hit':'first','inputs':[" + inputs + "],'outputs':[{'name':'o','type':'Number'}],'rules':[" + rows + "]" +
         more;
}
std::string row(const std::string& id, const std::string& when, int then, const std::string& more = "") {
  return "{'id':'" + id + "','when':[" + when + "],'then':[" + std::to_string(then) + "]" + more + "}";
}

std::string analysis(const std::string& text, const std::string& more = "") {
  Talk talk;
  const std::string compiled = talk("{'op':'compile'}", text);
  EXPECT_NE(compiled.find("\"ok\":true"), std::string::npos) << compiled;
  std::string answer = talk("{'op':'analyse','program':1" + more + "}");
  std::replace(answer.begin(), answer.end(), '"', '\'');
  return answer;
}

void expect_has(const std::string& answer, const std::string& part) {
  EXPECT_NE(answer.find(part), std::string::npos) << part << "\nin " << answer;
}
void expect_lacks(const std::string& answer, const std::string& part) {
  EXPECT_EQ(answer.find(part), std::string::npos) << part << "\nin " << answer;
}

TEST(AnalysisTest, KnowsTheValuesOfAPicklist) {
  const std::string rows = row("l", "'\\'Low\\''", 1) + "," + row("h", "'\\'High\\''", 2);
  const std::string open = analysis(definition(rules("'Sev'", rows)));
  expect_has(open, "when `Sev` is `blank`");
  expect_has(open, "'witness':{'record':{'Sev':null}}");
  expect_lacks(analysis(definition(rules("'Sev'", rows + "," + row("b", "'blank'", 3)))), "'gap'");
  expect_has(analysis(definition(rules("'Free'", rows))), "'record':{'Free':'other'}");
}

TEST(AnalysisTest, TakesAPicklistAndItsTextForOneAxis) {
  const std::string rows = row("r", "'\\'Low\\'','\\'High\\''", 1) + "," + row("rest", "'-','-'", 2);
  expect_has(analysis(definition(rules("'Sev','TEXT( Sev )'", rows))), "'code':'contradictory-row'");
}

TEST(AnalysisTest, CutsMultiSelectPicklistsIntoCombinations) {
  const std::string rows = row("x", "'\\'x\\''", 1) + "," + row("none", "'not(\\'x\\')'", 2);
  expect_lacks(analysis(definition(rules("'M'", rows))), "'gap'");
  const std::string both = row("x", "'\\'x\\''", 1) + "," + row("y", "'\\'y\\''", 2);
  expect_has(analysis(definition(rules("'M'", both))), "'record':{'M':'z'}");
}

TEST(AnalysisTest, LeavesMultiSelectPicklistsWithTooManyTestedValuesOpen) {
  std::string list;
  for (char c = 'a'; c <= 'i'; ++c) list += std::string(list.empty() ? "" : ",") + "\\'" + c + "\\'";
  const std::string text =
      "{'signalbox':1,'name':'n','object':'Case','fields':{'M':'MultiPicklist'},'decisions':{'d':{" +
      rules("'M'", row("all", "'" + list + "'", 1)) + "}}}";
  expect_has(analysis(text), "'code':'undecided'");
}

TEST(AnalysisTest, WritesPercentagesAsRecordsHoldThem) {
  expect_has(analysis(definition(rules("'P'", row("p", "'< 0.5'", 1)))), "'record':{'P':50}");
}

TEST(AnalysisTest, SaysThatATableWithoutRowsAnswersNothing) {
  expect_has(analysis(definition(rules("'N'", ""))), "No row says what happens to any record: the outputs stay blank.");
  expect_has(analysis(definition(rules("'N'", "", ",'default':[1]"))),
             "No row says what happens to any record: the default answers.");
}

TEST(AnalysisTest, FindsGapsBetweenDaysOnlyWhereThereIsADay) {
  const std::string first = row("a", "'<= 2026-01-31'", 1) + "," + row("none", "'blank'", 3) + ",";
  expect_lacks(analysis(definition(rules("'D'", first + row("b", "'>= 2026-02-01'", 2)))), "'gap'");
  expect_has(analysis(definition(rules("'D'", first + row("b", "'>= 2026-02-02'", 2)))), "'record':{'D':'2026-02-01'}");
}

TEST(AnalysisTest, TakesTheInstantForAnAxisWhereRowsAreEffectiveForATime) {
  const std::string rows = row("old", "'-'", 1, ",'effective':{'until':'2026-01-01'}") + "," +
                           row("new", "'-'", 2, ",'effective':{'from':'2026-02-01'}");
  const std::string answer = analysis(definition(rules("'T'", rows)));
  expect_has(answer, "`$Now` is `[2026-01-01T00:00:00.000Z..2026-02-01T00:00:00.000Z)`");
  expect_has(answer, "'at':'2026-01-01T00:00:00.000Z'");
  expect_lacks(answer, "'masked-row'");
}

TEST(AnalysisTest, PointsAtTheDayWithWhichARuleEnds) {
  const auto until = [](const std::string& text, const std::string& other = "") {
    const std::string one = row("old", "'1'", 1, ",'effective':{'until':'" + text + "'}");
    return analysis(definition(rules("'N'", one + "," + row("new", "'2'", 2, other))));
  };
  const std::string found = until("2026-12-31");
  expect_has(found, "'code':'day-left-out','severity':'info','path':'/decisions/d/rules/0/effective/until'");
  expect_has(found, "The row `old` is effective up to the end of 2026-12-30 (UTC): the day in `until` does not count.");
  expect_has(found, "'suggestion':'2027-01-01'");
  expect_has(until("2026-12-31T00:00:00Z"), "'day-left-out'");
  expect_lacks(until("2027-01-01"), "'day-left-out'");
  expect_lacks(until("9999-12-31"), "'day-left-out'");
  expect_lacks(until("2026-12-31T12:00:00Z"), "'day-left-out'");
  expect_lacks(until("2026-12-31", ",'effective':{'from':'2026-12-31'}"), "'day-left-out'");
}

TEST(AnalysisTest, LeavesOutRowsThatAreDisabled) {
  const std::string rows = row("all", "'-'", 1, ",'enabled':false") + "," + row("a", "'\\'a\\''", 2);
  const std::string answer = analysis(definition(rules("'T'", rows)));
  expect_lacks(answer, "'masked-row'");
  expect_has(answer, "'gap'");
}

TEST(AnalysisTest, SaysThatFormulaCellsAreOpaque) {
  const std::string rows = row("f", "'= N > 3'", 1) + "," + row("n", "'not(blank)'", 2) + "," + row("b", "'blank'", 3);
  const std::string answer = analysis(definition(rules("'T'", rows)));
  expect_has(answer, "What the rows `f` take depends on formulas");
  expect_lacks(answer, "'gap'");
  expect_lacks(answer, "'masked-row'");
}

TEST(AnalysisTest, FindsTheSameConditionTwiceInARuleList) {
  const std::string rows =
      "{'id':'a','when':'N > 3','then':[1]},{'id':'b','when':'N > 3','then':[2]},"
      "{'id':'rest','when':'TRUE','then':[3]},{'id':'late','when':'C','then':[4]}";
  const std::string answer =
      analysis(definition("'hit':'first','outputs':[{'name':'o','type':'Number'}],'rules':[" + rows + "]"));
  expect_has(answer, "The row `b` is never reached: `a` takes");
  expect_has(answer, "The row `late` is never reached: `rest` takes");
}

TEST(AnalysisTest, ShowsInputsInsteadOfARecordWhereFormulasMatter) {
  const std::string answer = analysis(definition(rules("'N * 2'", row("r", "'< 5'", 1))));
  expect_has(answer, "'witness':{'record':{},'inputs':[5]}");
}

TEST(AnalysisTest, SaysWhatTheBudgetLeftOpen) {
  std::string rows;
  for (int i = 0; i < 12; ++i) {
    rows += (i > 0 ? "," : "") +
            row("r" + std::to_string(i), "'" + std::to_string(i) + "','\\'" + std::to_string(i) + "\\''", i);
  }
  const std::string answer = analysis(definition(rules("'N','T & \\'\\''", rows)), ",'budget':1");
  expect_has(answer, "'code':'undecided'");
  expect_lacks(answer, "'code':'gap'");
}

TEST(AnalysisTest, KeepsGapsOpenAfterTheLastDay) {
  const std::string rows = row("end", "'9999-12-31'", 1) + "," + row("none", "'blank'", 2) + ",";
  expect_lacks(analysis(definition(rules("'D'", rows + row("rest", "'-'", 3)))), "'masked-row'");
  expect_has(analysis(definition(rules("'D'", rows + row("end2", "'9999-12-31'", 3)))),
             "`D` is `not(9999-12-31,blank)`");
}

TEST(AnalysisTest, SeesThatAnInputDecidesWhichOfTwoRowsMatches) {
  const std::string crossing = row("l", "'\\'Low\\'','not(2)'", 1) + "," + row("h", "'not(\\'Low\\')','1'", 1) + "," +
                               row("three", "'-','3'", 2);
  expect_lacks(analysis(definition(rules("'Sev','N'", crossing))), "'idle-input'");
}

TEST(AnalysisTest, DoesNotCallAnInputIdleThatHasFormulaCells) {
  const std::string rows = row("two", "'= 1 + 1'", 1) + "," + row("big", "'= N > 10'", 2) + "," + row("rest", "'-'", 3);
  expect_lacks(analysis(definition(rules("'N'", rows))), "'idle-input'");
}

TEST(AnalysisTest, KnowsNothingOfConditionsOnHowTheRecordCameAbout) {
  const auto list = [](const std::string& condition) {
    return analysis(definition("'hit':'first','outputs':[{'name':'o','type':'Number'}],'rules':[{'id':'a','when':'" +
                               condition + "','then':[1]},{'id':'b','when':'TRUE','then':[2]}]"));
  };
  for (const char* condition : {"ISNEW()", "NOT( ISNEW() )", "ISCLONE()", "NOT( ISCLONE() )"}) {
    expect_lacks(list(condition), "'contradictory-row'");
    expect_lacks(list(condition), "'masked-row'");
  }
  expect_has(list("NOT( TRUE )"), "The condition of the row `a` is never true.");
}

TEST(AnalysisTest, SaysSetsOfSelectionsAsCells) {
  const std::string both = row("x", "'\\'x\\''", 1) + "," + row("y", "'\\'y\\''", 1);
  const std::string answer = analysis(definition(rules("'M'", both)));
  expect_has(answer, "`M` is `not(\\'x\\',\\'y\\')`");
  expect_has(answer, "'suggestion':'\\'x\\',\\'y\\'','rows'");
}

TEST(AnalysisTest, WarnsOfRowsThatMayNotMeetUnderUnique) {
  const std::string rows = "{'id':'a','when':['> 10','-'],'then':[1]},{'id':'b','when':['-','< 5'],'then':[2]}";
  const std::string unique = "'hit':'unique','inputs':['N','N * 2'],'outputs':[{'name':'o','type':'Number'}],'rules':[";
  expect_has(analysis(definition(unique + rows + "]")), "'code':'overlap','severity':'warning'");
  const std::string certain = ",{'id':'c','when':['> 20','-'],'then':[3]}]";
  expect_has(analysis(definition(unique + rows + certain)), "'code':'overlap','severity':'error'");
}

TEST(AnalysisTest, TakesNowAndTheTimesOfRulesForOneInstant) {
  const std::string rows = row("until", "'1','-'", 1, ",'effective':{'until':'2026-01-01'}") + "," +
                           row("from", "'1','>= 2026-01-01T00:00:00Z'", 1) + "," + row("rest", "'not(1)','-'", 2);
  expect_lacks(analysis(definition(rules("'N','$now'", rows))), "'gap'");
}

TEST(AnalysisTest, MergesNoRowsThatAreEffectiveForDifferentTimes) {
  const std::string rows = row("old", "'1'", 1, ",'effective':{'until':'2026-01-01'}") + "," +
                           row("new", "'1'", 1, ",'effective':{'from':'2026-01-01'}");
  expect_lacks(analysis(definition(rules("'N'", rows))), "'mergeable-rows'");
}

TEST(AnalysisTest, SaysThatTheNotesOfRowsThatCanBeOneDiffer) {
  const std::string one = row("a", "'1'", 1, ",'note':'first'") + ",";
  const std::string note = "Their notes differ";
  expect_has(analysis(definition(rules("'N'", one + row("b", "'2'", 1, ",'note':'second'")))), note);
  expect_lacks(analysis(definition(rules("'N'", one + row("b", "'2'", 1, ",'note':'first'")))), note);
}

TEST(AnalysisTest, KnowsTheAllowedValuesOfAnotherDecision) {
  const std::string level =
      ",'e':{'hit':'first','inputs':['N'],'outputs':[{'name':'x','type':'Text','values':['High',"
      "'Low']}],'rules':[{'id':'h','when':['> 3'],'then':['High']}],'default':['Low']}";
  const std::string rows = row("h", "'\\'High\\''", 1) + "," + row("b", "'blank'", 3) + ",";
  expect_lacks(analysis(definition(rules("'$Decision.e.x'", rows + row("l", "'\\'Low\\''", 2)), level)), "'gap'");
  Talk talk;
  const std::string typo = definition(rules("'$Decision.e.x'", rows + row("l", "'\\'Lwo\\''", 2)), level);
  EXPECT_NE(talk("{'op':'compile'}", typo).find("not-in-picklist"), std::string::npos);
}

TEST(AnalysisTest, SaysThatARowWhichTakesEveryRecordLeavesTheDefaultNothing) {
  const std::string rows = row("one", "'1'", 1) + "," + row("rest", "'-'", 2);
  expect_has(analysis(definition(rules("'N'", rows, ",'default':[3]"))), "'unreached-default'");
}

TEST(AnalysisTest, GivesNoWitnessWhereFormulaCellsDecide) {
  const std::string rows = row("a", "'= N > 0'", 1) + "," + row("b", "'=N>0'", 2);
  const std::string answer = analysis(definition(rules("'N'", rows)));
  expect_has(answer, "The row `b` is never reached: `a` takes");
  expect_lacks(answer, "'inputs':[null]");
}

TEST(AnalysisTest, LeavesWhatEndsBeforeItBeginsToTheCompiler) {
  const std::string rows = row("a", "'1'", 1, ",'effective':{'from':'2026-02-01','until':'2026-01-01'}");
  expect_lacks(analysis(definition(rules("'N'", rows))), "'contradictory-row'");
}

TEST(AnalysisTest, SaysRegionsSoThatNoBlankSlipsIn) {
  const std::string rows = row("t", "'true'", 1) + "," + row("b", "'blank'", 2);
  expect_has(analysis(definition(rules("'C'", rows))), "`C` is `not(true,blank)`");
}

TEST(AnalysisTest, RefusesADecisionThatThereIsNot) {
  Talk talk;
  talk("{'op':'compile'}", definition(rules("'T'", row("a", "'-'", 1))));
  EXPECT_NE(talk("{'op':'analyse','program':1,'decision':'e'}").find("unknown-decision"), std::string::npos);
  EXPECT_NE(talk("{'op':'analyse','program':1,'budget':0}").find("bad-header"), std::string::npos);
}

std::string difference(const std::string& before, const std::string& after, const std::string& records = "") {
  Talk talk;
  talk("{'op':'compile'}", before);
  talk("{'op':'compile'}", after);
  std::string more;
  if (!records.empty()) {
    talk("{'op':'records','program':1,'format':'auto'}", records);
    talk("{'op':'records','program':2,'format':'auto'}", records);
    more = ",'records':3,'newRecords':4,'at':'2026-01-31T08:00:00Z'";
  }
  std::string answer = talk("{'op':'diff','old':1,'new':2" + more + "}");
  std::replace(answer.begin(), answer.end(), '"', '\'');
  return answer;
}

TEST(DifferenceTest, SaysWhichRegionGoesFromWhatToWhat) {
  const std::string before = definition(rules("'N','T'", row("a", "'< 10','-'", 1), ",'default':[0]"));
  const std::string after = definition(rules("'N','T'", row("a", "'< 12','-'", 1), ",'default':[0]"));
  const std::string answer = difference(before, after, "[{'Id':'i','N':11},{'N':3},{'N':10}]");
  expect_has(answer,
             "{'before':{'o':0},'after':{'o':1},'rowsBefore':[],'rowsAfter':['a'],"
             "'region':[{'input':'N','test':'[10..12)'}],'witness':{'record':{'N':10}}}],'count':1,'complete':true");
  expect_has(answer,
             "'records':{'count':3,'bad':0,'changed':2,'decisions':[{'decision':'d','changed':2,'changes':[{'before':"
             "{'o':0},'after':{'o':1},'count':2,'records':[{'index':0,'id':'i'},{'index':2}]}]}]}");
}

TEST(DifferenceTest, FindsNoneWhereRowsAreWrittenOtherwise) {
  const std::string before = definition(rules("'T'", row("a", "'\\'x\\',\\'y\\''", 1)));
  const std::string after = definition(rules("'T'", row("y", "'\\'y\\''", 1) + "," + row("x", "'\\'x\\''", 1)));
  expect_has(difference(before, after), "'result':'same','changes':[],'count':0,'complete':true");
}

TEST(DifferenceTest, TakesConditionsForInputsThatAreTrueOrFalse) {
  const auto list = [](const std::string& first, int then) {
    return definition("'hit':'first','outputs':[{'name':'o','type':'Number'}],'rules':[{'id':'a','when':'" + first +
                      "','then':[1]},{'id':'b','when':'C','then':[" + std::to_string(then) + "]}]");
  };
  expect_has(difference(list("N > 3", 2), list("N > 3", 2)), "'result':'same'");
  expect_has(difference(list("N > 3", 2), list("N > 3", 5)),
             "'region':[{'input':'N > 3','test':'false,blank'},{'input':'C','test':'true'}]");
}

TEST(DifferenceTest, NamesDecisionsThatOnlyOneVersionHas) {
  const std::string one = rules("'T'", row("a", "'-'", 1));
  const std::string before = definition(one, ",'e':{" + one + "}");
  const std::string after = definition(one, ",'f':{" + one + "}");
  expect_has(difference(before, after), "{'decision':'e','result':'removed'},{'decision':'f','result':'added'}");
}

TEST(DifferenceTest, ComparesFieldsThatOnlyOneVersionDeclares) {
  const std::string before = "{'signalbox':1,'name':'n','object':'Case','fields':{'A':'Text'},'decisions':{'d':{" +
                             rules("'A'", row("a", "'\\'x\\''", 1)) + "}}}";
  const std::string after =
      "{'signalbox':1,'name':'n','object':'Case','fields':{'B':'Text','A':'Text'},'decisions':{'d':{" +
      rules("'A','B'", row("a", "'\\'x\\'','\\'y\\''", 1)) + "}}}";
  const std::string answer = difference(before, after, "[{'A':'x','B':'y'},{'A':'x'}]");
  expect_has(answer, "'region':[{'input':'A','test':'\\'x\\''},{'input':'B','test':'not(\\'y\\')'}]");
  expect_has(answer, "'count':2,'bad':0,'changed':1");
}

TEST(DifferenceTest, ComparesFormulasByTheirCanonicalText) {
  const auto version = [](const std::string& cell) { return definition(rules("'N'", row("a", "'" + cell + "'", 1))); };
  expect_has(difference(version("= N > 3"), version("=n>3")), "'result':'same'");
}

TEST(DifferenceTest, CountsNoCellsThatMayFail) {
  const auto version = [](const std::string& then) {
    return definition(
        "'hit':'collect','collect':'count','inputs':['N'],'outputs':[{'name':'o','type':'Number'}],"
        "'rules':[{'id':'a','when':['-'],'then':[" +
        then + "]}]");
  };
  expect_has(difference(version("5"), version("'= 1 / N'")),
             "'before':{'o':1},'after':{'o':{'count':[{'formula':'1 / N'}]}}");
}

TEST(DifferenceTest, ComparesFieldsOfAnotherTypeAsFarAsTheirValuesAreTheSame) {
  const auto version = [](const std::string& type, const std::string& cell) {
    return "{'signalbox':1,'name':'n','object':'Case','fields':{'F':'" + type + "'},'decisions':{'d':{" +
           rules("'F'", row("a", "'" + cell + "'", 1) + "," + row("rest", "'-'", 2)) + "}}}";
  };
  const std::string text = "\\'A\\'";
  expect_has(difference(version("Text", text), version("Picklist", text)), "'result':'same'");
  expect_has(difference(version("Number", "1"), version("Currency", "1")), "'result':'same'");
  expect_has(difference(version("Number", "1"), version("Percent", "1")),
             "'result':'undecided','changes':[],'count':0,'complete':false");
  expect_has(difference(version("Picklist", text), version("MultiPicklist", text)),
             "`F` has become a MultiPicklist and was a Picklist: its values cannot be compared.");
  expect_has(difference(version("Date", "2026-01-01"), version("DateTime", "2026-01-01T00:00:00Z")), "'undecided'");
}

}  // namespace
}  // namespace signalbox::api
