// What a history made of a milestone: as data.
#pragma once

#include "model/json_writer.h"
#include "sla/cycle.h"

namespace signalbox::explain {

/// Writes the array `cycles` of a milestone (docs/engine-api.md, "History"): what they are at `now`.
void write_cycles(json::Writer& writer, const std::vector<sla::Cycle>& cycles, Instant now);

}  // namespace signalbox::explain
