// When a formula's value changes while nothing happens to the record but that time passes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "formula/formula.h"
#include "sla/bounds.h"
#include "sla/threshold.h"

namespace signalbox::sla {

/// A comparison that can turn: between the instants at which something else turns both sides rise or fall steadily
/// against each other.
struct Hinge {
  formula::Formula less;               ///< Left < right.
  formula::Formula less_or_equal;      ///< Left <= right.
  std::optional<Threshold> threshold;  ///< Of a clock with a constant: solved without asking the formulas.
};

/// What of a formula, or of several, depends on the time. Immutable.
class Turning {
 public:
  /// Of a formula that compiles in `scope`. `first_clock_slot`: where the quantities of the milestones begin, behind
  /// which the contacts are.
  /// `decisions`: by slot behind the last contact, how that output of a decision turns. `rising`: a slot whose value
  /// rises in steps (see Future::next_step). O(length).
  [[nodiscard]] static Turning of(std::string_view formula, const formula::Scope& scope, std::uint32_t first_clock_slot,
                                  const std::vector<Turning>& decisions,
                                  std::optional<std::uint32_t> rising = std::nullopt);

  /// Of what cannot be asked beforehand.
  [[nodiscard]] static Turning sampled() {
    Turning turning;
    turning.is_sampled_ = true;
    return turning;
  }

  /// Takes over what turns in the other: of something that is computed from both.
  void add(const Turning& other);

  [[nodiscard]] bool is_timed() const {
    return is_sampled_ || is_searched() || period_ms_ > 0 || !hinges_.empty() || !milestones_.empty() ||
           !contacts_.empty();
  }
  /// A value that moves on and on: it has no turns, and is looked at once a minute.
  [[nodiscard]] bool is_sampled() const { return is_sampled_; }
  /// Some turns are searched by bounds; the others are known to the millisecond.
  [[nodiscard]] bool is_searched() const { return !bounds_.empty(); }
  [[nodiscard]] const std::vector<Bounds>& bounds() const { return bounds_; }
  /// What people should know of a formula whose turns are not solved; nullopt when all are.
  struct Advice {
    std::string_view code;
    std::string_view sentence;
    std::string_view expected;
  };
  [[nodiscard]] std::optional<Advice> advice() const;
  [[nodiscard]] const std::vector<Hinge>& hinges() const { return hinges_; }
  /// Clocks that are read, ascending.
  [[nodiscard]] const std::vector<std::uint32_t>& milestones() const { return milestones_; }
  /// Contacts that are read, ascending.
  [[nodiscard]] const std::vector<std::uint32_t>& contacts() const { return contacts_; }
  /// A comparison mixes clocks with each other or with the time of the calendar: it bends where hours open or close.
  [[nodiscard]] bool bends() const { return bends_; }
  /// It may turn at every multiple of so much time since 1970 (UTC); 0 when it does not.
  [[nodiscard]] std::int64_t period_ms() const { return period_ms_; }

 private:
  friend class TurningReader;
  void add_milestone(std::uint32_t milestone);
  void add_contact(std::uint32_t contact);
  void add_period(std::int64_t period_ms);

  std::vector<Hinge> hinges_;
  std::vector<Bounds> bounds_;
  std::vector<std::uint32_t> milestones_;
  std::vector<std::uint32_t> contacts_;
  std::int64_t period_ms_ = 0;
  bool bends_ = false;
  bool is_sampled_ = false;
};

/// A formula and how it turns.
struct TimedFormula {
  formula::Formula formula;
  Turning turning;
};

/// A record as it will be if nothing happens to it.
class Future {
 public:
  virtual ~Future() = default;
  [[nodiscard]] virtual Value evaluate(const formula::Formula& formula, Instant at) = 0;
  /// Now.
  [[nodiscard]] virtual const Clock& clock(std::uint32_t milestone) const = 0;
  /// When the next event stops counting after `from`; nullopt when none does.
  [[nodiscard]] virtual std::optional<Instant> contact_change(std::uint32_t contact, Instant from) const = 0;
  /// When what rises in steps takes its next one after `from`; nullopt when nothing does.
  [[nodiscard]] virtual std::optional<Instant> next_step(Instant /*from*/) const { return std::nullopt; }
};

struct Turn {
  Instant at;
  bool is_certain = true;  ///< False: look again then, it may turn there or later.
};

/// The first instant after `from` and before `until` at which the value of `formula` is another than at `from`; a
/// sampled one is looked at every whole minute. After limits::kMaxLooks instants without a change, or steps of the
/// search, the last one is given, so that a turn is never missed. O(looks x hinges x log(milliseconds)).
[[nodiscard]] std::optional<Turn> next_turn(const Turning& turning, const formula::Formula& formula, Future& future,
                                            Instant from, Instant until);
/// The same of one of several formulas that share the steps of a search: `steps` are left for this one and those after
/// it.
[[nodiscard]] std::optional<Turn> next_turn(const Turning& turning, const formula::Formula& formula, Future& future,
                                            Instant from, Instant until, std::size_t& steps);

/// Are they the same value, of the same kind? Two locations are never told to be.
[[nodiscard]] bool is_same(const Value& a, const Value& b);

/// After every instant that there is.
inline constexpr Instant kNever{253'402'300'800'000};

}  // namespace signalbox::sla
