// Routing by example: requirements, scores, the tie-break chain, overflow, and the reasons.
#include "routing/route.h"

#include <gtest/gtest.h>

#include "explain/routing.h"
#include "tests/support/documents.h"

namespace signalbox {
namespace {

using routing::ChosenBy;
using routing::ExclusionReason;
using test::directory_of;
using test::roster_of;
using test::Written;

const char kDirectory[] = R"({'signalbox': 1, 'skills': ['German', 'Payments'],
  'queues': {'Pay': {'members': ['ana', 'bo', 'cy']}, 'Empty': {'members': []}, 'Overflow': {'label': 'Everything else', 'members': ['bo']}},
  'agents': {'ana': {'name': 'Ana Lima', 'skills': {'Payments': 5, 'German': 2.5}, 'capacity': 4},
             'bo': {'name': 'Bo Chen', 'skills': {'Payments': 2}, 'capacity': 4},
             'cy': {'capacity': 0}}})";
const char kEveryoneIn[] = R"({'signalbox': 1, 'agents': {
  'ana': {'presence': 'Online', 'open': 1, 'lastAssigned': '2026-01-31T07:00:00Z'},
  'bo': {'presence': 'Online', 'open': 0}, 'cy': {'presence': 'Online'}}})";

class RoutingTest : public testing::Test {
 protected:
  /// Routes a record with this product by this policy, explained. Text in single quotes.
  const routing::Result& route(const std::string& policy_text, std::string_view product = "",
                               const std::string& roster_text = kEveryoneIn, std::string_view queue = "") {
    Written written(policy_text);
    policy_ = routing::compile_policy(written.root(), "test", scope_, {"queue"});
    EXPECT_TRUE(policy_.has_value()) << written.findings();
    roster_ = roster_of(roster_text, directory_);
    const std::vector<Value> slots = {Value::text(product)};
    const formula::Frame frame{slots, {}, *parse_instant("2026-01-31T08:00:00Z")};
    routing::route(*policy_, {directory_, *roster_, frame, Value::text(queue), true}, arena_, result_);
    return result_;
  }

  std::string chosen() const { return result_.agent ? directory_.agent(*result_.agent).id : "nobody"; }
  std::string queue() const { return result_.queue ? directory_.queue(*result_.queue).name : "none"; }
  std::string reasons() const {
    std::string text;
    for (const auto& out : result_.excluded) {
      text += directory_.agent(out.agent).id + ":" + std::to_string(static_cast<int>(out.reason)) + " ";
    }
    return text;
  }
  explain::RoutingStory story() const { return {*policy_, directory_, *roster_, result_}; }

  Directory directory_ = directory_of(kDirectory);
  formula::Scope scope_{
      std::make_shared<Layout>(std::vector<Field>{{"Product__c", Type::kText, "", {}}}), {}, formula::Blanks::kAsZero};
  std::optional<routing::Policy> policy_;
  std::optional<Roster> roster_;
  Arena arena_;
  routing::Result result_;
};

TEST_F(RoutingTest, TakesTheMoreIdleAgentWhenOnlyIdleTimeCounts) {
  route("{'queue': 'Pay', 'require': ['presence', 'capacity'], 'prefer': {'longestIdle': 1}}");
  EXPECT_EQ(chosen(), "bo");
  EXPECT_EQ(result_.by, ChosenBy::kLongestSinceAssigned) << "both score 1, and bo was never assigned";
  EXPECT_EQ(reasons(), "cy:1 ");
}

TEST_F(RoutingTest, ExcludesWhoLacksASkillOrItsLevelAndSaysWhichComesFirst) {
  route("{'queue': 'Pay', 'require': [{'skill': 'Product__c', 'level': 3}, 'capacity'], 'prefer': {'skillFit': 1}}",
        "Payments");
  EXPECT_EQ(chosen(), "ana");
  EXPECT_EQ(result_.by, ChosenBy::kOnlyCandidate);
  ASSERT_EQ(result_.excluded.size(), 2u);
  EXPECT_EQ(result_.excluded[0].reason, ExclusionReason::kSkillLevel);
  EXPECT_EQ(result_.excluded[0].has, 20u);
  EXPECT_EQ(result_.excluded[1].reason, ExclusionReason::kSkillMissing) << "skills are looked at before capacity";
}

TEST_F(RoutingTest, ALevelThatIsJustReachedIsEnough) {
  route("{'queue': 'Pay', 'require': [{'skill': '\\'German\\'', 'level': 2.5}]}");
  EXPECT_EQ(chosen(), "ana");
}

