// Owners who declined, returns, and an agent who is thought of as free; what factors are made of.
#include <gtest/gtest.h>

#include "explain/routing.h"
#include "routing/route.h"
#include "routing/score.h"
#include "tests/support/documents.h"

namespace signalbox {
namespace {

using routing::ChosenBy;
using routing::ExclusionReason;
using test::Written;

class RoutingOwnerTest : public testing::Test {
 protected:
  const routing::Result& route(const std::string& policy_text, const std::string& roster_text,
                               std::string_view owner = "", const std::vector<std::string>& declined = {},
                               const std::string& free = "") {
    Written written(policy_text);
    policy_ = routing::compile_policy(written.root(), "test", scope_, {});
    EXPECT_TRUE(policy_.has_value()) << written.findings();
    roster_ = test::roster_of(roster_text, *directory_);
    if (!free.empty()) roster_->make_free(*directory_->find_agent(free));
    std::vector<AgentIndex> barred;
    for (const std::string& id : declined) barred.push_back(*directory_->find_agent(id));
    const std::vector<Value> slots = {Value::text(owner), Value::location({48'000'000'000'000'000, 0})};
    const formula::Frame frame{slots, {}, now_};
    routing::RouteInput input{*directory_, *roster_, frame, Value(), true, &*calendar_, true, barred};
    routing::route(*policy_, input, arena_, result_);
    return result_;
  }
  std::string chosen() const { return result_.agent ? directory_->agent(*result_.agent).id : "nobody"; }
  /// The reason for which an agent was excluded, in words; empty for everybody else.
  std::string why_not(const std::string& id) const {
    const explain::RoutingStory story{*policy_, *directory_, *roster_, result_, &*calendar_, now_};
    for (const auto& out : result_.excluded) {
      if (directory_->agent(out.agent).id == id) return explain::reason_words(story, out);
    }
    return "";
  }
  /// What the factors of an agent were made of: "5 level, null minutes".
  std::string raws(const std::string& id) const {
    std::string all;
    for (const auto& one : result_.candidates) {
      if (directory_->agent(one.agent).id != id) continue;
      for (std::size_t i = 0; i < policy_->prefer.size(); ++i) {
        const auto& raw = result_.raws[one.sheet + i];
        const std::string unit(routing::factor_unit(*policy_, policy_->prefer[i].factor));
        all += (i > 0 ? ", " : "") + (raw ? raw->to_text() : "null") + (unit.empty() ? "" : " " + unit);
      }
    }
    return all;
  }

  Written document_{R"({'signalbox': 1, 'skills': ['A', 'B'], 'territories': {'W': null, 'D': 'W'},
    'businessHours': {'Monday': {'zone': 'UTC', 'week': {'Mon': ['09:00-17:00']}}},
    'agents': {'ana': {'capacity': 2, 'delegate': 'bo'},
               'bo': {'capacity': 2, 'delegate': 'cy'},
               'cy': {'capacity': 4, 'skills': {'A': 5, 'B': 6}, 'territories': ['W'], 'weight': 2,
                      'location': {'latitude': 49, 'longitude': 0}, 'travelMinutes': {'Rome': 50}},
               'di': {'capacity': 1, 'hours': ['Monday'],
                      'absences': [{'from': '2026-01-30T00:00:00Z', 'until': '2026-02-03T08:00:00Z'}]},
               'vast': {'capacity': 1000000}},
    'queues': {'Q': {'members': ['ana', 'bo', 'cy']}, 'Di': {'members': ['di']}, 'Vast': {'members': ['vast']},
               'Shut': {'hours': 'Monday', 'members': ['di']}}})"};
  std::optional<Directory> directory_ = Directory::read(document_.root());
  std::optional<calendar::Calendar> calendar_ = calendar::Calendar::read(document_.root());
  formula::Scope scope_{
      std::make_shared<Layout>(std::vector<Field>{{"Owner", Type::kText, "", {}}, {"Spot", Type::kLocation, "", {}}}),
      {},
      formula::Blanks::kAsZero};
  std::optional<routing::Policy> policy_;
  std::optional<Roster> roster_;
  Instant now_ = *parse_instant("2026-01-31T08:00:00Z");  // a Saturday
  Arena arena_;
  routing::Result result_;
};

const char kAllIn[] =
    R"({'signalbox': 1, 'agents': {'ana': {'presence': 'Online'}, 'bo': {'presence': 'Online'}, 'cy': {'presence': 'Online'}}})";

TEST_F(RoutingOwnerTest, ANamedOwnerWhoDeclinedIsPassedOver) {
  const char policy[] = "{'queue': 'Q', 'owner': 'Owner', 'require': ['presence']}";
  route(policy, kAllIn, "ana", {"ana"});
  EXPECT_EQ(chosen(), "bo") << "the delegate is asked next";
  EXPECT_EQ(result_.by, ChosenBy::kNamedOwner);
  route(policy, kAllIn, "ana", {"ana", "bo", "cy"});
  EXPECT_EQ(chosen(), "nobody") << "routed as if no owner were named, and all have declined";
  route(policy, kAllIn, "bo", {"bo", "cy"});
  EXPECT_EQ(chosen(), "ana");
  EXPECT_EQ(result_.by, ChosenBy::kOnlyCandidate);
}

TEST_F(RoutingOwnerTest, AFormerOwnerMustBeAvailableAndBelowTheCapsInForce) {
  const char policy[] =
      "{'queue': 'Q', 'formerOwner': 'Owner', 'returns': true, 'require': [{'cap': 'daily', 'limit': 2}]}";
  const auto refused = [&](const char* state) {
    route(policy, std::string("{'signalbox': 1, 'agents': {'cy': {'presence': 'Online', ") + state + "}}}", "cy");
    return result_.former_owner.refused;
  };
  EXPECT_EQ(refused("'available': false")->reason, ExclusionReason::kUnavailable);
  const auto capped = refused("'counts': {'daily': 2}");
  ASSERT_TRUE(capped);
  EXPECT_EQ(capped->reason, ExclusionReason::kCap);
  const explain::RoutingStory story{*policy_, *directory_, *roster_, result_, &*calendar_, now_};
  EXPECT_EQ(explain::reason_words(story, *capped), "has 2 of at most 2 under the cap daily");
  EXPECT_FALSE(refused("'counts': {'daily': 1}"));
  EXPECT_EQ(result_.by, ChosenBy::kFormerOwner);
  ASSERT_EQ(result_.needs.size(), 1u) << "the record counts under the cap";
}

TEST_F(RoutingOwnerTest, TimeBringsAReturnOnlyWhenNothingElseKeepsTheFormerOwnerFromIt) {
  const char policy[] = "{'queue': 'Di', 'formerOwner': 'Owner', 'returns': true, 'require': ['presence']}";
  const std::string away = "'absentUntil': '2026-01-31T10:00:00Z'";
  route(policy, "{'signalbox': 1, 'agents': {'cy': {'presence': 'Online', " + away + "}}}", "cy");
  EXPECT_EQ(result_.next, parse_instant("2026-01-31T10:00:00Z"));
  route(policy, "{'signalbox': 1, 'agents': {'cy': {'presence': 'Busy', " + away + "}}}", "cy");
  EXPECT_EQ(result_.next, std::nullopt) << "still busy then";
}

TEST_F(RoutingOwnerTest, WhoIsThoughtOfAsFreeIsAtWorkWithNothingToDo) {
  const char policy[] =
      R"({'queue': 'Di', 'ramp': '1h', 'require': ['hours', 'presence', 'available', 'inOffice', 'capacity', {'cap': 'open', 'limit': 1}]})";
  const char roster[] =
      R"({'signalbox': 1, 'agents': {'di': {'presence': 'Busy', 'open': 1, 'openPercent': 20, 'available': false,
        'afterWorkUntil': '2026-01-31T09:00:00Z', 'presentSince': '2026-01-31T08:00:00Z', 'counts': {'open': 1}}}})";
  route(policy, roster);
  EXPECT_EQ(why_not("di"), "not at work until 2026-02-02 09:00 UTC");
  route(policy, roster, "", {}, "di");
  EXPECT_EQ(chosen(), "di");
}

