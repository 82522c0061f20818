// What is said to the author of a table, word for word: where a sentence once misled somebody, it stands here.
#include <gtest/gtest.h>

#include "tests/support/session.h"

namespace signalbox::api {
namespace {

using test::Talk;

/// Decisions with single quotes, over fields of some types.
std::string diagnostics(const std::string& decisions) {
  std::string answer = Talk()(
      "{'op':'compile'}",
      "{'signalbox':1,'name':'n','object':'Case','fields':{'N':'Number','T':'Text'},'decisions':{" + decisions + "}}");
  std::replace(answer.begin(), answer.end(), '"', '\'');
  return answer;
}

std::string table(const std::string& hit, const std::string& output, const std::string& rows) {
  return "'hit':" + hit + ",'inputs':['N','T'],'outputs':[{'name':'o','type':'" + output + "'}],'rules':[" + rows + "]";
}

struct Told {
  const char* name;
  std::string decisions;
  const char* says;
};

const Told kTold[] = {
    {"AListCannotBeRead",
     "'a':{'hit':'collect','inputs':['N'],'outputs':[{'name':'x','type':'Number'}],'rules':[{'id':'r','when':['1'],"
     "'then':[1]}]},'b':{'hit':'first','inputs':['$Decision.a.x'],'outputs':[{'name':'y','type':'Number'}],'rules':[]}",
     "'sentence':'`$Decision.a.x` is a list, which no formula can read: `a` gives all its hits.'"},
    {"OneCellIsNotSeveral", "'d':{" + table("'first'", "Number", "{'id':'r','when':['1'],'then':[1]}") + "}",
     "'sentence':'The decision has 2 inputs, and here is 1 cell.'"},
    {"TextsAreNotAdded",
     "'d':{" + table("'collect','collect':'sum'", "Text", "{'id':'r','when':['1','-'],'then':['x']}") + "}",
     "'sentence':'A sum is made of numbers, and the output `o` has the type Text.'"},
    {"TextsHaveNoLeast",
     "'d':{" + table("'collect','collect':'min'", "Text", "{'id':'r','when':['1','-'],'then':['x']}") + "}",
     "'sentence':'The least is taken of numbers, dates or times, and the output `o` has the type Text.'"},
    {"CheckboxesHaveNoGreatest",
     "'d':{" + table("'collect','collect':'max'", "Checkbox", "{'id':'r','when':['1','-'],'then':[true]}") + "}",
     "'sentence':'The greatest is taken of numbers, dates or times, and the output `o` has the type Checkbox.'"},
    {"ACellThatIsAlwaysBlank",
     "'d':{" + table("'first'", "Number", "{'id':'r','when':['= NULL','-'],'then':[1]}") + "}",
     "'sentence':'The formula of this cell is always blank.','expected':'`blank`, for an input without a value',"
     "'found':'= NULL','suggestion':'blank'"},
};

class TableSentence : public testing::TestWithParam<Told> {};

TEST_P(TableSentence, IsToldToTheAuthor) {
  const std::string answer = diagnostics(GetParam().decisions);
  EXPECT_NE(answer.find(GetParam().says), std::string::npos) << GetParam().says << "\nin " << answer;
}

INSTANTIATE_TEST_SUITE_P(Each, TableSentence, testing::ValuesIn(kTold),
                         [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace signalbox::api
