#include "server/store/sql/sql_workflow_runs.h"

#include "server/store/sql/run_rows.h"
#include "server/store/sql/workflow_rows.h"

namespace signalbox::store {
namespace {

std::optional<WorkflowRun> one_run(Statement& row) {
  return row.step() ? std::optional(read_workflow_run(row)) : std::nullopt;
}

std::optional<Instant> one_instant(Statement& row) {
  if (!row.step() || !row.optional_text(0)) return std::nullopt;
  return Instant{row.number(0)};
}

}  // namespace

void SqlWorkflowRuns::change(WorkflowChange change, std::function<void(Result<bool>)> done) {
  const auto changed = std::make_shared<bool>(false);
  writer_.share(
      [change = std::move(change), changed](Database& database) { *changed = change_workflow_run(database, change); },
      [done = std::move(done), changed](const std::optional<Trouble>& trouble) {
        trouble ? done(tl::unexpected(*trouble)) : done(*changed);
      });
}

template <class T, class Write>
Result<T> SqlWorkflowRuns::write(Write write) {
  try {
    T result{};
    writer_.run([&](Database& database) { result = write(database); });
    return result;
  } catch (const DatabaseError& error) {
    return tl::unexpected(trouble_of(error));
  }
}

Result<std::optional<WorkflowRun>> SqlWorkflowRuns::workflow_run(const std::string& run) {
  return readers_.with([&](Database& database) {
    Statement row = database.statement("SELECT " SIGNALBOX_WORKFLOW_RUN_COLUMNS " FROM workflow_runs WHERE run = ?");
    return one_run(row.bind(run));
  });
}

Result<std::optional<WorkflowRun>> SqlWorkflowRuns::open_workflow_run(const RunName& name) {
  return readers_.with([&](Database& database) {
    Statement row = database.statement("SELECT " SIGNALBOX_WORKFLOW_RUN_COLUMNS
                                       " FROM workflow_runs WHERE object = ? AND record_id = ? AND definition = ? AND "
                                       "ended_ms IS NULL");
    return one_run(row.bind(name.object).bind(name.record_id).bind(name.definition));
  });
}

Result<std::optional<WorkflowRun>> SqlWorkflowRuns::workflow_run_with_key(const RunName& name, const std::string& key) {
  return readers_.with([&](Database& database) {
    Statement row = database.statement("SELECT " SIGNALBOX_WORKFLOW_RUN_COLUMNS
                                       " FROM workflow_runs WHERE object = ? AND record_id = ? AND definition = ? AND "
                                       "start_key = ?");
    return one_run(row.bind(name.object).bind(name.record_id).bind(name.definition).bind(key));
  });
}

Result<std::vector<WorkflowRun>> SqlWorkflowRuns::workflow_runs(const WorkflowFilter& filter, const std::string& after,
                                                                std::size_t limit) {
  // One statement for each index that narrows the list most; the rest is compared row by row.
  const std::string definition = filter.definition.value_or("");
  const std::string status = filter.status.value_or("");
  const auto count = static_cast<std::int64_t>(limit);
#define SIGNALBOX_WORKFLOW_LIST(narrow)                                     \
  "SELECT " SIGNALBOX_WORKFLOW_RUN_HEAD " FROM workflow_runs WHERE " narrow \
  " AND (? = '' OR definition = ?) AND (? = '' OR status = ?) AND run > ? ORDER BY run LIMIT ?"
  return readers_.with([&](Database& database) {
    const auto rest = [&](Statement& rows) {
      rows.bind(definition).bind(definition).bind(status).bind(status).bind(after).bind(count);
      return all<WorkflowRun>(rows, read_workflow_head);
    };
    if (filter.record_id) {
      Statement rows = database.statement(SIGNALBOX_WORKFLOW_LIST("object = ? AND record_id = ?"));
      rows.bind(*filter.object).bind(*filter.record_id);
      return rest(rows);
    }
    if (filter.status) {
      Statement rows = database.statement(SIGNALBOX_WORKFLOW_LIST("status = ?"));
      rows.bind(status);
      return rest(rows);
    }
    if (filter.definition) {
      Statement rows = database.statement(SIGNALBOX_WORKFLOW_LIST("definition = ?"));
      rows.bind(definition);
      return rest(rows);
    }
    Statement rows = database.statement(SIGNALBOX_WORKFLOW_LIST("1 = 1"));
    return rest(rows);
  });
#undef SIGNALBOX_WORKFLOW_LIST
}

Result<std::vector<std::string>> SqlWorkflowRuns::due_workflow_runs(Instant until, std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement("SELECT run FROM workflow_runs WHERE due_ms <= ? ORDER BY due_ms, run LIMIT ?");
    rows.bind(until.ms).bind(static_cast<std::int64_t>(limit));
    return all<std::string>(rows, [](const Statement& row) { return row.text(0); });
  });
}

Result<std::optional<Instant>> SqlWorkflowRuns::next_workflow_timer() {
  return readers_.with([](Database& database) {
    Statement row = database.statement("SELECT MIN(due_ms) FROM workflow_runs WHERE due_ms IS NOT NULL");
    return one_instant(row);
  });
}

Result<void> SqlWorkflowRuns::halt_workflow_run(const WorkflowRun& run, const WorkflowIncident& incident) {
  const Result<bool> halted = write<bool>([&](Database& database) {
    Statement row =
        database.statement("UPDATE workflow_runs SET due_ms = NULL WHERE run = ? AND revision = ? RETURNING run");
    const bool is_seen = row.bind(run.id).bind(run.revision).step();
    if (!is_seen) return false;
    row.run();
    open_workflow_incident(database, incident);
    return true;
  });
  if (!halted) return tl::unexpected(halted.error());
  return {};
}