TEST_F(RoutingOwnerTest, WhoIsThoughtOfAsFreeStaysWhoSheIs) {
  const char counted[] = R"({'signalbox': 1, 'agents': {'di': {'presence': 'Online', 'counts': {'daily': 1}}}})";
  route("{'queue': 'Di', 'require': [{'cap': 'daily', 'limit': 1, 'per': '24h'}]}", counted, "", {}, "di");
  EXPECT_EQ(why_not("di"), "has 1 of at most 1 under the cap daily") << "it was given to her today";
  route("{'queue': 'Di', 'require': [{'skill': '\\'A\\''}]}", counted, "", {}, "di");
  EXPECT_EQ(why_not("di"), "lacks the skill A");
  route("{'queue': 'Shut', 'require': ['hours']}", counted, "", {}, "di");
  EXPECT_EQ(why_not("di"), "the queue is closed until 2026-02-02 09:00 UTC");
}

TEST_F(RoutingOwnerTest, TellsLargeNumbersOfOpenWorkWhole) {
  route("{'queue': 'Vast', 'require': ['capacity']}",
        "{'signalbox': 1, 'agents': {'vast': {'presence': 'Online', 'open': 1000000, 'openPercent': 1000000}}}");
  EXPECT_EQ(why_not("vast"), "10001000000 open records, and the capacity is 1000000");
}

