// From the members `steps` and `workflow` of a definition to a workflow.
#pragma once

#include <memory>

#include "workflow/reading.h"

namespace signalbox::workflow {

/// `root`: the definition, of which the rest has been compiled without errors. Null when its workflow has errors, all
/// of which are reported. O(document), the graph's checks O(steps x ways).
[[nodiscard]] std::shared_ptr<const Workflow> compile(const Place& root, const Surroundings& around);

/// Is there more in the definition than steps that decide and route one after another?
[[nodiscard]] bool is_workflow(const Place& root);

/// Ways that lead nowhere or in circles, steps that are never reached, catches that cannot fire: see docs/workflow.md.
void check_graph(const Outline& outline, const Workflow& workflow, const Surroundings& around);

}  // namespace signalbox::workflow
