#include "api/escalator.h"

#include <algorithm>

#include "base/limits.h"

namespace signalbox::api {

using escalation::CycleName;
using escalation::Level;
using escalation::Mark;
using escalation::Result;
using escalation::Rule;

Escalator::Escalator(const Input& input, escalation::State state)
    : input_(input), state_(std::move(state)), timeline_(input.program, input.calendar, input.history) {}

namespace {

/// The cycle of that index, by its name.
CycleName name_of(const std::vector<sla::Cycle>& cycles, std::size_t index) {
  CycleName name{static_cast<std::int64_t>(index) + 1, cycles[index].start};
  for (std::size_t i = index; i > 0 && cycles[i - 1].start == name.start; --i) ++name.again;
  return name;
}

}  // namespace

void Escalator::run() {
  const Instant last = until();
  if (state_.until) look_again(last);
  for (std::size_t moment = 0; moment < limits::kMaxMoments; ++moment) {
    const auto own = next_own(Instant{last.ms + 1});
    if (!timeline_.step(own.value_or(last))) {
      if (!own) break;
      timeline_.move_to(*own);
    }
    look();
  }
  if (last < input_.history.events().front().at) return;
  if (!next_own(Instant{last.ms + 1})) timeline_.move_to(std::max(timeline_.now(), last));
  // What is set late is set when it is carried out: an event that a later look comes to.
  if (!is_late()) apply_changes();
  look();
  write_changes();
  state_.until = std::max(timeline_.now(), state_.until.value_or(timeline_.now()));
  if (!input_.is_replay) forget_old_marks();
}

/// What was looked at before. Events and requests may have been added to it since: its cycles may have other names now.
void Escalator::look_again(Instant last) {
  const Instant looked = std::min(*state_.until, last);
  std::vector<Asked> added;
  while (timeline_.step(looked)) {
    if (auto asked = take_request()) added.push_back(std::move(*asked));
  }
  timeline_.move_to(std::max(timeline_.now(), looked));
  recognise_cycles();
  for (const Asked& asked : added) carry_out(asked);
  look();
}

void Escalator::recognise_cycles() {
  std::vector<CycleName> names;
  for (const Mark& mark : state_.marks) {
    const Rule* rule = find_rule(mark.rule);
    if (rule && rule->milestone) {
      names.push_back(recognised(mark, timeline_.walk(*rule->milestone).cycles()));
    } else {
      names.push_back({1, input_.history.events().front().at});
    }
  }
  for (std::size_t i = 0; i < names.size(); ++i) state_.marks[i].cycle = names[i];
}

CycleName Escalator::recognised(const Mark& mark, const std::vector<sla::Cycle>& cycles) const {
  const CycleName& known = mark.cycle;
  const auto is_known = [&](std::size_t index) {
    const CycleName name = name_of(cycles, index);
    return name.start == known.start && name.again == known.again;
  };
  const auto number = static_cast<std::size_t>(known.number);
  if (number > 0 && number <= cycles.size() && is_known(number - 1)) return known;
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    if (is_known(i)) return name_of(cycles, i);
  }
  const CycleName gone{0, known.start, known.again};
  if (known.number == 0 || cycles.empty()) return gone;
  // Its start has moved. Where there are fewer cycles now, it has become a part of the last.
  const CycleName moved = name_of(cycles, std::min(number, cycles.size()) - 1);
  const bool is_another = std::any_of(state_.marks.begin(), state_.marks.end(), [&](const Mark& other) {
    return other.rule == mark.rule && other.cycle.start == moved.start && other.cycle.again == moved.again;
  });
  return is_another && number <= cycles.size() ? gone : moved;
}

void Escalator::look() {
  if (const auto asked = take_request()) carry_out(*asked);
  if (const HistoryEvent* event = timeline_.event()) forget_settings(*event);
  if (!timeline_.has_record()) return;
  open_held();
  judge();
}

std::optional<CycleName> Escalator::open_cycle(const Rule& rule) const {
  if (!timeline_.has_record()) return std::nullopt;
  if (!rule.milestone) return CycleName{1, input_.history.events().front().at};
  const auto& cycles = timeline_.walk(*rule.milestone).cycles();
  if (cycles.empty() || !cycles.back().is_open()) return std::nullopt;
  return name_of(cycles, cycles.size() - 1);
}

