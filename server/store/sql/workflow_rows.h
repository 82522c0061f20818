// Runs of workflows, and what hangs on them, as rows.
#pragma once

#include "server/store/sql/database.h"
#include "server/store/workflow_runs.h"

namespace signalbox::store {

#define SIGNALBOX_WORKFLOW_RUN_HEAD                                                                             \
  "run, definition, object, record_id, definition_version, definition_hash, status, revision, head, begun_ms, " \
  "changed_ms, ended_ms, due_ms, start_key, start_hash"
#define SIGNALBOX_WORKFLOW_RUN_COLUMNS SIGNALBOX_WORKFLOW_RUN_HEAD ", state"
#define SIGNALBOX_WORKFLOW_ENTRY_COLUMNS                                                                      \
  "sequence, taken_ms, actor, definition_hash, directory_hash, roster_hash, engine, event, trace, commands, " \
  "state_hash, idempotency_key, request_hash, previous_hash, hash"
#define SIGNALBOX_WORKFLOW_COMMAND_COLUMNS \
  "sequence, run, command_key, made_ms, awaited, target, attempts, next_ms, trouble, outcome, body"
#define SIGNALBOX_WORKFLOW_INCIDENT_COLUMNS "number, run, incident, step, code, sentence, at_ms"

[[nodiscard]] WorkflowRun read_workflow_head(const Statement& row);  ///< Of SIGNALBOX_WORKFLOW_RUN_HEAD.
[[nodiscard]] WorkflowRun read_workflow_run(const Statement& row);   ///< Of SIGNALBOX_WORKFLOW_RUN_COLUMNS.
[[nodiscard]] WorkflowEntry read_workflow_entry(const Statement& row);
[[nodiscard]] WorkflowCommand read_workflow_command(const Statement& row);
[[nodiscard]] WorkflowIncident read_workflow_incident(const Statement& row);

/// False: the run has another revision, or one of its name or key is there; nothing was changed.
[[nodiscard]] bool change_workflow_run(Database& database, const WorkflowChange& change);
[[nodiscard]] bool change_workflow_delivery(Database& database, const DeliveryChange& change,
                                            std::int64_t seen_attempts);
/// As change_workflow_delivery for a command whose delivery was given up.
[[nodiscard]] bool settle_dead_workflow_command(Database& database, const DeliveryChange& change,
                                                const std::string& incident);
void open_workflow_incident(Database& database, const WorkflowIncident& incident);
/// False: there is no such incident.
bool close_workflow_incident(Database& database, const std::string& run, const std::string& incident);

}  // namespace signalbox::store
