// Whole decisions through api.h: clocks, steps, routing, errors and explanation together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/api.h"
#include "model/json.h"
#include "tests/support/session.h"

namespace signalbox::api {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Instant kNow{1'769'846'400'000};  // 2026-01-31T08:00:00Z

const char* const kDirectory =
    "{'signalbox':1,'skills':['Payments'],'queues':{'DACH':{'members':['ana','bo']},'Overflow':{'members':[]}},"
    "'agents':{'ana':{'name':'Ana "
    "Lima','skills':{'Payments':5},'capacity':10},'bo':{'skills':{'Payments':1},'capacity':4}}}";

const char* const kHead =
    "{'signalbox':1,'name':'support','object':'Case','blanks':'blank','fields':{'Country':'Text','Product':'Text','"
    "Amount':'Number',"
    "'Opened':'DateTime','Closed':'DateTime','Done':'Checkbox'},";

const char* const kSupport =
    "'milestones':{'Fix':{'target':'4h','start':'Opened','stop':'Closed'}},"
    "'decisions':{'queue':{'hit':'first','inputs':['Country','$Milestone.Fix.Remaining'],'outputs':[{'name':'queue','"
    "type':'Text'}],"
    "'rules':[{'id':'late','when':['-','<= "
    "0.2'],'then':['Overflow']},{'id':'dach','when':['\\'DE\\'','-'],'then':['DACH']}]},"
    "'priority':{'hit':'first','inputs':['100 / Amount'],'outputs':[{'name':'priority','type':'Number'}],"
    "'rules':[{'id':'small','when':['> 10'],'then':['=100 / Amount']}],'default':[9]}},"
    "'routing':{'fit':{'queue':{'decision':'queue'},'require':[{'skill':'Product','level':3},'presence'],'prefer':{'"
    "skillFit':1},"
    "'otherwise':{'queue':'Overflow'}}},"
    "'steps':[{'id':'rank','decide':'priority'},{'id':'place','when':'NOT(Done)','route':'fit'}]}";

Program program_of(const std::string& rest) {
  auto loaded = load_definition(test::quoted(std::string(kHead) + rest));
  EXPECT_TRUE(loaded.value) << loaded.diagnostics;
  return *loaded.value;
}

std::string decide(const std::string& rest, const std::string& record, bool explain = false, Instant now = kNow) {
  const auto directory = load_directory(test::quoted(kDirectory));
  EXPECT_TRUE(directory.value) << directory.diagnostics;
  Decider decider({program_of(rest), *directory.value, std::nullopt, now, explain});
  std::string out;
  EXPECT_TRUE(decider.decide(test::quoted(record), out));
  return out;
}

TEST(Decision, IsTheDocumentedJson) {
  EXPECT_EQ(
      decide(kSupport, "{'Id':'1','Country':'DE','Product':'Payments','Amount':8,'Opened':'2026-01-31T07:00:00Z'}"),
      R"({"signalbox":1,"definition":"support","record":{"object":"Case","id":"1"},"at":"2026-01-31T08:00:00.000Z",)"
      R"("outcome":{"queue":"DACH","agent":"ana","outputs":{"priority":12.5}},)"
      R"("milestones":{"Fix":{"state":"running","start":"2026-01-31T07:00:00.000Z","due":"2026-01-31T11:00:00.000Z",)"
      R"("completed":null,"targetMinutes":240,"remaining":0.75,"remainingMinutes":180,)"
      R"("thresholds":[{"formula":"$Milestone.Fix.Remaining","test":"<= 0.2","at":"2026-01-31T10:12:00.000Z"}]}},)"
      R"("wake":"2026-01-31T10:12:00.000Z","roster":"assumed","errors":[]})");
}

TEST(Decision, ChangesAtTheInstantItPromised) {
  const std::string record = "{'Country':'DE','Opened':'2026-01-31T07:00:00Z'}";
  const Instant wake = *parse_instant("2026-01-31T10:12:00Z");
  EXPECT_THAT(decide(kSupport, record, false, {wake.ms - 1}), HasSubstr(R"("queue":"DACH")"));
  EXPECT_THAT(decide(kSupport, record, false, wake), HasSubstr(R"("queue":"Overflow")"));
}

TEST(Decision, AClockThatHasNotStartedIsNotLateEvenWhereBlanksAreZero) {
  std::string zero = std::string(kHead);
  zero.replace(zero.find("'blanks':'blank'"), 16, "'blanks':'zero'");
  const auto loaded = load_definition(test::quoted(zero + kSupport));
  ASSERT_TRUE(loaded.value) << loaded.diagnostics;
  Decider decider({*loaded.value, *load_directory(test::quoted(kDirectory)).value, std::nullopt, kNow, false});
  std::string out;
  ASSERT_TRUE(decider.decide(test::quoted("{'Country':'DE'}"), out));
  EXPECT_THAT(out, HasSubstr(R"("queue":"DACH")"));
}

TEST(Decision, ReportsErrorsOnceAndDecidesAllTheSame) {
  const std::string decision = decide(kSupport, "{'Country':'DE','Product':'Payments','Amount':0,'Opened':7}");
  EXPECT_THAT(decision, HasSubstr(R"("outcome":{"queue":"DACH","agent":"ana","outputs":{"priority":9}})"));
  EXPECT_THAT(
      decision,
      HasSubstr(
          R"("errors":[{"code":"field-type","path":"/milestones/Fix/start","sentence":"`Opened` reads a field whose )"
          R"(value in the record is not of the declared type."},{"code":"division-by-zero",)"
          R"("path":"/decisions/priority/inputs/0","sentence":"`100 / Amount` divides by zero."}])"));
}

