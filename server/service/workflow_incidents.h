// What a person does about an incident of a run.
#pragma once

#include <optional>
#include <string>

#include "server/service/workflow_runs.h"

namespace signalbox::service {

struct IncidentAction {
  std::string run;
  std::string incident;  ///< Its id within the run.
  /// `retry`: the step, or the delivery, is tried again; `repair`: the same, and `changed` mends the record first;
  /// `skip`: the run goes on behind the step, or the delivery is given up; `goTo`: the run goes on at the step `to`;
  /// `cancel`: the run ends.
  std::string action;
  std::string by;
  std::string reason;
  std::optional<std::string> changed;  ///< JSON.
  std::optional<std::string> to;
  std::optional<std::string> idempotency_key;
  store::Hash request_hash;
};

/// What it led to; nullopt: no event of the run, because the incident is none of a step.
using IncidentDone = std::function<void(Result<std::optional<WorkflowOutcome>>)>;

/// Refused when the incident is not open or cannot be ended in this way.
void act_on_incident(WorkflowRuns& runs, const IncidentAction& action, const IncidentDone& done);

}  // namespace signalbox::service
