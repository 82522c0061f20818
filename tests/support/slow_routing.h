// Routing as docs/routing.md reads: over the documents themselves, with decimals and by comparing everybody with
// everybody. The oracle of engine/routing, which it shares nothing with but JSON, decimals and instants.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/slow_people.h"

namespace signalbox::test {

class SlowRouting : private SlowPeople {
 public:
  using SlowPeople::queue;
  using SlowPeople::Record;

  SlowRouting(json::Node directory, json::Node roster, json::Node policy, Record record, Instant now,
              std::set<std::string> declined)
      : SlowPeople(directory, roster, policy, std::move(record), now), declined_(std::move(declined)) {
    route();
  }

  /// Agent ids, or "".
  std::string agent;
  bool overflow = false;
  int stage = 0;
  std::map<std::string, Decimal> scores;        ///< Of the candidates.
  std::map<std::string, std::string> excluded;  ///< Agent -> code.

 private:
  struct Asked {
    std::vector<Node> require;
    int lower = 0;  ///< In tenths.
    int territory_rings = 0;
    int rank_rings = 0;
    bool skip = false;
  };

  // Requirements.

  std::string failure(const std::string& id, int rank, const Asked& asked, bool ask_room) const {
    if (declined_.contains(id)) return "declined";
    for (const Node& one : asked.require) {
      const std::string code = failed(one, id, rank, asked, ask_room);
      if (!code.empty()) return code;
    }
    return "";
  }

  std::string failed(Node one, const std::string& id, int rank, const Asked& asked, bool ask_room) const {
    if (one.is(json::Kind::kText)) return failed_word(text(one), id, rank, asked, ask_room);
    for (const std::string word : {"skill", "language", "certification"}) {
      if (member(one, word)) return failed_ability(one, word, id, asked);
    }
    if (const auto territory = member(one, "territory")) {
      const std::string name = value(territory);
      return name.empty() || serves(id, name, asked.territory_rings) ? "" : "territory";
    }
    if (member(one, "group")) return group(text(member(one, "group"))).contains(id) ? "" : "group";
    if (const auto formula = member(one, "formula")) return grade_holds(id, text(formula)) ? "" : "formula";
    return is_capped(one, id) ? "cap" : "";
  }
  bool is_capped(Node cap, const std::string& id) const {
    if (value(member(cap, "when")) == "no") return false;
    const Decimal count = decimal(member(state(id, "counts"), text(member(cap, "cap"))), 0);
    return count >= decimal(member(cap, "limit"), 0);
  }

  std::string failed_word(const std::string& word, const std::string& id, int rank, const Asked& asked,
                          bool ask_room) const {
    if (word == "rank") return rank <= 1 + asked.rank_rings ? "" : "rank";
    if (word == "presence") return presence(id) == "Online" ? "" : "presence";
    if (word == "available") return flag(state(id, "available"), true) ? "" : "unavailable";
    if (word == "inOffice") return back(id) ? "absent" : "";
    if (word == "hours") return closed(id);
    return ask_room ? busy(id) : "";
  }

  std::string failed_ability(Node one, const std::string& word, const std::string& id, const Asked& asked) const {
    const std::string name = value(member(one, word));
    if (name.empty()) return "";
    const auto held = member(member(person(id), word + "s"), name);
    if (!held) return word + "-missing";
    const auto until = word == "certification" ? instant(held) : instant(member(held, "until"));
    if (until && *until <= now_) return word + "-expired";
    if (word == "certification") return "";
    const Decimal needed = *decimal(member(one, "level"), 0).minus(Decimal::from_scaled(asked.lower, 1));
    return level(word, *held) >= needed ? "" : word + "-level";
  }
  static Decimal level(const std::string& word, Node held) {
    if (word == "certification") return number(10);
    return decimal(held.is(json::Kind::kObject) ? *member(held, "level") : held, 0);
  }

  // Stages.

  Asked asked_after(int steps) {
    Asked asked{elements(member(policy_, "require"))};
    asked.skip = member(policy_, "skipIf").has_value();
    const auto relax = elements(member(policy_, "relax"));
    for (int i = 0; i < steps; ++i) {
      const Node step = relax[static_cast<std::size_t>(i)];
      if (const auto require = member(step, "require")) asked = Asked{elements(require)};
      if (member(step, "drop")) drop(asked.require);
      asked.lower += static_cast<int>(*decimal(member(step, "lower"), 0).times(number(10))->to_int());
      asked.territory_rings += text(member(step, "widen")) == "territory" ? 1 : 0;
      asked.rank_rings += text(member(step, "widen")) == "rank" ? 1 : 0;
      if (const auto other = member(step, "queue")) queue = text(other);
      asked.skip = member(step, "skipIf").has_value();
    }
    return asked;
  }

  static void drop(std::vector<Node>& require) {
    std::int64_t last = 0;
    for (const Node& one : require) last = std::max(last, whole(member(one, "additional"), 0));
    std::erase_if(require, [&](const Node& one) { return last > 0 && whole(member(one, "additional"), 0) == last; });
  }

