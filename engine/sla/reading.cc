#include "sla/reading.h"

namespace signalbox::sla {

namespace {

/// Minutes in milliseconds, rounded half up.
std::optional<std::int64_t> minutes_to_ms(const Decimal& minutes) {
  const auto ms = minutes.times(Decimal::from_int(kMsPerMinute));
  return ms ? ms->rounded(0, Decimal::Rounding::kHalfUp).to_int() : std::nullopt;
}

std::optional<std::int64_t> computed_target_ms(const Value& target) {
  std::optional<std::int64_t> ms;
  if (target.kind() == Value::Kind::kText) ms = parse_duration_ms(target.as_text());
  if (target.kind() == Value::Kind::kNumber) ms = minutes_to_ms(target.as_number());
  return ms && *ms > 0 ? ms : std::nullopt;
}

}  // namespace

Value Reading::evaluate(const rules::PlacedFormula& placed) const {
  const Value value = placed.formula.evaluate(frame, arena);
  if (!value.is_error()) return value;
  errors.push_back({value.as_error(), placed.path, placed.formula.text()});
  return Value();
}

bool Reading::holds(const rules::PlacedFormula& placed) const {
  const Value value = evaluate(placed);
  return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
}

const Pause* Reading::pause() const {
  for (const Pause& pause : milestone.pauses) {
    if (holds(pause.when)) return &pause;
  }
  return nullptr;
}

std::optional<const calendar::BusinessHours*> Reading::hours() const {
  std::string_view name = milestone.hours;
  if (milestone.hours_formula) {
    const std::size_t before = errors.size();
    const Value chosen = evaluate(*milestone.hours_formula);
    if (errors.size() > before) return std::nullopt;
    if (!chosen.is_blank()) name = chosen.as_text();
  }
  if (name.empty()) return nullptr;
  const calendar::BusinessHours* found = calendar.find(name);
  if (found) return found;
  errors.push_back({ErrorCode::kUnknownHours, milestone.hours_path, name});
  return std::nullopt;
}

std::optional<std::int64_t> Reading::target_ms(const Value& decided) const {
  if (milestone.target_ms) return milestone.target_ms;
  const std::size_t before = errors.size();
  const Value target = milestone.target_formula ? evaluate(*milestone.target_formula) : decided;
  const auto ms = computed_target_ms(target);
  // A decision that failed has reported its own error already, and so has the formula.
  if (!ms && !target.is_error() && errors.size() == before) {
    errors.push_back({ErrorCode::kMilestoneTarget, milestone.target_path, {}});
  }
  return ms;
}

}  // namespace signalbox::sla