const Mark* Escalator::mark_of(const Rule& rule, const Level& level, const CycleName& cycle) const {
  for (const Mark& mark : state_.marks) {
    if (mark.cycle == cycle && mark.rule == rule.name && mark.level == level.name) return &mark;
  }
  return nullptr;
}

bool Escalator::holds(const Level& level) {
  return std::all_of(level.conditions.begin(), level.conditions.end(), [&](const escalation::Condition& one) {
    const Value value = timeline_.evaluate(one.timed.formula, one.path);
    return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
  });
}

std::vector<Escalator::Due> Escalator::find_due() {
  std::vector<Due> due;
  for (const Rule& rule : input_.program.escalations) {
    const auto cycle = open_cycle(rule);
    if (!cycle) continue;
    for (const Level& level : rule.levels) {
      if (!mark_of(rule, level, *cycle) && holds(level)) {
        due.push_back({&rule, &level, *cycle, escalation::cycle_text(*cycle), timeline_.now()});
      }
    }
  }
  return due;
}

void Escalator::judge() {
  for (std::size_t round = 0; round < limits::kMaxRounds; ++round) {
    const std::vector<Due> due = find_due();
    if (due.empty()) return;
    for (const Due& one : due) fire(one, false);
    if (!is_late()) apply_changes();
  }
}

void Escalator::open_held() {
  std::vector<Due> opened;
  for (const Rule& rule : input_.program.escalations) {
    for (const Level& level : rule.levels) {
      while (const auto due = take_held(rule, level)) {
        if (open_cycle(rule) == due->cycle && holds(level)) {
          opened.push_back(*due);
        } else {
          add_mark(*due, Result::kDropped, carried_out());
          log(*due, Result::kDropped, nullptr, std::nullopt);
        }
      }
    }
  }
  for (const Due& one : opened) fire(one, true);
  if (!is_late()) apply_changes();
}

std::optional<Escalator::Due> Escalator::take_held(const Rule& rule, const Level& level) {
  const auto mark = std::find_if(state_.marks.begin(), state_.marks.end(), [&](const Mark& one) {
    return one.result == Result::kHeld && one.rule == rule.name && one.level == level.name && one.at <= timeline_.now();
  });
  if (mark == state_.marks.end()) return std::nullopt;
  Due due{&rule, &level, mark->cycle, mark->key, mark->due};
  state_.marks.erase(mark);
  return due;
}

void Escalator::fire(const Due& due, bool was_held) {
  if (is_suppressed(*due.rule)) {
    add_mark(due, Result::kSuppressed, carried_out());
    return log(due, Result::kSuppressed, nullptr, std::nullopt);
  }
  const auto opens = was_held ? std::nullopt : quiet_until(*due.rule);
  if (opens == sla::kNever) {
    add_mark(due, Result::kDropped, carried_out());
    return log(due, Result::kDropped, nullptr, std::nullopt);
  }
  if (opens) {
    add_mark(due, Result::kHeld, *opens);
    return log(due, Result::kHeld, nullptr, opens);
  }
  add_mark(due, Result::kFired, carried_out());
  act(due);
  log(due, Result::kFired, nullptr, std::nullopt);
}

bool Escalator::is_suppressed(const Rule& rule) const {
  const Instant now = timeline_.now();
  return std::any_of(rule.suppressions.begin(), rule.suppressions.end(), [&](const Rule::Suppression& suppression) {
    return std::any_of(state_.marks.begin(), state_.marks.end(), [&](const Mark& mark) {
      const bool fired = mark.result == Result::kFired || mark.result == Result::kPulledBack;
      return fired && mark.rule == suppression.rule &&
             (!suppression.for_ms || now.ms - mark.fired.ms < *suppression.for_ms);
    });
  });
}

std::optional<Instant> Escalator::quiet_until(const Rule& rule) {
  if (rule.quiet_outside.empty()) return std::nullopt;
  const calendar::BusinessHours* hours = input_.calendar.find(rule.quiet_outside);
  // Hours that are not there keep nothing quiet; the checker has reported them.
  if (!hours || hours->is_open(timeline_.now())) return std::nullopt;
  return hours->next_opening(timeline_.now()).value_or(sla::kNever);
}

