#include "sla/threshold.h"

namespace signalbox::sla {

namespace {

/// Two turning points of a clock, in milliseconds after the start: where the quantity reaches the constant, and where
/// it passes it. A quantity that never does has none.
struct Turns {
  std::optional<std::int64_t> reached;
  std::optional<std::int64_t> passed;
};

bool is_share(Quantity quantity) { return quantity == Quantity::kRemaining || quantity == Quantity::kElapsed; }
bool is_falling(Quantity quantity) {
  return quantity == Quantity::kRemaining || quantity == Quantity::kRemainingMinutes;
}

std::optional<std::int64_t> whole(const Decimal& ms, Decimal::Rounding mode) { return ms.rounded(0, mode).to_int(); }

/// elapsed >= ms is reached at its ceiling; elapsed > ms is passed one after its floor.
Turns rising_turns(const Decimal& ms) {
  Turns turns;
  turns.reached = whole(ms, Decimal::Rounding::kCeiling);
  turns.passed = whole(ms, Decimal::Rounding::kFloor);
  if (turns.passed) ++*turns.passed;
  return turns;
}

/// Order of the quantity, as formulas read it, and the constant.
std::strong_ordering order_at(const Threshold& threshold, std::int64_t target_ms, std::int64_t elapsed_ms) {
  Clock clock;
  clock.target_ms = target_ms;
  clock.elapsed_ms = elapsed_ms;
  return quantity_value(clock, threshold.quantity).as_number() <=> threshold.constant;
}

/// Constants with more digits than this can lie between a quotient and its rounding to 39 digits, which is what
/// formulas compare.
constexpr int kExactScale = 18;

/// Moves a turning point that was computed exactly to where the rounded quotient turns: by one millisecond at most.
void settle(const Threshold& threshold, std::int64_t target_ms, Turns& turns) {
  const bool falling = is_falling(threshold.quantity);
  const auto reached = [&](std::int64_t ms) {
    const auto order = order_at(threshold, target_ms, ms);
    return falling ? order <= 0 : order >= 0;
  };
  const auto passed = [&](std::int64_t ms) {
    const auto order = order_at(threshold, target_ms, ms);
    return falling ? order < 0 : order > 0;
  };
  const auto move = [](std::optional<std::int64_t>& turn, const auto& is_there) {
    if (!turn || *turn < 0) return;
    if (*turn > 0 && is_there(*turn - 1)) {
      --*turn;
    } else if (!is_there(*turn)) {
      ++*turn;
    }
  };
  move(turns.reached, reached);
  move(turns.passed, passed);
}

Turns turns_of(const Threshold& threshold, std::int64_t target_ms) {
  if (threshold.quantity == Quantity::kBreached) return {target_ms, std::nullopt};
  const std::int64_t unit_ms = is_share(threshold.quantity) ? target_ms : kMsPerMinute;
  const auto constant_ms = threshold.constant.times(Decimal::from_int(unit_ms));
  if (!constant_ms) return {};
  if (!is_falling(threshold.quantity)) return rising_turns(*constant_ms);
  // Remaining stays at 0 once it is there: nothing below is ever reached, and 0 is never passed.
  const bool is_floored = threshold.quantity == Quantity::kRemaining;
  if (is_floored && threshold.constant.is_negative()) return {};
  const auto elapsed_ms = Decimal::from_int(target_ms).minus(*constant_ms);
  if (!elapsed_ms) return {};
  Turns turns = rising_turns(*elapsed_ms);
  if (is_floored && threshold.constant.is_zero()) turns.passed.reset();
  return turns;
}

/// Which turning points change the truth of the comparison.
struct Relevant {
  bool reached;
  bool passed;
};

Relevant relevant(const Threshold& threshold) {
  if (threshold.quantity == Quantity::kBreached) return {true, false};
  switch (threshold.comparison) {
    case Comparison::kEqual:
    case Comparison::kNotEqual:
      return {true, true};
    case Comparison::kLessOrEqual:
    case Comparison::kGreater:
      return {is_falling(threshold.quantity), !is_falling(threshold.quantity)};
    case Comparison::kLess:
    case Comparison::kGreaterOrEqual:
      break;
  }
  return {!is_falling(threshold.quantity), is_falling(threshold.quantity)};
}

void add(std::optional<std::int64_t> elapsed_ms, const Course& course, Crossings& crossings) {
  if (!elapsed_ms || *elapsed_ms < 0) return;
  if (const auto at = course.at(*elapsed_ms)) crossings.at[crossings.count++] = *at;
}

}  // namespace

Crossings solve(const Threshold& threshold, const Course& course, std::int64_t target_ms) {
  Turns turns = turns_of(threshold, target_ms);
  const bool is_compared = threshold.quantity != Quantity::kBreached;
  if (is_compared && threshold.constant.scale() > kExactScale) settle(threshold, target_ms, turns);
  const Relevant which = relevant(threshold);
  Crossings crossings;
  // Equality holds from where the constant is reached to where it is passed: nowhere when that is the same millisecond.
  if (which.reached && which.passed && turns.reached == turns.passed) return crossings;
  if (which.reached) add(turns.reached, course, crossings);
  if (which.passed) add(turns.passed, course, crossings);
  return crossings;
}

}  // namespace signalbox::sla
