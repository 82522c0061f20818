// Workflows at the door: compiling one, and the operation that moves its runs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"
#include "base/diagnostic.h"
#include "workflow/workflow.h"

namespace signalbox::api {

/// The workflow of a program, and the program that it belongs to.
struct Workflow::Parts {
  Program program;
  std::shared_ptr<const workflow::Workflow> workflow;
};

/// Compiles the workflow of a definition that is a program already; diagnostics have places in its source.
[[nodiscard]] std::optional<Workflow> read_workflow(const Program& program, Diagnostics& diagnostics);
/// The same, but nothing for definitions whose steps only decide and route.
void check_workflow(const Program& program, Diagnostics& diagnostics);

/// Appends the answer of the session's operation `workflow.advance` (docs/workflow.md).
void write_advance(const Workflow& workflow, const Directory& directory, const std::optional<Roster>& roster,
                   std::string_view body, std::string& out);

}  // namespace signalbox::api