TEST_F(RoutingTest, ABlankSkillRequiresNothing) {
  route("{'queue': 'Pay', 'require': [{'skill': 'Product__c', 'level': 10}]}", "");
  EXPECT_EQ(result_.candidates.size(), 3u);
  EXPECT_TRUE(result_.needs.empty());
}

TEST_F(RoutingTest, ASkillThatTheDirectoryDoesNotKnowNobodyHas) {
  route("{'queue': 'Pay', 'require': [{'skill': 'Product__c'}]}", "Golf");
  EXPECT_EQ(chosen(), "nobody");
  EXPECT_EQ(result_.excluded.size(), 3u);
  EXPECT_EQ(queue(), "Pay") << "without an overflow queue it waits where it belongs";
}

TEST_F(RoutingTest, ScoresAreWeightedMeansInMillionths) {
  route("{'queue': 'Pay', 'require': [{'skill': 'Product__c'}], 'prefer': {'skillFit': 2, 'spareCapacity': 1}}",
        "Payments");
  ASSERT_EQ(result_.candidates.size(), 2u);
  // ana: level 5 of 10, 3 of 4 free: (2 x 0.5 + 0.75) / 3; bo: level 2 of 10, 4 of 4 free: (2 x 0.2 + 1) / 3.
  EXPECT_EQ(result_.candidates[0].score_millionths, 583'333u);
  EXPECT_EQ(result_.candidates[1].score_millionths, 466'667u) << "rounded half up";
  EXPECT_EQ(result_.by, ChosenBy::kScore);
}

TEST_F(RoutingTest, EqualInEverythingTheFirstAgentIdWins) {
  route("{'queue': 'Pay'}", "", "{'signalbox': 1, 'agents': {}}");
  EXPECT_EQ(chosen(), "ana");
  EXPECT_EQ(result_.by, ChosenBy::kAgentId);
}

TEST_F(RoutingTest, NobodyPresentMeansOverflowUnassigned) {
  route("{'queue': 'Pay', 'require': ['presence'], 'otherwise': {'queue': 'Overflow'}}", "",
        "{'signalbox': 1, 'agents': {'ana': {'presence': 'Busy'}}}");
  EXPECT_EQ(queue(), "Overflow");
  EXPECT_EQ(chosen(), "nobody");
  EXPECT_TRUE(result_.overflow);
  EXPECT_EQ(result_.excluded.size(), 3u) << "the reasons are those of the queue it was meant for";
}

TEST_F(RoutingTest, AnUnknownQueueIsAnErrorAndGivesWayToOverflow) {
  route("{'queue': {'decision': 'queue'}, 'otherwise': {'queue': 'Overflow'}}", "", kEveryoneIn, "Nowhere");
  EXPECT_EQ(queue(), "Overflow");
  ASSERT_EQ(result_.errors.size(), 1u);
  EXPECT_EQ(result_.errors[0].code, ErrorCode::kUnknownQueue);
  EXPECT_EQ(result_.errors[0].path, "/queue");
  EXPECT_EQ(result_.errors[0].text, "Nowhere");
}

TEST_F(RoutingTest, ABlankQueueWithoutOverflowIsNoQueueAndNoError) {
  route("{'queue': {'formula': 'Product__c'}}", "");
  EXPECT_EQ(queue(), "none");
  EXPECT_TRUE(result_.errors.empty());
}

TEST_F(RoutingTest, AnEmptyQueueGivesWayToOverflow) {
  route("{'queue': 'Empty', 'otherwise': {'queue': 'Overflow'}}");
  EXPECT_EQ(queue(), "Overflow");
}

TEST_F(RoutingTest, SentencesNameTheChoiceAndEveryExclusion) {
  route("{'queue': 'Pay', 'require': [{'skill': 'Product__c', 'level': 3}], 'prefer': {'skillFit': 1}}", "Payments");
  std::vector<std::string> sentences;
  explain::add_routing_sentences(story(), sentences);
  explain::add_exclusion_sentences(story(), sentences);
  EXPECT_EQ(sentences,
            (std::vector<std::string>{"The record goes to the queue Pay.",
                                      "Ana Lima was chosen: the only agent of the queue who meets every requirement.",
                                      "Score of Ana Lima: skillFit 0.5 of 1 points (level 5).",
                                      "Bo Chen was excluded: Payments at level 2, and 3 is needed.",
                                      "cy was excluded: lacks the skill Payments."}));
}

TEST_F(RoutingTest, TheExplanationAsDataIsTheContract) {
  route("{'queue': 'Pay', 'require': ['capacity'], 'prefer': {'spareCapacity': 30}}");
  std::string out;
  json::Writer writer(out);
  explain::write_routing(writer, story());
  EXPECT_EQ(
      out,
      R"({"policy":"test","queue":{"name":"Pay","from":{"name":"Pay"},"wanted":"Pay"},"overflow":false,"chosen":"bo",)"
      R"("by":"score","candidates":[{"agent":"bo","name":"Bo Chen","score":1,"factors":[)"
      R"({"factor":"spareCapacity","raw":4,"unit":"units","value":1,"weight":30,"points":30}]},)"
      R"({"agent":"ana","name":"Ana Lima","score":0.75,"factors":[)"
      R"({"factor":"spareCapacity","raw":3,"unit":"units","value":0.75,"weight":30,"points":22.5}]}],)"
      R"("excluded":[{"agent":"cy","name":"cy","code":"capacity","open":0,"capacity":0}]})");
}

/// People with absences, hours, certifications and delegates; the explanation in words.
class RoutingPeopleTest : public testing::Test {
 protected:
  const routing::Result& route(const std::string& policy_text, const std::string& roster_text,
                               const char* at = "2026-01-31T08:00:00Z", std::string_view owner = "") {
    Written written(policy_text);
    policy_ = routing::compile_policy(written.root(), "test", scope_, {});
    EXPECT_TRUE(policy_.has_value()) << written.findings();
    roster_ = roster_of(roster_text, *directory_);
    now_ = *parse_instant(at);
    const std::vector<Value> slots = {Value::text(owner), Value::date_time(*parse_instant("2026-01-31T08:00:00Z"))};
    const formula::Frame frame{slots, {}, now_};
    routing::route(*policy_, {*directory_, *roster_, frame, Value(), true, &*calendar_, true}, arena_, result_);
    return result_;
  }
  std::string chosen() const { return result_.agent ? directory_->agent(*result_.agent).id : "nobody"; }
  std::string words() const {
    std::vector<std::string> sentences;
    const explain::RoutingStory story{*policy_, *directory_, *roster_, result_, &*calendar_, now_};
    explain::add_routing_sentences(story, sentences);
    explain::add_exclusion_sentences(story, sentences);
    std::string all;
    for (const std::string& sentence : sentences) all += (all.empty() ? "" : "\n") + sentence;
    return all;
  }

  Written document_{R"({'signalbox': 1, 'certifications': ['PCI'],
    'businessHours': {'Berlin': {'zone': 'Europe/Berlin', 'week': {'Mon-Fri': ['09:00-17:00']}}},
    'agents': {'ana': {'name': 'Ana', 'capacity': 2, 'hours': ['Berlin'], 'delegate': 'bo',
                       'absences': [{'from': '2026-01-30T00:00:00Z', 'until': '2026-02-03T08:00:00Z'}]},
               'bo': {'name': 'Bo', 'capacity': 2, 'delegate': 'cy', 'certifications': {'PCI': '2026-01-31T08:00:00Z'}},
               'cy': {'name': 'Cy', 'capacity': 4, 'certifications': {'PCI': null}}},
    'queues': {'Q': {'members': ['ana', 'bo', 'cy']}, 'Ranked': {'members': ['ana', {'agent': 'cy', 'rank': 2}]}, 'O': {'members': []}}})"};
  std::optional<Directory> directory_ = Directory::read(document_.root());
  std::optional<calendar::Calendar> calendar_ = calendar::Calendar::read(document_.root());
  formula::Scope scope_{
      std::make_shared<Layout>(std::vector<Field>{{"Owner", Type::kText, "", {}}, {"Queued", Type::kDateTime, "", {}}}),
      {},
      formula::Blanks::kAsZero};
  std::optional<routing::Policy> policy_;
  std::optional<Roster> roster_;
  Instant now_;
  Arena arena_;
  routing::Result result_;
};

const char kAllIn[] =
    R"({'signalbox': 1, 'agents': {'ana': {'presence': 'Online'}, 'bo': {'presence': 'Online'}, 'cy': {'presence': 'Online'}}})";

TEST_F(RoutingPeopleTest, TellsAnAbsenceOnTheWallClockOfTheAgentWithTheDelegatesWhoAreOutAsWell) {
  route("{'queue': 'Q', 'require': ['inOffice']}", R"({'signalbox': 1, 'agents': {'ana': {'presence': 'Online'},
    'bo': {'presence': 'Online', 'absentUntil': '2026-02-01T10:00:00Z'}, 'cy': {'presence': 'Online'}}})");
  EXPECT_EQ(words(),
            "The record goes to the queue Q.\nCy was chosen: the only agent of the queue who meets every requirement.\n"
            "Ana was excluded: out of office until 2026-02-03 09:00 Europe/Berlin, and the delegate Bo as well.\n"
            "Bo was excluded: out of office until 2026-02-01 10:00 UTC.");
}

