// Business hours: when work is done, and arithmetic with the time that is worked.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "calendar/working_time.h"

namespace signalbox::calendar {

/// Named hours of a directory, as Salesforce's BusinessHours with their holidays. Immutable.
class BusinessHours {
 public:
  /// `zone`: in which instants are told to people.
  BusinessHours(std::string name, Zone zone, std::unique_ptr<const WorkingTime> time)
      : name_(std::move(name)), zone_(std::move(zone)), time_(std::move(time)) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Zone& zone() const { return zone_; }
  [[nodiscard]] const WorkingTime& time() const { return *time_; }

  /// Working milliseconds from `from` up to `to`; negative when `to` is earlier. O(log n) as WorkingTime says.
  [[nodiscard]] std::int64_t measure_ms(Instant from, Instant to) const {
    return time_->worked_ms(to) - time_->worked_ms(from);
  }
  /// The earliest instant at which `ms` have been worked since `from`: closing time, not the next opening, when the
  /// hours end just then; `from` itself for 0. nullopt when that never happens or only after the year 9999. `ms` >= 0.
  /// O(log n).
  [[nodiscard]] std::optional<Instant> add(Instant from, std::int64_t ms) const;
  [[nodiscard]] bool is_open(Instant at) const { return measure_ms(at, {at.ms + 1}) == 1; }
  /// The first instant from `at` on that is open; nullopt when there is none. O(log n).
  [[nodiscard]] std::optional<Instant> next_opening(Instant at) const;
  /// The first instant from `at` on that is not open; nullopt when there is none up to kLastYear. O(log n x log years).
  [[nodiscard]] std::optional<Instant> next_closing(Instant at) const;

 private:
  std::string name_;
  Zone zone_;
  std::unique_ptr<const WorkingTime> time_;
};

}  // namespace signalbox::calendar
