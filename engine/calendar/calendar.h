// All business hours of a directory.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/business_hours.h"
#include "model/reader.h"

namespace signalbox::calendar {

/// Immutable once read. Names are compared byte for byte.
class Calendar {
 public:
  /// Reads and checks the members `holidays` and `businessHours` of a directory document (docs/engine-api.md). nullopt
  /// when they have errors, all of which are reported. O(document + special days log special days + openings of
  /// combinations).
  static std::optional<Calendar> read(const Place& root);

  /// Null when there are none of that name. O(log n).
  [[nodiscard]] const BusinessHours* find(std::string_view name) const;
  /// In byte order.
  [[nodiscard]] std::vector<std::string_view> names() const;

 private:
  std::vector<BusinessHours> hours_;  ///< Sorted by name.
};

/// Reports `unknown-<word>`: there are no `noun`, such as business hours, of that name; the closest of `names` may be
/// meant.
void report_none(const Place& place, std::string_view word, std::string_view noun, std::string_view name,
                 const std::vector<std::string_view>& names);

}  // namespace signalbox::calendar