TEST_F(RoutingPeopleTest, ANamedOwnerHasItWhateverIsRequiredAndTheDelegateWhenOut) {
  route("{'queue': 'Q', 'require': ['presence'], 'owner': 'Owner'}", "{'signalbox': 1, 'agents': {}}",
        "2026-01-31T08:00:00Z", "cy");
  EXPECT_EQ(chosen(), "cy") << "although offline";
  route("{'queue': 'Q', 'require': ['presence'], 'owner': 'Owner'}", kAllIn, "2026-01-31T08:00:00Z", "ana");
  EXPECT_EQ(chosen(), "bo");
  EXPECT_EQ(words(),
            "The record goes to the queue Q.\nBo was chosen: stands in for the named owner Ana, who is out of office "
            "until 2026-02-03 09:00 Europe/Berlin.");
  route("{'queue': 'Q', 'owner': 'Owner'}", kAllIn, "2026-01-31T08:00:00Z", "zoe");
  EXPECT_EQ(result_.candidates.size(), 3u) << "nobody of that name: routed afresh";
}

TEST_F(RoutingPeopleTest, AFormerOwnerHasItBackOnlyWhenPresentAndBelowTheCap) {
  const char policy[] = "{'queue': 'Q', 'formerOwner': 'Owner', 'returns': true, 'require': ['capacity']}";
  route(policy, kAllIn, "2026-01-31T08:00:00Z", "cy");
  EXPECT_EQ(result_.by, ChosenBy::kFormerOwner);
  route(policy, "{'signalbox': 1, 'agents': {'cy': {'presence': 'Online', 'open': 4}}}", "2026-01-31T08:00:00Z", "cy");
  EXPECT_NE(chosen(), "cy");
  ASSERT_TRUE(result_.former_owner.refused);
  EXPECT_EQ(result_.former_owner.refused->reason, ExclusionReason::kCapacity);
}

