// Routing as docs/routing.md reads: over the documents themselves, with decimals and by comparing everybody with
// everybody. The oracle of engine/routing, which it shares nothing with but JSON, decimals and instants.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/time.h"
#include "model/json.h"

namespace signalbox::test {

/// Formulas of a policy are a quoted text, a field of the record, or `$Agent.Grade >= n`; business hours are left out.
class SlowRouting {
 public:
  using Record = std::map<std::string, std::string>;

  SlowRouting(json::Node directory, json::Node roster, json::Node policy, Record record, Instant now)
      : directory_(directory), roster_(roster), policy_(policy), record_(std::move(record)), now_(now) {
    route();
  }

  /// Agent ids, or "".
  std::string agent;
  std::string queue;
  bool overflow = false;
  int stage = 0;
  std::map<std::string, Decimal> scores;        ///< Of the candidates.
  std::map<std::string, std::string> excluded;  ///< Agent -> code.

 private:
  using Node = json::Node;
  struct Asked {
    std::vector<Node> require;
    int lower = 0;  ///< In tenths.
    int territory_rings = 0;
    int rank_rings = 0;
    bool skip = false;
  };

  static Decimal number(std::int64_t value) { return Decimal::from_int(value); }
  static Decimal places(const Decimal& value) { return value.rounded(6, Decimal::Rounding::kHalfUp); }
  static std::optional<Node> member(std::optional<Node> node, const std::string& name) {
    return node && node->is(json::Kind::kObject) ? node->find(name) : std::nullopt;
  }
  static std::string text(std::optional<Node> node) {
    return node && node->is(json::Kind::kText) ? std::string(node->as_text()) : "";
  }
  static Decimal decimal(std::optional<Node> node, std::int64_t otherwise) {
    return node && node->is(json::Kind::kNumber) ? *Decimal::parse(node->as_text()) : number(otherwise);
  }
  static std::int64_t whole(std::optional<Node> node, std::int64_t otherwise) {
    return *decimal(node, otherwise).to_int();
  }
  static std::optional<Instant> instant(std::optional<Node> node) { return parse_instant(text(node)); }
  static bool flag(std::optional<Node> node, bool otherwise) {
    return node && node->is(json::Kind::kBool) ? node->as_bool() : otherwise;
  }
  static std::vector<Node> elements(std::optional<Node> node) {
    std::vector<Node> all;
    for (std::size_t i = 0; node && i < node->size(); ++i) all.push_back(node->at(i));
    return all;
  }

  Node person(const std::string& id) const { return *member(member(directory_, "agents"), id); }
  bool is_agent(const std::string& id) const { return member(member(directory_, "agents"), id).has_value(); }
  std::optional<Node> state(const std::string& id, const std::string& name) const {
    return member(member(member(roster_, "agents"), id), name);
  }

  std::string value(std::optional<Node> formula) const {
    const std::string written = text(formula);
    if (written.starts_with("\"")) return written.substr(1, written.size() - 2);
    const auto found = record_.find(written);
    return found == record_.end() ? "" : found->second;
  }

  Instant queued_at() const { return parse_instant(value(member(policy_, "queuedAt"))).value_or(now_); }
  Instant deadline(std::optional<Node> duration) const {
    return {queued_at().ms + parse_duration_ms(text(duration)).value_or(0)};
  }

  // Who is where.

  std::optional<Instant> back(const std::string& id) const {
    Instant until = now_;
    for (bool changed = true; changed;) {
      changed = false;
      std::vector<std::pair<Instant, Instant>> absences;
      for (const Node& one : elements(member(person(id), "absences"))) {
        absences.emplace_back(*instant(member(one, "from")), *instant(member(one, "until")));
      }
      if (const auto told = instant(state(id, "absentUntil"))) absences.emplace_back(now_, *told);
      for (const auto& [from, end] : absences) {
        if (from > until || end <= until) continue;
        until = end;
        changed = true;
      }
    }
    return until > now_ ? std::optional(until) : std::nullopt;
  }

  std::vector<std::string> chain_up(std::string territory) const {
    std::vector<std::string> chain;
    while (!territory.empty() && member(member(directory_, "territories"), territory)) {
      chain.push_back(territory);
      territory = text(member(member(directory_, "territories"), territory));
    }
    return chain;
  }

  bool serves(const std::string& id, const std::string& territory, int rings) const {
    const auto up = chain_up(territory);
    if (up.empty()) return false;
    const std::string top = up[std::min<std::size_t>(static_cast<std::size_t>(rings), up.size() - 1)];
    for (const Node& covered : elements(member(person(id), "territories"))) {
      if (std::find(up.begin(), up.end(), text(covered)) != up.end()) return true;
      const auto above = chain_up(text(covered));
      if (rings > 0 && std::find(above.begin(), above.end(), top) != above.end()) return true;
    }
    return false;
  }

  std::map<std::string, int> members() const {
    std::map<std::string, int> ranks;
    const auto note = [&](const std::string& id, int rank) {
      const auto known = ranks.find(id);
      ranks[id] = known == ranks.end() ? rank : std::min(rank, known->second);
    };
    const auto its_queue = member(member(directory_, "queues"), queue);
    for (const Node& one : elements(member(its_queue, "members"))) {
      const auto listed = member(one, "agent");
      note(text(listed ? *listed : one), static_cast<int>(whole(member(one, "rank"), 1)));
    }
    for (const Node& one : elements(member(its_queue, "groups"))) {
      const auto listed = member(one, "group");
      for (const std::string& id : group(text(listed ? *listed : one))) {
        note(id, static_cast<int>(whole(member(one, "rank"), 1)));
      }
    }
    return ranks;
  }

