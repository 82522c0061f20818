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
  EXPECT_EQ(result_.excluded[0].has_tenths, 20);
  EXPECT_EQ(result_.excluded[1].reason, ExclusionReason::kSkillMissing) << "skills are looked at before capacity";
}

TEST_F(RoutingTest, ALevelThatIsJustReachedIsEnough) {
  route("{'queue': 'Pay', 'require': [{'skill': '\\'German\\'', 'level': 2.5}]}");
  EXPECT_EQ(chosen(), "ana");
}

TEST_F(RoutingTest, ABlankSkillRequiresNothing) {
  route("{'queue': 'Pay', 'require': [{'skill': 'Product__c', 'level': 10}]}", "");
  EXPECT_EQ(result_.candidates.size(), 3u);
  EXPECT_TRUE(result_.skills.empty());
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
      R"("by":"score","candidates":[{"agent":"bo","name":"Bo Chen","score":1,"factors":[{"factor":"spareCapacity","value":1,"weight":30}]},)"
      R"({"agent":"ana","name":"Ana Lima","score":0.75,"factors":[{"factor":"spareCapacity","value":0.75,"weight":30}]}],)"
      R"("excluded":[{"agent":"cy","name":"cy","code":"capacity","open":0,"capacity":0}]})");
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
