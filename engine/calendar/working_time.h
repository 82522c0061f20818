// Working time as a count that only grows: how much of it has passed at an instant, and when so much has passed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "calendar/schedule.h"
#include "calendar/zone.h"

namespace signalbox::calendar {

/// Open from `open` up to `close`.
struct Opening {
  Instant open;
  Instant close;
  friend bool operator==(const Opening&, const Opening&) = default;
};
/// Ascending, apart from each other.
using Openings = std::vector<Opening>;

class WorkingTime {
 public:
  virtual ~WorkingTime() = default;
  /// Open milliseconds from a fixed point up to `at`; negative before that point.
  [[nodiscard]] virtual std::int64_t worked_ms(Instant at) const = 0;
  /// The earliest instant up to which so much is worked; nullopt when there never is so much.
  [[nodiscard]] virtual std::optional<Instant> reached(std::int64_t worked_ms) const = 0;
  /// From kFirstYear to kLastYear (UTC). O(days).
  [[nodiscard]] virtual Openings openings() const = 0;
};

/// A schedule on the wall clock of a zone. An opening or closing time is the first instant at which the clock shows
/// that time or a later one: what the clock skips is not worked, and while it shows an hour again nothing opens or
/// closes. Both queries O(log changes of the zone + log special days).
[[nodiscard]] std::unique_ptr<const WorkingTime> zoned_time(Schedule schedule, const Zone& zone);

enum class Combination : std::uint8_t {
  kAny,  ///< Open when one of them is.
  kAll,  ///< Open when all of them are.
};

/// At least one part. Known from kFirstYear to kLastYear, closed before and after. Memory O(openings), queries
/// O(log openings).
[[nodiscard]] std::unique_ptr<const WorkingTime> combined_time(const std::vector<const WorkingTime*>& parts,
                                                               Combination combination);

}  // namespace signalbox::calendar