TEST_F(RoutingPeopleTest, ACertificationEndsAtItsInstant) {
  const char policy[] = "{'queue': 'Q', 'require': [{'certification': '\\'PCI\\''}]}";
  route(policy, kAllIn, "2026-01-31T07:59:59.999Z");
  EXPECT_EQ(result_.candidates.size(), 2u);
  route(policy, kAllIn, "2026-01-31T08:00:00Z");
  EXPECT_EQ(chosen(), "cy");
  EXPECT_EQ(result_.excluded[1].reason, ExclusionReason::kExpired);
}

TEST_F(RoutingPeopleTest, NothingRoutesHasAReasonAndTheNextInstantAtWhichItCould) {
  route(
      "{'queue': 'Ranked', 'require': ['hours', 'rank'], 'relax': [{'after': '3d', 'widen': 'rank'}], 'queuedAt': "
      "'Queued'}",
      kAllIn);
  EXPECT_EQ(chosen(), "nobody") << "a Saturday";
  EXPECT_EQ(result_.next, parse_instant("2026-02-02T08:00:00Z")) << "Monday, nine o'clock in Berlin";
  route(
      "{'queue': 'Ranked', 'require': ['hours', 'rank'], 'relax': [{'after': '1d', 'widen': 'rank'}], 'queuedAt': "
      "'Queued'}",
      kAllIn);
  EXPECT_EQ(result_.next, parse_instant("2026-02-01T08:00:00Z")) << "the second rank is asked earlier";
  EXPECT_EQ(words(),
            "The record goes to the queue Ranked.\nNobody is assigned: the record waits in the queue, and time could "
            "change that at 2026-02-01T08:00:00.000Z.\nAna was excluded: not at work until 2026-02-02 09:00 "
            "Europe/Berlin.\nCy was excluded: 2 is the rank in the queue, and ranks are asked up to 1.");
}

