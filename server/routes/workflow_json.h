// Runs of workflows, and what hangs on them, as JSON.
#pragma once

#include "model/json_writer.h"
#include "server/service/replay.h"
#include "server/service/workflow_runs.h"

namespace signalbox::routes {

/// The members that say which run it is and how it stands; without its state.
void write_workflow_run(json::Writer& writer, const store::WorkflowRun& run);
void write_workflow_entry(json::Writer& writer, const store::WorkflowEntry& entry);
void write_workflow_command(json::Writer& writer, const store::WorkflowCommand& command);
void write_workflow_incident(json::Writer& writer, const store::WorkflowIncident& incident);
void write_replay(json::Writer& writer, const std::string& run, const service::ReplayVerdict& verdict);

}  // namespace signalbox::routes
