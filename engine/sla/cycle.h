// Cycles of a milestone: what a record's history makes of its clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sla/milestone.h"
#include "sla/reading.h"

namespace signalbox::sla {

/// A stretch of a cycle in which the clock ran in the same hours, or stood for one reason. It ends with the next one.
struct Stretch {
  Instant from;
  std::int64_t elapsed_ms = 0;                     ///< Of the cycle, up to `from`.
  const calendar::BusinessHours* hours = nullptr;  ///< Null in calendar time.
  std::optional<std::string_view> paused;          ///< The reason, while the clock stands.
};

/// One run of a milestone, from its start to its stop.
struct Cycle {
  struct Target {
    Instant at;
    std::int64_t target_ms;
  };

  Instant start;
  bool is_partial = false;  ///< The history begins in the middle: the start is the first instant that is known.
  std::optional<Instant> completed;
  std::optional<Instant> ended;  ///< The record was deleted.
  std::vector<Stretch> stretches;
  std::vector<Target> targets;  ///< Ascending; the last is in force.

  [[nodiscard]] std::int64_t target_ms() const { return targets.back().target_ms; }
  [[nodiscard]] bool is_open() const { return !completed && !ended; }
  /// Milliseconds elapsed up to `at`, were the cycle not completed before. O(stretches).
  [[nodiscard]] std::int64_t elapsed_ms(Instant at) const;
  /// When the target in force is used up, were the last stretch to go on; nullopt when it stands. O(stretches).
  [[nodiscard]] std::optional<Instant> due() const;
  /// Has the cycle missed its target? An open one has from its due instant on; one that was completed or ended at the
  /// very due instant has not. O(stretches).
  [[nodiscard]] bool is_breached(Instant now) const;
};

/// Walks along the history of one record and keeps the cycles of one milestone. The caller observes every event, and
/// between events every instant at which a formula of the milestone turns (see `next`); instants never descend.
class MilestoneWalk {
 public:
  /// Both must outlive it.
  MilestoneWalk(const Milestone& milestone, const calendar::Calendar& calendar)
      : milestone_(&milestone), calendar_(&calendar) {}

  struct Moment {
    formula::Frame event;       ///< At an event: with the record before it. Else as `settled`.
    formula::Frame settled;     ///< The record as it stands, with nothing changing.
    Value target;               ///< What the target's decision yields, when there is one.
    bool is_beginning = false;  ///< The first event of a history that begins in the middle.
  };
  void observe(const Moment& moment, Arena& arena, rules::EvaluationErrors& errors);
  /// The record is deleted.
  void end(Instant at);

  /// The next instant, after that of the last observation, at which the milestone changes by itself: a start or a stop
  /// in the future.
  [[nodiscard]] std::optional<Instant> next() const;
  /// In the order of their starts; completed ones stay.
  [[nodiscard]] const std::vector<Cycle>& cycles() const { return cycles_; }
  /// The clock of the last cycle, not earlier than the last observation and not later than `next`.
  [[nodiscard]] Clock clock(Instant now) const;

 private:
  /// A cycle that begins in the future.
  struct Pending {
    Instant start;
    std::int64_t target_ms;
    const calendar::BusinessHours* hours;
  };

  [[nodiscard]] bool has_open() const { return !cycles_.empty() && cycles_.back().is_open(); }
  [[nodiscard]] bool may_begin() const { return cycles_.empty() || milestone_->recurrence != Recurrence::kNone; }
  void stop(const Reading& reading);
  void reopen(const Reading& settled);
  /// Does the stop hold already? A DateTime holds from its instant on.
  [[nodiscard]] bool is_stopped(const Reading& settled) const;
  void look_for_start(const Moment& moment, const Reading& reading, const Reading& settled);
  void begin(Instant start, std::int64_t target_ms, const calendar::BusinessHours* hours);
  void update(const Moment& moment, const Reading& reading);
  void change_stretch(Instant at, const calendar::BusinessHours* hours, std::optional<std::string_view> paused);
  [[nodiscard]] std::optional<std::string_view> paused_reason(const Reading& reading) const;

  const Milestone* milestone_;
  const calendar::Calendar* calendar_;
  std::vector<Cycle> cycles_;
  std::optional<Pending> pending_;
  std::optional<Instant> stops_;         ///< A stop in the future of the open cycle.
  std::optional<Instant> started_from_;  ///< The DateTime start of the last cycle.
};

}  // namespace signalbox::sla
