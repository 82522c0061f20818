#include "server/store/sqlite/sqlite_runs.h"

#include "server/clock.h"

namespace signalbox::store {
namespace {

using Kind = NewRunEntry::Kind;

#define SIGNALBOX_RUN_COLUMNS                                                                                      \
  "run, definition, object, record_id, definition_version, definition_hash, directory_hash, revision, looked_ms, " \
  "state, due_ms"
#define SIGNALBOX_RUN_ENTRY_COLUMNS "sequence, kind, at_ms, committed_ms, body, idempotency_key, request_hash"
#define SIGNALBOX_COMMAND_COLUMNS \
  "outbox.sequence, outbox.run, definition, object, record_id, command_key, made_ms, body, done_ms"

std::string_view kind_text(Kind kind) {
  switch (kind) {
    case Kind::kEvent:
      return "event";
    case Kind::kDecision:
      return "decision";
    case Kind::kIncident:
      return "incident";
  }
  return {};
}

Kind kind_of(std::string_view text) {
  if (text == "event") return Kind::kEvent;
  return text == "decision" ? Kind::kDecision : Kind::kIncident;
}

std::optional<Instant> optional_instant(const Statement& row, int column) {
  if (!row.optional_text(column)) return std::nullopt;
  return Instant{row.number(column)};
}

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

template <class T, class Read>
std::vector<T> all(Statement& rows, Read read) {
  std::vector<T> found;
  while (rows.step()) found.push_back(read(rows));
  return found;
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

/// The number of the new run; nullopt when there is one of that name.
std::optional<std::int64_t> insert_run(Database& database, const Run& run) {
  Statement row = database.statement(
      "INSERT INTO runs (definition, object, record_id, definition_version, definition_hash, directory_hash, revision, "
      "looked_ms, state) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO NOTHING RETURNING run");
  row.bind(run.name.definition).bind(run.name.object).bind(run.name.record_id).bind(run.definition_version);
  row.bind(run.definition_hash).bind(run.directory_hash).bind(run.looked.ms).bind_blob(run.state);
  if (!row.step()) return std::nullopt;
  const std::int64_t number = row.number(0);
  row.run();
  return number;
}

std::optional<std::int64_t> update_run(Database& database, const Run& run) {
  Statement row = database.statement(
      "UPDATE runs SET definition_version = ?, definition_hash = ?, directory_hash = ?, revision = revision + 1, "
      "looked_ms = ?, state = ? WHERE run = ? AND revision = ? RETURNING run");
  row.bind(run.definition_version).bind(run.definition_hash).bind(run.directory_hash).bind(run.looked.ms);
  row.bind_blob(run.state).bind(run.number).bind(run.revision);
  if (!row.step()) return std::nullopt;
  row.run();
  return run.number;
}

void set_timer(Database& database, std::int64_t run, std::optional<Instant> due) {
  if (due) {
    database.statement("INSERT OR REPLACE INTO timers (run, due_ms) VALUES (?, ?)").bind(run).bind(due->ms).run();
  } else {
    database.statement("DELETE FROM timers WHERE run = ?").bind(run).run();
  }
}

void insert_entries(Database& database, std::int64_t run, const std::vector<NewRunEntry>& entries, Instant committed) {
  std::int64_t sequence = 0;
  {
    Statement last = database.statement("SELECT MAX(sequence) FROM run_entries WHERE run = ?");
    if (last.bind(run).step()) sequence = last.number(0);
  }
  for (const NewRunEntry& entry : entries) {
    database
        .statement(
            "INSERT INTO run_entries (run, sequence, kind, at_ms, committed_ms, body, idempotency_key, request_hash) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(run)
        .bind(++sequence)
        .bind(kind_text(entry.kind))
        .bind(entry.at.ms)
        .bind(committed.ms)
        .bind_blob(entry.body)
        .bind_optional(entry.idempotency_key)
        .bind(entry.request_hash)
        .run();
  }
}

bool change_run(Database& database, const RunChange& change) {
  const auto run = change.run.number == 0 ? insert_run(database, change.run) : update_run(database, change.run);
  if (!run) return false;
  const Instant committed = now();
  set_timer(database, *run, change.run.due);
  insert_entries(database, *run, change.entries, committed);
  for (const NewCommand& command : change.commands) {
    database
        .statement(
            "INSERT INTO outbox (run, command_key, made_ms, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (run, command_key) DO NOTHING")
        .bind(*run)
        .bind(command.key)
        .bind(committed.ms)
        .bind_blob(command.body)
        .run();
  }
  return true;
}

}  // namespace

void SqliteRuns::change(RunChange change, std::function<void(Result<bool>)> done) {
  const auto changed = std::make_shared<bool>(false);
  writer_.share([change = std::move(change), changed](Database& database) { *changed = change_run(database, change); },
                [done = std::move(done), changed](std::optional<Trouble> trouble) {
                  trouble ? done(tl::unexpected(std::move(*trouble))) : done(*changed);
                });
}

Result<std::optional<Run>> SqliteRuns::run(const RunName& name) {
  return readers_.with([&](Database& database) { return find_run(database, name); });
}

Result<std::optional<RunView>> SqliteRuns::view(const RunName& name, std::int64_t after, std::size_t limit) {
  return readers_.with([&](Database& database) -> std::optional<RunView> {
    database.execute("BEGIN");
    std::optional<RunView> view;
    if (auto run = find_run(database, name)) {
      const std::int64_t number = run->number;
      view = RunView{std::move(*run), read_history(database, number), read_entries(database, number, after, limit),
                     read_commands(database, number)};
    }
    database.execute("COMMIT");
    return view;
  });
}

Result<std::vector<Run>> SqliteRuns::due_runs(TimerPlace after, Instant until, std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows =
        database.statement("SELECT runs." SIGNALBOX_RUN_COLUMNS
                           " FROM timers JOIN runs USING (run) WHERE (due_ms, timers.run) > (?, ?) AND due_ms <= ? "
                           "ORDER BY due_ms, timers.run LIMIT ?");
    rows.bind(after.due.ms).bind(after.run).bind(until.ms).bind(static_cast<std::int64_t>(limit));
    return all<Run>(rows, read_run);
  });
}

Result<std::optional<Instant>> SqliteRuns::next_due() {
  return readers_.with([](Database& database) -> std::optional<Instant> {
    Statement row = database.statement("SELECT MIN(due_ms) FROM timers");
    return row.step() ? optional_instant(row, 0) : std::nullopt;
  });
}

Result<void> SqliteRuns::wake_others(const Hash& directory_hash, Instant at) {
  try {
    writer_.run([&](Database& database) {
      database
          .statement(
              "INSERT INTO timers (run, due_ms) SELECT run, ? FROM runs WHERE directory_hash < ? OR directory_hash > ? "
              "ON CONFLICT (run) DO UPDATE SET due_ms = MIN(due_ms, excluded.due_ms)")
          .bind(at.ms)
          .bind(directory_hash)
          .bind(directory_hash)
          .run();
    });
  } catch (const DatabaseError& error) {
    return tl::unexpected(Trouble{error.what()});
  }
  return {};
}

Result<std::vector<std::pair<Instant, std::string>>> SqliteRuns::history(std::int64_t run) {
  return readers_.with([&](Database& database) { return read_history(database, run); });
}

Result<std::optional<RunEntry>> SqliteRuns::run_entry_with_key(std::int64_t run, const std::string& key) {
  return readers_.with([&](Database& database) -> std::optional<RunEntry> {
    Statement row = database.statement("SELECT " SIGNALBOX_RUN_ENTRY_COLUMNS
                                       " FROM run_entries WHERE run = ? AND idempotency_key = ?");
    if (!row.bind(run).bind(key).step()) return std::nullopt;
    return read_run_entry(row);
  });
}

Result<std::vector<Command>> SqliteRuns::waiting_commands(std::int64_t after, std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement("SELECT " SIGNALBOX_COMMAND_COLUMNS
                                        " FROM outbox JOIN runs USING (run) WHERE done_ms IS NULL AND sequence > ? "
                                        "ORDER BY sequence LIMIT ?");
    rows.bind(after).bind(static_cast<std::int64_t>(limit));
    return all<Command>(rows, read_command);
  });
}

Result<bool> SqliteRuns::finish_command(std::int64_t sequence, Instant at) {
  bool is_there = false;
  try {
    writer_.run([&](Database& database) {
      Statement row =
          database.statement("UPDATE outbox SET done_ms = COALESCE(done_ms, ?) WHERE sequence = ? RETURNING sequence");
      is_there = row.bind(at.ms).bind(sequence).step();
      if (is_there) row.run();
    });
  } catch (const DatabaseError& error) {
    return tl::unexpected(Trouble{error.what()});
  }
  return is_there;
}

}  // namespace signalbox::store
