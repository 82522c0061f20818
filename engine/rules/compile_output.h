// The output side of a decision table: its columns and the cells below them.
#pragma once

#include <vector>

#include "rules/table.h"

namespace signalbox::rules {

/// Reads `outputs`. What cannot be read is reported and keeps its place with the type Any, so that the cells still line
/// up.
[[nodiscard]] std::vector<Output> read_outputs(const Place& place);

/// Reads a row of output cells (`then`, `default`), one for each output; nullopt when it has errors, all of which are
/// reported.
[[nodiscard]] std::optional<std::vector<OutputCell>> read_output_row(const Place& place,
                                                                     const std::vector<Output>& outputs,
                                                                     const formula::Scope& scope);

}  // namespace signalbox::rules
