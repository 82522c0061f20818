// Giving work out event by event: taking by hand, withdrawing, caps over a time, and a fair distribution that forgets.
#include <gtest/gtest.h>

#include "base/time.h"
#include "model/json.h"
#include "tests/support/session.h"

namespace signalbox {
namespace {

class DispatchTest : public testing::Test {
 protected:
  /// `more`: members of the policy beside queue and requirements. Agents a and b, who take one item at a time.
  void open(const std::string& more, const std::string& require = "'presence','capacity'",
            const std::string& header = "", int capacity = 1, const std::string& work = "{}") {
    const std::string agent = "{'capacity':" + std::to_string(capacity) + "}";
    send("{'op':'compile'}",
         "{'signalbox':1,'name':'t','object':'Case','fields':{'Priority':'Number','Campaign':'Text'},"
         "'routing':{'r':{'queue':'Q','require':[" +
             require + "]" + more + "}},'steps':[{'id':'place','route':'r'}]}");
    send("{'op':'directory'}", "{'signalbox':1,'work':" + work + ",'agents':{'a':" + agent + ",'b':" + agent +
                                   "},'queues':{'Q':{'members':['a','b']}}}");
    send("{'op':'roster','directory':2}",
         "{'signalbox':1,'agents':{'a':{'presence':'Online'},'b':{'presence':'Online'}}}");
    send("{'op':'dispatch.open','program':1,'directory':2,'roster':3" + header + "}");
  }

  /// What the host must do after an event at 08:00 plus so many seconds: "assign 1 a", one a line.
  std::string at(int second, const std::string& event) {
    const std::string answer = send("{'op':'dispatch.events','dispatch':4}",
                                    "[{'at':'" + to_text(Instant{1'769'846'400'000 + second * kMsPerSecond}) + "'" +
                                        (event.empty() ? "" : "," + event) + "}]");
    Diagnostics diagnostics;
    const auto document = json::Document::parse(answer, diagnostics);
    const json::Node commands = *document->root().find("events")->at(0).find("commands");
    std::string lines;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      lines += lines.empty() ? "" : "\n";
      lines += commands.at(i).find("do")->as_text();
      for (const char* name : {"item", "agent"}) {
        if (const auto member = commands.at(i).find(name)) lines += " " + std::string(member->as_text());
      }
    }
    return lines;
  }
  std::string arrive(int second, const std::string& item, const std::string& record = "") {
    return at(second, "'arrive':{'item':'" + item + "','record':{" + record + "}}");
  }
  std::string finish(int second, const std::string& item) { return at(second, "'finish':{'item':'" + item + "'}"); }
  std::string take(int second, const std::string& item, const std::string& agent) {
    return at(second, "'take':{'item':'" + item + "','agent':'" + agent + "'}");
  }
  std::string present(int second, const std::string& agent, const std::string& presence) {
    return at(second, "'roster':{'signalbox':1,'sequence':" + std::to_string(++sequence_) + ",'agents':{'" + agent +
                          "':{'presence':'" + presence + "'}}}");
  }

  std::string send(const std::string& header, const std::string& body = "") {
    std::string answer = talk_(header, body);
    EXPECT_EQ(answer.substr(0, 10), "{\"ok\":true") << answer;
    return answer;
  }

