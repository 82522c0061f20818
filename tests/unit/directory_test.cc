// Directory and roster documents: what is read, and what is said about mistakes.
#include "model/directory.h"

#include <gtest/gtest.h>

#include "model/roster.h"
#include "routing/people.h"
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

TEST(DirectoryTest, ReadsWhoBelongsWhereAndWhatWorkWeighs) {
  Written written(R"({'signalbox': 1, 'languages': ['German'], 'certifications': ['PCI'], 'channels': ['chat'],
    'territories': {'EMEA': null, 'DACH': 'EMEA'}, 'agentFields': {'Grade': 'Number'},
    'work': {'Chat': {'percent': 30, 'channel': 'chat', 'afterWork': '2m'}, 'Case': {}},
    'businessHours': {'Day': {'zone': 'Europe/Berlin', 'week': {'Mon-Fri': ['09:00-17:00']}}},
    'agents': {'ana': {'capacity': {'units': 8, 'interruptible': 2}, 'languages': {'German': {'level': 4, 'until': '2027-01-01T00:00:00Z'}},
                       'certifications': {'PCI': null}, 'territories': ['DACH'], 'hours': ['Day'], 'delegate': 'bo',
                       'absences': [{'from': '2026-02-02T00:00:00Z', 'until': '2026-02-03T00:00:00Z'},
                                    {'from': '2026-02-01T00:00:00Z', 'until': '2026-02-02T00:00:00Z'}],
                       'fields': {'Grade': 4}},
               'bo': {'capacity': {'formula': '10 * $Agent.Grade'}, 'fields': {'Grade': 2}}},
    'groups': {'Seniors': {'formula': '$Agent.Grade >= 3'}},
    'queues': {'Q': {'members': [{'agent': 'bo', 'rank': 2}], 'groups': ['Seniors'], 'hours': 'Day'}}})");
  auto directory = Directory::read(written.root());
  ASSERT_TRUE(directory) << written.findings();
  ASSERT_TRUE(routing::complete_directory(written.root(), *directory)) << written.findings();
  const Agent& ana = directory->agent(*directory->find_agent("ana"));
  const AgentSkill* german = ana.held(Ability::kLanguage, *directory->find_skill("German", Ability::kLanguage));
  ASSERT_NE(german, nullptr);
  EXPECT_EQ(german->until, parse_instant("2027-01-01T00:00:00Z"));
  EXPECT_EQ(ana.interruptible_capacity, 2u);
  EXPECT_EQ(planned_return(ana, *parse_instant("2026-02-01T12:00:00Z")), parse_instant("2026-02-03T00:00:00Z"))
      << "absences that touch are one";
  EXPECT_EQ(directory->agent(*directory->find_agent("bo")).capacity, 20u) << "computed";
  const Queue& queue = directory->queue(*directory->find_queue("Q"));
  EXPECT_EQ(queue.members, (std::vector<AgentIndex>{*directory->find_agent("bo"), *directory->find_agent("ana")}));
  EXPECT_EQ(queue.ranks, (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(directory->find_work("Chat")->units, 0u);
  EXPECT_EQ(directory->find_work("Case")->units, 1u);
}

TEST(DirectoryTest, ReportsCirclesAndNamesThatNothingHas) {
  Written written(R"({'signalbox': 1, 'territories': {'A': 'B', 'B': 'A', 'C': 'Z'}, 
    'groups': {'G': {}, 'H': {'members': ['nobody']}},
    'agents': {'a': {'capacity': 1, 'delegate': 'b', 'territories': ['X'], 'hours': ['Day']},
               'b': {'capacity': 1, 'delegate': 'c'}, 'c': {'capacity': 1, 'delegate': 'b'},
               'd': {'capacity': {'units': 1, 'percent': 100}, 'absences': [{'from': '2026-02-02T00:00:00Z', 'until': '2026-02-01T00:00:00Z'}],
                     'certifications': {'PCI': null}, 'fields': {'Grade': 1}}},
    'queues': {'Q': {'members': [], 'groups': ['I']}}})");
  EXPECT_FALSE(Directory::read(written.root()));
  EXPECT_EQ(written.findings(),
            "unknown-territory /territories/C\nterritory-cycle /territories/A\nterritory-cycle /territories/B\n"
            "unknown-territory /agents/a/territories/0\nunknown-hours /agents/a/hours/0\n"
            "capacity-kind /agents/d/capacity\nunknown-certification /agents/d/certifications/PCI\n"
            "absence-backwards /agents/d/absences/0\nunknown-field /agents/d/fields/Grade\n"
            "delegate-cycle /agents/b/delegate\ngroup-kind /groups/G\nunknown-agent /groups/H/members/0\n"
            "unknown-group /queues/Q/groups/0");
}

TEST(DirectoryTest, FormulasThatAreWrongAreReportedWhereTheyStand) {
  Written written(R"({'signalbox': 1, 'agents': {'a': {'capacity': {'formula': '0 - 1'}}}, 'queues': {},
                      'groups': {'G': {'formula': '$Agent.Grad > 1'}}})");
  auto directory = Directory::read(written.root());
  ASSERT_TRUE(directory);
  EXPECT_FALSE(routing::complete_directory(written.root(), *directory));
  EXPECT_EQ(written.findings(), "unknown-global /groups/G/formula\ncapacity-value /agents/a/capacity/formula");
}

