// Runs, and what hangs on them, as rows.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/store/runs.h"
#include "server/store/sql/database.h"

namespace signalbox::store {

#define SIGNALBOX_RUN_COLUMNS                                                                                      \
  "run, definition, object, record_id, definition_version, definition_hash, directory_hash, revision, looked_ms, " \
  "state, due_ms"
#define SIGNALBOX_RUN_ENTRY_COLUMNS "sequence, kind, at_ms, committed_ms, body, idempotency_key, request_hash"
#define SIGNALBOX_COMMAND_COLUMNS \
  "outbox.sequence, outbox.run, definition, object, record_id, command_key, made_ms, body, done_ms"

[[nodiscard]] Run read_run(const Statement& row);             ///< Of SIGNALBOX_RUN_COLUMNS.
[[nodiscard]] RunEntry read_run_entry(const Statement& row);  ///< Of SIGNALBOX_RUN_ENTRY_COLUMNS.
[[nodiscard]] Command read_command(const Statement& row);     ///< Of SIGNALBOX_COMMAND_COLUMNS.

/// All rows that the statement has left.
template <class T, class Read>
std::vector<T> all(Statement& rows, Read read) {
  std::vector<T> found;
  while (rows.step()) found.push_back(read(rows));
  return found;
}

[[nodiscard]] std::optional<Run> find_run(Database& database, const RunName& name);
[[nodiscard]] std::vector<std::pair<Instant, std::string>> read_history(Database& database, std::int64_t run);
[[nodiscard]] std::vector<RunEntry> read_entries(Database& database, std::int64_t run, std::int64_t after,
                                                 std::size_t limit);
[[nodiscard]] std::vector<Command> read_commands(Database& database, std::int64_t run);

/// Who claims timers, and when.
struct Claimant {
  std::string id;
  Instant now;
};

/// The earliest timer that nobody else has claimed.
[[nodiscard]] std::optional<Instant> earliest_timer(Database& database, const Claimant& claimant);
/// Claims runs that are due up to `until`, in the order of their timers, at most `limit`.
[[nodiscard]] std::vector<Run> claim_due(Database& database, const Claimant& claimant, Instant until,
                                         std::size_t limit);

/// Sends the statement that begins the run, or changes it unless it has another revision by now.
[[nodiscard]] Statement begin_change(Database& database, const Run& run);
/// Carries out the rest of the change. False: the run was not changed, and nothing is.
[[nodiscard]] bool finish_change(Database& database, const RunChange& change, Statement begun);

}  // namespace signalbox::store