TEST(Decision, ErrorsAreTheSameWithAndWithoutExplanation) {
  const std::string list =
      "'decisions':{'d':{'hit':'first','outputs':[{'name':'o','type':'Text'}],'rules':[{'id':'a','when':'TRUE','then':["
      "'A']},"
      "{'id':'b','when':'1 / Amount > 1','then':['B']}]}},'steps':[{'id':'s','decide':'d'}]}";
  EXPECT_THAT(decide(list, "{'Amount':0}"), HasSubstr(R"("errors":[])"));
  const std::string explained = decide(list, "{'Amount':0}", true);
  EXPECT_THAT(explained, HasSubstr(R"("errors":[])"));
  EXPECT_THAT(
      explained,
      HasSubstr(
          R"({"id":"b","result":"error","formula":"1 / Amount > 1","test":"true","value":{"error":"division-by-zero"}})"));
}

TEST(Decision, AStepWhoseConditionIsFalseIsLeftOut) {
  const std::string decision = decide(kSupport, "{'Country':'DE','Done':true}", true);
  EXPECT_THAT(decision, HasSubstr(R"("outcome":{"queue":null,"agent":null,"outputs":{"priority":9}})"));
  EXPECT_THAT(decision, HasSubstr(R"("steps":[{"id":"rank","ran":true},{"id":"place","ran":false,"when":false}])"));
  EXPECT_THAT(decision, HasSubstr("The step `place` was left out: `NOT(Done)` is false."));
  EXPECT_THAT(decision, HasSubstr(R"("routing":null)"));
  EXPECT_THAT(decision, Not(HasSubstr(R"("queue":{"hit")"))) << "a decision nobody asked for is not evaluated";
}