TEST_F(RoutingPeopleTest, AStepHoldsFromItsDeadlineOnAndOverflowComesAfterTheLast) {
  const char policy[] =
      "{'queue': 'Ranked', 'require': ['inOffice', 'rank'], 'queuedAt': 'Queued', "
      "'relax': [{'after': '1m', 'widen': 'rank'}], 'otherwise': {'queue': 'O'}}";
  route(policy, kAllIn, "2026-01-31T08:00:59.999Z");
  EXPECT_EQ(chosen(), "nobody");
  EXPECT_FALSE(result_.overflow) << "there is something left to relax";
  EXPECT_EQ(result_.next, parse_instant("2026-01-31T08:01:00Z"));
  route(policy, kAllIn, "2026-01-31T08:01:00Z");
  EXPECT_EQ(chosen(), "cy");
}

TEST_F(RoutingPeopleTest, WhoComesBackIsFilledGradually) {
  const char policy[] = "{'queue': 'Q', 'require': ['capacity', {'certification': '\\'PCI\\''}], 'ramp': '1h'}";
  const char roster[] =
      R"({'signalbox': 1, 'agents': {'cy': {'presence': 'Online', 'open': 2, 'presentSince': '2026-01-31T08:00:00Z'}}})";
  route(policy, roster, "2026-01-31T08:30:00Z");
  EXPECT_EQ(chosen(), "nobody") << "2 of 4 after half the time";
  EXPECT_EQ(result_.next, parse_instant("2026-01-31T08:45:00Z"));
  route(policy, roster, "2026-01-31T08:45:00Z");
  EXPECT_EQ(chosen(), "cy");
}

/// The example that Twilio publishes (twilio.com/docs/taskrouter/task-evaluation): three targets of 10 s each, the
/// reservation of t = 3 in the first queue times out at t = 8; then the second queue is asked, up to t = 20.
TEST_F(RoutingPeopleTest, EvaluatesAgainAtEightSecondsAsTaskRouterDoes) {
  Written written(R"({'queue': 'Q1', 'queuedAt': 'Queued', 'require': ['presence', 'capacity'], 'skipIf': 'nobody',
    'relax': [{'after': '10s', 'queue': 'Q2', 'skipIf': 'nobody'}, {'after': '20s', 'queue': 'Q3'}]})");
  const auto policy = routing::compile_policy(written.root(), "taskRouter", scope_, {});
  ASSERT_TRUE(policy) << written.findings();
  const Directory directory = directory_of(R"({'signalbox': 1, 'agents': {'w1': {'capacity': 1}, 'w2': {'capacity': 1}},
    'queues': {'Q1': {'members': ['w1']}, 'Q2': {'members': ['w2']}, 'Q3': {'members': []}}})");
  const AgentIndex w1 = *directory.find_agent("w1");
  const auto route_at = [&](const char* at, const char* roster_text, std::span<const AgentIndex> barred) {
    const Roster roster = roster_of(roster_text, directory);
    const std::vector<Value> slots = {Value(), Value::date_time(*parse_instant("2026-01-31T08:00:00Z"))};
    const formula::Frame frame{slots, {}, *parse_instant(at)};
    routing::route(*policy, {directory, roster, frame, Value(), true, nullptr, true, barred}, arena_, result_);
    return directory.queue(*result_.queue).name + (result_.agent ? " " + directory.agent(*result_.agent).id : "");
  };
  const char first_only[] = "{'signalbox': 1, 'agents': {'w1': {'presence': 'Online'}}}";
  const char second_busy[] =
      R"({'signalbox': 1, 'agents': {'w1': {'presence': 'Online'}, 'w2': {'presence': 'Online', 'open': 1}}})";
  EXPECT_EQ(route_at("2026-01-31T08:00:03Z", first_only, {}), "Q1 w1");
  EXPECT_EQ(route_at("2026-01-31T08:00:08Z", second_busy, std::span(&w1, 1)), "Q2") << "at t = 8, not at t = 10";
  EXPECT_EQ(result_.next, parse_instant("2026-01-31T08:00:20Z")) << "the limits add up: in 12 s";
}

TEST_F(RoutingPeopleTest, APolicyMayStopAtTheQueue) {
  route("{'queue': 'Q', 'stopAt': 'queue'}", kAllIn);
  EXPECT_EQ(chosen(), "nobody");
  EXPECT_TRUE(result_.handed_over);
  EXPECT_EQ(
      words(),
      "The record goes to the queue Q.\nThe policy stops at the queue: who takes the record is decided elsewhere.");
}

