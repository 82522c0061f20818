#include "routing/ledger.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "routing/eligibility.h"

namespace signalbox::routing {

namespace {

using Numbers = std::vector<std::uint32_t>;

Work work_of(const Demand& demand) {
  Work work;
  work.units = demand.units;
  work.percent = demand.percent;
  work.interruptible = demand.interruptible;
  return work;
}

/// Named owners have their records whatever that sums up to.
void add(std::uint32_t& sum, std::uint32_t part) { sum += std::min(part, UINT32_MAX - sum); }

/// At most `free` more records of these demands.
struct Bound {
  Numbers demands;  ///< Ascending.
  std::uint64_t free;
};

bool contains(const Numbers& outer, const Numbers& inner) {
  return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}
bool meet(const Numbers& a, const Numbers& b) {
  return std::any_of(a.begin(), a.end(),
                     [&](std::uint32_t one) { return std::binary_search(b.begin(), b.end(), one); });
}

/// The limits of one agent.
class AgentLimits {
 public:
  AgentLimits(const std::vector<Demand>& demands, const Numbers& asked, const Agent& agent, const AgentState& state,
              Instant now)
      : demands_(demands), asked_(asked), agent_(agent), state_(state), now_(now) {}

  /// Adds them to the forest.
  void plant(AgentIndex agent, LimitForest& forest) {
    for (const bool interruptible : {false, true}) bound_room(interruptible);
    bound_caps();
    untangle();
    auto& leaves = forest.leaves[static_cast<std::uint32_t>(agent)];
    leaves.assign(demands_.size(), kNoLimit);
    // From the outermost inwards: a demand's leaf is the last one that holds it.
    std::sort(bounds_.begin(), bounds_.end(), [](const Bound& a, const Bound& b) {
      return a.demands.size() != b.demands.size() ? a.demands.size() > b.demands.size() : a.demands < b.demands;
    });
    for (const Bound& bound : bounds_) {
      const auto number = static_cast<std::uint32_t>(forest.limits.size());
      const auto free = static_cast<std::uint32_t>(std::min<std::uint64_t>(bound.free, kNoLimit));
      forest.limits.push_back({free, leaves[bound.demands.front()]});
      forest.agents.push_back(agent);
      for (const std::uint32_t demand : bound.demands) leaves[demand] = number;
    }
    for (const std::uint32_t demand : asked_) {
      if (leaves[demand] != kNoLimit) continue;
      leaves[demand] = static_cast<std::uint32_t>(forest.limits.size());
      forest.limits.push_back({kNoLimit});
      forest.agents.push_back(agent);
    }
    forest.is_exact = forest.is_exact && is_exact_;
  }

 private:
  struct Share {
    std::uint64_t free;
    std::uint32_t demand;
  };

