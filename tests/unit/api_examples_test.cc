// Examples of a definition: what is wrong with them, what they show, and those that are made for a table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/json.h"
#include "tests/support/session.h"

namespace signalbox {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const kAt = "2026-01-31T08:00:00Z";

/// Without the brace that closes it.
const char* const kOpenDefinition =
    "{'signalbox':1,'name':'n','object':'Case','fields':{'Country':'Text','Amount':'Number','Share':'Percent',"
    "'Tags':{'type':'MultiPicklist','values':['A','B']},'Account.Tier':'Text'},"
    "'decisions':{'q':{'hit':'first','inputs':['Country','Amount','Share','Tags','LEN(Country)'],"
    "'outputs':[{'name':'queue','type':'Text'}],'rules':["
    "{'id':'de','when':['\\'DE\\',\\'AT\\'','[1..5)','> 0.2','includes(\\'A\\',\\'B\\')','-'],'then':['A']},"
    "{'id':'covered','when':['\\'DE\\'','[2..3]','> 0.5','includes(\\'A\\',\\'B\\')','-'],'then':['C']},"
    "{'id':'off','when':['-','-','-','-','-'],'then':['A'],'enabled':false},"
    "{'id':'cell','when':['-','> 7','-','-','= Amount > 7.5'],'then':['A']},"
    "{'id':'computed','when':['not(\\'FR\\')','-','-','-','> 3'],'then':['B']}],'default':['B']},"
    "'tier':{'hit':'unique','inputs':['Account.Tier'],'outputs':[{'name':'t','type':'Number'}],"
    "'rules':[{'id':'gold','when':['\\'Gold\\''],'then':[1]}]}},"
    "'routing':{'p':{'queue':{'decision':'q'}}},'steps':[{'id':'place','route':'p'},{'id':'t','decide':'tier'}]";
const char* const kDirectory =
    "{'signalbox':1,'queues':{'A':{'members':['x']},'B':{'members':[]}},'agents':{'x':{'capacity':2}}}";

class ExamplesTest : public testing::Test {
 protected:
  std::string compile(const std::string& examples) {
    return talk_("{'op':'compile'}", kOpenDefinition + std::string(",'examples':") + examples + "}");
  }
  std::string report(const std::string& more = "") {
    return talk_("{'op':'examples','program':1,'at':'2026-01-31T08:00:00Z'" + more + "}");
  }

  test::Talk talk_;
};

TEST_F(ExamplesTest, ReportsEverythingThatIsWrong) {
  const std::string answer = compile(
      "[{'record':{'Contry':'DE','Amount':'x','Account':{'Teir':'Gold'}},'expect':{'queu':'A'}},{'name':3},"
      "{'record':7,'expect':{'outputs':{'u':1},'decisions':{'q':{'rules':['dee'],'outputs':{'t':1}},'z':{}}}},"
      "{'record':{},'at':'soon','expect':{'queue':1}}]");
  for (const char* finding :
       {"unknown-field\",\"severity\":\"error\",\"path\":\"/examples/0/record/Contry",
        "field-type\",\"severity\":\"error\",\"path\":\"/examples/0/record/Amount", "/examples/0/record/Account/Teir",
        "/examples/0/expect/queu", "/examples/1/name", "missing-member", "record-shape", "unknown-output",
        "unknown-decision", "bad-instant", "/examples/3/expect/queue"}) {
    EXPECT_THAT(answer, HasSubstr(finding));
  }
}

TEST_F(ExamplesTest, SaysWhatDiffersAndWhy) {
  ASSERT_THAT(compile("[{'name':'gold','record':{'Account':{'Tier':'Gold'},'Country':'FR'},"
                      "'expect':{'queue':'A','outputs':{'t':1.0},'decisions':{'tier':{'rules':['gold']}}}},"
                      "{'record':{},'expect':{'outputs':{'t':null},'decisions':{'tier':{'outputs':{'t':2}}}}}]"),
              HasSubstr("\"ok\":true"));
  talk_("{'op':'directory'}", kDirectory);
  const std::string alone = report();
  EXPECT_THAT(alone, HasSubstr(R"("name":"gold","result":"undecided","differences":[])"));
  EXPECT_THAT(alone, HasSubstr(R"("passed":0,"failed":1,"undecided":1)"));
  EXPECT_THAT(alone, HasSubstr(R"({"path":"/decisions/tier/outputs/t","expected":2,"found":null})"));
  const std::string with = report(",'directory':2");
  EXPECT_THAT(with, HasSubstr(R"([{"path":"/queue","expected":"A","found":"B"}])"));
  EXPECT_THAT(with, HasSubstr("Rule `gold` won: "));
  EXPECT_THAT(with, Not(HasSubstr("` failed: ")));
}

/// Names of the members in which two records differ.
std::vector<std::string> differing(const json::Node& a, const json::Node& b) {
  std::vector<std::string> names;
  for (const json::Node* one : {&a, &b}) {
    const json::Node& other = one == &a ? b : a;
    for (std::size_t i = 0; i < one->size(); ++i) {
      const auto found = other.find(one->key(i));
      const bool is_same = found && found->kind() == one->at(i).kind() && found->as_text() == one->at(i).as_text();
      const std::string name(one->key(i));
      if (!is_same && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  return names;
}

TEST_F(ExamplesTest, MakesPairsForEveryTestThatDifferInOneFieldAndHold) {
  ASSERT_THAT(compile("[]"), HasSubstr("\"ok\":true"));
  const std::string made =
      talk_("{'op':'examples.generate','program':1,'decision':'q','at':'" + std::string(kAt) + "'}");
  Diagnostics diagnostics;
  const auto document = json::Document::parse(made, diagnostics);
  ASSERT_TRUE(document) << made;
  const json::Node cases = *document->root().find("cases");
  const json::Node examples = *cases.find("examples");
  const json::Node pairs = *cases.find("pairs");
  EXPECT_EQ(pairs.size(), 6u) << made;  // four of `de`, the range of `cell`, the country of `computed`
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const json::Node pair = pairs.at(i);
    const auto record_of = [&](const char* side) {
      return *examples.at(static_cast<std::size_t>(std::stoi(std::string(pair.find(side)->as_text())))).find("record");
    };
    EXPECT_EQ(differing(record_of("with"), record_of("without")).size(), 1u) << made;
  }
  const Span span = cases.find("notShown")->span();
  EXPECT_EQ(made.substr(span.begin, span.end - span.begin),
            R"([{"rule":"covered","reason":"masked","by":"de"},{"rule":"off","reason":"disabled"},)"
            R"({"rule":"cell","input":4,"reason":"formula-cell"},)"
            R"({"rule":"computed","input":4,"reason":"computed-input"}])");

  const Span all = examples.span();
  ASSERT_THAT(talk_.raw("{\"op\":\"compile\"}\n" + test::quoted(kOpenDefinition) +
                        ",\"examples\":" + made.substr(all.begin, all.end - all.begin) + "}"),
              HasSubstr("\"program\":2"));
  EXPECT_THAT(talk_("{'op':'examples','program':2,'at':'2000-01-01T00:00:00Z'}"),
              HasSubstr("\"passed\":" + std::to_string(examples.size()) + ",\"failed\":0,\"undecided\":0"));
}

TEST_F(ExamplesTest, MakesNoneForADecisionThatDoesNotExist) {
  compile("[]");
  EXPECT_THAT(talk_("{'op':'examples.generate','program':1,'decision':'z','at':'2026-01-31T08:00:00Z'}"),
              HasSubstr("unknown-decision"));
}

}  // namespace
}  // namespace signalbox
