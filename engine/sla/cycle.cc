#include "sla/cycle.h"

#include <algorithm>

namespace signalbox::sla {

namespace {

Course course_of(const Stretch& stretch) { return Course(stretch.from, stretch.hours, stretch.elapsed_ms); }

std::int64_t elapsed_in(const Stretch& stretch, Instant at) {
  return stretch.paused ? stretch.elapsed_ms : course_of(stretch).elapsed_ms(at);
}

}  // namespace

std::int64_t Cycle::elapsed_ms(Instant at) const {
  const Stretch* last = &stretches.front();
  if (at <= last->from) return 0;
  for (const Stretch& stretch : stretches) {
    if (stretch.from <= at) last = &stretch;
  }
  return elapsed_in(*last, at);
}

std::optional<Instant> Cycle::due() const {
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    if (stretches[i].paused) continue;
    const auto at = course_of(stretches[i]).at(target_ms());
    if (at && (i + 1 == stretches.size() || *at <= stretches[i + 1].from)) return at;
  }
  return std::nullopt;
}

bool Cycle::is_breached(Instant now) const {
  const auto at = due();
  if (!at) return false;
  if (completed) return *completed > *at;
  return ended ? *ended > *at : now >= *at;
}

void MilestoneWalk::observe(const Moment& moment, Arena& arena, rules::EvaluationErrors& errors) {
  const Reading reading{*milestone_, moment.event, *calendar_, arena, errors};
  const Reading settled{*milestone_, moment.settled, *calendar_, arena, errors};
  if (has_open()) {
    stop(reading);
  } else {
    reopen(settled);
  }
  if (!has_open()) look_for_start(moment, reading, settled);
  if (has_open()) update(moment, reading);
}

void MilestoneWalk::end(Instant at) {
  pending_.reset();
  stops_.reset();
  if (has_open()) cycles_.back().ended = at;
}

void MilestoneWalk::stop(const Reading& reading) {
  stops_.reset();
  if (!milestone_->stop) return;
  const Value value = reading.evaluate(*milestone_->stop);
  const Instant now = reading.frame.now;
  if (value.kind() == Value::Kind::kCheckbox && value.as_checkbox()) cycles_.back().completed = now;
  if (value.kind() != Value::Kind::kDateTime) return;
  if (value.as_date_time() <= now) {
    cycles_.back().completed = value.as_date_time();
  } else {
    stops_ = value.as_date_time();
  }
}

void MilestoneWalk::reopen(const Reading& settled) {
  if (cycles_.empty() || milestone_->reopening == Reopening::kStay || settled.holds(*milestone_->stop)) return;
  Cycle& cycle = cycles_.back();
  const Instant stopped = *cycle.completed;
  cycle.completed.reset();
  if (milestone_->reopening == Reopening::kTotal) return;
  const calendar::BusinessHours* hours = cycle.stretches.back().hours;
  change_stretch(stopped, hours, kStoppedReason);
  change_stretch(settled.frame.now, hours, std::nullopt);
}

void MilestoneWalk::look_for_start(const Moment& moment, const Reading& reading, const Reading& settled) {
  pending_.reset();
  if (!may_begin()) return;
  const Value value = reading.evaluate(milestone_->start);
  const Instant now = reading.frame.now;
  Instant start = now;
  if (value.kind() == Value::Kind::kDateTime) {
    start = value.as_date_time();
    if (started_from_ == start) return;
  } else if (value.kind() != Value::Kind::kCheckbox || !value.as_checkbox() || is_stopped(settled)) {
    return;
  }
  const bool is_condition = value.kind() == Value::Kind::kCheckbox;
  if (milestone_->recurrence == Recurrence::kSequential && !cycles_.empty()) {
    start = std::max(start, cycles_.back().due().value_or(start));
  }
  const auto target_ms = reading.target_ms(moment.target);
  const auto hours = reading.hours();
  if (!target_ms || !hours) return;
  if (!Course(start, *hours).at(*target_ms)) {
    reading.errors.push_back({ErrorCode::kOverflow, milestone_->target_path, {}});
    return;
  }
  if (start > now) {
    pending_ = Pending{start, *target_ms, *hours};
    return;
  }
  if (!is_condition) started_from_ = value.as_date_time();
  begin(start, *target_ms, *hours);
  cycles_.back().is_partial = is_condition && moment.is_beginning;
  stop(settled);
}

