#include "sla/course.h"

namespace signalbox::sla {

std::optional<Instant> Course::at(std::int64_t elapsed_ms) const {
  constexpr std::int64_t kAllYearsMs = std::int64_t{10'000} * 366 * kMsPerDay;
  if (elapsed_ms <= elapsed_before_ms_) return start_;
  if (elapsed_ms > kAllYearsMs) return std::nullopt;
  const std::int64_t worked_ms = worked_before_ms_ + elapsed_ms;
  const auto at = hours_ ? hours_->time().reached(worked_ms) : std::optional(Instant{worked_ms});
  return at && in_range(*at) ? at : std::nullopt;
}

}  // namespace signalbox::sla