TEST(TerritoriesTest, ServesItselfItsDescendantsAndRingsAround) {
  Written written("{'W': null, 'E': 'W', 'D': 'E', 'F': 'E', 'M': 'D', 'Z': null}");
  const Territories tree = Territories::read(written.root());
  const auto at = [&](const char* name) { return *tree.find(name); };
  EXPECT_TRUE(tree.serves(at("E"), at("M"), 0)) << "who covers an ancestor serves the work";
  EXPECT_FALSE(tree.serves(at("M"), at("D"), 0)) << "who covers a part does not";
  EXPECT_TRUE(tree.serves(at("M"), at("D"), 1));
  EXPECT_TRUE(tree.serves(at("F"), at("M"), 2));
  EXPECT_FALSE(tree.serves(at("F"), at("M"), 1));
  EXPECT_FALSE(tree.serves(at("Z"), at("M"), 9)) << "another tree is never reached";
  EXPECT_EQ(tree.steps(at("F"), at("M")), 3u);
  EXPECT_EQ(tree.steps(at("Z"), at("M")), std::nullopt);
}

TEST(RosterTest, UpdatesMayArriveTwiceAndInAnyOrder) {
  const Directory directory =
      directory_of("{'signalbox': 1, 'queues': {}, 'agents': {'a': {'capacity': 1}, 'b': {'capacity': 1}}}");
  const AgentIndex a = *directory.find_agent("a");
  const AgentIndex b = *directory.find_agent("b");
  Roster roster =
      test::roster_of("{'signalbox': 1, 'sequence': 3, 'agents': {'a': {'presence': 'Online'}}}", directory);
  Written fifth("{'signalbox': 1, 'sequence': 5, 'agents': {'a': {'presence': 'Busy', 'open': 2}}}");
  Written fourth("{'signalbox': 1, 'sequence': 4, 'agents': {'a': {'presence': 'Away'}, 'b': {'presence': 'Away'}}}");
  Written third("{'signalbox': 1, 'sequence': 3, 'agents': {'b': {'presence': 'Online'}}}");
  EXPECT_EQ(roster.update(fifth.root(), directory)->applied, std::vector<AgentIndex>{a});
  const auto late = roster.update(fourth.root(), directory);
  EXPECT_EQ(late->stale, std::vector<AgentIndex>{a});
  EXPECT_EQ(late->applied, std::vector<AgentIndex>{b});
  EXPECT_EQ(roster.update(fifth.root(), directory)->stale, std::vector<AgentIndex>{a}) << "twice";
  EXPECT_EQ(roster.update(third.root(), directory)->stale, std::vector<AgentIndex>{b})
      << "the roster itself said as much about agents whom it left out";
  EXPECT_EQ(roster.state(a).presence, Presence::kBusy);
  EXPECT_EQ(roster.state(a).open, 2u);
  EXPECT_EQ(roster.state(b).presence, Presence::kAway);
}

TEST(RosterTest, AnUpdateWithMistakesChangesNothing) {
  const Directory directory =
      directory_of("{'signalbox': 1, 'asOf': '2026-01-31T08:00:00Z', 'queues': {}, 'agents': {'a': {'capacity': 1}}}");
  Roster roster = test::roster_of("{'signalbox': 1, 'agents': {}}", directory);
  Written update(R"({'signalbox': 1, 'asOf': '2026-01-31T07:00:00Z',
    'agents': {'a': {'presence': 'Online', 'channels': {'chat': 'Busy'}, 'work': {'Case': 1}, 'counts': {'daily': -1}}}})");
  EXPECT_FALSE(roster.update(update.root(), directory));
  EXPECT_EQ(
      update.findings(),
      "stale-roster /asOf\nmissing-member \nunknown-channel /agents/a/channels/chat\nunknown-work /agents/a/work/Case\n"
      "out-of-range /agents/a/counts/daily");
  EXPECT_EQ(roster.state(*directory.find_agent("a")).presence, Presence::kOffline);
}

TEST(RosterTest, OpenRecordsWeighWhatTheirKindWeighs) {
  const Directory directory = directory_of(R"({'signalbox': 1, 'queues': {}, 'agents': {'a': {'capacity': 10}},
    'work': {'Case': {'units': 2}, 'Chat': {'percent': 30}, 'Mail': {'interruptible': true}}})");
  const Roster roster = test::roster_of(
      "{'signalbox': 1, 'agents': {'a': {'presence': 'Online', 'open': 1, 'work': {'Case': 3, 'Chat': 2, 'Mail': 4}}}}",
      directory);
  const AgentState& state = roster.state(*directory.find_agent("a"));
  EXPECT_EQ(state.open, 7u);
  EXPECT_EQ(state.open_percent, 60u);
  EXPECT_EQ(state.open_interruptible, 4u);
}

}  // namespace
}  // namespace signalbox