TEST(Decision, ExplainsItselfInSentences) {
  const std::string decision =
      decide(kSupport, "{'Country':'DE','Product':'Payments','Amount':8,'Opened':'2026-01-31T07:00:00Z'}", true);
  EXPECT_THAT(decision, HasSubstr(R"("sentences":["The record goes to the queue DACH.","Ana Lima was chosen:)"))
      << "what was decided comes first";
  for (const char* sentence :
       {"The milestone Fix is running: 180 minutes left, due at 2026-01-31T11:00:00.000Z.",
        "At 2026-01-31T10:12:00.000Z the test `<= 0.2` in `$Milestone.Fix.Remaining` changes its truth.",
        "Rule `late` failed: $Milestone.Fix.Remaining is 0.75, and the test is `<= 0.2`.",
        "Rule `dach` won: Country is \\\"DE\\\".", "The record goes to the queue DACH.",
        "Ana Lima was chosen:", "bo was excluded: Payments at level 1, and 3 is needed."}) {
    EXPECT_THAT(decision, HasSubstr(sentence));
  }
}

TEST(Decision, LaterStepsOverrideEarlierOnes) {
  const std::string two =
      "'decisions':{'a':{'hit':'first','inputs':['Country'],'outputs':[{'name':'x','type':'Number'},{'name':'y','type':"
      "'Number'}],"
      "'rules':[],'default':[1,1]},'b':{'hit':'first','inputs':['Country'],'outputs':[{'name':'x','type':'Number'}],"
      "'rules':[],'default':[2]}},'steps':[{'id':'a','decide':'a'},{'id':'b','when':'Done','decide':'b'}]}";
  EXPECT_THAT(decide(two, "{'Done':true}"), HasSubstr(R"("outputs":{"x":2,"y":1})"));
  EXPECT_THAT(decide(two, "{}"), HasSubstr(R"("outputs":{"x":1,"y":1})"));
}

TEST(Decision, ATargetCanComeFromADecision) {
  const std::string target =
      "'milestones':{'Fix':{'target':{'decision':'t'},'start':'Opened'}},"
      "'decisions':{'t':{'hit':'first','inputs':['Country'],'outputs':[{'name':'target','type':'Text'}],"
      "'rules':[{'id':'de','when':['\\'DE\\''],'then':['1h']},{'id':'at','when':['\\'AT\\''],'then':['soon']}]}},'"
      "steps':[]}";
  EXPECT_THAT(decide(target, "{'Country':'DE','Opened':'2026-01-31T07:30:00Z'}"), HasSubstr(R"("remaining":0.5)"));
  const std::string wrong = decide(target, "{'Country':'AT','Opened':'2026-01-31T07:30:00Z'}");
  EXPECT_THAT(
      wrong,
      HasSubstr(
          R"("state":"notStarted","start":null,"due":null,"completed":null,"targetMinutes":null,"remaining":null)"));
  EXPECT_THAT(wrong, HasSubstr(R"("code":"milestone-target","path":"/milestones/Fix/target")"));
}

TEST(Decision, ABadRecordIsAnsweredInItsPlace) {
  const auto directory = load_directory(test::quoted(kDirectory));
  Decider decider({program_of(kSupport), *directory.value, std::nullopt, kNow, false});
  std::string out;
  EXPECT_FALSE(decider.decide("[1]", out));
  EXPECT_THAT(out, HasSubstr(R"({"ok":false,"error":{"code":"record-shape")"));
  out.clear();
  EXPECT_FALSE(decider.decide("{\"Id\":\"" + std::string(5'000'000, 'x') + "\"}", out));
  EXPECT_THAT(out, HasSubstr("json-too-large"));
  out.clear();
  EXPECT_TRUE(decider.decide("{}", out)) << "and the next record is decided";
}

std::string findings(const std::string& rest) {
  const auto loaded = load_definition(test::quoted(std::string(kHead) + rest));
  Diagnostics none;
  const auto document = json::Document::parse(loaded.diagnostics, none);
  std::string lines;
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    const json::Node one = document->root().at(i);
    lines += (lines.empty() ? "" : "\n") + std::string(one.find("code")->as_text()) + " " +
             std::string(one.find("path")->as_text());
  }
  EXPECT_EQ(loaded.value.has_value(), lines.empty() || lines.starts_with("sampled") || lines.starts_with("searched"));
  return lines;
}

