// Giving work out as docs/routing.md ("Next item") reads: everything is looked at afresh whenever anything happens. The
// oracle of engine/routing/dispatch, for a policy that requires one skill, presence and capacity and prefers nothing.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"

namespace signalbox::test {

class SlowDispatch {
 public:
  struct Agent {
    std::string skill;
    int capacity = 0;
    bool online = false;
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
  };

  SlowDispatch(Rules rules, std::map<std::string, Agent> agents) : agents(std::move(agents)), rules_(rules) {}

  std::map<std::string, Agent> agents;
  std::vector<std::string> commands;  ///< Of the latest event.

  void advance(std::int64_t at_ms) {
    commands.clear();
    for (auto next = next_instant(at_ms); next; next = next_instant(at_ms)) {
      now_ = *next;
      for (const std::string& id : run_out()) {
        commands.push_back("expire " + id + " " + items_[id].agent);
        back_to_queue(items_[id]);
      }
      drain();
    }
    now_ = at_ms;
  }
  void arrive(const std::string& id, const std::string& skill, int priority) {
    items_[id] = {id, skill, priority, now_, items_.size()};
    drain();
  }
  void accept(const std::string& id, const std::string& agent) {
    if (is_offered(id, agent)) {
      hold(items_[id]);
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
    if (!rules_.manual || item.state != "waiting" || !can_take(agent, item)) {
      commands.push_back("refuse " + id);
      return;
    }
    give(item, agent);
    hold(item);
  }
  void set_online(const std::string& agent, bool online) {
    if (online && !agents[agent].online) {
      for (auto& [id, item] : items_) item.declined.erase(agent);
    }
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

 private:
  struct Item {
    std::string id;
    std::string skill;
    int priority = 0;
    std::int64_t queued_at = 0;
    std::size_t number = 0;
    std::string state = "waiting";
    std::string agent = {};
    std::int64_t until = 0;
    std::int64_t given_at = 0;
    std::set<std::string> declined = {};
  };

  /// When an offer runs out or after-work time ends, by `at_ms` at the latest.
  std::optional<std::int64_t> next_instant(std::int64_t at_ms) const {
    std::optional<std::int64_t> next;
    const auto consider = [&](std::int64_t instant) {
      if (instant > now_ && instant <= at_ms && (!next || instant < *next)) next = instant;
    };
    for (const auto& [id, item] : items_) {
      if (item.state == "offered") consider(item.until);
    }
    for (const auto& [id, agent] : agents) {
      consider(agent.busy_until);
      for (const std::int64_t given : agent.given) consider(given + rules_.cap_ms);
    }
    return next;
  }

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

  bool can_take(const std::string& id, const Item& item) const {
    const Agent& agent = agents.at(id);
    return agent.online && agent.skill == item.skill && load(id) < agent.capacity && agent.busy_until <= now_ &&
           is_below_cap(id);
  }

  std::string best_for(const Item& item) const {
    std::string best;
    for (const auto& [id, agent] : agents) {
      if (!can_take(id, item) || item.declined.contains(id)) continue;
      const bool is_better = best.empty() || agent.last_assigned < agents.at(best).last_assigned;
      if (is_better) best = id;
    }
    return best;
  }

  std::vector<std::string> in_order() const {
    std::vector<const Item*> waiting;
    for (const auto& [id, item] : items_) {
      if (item.state == "waiting") waiting.push_back(&item);
    }
    const auto effective = [&](const Item& item) {
      return item.priority - (rules_.ageing_ms == 0 ? 0 : (now_ - item.queued_at) / rules_.ageing_ms);
    };
    std::sort(waiting.begin(), waiting.end(), [&](const Item* a, const Item* b) {
      if (effective(*a) != effective(*b)) return effective(*a) < effective(*b);
      return a->queued_at != b->queued_at ? a->queued_at < b->queued_at : a->number < b->number;
    });
    std::vector<std::string> ids;
    for (const Item* item : waiting) ids.push_back(item->id);
    return ids;
  }

  void drain() {
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
        continue;
      }
      item.state = "offered";
      item.until = now_ + rules_.reservation_ms;
      commands.push_back("offer " + id + " " + agent);
    }
  }

  void hold(Item& item) {
    item.state = "held";
    agents[item.agent].last_assigned = now_;
    commands.push_back("assign " + item.id + " " + item.agent);
  }

  Rules rules_;
  std::map<std::string, Item> items_;
  std::int64_t now_ = 0;
};

}  // namespace signalbox::test
