// Diagnostics of the host itself, in the form that the engine's have (docs/engine-api.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/json_writer.h"

namespace signalbox {

/// A JSON array. `source`: the text that the spans are about; lines and columns are counted in it.
[[nodiscard]] std::string diagnostics_json(const Diagnostics& diagnostics, std::string_view source);

/// The elements of several JSON arrays as one JSON array.
[[nodiscard]] std::string joined_arrays(const std::vector<std::string>& arrays);

}  // namespace signalbox
