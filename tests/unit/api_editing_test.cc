// Messages of an editor: help at a caret, names in formulas and definitions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/session.h"

namespace signalbox {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kDefinition =
    "{'signalbox':1,'name':'n','object':'Case','fields':{'Sev__c':{'type':'Picklist','values':['Low','High'],'label':"
    "'Severity'},'Amount':'Number','Account.Tier__c':'Text','Account.Name':'Text'},"
    "'decisions':{'q':{'hit':'first','inputs':['TEXT(sev__c)','Amount'],'outputs':[{'name':'o','type':'Number'}],"
    "'rules':[{'id':'r','when':['-','> 3'],'then':['=amount + 1']}]},"
    "'l':{'hit':'first','outputs':[{'name':'p','type':'Text'}],'rules':[{'id':'s','when':'account.tier__c = $Now & "
    "Account.Name','then':['x']}]}}}";

class EditingTest : public ::testing::Test {
 protected:
  void load() {
    const std::string text = definition();
    ASSERT_THAT(talk_("{'op':'compile'}", text), StartsWith("{\"ok\":true"));
  }
  static std::string definition() {
    std::string text = kDefinition;
    return text.replace(text.find("$Now & "), 7, "");
  }
  test::Talk talk_;
};

TEST_F(EditingTest, FormatsAFormula) {
  load();
  EXPECT_EQ(talk_("{'op':'formula.format','program':1}", "if(amount>1,'a','b')"),
            R"~({"ok":true,"text":"IF(Amount > 1, \"a\", \"b\")"})~");
  EXPECT_THAT(talk_("{'op':'formula.format','program':1}", "1 +"), HasSubstr(R"("code":"unexpected-end")"));
}

TEST_F(EditingTest, ListsTheNamesThatAFormulaReads) {
  load();
  EXPECT_EQ(talk_("{'op':'formula.references','program':1}", "amount + \xF0\x9F\x98\x80 Amount > $now + Nope"),
            R"({"ok":true,"names":[{"name":"Amount","kind":"field","type":"Number","uses":[{"from":0,"to":6},)"
            R"({"from":12,"to":18}]},{"name":"$Now","kind":"global","type":"DateTime","uses":[{"from":21,"to":25}]},)"
            R"({"name":"Nope","kind":"unknown","uses":[{"from":28,"to":32}]}]})");
}

TEST_F(EditingTest, SaysWhatStandsAtTheCaret) {
  load();
  EXPECT_EQ(talk_("{'op':'formula.hover','program':1,'offset':11}", "ISPICKVAL(SEV__C, 'Low')"),
            R"({"ok":true,"hover":{"from":10,"to":16,"kind":"field","name":"Sev__c","type":"Picklist",)"
            R"("label":"Severity","values":["Low","High"]}})");
  EXPECT_EQ(talk_("{'op':'formula.hover','program':1,'offset':1}", " + 1"), R"({"ok":true,"hover":null})");
}

TEST_F(EditingTest, SaysWhichArgumentIsWritten) {
  load();
  EXPECT_EQ(talk_("{'op':'formula.signature','program':1,'offset':8}", "LEFT(x, 2)"),
            R"~({"ok":true,"call":{"from":0,"to":4,"function":"LEFT","signature":"LEFT(text, number_of_characters)",)~"
            R"("sentence":"The first characters of a text.","argument":1,"parameter":{"from":11,"to":31},)"
            R"("takes":"Number"}})");
  EXPECT_EQ(talk_("{'op':'formula.signature','program':1,'offset':0}", "LEFT(x, 2)"), R"({"ok":true,"call":null})");
}

TEST_F(EditingTest, RefusesTestsAndRulesThatAreNotThere) {
  load();
  EXPECT_THAT(talk_("{'op':'test.english','program':1,'decision':'x','input':0}", "-"), HasSubstr("unknown-decision"));
  EXPECT_THAT(talk_("{'op':'test.english','program':1,'decision':'q','input':2}", "-"), HasSubstr("no-such-input"));
  EXPECT_THAT(talk_("{'op':'rule.english','program':1,'decision':'q','rule':1}"), HasSubstr("no-such-rule"));
  EXPECT_THAT(talk_("{'op':'rule.english','program':2,'decision':'q','rule':0}"), HasSubstr("unknown-handle"));
}

TEST_F(EditingTest, FindsTheUsesOfANameInADefinition) {
  EXPECT_EQ(talk_("{'op':'definition.references','name':'AMOUNT'}", definition()),
            R"({"ok":true,"names":[{"name":"Amount","kind":"field","uses":[{"path":"/fields/Amount","member":true,)"
            R"("from":0,"to":6},{"path":"/decisions/q/inputs/1","from":0,"to":6},)"
            R"({"path":"/decisions/q/rules/0/then/0","from":1,"to":7}]}]})");
  EXPECT_THAT(talk_("{'op':'definition.references','name':'account'}", definition()),
              HasSubstr(R"({"path":"/decisions/l/rules/0/when","from":18,"to":30})"));
  EXPECT_EQ(talk_("{'op':'definition.references','name':'Amoun'}", definition()), R"({"ok":true,"names":[]})");
}

TEST_F(EditingTest, FindsUsesAlsoWhereTheDefinitionHasErrors) {
  EXPECT_THAT(
      talk_("{'op':'definition.references'}",
            "{'signalbox':1,'fields':{'A':'Text'},'decisions':{'d':{"
            "'inputs':['A & Nope']}}}"),
      HasSubstr(R"({"name":"Nope","kind":"unknown","uses":[{"path":"/decisions/d/inputs/0","from":4,"to":8}]})"));
  EXPECT_THAT(talk_("{'op':'definition.references'}", "{"), HasSubstr("json-syntax"));
}

TEST_F(EditingTest, RenamesAFieldWhereverItIsNamed) {
  EXPECT_EQ(talk_("{'op':'definition.rename','from':'amount','to':'Total__c'}", definition()),
            R"({"ok":true,"edits":[{"path":"/fields/Amount","member":true,"old":"Amount","new":"Total__c"},)"
            R"({"path":"/decisions/q/inputs/1","old":"Amount","new":"Total__c"},)"
            R"({"path":"/decisions/q/rules/0/then/0","old":"=amount + 1","new":"=Total__c + 1"}]})");
}

TEST_F(EditingTest, KnowsTheFieldsOfTheRecordOfAFlow) {
  const std::string flow =
      "{'signalbox':1,'name':'n','object':'Case','fields':{'Amount':'Number'},'steps':[{'id':'s','decide':'d'}],"
      "'decisions':{'d':{'hit':'first','outputs':[{'name':'o','type':'Number'}],'rules':[{'id':'r',"
      "'when':'{!$Record.amount} > $Record__Prior.Amount','then':[1]}]}}}";
  EXPECT_EQ(talk_("{'op':'definition.references','name':'Amount'}", flow),
            R"({"ok":true,"names":[{"name":"Amount","kind":"field","uses":[{"path":"/fields/Amount","member":true,)"
            R"("from":0,"to":6},{"path":"/decisions/d/rules/0/when","from":10,"to":16},)"
            R"({"path":"/decisions/d/rules/0/when","from":35,"to":41}]}]})");
  EXPECT_THAT(talk_("{'op':'definition.rename','from':'Amount','to':'Total__c'}", flow),
              HasSubstr(R"("new":"{!$Record.Total__c} > $Record__Prior.Total__c")"));
}

TEST_F(EditingTest, TakesEveryGlobalOfSalesforceAsAField) {
  for (const std::string name :
       {"$Client.Id", "$Credential.Main.Token", "$Resource.Logo", "$Page.Start", "$Action.Case.New", "$Api.Session_ID",
        "$Flow.InterviewGuid", "$FieldSet.Case.Main", "$Label.Hello"}) {
    const std::string answer =
        talk_("{'op':'compile'}", "{'signalbox':1,'name':'n','object':'Case','fields':{'" + name + "':'Text'}}");
    EXPECT_THAT(answer, Not(HasSubstr("bad-name"))) << answer;
    EXPECT_THAT(answer, StartsWith(R"({"ok":true)")) << answer;
  }
  EXPECT_THAT(talk_("{'op':'compile'}", "{'signalbox':1,'name':'n','object':'Case','fields':{'$Record.A':'Text'}}"),
              HasSubstr("bad-name"));
}

TEST_F(EditingTest, RenamesARelationshipWithAllItsFields) {
  const std::string answer = talk_("{'op':'definition.rename','from':'Account','to':'Client__r'}", definition());
  EXPECT_THAT(answer, HasSubstr(R"("old":"Account.Tier__c","new":"Client__r.Tier__c")"));
  EXPECT_THAT(answer, HasSubstr(R"("new":"Client__r.tier__c = Client__r.Name")"));
  EXPECT_THAT(answer, Not(HasSubstr("Amount")));
}

TEST_F(EditingTest, RefusesNamesThatCannotBe) {
  const auto rename = [&](const std::string& from, const std::string& to) {
    return talk_("{'op':'definition.rename','from':'" + from + "','to':'" + to + "'}", definition());
  };
  EXPECT_THAT(rename("Nope", "X"), HasSubstr("unknown-field"));
  EXPECT_THAT(rename("Amount", "sev__C"), HasSubstr("name-taken"));
  EXPECT_THAT(rename("Account.Tier__c", "Account.Name"), HasSubstr("name-taken"));
  EXPECT_THAT(rename("Amount", "2nd"), HasSubstr("bad-name"));
  EXPECT_THAT(rename("Amount", "A..B"), HasSubstr("bad-name"));
  EXPECT_THAT(rename("Amount", "true"), HasSubstr("bad-name"));
  EXPECT_THAT(rename("Amount", "AMOUNT"), StartsWith(R"({"ok":true,"edits":[{"path":"/fields/Amount")"));
  EXPECT_THAT(talk_("{'op':'definition.rename','from':'A','to':'B'}", "{'signalbox':1,'fields':{'A':'Tex'}}"),
              HasSubstr("missing-member"));
}

}  // namespace
}  // namespace signalbox
