// From a definition to a DMN model.
#pragma once

#include <string>
#include <vector>

#include "dmn/findings.h"
#include "model/json.h"

namespace signalbox::dmn {

struct Exported {
  std::string xml;  ///< Empty when there are errors.
  std::vector<Finding> findings;
};

/// The decisions and fields of a definition (one that compiles) as a model of DMN 1.5. Formulas and tests become FEEL
/// where import_model reads that FEEL back as the same formula or test; where it does not they stay as they are, under
/// an expressionLanguage of their own and a warning. What a model has no place for (milestones, routing, steps) is left
/// out with a warning. Importing the result and exporting it again gives the same bytes. O(n).
[[nodiscard]] Exported export_model(json::Node definition);

}  // namespace signalbox::dmn
