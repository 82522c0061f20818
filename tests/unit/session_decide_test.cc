// Deciding through the session: explanations of the winner alone, the decider that is kept, outcomes of records as
// written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/decimal.h"
#include "tests/support/session.h"

namespace signalbox::api {
namespace {

using testing::HasSubstr;
using testing::Not;

const char* const kDefinition =
    "{'signalbox':1,'name':'n','object':'Case','fields':{'Country':'Text'},'decisions':{'q':{'hit':'first',"
    "'inputs':['Country'],'outputs':[{'name':'o','type':'Text'}],'rules':[{'id':'de','when':['\\'DE\\''],'then':['A']},"
    "{'id':'rest','when':['-'],'then':['B']}]}},'steps':[{'id':'s','decide':'q'}]}";
const char* const kDecide = "{'op':'decide','program':1,'directory':2,'at':'2026-01-31T08:00:00Z'";

class SessionDecideTest : public testing::Test {
 protected:
  SessionDecideTest() {
    EXPECT_THAT(talk_("{'op':'compile'}", kDefinition), HasSubstr("\"program\":1"));
    EXPECT_THAT(talk_("{'op':'directory'}", "{'signalbox':1,'skills':[],'queues':{},'agents':{}}"),
                HasSubstr("\"directory\":2"));
  }
  std::string decide(const std::string& more, const std::string& record) { return talk_(kDecide + more + "}", record); }
  test::Talk talk_;
};

TEST_F(SessionDecideTest, ExplainsTheWinnerAlone) {
  const std::string all = decide(",'explain':true", "{'Country':'DE'}");
  const std::string winners = decide(",'explain':'winners'", "{'Country':'DE'}");
  EXPECT_THAT(all, HasSubstr(R"("rules":[{"id":"de","result":"won"},{"id":"rest","result":"later"}])"));
  EXPECT_THAT(winners, HasSubstr(R"("winners":["de"])"));
  EXPECT_THAT(winners, HasSubstr("gives `o`"));
  EXPECT_THAT(winners, Not(HasSubstr("\"rules\"")));
  EXPECT_THAT(winners, Not(HasSubstr("Rule `")));
  EXPECT_THAT(decide(",'explain':'losers'", "{}"), HasSubstr("\"ok\":false"));
}

TEST_F(SessionDecideTest, KeepsADeciderUntilAnotherMessageComes) {
  const std::string first = decide("", "{'Country':'DE'}");
  EXPECT_EQ(decide("", "{'Country':'DE'}"), first);
  EXPECT_THAT(decide("", "{"), HasSubstr("\"ok\":false"));
  EXPECT_THAT(decide("", "{'Country':'FR'}"), HasSubstr(R"("outputs":{"o":"B"})"));
  EXPECT_THAT(talk_("{'op':'release','handle':1}"), HasSubstr("\"ok\":true"));
  EXPECT_THAT(decide("", "{'Country':'DE'}"), HasSubstr("unknown-handle"));
}

TEST_F(SessionDecideTest, GivesOutcomesOfRecordsAsTheyAreWritten) {
  const std::string at = "'program':1,'directory':2,'at':'2026-01-31T08:00:00Z'";
  const std::string body = "{'Country':'DE'}\n{'Country':\n{'Country':'FR'}\n{'Country':'DE'}";
  const std::string answer = talk_("{'op':'outcomes','format':'jsonl','explain':true," + at + "}", body);
  EXPECT_THAT(answer, HasSubstr(R"("of":[0,-1,1,0])"));
  EXPECT_THAT(answer, HasSubstr(R"({"queue":null,"agent":null,"outputs":{"o":"A"}})"));
  EXPECT_THAT(answer, HasSubstr(R"("winners":["rest"])"));
  EXPECT_THAT(answer, HasSubstr(R"("errors":[{"index":1,)"));
  EXPECT_THAT(talk_("{'op':'records','program':1,'format':'auto'}", "[]"), HasSubstr("\"records\":3"))
      << "none of the records was kept";
}

TEST(DecimalUnitsTest, CountsDownToTheNextUnit) {
  struct Case {
    const char* number;
    int places;
    std::int64_t units;
    bool is_exact;
  };
  for (const Case& one : {Case{"1.25", 2, 125, true}, Case{"1.25", 1, 12, false}, Case{"-1.25", 1, -13, false},
                          Case{"-1.2", 1, -12, true}, Case{"3", 0, 3, true}, Case{"0.0", 3, 0, true},
                          Case{"1e3", 1, 10'000, true}, Case{"-0.001", 0, -1, false}}) {
    bool is_exact = !one.is_exact;
    EXPECT_EQ(Decimal::parse(one.number)->units(one.places, is_exact), one.units) << one.number;
    EXPECT_EQ(is_exact, one.is_exact) << one.number;
  }
  bool is_exact = true;
  EXPECT_EQ(Decimal::parse("1e18")->units(2, is_exact), std::nullopt);
}

}  // namespace
}  // namespace signalbox::api
