// Milestones: SLA clocks, in calendar time or in business hours.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "calendar/calendar.h"
#include "formula/formula.h"
#include "model/reader.h"
#include "rules/evaluate.h"
#include "rules/table.h"
#include "sla/course.h"

namespace signalbox::sla {

/// What formulas can read of a clock, as the globals `$Milestone.<name>.<quantity>`, in the order of their slots.
enum class Quantity : std::uint8_t {
  kRemaining,         ///< Share of the target left, 0..1.
  kRemainingMinutes,  ///< Negative when overdue.
  kElapsed,           ///< Share of the target used; above 1 when overdue.
  kElapsedMinutes,
  kBreached,  ///< The target is used up.
  kCompleted,
};
inline constexpr std::size_t kQuantityCount = 6;

/// "Remaining", "RemainingMinutes", ...
[[nodiscard]] std::string_view quantity_name(Quantity quantity);
[[nodiscard]] Type quantity_type(Quantity quantity);
/// `$Milestone.<name>.<quantity>` for every quantity, in order.
[[nodiscard]] std::vector<formula::Global> globals_of(std::string_view milestone);

/// The decision that sets a target, and which of its outputs does.
struct TargetDecision {
  std::uint32_t decision;  ///< Index among the definition's decisions.
  std::uint32_t output;
};

/// Immutable once compiled.
struct Milestone {
  std::string name;
  std::string target_path;                ///< JSON pointer: "/milestones/Resolution/target".
  std::optional<std::int64_t> target_ms;  ///< Set, or `target_decision` is.
  std::optional<TargetDecision> target_decision;
  rules::PlacedFormula start;
  std::optional<rules::PlacedFormula> stop;  ///< DateTime, or Checkbox.
  std::string hours;                         ///< Name of the business hours; empty for calendar time or a formula.
  std::optional<rules::PlacedFormula> hours_formula;  ///< Text: their name for each record.
  std::string hours_path;                             ///< JSON pointer: "/milestones/Resolution/hours".
};

/// Reads and compiles the milestone at `place`. nullopt when it has errors, all of which are reported. `clock_slots`:
/// by slot, whether it holds a milestone's quantity or something computed from one, which neither its formulas nor its
/// target's decision may read.
/// `decisions`: all of the definition that compiled.
[[nodiscard]] std::optional<Milestone> compile_milestone(const Place& place, std::string_view name,
                                                         const formula::Scope& scope,
                                                         const std::vector<bool>& clock_slots,
                                                         const std::vector<rules::Table>& decisions,
                                                         const std::vector<std::string_view>& decision_names);

/// State of one clock at one instant. Values are exact.
struct Clock {
  enum class State : std::uint8_t { kNotStarted, kRunning, kBreached, kCompleted };
  State state = State::kNotStarted;
  std::optional<Instant> start;  ///< Also when it lies in the future.
  std::optional<Course> course;  ///< Set with the start.
  std::optional<Instant> due;
  std::optional<Instant> completed;  ///< When it was completed, if that is known.
  std::optional<Instant> stops;      ///< When it will be completed: a stop in the future.
  std::int64_t target_ms = 0;        ///< 0 when unknown.
  std::optional<std::int64_t>
      elapsed_ms;  ///< On its course, up to now or the completion; nullopt when not started or not known.

  [[nodiscard]] std::int64_t remaining_ms() const { return target_ms - *elapsed_ms; }
};

/// "notStarted", "running", "breached", "completed".
[[nodiscard]] std::string_view state_name(Clock::State state);

/// Reads the clock of one record. `target`: what the target's decision yielded, when there is one. `calendar`: where
/// business hours are found; it must outlive the clock. A start, stop, target or business hours that cannot be computed
/// or are not there are reported and count as absent: without a start, target or hours the milestone has not started.
[[nodiscard]] Clock read_clock(const Milestone& milestone, const formula::Frame& frame, const Value& target,
                               const calendar::Calendar& calendar, Arena& arena, rules::EvaluationErrors& errors);

/// Value of a global. Blank (Checkbox: false) while the milestone has not started, and where the instant of completion
/// is not known.
[[nodiscard]] Value quantity_value(const Clock& clock, Quantity quantity);

}  // namespace signalbox::sla
