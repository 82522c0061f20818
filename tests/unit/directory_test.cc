// Directory and roster documents: what is read, and what is said about mistakes.
#include "model/directory.h"

#include <gtest/gtest.h>

#include "model/roster.h"
#include "tests/support/documents.h"

namespace signalbox {
namespace {

using test::directory_of;
using test::Written;

TEST(DirectoryTest, FindsAgentsQueuesAndSkillsByName) {
  const Directory directory = directory_of(
      R"({'signalbox': 1, 'skills': ['Zoll', 'Ärger'], 'queues': {'Q2': {'members': ['b', 'a']}, 'Q1': {'members': []}},
          'agents': {'b': {'capacity': 1, 'skills': {'Zoll': 0.1}}, 'a': {'capacity': 2}}})");
  const auto b = directory.find_agent("b");
  ASSERT_TRUE(b);
  EXPECT_EQ(directory.agent(*b).level(*directory.find_skill("Zoll")), 1);
  EXPECT_EQ(directory.agent(*b).level(*directory.find_skill("Ärger")), std::nullopt);
  EXPECT_EQ(directory.queue(*directory.find_queue("Q2")).members.size(), 2u);
  EXPECT_FALSE(directory.find_queue("q2")) << "names are compared byte for byte";
}

TEST(DirectoryTest, ReportsEveryMistakeWithItsPlace) {
  Written written(R"({'signalbox': 1, 'skills': ['A', 'A', 7], 'extra': 1,
    'agents': {'x': {'capacity': -1, 'skills': {'B': 3, 'A': 3.14}}, '': {'capacity': 1}, 'y/z': {}},
    'queues': {'Q': {'members': ['x', 'x', 'w']}}})");
  EXPECT_FALSE(Directory::read(written.root()));
  EXPECT_EQ(written.findings(),
            "unknown-member /extra\nwrong-type /skills/2\nduplicate-name /skills\nempty-text /agents/\n"
            "out-of-range /agents/x/capacity\nunknown-skill /agents/x/skills/B\nout-of-range /agents/x/skills/A\n"
            "missing-member /agents/y~1z\nduplicate-name /queues/Q/members/1\nunknown-agent /queues/Q/members/2");
}

TEST(DirectoryTest, ALaterFormatVersionIsRefusedBeforeAnythingElseIsSaid) {
  Written written("{'signalbox': 2, 'novelty': true}");
  EXPECT_FALSE(Directory::read(written.root()));
  EXPECT_EQ(written.findings(), "format-version /signalbox");
}

TEST(RosterTest, AgentsWhoAreLeftOutAreOffline) {
  const Directory directory =
      directory_of("{'signalbox': 1, 'queues': {}, 'agents': {'a': {'capacity': 1}, 'b': {'capacity': 1}}}");
  const Roster roster = test::roster_of(
      "{'signalbox': 1, 'agents': {'a': {'presence': 'Away', 'open': 2, 'lastAssigned': '2026-01-31T08:00:00+01:00'}}}",
      directory);
  const AgentState& a = roster.state(*directory.find_agent("a"));
  EXPECT_EQ(a.presence, Presence::kAway);
  EXPECT_EQ(a.open, 2u);
  EXPECT_EQ(a.last_assigned, parse_instant("2026-01-31T07:00:00Z"));
  EXPECT_EQ(roster.state(*directory.find_agent("b")).presence, Presence::kOffline);
  EXPECT_FALSE(roster.is_assumed());
}

TEST(RosterTest, ReportsUnknownAgentsAndBadStates) {
  const Directory directory = directory_of("{'signalbox': 1, 'queues': {}, 'agents': {'anna': {'capacity': 1}}}");
  Written written(R"({'signalbox': 1, 'agents': {'ana': {'presence': 'Online'},
                      'anna': {'presence': 'online', 'open': 1.5, 'lastAssigned': 'yesterday'}}})");
  EXPECT_FALSE(Roster::read(written.root(), directory));
  EXPECT_EQ(written.findings(),
            "unknown-agent /agents/ana\nunknown-presence /agents/anna/presence\nout-of-range /agents/anna/open\n"
            "bad-instant /agents/anna/lastAssigned");
  EXPECT_EQ(written.diagnostics()[0].suggestion, "anna");
  EXPECT_EQ(written.diagnostics()[1].suggestion, "Online");
}

TEST(RosterTest, AssumedEveryoneIsOnlineAndIdle) {
  const Directory directory = directory_of("{'signalbox': 1, 'queues': {}, 'agents': {'a': {'capacity': 1}}}");
  const Roster roster = Roster::assumed(directory);
  EXPECT_TRUE(roster.is_assumed());
  EXPECT_EQ(roster.state(*directory.find_agent("a")).presence, Presence::kOnline);
}

}  // namespace
}  // namespace signalbox
