#include "server/store/sql/sql_runs.h"

#include <algorithm>

#include "server/clock.h"
#include "server/store/sql/run_rows.h"

namespace signalbox::store {
namespace {

constexpr std::size_t kMaxClaimed = 100;  ///< At once: the others want to help.
constexpr std::int64_t kLookMs = 500;     ///< Between two looks for timers that other processes have set, or left.

class ChangeRun final : public Work {
 public:
  ChangeRun(RunChange change, std::function<void(Result<bool>)> done)
      : change_(std::move(change)), done_(std::move(done)) {}
  std::optional<Statement> begin(Database& database) override { return begin_change(database, change_.run); }
  void finish(Database& database, std::optional<Statement> begun) override {
    is_changed_ = finish_change(database, change_, std::move(*begun));
  }
  void done(const std::optional<Trouble>& trouble) override {
    trouble ? done_(tl::unexpected(*trouble)) : done_(is_changed_);
  }
  [[nodiscard]] std::int64_t order() const override { return change_.run.number; }

 private:
  RunChange change_;
  std::function<void(Result<bool>)> done_;
  bool is_changed_ = false;
};

}  // namespace

void SqlRuns::change(RunChange change, std::function<void(Result<bool>)> done) {
  writer_.share(std::make_unique<ChangeRun>(std::move(change), std::move(done)));
}

Result<std::optional<Run>> SqlRuns::run(const RunName& name) {
  return readers_.with([&](Database& database) { return find_run(database, name); });
}

Result<std::optional<RunView>> SqlRuns::view(const RunName& name, std::int64_t after, std::size_t limit) {
  return readers_.with_snapshot([&](Database& database) -> std::optional<RunView> {
    auto run = find_run(database, name);
    if (!run) return std::nullopt;
    const std::int64_t number = run->number;
    return RunView{std::move(*run), read_history(database, number), read_entries(database, number, after, limit),
                   read_commands(database, number)};
  });
}

Result<std::vector<Run>> SqlRuns::due_runs(TimerPlace after, Instant until, std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows =
        database.statement("SELECT runs." SIGNALBOX_RUN_COLUMNS
                           " FROM timers JOIN runs USING (run) WHERE (due_ms, timers.run) > (?, ?) AND due_ms <= ? "
                           "ORDER BY due_ms, timers.run LIMIT ?");
    rows.bind(after.due.ms).bind(after.run).bind(until.ms).bind(static_cast<std::int64_t>(limit));
    return all<Run>(rows, read_run);
  });
}

Claimant SqlRuns::claimant() const { return {claimant_, now()}; }

Result<std::vector<Run>> SqlRuns::claim_due_runs(Instant until, std::size_t limit) {
  if (!is_shared()) return due_runs({}, until, limit);
  const auto next = readers_.with([&](Database& database) { return earliest_timer(database, claimant()); });
  if (!next) return tl::unexpected(next.error());
  if (!*next || **next > until) return std::vector<Run>();
  std::vector<Run> runs;
  try {
    writer_.run(
        [&](Database& database) { runs = claim_due(database, claimant(), until, std::min(limit, kMaxClaimed)); });
  } catch (const DatabaseError& error) {
    return tl::unexpected(trouble_of(error));
  }
  return runs;
}

Result<std::optional<Instant>> SqlRuns::next_due() {
  auto next = readers_.with([&](Database& database) { return earliest_timer(database, claimant()); });
  if (!next || !is_shared()) return next;
  const Instant soon{now().ms + kLookMs};
  return *next ? std::min(**next, soon) : soon;
}

Result<void> SqlRuns::wake_others(const Hash& directory_hash, Instant at) {
  try {
    writer_.run([&](Database& database) {
      database
          .statement(
              "INSERT INTO timers (run, due_ms) SELECT run, ? FROM runs WHERE directory_hash < ? OR directory_hash > ? "
              "ON CONFLICT (run) DO UPDATE SET due_ms = excluded.due_ms WHERE timers.due_ms > excluded.due_ms")
          .bind(at.ms)
          .bind(directory_hash)
          .bind(directory_hash)
          .run();
    });
  } catch (const DatabaseError& error) {
    return tl::unexpected(trouble_of(error));
  }
  return {};
}

Result<std::vector<std::pair<Instant, std::string>>> SqlRuns::history(std::int64_t run) {
  return readers_.with([&](Database& database) { return read_history(database, run); });
}

Result<std::optional<RunEntry>> SqlRuns::run_entry_with_key(std::int64_t run, const std::string& key) {
  return readers_.with([&](Database& database) -> std::optional<RunEntry> {
    Statement row = database.statement("SELECT " SIGNALBOX_RUN_ENTRY_COLUMNS
                                       " FROM run_entries WHERE run = ? AND idempotency_key = ?");
    if (!row.bind(run).bind(key).step()) return std::nullopt;
    return read_run_entry(row);
  });
}

Result<std::vector<Command>> SqlRuns::waiting_commands(std::int64_t after, std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement("SELECT " SIGNALBOX_COMMAND_COLUMNS
                                        " FROM outbox JOIN runs USING (run) WHERE done_ms IS NULL AND sequence > ? "
                                        "ORDER BY sequence LIMIT ?");
    rows.bind(after).bind(static_cast<std::int64_t>(limit));
    return all<Command>(rows, read_command);
  });
}

Result<bool> SqlRuns::finish_command(std::int64_t sequence, Instant at) {
  bool is_there = false;
  try {
    writer_.run([&](Database& database) {
      Statement row =
          database.statement("UPDATE outbox SET done_ms = COALESCE(done_ms, ?) WHERE sequence = ? RETURNING sequence");
      is_there = row.bind(at.ms).bind(sequence).step();
      if (is_there) row.run();
    });
  } catch (const DatabaseError& error) {
    return tl::unexpected(trouble_of(error));
  }
  return is_there;
}

}  // namespace signalbox::store