  void route() {
    const auto source = member(policy_, "queue");
    const std::string first = text(source);
    const auto relax = elements(member(policy_, "relax"));
    const int steps = static_cast<int>(relax.size());
    const auto after = [&](int i) { return deadline(member(relax[static_cast<std::size_t>(i)], "after")); };
    while (stage < steps && after(stage) <= now_) ++stage;
    const Asked now_asked = asked_after(stage);
    queue = first;
    if (take_by_owner() || take_back(now_asked)) return;
    for (;; ++stage) {
      queue = first;
      const Asked asked = asked_after(stage);
      sift(asked);
      if (!scores.empty() || !asked.skip || stage == steps || somebody(asked)) break;
    }
    choose();
    const auto otherwise = member(policy_, "otherwise");
    const bool is_over = stage == steps && deadline(member(otherwise, "after")) <= now_;
    if (!agent.empty() || !otherwise || !is_over) return;
    queue = text(member(otherwise, "queue"));
    overflow = true;
  }

  bool take_by_owner() {
    for (std::string id = value(member(policy_, "owner")); is_agent(id); id = text(member(person(id), "delegate"))) {
      if (back(id) || declined_.contains(id)) continue;
      agent = id;
      return true;
    }
    return false;
  }
  bool take_back(const Asked& asked) {
    const std::string id = value(member(policy_, "formerOwner"));
    if (!flag(member(policy_, "returns"), false) || !is_agent(id) || declined_.contains(id)) return false;
    if (back(id) || presence(id) != "Online" || !flag(state(id, "available"), true) || !busy(id).empty()) return false;
    for (const Node& one : asked.require) {
      if (one.is(json::Kind::kObject) && member(one, "cap") && is_capped(one, id)) return false;
    }
    agent = id;
    return true;
  }

  void sift(const Asked& asked) {
    scores.clear();
    excluded.clear();
    std::map<std::string, int> eligible;
    for (const auto& [id, rank] : members()) {
      const std::string code = failure(id, rank, asked, true);
      if (code.empty()) {
        eligible.emplace(id, rank);
      } else {
        excluded.emplace(id, code);
      }
    }
    for (const auto& [id, rank] : eligible) scores[id] = score(id, rank, asked, eligible);
  }
  bool somebody(const Asked& asked) const {
    for (const auto& [id, rank] : members()) {
      if (failure(id, rank, asked, false).empty()) return true;
    }
    return false;
  }

  void choose() {
    for (const auto& [a, its_score] : scores) {
      bool best = true;
      for (const auto& [b, other] : scores) best = best && (a == b || wins(a, b));
      if (best) agent = a;
    }
  }
  bool wins(const std::string& a, const std::string& b) const {
    if (scores.at(a) != scores.at(b)) return scores.at(a) > scores.at(b);
    const auto last_a = instant(state(a, "lastAssigned"));
    const auto last_b = instant(state(b, "lastAssigned"));
    if (last_a.has_value() != last_b.has_value()) return !last_a.has_value();
    if (last_a != last_b) return *last_a < *last_b;
    return a < b;
  }

  // Scores.

  using Eligible = std::map<std::string, int>;

  Decimal score(const std::string& id, int rank, const Asked& asked, const Eligible& eligible) const {
    Decimal sum;
    Decimal weights;
    const auto prefer = member(policy_, "prefer");
    for (std::size_t i = 0; prefer && i < prefer->size(); ++i) {
      const Decimal weight = decimal(prefer->at(i), 0);
      sum = *sum.plus(*weight.times(factor(std::string(prefer->key(i)), id, rank, asked, eligible)));
      weights = *weights.plus(weight);
    }
    return weights.is_zero() ? number(0) : places(*sum.divided_by(weights));
  }

  Decimal factor(const std::string& name, const std::string& id, int rank, const Asked& asked,
                 const Eligible& eligible) const {
    if (name == "skillFit") return skill_fit(id, asked);
    if (name == "spareCapacity") return spare_capacity(id);
    if (name == "longestIdle") return longest_idle(id, eligible);
    if (name == "rank") return places(*number(1).divided_by(number(rank)));
    if (name == "territory") return closeness(id, asked);
    if (name == "continuity") return number(value(member(policy_, "formerOwner")) == id ? 1 : 0);
    if (name == "fairness") return fairness(id, eligible);
    if (name == "slaUrgency") return places(share(*Decimal::parse(value(member(policy_, "urgency")))));
    return travel_time(id);
  }

  Decimal skill_fit(const std::string& id, const Asked& asked) const {
    Decimal sum;
    std::int64_t count = 0;
    for (const Node& one : asked.require) {
      for (const std::string word : {"skill", "language", "certification"}) {
        const std::string name = one.is(json::Kind::kObject) ? value(member(one, word)) : "";
        if (name.empty()) continue;
        sum = *sum.plus(level(word, *member(member(person(id), word + "s"), name)));
        ++count;
      }
    }
    return count == 0 ? number(1) : places(*sum.divided_by(number(10 * count)));
  }

