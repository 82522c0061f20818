// Giving work out as docs/routing.md ("Next item") reads: everything is looked at afresh whenever anything happens, and
// every second. The oracle of engine/routing/dispatch, for a policy that requires one skill, presence, business hours,
// a cap and capacity, whose one step of `relax` requires less, and that prefers the shortest way.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace signalbox::test {

class SlowDispatch {
 public:
  struct Agent {
    std::string skill;
    int capacity = 0;
    bool online = false;
    std::vector<std::string> hours = {};         ///< Names; none: always at work.
    std::map<std::string, int> minutes_to = {};  ///< Travel, by place.
    std::optional<std::int64_t> online_since = {};
    std::optional<std::int64_t> last_assigned = {};
    std::int64_t busy_until = 0;           ///< After-work time.
    std::vector<std::int64_t> given = {};  ///< When something was given that counts under the cap.
  };
  struct Rules {
    std::int64_t ageing_ms = 0;
    std::int64_t reservation_ms = 0;
    std::int64_t after_work_ms = 0;
    bool manual = false;
    std::size_t cap = 0;      ///< At most so many; 0: no cap.
    std::int64_t cap_ms = 0;  ///< Given within this time; 0: open or offered.
    std::int64_t ramp_ms = 0;
    bool asks_hours = false;
    std::vector<std::string> queue_hours = {};
    bool prefers_near = false;
    std::int64_t relax_ms = 0;  ///< From when on no skill is required; 0: it always is.
    bool relaxes_room = false;  ///< Nor capacity.
    bool skips_for_nobody = false;
    /// When business hours are open, by name: from, until.
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> open = {};
  };
  struct Arrival {
    std::string id;
    std::string skill;
    int priority = 0;
    int urgency = 0;  ///< In tenths.
    std::string place = {};
    std::int64_t waited_ms = 0;  ///< Before it arrived.
  };

  SlowDispatch(Rules rules, std::map<std::string, Agent> agents, std::int64_t now_ms)
      : agents(std::move(agents)), rules_(std::move(rules)), now_(now_ms) {}

  std::map<std::string, Agent> agents;
  std::vector<std::string> commands;  ///< Of the latest event.

  void advance(std::int64_t at_ms) {
    commands.clear();
    while (now_ < at_ms) {
      now_ += kStepMs;
      for (const std::string& id : run_out()) {
        commands.push_back("expire " + id + " " + items_[id].agent);
        back_to_queue(items_[id]);
      }
      drain();
    }
  }
  void arrive(const Arrival& arrival) {
    items_[arrival.id] = {arrival, now_ - arrival.waited_ms, items_.size()};
    drain();
  }
  void accept(const std::string& id, const std::string& agent) {
    if (is_offered(id, agent)) {
      hold(items_[id]);
      drain();
    } else {
      commands.push_back("refuse " + id);
    }
  }
  void decline(const std::string& id, const std::string& agent) {
    if (!is_offered(id, agent)) {
      commands.push_back("refuse " + id);
      return;
    }
    back_to_queue(items_[id]);
    drain();
  }
  void finish(const std::string& id) {
    if (items_[id].state != "held") {
      commands.push_back("refuse " + id);
      return;
    }
    agents[items_[id].agent].busy_until = now_ + rules_.after_work_ms;
    items_[id].state = "gone";
    drain();
  }
  void withdraw(const std::string& id) {
    Item& item = items_[id];
    if (item.state == "gone") {
      commands.push_back("refuse " + id);
      return;
    }
    if (item.state == "offered") uncount(item);
    item.state = "gone";
    drain();
  }
  void take(const std::string& id, const std::string& agent) {
    Item& item = items_[id];
    const auto declined = std::exchange(item.declined, {});
    const bool may_take = rules_.manual && item.state == "waiting" && can_take(agent, item);
    item.declined = declined;
    if (!may_take) {
      commands.push_back("refuse " + id);
      return;
    }
    give(item, agent);
    hold(item);
    drain();
  }
  void set_online(const std::string& agent, bool online) {
    if (online && !agents[agent].online) {
      for (auto& [id, item] : items_) item.declined.erase(agent);
      agents[agent].online_since = now_;
    }
    if (!online) agents[agent].online_since.reset();
    agents[agent].online = online;
    drain();
  }

  /// Items that somebody could take this instant; there must be none after an event.
  [[nodiscard]] bool somebody_could_take_something() const {
    return std::any_of(items_.begin(), items_.end(), [&](const auto& one) {
      return one.second.state == "waiting" && std::any_of(agents.begin(), agents.end(), [&](const auto& agent) {
               return can_take(agent.first, one.second) && !one.second.declined.contains(agent.first);
             });
    });
  }
  [[nodiscard]] int load(const std::string& agent) const {
    return static_cast<int>(std::count_if(items_.begin(), items_.end(), [&](const auto& one) {
      return one.second.agent == agent && (one.second.state == "held" || one.second.state == "offered");
    }));
  }

  /// What a ramp-up leaves of the capacity.
  [[nodiscard]] int room_of(const std::string& id) const {
    const Agent& agent = agents.at(id);
    if (rules_.ramp_ms == 0 || !agent.online_since || agent.capacity == 0) return agent.capacity;
    const std::int64_t present_ms = std::min(now_ - *agent.online_since, rules_.ramp_ms);
    return std::max(1, static_cast<int>(agent.capacity * present_ms / rules_.ramp_ms));
  }

 private:
  static constexpr std::int64_t kStepMs = 1'000;

  struct Item {
    Arrival arrived;
    std::int64_t queued_at = 0;
    std::size_t number = 0;
    std::string state = "waiting";
    std::string agent = {};
    std::int64_t until = 0;
    std::int64_t given_at = 0;
    std::set<std::string> declined = {};
  };

