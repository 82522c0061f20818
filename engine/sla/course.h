// How the time of a clock passes.
#pragma once

#include <cstdint>
#include <optional>

#include "base/time.h"
#include "calendar/business_hours.h"

namespace signalbox::sla {

/// From an instant on, with some time elapsed before: in calendar time, or in the working time of business hours, which
/// must outlive it.
class Course {
 public:
  explicit Course(Instant start, const calendar::BusinessHours* hours = nullptr, std::int64_t elapsed_ms = 0)
      : start_(start),
        hours_(hours),
        elapsed_before_ms_(elapsed_ms),
        worked_before_ms_((hours ? hours->time().worked_ms(start) : start.ms) - elapsed_ms) {}

  [[nodiscard]] Instant start() const { return start_; }
  /// Null in calendar time.
  [[nodiscard]] const calendar::BusinessHours* hours() const { return hours_; }
  /// Milliseconds that have elapsed, those before the start included. O(log n) of the hours.
  [[nodiscard]] std::int64_t elapsed_ms(Instant at) const {
    return (hours_ ? hours_->time().worked_ms(at) : at.ms) - worked_before_ms_;
  }
  /// The earliest instant from the start on at which `elapsed_ms` have elapsed; nullopt when that never happens or only
  /// after the year 9999. O(log n) of the hours.
  [[nodiscard]] std::optional<Instant> at(std::int64_t elapsed_ms) const;

 private:
  Instant start_;
  const calendar::BusinessHours* hours_;
  std::int64_t elapsed_before_ms_;
  std::int64_t worked_before_ms_;  ///< Of the hours, when nothing had elapsed.
};

}  // namespace signalbox::sla