  test::Talk talk_;
  int sequence_ = 0;
};

TEST_F(DispatchTest, NobodyTakesByHandWhereThePolicyDoesNotSaySo) {
  open("");
  EXPECT_EQ(arrive(0, "1"), "assign 1 a");
  EXPECT_EQ(arrive(0, "2"), "assign 2 b");
  EXPECT_EQ(arrive(0, "3"), "wait 3");
  EXPECT_EQ(take(1, "3", "a"), "refuse 3");
  EXPECT_EQ(finish(2, "1"), "assign 3 a");
}

TEST_F(DispatchTest, TakesByHandOnlyWhatWaitsAndOnlyWhoCouldBeGivenIt) {
  open(",'next':{'manual':true}", "'presence','capacity',{'formula':'$Agent.Id = Campaign'}");
  EXPECT_EQ(present(0, "a", "Away"), "");
  EXPECT_EQ(arrive(1, "1", "'Campaign':'a'"), "wait 1");
  EXPECT_EQ(take(2, "1", "a"), "refuse 1") << "is away";
  EXPECT_EQ(take(2, "1", "b"), "refuse 1") << "does not meet the requirements";
  EXPECT_EQ(take(2, "7", "b"), "refuse") << "there is no such item";
  EXPECT_EQ(present(3, "a", "Online"), "assign 1 a");
  EXPECT_EQ(take(4, "1", "a"), "refuse 1") << "does not wait";
}

TEST_F(DispatchTest, WhatIsTakenByHandIsHeldAndCountsAgainstTheRoom) {
  open(",'next':{'manual':true,'reservation':'1h'}");
  EXPECT_EQ(present(0, "b", "Away"), "");
  EXPECT_EQ(arrive(1, "1"), "offer 1 a");
  EXPECT_EQ(arrive(1, "2"), "wait 2");
  EXPECT_EQ(take(2, "2", "a"), "refuse 2") << "has no room beside the offer";
  EXPECT_EQ(at(3, "'withdraw':{'item':'1'}"), "offer 2 a");
  EXPECT_EQ(at(4, "'accept':{'item':'2','agent':'a'}"), "assign 2 a");
  EXPECT_EQ(take(5, "2", "a"), "refuse 2");
}

TEST_F(DispatchTest, WithdrawsWhateverTheState) {
  open(",'next':{'reservation':'1m'}");
  EXPECT_EQ(present(0, "b", "Away"), "");
  EXPECT_EQ(arrive(1, "1"), "offer 1 a");
  EXPECT_EQ(arrive(2, "2"), "wait 2");
  EXPECT_EQ(arrive(3, "3"), "wait 3");
  EXPECT_EQ(at(4, "'withdraw':{'item':'2'}"), "") << "waiting";
  EXPECT_EQ(at(5, "'withdraw':{'item':'1'}"), "offer 3 a") << "offered: the room is free for the next";
  EXPECT_EQ(at(6, "'accept':{'item':'1','agent':'a'}"), "refuse 1") << "the offer is gone with the item";
  EXPECT_EQ(at(7, "'accept':{'item':'3','agent':'a'}"), "assign 3 a");
  EXPECT_EQ(arrive(8, "4"), "wait 4");
  EXPECT_EQ(at(9, "'withdraw':{'item':'3'}"), "offer 4 a") << "held";
  EXPECT_EQ(at(10, "'withdraw':{'item':'3'}"), "refuse 3") << "once";
  EXPECT_EQ(at(100, ""), "expire 4 a\noffer 4 a") << "nothing is left of what was withdrawn; all have declined";
}

TEST_F(DispatchTest, ACapOverATimeEndsByItself) {
  open("", "{'cap':'daily','limit':1,'per':'10s'},'presence','capacity'", "", 5);
  EXPECT_EQ(arrive(0, "1"), "assign 1 a");
  EXPECT_EQ(arrive(4, "2"), "assign 2 b");
  EXPECT_EQ(arrive(5, "3"), "wait 3");
  EXPECT_EQ(finish(6, "1"), "") << "what was given goes on counting";
  EXPECT_EQ(at(9, ""), "");
  EXPECT_EQ(at(12, ""), "assign 3 a") << "at 10 s";
  EXPECT_EQ(arrive(13, "4"), "wait 4");
  EXPECT_EQ(at(14, ""), "assign 4 b");
}

TEST_F(DispatchTest, AfterWorkTimeKeepsFromTheNextItemOnlyWhereCapacityIsRequired) {
  const std::string work = "{'Case':{'afterWork':'1h'}}";
  open(",'work':'Case'", "'presence',{'cap':'one','limit':1}", "", 1, work);
  arrive(0, "1");
  arrive(0, "2");
  EXPECT_EQ(arrive(1, "3"), "wait 3");
  EXPECT_EQ(finish(2, "1"), "assign 3 a");
}

TEST_F(DispatchTest, WithCapacityRequiredTheNextItemWaitsForTheEndOfAfterWorkTime) {
  open(",'work':'Case'", "'presence','capacity'", "", 1, "{'Case':{'afterWork':'10s'}}");
  arrive(0, "1");
  arrive(0, "2");
  EXPECT_EQ(arrive(1, "3"), "wait 3");
  EXPECT_EQ(finish(2, "1"), "");
  EXPECT_EQ(at(11, ""), "");
  EXPECT_EQ(at(12, ""), "assign 3 a");
}

TEST_F(DispatchTest, ACapCountsOnlyTheWorkForWhichItApplies) {
  open("", "{'cap':'X','limit':1,'when':'Campaign = \\'X\\''},'presence','capacity'", "", 5);
  EXPECT_EQ(arrive(0, "1", "'Campaign':'X'"), "assign 1 a");
  EXPECT_EQ(arrive(1, "2", "'Campaign':'X'"), "assign 2 b");
  EXPECT_EQ(arrive(2, "3", "'Campaign':'X'"), "wait 3");
  EXPECT_EQ(arrive(3, "4", "'Campaign':'Y'"), "assign 4 a") << "of another campaign";
  EXPECT_EQ(finish(4, "4"), "") << "did not count";
  EXPECT_EQ(finish(5, "2"), "assign 3 b");
}

TEST_F(DispatchTest, AnOfferThatIsDeclinedDoesNotCountUnderACapOverATime) {
  open(",'next':{'reservation':'5s'}", "{'cap':'daily','limit':1,'per':'1h'},'presence','capacity'", "", 5);
  EXPECT_EQ(present(0, "b", "Away"), "");
  EXPECT_EQ(arrive(1, "1"), "offer 1 a");
  EXPECT_EQ(at(2, "'decline':{'item':'1','agent':'a'}"), "offer 1 a") << "all have declined, and the cap is free";
  EXPECT_EQ(at(3, "'accept':{'item':'1','agent':'a'}"), "assign 1 a");
  EXPECT_EQ(arrive(4, "2"), "wait 2");
}

TEST_F(DispatchTest, WhoComesBackIsAskedAgainAlsoForWhatAnotherIsAskedMeanwhile) {
  open(",'next':{'reservation':'10s'}");
  EXPECT_EQ(arrive(0, "1"), "offer 1 a");
  EXPECT_EQ(at(1, "'decline':{'item':'1','agent':'a'}"), "offer 1 b");
  EXPECT_EQ(present(2, "a", "Away"), "");
  EXPECT_EQ(present(3, "a", "Online"), "");
  EXPECT_EQ(at(4, "'decline':{'item':'1','agent':'b'}"), "offer 1 a");
  EXPECT_EQ(at(5, "'decline':{'item':'1','agent':'a'}"), "offer 1 a") << "b has declined as well: all are asked again";
}

const char* const kFair = ",'prefer':{'fairness':1}";

TEST_F(DispatchTest, BalancesBySharesOfTheTimePresent) {
  open(kFair, "'presence','capacity'", "", 100);
  EXPECT_EQ(present(0, "b", "Away"), "");
  EXPECT_EQ(arrive(0, "1"), "assign 1 a");
  EXPECT_EQ(arrive(600, "2"), "assign 2 a");
  EXPECT_EQ(present(600, "b", "Online"), "");
  EXPECT_EQ(arrive(660, "3"), "assign 3 b") << "nothing in one minute is less than 2 in 11";
  EXPECT_EQ(arrive(720, "4"), "assign 4 a") << "2 in 12 minutes is less than 1 in 2";
  EXPECT_EQ(arrive(1200, "5"), "assign 5 b") << "1 in 10 minutes is less than 3 in 20";
}

TEST_F(DispatchTest, WithAWindowOldAssignmentsAndOldPresenceCountNoLonger) {
  open(kFair, "'presence','capacity'", ",'fairWindow':'10m'", 100);
  EXPECT_EQ(present(0, "b", "Away"), "");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(arrive(i, std::to_string(i)), "assign " + std::to_string(i) + " a");
  EXPECT_EQ(present(300, "b", "Online"), "");
  EXPECT_EQ(arrive(580, "5"), "assign 5 b");
  EXPECT_EQ(arrive(599, "6"), "assign 6 b") << "1 in 4 minutes is less than 5 in 9";
  EXPECT_EQ(arrive(605, "7"), "assign 7 a") << "the five are forgotten";
  const std::string report = send("{'op':'dispatch.report','dispatch':4}");
  EXPECT_NE(report.find(R"("agent":"a","assigned":1,"weight":1,"presentMinutes":10)"), std::string::npos) << report;
  EXPECT_NE(report.find(R"("agent":"b","assigned":2,"weight":1,"presentMinutes":5)"), std::string::npos) << report;
}

TEST_F(DispatchTest, RefusesAWindowThatIsNoDuration) {
  open("");
  const std::string answer = talk_("{'op':'dispatch.open','program':1,'directory':2,'roster':3,'fairWindow':'often'}");
  EXPECT_NE(answer.find("\"code\":\"bad-duration\""), std::string::npos) << answer;
}

}  // namespace
}  // namespace signalbox