std::optional<Instant> Escalator::next_due(const Level& level, Instant until) {
  Instant at = timeline_.now();
  std::size_t steps = limits::kMaxLooks;
  for (std::size_t look = 0; look < limits::kMaxLooks; ++look) {
    std::optional<Instant> later;
    bool is_certain = true;
    for (const escalation::Condition& one : level.conditions) {
      const Value value = timeline_.future().evaluate(one.timed.formula, at);
      if (value.kind() == Value::Kind::kCheckbox && value.as_checkbox()) continue;
      const auto turn = sla::next_turn(one.timed.turning, one.timed.formula, timeline_.future(), at, until, steps);
      if (!turn) return std::nullopt;
      later = std::max(later.value_or(turn->at), turn->at);
      is_certain = is_certain && turn->is_certain;
    }
    // What did not hold at the event itself holds right behind it.
    if (!later) return at > timeline_.now() ? at : Instant{at.ms + 1};
    at = *later;
    // As many looks as one formula may take have been taken; the rest waits until then.
    if (!is_certain) return at;
  }
  return at;
}

std::optional<Instant> Escalator::next_own(Instant until) {
  std::optional<Instant> next;
  const auto consider = [&](std::optional<Instant> at) {
    if (at && *at > timeline_.now() && *at < next.value_or(until)) next = at;
  };
  if (!timeline_.has_record()) return next;
  for (const Rule& rule : input_.program.escalations) {
    const auto cycle = open_cycle(rule);
    for (const Level& level : rule.levels) {
      if (cycle && !mark_of(rule, level, *cycle)) consider(next_due(level, next.value_or(until)));
    }
  }
  for (const Mark& mark : state_.marks) {
    if (mark.result == Result::kHeld) consider(mark.at);
  }
  const auto& changes = input_.program.validity_changes;
  const auto change = std::upper_bound(changes.begin(), changes.end(), timeline_.now());
  if (change != changes.end()) consider(*change);
  return next;
}

std::optional<Instant> Escalator::wake() {
  const auto own = next_own(sla::kNever);
  const auto turn = timeline_.next_turn(own.value_or(sla::kNever));
  auto next = turn ? turn : own;
  const auto consider = [&](Instant at) {
    if (at > timeline_.now() && (!next || at < *next)) next = at;
  };
  // What has happened already, where the look was to end before.
  for (const HistoryEvent& event : input_.history.events()) {
    if (event.at <= input_.at) consider(event.at);
  }
  if (has_set_late_) consider(input_.at);
  return next;
}

const Rule* Escalator::find_rule(std::string_view name) const {
  for (const Rule& rule : input_.program.escalations) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

void Escalator::add_mark(const Due& due, Result result, Instant at) {
  state_.marks.push_back({due.rule->name,
                          due.level->name,
                          due.cycle,
                          due.key,
                          result,
                          due.due,
                          result == Result::kFired ? std::max(due.due, timeline_.now()) : due.due,
                          at,
                          std::nullopt,
                          {}});
}

void Escalator::forget_old_marks() {
  const auto is_old = [&](const Mark& mark) {
    const Rule* rule = find_rule(mark.rule);
    if (!rule) return true;
    if (mark.result == Result::kHeld) return false;
    const bool is_only =
        !rule->milestone || input_.program.milestones[*rule->milestone].recurrence == sla::Recurrence::kNone;
    if (is_only) return false;
    const auto cycles = static_cast<std::int64_t>(timeline_.walk(*rule->milestone).cycles().size());
    if (cycles - mark.cycle.number <= escalation::kCyclesRemembered) return false;
    for (const Rule& other : input_.program.escalations) {
      for (const Rule::Suppression& one : other.suppressions) {
        const bool counts = !one.for_ms || state_.until->ms - mark.fired.ms < *one.for_ms;
        if (one.rule == mark.rule && counts) return false;
      }
    }
    return true;
  };
  auto& marks = state_.marks;
  marks.erase(std::remove_if(marks.begin(), marks.end(), is_old), marks.end());
}

}  // namespace signalbox::api
