#include "routing/assignment.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace signalbox::routing {

namespace {

constexpr std::int64_t kBestScore = 1'000'000;
constexpr std::uint32_t kNobody = UINT32_MAX;

/// Minimises the sum of costs (what a score lacks to the best one) record by record. Invariant of the potentials:
/// cost(r, a) - record_price[r] - agent_price[a] >= 0 for every offer of a served record, 0 where it is taken, and
/// agent_price[a] is 0 while a has room.
class Solver {
 public:
  Solver(const Offers& offers, FreeUnits& free_units)
      : offers_(offers),
        free_units_(free_units),
        agent_price_(free_units.size(), 0),
        served_(free_units.size()),
        exhausted_(free_units.size(), false),
        search_(free_units.size()),
        taken_(offers.size(), kNobody),
        record_price_(offers.size(), 0) {}

  /// Serves `record` if that is possible without leaving out one that is served.
  void serve(std::uint32_t record) {
    const std::uint32_t end = shortest_path(record);
    if (end != kNobody) {
      raise_prices(record, end);
      augment(record, end);
    } else {
      // Whoever was reached has no room and only leads to others without room: no later path can pass through them.
      for (const std::uint32_t agent : settled_) exhausted_[agent] = true;
    }
    for (const std::uint32_t agent : reached_) search_[agent] = Search();
    reached_.clear();
    settled_.clear();
  }

  [[nodiscard]] std::uint32_t taken(std::uint32_t record) const { return taken_[record]; }

 private:
  struct Search {
    std::int64_t distance = INT64_MAX;
    std::uint32_t from_record = 0;  ///< The record that would move here.
    bool is_settled = false;
  };
  /// Equally near agents: one with room first, which ends the search, then by number.
  struct Reached {
    std::int64_t distance;
    bool is_full;
    std::uint32_t agent;
    bool operator>(const Reached& other) const {
      return std::tie(distance, is_full, agent) > std::tie(other.distance, other.is_full, other.agent);
    }
  };

  static std::int64_t cost(const Offer& offer) { return kBestScore - std::int64_t{offer.score_millionths}; }

  /// Offers of `record`, which stands `base` away from the start.
  void relax(std::uint32_t record, std::int64_t base) {
    for (const Offer& offer : offers_[record]) {
      if (exhausted_[offer.agent] || search_[offer.agent].is_settled) continue;
      Search& search = search_[offer.agent];
      const std::int64_t distance = base + cost(offer) - record_price_[record] - agent_price_[offer.agent];
      if (distance >= search.distance) continue;
      if (search.distance == INT64_MAX) reached_.push_back(offer.agent);
      search.distance = distance;
      search.from_record = record;
      open_.push({distance, free_units_[offer.agent] == 0, offer.agent});
    }
  }

  /// The nearest agent with room; kNobody when none can be reached.
  std::uint32_t shortest_path(std::uint32_t record) {
    open_ = {};
    relax(record, 0);
    while (!open_.empty()) {
      const Reached next = open_.top();
      open_.pop();
      Search& search = search_[next.agent];
      if (search.is_settled) continue;
      search.is_settled = true;
      settled_.push_back(next.agent);
      if (free_units_[next.agent] > 0) return next.agent;
      for (const std::uint32_t moved : served_[next.agent]) relax(moved, next.distance);
    }
    return kNobody;
  }

  void raise_prices(std::uint32_t record, std::uint32_t end) {
    const std::int64_t length = search_[end].distance;
    record_price_[record] += length;
    for (const std::uint32_t agent : settled_) {
      const std::int64_t rise = length - search_[agent].distance;
      agent_price_[agent] -= rise;
      for (const std::uint32_t moved : served_[agent]) record_price_[moved] += rise;
    }
  }

  /// Every record on the path moves to the agent that it reached.
  void augment(std::uint32_t record, std::uint32_t end) {
    --free_units_[end];
    for (std::uint32_t agent = end;;) {
      const std::uint32_t moved = search_[agent].from_record;
      const std::uint32_t left = taken_[moved];
      taken_[moved] = agent;
      served_[agent].push_back(moved);
      if (moved == record) return;
      served_[left].erase(std::find(served_[left].begin(), served_[left].end(), moved));
      agent = left;
    }
  }

  const Offers& offers_;
  FreeUnits& free_units_;
  std::vector<std::int64_t> agent_price_;
  std::vector<std::vector<std::uint32_t>> served_;  ///< By agent: the records of this run that the agent takes.
  std::vector<bool> exhausted_;
  std::vector<Search> search_;
  std::vector<std::uint32_t> taken_;  ///< By record: the agent.
  std::vector<std::int64_t> record_price_;
  std::vector<std::uint32_t> reached_;
  std::vector<std::uint32_t> settled_;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open_;
};

void take(Assignment& assignment, std::uint32_t record, const Offer& offer) {
  assignment.taken[record] = offer;
  ++assignment.assigned;
  assignment.total_millionths += offer.score_millionths;
}

}  // namespace

Assignment assign_best(const Offers& offers, FreeUnits& free_units) {
  Solver solver(offers, free_units);
  for (std::uint32_t record = 0; record < offers.size(); ++record) solver.serve(record);
  Assignment assignment;
  assignment.taken.resize(offers.size());
  for (std::uint32_t record = 0; record < offers.size(); ++record) {
    const auto is_taken = [agent = solver.taken(record)](const Offer& offer) { return offer.agent == agent; };
    const auto offer = std::find_if(offers[record].begin(), offers[record].end(), is_taken);
    if (offer != offers[record].end()) take(assignment, record, *offer);
  }
  return assignment;
}

Assignment assign_one_by_one(const Offers& offers, FreeUnits& free_units) {
  Assignment assignment;
  assignment.taken.resize(offers.size());
  for (std::uint32_t record = 0; record < offers.size(); ++record) {
    const Offer* best = nullptr;
    for (const Offer& offer : offers[record]) {
      if (free_units[offer.agent] == 0) continue;
      if (!best || offer.score_millionths > best->score_millionths) best = &offer;
    }
    if (!best) continue;
    --free_units[best->agent];
    take(assignment, record, *best);
  }
  return assignment;
}

std::uint64_t bound_millionths(const Offers& offers, const Assignment& assignment) {
  std::uint64_t sum = 0;
  for (std::size_t record = 0; record < offers.size(); ++record) {
    if (!assignment.taken[record]) continue;
    std::uint32_t best = 0;
    for (const Offer& offer : offers[record]) best = std::max(best, offer.score_millionths);
    sum += best;
  }
  return sum;
}

}  // namespace signalbox::routing
