// Times the assignment of a batch beside LEMON's network simplex on the same random scores.
// Usage: bench_assignment RECORDS AGENTS UNITS REPEATS; prints one JSON object, times in ms.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include "routing/assignment.h"
#include "tests/support/seeds.h"

namespace {

using signalbox::routing::Limits;
using signalbox::routing::Offers;

constexpr int kBestScore = 1'000'000;

Offers random_offers(std::uint32_t records, std::uint32_t agents) {
  signalbox::test::Random random(20261121);
  Offers offers(records);
  for (auto& record : offers) {
    for (std::uint32_t agent = 0; agent < agents; ++agent) {
      record.push_back(signalbox::routing::offer(agent, static_cast<std::uint32_t>(random.below(kBestScore + 1))));
    }
  }
  return offers;
}

template <class Work>
double least_ms(int repeats, Work work) {
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    least = std::min(least, took.count());
  }
  return least;
}

/// Every record can be served here, so the cheapest flow of one unit from each record is the best assignment.
std::uint64_t lemon_total(const Offers& offers, const Limits& limits) {
  using Graph = lemon::SmartDigraph;
  Graph graph;
  std::vector<Graph::Node> records;
  std::vector<Graph::Node> agents;
  for (std::size_t i = 0; i < offers.size(); ++i) records.push_back(graph.addNode());
  for (std::size_t i = 0; i < limits.size(); ++i) agents.push_back(graph.addNode());
  const Graph::Node sink = graph.addNode();
  Graph::ArcMap<int> capacity(graph);
  Graph::ArcMap<std::int64_t> cost(graph);
  Graph::NodeMap<int> supply(graph, 0);
  const auto join = [&](Graph::Node from, Graph::Node to, int units, std::int64_t price) {
    const Graph::Arc arc = graph.addArc(from, to);
    capacity[arc] = units;
    cost[arc] = price;
  };
  for (std::size_t record = 0; record < offers.size(); ++record) {
    supply[records[record]] = 1;
    for (const auto& offer : offers[record]) {
      join(records[record], agents[offer.limit], 1, kBestScore - static_cast<std::int64_t>(offer.score_millionths));
    }
  }
  for (std::size_t agent = 0; agent < agents.size(); ++agent) {
    join(agents[agent], sink, static_cast<int>(limits[agent].free), 0);
  }
  supply[sink] = -static_cast<int>(offers.size());
  lemon::NetworkSimplex<Graph, int, std::int64_t> simplex(graph);
  simplex.upperMap(capacity).costMap(cost).supplyMap(supply);
  if (simplex.run() != lemon::NetworkSimplex<Graph, int, std::int64_t>::OPTIMAL) return 0;
  return offers.size() * std::uint64_t{kBestScore} - static_cast<std::uint64_t>(simplex.totalCost());
}

/// Each record in order takes its best offer among those with room.
std::uint64_t one_by_one_total(const Offers& offers, Limits limits) {
  std::uint64_t total = 0;
  for (const auto& record : offers) {
    const signalbox::routing::Offer* best = nullptr;
    for (const auto& offer : record) {
      if (limits[offer.limit].free == 0) continue;
      if (!best || offer.score_millionths > best->score_millionths) best = &offer;
    }
    if (!best) continue;
    --limits[best->limit].free;
    total += best->score_millionths;
  }
  return total;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const auto number = [&](int at) { return static_cast<std::uint32_t>(std::strtoul(argv[at], nullptr, 10)); };
  const Offers offers = random_offers(number(1), number(2));
  const Limits limits(number(2), {number(3)});
  const int repeats = static_cast<int>(number(4));
  std::uint64_t ours = 0;
  std::uint64_t one_by_one = 0;
  std::uint64_t lemons = 0;
  const double ours_ms =
      least_ms(repeats, [&] { ours = signalbox::routing::assign_best(offers, limits).total_millionths; });
  const double one_by_one_ms = least_ms(repeats, [&] { one_by_one = one_by_one_total(offers, limits); });
  const double lemon_ms = least_ms(repeats, [&] { lemons = lemon_total(offers, limits); });
  std::printf(R"({"total":%llu,"oneByOneTotal":%llu,"lemonTotal":%llu,"ms":%.3f,"oneByOneMs":%.3f,"lemonMs":%.3f})"
              "\n",
              static_cast<unsigned long long>(ours), static_cast<unsigned long long>(one_by_one),
              static_cast<unsigned long long>(lemons), ours_ms, one_by_one_ms, lemon_ms);
  return 0;
}
