// Many waiting records assigned at once.
#pragma once

#include <string>

#include "api/api.h"

namespace signalbox::api {

/// Appends the answer of the operation `assign` (docs/engine-api.md, "Sessions"): who takes each of the records, which
/// wait in this order, so that as many as possible are served and the total score is the greatest; beside it what
/// deciding one by one would give. The records have the program's layout, the roster the directory. O(records x
/// decision), then as routing::assign_best, at most limits::kMaxBatchOffers offers at a time.
void write_assignment(const Context& context, const Records& records, std::string& out);

}  // namespace signalbox::api