TEST_F(RoutingOwnerTest, AScoreSheetTellsWhatEachFactorWasMadeOf) {
  const char policy[] = R"({'queue': 'Q', 'formerOwner': 'Owner', 'urgency': '1.25', 'fairBy': 'weight',
    'require': [{'skill': '\'A\''}, {'skill': '\'B\''}, {'territory': '\'D\''}],
    'travel': {'to': 'Spot', 'speed': 60, 'within': '3h'},
    'prefer': [{'factor': 'skillFit', 'weight': 1}, {'factor': 'spareCapacity', 'weight': 1}, {'factor': 'longestIdle', 'weight': 1},
      {'factor': 'rank', 'weight': 1}, {'factor': 'territory', 'weight': 1}, {'factor': 'continuity', 'weight': 1}, {'factor': 'fairness', 'weight': 1},
      {'factor': 'slaUrgency', 'weight': 1}, {'factor': 'travelTime', 'weight': 1}, {'formula': '$Agent.Capacity / 3', 'weight': 1}]})";
  const char roster[] =
      R"({'signalbox': 1, 'agents': {'cy': {'presence': 'Online', 'open': 1, 'openPercent': 10, 'assigned': 3,
        'presentMinutes': 30, 'lastAssigned': '2026-01-31T07:17:30Z'}}})";
  route(policy, roster, "cy");
  EXPECT_EQ(raws("cy"),
            "5.5 level, 2.6 units, 42.5 minutes, 1 rank, 1 steps, 1, 0.05 perMinute, 1.25, 111.19508 km, 1.333333");
  route(policy, "{'signalbox': 1, 'agents': {}}");
  EXPECT_EQ(raws("cy"),
            "5.5 level, 4 units, null minutes, 1 rank, 1 steps, 0, 0 perMinute, 1.25, 111.19508 km, 1.333333");
}

TEST_F(RoutingOwnerTest, TravelByPlaceIsToldInMinutesAndWhatIsNotKnownInNothing) {
  const char policy[] =
      R"({'queue': 'Q', 'travel': {'place': '\'Rome\'', 'within': '2h'}, 'prefer': {'travelTime': 1, 'skillFit': 1}})";
  route(policy, kAllIn);
  EXPECT_EQ(raws("cy"), "50 minutes, null level");
  EXPECT_EQ(raws("ana"), "null minutes, null level");
}

}  // namespace
}  // namespace signalbox
