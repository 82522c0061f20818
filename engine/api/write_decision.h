// A decision as canonical JSON.
#pragma once

#include <string>
#include <string_view>

#include "api/run.h"
#include "model/json_writer.h"

namespace signalbox::api {

/// Appends the decision (docs/engine-api.md, "Decision"). The run was full, and explained when the input says so.
void write_decision(const RunInput& input, std::string_view record_id, Run& run, std::string& out);
/// Writes the outcome: `{"queue":...,"agent":...,"outputs":{...}}`.
void write_outcome(json::Writer& writer, const RunInput& input, const Run& run);
/// Its two parts: what stands before the value of `outputs`, and that value with the end. The first is the same for all
/// runs of a program that routed nothing.
void begin_outcome(json::Writer& writer, const RunInput& input, const Run& run);
void end_outcome(json::Writer& writer, const RunInput& input, const Run& run);

}  // namespace signalbox::api
