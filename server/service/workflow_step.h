// One event of a run of a workflow: what the engine makes of it, and what that changes in the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/api.h"
#include "model/json.h"
#include "server/service/refusal.h"
#include "server/store/workflow_runs.h"

namespace signalbox::service {

/// What the engine is given.
struct WorkflowQuestion {
  const api::Workflow& workflow;
  const api::Directory& directory;
  const std::optional<api::Roster>& roster;
  std::string_view run;        ///< Its id.
  std::string_view state;      ///< `null` before the first event.
  std::string_view event;      ///< JSON.
  std::optional<Instant> now;  ///< Events behind it are refused; nullopt: none are.
};

/// What it answers, its parts byte for byte.
struct WorkflowAnswer {
  std::string state;
  std::string commands;
  std::string trace;
  std::string status;
  std::optional<Instant> wake;
};

/// Refused with the engine's diagnostics, whose places are within the event, when it does not take it.
[[nodiscard]] Result<WorkflowAnswer> advance(const WorkflowQuestion& question);

/// Who gets a command delivered; nullopt: somebody fetches it.
using TargetOf = std::function<std::optional<std::string>(json::Node command)>;

/// Takes the answer over into a change: `change.run` is the run as it was, `change.entry` lacks the answer and the
/// chain. `open`: the run's open commands. O(answer + open commands * branches).
void take_over(const WorkflowAnswer& answer, const std::vector<store::WorkflowCommand>& open, const TargetOf& target_of,
               store::WorkflowChange& change);

}  // namespace signalbox::service