  std::set<std::string> group(const std::string& name) const {
    std::set<std::string> ids;
    const auto its = member(member(directory_, "groups"), name);
    for (const Node& one : elements(member(its, "members"))) ids.insert(text(one));
    if (member(its, "formula")) {
      const Node agents = *member(directory_, "agents");
      for (std::size_t i = 0; i < agents.size(); ++i) {
        if (grade_holds(std::string(agents.key(i)), text(member(its, "formula")))) ids.emplace(agents.key(i));
      }
    }
    return ids;
  }

  /// `$Agent.Grade >= n`; a grade that is not told is blank, and nothing is true of a blank.
  bool grade_holds(const std::string& id, const std::string& formula) const {
    const auto grade = member(member(person(id), "fields"), "Grade");
    return grade && decimal(grade, 0) >= *Decimal::parse(formula.substr(formula.find(">=") + 3));
  }

  // Room, in hundredths.

  struct Room {
    Decimal used, needed, capacity;
  };
  Room room(const std::string& id) const {
    const auto work = member(member(directory_, "work"), text(member(policy_, "work")));
    const bool interruptible = flag(member(work, "interruptible"), false);
    const auto written = member(person(id), "capacity");
    const bool has_kinds = written->is(json::Kind::kObject);
    const Decimal own = interruptible ? decimal(member(written, "interruptible"), 0)
                                      : decimal(has_kinds ? member(written, "units") : written, 0);
    const Decimal open = decimal(state(id, interruptible ? "openInterruptible" : "open"), 0);
    const Decimal percent = interruptible ? number(0) : decimal(state(id, "openPercent"), 0);
    const Decimal units = decimal(member(work, "units"), member(work, "percent") ? 0 : 1);
    const Decimal share = decimal(member(work, "percent"), 0);
    return {*open.times(number(100))->plus(*percent.times(own)), *units.times(number(100))->plus(*share.times(own)),
            *ramped(id, own).times(number(100))};
  }
  Decimal ramped(const std::string& id, const Decimal& own) const {
    const auto ramp = parse_duration_ms(text(member(policy_, "ramp")));
    const auto since = instant(state(id, "presentSince"));
    if (!ramp || !since || own.is_zero() || now_.ms - since->ms >= *ramp) return own;
    const Decimal grown = own.times(number(std::max<std::int64_t>(0, now_.ms - since->ms)))
                              ->divided_by(number(*ramp))
                              ->rounded(0, Decimal::Rounding::kFloor);
    return std::max(grown, number(1));
  }
  std::string busy(const std::string& id) const {
    const auto after_work = instant(state(id, "afterWorkUntil"));
    if (after_work && *after_work > now_) return "after-work";
    const Room its = room(id);
    const bool fits = *its.used.plus(its.needed) <= its.capacity && !(its.needed.is_zero() && its.used >= its.capacity);
    return fits ? "" : "capacity";
  }
  std::string presence(const std::string& id) const {
    const auto work = member(member(directory_, "work"), text(member(policy_, "work")));
    const auto on_channel = member(state(id, "channels"), text(member(work, "channel")));
    return text(on_channel ? on_channel : state(id, "presence"));
  }

  // Requirements.

  std::string failure(const std::string& id, int rank, const Asked& asked, bool ask_room) const {
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
    if (value(member(one, "when")) == "no") return "";
    return decimal(member(state(id, "counts"), text(member(one, "cap"))), 0) < decimal(member(one, "limit"), 0) ? ""
                                                                                                                : "cap";
  }

  std::string failed_word(const std::string& word, const std::string& id, int rank, const Asked& asked,
                          bool ask_room) const {
    if (word == "rank") return rank <= 1 + asked.rank_rings ? "" : "rank";
    if (word == "presence") return presence(id) == "Online" ? "" : "presence";
    if (word == "available") return flag(state(id, "available"), true) ? "" : "unavailable";
    if (word == "inOffice") return back(id) ? "absent" : "";
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
    queue = first;
    if (take_by_owner() || take_back()) return;
    const auto relax = elements(member(policy_, "relax"));
    const int steps = static_cast<int>(relax.size());
    const auto after = [&](int i) { return deadline(member(relax[static_cast<std::size_t>(i)], "after")); };
    while (stage < steps && after(stage) <= now_) ++stage;
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
      if (back(id)) continue;
      agent = id;
      return true;
    }
    return false;
  }
  bool take_back() {
    const std::string id = value(member(policy_, "formerOwner"));
    if (!flag(member(policy_, "returns"), false) || !is_agent(id)) return false;
    if (back(id) || presence(id) != "Online" || !busy(id).empty()) return false;
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

  Decimal travel_time(const std::string& id) const {
    const auto travel = member(policy_, "travel");
    const auto minutes = member(member(person(id), "travelMinutes"), value(member(travel, "place")));
    const Decimal within = number(*parse_duration_ms(text(member(travel, "within"))) / kMsPerMinute);
    if (!minutes || decimal(minutes, 0) >= within) return number(0);
    return places(*within.minus(decimal(minutes, 0))->divided_by(within));
  }

  Node directory_;
  Node roster_;
  Node policy_;
  Record record_;
  Instant now_;
};

}  // namespace signalbox::test
