#include "server/store/sql/workflow_rows.h"

namespace signalbox::store {
namespace {

/// Stands in statements for no instant, and for no text.
constexpr std::int64_t kNever = -1;

std::int64_t ms_or_never(std::optional<Instant> at) { return at ? at->ms : kNever; }

std::optional<Instant> optional_instant(const Statement& row, int column) {
  const std::optional<std::int64_t> ms = row.optional_number(column);
  return ms ? std::optional(Instant{*ms}) : std::nullopt;
}

bool insert_run(Database& database, const WorkflowRun& run) {
  Statement row =
      database.statement("INSERT INTO workflow_runs (" SIGNALBOX_WORKFLOW_RUN_COLUMNS
                         ") VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, NULLIF(?, -1), NULLIF(?, -1), ?, ?, ?) "
                         "ON CONFLICT DO NOTHING RETURNING run");
  row.bind(run.id).bind(run.name.definition).bind(run.name.object).bind(run.name.record_id);
  row.bind(run.definition_version).bind(run.definition_hash).bind(run.status).bind(run.head).bind(run.begun.ms);
  row.bind(run.changed.ms).bind(ms_or_never(run.ended)).bind(ms_or_never(run.due)).bind_optional(run.start_key);
  row.bind(run.start_hash).bind_blob(run.state);
  if (!row.step()) return false;
  row.run();
  return true;
}

bool update_run(Database& database, const WorkflowRun& run) {
  Statement row = database.statement(
      "UPDATE workflow_runs SET definition_version = ?, definition_hash = ?, status = ?, revision = revision + 1, "
      "head = ?, changed_ms = ?, ended_ms = NULLIF(?, -1), due_ms = NULLIF(?, -1), state = ? "
      "WHERE run = ? AND revision = ? RETURNING run");
  row.bind(run.definition_version).bind(run.definition_hash).bind(run.status).bind(run.head).bind(run.changed.ms);
  row.bind(ms_or_never(run.ended)).bind(ms_or_never(run.due)).bind_blob(run.state).bind(run.id).bind(run.revision);
  if (!row.step()) return false;
  row.run();
  return true;
}

void insert_entry(Database& database, const std::string& run, const WorkflowEntry& entry) {
  Statement row = database.statement("INSERT INTO workflow_entries (run, " SIGNALBOX_WORKFLOW_ENTRY_COLUMNS
                                     ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  row.bind(run).bind(entry.sequence).bind(entry.taken.ms).bind(entry.actor).bind(entry.definition_hash);
  row.bind(entry.directory_hash).bind_optional(entry.roster_hash).bind(entry.engine).bind_blob(entry.event);
  row.bind_blob(entry.trace).bind_blob(entry.commands).bind(entry.state_hash).bind_optional(entry.idempotency_key);
  row.bind(entry.request_hash).bind(entry.previous_hash).bind(entry.hash).run();
}

void insert_command(Database& database, const WorkflowChange& change, const NewWorkflowCommand& command) {
  const std::int64_t made_ms = change.entry.taken.ms;
  Statement row = database.statement(
      "INSERT INTO workflow_commands (run, command_key, made_ms, awaited, target, attempts, next_ms, body) "
      "VALUES (?, ?, ?, ?, ?, 0, NULLIF(?, -1), ?) ON CONFLICT (run, command_key) DO NOTHING");
  row.bind(change.run.id).bind(command.key).bind(made_ms).bind(std::int64_t{command.is_awaited});
  row.bind_optional(command.target).bind(command.target ? made_ms : kNever).bind_blob(command.body).run();
}

void finish_command(Database& database, const std::string& run, const std::pair<std::string, std::string>& finished) {
  database
      .statement(
          "UPDATE workflow_commands SET outcome = ?, next_ms = NULL WHERE run = ? AND command_key = ? AND outcome IS "
          "NULL")
      .bind(finished.second)
      .bind(run)
      .bind(finished.first)
      .run();
}

}  // namespace

WorkflowRun read_workflow_head(const Statement& row) {
  WorkflowRun run;
  run.id = row.text(0);
  run.name = {row.text(1), row.text(2), row.text(3)};
  run.definition_version = row.number(4);
  run.definition_hash = row.text(5);
  run.status = row.text(6);
  run.revision = row.number(7);
  run.head = row.text(8);
  run.begun = Instant{row.number(9)};
  run.changed = Instant{row.number(10)};
  run.ended = optional_instant(row, 11);
  run.due = optional_instant(row, 12);
  run.start_key = row.optional_text(13);
  run.start_hash = row.text(14);
  return run;
}

WorkflowRun read_workflow_run(const Statement& row) {
  WorkflowRun run = read_workflow_head(row);
  run.state = row.text(15);
  return run;
}

WorkflowEntry read_workflow_entry(const Statement& row) {
  WorkflowEntry entry;
  entry.sequence = row.number(0);
  entry.taken = Instant{row.number(1)};
  entry.actor = row.text(2);
  entry.definition_hash = row.text(3);
  entry.directory_hash = row.text(4);
  entry.roster_hash = row.optional_text(5);
  entry.engine = row.text(6);
  entry.event = row.text(7);
  entry.trace = row.text(8);
  entry.commands = row.text(9);
  entry.state_hash = row.text(10);
  entry.idempotency_key = row.optional_text(11);
  entry.request_hash = row.text(12);
  entry.previous_hash = row.text(13);
  entry.hash = row.text(14);
  return entry;
}

WorkflowCommand read_workflow_command(const Statement& row) {
  WorkflowCommand command;
  command.sequence = row.number(0);
  command.run = row.text(1);
  command.key = row.text(2);
  command.made = Instant{row.number(3)};
  command.is_awaited = row.number(4) != 0;
  command.target = row.optional_text(5);
  command.attempts = row.number(6);
  command.next = optional_instant(row, 7);
  command.trouble = row.optional_text(8);
  command.outcome = row.optional_text(9);
  command.body = row.text(10);
  return command;
}

WorkflowIncident read_workflow_incident(const Statement& row) {
  return {row.number(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), Instant{row.number(6)}};
}

void open_workflow_incident(Database& database, const WorkflowIncident& incident) {
  database
      .statement(
          "INSERT INTO workflow_incidents (run, incident, step, code, sentence, at_ms) VALUES (?, ?, ?, ?, ?, ?) "
          "ON CONFLICT (run, incident) DO NOTHING")
      .bind(incident.run)
      .bind(incident.id)
      .bind(incident.step)
      .bind(incident.code)
      .bind(incident.sentence)
      .bind(incident.at.ms)
      .run();
}

bool close_workflow_incident(Database& database, const std::string& run, const std::string& incident) {
  Statement row = database.statement("DELETE FROM workflow_incidents WHERE run = ? AND incident = ? RETURNING number");
  const bool is_there = row.bind(run).bind(incident).step();
  if (is_there) row.run();
  return is_there;
}

bool change_workflow_run(Database& database, const WorkflowChange& change) {
  const bool is_changed =
      change.run.revision == 0 ? insert_run(database, change.run) : update_run(database, change.run);
  if (!is_changed) return false;
  insert_entry(database, change.run.id, change.entry);
  for (const auto& finished : change.finished) finish_command(database, change.run.id, finished);
  for (const NewWorkflowCommand& command : change.commands) insert_command(database, change, command);
  for (const std::string& closed : change.closed) (void)close_workflow_incident(database, change.run.id, closed);
  for (const WorkflowIncident& opened : change.opened) open_workflow_incident(database, opened);
  return true;
}

bool change_workflow_delivery(Database& database, const DeliveryChange& change, std::int64_t seen_attempts) {
  {
    Statement row = database.statement(
        "UPDATE workflow_commands SET attempts = ?, next_ms = NULLIF(?, -1), trouble = ?, outcome = ? "
        "WHERE sequence = ? AND attempts = ? AND outcome IS NULL RETURNING sequence");
    row.bind(change.attempts).bind(ms_or_never(change.next)).bind_optional(change.trouble);
    if (!row.bind_optional(change.outcome).bind(change.sequence).bind(seen_attempts).step()) return false;
    row.run();
  }
  if (change.opened) open_workflow_incident(database, *change.opened);
  return true;
}

bool settle_dead_workflow_command(Database& database, const DeliveryChange& change, const std::string& incident) {
  std::string run;
  {
    Statement row = database.statement(
        "UPDATE workflow_commands SET attempts = ?, next_ms = NULLIF(?, -1), outcome = ? "
        "WHERE sequence = ? AND outcome = 'dead' RETURNING run");
    row.bind(change.attempts).bind(ms_or_never(change.next)).bind_optional(change.outcome);
    if (!row.bind(change.sequence).step()) return false;
    run = row.text(0);
    row.run();
  }
  (void)close_workflow_incident(database, run, incident);
  return true;
}

}  // namespace signalbox::store