  Decimal spare_capacity(const std::string& id) const {
    const Room its = room(id);
    if (its.used >= its.capacity) return number(0);
    return places(*its.capacity.minus(its.used)->divided_by(its.capacity));
  }

  std::int64_t idle_ms(const std::string& id) const {
    return std::max<std::int64_t>(0, now_.ms - instant(state(id, "lastAssigned"))->ms);
  }
  Decimal longest_idle(const std::string& id, const Eligible& eligible) const {
    if (!instant(state(id, "lastAssigned"))) return number(1);
    std::int64_t longest = 0;
    for (const auto& [other, rank] : eligible) {
      if (instant(state(other, "lastAssigned"))) longest = std::max(longest, idle_ms(other));
    }
    return longest == 0 ? number(0) : places(*number(idle_ms(id)).divided_by(number(longest)));
  }

  Decimal closeness(const std::string& id, const Asked& asked) const {
    for (const Node& one : asked.require) {
      const auto up = chain_up(one.is(json::Kind::kObject) ? value(member(one, "territory")) : "");
      if (up.empty()) continue;
      std::optional<std::int64_t> nearest;
      for (const Node& covered : elements(member(person(id), "territories"))) {
        const auto from = chain_up(text(covered));
        for (std::size_t i = 0; i < up.size(); ++i) {
          const auto at = std::find(from.begin(), from.end(), up[i]);
          const std::int64_t steps = static_cast<std::int64_t>(i) + (at - from.begin());
          if (at != from.end() && (!nearest || steps < *nearest)) nearest = steps;
        }
      }
      return nearest ? places(*number(1).divided_by(number(1 + *nearest))) : number(0);
    }
    return number(1);
  }

  struct Rate {
    Decimal count;
    Decimal share;
    bool operator<(const Rate& other) const { return *count.times(other.share) < *other.count.times(share); }
  };
  Rate rate(const std::string& id) const {
    const std::string by = text(member(policy_, "fairBy"));
    Decimal share = number(1);
    if (by == "weight") share = decimal(member(person(id), "weight"), 1);
    const auto capacity = member(person(id), "capacity");
    if (by == "capacity") share = decimal(capacity->is(json::Kind::kObject) ? member(capacity, "units") : capacity, 0);
    const Decimal minutes = std::max(number(1), decimal(state(id, "presentMinutes"), 0));
    return {decimal(state(id, "assigned"), 0), *share.times(minutes)};
  }
  Decimal fairness(const std::string& id, const Eligible& eligible) const {
    const Rate own = rate(id);
    if (own.share.is_zero()) return number(0);
    Rate highest{number(0), number(1)};
    for (const auto& [other, rank] : eligible) {
      if (!rate(other).share.is_zero()) highest = std::max(highest, rate(other));
    }
    if (highest.count.is_zero()) return number(1);
    const Decimal ahead = *own.count.times(highest.share);
    const Decimal all = *highest.count.times(own.share);
    return places(*all.minus(ahead)->divided_by(all));
  }

  static Decimal share(const Decimal& value) { return std::max(number(0), std::min(number(1), value)); }

  /// Kilometres of the great circle: the haversine formula on a sphere of 6371.0088 km.
  static double distance_km(double latitude, double longitude, double to_latitude, double to_longitude) {
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const double up = std::sin(radians(to_latitude - latitude) / 2);
    const double across = std::sin(radians(to_longitude - longitude) / 2);
    const double inner = up * up + std::cos(radians(latitude)) * std::cos(radians(to_latitude)) * across * across;
    return 2 * 6371.0088 * std::asin(std::sqrt(inner));
  }
  Decimal travel_by_distance(const std::string& id, Node travel) const {
    const auto from = member(person(id), "location");
    const std::string to = value(member(travel, "to"));
    if (!from || to.empty()) return number(0);
    const auto degrees = [&](const char* name) { return std::stod(std::string(member(from, name)->as_text())); };
    const double km =
        distance_km(degrees("latitude"), degrees("longitude"), std::stod(to), std::stod(to.substr(to.find(' '))));
    const double whole = static_cast<double>(whole_number(travel, "speed") *
                                             *parse_duration_ms(text(member(travel, "within"))) / kMsPerMinute);
    const auto millionths = std::llround(std::min(1.0, km * 60 / whole) * 1e6);
    return Decimal::from_scaled(1'000'000 - millionths, 6);
  }
  static std::int64_t whole_number(Node node, const std::string& name) { return whole(member(node, name), 0); }

  Decimal travel_time(const std::string& id) const {
    const auto travel = member(policy_, "travel");
    if (member(travel, "to")) return travel_by_distance(id, *travel);
    const auto minutes = member(member(person(id), "travelMinutes"), value(member(travel, "place")));
    const Decimal within = number(*parse_duration_ms(text(member(travel, "within"))) / kMsPerMinute);
    if (!minutes || decimal(minutes, 0) >= within) return number(0);
    return places(*within.minus(decimal(minutes, 0))->divided_by(within));
  }

  std::set<std::string> declined_;
};

}  // namespace signalbox::test
