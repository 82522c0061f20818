// Times the routing of one record over many agents beside a loop over flat arrays that was written by hand and does the
// same scoring. Usage: bench_routing AGENTS REPEATS; prints one JSON object, times in microseconds, winners included.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>

#include "routing/route.h"
#include "tests/support/documents.h"
#include "tests/support/random.h"

namespace {

using namespace signalbox;

constexpr std::int64_t kNowMs = 1'769'846'400'000;  // 2026-01-31T08:00:00Z
constexpr int kSkills = 200;

/// What the loop by hand reads: one array for each thing.
struct Flat {
  std::vector<std::uint8_t> level_a, level_b;  ///< 0: lacks the skill; else 1 + tenths.
  std::vector<std::uint32_t> capacity, open, assigned, rank;
  std::vector<std::uint8_t> online;
  std::vector<std::int64_t> last_ms;
};

std::string name_of(const char* letter, std::uint64_t number) {
  return "'" + std::string(letter) + std::to_string(number) + "'";
}

struct Problem {
  std::string directory = "{'signalbox':1,'skills':[";
  std::string roster = "{'signalbox':1,'agents':{";
  Flat flat;

  explicit Problem(std::uint64_t agents) {
    test::Random random(20261121);
    for (int s = 0; s < kSkills; ++s) directory += (s > 0 ? "," : "") + name_of("s", static_cast<std::uint64_t>(s));
    directory += "],'agents':{";
    std::string members;
    for (std::uint64_t i = 0; i < agents; ++i) add(random, i, members);
    directory += "},'queues':{'Q':{'members':[" + members + "]}}}";
    roster += "}}";
  }

  void add(test::Random& random, std::uint64_t number, std::string& members) {
    // Ids of equal length, so that their order is that of the numbers.
    const std::string id = name_of("a", 1'000'000 + number);
    const std::string comma = number > 0 ? "," : "";
    std::string skills;
    std::uint8_t levels[2] = {0, 0};
    for (int s = 0; s < kSkills; ++s) {
      if (!random.one_in(s < 2 ? 2 : 10)) continue;
      const auto level = random.below(11);
      skills += (skills.empty() ? "" : ",") + name_of("s", static_cast<std::uint64_t>(s)) + ":" + std::to_string(level);
      if (s < 2) levels[s] = static_cast<std::uint8_t>(1 + 10 * level);
    }
    const auto capacity = static_cast<std::uint32_t>(random.below(20));
    const auto open = static_cast<std::uint32_t>(random.below(15));
    const auto assigned = static_cast<std::uint32_t>(random.below(100));
    const auto rank = static_cast<std::uint32_t>(1 + random.below(3));
    const bool online = !random.one_in(5);
    const std::int64_t last_ms = kNowMs - static_cast<std::int64_t>(random.below(10'000'000));
    directory += comma + id + ":{'capacity':" + std::to_string(capacity) + ",'skills':{" + skills + "}}";
    members += comma + "{'agent':" + id + ",'rank':" + std::to_string(rank) + "}";
    roster += comma + id + ":{'presence':'" + (online ? "Online" : "Away") + "','open':" + std::to_string(open) +
              ",'assigned':" + std::to_string(assigned) + ",'lastAssigned':'" + to_text(Instant{last_ms}) + "'}";
    flat.level_a.push_back(levels[0]);
    flat.level_b.push_back(levels[1]);
    flat.capacity.push_back(capacity);
    flat.open.push_back(open);
    flat.assigned.push_back(assigned);
    flat.rank.push_back(rank);
    flat.online.push_back(online ? 1 : 0);
    flat.last_ms.push_back(last_ms);
  }
};

std::uint64_t share(std::uint64_t part, std::uint64_t whole) { return (part * 2'000'000 + whole) / (whole * 2); }

/// skillFit 40, spareCapacity 30, longestIdle 20, rank 10, fairness 10; two skills from level 3, presence, capacity.
std::size_t best_by_hand(const Flat& flat, std::vector<std::uint32_t>& eligible) {
  eligible.clear();
  std::uint64_t longest = 0;
  std::uint64_t most = 0;
  for (std::uint32_t i = 0; i < flat.capacity.size(); ++i) {
    if (flat.level_a[i] < 31 || flat.level_b[i] < 31 || !flat.online[i] || flat.open[i] >= flat.capacity[i]) continue;
    eligible.push_back(i);
    longest = std::max(longest, static_cast<std::uint64_t>(kNowMs - flat.last_ms[i]));
    most = std::max<std::uint64_t>(most, flat.assigned[i]);
  }
  std::size_t best = SIZE_MAX;
  std::uint64_t best_score = 0;
  for (const std::uint32_t i : eligible) {
    const std::uint64_t sum = 40 * share(static_cast<std::uint64_t>(flat.level_a[i] + flat.level_b[i] - 2), 200) +
                              30 * share(flat.capacity[i] - flat.open[i], flat.capacity[i]) +
                              20 * share(static_cast<std::uint64_t>(kNowMs - flat.last_ms[i]), longest) +
                              10 * share(1, flat.rank[i]) +
                              10 * (most == 0 ? 1'000'000 : share(most - flat.assigned[i], most));
    const std::uint64_t score = (2 * sum + 110) / 220;
    const bool wins =
        best == SIZE_MAX || score > best_score || (score == best_score && flat.last_ms[i] < flat.last_ms[best]);
    if (wins) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

template <class Work>
double least_us(int repeats, Work work) {
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    least = std::min(least, took.count());
  }
  return least;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const Problem problem(std::strtoull(argv[1], nullptr, 10));
  const int repeats = std::atoi(argv[2]);
  const Directory directory = test::directory_of(problem.directory);
  const Roster roster = test::roster_of(problem.roster, directory);
  const formula::Scope scope(std::make_shared<Layout>(std::vector<Field>{}), {}, formula::Blanks::kAsZero);
  test::Written written(
      "{'queue':'Q','require':[{'skill':'\\'s0\\'','level':3},{'skill':'\\'s1\\'','level':3},'presence','capacity'],"
      "'prefer':{'skillFit':40,'spareCapacity':30,'longestIdle':20,'rank':10,'fairness':10}}");
  const auto policy = routing::compile_policy(written.root(), "p", scope, {});
  if (!policy) return 1;
  Arena arena;
  routing::Result result;
  const formula::Frame frame{{}, {}, Instant{kNowMs}};
  const routing::RouteInput input{directory, roster, frame, Value()};
  std::vector<std::uint32_t> sheet;
  const double ours = least_us(repeats, [&] {
    arena.reset();
    routing::route(*policy, input, arena, result);
    const auto is_chosen = [&](const routing::Candidate& one) { return one.agent == *result.agent; };
    if (result.agent) {
      routing::find_factors(*policy, input, arena, result,
                            *std::find_if(result.candidates.begin(), result.candidates.end(), is_chosen), sheet);
    }
  });
  std::size_t by_hand = SIZE_MAX;
  std::vector<std::uint32_t> eligible;
  const double hand = least_us(repeats, [&] { by_hand = best_by_hand(problem.flat, eligible); });
  const std::size_t chosen = result.agent ? static_cast<std::uint32_t>(*result.agent) : SIZE_MAX;
  std::printf("{\"agents\":%s,\"candidates\":%zu,\"us\":%.3f,\"byHandUs\":%.3f,\"same\":%s}\n", argv[1],
              result.candidates.size(), ours, hand, chosen == by_hand ? "true" : "false");
  return chosen == by_hand ? 0 : 1;
}