  /// Offers that nobody answered in time, in the order in which the items came.
  std::vector<std::string> run_out() const {
    std::map<std::size_t, std::string> by_number;
    for (const auto& [id, item] : items_) {
      if (item.state == "offered" && item.until <= now_) by_number[item.number] = id;
    }
    std::vector<std::string> ids;
    for (const auto& [number, id] : by_number) ids.push_back(id);
    return ids;
  }

  bool is_offered(const std::string& id, const std::string& agent) {
    return items_.contains(id) && items_[id].state == "offered" && items_[id].agent == agent;
  }
  void back_to_queue(Item& item) {
    uncount(item);
    item.declined.insert(item.agent);
    item.state = "waiting";
    item.agent.clear();
  }

  void give(Item& item, const std::string& agent) {
    item.agent = agent;
    item.given_at = now_;
    agents[agent].given.push_back(now_);
  }
  /// An offer that was not taken does not count.
  void uncount(const Item& item) {
    auto& given = agents[item.agent].given;
    given.erase(std::find(given.begin(), given.end(), item.given_at));
  }
  bool is_below_cap(const std::string& id) const {
    if (rules_.cap == 0) return true;
    if (rules_.cap_ms == 0) return load(id) < static_cast<int>(rules_.cap);
    const auto& given = agents.at(id).given;
    const auto counts = [&](std::int64_t at) { return at + rules_.cap_ms > now_; };
    return static_cast<std::size_t>(std::count_if(given.begin(), given.end(), counts)) < rules_.cap;
  }

  bool is_open(const std::vector<std::string>& hours) const {
    return hours.empty() || std::any_of(hours.begin(), hours.end(), [&](const std::string& name) {
             return rules_.open.at(name).first <= now_ && now_ < rules_.open.at(name).second;
           });
  }
  /// All but room.
  bool meets(const std::string& id, const Item& item, bool is_relaxed) const {
    const Agent& agent = agents.at(id);
    const bool is_at_work = !rules_.asks_hours || (is_open(rules_.queue_hours) && is_open(agent.hours));
    return agent.online && (is_relaxed || agent.skill == item.arrived.skill) && is_at_work && is_below_cap(id);
  }
  bool is_relaxed(const Item& item) const {
    if (rules_.relax_ms == 0) return false;
    if (now_ >= item.queued_at + rules_.relax_ms) return true;
    return rules_.skips_for_nobody && std::none_of(agents.begin(), agents.end(), [&](const auto& one) {
             return !item.declined.contains(one.first) && meets(one.first, item, false);
           });
  }
  bool can_take(const std::string& id, const Item& item) const {
    const bool is_less = is_relaxed(item);
    const bool has_room = load(id) < room_of(id) && agents.at(id).busy_until <= now_;
    return meets(id, item, is_less) && (has_room || (is_less && rules_.relaxes_room));
  }
  int minutes(const std::string& id, const Item& item) const {
    constexpr int kWithin = 120;
    const auto& known = agents.at(id).minutes_to;
    const auto to = known.find(item.arrived.place);
    return !rules_.prefers_near || to == known.end() ? kWithin : std::min(kWithin, to->second);
  }

  std::string best_for(const Item& item) const {
    std::string best;
    for (const auto& [id, agent] : agents) {
      if (!can_take(id, item) || item.declined.contains(id)) continue;
      const auto rank = [&](const std::string& one) {
        return std::pair(minutes(one, item), agents.at(one).last_assigned);
      };
      if (best.empty() || rank(id) < rank(best)) best = id;
    }
    return best;
  }

  std::vector<std::string> in_order() const {
    std::vector<const Item*> waiting;
    for (const auto& [id, item] : items_) {
      if (item.state == "waiting") waiting.push_back(&item);
    }
    const auto effective = [&](const Item& item) {
      return item.arrived.priority - (rules_.ageing_ms == 0 ? 0 : (now_ - item.queued_at) / rules_.ageing_ms);
    };
    std::sort(waiting.begin(), waiting.end(), [&](const Item* a, const Item* b) {
      if (effective(*a) != effective(*b)) return effective(*a) < effective(*b);
      if (a->arrived.urgency != b->arrived.urgency) return a->arrived.urgency > b->arrived.urgency;
      return a->queued_at != b->queued_at ? a->queued_at < b->queued_at : a->number < b->number;
    });
    std::vector<std::string> ids;
    for (const Item* item : waiting) ids.push_back(item->arrived.id);
    return ids;
  }

  /// Each time something is given, looking begins again with the first.
  void drain() {
    while (give_one()) {
    }
  }
  bool give_one() {
    for (const std::string& id : in_order()) {
      Item& item = items_[id];
      std::string agent = best_for(item);
      if (agent.empty() && !item.declined.empty()) {
        const auto declined = std::exchange(item.declined, {});
        agent = best_for(item);
        if (agent.empty()) item.declined = declined;
      }
      if (agent.empty()) continue;
      give(item, agent);
      if (rules_.reservation_ms == 0) {
        hold(item);
        return true;
      }
      item.state = "offered";
      item.until = now_ + rules_.reservation_ms;
      commands.push_back("offer " + id + " " + agent);
      return true;
    }
    return false;
  }

  void hold(Item& item) {
    item.state = "held";
    agents[item.agent].last_assigned = now_;
    commands.push_back("assign " + item.arrived.id + " " + item.agent);
  }

  Rules rules_;
  std::map<std::string, Item> items_;
  std::int64_t now_;
};

}  // namespace signalbox::test
