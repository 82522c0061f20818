#include "api/timeline.h"

#include <algorithm>

#include "api/slots.h"

namespace signalbox::api {

Timeline::Timeline(const Program::Parts& program, const calendar::Calendar& calendar, const History& history)
    : program_(program),
      calendar_(calendar),
      history_(history),
      clocks_(program.milestones.size()),
      contacts_(program.contacts.begin(), program.contacts.end()),
      future_(program, calendar, {}, clocks_, contacts_) {
  walks_.reserve(program.milestones.size());
  for (const sla::Milestone& milestone : program.milestones) walks_.emplace_back(milestone, calendar);
}

bool Timeline::step(Instant until) {
  const auto& events = history_.events();
  const HistoryEvent* next = next_event_ < events.size() ? &events[next_event_] : nullptr;
  if (next && next->at > until) next = nullptr;
  if (const auto turn = next_turn(next ? next->at : Instant{until.ms + 1})) {
    now_ = *turn;
    event_ = nullptr;
    look(row_, false);
    return true;
  }
  if (!next) return false;
  ++next_event_;
  now_ = next->at;
  event_ = next;
  if (next->is_request()) {
    move_to(now_);
    event_ = next;
    return true;
  }
  if (next->kind == HistoryEvent::Kind::kDeleted) {
    has_record_ = false;
    for (sla::MilestoneWalk& walk : walks_) walk.end(now_);
    show_clocks(row_);
    return true;
  }
  const std::vector<Value> before = row_;
  take_row(*next);
  has_record_ = true;
  const bool is_known = next->kind == HistoryEvent::Kind::kKnown;
  const bool is_created = next->kind == HistoryEvent::Kind::kCreated;
  const std::span<const Value> prior = is_created ? std::span<const Value>() : is_known ? row_ : before;
  if (!is_known) count_contacts(prior);
  look(prior, is_known);
  return true;
}

void Timeline::move_to(Instant at) {
  now_ = at;
  event_ = nullptr;
  show_clocks(row_);
}

void Timeline::take_row(const HistoryEvent& event) {
  const auto values = history_.values(event.row);
  row_.assign(values.begin(), values.end());
  if (changed_.empty()) return;
  // What was changed beside the history holds until the history says what the field is, be it what it was before.
  for (const std::uint32_t slot : history_.given(event)) changed_[slot].reset();
  for (std::size_t slot = 0; slot < changed_.size(); ++slot) {
    if (changed_[slot]) row_[slot] = *changed_[slot];
  }
}

void Timeline::change(std::vector<Value> values) {
  const std::vector<Value> before = std::move(row_);
  row_ = std::move(values);
  changed_.resize(row_.size());
  for (std::size_t slot = 0; slot < row_.size(); ++slot) {
    if (!sla::is_same(row_[slot], before[slot])) changed_[slot] = row_[slot];
  }
  event_ = nullptr;
  count_contacts(before);
  look(before, false);
}

void Timeline::count_contacts(std::span<const Value> prior) {
  if (contacts_.empty()) return;
  run_.arena.reset();
  SlotReader(program_, calendar_, now_, program_.quantities_read, run_).start(row_);
  run_.prior = prior;
  for (std::size_t i = 0; i < contacts_.size(); ++i) {
    const rules::PlacedFormula& when = program_.contacts[i].when;
    const Value counts = when.formula.evaluate(run_.frame(now_), run_.arena);
    if (counts.is_error()) run_.errors.push_back({counts.as_error(), when.path, when.formula.text()});
    if (counts.kind() == Value::Kind::kCheckbox && counts.as_checkbox()) contacts_[i].add(now_);
  }
  add_errors();
}

void Timeline::look(std::span<const Value> prior, bool is_beginning) {
  run_.arena.reset();
  SlotReader reader(program_, calendar_, now_, program_.quantities_read, run_);
  reader.start(row_);
  run_.prior = prior;
  reader.show_contacts(contacts_);
  for (std::uint32_t i = 0; i < walks_.size(); ++i) {
    reader.supply(program_.milestone_reads[i]);
    const Value target = reader.target_of(program_.milestones[i]);
    sla::MilestoneWalk::Moment moment{run_.frame(now_), run_.frame(now_), target, is_beginning};
    moment.settled.prior = row_;
    walks_[i].observe(moment, run_.arena, run_.errors);
  }
  add_errors();
  show_clocks(prior);
}

void Timeline::show_clocks(std::span<const Value> prior) {
  SlotReader reader(program_, calendar_, now_, program_.quantities_read, run_);
  reader.start(row_);
  run_.prior = prior;
  reader.show_contacts(contacts_);
  for (std::uint32_t i = 0; i < walks_.size(); ++i) {
    clocks_[i] = walks_[i].clock(now_);
    reader.show(i, clocks_[i]);
  }
  future_.forget(row_);
  // What `prior` views may be gone by the next evaluation, unless it is the record itself.
  prior_.assign(prior.begin(), prior.end());
  run_.prior = prior_;
}

void Timeline::add_errors() {
  for (const rules::EvaluationError& error : run_.errors) {
    const bool is_known = std::any_of(errors_.begin(), errors_.end(), [&](const TimelineError& one) {
      return one.code == error.code && one.path == error.path && one.text == error.text;
    });
    if (!is_known) errors_.push_back({error.code, std::string(error.path), std::string(error.text)});
  }
  run_.errors.clear();
}

Value Timeline::evaluate(const formula::Formula& formula, std::string_view path) {
  SlotReader reader(program_, calendar_, now_, program_.quantities_read, run_);
  reader.supply(formula);
  const Value value = formula.evaluate(run_.frame(now_), run_.arena);
  if (value.is_error()) run_.errors.push_back({value.as_error(), path, formula.text()});
  add_errors();
  return value;
}

std::optional<Instant> Timeline::next_turn(Instant until) {
  std::optional<Instant> next;
  if (!has_record_) return next;
  for (std::uint32_t i = 0; i < walks_.size(); ++i) {
    const auto own = walks_[i].next();
    if (own && *own > now_ && *own < next.value_or(until)) next = own;
    for (const sla::TimedFormula& timed : program_.milestones_timed[i]) {
      const auto turn = sla::next_turn(timed.turning, timed.formula, future_, now_, next.value_or(until));
      if (turn) next = turn->at;
    }
  }
  return next;
}

}  // namespace signalbox::api