bool MilestoneWalk::is_stopped(const Reading& settled) const {
  if (!milestone_->stop) return false;
  const Value value = settled.evaluate(*milestone_->stop);
  if (value.kind() == Value::Kind::kDateTime) return value.as_date_time() <= settled.frame.now;
  return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
}

void MilestoneWalk::begin(Instant start, std::int64_t target_ms, const calendar::BusinessHours* hours) {
  Cycle cycle;
  cycle.start = start;
  cycle.stretches.push_back({start, 0, hours, std::nullopt});
  cycle.targets.push_back({start, target_ms});
  cycles_.push_back(std::move(cycle));
}

void MilestoneWalk::update(const Moment& moment, const Reading& reading) {
  Cycle& cycle = cycles_.back();
  const Instant now = reading.frame.now;
  const auto target_ms = reading.target_ms(moment.target);
  if (target_ms && *target_ms != cycle.target_ms()) cycle.targets.push_back({now, *target_ms});
  const auto hours = reading.hours();
  change_stretch(now, hours.value_or(cycle.stretches.back().hours), paused_reason(reading));
}

std::optional<std::string_view> MilestoneWalk::paused_reason(const Reading& reading) const {
  const auto& before = cycles_.back().stretches.back().paused;
  if (milestone_->resume) {
    if (reading.holds(*milestone_->resume)) return std::nullopt;
    if (before) return before;
  }
  const Pause* pause = reading.pause();
  return pause ? std::optional(std::string_view(pause->reason)) : std::nullopt;
}

void MilestoneWalk::change_stretch(Instant at, const calendar::BusinessHours* hours,
                                   std::optional<std::string_view> paused) {
  auto& stretches = cycles_.back().stretches;
  const Stretch last = stretches.back();
  if (last.hours == hours && last.paused == paused) return;
  const std::int64_t elapsed_ms = elapsed_in(last, at);
  // A stretch of no length has not been.
  if (last.from == at) stretches.pop_back();
  const bool goes_on = !stretches.empty() && stretches.back().hours == hours && stretches.back().paused == paused;
  if (!goes_on) stretches.push_back({at, elapsed_ms, hours, paused});
}

std::optional<Instant> MilestoneWalk::next() const {
  return has_open() ? stops_ : pending_ ? std::optional(pending_->start) : std::nullopt;
}

Clock MilestoneWalk::clock(Instant now) const {
  Clock clock;
  if (pending_) clock.restarts = pending_->start;
  if (cycles_.empty() || cycles_.back().ended) {
    if (!pending_) return clock;
    clock.restarts.reset();
    clock.start = pending_->start;
    clock.target_ms = pending_->target_ms;
    clock.course = Course(pending_->start, pending_->hours);
    clock.due = clock.course->at(clock.target_ms);
    return clock;
  }
  const Cycle& cycle = cycles_.back();
  clock.start = cycle.start;
  clock.is_partial = cycle.is_partial;
  clock.completed = cycle.completed;
  clock.stops = stops_;
  clock.target_ms = cycle.target_ms();
  clock.due = cycle.due();
  clock.elapsed_ms = cycle.elapsed_ms(cycle.completed.value_or(now));
  const Stretch& last = cycle.stretches.back();
  if (last.paused) {
    clock.paused = last.from;
  } else {
    clock.course = course_of(last);
  }
  if (cycle.completed) {
    clock.state = Clock::State::kCompleted;
    clock.paused.reset();
  } else if (clock.remaining_ms() <= 0) {
    clock.state = Clock::State::kBreached;
  } else {
    clock.state = last.paused ? Clock::State::kPaused : Clock::State::kRunning;
  }
  return clock;
}

}  // namespace signalbox::sla
