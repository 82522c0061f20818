#include <algorithm>

#include "sla/reading.h"

namespace signalbox::sla {

namespace {

/// When the record says that the clock starts; nullopt when it does not start, or that is not known.
std::optional<Instant> find_start(const Reading& reading) {
  const rules::PlacedFormula& start = reading.milestone.start;
  const Value value = reading.evaluate(start);
  if (value.kind() == Value::Kind::kDateTime) return value.as_date_time();
  if (value.kind() == Value::Kind::kCheckbox && value.as_checkbox()) {
    reading.errors.push_back({ErrorCode::kNeedsHistory, start.path, start.formula.text()});
  }
  return std::nullopt;
}

/// Finds start, target, course and due; false when the milestone cannot start.
bool find_course(const Reading& reading, const Value& target, Clock& clock) {
  const auto start = find_start(reading);
  if (!start) return false;
  const auto target_ms = reading.target_ms(target);
  const auto hours = reading.hours();
  if (!target_ms || !hours) return false;
  const Course course(*start, *hours);
  clock.due = course.at(*target_ms);
  if (!clock.due) {
    reading.errors.push_back({ErrorCode::kOverflow, reading.milestone.target_path, {}});
    return false;
  }
  clock.start = start;
  clock.course = course;
  clock.target_ms = *target_ms;
  return true;
}

void find_completion(const Reading& reading, Clock& clock) {
  if (!reading.milestone.stop) return;
  const Value stop = reading.evaluate(*reading.milestone.stop);
  if (stop.kind() == Value::Kind::kCheckbox) {
    if (stop.as_checkbox()) clock.state = Clock::State::kCompleted;
  } else if (stop.kind() == Value::Kind::kDateTime) {
    if (stop.as_date_time() > reading.frame.now) {
      clock.stops = stop.as_date_time();
    } else {
      clock.completed = stop.as_date_time();
      clock.state = Clock::State::kCompleted;
    }
  }
}

void run_to(Instant at, Clock& clock) {
  clock.elapsed_ms = clock.course->elapsed_ms(at);
  clock.state = clock.remaining_ms() > 0 ? Clock::State::kRunning : Clock::State::kBreached;
}

}  // namespace

Clock read_clock(const Milestone& milestone, const formula::Frame& frame, const Value& target,
                 const calendar::Calendar& calendar, Arena& arena, rules::EvaluationErrors& errors) {
  const Reading reading{milestone, frame, calendar, arena, errors};
  Clock clock;
  if (!find_course(reading, target, clock)) return clock;
  if (*clock.start > frame.now) return clock;
  find_completion(reading, clock);
  if (clock.state == Clock::State::kCompleted) {
    if (clock.completed) clock.elapsed_ms = std::max<std::int64_t>(0, clock.course->elapsed_ms(*clock.completed));
  } else if (reading.pause()) {
    clock.state = Clock::State::kPaused;
    clock.course.reset();
    clock.due.reset();
  } else {
    run_to(frame.now, clock);
  }
  return clock;
}

Clock clock_at(const Clock& clock, Instant at) {
  Clock later = clock;
  if (!clock.start || *clock.start > at || clock.state == Clock::State::kCompleted) return later;
  if (clock.stops && *clock.stops <= at) {
    later.state = Clock::State::kCompleted;
    later.completed = clock.stops;
    later.stops.reset();
    at = *clock.stops;
    if (clock.course) later.elapsed_ms = std::max<std::int64_t>(0, clock.course->elapsed_ms(at));
  } else if (clock.course) {
    run_to(at, later);
  }
  return later;
}

}  // namespace signalbox::sla