TEST(PolicyTest, ReportsWhatIsWrongInTheNewerParts) {
  Written written(
      R"({'queue': 'Q', 'require': [{'territory': 'Product__c'}, {'cap': 'daily'}, {'formula': '$Agent.Grad > 1'}],
    'prefer': [{'factor': 'continuity', 'weight': 1}, {'formula': '$Queue.Rank', 'weight': 0}, {}],
    'relax': [{'after': '2m', 'widen': 'world'}, {'after': '1m', 'drop': 'additional'}, {'after': '3m'}],
    'skipIf': 'somebody', 'travel': {'within': '1h'}, 'returns': true, 'fairBy': 'luck', 'stopAt': 'desk'})");
  const formula::Scope scope(std::make_shared<Layout>(std::vector<Field>{{"Product__c", Type::kText, "", {}}}), {},
                             formula::Blanks::kAsZero);
  EXPECT_FALSE(routing::compile_policy(written.root(), "test", scope, {}));
  EXPECT_EQ(written.findings(),
            "missing-member /require/1\nunknown-global /require/2/formula\ntravel-kind /travel\nunknown-level /stopAt\n"
            "unknown-measure /fairBy\nfactor-source /prefer/0/factor\nout-of-range /prefer/1/weight\n"
            "missing-member /prefer/2\nfactor-kind /prefer/2\nunknown-condition /skipIf\nunknown-ring /relax/0/widen\n"
            "step-order /relax/1\nempty-step /relax/2\nfactor-source /returns\nqueued-at ");
}

TEST(PolicyTest, WarnsOfARequirementThatNobodyCanMeet) {
  Written written("{'queue': 'Pay', 'require': [{'skill': '\\'German\\'', 'level': 3}]}");
  const formula::Scope scope(std::make_shared<Layout>(std::vector<Field>{}), {}, formula::Blanks::kAsZero);
  const auto policy = routing::compile_policy(written.root(), "test", scope, {});
  ASSERT_TRUE(policy) << written.findings();
  Diagnostics diagnostics;
  routing::check_policy(*policy, directory_of(kDirectory), diagnostics);
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].code, "never-matches");
  EXPECT_EQ(diagnostics[0].path, "/require/0/skill");
}

TEST(PolicyTest, ReportsEveryMistakeWithItsPlace) {
  Written written(R"({'queue': {'decision': 'queu'}, 'require': ['presense', {'skill': 'Produkt', 'level': 11}, 5],
                      'prefer': {'skillfit': 1, 'spareCapacity': 0}, 'otherwize': {}})");
  const formula::Scope scope(std::make_shared<Layout>(std::vector<Field>{}), {}, formula::Blanks::kAsZero);
  EXPECT_FALSE(routing::compile_policy(written.root(), "test", scope, {"queue"}));
  EXPECT_EQ(written.findings(),
            "unknown-member /otherwize\nunknown-decision /queue/decision\nunknown-requirement /require/0\n"
            "out-of-range /require/1/level\nunknown-field /require/1/skill\nwrong-type /require/2\n"
            "unknown-factor /prefer/skillfit\nout-of-range /prefer/spareCapacity");
  EXPECT_EQ(written.diagnostics()[0].suggestion, "otherwise");
  EXPECT_EQ(written.diagnostics()[1].suggestion, "queue");
}

TEST(PolicyTest, IsCheckedAgainstTheDirectory) {
  Written written("{'queue': 'Pai', 'require': [{'skill': 'TEXT(Product__c)'}], 'otherwise': {'queue': 'Overflow'}}");
  const formula::Scope scope(
      std::make_shared<Layout>(std::vector<Field>{{"Product__c", Type::kPicklist, "", {"Payments", "Golf"}}}), {},
      formula::Blanks::kAsZero);
  const auto policy = routing::compile_policy(written.root(), "test", scope, {});
  ASSERT_TRUE(policy) << written.findings();
  Diagnostics diagnostics;
  routing::check_policy(*policy, directory_of(kDirectory), diagnostics);
  ASSERT_EQ(diagnostics.size(), 2u);
  EXPECT_EQ(diagnostics[0].code, "unknown-queue");
  EXPECT_EQ(diagnostics[0].suggestion, "Pay");
  EXPECT_EQ(diagnostics[1].code, "unknown-skill");
  EXPECT_EQ(diagnostics[1].severity, Severity::kWarning);
}

}  // namespace
}  // namespace signalbox
