// Roster updates that arrive twice and in any order leave the roster that each once and in order leaves.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/documents.h"
#include "tests/support/random_routing.h"
#include "tests/support/seeds.h"

namespace signalbox {
namespace {

constexpr std::uint64_t kAgents = 5;

/// What a choice of agents reads of the roster.
std::string told(const Roster& roster, const Directory& directory) {
  const RosterColumns& columns = roster.columns();
  std::string text;
  for (std::uint32_t i = 0; i < directory.agents().size(); ++i) {
    const AgentIndex agent{i};
    const AgentState& state = roster.state(agent);
    text += std::to_string(state.sequence) + " " + std::string(presence_name(state.presence));
    for (const std::int64_t number :
         {std::int64_t{columns.open[i]}, std::int64_t{columns.assigned[i]}, std::int64_t{columns.present_minutes[i]},
          columns.last_assigned_ms[i], columns.after_work_ms[i], std::int64_t{state.open_percent},
          std::int64_t{state.open_interruptible}, std::int64_t{columns.online[0].has(agent)},
          std::int64_t{columns.available.has(agent)}, std::int64_t{columns.told_away.has(agent)},
          std::int64_t{columns.in_part.has(agent)}, std::int64_t{columns.counted.has(agent)}}) {
      text += " " + std::to_string(number);
    }
    text += "\n";
  }
  return text;
}

TEST(RosterUpdatesPropertyTest, ArriveTwiceAndInAnyOrderToTheSameEnd) {
  std::uint64_t stale = 0;
  const std::uint64_t tried = test::for_each_seed(300, [&](std::uint64_t seed) {
    test::Random random(seed);
    test::RandomRouting writer(random, kAgents);
    const Directory directory = test::directory_of(writer.directory());
    const std::string kHead = "{'signalbox':1,";
    std::vector<std::string> updates;
    for (int sequence = 1; sequence <= 6; ++sequence) {
      updates.push_back(kHead + "'sequence':" + std::to_string(sequence) + "," + writer.roster().substr(kHead.size()));
    }
    const auto after = [&](const std::vector<std::string>& arrivals) {
      Roster roster = test::roster_of("{'signalbox':1,'agents':{}}", directory);
      for (const std::string& arrival : arrivals) {
        test::Written written(arrival);
        const auto update = roster.update(written.root(), directory);
        EXPECT_TRUE(update) << written.findings();
        if (update) stale += update->stale.size();
      }
      return told(roster, directory);
    };
    const std::string in_order = after(updates);
    std::vector<std::string> shuffled = updates;
    for (std::size_t i = 0; i < updates.size(); ++i) shuffled.push_back(updates[random.below(updates.size())]);
    for (std::size_t i = shuffled.size(); i > 1; --i) std::swap(shuffled[i - 1], shuffled[random.below(i)]);
    EXPECT_EQ(after(shuffled), in_order);
  });
  test::expect_often(stale, 5, tried, "updates that come too late");
}

}  // namespace
}  // namespace signalbox
