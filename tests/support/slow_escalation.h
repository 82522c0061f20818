// Escalation by the book (docs/escalation.md, "Escalations"), minute by minute. Slow, and read in one go.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/slow_milestone.h"

namespace signalbox::test {

/// `at` of a level.
struct SlowAt {
  enum class Kind { kPercent, kBreach, kBefore, kAfter };
  Kind kind = Kind::kPercent;
  int number = 0;  ///< Percent, or minutes.
};

struct SlowLevel {
  std::string name;
  SlowAt at;
  std::optional<int> sets;  ///< What it sets `Priority` to.
};

struct SlowRule {
  std::string name;
  bool needs_watch = false;       ///< `when` reads the Checkbox `Watch`.
  std::optional<int> below = {};  ///< `when` asks whether `Priority` is below.
  std::vector<SlowLevel> levels;
  std::vector<std::pair<std::string, std::optional<int>>> suppress;  ///< The rule, and for how many minutes.
  bool is_quiet = false;                                             ///< Outside office hours.
};

/// An event: the milestone's fields, and what else happens then.
struct SlowHappening {
  std::int64_t minute = 0;
  std::optional<SlowRecord> record;
  std::optional<bool> watch;
  std::optional<int> priority;  ///< Somebody sets it.
  std::string override_rule;
  std::string pull_back_rule;
  std::string level;  ///< Of the request; empty: all.
};

struct SlowEntry {
  std::int64_t minute = 0;
  std::string rule;
  std::string level;
  std::string result;
  std::int64_t due = 0;
  friend bool operator==(const SlowEntry&, const SlowEntry&) = default;
};

class SlowEscalation {
 public:
  SlowEscalation(SlowMilestone milestone, std::vector<SlowRule> rules)
      : milestone_(std::move(milestone)), rules_(std::move(rules)) {}

  /// Goes through all minutes up to `minute`, which is included.
  void walk_to(std::int64_t minute, const std::vector<SlowHappening>& happenings) {
    now_ = happenings.front().minute;
    std::size_t next = 0;
    for (; now_ <= minute; ++now_) {
      bool any = false;
      for (; next < happenings.size() && happenings[next].minute == now_; ++next) {
        happen(happenings[next]);
        look();
        any = true;
      }
      milestone_.walk_to(now_, events_);
      if (!any) look();
    }
  }

  std::vector<SlowEntry> log;

  /// What was set last and has not been taken back.
  [[nodiscard]] int priority() const { return writes_.back().value; }

 private:
  struct Write {
    int value = 0;
    std::int64_t mark = -1;  ///< Of the level that wrote it; -1: somebody else.
  };
  struct Mark {
    const SlowRule* rule;
    const SlowLevel* level;
    std::size_t cycle;
    std::string result;
    std::int64_t due;
    std::int64_t fired;
    std::int64_t opens;
    std::int64_t id;
  };

  void happen(const SlowHappening& happening) {
    if (happening.watch) watch_ = *happening.watch;
    if (happening.priority) writes_.push_back({*happening.priority});
    const bool is_request = !happening.pull_back_rule.empty() || !happening.override_rule.empty();
    if (happening.record) record_ = *happening.record;
    if (!is_request) events_.push_back({now_, record_});
    milestone_.walk_to(now_, events_);
    if (!happening.pull_back_rule.empty()) pull_back(happening);
    const std::string& name = happening.pull_back_rule.empty() ? happening.override_rule : happening.pull_back_rule;
    if (!name.empty()) override_rule(name, happening.level);
  }

  [[nodiscard]] const SlowRule& rule_of(const std::string& name) const {
    return *std::find_if(rules_.begin(), rules_.end(), [&](const SlowRule& one) { return one.name == name; });
  }
  [[nodiscard]] Mark* mark_of(const SlowRule& rule, const SlowLevel& level) {
    for (Mark& mark : marks_) {
      if (mark.rule == &rule && mark.level == &level && mark.cycle == milestone_.cycles.size()) return &mark;
    }
    return nullptr;
  }
  void note(const SlowRule& rule, const SlowLevel& level, const std::string& result, std::int64_t due,
            std::int64_t opens = 0) {
    marks_.push_back({&rule, &level, milestone_.cycles.size(), result, due, now_, opens, next_mark_++});
    log.push_back({now_, rule.name, level.name, result, due});
  }

  void override_rule(const std::string& name, const std::string& only) {
    if (!milestone_.has_open()) return;
    const SlowRule& rule = rule_of(name);
    for (const SlowLevel& level : rule.levels) {
      if (!only.empty() && only != level.name) continue;
      const Mark* mark = mark_of(rule, level);
      if (mark && mark->result != "held") continue;
      if (mark) marks_.erase(marks_.begin() + (mark - marks_.data()));
      note(rule, level, "overridden", now_);
    }
  }

