// Routing against its slow twin over random directories, rosters and policies.
#include <gtest/gtest.h>

#include "routing/route.h"
#include "tests/support/documents.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_routing.h"

namespace signalbox {
namespace {

using test::Random;
using test::SlowPolicy;

const char* const kSkills[] = {"A", "B", "C"};
constexpr std::int64_t kNowMs = 1'769'846'400'000;  // 2026-01-31T08:00:00Z

std::string level_text(std::uint64_t tenths) { return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10); }

std::string random_directory(Random& random, std::uint64_t agents) {
  std::string text = "{'signalbox':1,'skills':['A','B','C'],'agents':{";
  std::string members;
  for (std::uint64_t i = 0; i < agents; ++i) {
    const std::string id = "'a" + std::to_string(i) + "'";
    text += (i > 0 ? "," : "") + id + ":{'capacity':" + std::to_string(random.below(4)) + ",'skills':{";
    members = id + (members.empty() ? "" : ",") + members;
    std::string comma;
    for (const char* skill : kSkills) {
      if (random.one_in(4)) continue;
      text += comma + "'" + skill + "':" + level_text(random.below(101));
      comma = ",";
    }
    text += "}}";
  }
  return text + "},'queues':{'Q':{'members':[" + members + "]}}}";
}

std::string random_roster(Random& random, std::uint64_t agents) {
  const char* const presences[] = {"Online", "Online", "Online", "Busy", "Offline"};
  std::string text = "{'signalbox':1,'agents':{";
  for (std::uint64_t i = 0; i < agents; ++i) {
    text += (i > 0 ? "," : "") + std::string("'a") + std::to_string(i) + "':{'presence':'" +
            presences[random.below(5)] + "','open':" + std::to_string(random.below(4));
    // Few distinct instants, so that ties happen; some lie ahead of now.
    if (!random.one_in(3)) {
      text += ",'lastAssigned':'" +
              to_text(Instant{kNowMs - 7'000 * static_cast<std::int64_t>(random.below(5)) + 7'000}) + "'";
    }
    text += "}";
  }
  return text + "}}";
}

SlowPolicy random_policy(Random& random) {
  SlowPolicy policy;
  for (const char* skill : kSkills) {
    if (random.one_in(2)) policy.skills.emplace_back(random.one_in(4) ? "" : skill, static_cast<int>(random.below(60)));
  }
  policy.presence = random.one_in(2);
  policy.capacity = random.one_in(2);
  policy.skill_fit = static_cast<int>(random.below(4));
  policy.spare_capacity = static_cast<int>(random.below(4));
  policy.longest_idle = static_cast<int>(random.below(4));
  return policy;
}

std::string policy_text(const SlowPolicy& policy) {
  std::string require;
  for (const auto& [skill, level] : policy.skills) {
    require += "{'skill':'\\'" + skill + "\\'','level':" + level_text(static_cast<std::uint64_t>(level)) + "},";
  }
  if (policy.presence) require += "'presence',";
  if (policy.capacity) require += "'capacity',";
  if (!require.empty()) require.pop_back();
  std::string prefer;
  const std::pair<const char*, int> weights[] = {
      {"skillFit", policy.skill_fit}, {"spareCapacity", policy.spare_capacity}, {"longestIdle", policy.longest_idle}};
  for (const auto& [factor, weight] : weights) {
    if (weight > 0) prefer += (prefer.empty() ? "'" : ",'") + std::string(factor) + "':" + std::to_string(weight);
  }
  return "{'queue':'Q','require':[" + require + "],'prefer':{" + prefer + "}}";
}

TEST(RoutingDifferentialTest, ChoosesAndScoresAsTheSlowTwinDoes) {
  const formula::Scope scope(std::make_shared<Layout>(std::vector<Field>{}), {}, formula::Blanks::kAsZero);
  test::for_each_seed(2'000, [&](std::uint64_t seed) {
    Random random(seed);
    const std::uint64_t agents = random.below(9);
    const Directory directory = test::directory_of(random_directory(random, agents));
    const Roster roster = test::roster_of(random_roster(random, agents), directory);
    const SlowPolicy slow = random_policy(random);
    test::Written written(policy_text(slow));
    const auto policy = routing::compile_policy(written.root(), "p", scope, {});
    ASSERT_TRUE(policy) << written.findings();

    Arena arena;
    routing::Result result;
    routing::Result unexplained;
    const formula::Frame frame{{}, {}, Instant{kNowMs}};
    routing::route(*policy, {directory, roster, frame, Value(), true}, arena, result);
    routing::route(*policy, {directory, roster, frame, Value(), false}, arena, unexplained);

    const test::SlowRouting twin(directory, roster, slow, frame.now);
    const std::string chosen = result.agent ? directory.agent(*result.agent).id : "nobody";
    EXPECT_EQ(chosen, twin.choose(directory.queues()[0]));
    EXPECT_EQ(result.agent, unexplained.agent) << "explaining must not change the choice";
    EXPECT_EQ(result.candidates.size() + result.excluded.size(), agents) << "everybody has a score or a reason";
    std::vector<AgentIndex> eligible;
    for (const auto& candidate : result.candidates) eligible.push_back(candidate.agent);
    for (const auto& candidate : result.candidates) {
      EXPECT_EQ(Decimal::from_scaled(candidate.score_millionths, 6), twin.score(candidate.agent, eligible));
    }
  });
}

}  // namespace
}  // namespace signalbox
