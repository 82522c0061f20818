#include <array>

#include "sla/milestone.h"

namespace signalbox::sla {

namespace {

constexpr std::array<std::string_view, kQuantityCount> kNames = {"Remaining",      "RemainingMinutes", "Elapsed",
                                                                 "ElapsedMinutes", "Breached",         "Completed"};
constexpr std::array<std::string_view, kQuantityCount> kMeanings = {
    "The share of the target that is left: 1 at the start, 0 when it is used up.",
    "The minutes that are left of the target; negative when overdue.",
    "The share of the target that is used; above 1 when overdue.",
    "The minutes since the start.",
    "TRUE when the target is used up.",
    "TRUE when the milestone is completed."};
constexpr std::array<std::string_view, 5> kStateNames = {"notStarted", "running", "breached", "completed", "paused"};

/// A ratio of milliseconds as a number; `whole` is above zero, so there is always one.
Value ratio(std::int64_t part_ms, std::int64_t whole_ms) {
  const auto quotient = Decimal::from_int(part_ms).divided_by(Decimal::from_int(whole_ms));
  return quotient ? Value::number(*quotient) : Value::error(ErrorCode::kOverflow);
}

}  // namespace

std::string_view quantity_name(Quantity quantity) { return kNames[static_cast<std::size_t>(quantity)]; }
std::string_view state_name(Clock::State state) { return kStateNames[static_cast<std::size_t>(state)]; }

Type quantity_type(Quantity quantity) { return quantity >= Quantity::kBreached ? Type::kCheckbox : Type::kNumber; }

std::vector<formula::Global> globals_of(std::string_view milestone) {
  std::vector<formula::Global> globals;
  for (std::size_t i = 0; i < kQuantityCount; ++i) {
    const std::string name = "$Milestone." + std::string(milestone) + "." + std::string(kNames[i]);
    globals.push_back({name, quantity_type(static_cast<Quantity>(i)), kMeanings[i]});
  }
  return globals;
}

Value quantity_value(const Clock& clock, Quantity quantity) {
  if (quantity == Quantity::kCompleted) return Value::checkbox(clock.state == Clock::State::kCompleted);
  if (!clock.elapsed_ms) return quantity == Quantity::kBreached ? Value::checkbox(false) : Value();
  const std::int64_t remaining_ms = clock.remaining_ms();
  switch (quantity) {
    case Quantity::kRemaining:
      return ratio(remaining_ms < 0 ? 0 : remaining_ms, clock.target_ms);
    case Quantity::kRemainingMinutes:
      return ratio(remaining_ms, kMsPerMinute);
    case Quantity::kElapsed:
      return ratio(*clock.elapsed_ms, clock.target_ms);
    case Quantity::kElapsedMinutes:
      return ratio(*clock.elapsed_ms, kMsPerMinute);
    case Quantity::kBreached:
    case Quantity::kCompleted:
      break;
  }
  // What is completed at the very due instant is in time.
  if (clock.state == Clock::State::kCompleted) {
    return Value::checkbox(clock.completed && clock.due && *clock.completed > *clock.due);
  }
  return Value::checkbox(remaining_ms <= 0);
}

}  // namespace signalbox::sla