  /// What has the fewest left is given out first, so each holds for all that have as few or fewer. `may_order`: nothing
  /// else asks for another order of the same records; else all have as few as the fewest.
  void add_nested(std::vector<Share> shares, bool may_order) {
    const auto [fewest, most] = std::minmax_element(shares.begin(), shares.end(),
                                                    [](const Share& a, const Share& b) { return a.free < b.free; });
    if (fewest != shares.end() && fewest->free < most->free) {
      is_exact_ = is_exact_ && may_order;
      is_ordered_ = true;
      if (!may_order) {
        const std::uint64_t free = fewest->free;
        for (Share& share : shares) share.free = free;
      }
    }
    std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) { return a.free < b.free; });
    Numbers so_far;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      so_far.insert(std::lower_bound(so_far.begin(), so_far.end(), shares[i].demand), shares[i].demand);
      if (i + 1 == shares.size() || shares[i].free < shares[i + 1].free) bounds_.push_back({so_far, shares[i].free});
    }
  }

  void bound_room(bool interruptible) {
    std::vector<Room> rooms;
    Numbers with_weight;
    for (const std::uint32_t number : asked_) {
      const Demand& demand = demands_[number];
      if (!demand.needs_room || demand.interruptible != interruptible) continue;
      const Room room = room_for(agent_, state_, work_of(demand), demand.ramp_ms, now_);
      if (room.needed == 0) {  // it can be given first
        is_ordered_ = true;
        continue;
      }
      rooms.push_back(room);
      with_weight.push_back(number);
    }
    std::uint64_t heaviest = 0;
    for (const Room& room : rooms) {
      if (heaviest > 0 && room.needed != heaviest) is_exact_ = false;
      heaviest = std::max(heaviest, room.needed);
    }
    std::vector<Share> shares;
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      const std::uint64_t free = (rooms[i].capacity - rooms[i].used) / heaviest;
      shares.push_back({std::max<std::uint64_t>(1, free), with_weight[i]});
    }
    add_nested(std::move(shares), true);
  }

  void bound_caps() {
    std::vector<std::string_view> names;
    for (const std::uint32_t number : asked_) {
      for (const Requirement* cap : demands_[number].caps) {
        if (std::find(names.begin(), names.end(), cap->name) == names.end()) names.emplace_back(cap->name);
      }
    }
    for (const std::string_view name : names) {
      std::vector<Share> shares;
      for (const std::uint32_t number : asked_) {
        std::optional<std::uint64_t> fewest;
        for (const Requirement* cap : demands_[number].caps) {
          if (cap->name != name) continue;
          const std::uint64_t free = cap->limit - counted(state_, *cap);
          fewest = std::min(free, fewest.value_or(free));
        }
        if (fewest) shares.push_back({*fewest, number});
      }
      add_nested(std::move(shares), !is_ordered_);
    }
  }

  /// Leaves bounds of which any two are apart, or one lies within the other: those that cross become one for both.
  void untangle() {
    for (std::size_t i = 0; i < bounds_.size(); ++i) {
      for (std::size_t k = 0; k < i;) {
        Bound& a = bounds_[i];
        const Bound& b = bounds_[k];
        const bool is_same = a.demands == b.demands;
        const bool is_nested = contains(a.demands, b.demands) || contains(b.demands, a.demands);
        if (!is_same && (is_nested || !meet(a.demands, b.demands))) {
          ++k;
          continue;
        }
        is_exact_ = is_exact_ && is_same;
        Numbers both;
        std::set_union(a.demands.begin(), a.demands.end(), b.demands.begin(), b.demands.end(),
                       std::back_inserter(both));
        a = {std::move(both), std::min(a.free, b.free)};
        bounds_.erase(bounds_.begin() + static_cast<std::ptrdiff_t>(k));
        --i;
        k = 0;  // what is wider may cross one that was looked at
      }
    }
  }

  const std::vector<Demand>& demands_;
  const Numbers& asked_;
  const Agent& agent_;
  const AgentState& state_;
  Instant now_;
  std::vector<Bound> bounds_;
  bool is_exact_ = true;
  bool is_ordered_ = false;  ///< Some records have to be given before others.
};

}  // namespace

bool Ledger::can_take(AgentIndex agent, const Demand& demand) const {
  const AgentState& state = roster_.state(agent);
  const auto is_below = [&](const Requirement* cap) { return counted(state, *cap) < cap->limit; };
  if (!std::all_of(demand.caps.begin(), demand.caps.end(), is_below)) return false;
  if (!demand.needs_room) return true;
  return room_for(directory_.agent(agent), state, work_of(demand), demand.ramp_ms, now_).fits();
}

void Ledger::give(AgentIndex agent, const Demand& demand) {
  roster_.change(agent, [&](AgentState& state) {
    add(demand.interruptible ? state.open_interruptible : state.open, demand.units);
    if (!demand.interruptible) add(state.open_percent, demand.percent);
    for (const Requirement* cap : demand.caps) {
      const auto is_this = [&](const CapCount& one) { return one.cap == cap->name; };
      const auto known = std::find_if(state.counts.begin(), state.counts.end(), is_this);
      if (known == state.counts.end()) {
        state.counts.push_back({cap->name, 1});
      } else {
        ++known->count;
      }
    }
  });
}

LimitForest Ledger::limits(const std::vector<Demand>& demands, const std::vector<Numbers>& asked) const {
  LimitForest forest;
  forest.leaves.resize(asked.size());
  for (std::uint32_t i = 0; i < asked.size(); ++i) {
    if (asked[i].empty()) continue;
    const AgentIndex agent{i};
    AgentLimits(demands, asked[i], directory_.agent(agent), roster_.state(agent), now_).plant(agent, forest);
  }
  return forest;
}

}  // namespace signalbox::routing
