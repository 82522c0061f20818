// What time alone brings about in a dispatch, who is asked when somebody's state changes, and what goes wrong with an
// item.
#include <gtest/gtest.h>

#include "tests/support/dispatch_desk.h"

namespace signalbox {
namespace {

using DispatchTimeTest = test::DispatchDesk;

const char* const kOnline = "{'presence':'Online'}";
const char* const kOne = "'agents':{'a':{'capacity':1}},'queues':{'Q':{'members':['a']}}";
const char* const kTwo = "'agents':{'a':{'capacity':1},'b':{'capacity':1}},'queues':{'Q':{'members':['a','b']}}";

TEST_F(DispatchTimeTest, AFullAgentWhoComesIsGivenWhatNoLongerRequiresRoom) {
  open("'queue':'Q','require':['presence','capacity'],'relax':[{'after':'10s','require':['presence']}]", kOne,
       "'a':{'presence':'Away','open':1}");
  EXPECT_EQ(arrive(0, "1"), "wait 1");
  EXPECT_EQ(at(20), "");
  EXPECT_EQ(tell(21, "'a':{'presence':'Online','open':1}"), "assign 1 a");
}

TEST_F(DispatchTimeTest, AStepMayRequireRoomThatWasNotRequiredBefore) {
  open("'queue':'Q','require':['presence'],'relax':[{'after':'10s','require':['presence','capacity']}]", kOne,
       "'a':{'presence':'Away'}");
  EXPECT_EQ(arrive(0, "1"), "wait 1");
  EXPECT_EQ(at(20), "");
  EXPECT_EQ(tell(21, "'a':{'presence':'Online','open':1}"), "");
  EXPECT_EQ(tell(22, "'a':{'presence':'Online'}"), "assign 1 a");
}

TEST_F(DispatchTimeTest, WhoComesWithOpenWorkIsGivenMoreWhenTheRampUpHasMadeRoom) {
  open("'queue':'Q','require':['presence','capacity'],'ramp':'10s'",
       "'agents':{'a':{'capacity':10}},'queues':{'Q':{'members':['a']}}", "'a':{'presence':'Away'}");
  EXPECT_EQ(arrive(0, "1"), "wait 1");
  EXPECT_EQ(wake_, "never");
  EXPECT_EQ(tell(5, "'a':{'presence':'Online','open':4}"), "");
  EXPECT_EQ(wake_, instant(10));
  EXPECT_EQ(at(10), "assign 1 a") << "5 of 10 units after half of the time";
}

TEST_F(DispatchTimeTest, WhoGoesOpensTheNextStepToOthersWhereItIsSkippedForNobody) {
  open(
      "'queue':'Q','require':[{'formula':'$Agent.Id = \\'a\\''},'presence','capacity'],'skipIf':'nobody',"
      "'relax':[{'after':'1h','require':['presence','capacity']}]",
      kTwo, std::string("'a':{'presence':'Online','open':1},'b':") + kOnline);
  EXPECT_EQ(arrive(0, "1"), "wait 1") << "a is there, without room";
  EXPECT_EQ(tell(5, "'b':{'presence':'Online','status':'idle'}"), "") << "what becomes of b changes nothing of that";
  EXPECT_EQ(tell(6, "'a':{'presence':'Away'}"), "assign 1 b");
}

TEST_F(DispatchTimeTest, ANamedOwnerWithoutRoomWhoComesBackHasTheItem) {
  open("'queue':'Q','owner':'Skill','require':['presence','capacity']", kOne,
       "'a':{'presence':'Online','open':1,'absentUntil':'2026-02-05T00:00:00Z'}");
  EXPECT_EQ(arrive(0, "1", "'Skill':'a'"), "wait 1");
  EXPECT_EQ(tell(5, "'a':{'presence':'Online','open':1}"), "assign 1 a");
}

TEST_F(DispatchTimeTest, DeclineMemoryEndsWhenTheAgentComesOnTheChannelOfTheWork) {
  const std::string chat = "{'presence':'Online','channels':{'chat':'Online'}}";
  open("'queue':'Q','work':'W','require':['presence'],'next':{'reservation':'10m'}",
       "'work':{'W':{'channel':'chat'}},'agents':{'a':{'capacity':5},'b':{'capacity':5},'c':{'capacity':5}},'queues':{'"
       "Q':{'members':['a','b','c']}}",
       "'a':" + chat + ",'b':" + chat + ",'c':" + chat);
  EXPECT_EQ(arrive(0, "1"), "offer 1 a");
  EXPECT_EQ(decline(1, "a"), "offer 1 b");
  EXPECT_EQ(tell(2, "'a':{'presence':'Away','channels':{'chat':'Online'}}"), "");
  EXPECT_EQ(tell(3, "'a':" + chat), "") << "was always online on the channel: still not asked again";
  EXPECT_EQ(tell(4, "'a':{'presence':'Online','channels':{'chat':'Away'}}"), "");
  EXPECT_EQ(tell(5, "'a':" + chat), "");
  EXPECT_EQ(decline(6, "b"), "offer 1 a") << "and not c, who comes after a";
}

TEST_F(DispatchTimeTest, WakesWhenAnAgentHasBeenIdleForLongEnough) {
  open("'queue':'Q','require':['presence',{'formula':'$Agent.IdleMinutes >= 30'}]", kTwo,
       "'a':{'presence':'Online','lastAssigned':'2026-01-31T07:50:07Z'},"
       "'b':{'presence':'Away','lastAssigned':'2026-01-31T07:31:00Z'}");
  EXPECT_EQ(arrive(0, "1"), "wait 1");
  EXPECT_EQ(wake_, "2026-01-31T08:20:07.000Z") << "b is away, whatever the time";
  EXPECT_EQ(at(20 * 60 + 8), "assign 1 a");
}

TEST_F(DispatchTimeTest, WakesAtEachMinuteOfIdlenessWhereTheFormulaRisesAndFalls) {
  open("'queue':'Q','require':['presence',{'formula':'MOD($Agent.IdleMinutes, 3) = 2'}]", kOne,
       "'a':{'presence':'Online','lastAssigned':'2026-01-31T07:59:30Z'}");
  EXPECT_EQ(arrive(0, "1"), "wait 1");
  EXPECT_EQ(at(89), "");
  EXPECT_EQ(at(91), "assign 1 a");
}

TEST_F(DispatchTimeTest, WakesWhenAFormulaOfAgentAndTimeTurns) {
  open("'queue':'Q','require':['presence',{'formula':'$Agent.Id = \\'a\\' && NOW() >= Due'}]", kOne,
       std::string("'a':") + kOnline);
  EXPECT_EQ(arrive(0, "1", "'Due':'2026-01-31T08:12:34.567Z'"), "wait 1");
  EXPECT_EQ(wake_, "2026-01-31T08:12:34.567Z");
  EXPECT_EQ(at(3600), "assign 1 a");
}

TEST_F(DispatchTimeTest, WakesWhenTheLastWhoIsThereGoes) {
  // Absence, skill and hours end one after the other; the step holds when the last of the three is gone.
  const std::string policy =
      "'queue':'Q','require':[{'skill':'Skill'},'inOffice','hours','presence','capacity'],'skipIf':'nobody',"
      "'relax':[{'after':'10h','queue':'R'}]";
  const std::string directory =
      "'skills':['A'],'businessHours':{'H':{'zone':'UTC','week':{'Sat':['07:00-09:00']}}},'agents':{"
      "'a':{'capacity':1,'skills':{'A':1},'absences':[{'from':'2026-01-31T08:30:00Z','until':'2026-02-02T00:00:00Z'}]},"
      "'b':{'capacity':1,'skills':{'A':{'level':1,'until':'2026-01-31T08:40:00Z'}}},"
      "'c':{'capacity':1,'skills':{'A':1},'hours':['H']},'d':{'capacity':1,'skills':{'A':1}}},"
      "'queues':{'Q':{'members':['a','b','c']},'R':{'members':['d']}}";
  const std::string full = "{'presence':'Online','open':1}";
  open(policy, directory, "'a':" + full + ",'b':" + full + ",'c':" + full + ",'d':" + kOnline);
  EXPECT_EQ(arrive(0, "1", "'Skill':'A'"), "wait 1");
  EXPECT_EQ(wake_, instant(3600));
  EXPECT_EQ(at(3599), "");
  EXPECT_EQ(at(3600), "assign 1 d");
}

TEST_F(DispatchTimeTest, WakesWhenSomebodyComesToAStageThatIsPassedOver) {
  open(
      "'queue':'Q','require':['inOffice','presence','capacity'],'skipIf':'nobody','relax':[{'after':'10h','queue':'R'}"
      "]",
      "'agents':{'a':{'capacity':1,'absences':[{'from':'2026-01-30T00:00:00Z','until':'2026-01-31T08:05:00Z'}]},"
      "'b':{'capacity':1}},'queues':{'Q':{'members':['a']},'R':{'members':['b']}}",
      "'a':{'presence':'Online'},'b':{'presence':'Online','open':1}");
  EXPECT_EQ(arrive(0, "1"), "wait 1");
  EXPECT_EQ(wake_, instant(300));
  EXPECT_EQ(at(300), "assign 1 a");
}

TEST_F(DispatchTimeTest, WhatIsGivenOpensWhatWaitsForNobodyOrForAFormula) {
  // The cap on the only agent of the first stage is reached: nobody is there for what waits.
  open(
      "'queue':'Q','require':[{'formula':'$Agent.Id = \\'a\\''},{'cap':'one','limit':1},'presence'],'skipIf':'nobody',"
      "'relax':[{'after':'1h','require':['presence','capacity']}]",
      kTwo, "'a':{'presence':'Away'},'b':{'presence':'Online','open':1}");
  EXPECT_EQ(arrive(0, "1"), "wait 1");
  EXPECT_EQ(arrive(0, "2"), "wait 2");
  EXPECT_EQ(tell(1, "'b':{'presence':'Online'},'a':{'presence':'Online'}"), "assign 1 a\nassign 2 b");
}

TEST_F(DispatchTimeTest, WhatAnAgentWasGivenMayBeWhatAFormulaAsksFor) {
  open("'queue':'Q','require':['presence',{'formula':'$Agent.Open >= N'}]",
       "'agents':{'a':{'capacity':9}},'queues':{'Q':{'members':['a']}}", std::string("'a':") + kOnline);
  EXPECT_EQ(arrive(0, "1", "'N':2"), "wait 1");
  EXPECT_EQ(arrive(0, "2", "'N':1"), "wait 2");
  EXPECT_EQ(arrive(1, "3", "'N':0"), "assign 3 a\nassign 2 a\nassign 1 a");
}

TEST_F(DispatchTimeTest, WhatTimeOpensToThoseWhoDeclinedIsAnInstantAsWell) {
  open(
      "'queue':'Q','require':[{'skill':'Skill'},'presence','capacity'],'skipIf':'nobody','next':{'reservation':'7s'},"
      "'relax':[{'after':'20s','require':['presence']}]",
      "'skills':['A'],'agents':{'a':{'capacity':1,'skills':{'A':1}}},'queues':{'Q':{'members':['a']}}",
      std::string("'a':") + kOnline);
  EXPECT_EQ(arrive(0, "1", "'Skill':'A'"), "offer 1 a");
  EXPECT_EQ(tell(1, "'a':{'presence':'Online','open':1}"), "");
  EXPECT_EQ(at(7), "expire 1 a") << "a has no room; that a has declined leaves nobody there";
  EXPECT_EQ(at(30), "offer 1 a\nexpire 1 a\noffer 1 a") << "at 20 s no room is required";
}

TEST_F(DispatchTimeTest, ARequirementThatCannotBeComputedIsMetByNobodyAndTold) {
  open("'queue':'Q','require':[{'skill':'IF(1 / N > 0, \\'A\\', \\'B\\')'},'presence']",
       "'skills':['A'],'agents':{'a':{'capacity':5,'skills':{'A':1}}},'queues':{'Q':{'members':['a']}}",
       std::string("'a':") + kOnline);
  EXPECT_EQ(arrive(0, "1", "'N':0"), "wait 1");
  EXPECT_NE(answer_.find(R"("errors":[{"item":"1","at":"2026-01-31T08:00:00.000Z","code":"division-by-zero",)"
                         R"("path":"/routing/r/require/0/skill","sentence":")"),
            std::string::npos)
      << answer_;
  EXPECT_EQ(tell(1, std::string("'a':") + kOnline), "");
  EXPECT_EQ(answer_.find("errors"), std::string::npos) << "told once";
  EXPECT_EQ(arrive(2, "2", "'N':1"), "assign 2 a");
}

TEST_F(DispatchTimeTest, AnErrorOfOneAgentKeepsThatAgentFromTheItem) {
  open("'queue':'Q','require':['presence',{'formula':'1 / $Agent.Open < 2'}]", kTwo,
       std::string("'a':") + kOnline + ",'b':{'presence':'Online','open':1}");
  EXPECT_EQ(arrive(0, "1"), "assign 1 b");
  EXPECT_NE(answer_.find(R"("code":"division-by-zero","path":"/routing/r/require/1/formula")"), std::string::npos)
      << answer_;
}

TEST_F(DispatchTimeTest, TellsOfQueuesAndPrioritiesThatCannotBeFound) {
  open("'queue':{'formula':'Skill'},'require':['presence'],'next':{'priority':'1 / N'}", kOne,
       std::string("'a':") + kOnline);
  EXPECT_EQ(arrive(0, "1", "'Skill':'Nowhere','N':0"), "wait 1");
  EXPECT_NE(answer_.find(R"("code":"unknown-queue")"), std::string::npos) << answer_;
  EXPECT_NE(answer_.find(R"("code":"division-by-zero","path":"/routing/r/next/priority")"), std::string::npos)
      << answer_;
}

TEST_F(DispatchTimeTest, ALongTimeIsAnsweredInPieces) {
  open("'queue':'Q','require':['presence','capacity'],'next':{'reservation':'1s'}", kOne,
       std::string("'a':") + kOnline);
  EXPECT_EQ(arrive(0, "1"), "offer 1 a");
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n') + 1; };
  EXPECT_EQ(lines(at(25'000, "'withdraw':{'item':'1'}")), 20'000);
  EXPECT_TRUE(has_more_);
  EXPECT_EQ(wake_, instant(10'001));
  EXPECT_NE(answer_.find("{\"at\":\"" + instant(10'000) + "\",\"commands\""), std::string::npos)
      << "up to where time has come";
  // The host need not know of pieces: what it sends next comes after what is left.
  const std::string next = "[{'at':'" + instant(25'000) + "'}]";
  EXPECT_EQ(lines(commands(send("{'op':'dispatch.events','dispatch':4}", next))), 20'000);
  EXPECT_TRUE(has_more_);
  EXPECT_EQ(talk_("{'op':'dispatch.events','dispatch':4}", "[{'at':'" + instant(24'999) + "'}]").substr(0, 11),
            "{\"ok\":false")
      << "not before what is left";
  EXPECT_EQ(lines(commands(send("{'op':'dispatch.events','dispatch':4}", "[]"))), 10'000);
  EXPECT_FALSE(has_more_);
  EXPECT_EQ(wake_, "never") << "withdrawn at last";
}

TEST_F(DispatchTimeTest, WordsAboutAgentsAreTakenBackWithEventsThatHaveErrors) {
  open("'queue':'Q','require':['presence']", kTwo, "'a':{'presence':'Away'},'b':{'presence':'Away'}");
  const std::string wrong = "[{'at':'" + instant(0) +
                            "','roster':{'signalbox':1,'sequence':5,'agents':{'a':{'presence':'Online'}}}},"
                            "{'at':'" +
                            instant(0) +
                            "','roster':{'signalbox':1,'sequence':6,'agents':{'a':{'presence':'Busy'},'b':{'presence':"
                            "'Online'}}}},{'at':'" +
                            instant(1) + "','finish':{}}]";
  EXPECT_NE(talk_("{'op':'dispatch.events','dispatch':4}", wrong).find("missing"), std::string::npos);
  EXPECT_EQ(arrive(1, "1"), "wait 1");
  EXPECT_EQ(tell(2, std::string("'a':") + kOnline), "assign 1 a") << "sequence 1 is news";
}

}  // namespace
}  // namespace signalbox
