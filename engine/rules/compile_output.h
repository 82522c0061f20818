// The output side of a decision table: its columns and the cells below them.
#pragma once

#include <vector>

#include "rules/table.h"

namespace signalbox::rules {

/// Is the place an array with a cell for each of the decision's columns ("input", "output", "annotation")? Reports it
/// otherwise.
[[nodiscard]] bool has_cells(const Place& place, std::size_t columns, std::string_view column);

/// Reads `outputs`. What cannot be read is reported and keeps its place with the type Any, so that the cells still line
/// up.
[[nodiscard]] std::vector<Output> read_outputs(const Place& place);

/// Reads a row of output cells (`then`, `default`), one for each output; nullopt when it has errors, all of which are
/// reported.
[[nodiscard]] std::optional<std::vector<OutputCell>> read_output_row(const Place& place,
                                                                     const std::vector<Output>& outputs,
                                                                     const formula::Scope& scope);

/// Moves the texts of literals next to each other, each distinct text once: records ask for them in any order, and
/// texts all over the memory cost more than finding the rule. O(cells log cells + bytes).
void gather_texts(std::vector<OutputCell>& cells);

}  // namespace signalbox::rules