TEST(Definition, ReportsEveryMistake) {
  EXPECT_EQ(findings("'steps':[{'id':'a'},{'id':'a','decide':'x','route':'p'},{'id':'b','decide':'x'},{'id':'c','route'"
                     ":'p'},{}]}"),
            "step-kind /steps/0\nduplicate-step /steps/1/id\nstep-kind /steps/1\nunknown-decision /steps/2/decide\n"
            "unknown-policy /steps/3/route\nmissing-member /steps/4\nstep-kind /steps/4");
  EXPECT_EQ(findings("'rules':{},'milestones':{'a b':{'target':'1h','start':'Opened'}}}"),
            "unknown-member /rules\nbad-name /milestones/a b");
  EXPECT_EQ(findings("'routing':{'p':{'queue':{'decision':'d'}}},'decisions':{'d':{'hit':'first','inputs':['Country'],"
                     "'outputs':[{'name':'q','type':'Text'}],'rules':[]}}}"),
            "queue-output /routing/p/queue");
}

TEST(Definition, KnowsTwoWaysToTakeBlanks) {
  const auto loaded = load_definition(R"({"signalbox":1,"name":"n","object":"o","blanks":"null","fields":{}})");
  EXPECT_FALSE(loaded.value);
  EXPECT_THAT(loaded.diagnostics, HasSubstr(R"("code":"unknown-mode","severity":"error","path":"/blanks")"));
}

TEST(Definition, SaysWhichFormulasMustBeAskedAgain) {
  EXPECT_EQ(findings("'steps':[],'milestones':{'M':{'target':'1h','start':'Opened'}},'decisions':{'d':{'hit':'first',"
                     "'inputs':['$Milestone.M.Remaining','$Milestone.M.Remaining * "
                     "2','TODAY()'],'outputs':[{'name':'o','type':'Number'}],"
                     "'rules':[{'id':'r','when':['< 0.5','-','-'],'then':['=$Milestone.M.ElapsedMinutes']}]},"
                     "'e':{'hit':'first','outputs':[{'name':'o','type':'Number'}],'rules':["
                     "{'id':'r','when':'$Milestone.M.Remaining < 0.2 || $Milestone.M.Breached','then':[1]}]}}}"),
            "sampled /decisions/d/rules/0/then/0");
  EXPECT_EQ(findings("'steps':[],'milestones':{'M':{'target':'1h','start':'Opened'}},'decisions':{'d':{'hit':'first',"
                     "'inputs':['NOW() - Opened','MOD($Milestone.M.ElapsedMinutes, 7)'],'outputs':[{'name':'o','type':"
                     "'Number'}],'rules':[{'id':'r','when':['< 0.5','> 3'],'then':[1]}]}}}"),
            "searched /decisions/d/inputs/1");
}

TEST(EvaluateFormula, GivesTypeAndValueOrTheDiagnostics) {
  EXPECT_EQ(evaluate_formula("A * 2", R"({"A":"Number"})", R"({"A":1.25})", kNow),
            R"({"ok":true,"type":"Number","value":2.5,"diagnostics":[]})");
  EXPECT_EQ(evaluate_formula("1 / 0", "", "", kNow),
            R"({"ok":true,"type":"Number","value":{"error":"division-by-zero"},"diagnostics":[]})");
  EXPECT_THAT(evaluate_formula("B", R"({"A":"Number"})", "{}", kNow), HasSubstr(R"("code":"unknown-field")"));
  EXPECT_THAT(evaluate_formula("A", R"({"A":"Nmber"})", "{}", kNow), HasSubstr(R"("code":"unknown-type")"));
  EXPECT_THAT(evaluate_formula("A", R"({"A":"Number"})", "{", kNow), HasSubstr(R"("code":"json-syntax")"));
}

TEST(Records, OfOtherFieldsAreRefused) {
  const Program program = program_of(kSupport);
  const auto other = load_definition(R"({"signalbox":1,"name":"n","object":"o","fields":{"Country":"Number"}})");
  const Records records = Records::read(R"([{"Country":3}])", "json", *other.value);
  const auto directory = load_directory(test::quoted(kDirectory));
  Decider decider({program, *directory.value, std::nullopt, kNow, false});
  EXPECT_FALSE(decider.fits(records));
  std::string out;
  EXPECT_FALSE(decider.decide(records, 0, out));
  EXPECT_THAT(out, HasSubstr("layout-changed"));
}

}  // namespace
}  // namespace signalbox::api
