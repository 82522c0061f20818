// The session: messages, handles and what it answers to nonsense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/session.h"

namespace signalbox {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const char* const kDefinition =
    "{'signalbox':1,'name':'n','object':'Case','fields':{'Country':'Text','Amount':'Number'},"
    "'decisions':{'q':{'hit':'first','inputs':['Country'],'outputs':[{'name':'queue','type':'Text'}],"
    "'rules':[{'id':'de','when':['\\'DE\\''],'then':['A']}],'default':['B']}},"
    "'routing':{'p':{'queue':{'decision':'q'}}},'steps':[{'id':'place','route':'p'}]}";
const char* const kDirectory =
    "{'signalbox':1,'queues':{'A':{'members':['x']},'B':{'members':[]}},'agents':{'x':{'capacity':2}}}";

class SessionTest : public testing::Test {
 protected:
  /// Program 1, directory 2, roster 3, records 4 (two good ones, one bad between them).
  void load() {
    ASSERT_THAT(talk_("{'op':'compile'}", kDefinition),
                StartsWith(R"({"ok":true,"program":1,"definition":"n","layout":")"));
    ASSERT_EQ(talk_("{'op':'directory'}", kDirectory), R"({"ok":true,"directory":2,"diagnostics":[]})");
    ASSERT_EQ(talk_("{'op':'roster','directory':2}", "{'signalbox':1,'agents':{'x':{'presence':'Online','open':1}}}"),
              R"({"ok":true,"roster":3,"diagnostics":[]})");
    ASSERT_THAT(
        talk_("{'op':'records','program':1}", "[{'Id':'1','Country':'DE'},7,{'Country':'FR'}]"),
        StartsWith(
            R"({"ok":true,"records":4,"count":3,"ids":["1",null,null],"errors":[{"index":1,"code":"record-shape")"));
  }

  test::Talk talk_;
};

const char* const kBatch =
    "{'op':'decideBatch','program':1,'directory':2,'roster':3,'records':4,'at':'2026-01-31T08:00:00Z'}";
const char* const kFirstDecision =
    R"({"signalbox":1,"definition":"n","record":{"object":"Case","id":"1"},"at":"2026-01-31T08:00:00.000Z",)"
    R"("outcome":{"queue":"A","agent":"x","outputs":{}},"milestones":{},"wake":null,"roster":"given","errors":[]})";

TEST_F(SessionTest, SaysItsVersionAndLimits) {
  EXPECT_THAT(
      talk_("{'op':'version'}"),
      testing::MatchesRegex(
          R"(\{"ok":true,"engine":"0\.1\.0","format":1,"tzdata":"20[0-9]+[a-z]","limits":\{"documentBytes":.*)"));
}

TEST_F(SessionTest, DecidesABatchLineByLine) {
  load();
  const std::string lines = talk_(kBatch);
  EXPECT_THAT(lines, StartsWith(std::string(kFirstDecision) + "\n" + R"({"ok":false,"error":{"code":"record-shape")"));
  EXPECT_THAT(lines, HasSubstr(R"("outcome":{"queue":"B","agent":null,"outputs":{}})"));
  EXPECT_EQ(lines.back(), '\n');
}

const char* const kFilter = "{'op':'formula.filter','program':1,'records':2,'at':'2026-01-31T08:00:00Z'}";

TEST_F(SessionTest, FiltersRecordsByACondition) {
  talk_("{'op':'compile'}", kDefinition);
  talk_("{'op':'records','program':1}",
        "[{'Country':'DE','Amount':2},7,{'Country':'DE','Amount':0},{'Country':'FR','Amount':2},{'Country':'DE','"
        "Amount':5}]");
  EXPECT_EQ(talk_(kFilter, "Country = 'DE' && 10 / Amount > 3"),
            R"({"ok":true,"count":1,"matches":[0],"errors":[{"index":1,"code":"record-shape",)"
            R"("sentence":"A record must be an object."},{"index":2,"code":"division-by-zero",)"
            R"("sentence":"`Country = \"DE\" && 10 / Amount > 3` divides by zero."}]})");
  EXPECT_THAT(talk_(kFilter, "Contry = 'DE'"), HasSubstr("Did you mean `Country`?"));
  EXPECT_THAT(talk_(kFilter, "Country"), StartsWith(R"({"ok":false)"));
}

TEST_F(SessionTest, FiltersRecordsByTheirClocks) {
  talk_("{'op':'compile'}",
        "{'signalbox':1,'name':'n','object':'Case','fields':{'Opened':'DateTime'},"
        "'milestones':{'Answer':{'target':'1h','start':'Opened'}}}");
  talk_("{'op':'records','program':1}",
        "[{'Opened':'2026-01-31T07:30:00Z'},{'Opened':'2026-01-31T07:10:00Z'},{},{'Opened':'2026-01-31T06:00:00Z'}]");
  EXPECT_EQ(talk_(kFilter, "$Milestone.Answer.Remaining <= 0.2"),
            R"({"ok":true,"count":2,"matches":[1,3],"errors":[]})");
}

TEST_F(SessionTest, TellsWhichRulesWonBesideTheOutcomes) {
  load();
  EXPECT_EQ(talk_("{'op':'outcomes','program':1,'directory':2,'records':4,'at':'2026-01-31T08:00:00Z','explain':true}"),
            R"({"ok":true,"outcomes":[{"queue":"A","agent":"x","outputs":{}},{"queue":"B","agent":null,"outputs":{}}],)"
            R"("of":[0,-1,1],"reasons":[{"outcome":0,"decisions":{"q":{"winners":["de"],"default":false}}},)"
            R"({"outcome":1,"decisions":{"q":{"winners":[],"default":true}}}],"reasonOf":[0,-1,1]})");
}

TEST_F(SessionTest, DecidesRecordsAsTheyAreWritten) {
  load();
  EXPECT_EQ(talk_("{'op':'outcomes','program':1,'directory':2,'roster':3,'format':'jsonl','at':'2026-01-31T08:00:00Z'}",
                  "{'Id':'1','Country':'DE'}\n7\n{'Country':'FR'}\n{'Id':'4','Country':'DE'}"),
            R"({"ok":true,"outcomes":[{"queue":"A","agent":"x","outputs":{}},{"queue":"B","agent":null,"outputs":{}}],)"
            R"("of":[0,-1,1,0],"errors":[{"index":1,"code":"record-shape",)"
            R"("sentence":"Line 2: A record must be an object.","path":"/1"}]})");
  EXPECT_THAT(talk_("{'op':'outcomes','program':1,'directory':2,'format':'xml','at':'2026-01-31T08:00:00Z'}"),
              HasSubstr("unknown-format"));
}

TEST_F(SessionTest, AssignsABatchAndSaysWhyARecordHasNobody) {
  ASSERT_THAT(talk_("{'op':'compile'}",
                    "{'signalbox':1,'name':'n','object':'Case','fields':{'Country':'Text'},"
                    "'routing':{'p':{'queue':{'formula':'Country'},'require':['capacity']}},"
                    "'steps':[{'id':'place','when':'Country <> \\'X\\'','route':'p'}]}"),
              StartsWith(R"({"ok":true)"));
  ASSERT_THAT(talk_("{'op':'directory'}", kDirectory), StartsWith(R"({"ok":true)"));
  ASSERT_THAT(talk_("{'op':'roster','directory':2}", "{'signalbox':1,'agents':{'x':{'presence':'Online','open':1}}}"),
              StartsWith(R"({"ok":true)"));
  ASSERT_THAT(talk_("{'op':'records','program':1}",
                    "[{'Id':'1','Country':'A'},{'Id':'2','Country':'A'},{'Id':'3','Country':'B'},{'Country':'X'},7]"),
              StartsWith(R"({"ok":true)"));
  const char* const kAssign =
      "{'op':'assign','program':1,'directory':2,'roster':3,'records':4,'at':'2026-01-31T08:00:00Z'}";
  EXPECT_EQ(
      talk_(kAssign),
      R"({"ok":true,"assigned":1,"total":0,"exact":true,"bound":0,"oneByOne":{"assigned":1,"total":0},"records":[)"
      R"({"id":"1","queue":"A","agent":"x","score":0},{"id":"2","queue":"A","unserved":"no-capacity"},)"
      R"({"id":"3","queue":"B","unserved":"no-candidate"},{"id":null,"unserved":"not-routed"},)"
      R"({"id":null,"unserved":"bad-record"}]})");
}

TEST_F(SessionTest, DecidesOneAsInTheBatch) {
  load();
  EXPECT_EQ(
      talk_(
          "{'op':'decideOne','program':1,'directory':2,'roster':3,'records':4,'index':0,'at':'2026-01-31T08:00:00Z'}"),
      kFirstDecision);
  EXPECT_EQ(talk_("{'op':'decide','program':1,'directory':2,'roster':3,'at':'2026-01-31T09:00:00+01:00'}",
                  "{'Id':'1','Country':'DE'}"),
            kFirstDecision);
}

TEST_F(SessionTest, CountsDistinctOutcomes) {
  load();
  EXPECT_EQ(
      talk_("{'op':'outcomes','program':1,'directory':2,'roster':3,'records':4,'at':'2026-01-31T08:00:00Z'}"),
      R"({"ok":true,"outcomes":[{"queue":"A","agent":"x","outputs":{}},{"queue":"B","agent":null,"outputs":{}}],"of":[0,-1,1]})");
}

TEST_F(SessionTest, AssumesARosterWhenNoneIsGiven) {
  load();
  EXPECT_THAT(talk_("{'op':'decide','program':1,'directory':2,'at':'2026-01-31T08:00:00Z'}", "{'Country':'DE'}"),
              HasSubstr(R"("roster":"assumed")"));
}

TEST_F(SessionTest, ReportsADefinitionWithErrorsAndLivesOn) {
  const std::string answer =
      talk_("{'op':'compile'}", "{'signalbox':1,\n 'name':'n','object':'o','fields':{'ä':'Txt'}}");
  EXPECT_THAT(answer, StartsWith(R"({"ok":false,"error":{"code":"bad-name")"));
  EXPECT_THAT(answer, HasSubstr(R"("path":"/fields/ä","start":{"offset":56,"line":2,"column":40})"));
  load();
}

TEST_F(SessionTest, HandlesAreNeverGivenTwice) {
  load();
  EXPECT_EQ(talk_("{'op':'release','handle':4}"), R"({"ok":true})");
  EXPECT_THAT(
      talk_(kBatch),
      StartsWith(R"({"ok":false,"error":{"code":"unknown-handle","sentence":"There is nothing behind the handle 4.")"));
  EXPECT_THAT(talk_("{'op':'release','handle':4}"), HasSubstr("unknown-handle"));
  EXPECT_THAT(talk_("{'op':'records','program':1}", "[]"), StartsWith(R"({"ok":true,"records":5,"count":0)"));
  EXPECT_THAT(talk_("{'op':'records','program':2}", "[]"), HasSubstr("The handle 2 is not of the kind `program`."));
}

TEST_F(SessionTest, RecordsServeProgramsWithTheSameFieldsOnly) {
  load();
  std::string same = kDefinition;
  same.replace(same.find("['B']"), 5, "['A']");
  ASSERT_THAT(talk_("{'op':'compile'}", same), HasSubstr(R"("program":5)"));
  std::string other = kDefinition;
  other.replace(other.find("'Amount':'Number'"), 17, "'Amount':'Text'");
  ASSERT_THAT(talk_("{'op':'compile'}", other), HasSubstr(R"("program":6)"));
  EXPECT_THAT(talk_("{'op':'outcomes','program':5,'directory':2,'records':4,'at':'2026-01-31T08:00:00Z'}"),
              StartsWith(R"({"ok":true,"outcomes":[{"queue":"A")"));
  EXPECT_THAT(talk_("{'op':'outcomes','program':6,'directory':2,'records':4,'at':'2026-01-31T08:00:00Z'}"),
              HasSubstr("layout-changed"));
}

TEST_F(SessionTest, ARosterServesItsOwnDirectoryOnly) {
  load();
  ASSERT_EQ(talk_("{'op':'directory'}", kDirectory), R"({"ok":true,"directory":5,"diagnostics":[]})");
  EXPECT_THAT(talk_("{'op':'decide','program':1,'directory':5,'roster':3,'at':'2026-01-31T08:00:00Z'}", "{}"),
              HasSubstr("roster-directory"));
}

TEST_F(SessionTest, ChecksADefinitionAgainstADirectory) {
  load();
  std::string right = kDefinition;
  right.replace(right.find("['B']"), 5, "['A']");
  EXPECT_EQ(talk_("{'op':'check','directory':2}", right), R"({"ok":true,"diagnostics":[]})");
  EXPECT_THAT(talk_("{'op':'check','directory':2}", kDefinition),
              HasSubstr(R"("code":"empty-queue","severity":"warning","path":"/decisions/q/default/0")"));
  std::string wrong = kDefinition;
  wrong.replace(wrong.find("['B']"), 5, "['Bb']");
  const std::string answer = talk_("{'op':'check','directory':2}", wrong);
  EXPECT_THAT(answer, StartsWith(R"({"ok":false,"error":{"code":"unknown-queue")"));
  EXPECT_THAT(answer, HasSubstr(R"("path":"/decisions/q/default/0")"));
}

struct Nonsense {
  const char* message;
  const char* code;
};

class NonsenseTest : public testing::TestWithParam<Nonsense> {};

TEST_P(NonsenseTest, IsAnsweredWithACode) {
  test::Talk talk;
  const std::string answer = talk.raw(test::quoted(GetParam().message));
  EXPECT_THAT(answer, StartsWith(std::string(R"({"ok":false,"error":{"code":")") + GetParam().code + "\""));
  EXPECT_THAT(talk("{'op':'version'}"), StartsWith(R"({"ok":true)")) << "the session must live on";
}

INSTANTIATE_TEST_SUITE_P(
    Messages, NonsenseTest,
    testing::Values(
        Nonsense{"", "bad-header"}, Nonsense{"\n{}", "bad-header"}, Nonsense{"[]\n", "bad-header"},
        Nonsense{"{}\n", "bad-header"}, Nonsense{"{'op':3}\n", "bad-header"}, Nonsense{"{'op':''}\n", "bad-header"},
        Nonsense{"{'op':'\xC3('}\n", "bad-header"}, Nonsense{"{'op':'version','op':'version'}\n", "bad-header"},
        Nonsense{"{'op':'version','x':1}\n", "bad-header"}, Nonsense{"{'op':'Compile'}\n", "unknown-op"},
        Nonsense{"{'op':'records'}\n", "bad-header"}, Nonsense{"{'op':'records','program':0}\n", "bad-header"},
        Nonsense{"{'op':'records','program':1.5}\n", "bad-header"},
        Nonsense{"{'op':'records','program':1}\n", "unknown-handle"},
        Nonsense{"{'op':'decide','program':1,'directory':1,'at':'today'}\n", "unknown-handle"},
        Nonsense{"{'op':'compile'}\n", "json-syntax"}, Nonsense{"{'op':'compile'}\n'\xFF'", "json-utf8"},
        Nonsense{"{'op':'compile'}\n{'signalbox':9}", "format-version"}, Nonsense{"{'op':'compile'}\n[]", "wrong-type"},
        Nonsense{"{'op':'directory'}\n{}", "missing-member"}));

TEST_F(SessionTest, NamesWhatIsWrongWithTheHeader) {
  load();
  EXPECT_THAT(talk_("{'op':'decide','program':1,'directory':2,'at':'today'}", "{}"), HasSubstr("bad-instant"));
  EXPECT_THAT(talk_("{'op':'decide','program':1,'directory':2}", "{}"), HasSubstr("The member `at` is missing."));
  EXPECT_THAT(talk_("{'op':'decideOne','program':1,'directory':2,'records':4,'index':3,'at':'2026-01-31T08:00:00Z'}"),
              HasSubstr("no-such-record"));
  EXPECT_THAT(talk_("{'op':'records','program':1,'format':'xml'}", ""), HasSubstr("unknown-format"));
  EXPECT_THAT(talk_("{'op':'decide','program':1,'directory':2,'at':'2026-01-31T08:00:00Z'}", "{'Id':"),
              HasSubstr("json-syntax"));
}

TEST_F(SessionTest, ChecksAFormulaInEditorUnits) {
  load();
  // The emoji is one code point and two UTF-16 units.
  EXPECT_EQ(
      talk_.raw("{\"op\":\"formula.check\",\"program\":1}\n\"😀\" = Contry"),
      R"({"ok":true,"type":null,"tokens":[{"from":0,"to":4,"kind":"text"},{"from":5,"to":6,"kind":"operator"},)"
      R"({"from":7,"to":13,"kind":"invalid"}],"diagnostics":[{"code":"unknown-field","severity":"error","path":"",)"
      R"("start":{"offset":9,"line":1,"column":7},"end":{"offset":15,"line":1,"column":13},)"
      R"("sentence":"There is no field `Contry`. Did you mean `Country`?","expected":"a declared field","found":"Contry","suggestion":"Country",)"
      R"("from":7,"to":13}]})");
}

TEST_F(SessionTest, ChecksTheTypeThatAPlaceNeeds) {
  load();
  EXPECT_THAT(talk_("{'op':'formula.check','program':1,'expect':'Checkbox'}", "Amount > 3"),
              StartsWith(R"({"ok":true,"type":"Checkbox")"));
  EXPECT_THAT(talk_("{'op':'formula.check','program':1,'expect':'Checkbox'}", "Amount"), HasSubstr("type-mismatch"));
  EXPECT_THAT(talk_("{'op':'formula.check','program':1,'expect':'Bool'}", "Amount"), HasSubstr("unknown-type"));
  EXPECT_THAT(talk_.raw("{\"op\":\"formula.check\",\"program\":1}\n\xFF"), HasSubstr("invalid-utf8"));
}

TEST_F(SessionTest, ChecksAUnaryTestOfAnInput) {
  load();
  EXPECT_EQ(
      talk_("{'op':'test.check','program':1,'decision':'q','input':0}", "'DE',-"),
      R"({"ok":true,"type":"Text","tokens":[{"from":0,"to":4,"kind":"text"},{"from":4,"to":5,"kind":"punctuation"},)"
      R"({"from":5,"to":6,"kind":"keyword"}],"diagnostics":[{"code":"test-syntax","severity":"error","path":"",)"
      R"("start":{"offset":5,"line":1,"column":6},"end":{"offset":6,"line":1,"column":7},)"
      R"("sentence":"Here stands `-`, where a value should be.","expected":"a value","found":"-","from":5,"to":6}]})");
  EXPECT_THAT(talk_("{'op':'test.check','program':1,'decision':'x','input':0}", "-"), HasSubstr("unknown-decision"));
  EXPECT_THAT(talk_("{'op':'test.check','program':1,'decision':'q','input':1}", "-"), HasSubstr("no-such-input"));
}

TEST_F(SessionTest, CompletesNames) {
  load();
  EXPECT_THAT(talk_("{'op':'formula.complete','program':1,'offset':9}", "Amount + Coun"),
              StartsWith(R"({"ok":true,"from":9,"to":9,"items":[{"label":)"));
  EXPECT_THAT(talk_("{'op':'formula.complete','program':1,'offset':13}", "Amount + Coun"),
              StartsWith(R"({"ok":true,"from":9,"to":13,"items":[{"label":"Country","kind":"field","detail":"Text"})"));
}

TEST_F(SessionTest, AnswersTheBatchContract) {
  EXPECT_THAT(talk_("{'op':'formula.batch'}",
                    "{'name':'c','formula':'1 + 1','returns':'Number','fields':[],'blanks':'zero','rows':[[]]}"),
              HasSubstr("\"results\":["));
}

}  // namespace
}  // namespace signalbox
