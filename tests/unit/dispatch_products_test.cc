// What other products publish as examples of giving work out, as policies (docs/routing.md, "Five policies").
#include <gtest/gtest.h>

#include "tests/support/dispatch_desk.h"

namespace signalbox {
namespace {

using DispatchProductsTest = test::DispatchDesk;

const char* const kOne = "'agents':{'a':{'capacity':1}},'queues':{'Q':{'members':['a']}}";

/// twilio.com/docs/taskrouter/task-evaluation: targets of 10, 10 and 10 s, a reservation made at t = 3 that times out
/// after 5 s; at t = 8 the task goes on to the second queue, whose time-out is in 12 s.
TEST_F(DispatchProductsTest, TaskRouterEvaluatesAgainWhenAReservationTimesOut) {
  open(
      "'queue':'Q1','require':['presence','capacity'],'prefer':{'longestIdle':1},'skipIf':'nobody','next':{"
      "'reservation':'5s'},'relax':[{'after':'10s','queue':'Q2','skipIf':'nobody'},{'after':'20s','queue':'Q3'}]",
      "'agents':{'w1':{'capacity':1},'w2':{'capacity':1},'w3':{'capacity':1}},'queues':{'Q1':{'members':['w1']},"
      "'Q2':{'members':['w2']},'Q3':{'members':['w3']}}",
      "'w1':{'presence':'Online','afterWorkUntil':'2026-01-31T08:00:03Z'},'w2':{'presence':'Online','open':1},"
      "'w3':{'presence':'Online'}");
  EXPECT_EQ(arrive(0, "1"), "wait 1");
  EXPECT_EQ(wake_, instant(3));
  EXPECT_EQ(at(3), "offer 1 w1");
  EXPECT_EQ(wake_, instant(8));
  EXPECT_EQ(at(8), "expire 1 w1\nwait 1") << "in the second queue";
  EXPECT_NE(answer_.find(R"("do":"wait","at":"2026-01-31T08:00:08.000Z","item":"1","queue":"Q2")"), std::string::npos)
      << answer_;
  EXPECT_EQ(wake_, instant(20)) << "12 s from now: the limits add up";
  EXPECT_EQ(at(19), "");
  EXPECT_EQ(at(20), "offer 1 w3");
}

/// help.mypurecloud.com/articles/specify-routing-settings, "Conversation score": minutes in the queue plus the
/// priority; 5 minutes and a priority of 10 are 15, and each minute adds one.
TEST_F(DispatchProductsTest, GenesysScoresMinutesPlusPriority) {
  open("'queue':'Q','require':['presence','capacity'],'next':{'priority':'-N','ageing':'1m'}", kOne,
       "'a':{'presence':'Online'}");
  const auto waits = [&](const std::string& item, int minutes, int priority) {
    EXPECT_EQ(at(0, "'arrive':{'item':'" + item + "','queuedAt':'" + instant(-60 * minutes) +
                        "','record':{'N':" + std::to_string(priority) + "}}"),
              "wait " + item);
  };
  EXPECT_EQ(arrive(0, "busy"), "assign busy a");
  waits("scores 15", 5, 10);
  waits("scores 14", 14, 0);
  waits("scores 16", 16, 0);
  waits("scores 13", 20, -7);
  EXPECT_EQ(at(1, "'finish':{'item':'busy'}"), "assign scores 16 a");
  EXPECT_EQ(at(2, "'finish':{'item':'scores 16'}"), "assign scores 15 a");
  EXPECT_EQ(at(3, "'arrive':{'item':'new','record':{'N':16}}"), "wait new") << "16 points, and no minute yet";
  EXPECT_EQ(at(61, "'finish':{'item':'scores 15'}"), "assign new a");
  EXPECT_EQ(at(62, "'finish':{'item':'new'}"), "assign scores 14 a");
}

/// developer.salesforce.com, QueueRoutingConfig, `CapacityWeight`: with a capacity of 6, cases that weigh 2 are
/// assigned up to 3; `CapacityPercentage`: with a call of 100 % the agent is given nothing else until it ends.
TEST_F(DispatchProductsTest, OmniChannelWeighsWorkInUnitsAndInPercent) {
  const std::string directory =
      "'work':{'case':{'units':2},'call':{'percent':100}},'agents':{'a':{'capacity':6}},'queues':{'Q':{'members':['a']}"
      "}";
  open("'queue':'Q','work':'case','require':['presence','capacity']", directory, "'a':{'presence':'Online'}");
  for (const char* item : {"1", "2", "3"}) EXPECT_EQ(arrive(0, item), std::string("assign ") + item + " a");
  EXPECT_EQ(arrive(0, "4"), "wait 4");
  EXPECT_EQ(at(1, "'finish':{'item':'2'}"), "assign 4 a");
}

TEST_F(DispatchProductsTest, OmniChannelGivesNothingBesideACall) {
  open("'queue':'Q','work':'call','require':['presence','capacity']",
       "'work':{'call':{'percent':100}},'agents':{'a':{'capacity':6}},'queues':{'Q':{'members':['a']}}",
       "'a':{'presence':'Online'}");
  EXPECT_EQ(arrive(0, "1"), "assign 1 a");
  EXPECT_EQ(arrive(0, "2"), "wait 2");
  EXPECT_EQ(at(1, "'finish':{'item':'1'}"), "assign 2 a");
}

}  // namespace
}  // namespace signalbox