Result<bool> SqlWorkflowRuns::resume_workflow_run(const std::string& run, const std::string& incident, Instant due) {
  return write<bool>([&](Database& database) {
    if (!close_workflow_incident(database, run, incident)) return false;
    database.statement("UPDATE workflow_runs SET due_ms = ? WHERE run = ? AND ended_ms IS NULL")
        .bind(due.ms)
        .bind(run)
        .run();
    return true;
  });
}

Result<std::vector<WorkflowEntry>> SqlWorkflowRuns::workflow_entries(const std::string& run, std::int64_t after,
                                                                     std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows =
        database.statement("SELECT " SIGNALBOX_WORKFLOW_ENTRY_COLUMNS
                           " FROM workflow_entries WHERE run = ? AND sequence > ? ORDER BY sequence LIMIT ?");
    rows.bind(run).bind(after).bind(static_cast<std::int64_t>(limit));
    return all<WorkflowEntry>(rows, read_workflow_entry);
  });
}

Result<std::optional<WorkflowEntry>> SqlWorkflowRuns::workflow_entry_with_key(const std::string& run,
                                                                              const std::string& key) {
  return readers_.with([&](Database& database) -> std::optional<WorkflowEntry> {
    Statement row = database.statement("SELECT " SIGNALBOX_WORKFLOW_ENTRY_COLUMNS
                                       " FROM workflow_entries WHERE run = ? AND idempotency_key = ?");
    if (!row.bind(run).bind(key).step()) return std::nullopt;
    return read_workflow_entry(row);
  });
}

Result<std::vector<WorkflowCommand>> SqlWorkflowRuns::workflow_commands(const std::string& run, bool is_open) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement(is_open ? "SELECT " SIGNALBOX_WORKFLOW_COMMAND_COLUMNS
                                                  " FROM workflow_commands WHERE run = ? AND outcome IS NULL "
                                                  "ORDER BY sequence"
                                                : "SELECT " SIGNALBOX_WORKFLOW_COMMAND_COLUMNS
                                                  " FROM workflow_commands WHERE run = ? ORDER BY sequence");
    rows.bind(run);
    return all<WorkflowCommand>(rows, read_workflow_command);
  });
}

Result<std::optional<WorkflowCommand>> SqlWorkflowRuns::workflow_command(std::int64_t sequence) {
  return readers_.with([&](Database& database) -> std::optional<WorkflowCommand> {
    Statement row =
        database.statement("SELECT " SIGNALBOX_WORKFLOW_COMMAND_COLUMNS " FROM workflow_commands WHERE sequence = ?");
    if (!row.bind(sequence).step()) return std::nullopt;
    return read_workflow_command(row);
  });
}

Result<std::vector<WorkflowCommand>> SqlWorkflowRuns::commands_to_fetch(std::int64_t after, std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement("SELECT " SIGNALBOX_WORKFLOW_COMMAND_COLUMNS
                                        " FROM workflow_commands WHERE outcome IS NULL AND target IS NULL AND "
                                        "sequence > ? ORDER BY sequence LIMIT ?");
    rows.bind(after).bind(static_cast<std::int64_t>(limit));
    return all<WorkflowCommand>(rows, read_workflow_command);
  });
}

// What a run wants of one target is delivered in its order.
#define SIGNALBOX_IS_FIRST                                                                                     \
  "NOT EXISTS (SELECT 1 FROM workflow_commands AS earlier WHERE earlier.run = workflow_commands.run AND "      \
  "earlier.target = workflow_commands.target AND earlier.outcome IS NULL AND earlier.next_ms IS NOT NULL AND " \
  "earlier.sequence < workflow_commands.sequence)"

Result<std::vector<WorkflowCommand>> SqlWorkflowRuns::due_deliveries(Instant until, std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement("SELECT " SIGNALBOX_WORKFLOW_COMMAND_COLUMNS
                                        " FROM workflow_commands WHERE next_ms <= ? AND " SIGNALBOX_IS_FIRST
                                        " ORDER BY next_ms, sequence LIMIT ?");
    rows.bind(until.ms).bind(static_cast<std::int64_t>(limit));
    return all<WorkflowCommand>(rows, read_workflow_command);
  });
}

Result<std::optional<Instant>> SqlWorkflowRuns::next_delivery() {
  return readers_.with([](Database& database) {
    Statement row =
        database.statement("SELECT next_ms FROM workflow_commands WHERE next_ms IS NOT NULL AND " SIGNALBOX_IS_FIRST
                           " ORDER BY next_ms LIMIT 1");
    return one_instant(row);
  });
}

#undef SIGNALBOX_IS_FIRST

Result<bool> SqlWorkflowRuns::change_delivery(const DeliveryChange& change, std::int64_t seen_attempts) {
  return write<bool>([&](Database& database) { return change_workflow_delivery(database, change, seen_attempts); });
}

Result<bool> SqlWorkflowRuns::settle_dead_command(const DeliveryChange& change, const std::string& incident) {
  return write<bool>([&](Database& database) { return settle_dead_workflow_command(database, change, incident); });
}

Result<std::vector<WorkflowIncident>> SqlWorkflowRuns::workflow_incidents(const std::string& run, std::int64_t after,
                                                                          std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement("SELECT " SIGNALBOX_WORKFLOW_INCIDENT_COLUMNS
                                        " FROM workflow_incidents WHERE (? = '' OR run = ?) AND number > ? "
                                        "ORDER BY number LIMIT ?");
    rows.bind(run).bind(run).bind(after).bind(static_cast<std::int64_t>(limit));
    return all<WorkflowIncident>(rows, read_workflow_incident);
  });
}

}  // namespace signalbox::store
