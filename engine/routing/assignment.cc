#include "routing/assignment.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace signalbox::routing {

namespace {

constexpr std::int64_t kBestScore = 1'000'000;
constexpr std::uint32_t kNobody = UINT32_MAX;

/// Minimises the sum of costs (what an offer lacks to the best one) record by record. Units of flow go from records to
/// limits, from each limit to the one that it lies within, and out at the outermost. Invariant of the prices: for every
/// offer of a served record cost - record_price - price of its limit >= 0, and 0 where it is taken; a limit with room
/// costs no less than the one that it lies within, an outermost one 0; one in use no more than that.
class Solver {
 public:
  Solver(const Offers& offers, const Limits& limits)
      : offers_(offers),
        limits_(limits),
        return_value_(kBestScore * static_cast<std::int64_t>(offers.size() + 1)),
        price_(limits.size(), 0),
        used_(limits.size(), 0),
        served_(limits.size()),
        inside_(limits.size()),
        exhausted_(limits.size(), false),
        search_(limits.size()),
        taken_(offers.size(), nullptr),
        record_price_(offers.size(), 0) {
    for (std::uint32_t i = 0; i < limits.size(); ++i) {
      if (limits[i].within != kNoLimit) inside_[limits[i].within].push_back(i);
    }
  }

  /// Serves `record` if that is possible without leaving out one that is served.
  void serve(std::uint32_t record) {
    const std::uint32_t end = shortest_path(record);
    if (end != kNobody) {
      raise_prices(record, end);
      augment(record, end);
    } else {
      // Whatever was reached has no room and only leads to what has none: no later path can pass through it.
      for (const std::uint32_t limit : settled_) exhausted_[limit] = true;
    }
    for (const std::uint32_t limit : reached_) search_[limit] = Search();
    reached_.clear();
    settled_.clear();
  }

  /// Null: nobody.
  [[nodiscard]] const Offer* taken(std::uint32_t record) const { return taken_[record]; }

 private:
  struct Search {
    std::int64_t distance = INT64_MAX;
    std::uint32_t from_record = 0;  ///< The record that would move here,
    const Offer* by = nullptr;      ///< by this offer; null:
    std::uint32_t from_limit = 0;   ///< a unit comes from the limit within this one, or gives way around it.
    bool is_settled = false;
  };
  /// Equally near ones: with room first, which may end the search, then by number.
  struct Reached {
    std::int64_t distance;
    bool is_full;
    std::uint32_t limit;
    bool operator>(const Reached& other) const {
      return std::tie(distance, is_full, limit) > std::tie(other.distance, other.is_full, other.limit);
    }
  };

  [[nodiscard]] std::int64_t cost(const Offer& offer) const {
    return offer.is_return != 0 ? 0 : return_value_ - std::int64_t{offer.score_millionths};
  }
  [[nodiscard]] bool is_full(std::uint32_t limit) const { return used_[limit] >= limits_[limit].free; }

  /// False when the limit was as near before.
  bool reach(std::uint32_t limit, std::int64_t distance) {
    Search& search = search_[limit];
    if (exhausted_[limit] || search.is_settled || distance >= search.distance) return false;
    if (search.distance == INT64_MAX) reached_.push_back(limit);
    search.distance = distance;
    open_.push({distance, is_full(limit), limit});
    return true;
  }

  /// Offers of `record`, which stands `base` away from the start.
  void relax(std::uint32_t record, std::int64_t base) {
    for (const Offer& offer : offers_[record]) {
      if (!reach(offer.limit, base + cost(offer) - record_price_[record] - price_[offer.limit])) continue;
      search_[offer.limit].from_record = record;
      search_[offer.limit].by = &offer;
    }
  }

  void pass(std::uint32_t from, std::uint32_t to) {
    if (!reach(to, search_[from].distance + price_[from] - price_[to])) return;
    search_[to].by = nullptr;
    search_[to].from_limit = from;
  }

  /// The nearest outermost limit with room; kNobody when none can be reached.
  std::uint32_t shortest_path(std::uint32_t record) {
    open_ = {};
    relax(record, 0);
    while (!open_.empty()) {
      const Reached next = open_.top();
      open_.pop();
      Search& search = search_[next.limit];
      if (search.is_settled) continue;
      search.is_settled = true;
      settled_.push_back(next.limit);
      if (!is_full(next.limit)) {
        const std::uint32_t outer = limits_[next.limit].within;
        if (outer == kNoLimit) return next.limit;
        pass(next.limit, outer);
      }
      for (const std::uint32_t moved : served_[next.limit]) relax(moved, next.distance);
      for (const std::uint32_t inner : inside_[next.limit]) {
        if (used_[inner] > 0) pass(next.limit, inner);
      }
    }
    return kNobody;
  }

  void raise_prices(std::uint32_t record, std::uint32_t end) {
    const std::int64_t length = search_[end].distance;
    record_price_[record] += length;
    for (const std::uint32_t limit : settled_) {
      const std::int64_t rise = length - search_[limit].distance;
      price_[limit] -= rise;
      for (const std::uint32_t moved : served_[limit]) record_price_[moved] += rise;
    }
  }

  /// Every record on the path moves to the limit that it reached.
  void augment(std::uint32_t record, std::uint32_t end) {
    ++used_[end];
    for (std::uint32_t limit = end;;) {
      const Search& search = search_[limit];
      if (!search.by) {
        const bool is_outward = limits_[search.from_limit].within == limit;
        if (is_outward) {
          ++used_[search.from_limit];
        } else {
          --used_[limit];
        }
        limit = search.from_limit;
        continue;
      }
      const std::uint32_t moved = search.from_record;
      const Offer* left = taken_[moved];
      taken_[moved] = search.by;
      served_[limit].push_back(moved);
      if (moved == record) return;
      limit = left->limit;
      served_[limit].erase(std::find(served_[limit].begin(), served_[limit].end(), moved));
    }
  }

  const Offers& offers_;
  const Limits& limits_;
  std::int64_t return_value_;  ///< More than all scores together.
  std::vector<std::int64_t> price_;
  std::vector<std::uint32_t> used_;                 ///< By limit: what counts against it.
  std::vector<std::vector<std::uint32_t>> served_;  ///< By limit: the records whose offers name it.
  std::vector<std::vector<std::uint32_t>> inside_;  ///< By limit: those that lie within it.
  std::vector<bool> exhausted_;
  std::vector<Search> search_;
  std::vector<const Offer*> taken_;  ///< By record.
  std::vector<std::int64_t> record_price_;
  std::vector<std::uint32_t> reached_;
  std::vector<std::uint32_t> settled_;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open_;
};

}  // namespace

Assignment assign_best(const Offers& offers, const Limits& limits) {
  Solver solver(offers, limits);
  for (std::uint32_t record = 0; record < offers.size(); ++record) solver.serve(record);
  Assignment assignment;
  assignment.taken.resize(offers.size());
  for (std::uint32_t record = 0; record < offers.size(); ++record) {
    const Offer* taken = solver.taken(record);
    if (!taken) continue;
    assignment.taken[record] = *taken;
    ++assignment.assigned;
    assignment.total_millionths += taken->score_millionths;
  }
  return assignment;
}

}  // namespace signalbox::routing
