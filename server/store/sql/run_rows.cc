#include "server/store/sql/run_rows.h"

#include "server/clock.h"

namespace signalbox::store {
namespace {

using Kind = NewRunEntry::Kind;

Kind kind_of(std::string_view text) {
  if (text == "event") return Kind::kEvent;
  return text == "decision" ? Kind::kDecision : Kind::kIncident;
}

std::optional<Instant> optional_instant(const Statement& row, int column) {
  const std::optional<std::int64_t> ms = row.optional_number(column);
  return ms ? std::optional(Instant{*ms}) : std::nullopt;
}

void set_timer(Database& database, std::int64_t run, std::optional<Instant> due) {
  if (due) {
    database
        .statement(
            "INSERT INTO timers (run, due_ms) VALUES (?, ?) ON CONFLICT (run) DO UPDATE SET due_ms = excluded.due_ms, "
            "claimed_ms = 0")
        .bind(run)
        .bind(due->ms)
        .run();
  } else {
    database.statement("DELETE FROM timers WHERE run = ?").bind(run).run();
  }
}

/// `sequence`: of the last entry that there is.
void insert_entries(Database& database, std::int64_t run, std::int64_t sequence,
                    const std::vector<NewRunEntry>& entries, Instant committed) {
  for (const NewRunEntry& entry : entries) {
    database
        .statement(
            "INSERT INTO run_entries (run, sequence, kind, at_ms, committed_ms, body, idempotency_key, request_hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(run)
        .bind(++sequence)
        .bind(kind_name(entry.kind))
        .bind(entry.at.ms)
        .bind(committed.ms)
        .bind_blob(entry.body)
        .bind_optional(entry.idempotency_key)
        .bind(entry.request_hash)
        .run();
  }
}

}  // namespace

Run read_run(const Statement& row) {
  Run run;
  run.number = row.number(0);
  run.name = {row.text(1), row.text(2), row.text(3)};
  run.definition_version = row.number(4);
  run.definition_hash = row.text(5);
  run.directory_hash = row.text(6);
  run.revision = row.number(7);
  run.looked = Instant{row.number(8)};
  run.state = row.text(9);
  run.due = optional_instant(row, 10);
  return run;
}

RunEntry read_run_entry(const Statement& row) {
  RunEntry entry;
  entry.sequence = row.number(0);
  entry.kind = kind_of(row.text(1));
  entry.at = Instant{row.number(2)};
  entry.committed = Instant{row.number(3)};
  entry.body = row.text(4);
  entry.idempotency_key = row.optional_text(5);
  entry.request_hash = row.text(6);
  return entry;
}

Command read_command(const Statement& row) {
  Command command;
  command.sequence = row.number(0);
  command.run = row.number(1);
  command.name = {row.text(2), row.text(3), row.text(4)};
  command.key = row.text(5);
  command.made = Instant{row.number(6)};
  command.body = row.text(7);
  command.done = optional_instant(row, 8);
  return command;
}

std::optional<Run> find_run(Database& database, const RunName& name) {
  Statement row = database.statement("SELECT runs." SIGNALBOX_RUN_COLUMNS
                                     " FROM runs LEFT JOIN timers USING (run) "
                                     "WHERE object = ? AND record_id = ? AND definition = ?");
  if (!row.bind(name.object).bind(name.record_id).bind(name.definition).step()) return std::nullopt;
  return read_run(row);
}

std::vector<std::pair<Instant, std::string>> read_history(Database& database, std::int64_t run) {
  Statement rows = database.statement(
      "SELECT at_ms, body FROM run_entries WHERE run = ? AND kind = 'event' ORDER BY at_ms, sequence");
  rows.bind(run);
  return all<std::pair<Instant, std::string>>(
      rows, [](const Statement& row) { return std::pair(Instant{row.number(0)}, row.text(1)); });
}

std::vector<RunEntry> read_entries(Database& database, std::int64_t run, std::int64_t after, std::size_t limit) {
  Statement rows = database.statement("SELECT " SIGNALBOX_RUN_ENTRY_COLUMNS
                                      " FROM run_entries WHERE run = ? AND sequence > ? ORDER BY sequence LIMIT ?");
  rows.bind(run).bind(after).bind(static_cast<std::int64_t>(limit));
  return all<RunEntry>(rows, read_run_entry);
}

std::vector<Command> read_commands(Database& database, std::int64_t run) {
  Statement rows = database.statement("SELECT " SIGNALBOX_COMMAND_COLUMNS
                                      " FROM outbox JOIN runs USING (run) WHERE outbox.run = ? "
                                      "ORDER BY outbox.sequence");
  rows.bind(run);
  return all<Command>(rows, read_command);
}

std::optional<Instant> earliest_timer(Database& database, const Claimant& claimant) {
  Statement row = database.statement("SELECT MIN(due_ms) FROM timers WHERE claimed_ms <= ? OR claimant = ?");
  return row.bind(claimant.now.ms).bind(claimant.id).step() ? optional_instant(row, 0) : std::nullopt;
}

std::vector<Run> claim_due(Database& database, const Claimant& claimant, Instant until, std::size_t limit) {
  Statement rows = database.statement(
      "SELECT run FROM timers WHERE due_ms <= ? AND (claimed_ms <= ? OR claimant = ?) ORDER BY due_ms, run LIMIT ? "
      "FOR UPDATE SKIP LOCKED");
  rows.bind(until.ms).bind(claimant.now.ms).bind(claimant.id).bind(static_cast<std::int64_t>(limit));
  std::vector<Statement> claimed;
  while (rows.step()) {
    const std::int64_t run = rows.number(0);
    database.statement("UPDATE timers SET claimed_ms = ?, claimant = ? WHERE run = ?")
        .bind(claimant.now.ms + kClaimMs)
        .bind(claimant.id)
        .bind(run)
        .run();
    claimed.push_back(database.statement("SELECT runs." SIGNALBOX_RUN_COLUMNS
                                         " FROM timers JOIN runs USING (run) WHERE runs.run = ?"));
    claimed.back().bind(run).send();
  }
  std::vector<Run> runs;
  for (Statement& row : claimed) {
    if (row.step()) runs.push_back(read_run(row));
  }
  return runs;
}

Statement begin_change(Database& database, const Run& run) {
  if (run.number == 0) {
    Statement row = database.statement(
        "INSERT INTO runs (definition, object, record_id, definition_version, definition_hash, directory_hash, "
        "revision, looked_ms, state) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING RETURNING run");
    row.bind(run.name.definition).bind(run.name.object).bind(run.name.record_id).bind(run.definition_version);
    row.bind(run.definition_hash).bind(run.directory_hash).bind(run.looked.ms).bind_blob(run.state).send();
    return row;
  }
  Statement row = database.statement(
      "UPDATE runs SET definition_version = ?, definition_hash = ?, directory_hash = ?, revision = revision + 1, "
      "looked_ms = ?, state = ? WHERE run = ? AND revision = ? "
      "RETURNING run, (SELECT MAX(sequence) FROM run_entries WHERE run_entries.run = runs.run)");
  row.bind(run.definition_version).bind(run.definition_hash).bind(run.directory_hash).bind(run.looked.ms);
  row.bind_blob(run.state).bind(run.number).bind(run.revision).send();
  return row;
}

bool finish_change(Database& database, const RunChange& change, Statement begun) {
  if (!begun.step()) return false;
  const std::int64_t run = begun.number(0);
  const std::int64_t last_entry = change.run.number == 0 ? 0 : begun.number(1);
  begun.run();
  const Instant committed = now();
  set_timer(database, run, change.run.due);
  insert_entries(database, run, last_entry, change.entries, committed);
  for (const NewCommand& command : change.commands) {
    database
        .statement(
            "INSERT INTO outbox (run, command_key, made_ms, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (run, command_key) DO NOTHING")
        .bind(run)
        .bind(command.key)
        .bind(committed.ms)
        .bind_blob(command.body)
        .run();
  }
  return true;
}

}  // namespace signalbox::store
