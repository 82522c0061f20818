#include <algorithm>

#include "sla/milestone.h"

namespace signalbox::sla {

namespace {

using rules::EvaluationErrors;

/// Value of a start, a stop or hours; an error is reported and counts as blank.
Value evaluate(const rules::PlacedFormula& placed, const formula::Frame& frame, Arena& arena,
               EvaluationErrors& errors) {
  const Value value = placed.formula.evaluate(frame, arena);
  if (!value.is_error()) return value;
  errors.push_back({value.as_error(), placed.path, placed.formula.text()});
  return Value();
}

/// Minutes of a decision in milliseconds, rounded half up.
std::optional<std::int64_t> minutes_to_ms(const Decimal& minutes) {
  const auto ms = minutes.times(Decimal::from_int(kMsPerMinute));
  return ms ? ms->rounded(0, Decimal::Rounding::kHalfUp).to_int() : std::nullopt;
}

std::optional<std::int64_t> decided_target_ms(const Value& target) {
  std::optional<std::int64_t> ms;
  if (target.kind() == Value::Kind::kText) ms = parse_duration_ms(target.as_text());
  if (target.kind() == Value::Kind::kNumber) ms = minutes_to_ms(target.as_number());
  return ms && *ms > 0 ? ms : std::nullopt;
}

/// What a clock is read from.
struct Reading {
  const Milestone& milestone;
  const formula::Frame& frame;
  const calendar::Calendar& calendar;
};

/// The business hours of a record, null for calendar time; nullopt when it names some that are not there.
std::optional<const calendar::BusinessHours*> find_hours(const Reading& reading, Arena& arena,
                                                         EvaluationErrors& errors) {
  const Milestone& milestone = reading.milestone;
  std::string_view name = milestone.hours;
  if (milestone.hours_formula) {
    const std::size_t before = errors.size();
    const Value chosen = evaluate(*milestone.hours_formula, reading.frame, arena, errors);
    if (errors.size() > before) return std::nullopt;
    if (!chosen.is_blank()) name = chosen.as_text();
  }
  if (name.empty()) return nullptr;
  const calendar::BusinessHours* hours = reading.calendar.find(name);
  if (hours) return hours;
  errors.push_back({ErrorCode::kUnknownHours, milestone.hours_path, name});
  return std::nullopt;
}

/// Target of a record; a target that is none is reported.
std::optional<std::int64_t> find_target(const Milestone& milestone, const Value& target, EvaluationErrors& errors) {
  const auto target_ms = milestone.target_ms ? milestone.target_ms : decided_target_ms(target);
  // A decision that failed has reported its own error already.
  if (!target_ms && !target.is_error()) errors.push_back({ErrorCode::kMilestoneTarget, milestone.target_path, {}});
  return target_ms;
}

/// Finds start, target, course and due; false when the milestone cannot start.
bool find_course(const Reading& reading, const Value& target, Clock& clock, Arena& arena, EvaluationErrors& errors) {
  const Milestone& milestone = reading.milestone;
  const Value start = evaluate(milestone.start, reading.frame, arena, errors);
  if (start.is_blank()) return false;
  const auto target_ms = find_target(milestone, target, errors);
  const auto hours = find_hours(reading, arena, errors);
  if (!target_ms || !hours) return false;
  const Course course(start.as_date_time(), *hours);
  clock.due = course.at(*target_ms);
  if (!clock.due) {
    errors.push_back({ErrorCode::kOverflow, milestone.target_path, {}});
    return false;
  }
  clock.start = course.start();
  clock.course = course;
  clock.target_ms = *target_ms;
  return true;
}

void find_completion(const Milestone& milestone, const formula::Frame& frame, Clock& clock, Arena& arena,
                     EvaluationErrors& errors) {
  if (!milestone.stop) return;
  const Value stop = evaluate(*milestone.stop, frame, arena, errors);
  if (stop.kind() == Value::Kind::kCheckbox) {
    if (stop.as_checkbox()) clock.state = Clock::State::kCompleted;
  } else if (stop.kind() == Value::Kind::kDateTime) {
    if (stop.as_date_time() > frame.now) {
      clock.stops = stop.as_date_time();
    } else {
      clock.completed = stop.as_date_time();
      clock.state = Clock::State::kCompleted;
    }
  }
}

}  // namespace

Clock read_clock(const Milestone& milestone, const formula::Frame& frame, const Value& target,
                 const calendar::Calendar& calendar, Arena& arena, rules::EvaluationErrors& errors) {
  Clock clock;
  if (!find_course({milestone, frame, calendar}, target, clock, arena, errors)) return clock;
  if (*clock.start > frame.now) return clock;
  find_completion(milestone, frame, clock, arena, errors);
  if (clock.state == Clock::State::kCompleted) {
    if (clock.completed) clock.elapsed_ms = std::max<std::int64_t>(0, clock.course->elapsed_ms(*clock.completed));
    return clock;
  }
  clock.elapsed_ms = clock.course->elapsed_ms(frame.now);
  clock.state = clock.remaining_ms() > 0 ? Clock::State::kRunning : Clock::State::kBreached;
  return clock;
}

}  // namespace signalbox::sla