  void pull_back(const SlowHappening& happening) {
    if (!milestone_.has_open()) return;
    const SlowRule& rule = rule_of(happening.pull_back_rule);
    for (std::size_t i = marks_.size(); i > 0; --i) {
      Mark& mark = marks_[i - 1];
      const bool is_meant = mark.rule == &rule && mark.cycle == milestone_.cycles.size() && mark.result == "fired" &&
                            (happening.level.empty() || happening.level == mark.level->name);
      if (!is_meant) continue;
      mark.result = "pulledBack";
      const std::int64_t id = mark.id;
      writes_.erase(
          std::remove_if(writes_.begin(), writes_.end(), [&](const Write& write) { return write.mark == id; }),
          writes_.end());
      log.push_back({now_, rule.name, mark.level->name, "pulledBack", mark.due});
    }
  }

  [[nodiscard]] bool holds(const SlowRule& rule, const SlowLevel& level) const {
    const std::int64_t elapsed = milestone_.cycles.back().elapsed;
    const std::int64_t target = milestone_.target();
    const std::int64_t left = target - elapsed;
    if (rule.needs_watch && !watch_) return false;
    if (rule.below && judged_ >= *rule.below) return false;
    switch (level.at.kind) {
      case SlowAt::Kind::kPercent:
        return elapsed * 100 >= level.at.number * target;
      case SlowAt::Kind::kBreach:
        return left <= 0;
      case SlowAt::Kind::kBefore:
        return left <= level.at.number;
      case SlowAt::Kind::kAfter:
        break;
    }
    return left <= -level.at.number;
  }

  void look() {
    open_held();
    for (;;) {
      judged_ = priority();
      std::vector<std::pair<const SlowRule*, const SlowLevel*>> due;
      for (const SlowRule& rule : rules_) {
        for (const SlowLevel& level : rule.levels) {
          if (milestone_.has_open() && !mark_of(rule, level) && holds(rule, level)) due.emplace_back(&rule, &level);
        }
      }
      if (due.empty()) return;
      for (const auto& [rule, level] : due) fire(*rule, *level, now_, false);
    }
  }

  void open_held() {
    judged_ = priority();
    std::vector<Mark> opened;
    for (const SlowRule& rule : rules_) {
      for (const SlowLevel& level : rule.levels) {
        while (const auto mark = take_held(rule, level)) {
          if (milestone_.has_open() && mark->cycle == milestone_.cycles.size() && holds(rule, level)) {
            opened.push_back(*mark);
            continue;
          }
          marks_.push_back({&rule, &level, mark->cycle, "dropped", mark->due, now_, 0, next_mark_++});
          log.push_back({now_, rule.name, level.name, "dropped", mark->due});
        }
      }
    }
    for (const Mark& mark : opened) fire(*mark.rule, *mark.level, mark.due, true);
  }

  std::optional<Mark> take_held(const SlowRule& rule, const SlowLevel& level) {
    const auto held = std::find_if(marks_.begin(), marks_.end(), [&](const Mark& mark) {
      return mark.rule == &rule && mark.level == &level && mark.result == "held" && mark.opens <= now_;
    });
    if (held == marks_.end()) return std::nullopt;
    const Mark mark = *held;
    marks_.erase(held);
    return mark;
  }

  [[nodiscard]] bool is_suppressed(const SlowRule& rule) const {
    for (const auto& [name, minutes] : rule.suppress) {
      for (const Mark& mark : marks_) {
        const bool fired = mark.result == "fired" || mark.result == "pulledBack";
        if (fired && mark.rule->name == name && (!minutes || now_ - mark.fired < *minutes)) return true;
      }
    }
    return false;
  }

  void fire(const SlowRule& rule, const SlowLevel& level, std::int64_t due, bool was_held) {
    if (is_suppressed(rule)) return note(rule, level, "suppressed", due);
    if (rule.is_quiet && !was_held && !is_office_hour(now_)) {
      std::int64_t opens = now_;
      while (!is_office_hour(opens)) ++opens;
      return note(rule, level, "held", due, opens);
    }
    note(rule, level, "fired", due);
    if (level.sets) writes_.push_back({*level.sets, marks_.back().id});
  }

  SlowMilestone milestone_;
  std::vector<SlowRule> rules_;
  std::vector<SlowEvent> events_;
  SlowRecord record_;
  std::vector<Mark> marks_;
  std::vector<Write> writes_ = {{0}};
  std::int64_t next_mark_ = 0;
  std::int64_t now_ = 0;
  bool watch_ = false;
  int judged_ = 0;  ///< The priority by which all rules are judged together.
};

}  // namespace signalbox::test
