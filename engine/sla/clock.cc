#include <algorithm>

#include "sla/milestone.h"

namespace signalbox::sla {

namespace {

using rules::EvaluationErrors;

/// Value of a start or stop; an error is reported and counts as blank.
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

std::optional<Instant> due_at(Instant start, std::int64_t target_ms) {
  constexpr std::int64_t kAllYearsMs = std::int64_t{10'000} * 366 * kMsPerDay;
  if (target_ms > kAllYearsMs) return std::nullopt;
  const Instant due{start.ms + target_ms};
  return in_range(due) ? std::optional(due) : std::nullopt;
}

/// Finds start, target and due; false when the milestone cannot start.
bool find_target(const Milestone& milestone, const formula::Frame& frame, const Value& target, Clock& clock,
                 Arena& arena, EvaluationErrors& errors) {
  const Value start = evaluate(milestone.start, frame, arena, errors);
  if (start.is_blank()) return false;
  const auto target_ms = milestone.target_ms ? milestone.target_ms : decided_target_ms(target);
  if (!target_ms) {
    // A decision that failed has reported its own error already.
    if (!target.is_error()) errors.push_back({ErrorCode::kMilestoneTarget, milestone.target_path, {}});
    return false;
  }
  clock.due = due_at(start.as_date_time(), *target_ms);
  if (!clock.due) {
    errors.push_back({ErrorCode::kOverflow, milestone.target_path, {}});
    return false;
  }
  clock.start = start.as_date_time();
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

Clock read_clock(const Milestone& milestone, const formula::Frame& frame, const Value& target, Arena& arena,
                 rules::EvaluationErrors& errors) {
  Clock clock;
  if (!find_target(milestone, frame, target, clock, arena, errors)) return clock;
  if (*clock.start > frame.now) return clock;
  find_completion(milestone, frame, clock, arena, errors);
  if (clock.state == Clock::State::kCompleted) {
    if (clock.completed) clock.elapsed_ms = std::max<std::int64_t>(0, clock.completed->ms - clock.start->ms);
    return clock;
  }
  clock.elapsed_ms = frame.now.ms - clock.start->ms;
  clock.state = clock.remaining_ms() > 0 ? Clock::State::kRunning : Clock::State::kBreached;
  return clock;
}

}  // namespace signalbox::sla
