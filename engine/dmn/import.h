// From a DMN model to a definition.
#pragma once

#include <string_view>

#include "dmn/findings.h"

namespace signalbox::dmn {

/// `tree`: the model's XML as a JSON tree (Element). Decision tables and literal expressions become decisions, input
/// data fields, information requirements references; names become identifiers and stay as labels; the definition counts
/// blanks as blank, and each decision is a step. DMN 1.3, 1.4 and 1.5. Anything that cannot be taken over exactly is an
/// error with its place, and then there is no definition. The definition has not been compiled. O(n).
[[nodiscard]] Imported import_model(std::string_view tree);

}  // namespace signalbox::dmn
