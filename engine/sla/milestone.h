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
  kBreached,  ///< The target is used up; of a completed clock: it was completed after its due instant.
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

/// When a milestone begins anew.
enum class Recurrence : std::uint8_t {
  kNone,
  kIndependent,  ///< As soon as its start holds again.
  kSequential,   ///< Likewise, but not before the due instant of the cycle before.
};

/// What becomes of a completed cycle whose stop no longer holds.
enum class Reopening : std::uint8_t {
  kStay,    ///< It stays completed.
  kResume,  ///< The clock goes on; the time between is a pause.
  kTotal,   ///< The clock goes on as if it had never stopped.
};

/// A condition under which the clock stands.
struct Pause {
  rules::PlacedFormula when;
  std::string reason;  ///< For people; the formula where the definition gives none.
};

/// The reason of a pause that a reopening made of a completion.
inline constexpr std::string_view kStoppedReason = "stopped";

/// Immutable once compiled.
struct Milestone {
  std::string name;
  std::string target_path;                ///< JSON pointer: "/milestones/Resolution/target".
  std::optional<std::int64_t> target_ms;  ///< Set, or `target_decision` is.
  std::optional<TargetDecision> target_decision;
  std::optional<rules::PlacedFormula> target_formula;  ///< Text or Number, as the decision's output.
  rules::PlacedFormula start;                          ///< DateTime, or Checkbox.
  std::optional<rules::PlacedFormula> stop;            ///< DateTime, or Checkbox.
  std::string hours;  ///< Name of the business hours; empty for calendar time or a formula.
  std::optional<rules::PlacedFormula> hours_formula;  ///< Text: their name for each record.
  std::string hours_path;                             ///< JSON pointer: "/milestones/Resolution/hours".
  std::vector<Pause> pauses;                          ///< The first that holds gives the reason.
  std::optional<rules::PlacedFormula> resume;  ///< Checkbox: ends a pause, which otherwise ends with its condition.
  Recurrence recurrence = Recurrence::kNone;
  Reopening reopening = Reopening::kStay;

  /// All of its formulas, in the order of the members.
  [[nodiscard]] std::vector<const rules::PlacedFormula*> formulas() const;
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
  enum class State : std::uint8_t { kNotStarted, kRunning, kBreached, kCompleted, kPaused };
  State state = State::kNotStarted;
  std::optional<Instant> start;  ///< Also when it lies in the future.
  std::optional<Course> course;  ///< Set with the start, but not while the clock stands.
  std::optional<Instant> due;
  std::optional<Instant> completed;  ///< When it was completed, if that is known.
  std::optional<Instant> stops;      ///< When it will be completed: a stop in the future.
  std::int64_t target_ms = 0;        ///< 0 when unknown.
  std::optional<std::int64_t>
      elapsed_ms;  ///< On its course, up to now or the completion; nullopt when not started or not known.
  std::optional<Instant> paused;    ///< Since when it stands, if that is known.
  std::optional<Instant> restarts;  ///< When the next cycle begins, as far as that is known: in the future.
  bool is_partial = false;          ///< The history begins in the middle of the cycle: at least so much has elapsed.

  [[nodiscard]] std::int64_t remaining_ms() const { return target_ms - *elapsed_ms; }
};

/// "notStarted", "running", "breached", "completed", "paused".
[[nodiscard]] std::string_view state_name(Clock::State state);

/// The clock as it will be at a later instant, if nothing happens to the record until then. O(log n) of the hours.
[[nodiscard]] Clock clock_at(const Clock& clock, Instant at);

/// Reads the clock of one record without its history. `target`: what the target's decision yielded, when there is one.
/// `calendar`: where business hours are found; it must outlive the clock. A start, stop, target or business hours that
/// cannot be computed or are not there are reported and count as absent: without a start, target or hours the milestone
/// has not started. What only a history tells is not known: since when a Checkbox start holds (reported as
/// needs-history), and what a clock that stands had elapsed.
[[nodiscard]] Clock read_clock(const Milestone& milestone, const formula::Frame& frame, const Value& target,
                               const calendar::Calendar& calendar, Arena& arena, rules::EvaluationErrors& errors);

/// Value of a global. Blank (Checkbox: false) while the milestone has not started, and where the instant of completion
/// is not known.
[[nodiscard]] Value quantity_value(const Clock& clock, Quantity quantity);

}  // namespace signalbox::sla
