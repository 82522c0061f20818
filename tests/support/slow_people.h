// People, places and room as the documents of a routing tell them: the part of the slow twin that routing builds on.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "base/time.h"
#include "model/json.h"
#include "tests/support/slow_calendar.h"

namespace signalbox::test {

/// Formulas of a policy are a quoted text, a field of the record, or `$Agent.Grade >= n`; business hours are single
/// days of the week, without holidays.
class SlowPeople {
 public:
  using Record = std::map<std::string, std::string>;

  SlowPeople(json::Node directory, json::Node roster, json::Node policy, Record record, Instant now)
      : directory_(directory), roster_(roster), policy_(policy), record_(std::move(record)), now_(now) {}

  std::string queue;  ///< The name.

 protected:
  using Node = json::Node;

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

  bool is_open(const std::string& name) const {
    const Node hours = *member(member(directory_, "businessHours"), name);
    SlowHours all{*calendar::Zone::find(text(member(hours, "zone"))), {}, {}};
    const Node week = *member(hours, "week");
    const std::vector<std::string> days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (std::size_t i = 0; i < week.size(); ++i) {
      const auto day = std::find(days.begin(), days.end(), week.key(i)) - days.begin();
      for (const Node& interval : elements(week.at(i))) {
        const std::string written = text(interval);
        const auto minute = [&](std::size_t at) {
          return day * kMinutesOfDay + std::stoi(written.substr(at, 2)) * 60 + std::stoi(written.substr(at + 3, 2));
        };
        const bool is_next_day = written.ends_with("next day");
        all.week.push_back({minute(0), minute(6) + (is_next_day ? kMinutesOfDay : 0)});
      }
    }
    return all.is_open_at({now_.ms + all.zone.offset_ms(now_)});
  }
  /// The code when the queue or the agent is not at work.
  std::string closed(const std::string& id) const {
    const auto of_queue = member(member(member(directory_, "queues"), queue), "hours");
    if (of_queue && !is_open(text(of_queue))) return "queue-hours";
    const auto own = elements(member(person(id), "hours"));
    const bool at_work =
        own.empty() || std::any_of(own.begin(), own.end(), [&](const Node& one) { return is_open(text(one)); });
    return at_work ? "" : "hours";
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

  Node directory_;
  Node roster_;
  Node policy_;
  Record record_;
  Instant now_;
};

}  // namespace signalbox::test
