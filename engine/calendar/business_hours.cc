#include "calendar/business_hours.h"

#include <algorithm>

namespace signalbox::calendar {

namespace {

std::optional<Instant> checked(std::optional<Instant> at) { return at && in_range(*at) ? at : std::nullopt; }

}  // namespace

std::optional<Instant> BusinessHours::add(Instant from, std::int64_t ms) const {
  if (ms == 0) return from;
  return checked(time_->reached(time_->worked_ms(from) + ms));
}

std::optional<Instant> BusinessHours::next_opening(Instant at) const {
  auto worked = time_->reached(time_->worked_ms(at) + 1);
  if (worked) --worked->ms;
  return checked(worked);
}

std::optional<Instant> BusinessHours::next_closing(Instant at) const {
  // Time that is not worked only grows as well: the last instant up to which there was none is found by halving.
  const Instant end = instant_at(*date_from_civil({kLastYear + 1, 1, 1}), {});
  const auto is_all_worked = [&](Instant to) { return measure_ms(at, to) == to.ms - at.ms; };
  std::int64_t step_ms = kMsPerHour;
  while (at.ms + step_ms < end.ms && is_all_worked({at.ms + step_ms})) step_ms *= 2;
  Instant open = at;
  Instant closed{std::max(at.ms + 1, std::min(at.ms + step_ms, end.ms))};
  if (is_all_worked(closed)) return std::nullopt;
  while (open.ms + 1 < closed.ms) {
    const Instant middle{open.ms + (closed.ms - open.ms) / 2};
    (is_all_worked(middle) ? open : closed) = middle;
  }
  return open;
}

}  // namespace signalbox::calendar
