// Which records a condition holds for.
#pragma once

#include <string>

#include "api/api.h"
#include "calendar/calendar.h"
#include "formula/formula.h"

namespace signalbox::api {

/// Appends `{"ok":true,"count":...,"matches":[...],"errors":[...]}` (docs/engine-api.md, "Sessions"): the indexes of
/// the records for which `condition`, a Checkbox formula compiled in the program's scope, is true. The records have the
/// program's layout. `calendar`: where milestones find their business hours. O(records x formula).
void write_matches(const Program& program, const calendar::Calendar& calendar, const formula::Formula& condition,
                   Instant at, const Records& records, std::string& out);

}  // namespace signalbox::api
