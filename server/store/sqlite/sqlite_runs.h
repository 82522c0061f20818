// Runs as rows.
#pragma once

#include "server/store/runs.h"
#include "server/store/sqlite/readers.h"
#include "server/store/sqlite/writer.h"

namespace signalbox::store {

class SqliteRuns final : public RunStore {
 public:
  /// Both must outlive it.
  SqliteRuns(Readers& readers, Writer& writer) : readers_(readers), writer_(writer) {}

  void change(RunChange change, std::function<void(Result<bool>)> done) override;
  Result<std::optional<Run>> run(const RunName& name) override;
  Result<std::optional<RunView>> view(const RunName& name, std::int64_t after, std::size_t limit) override;
  Result<std::vector<Run>> due_runs(TimerPlace after, Instant until, std::size_t limit) override;
  Result<std::optional<Instant>> next_due() override;
  Result<void> wake_others(const Hash& directory_hash, Instant at) override;
  Result<std::vector<std::pair<Instant, std::string>>> history(std::int64_t run) override;
  Result<std::optional<RunEntry>> run_entry_with_key(std::int64_t run, const std::string& key) override;
  Result<std::vector<Command>> waiting_commands(std::int64_t after, std::size_t limit) override;
  Result<bool> finish_command(std::int64_t sequence, Instant at) override;

 private:
  Readers& readers_;
  Writer& writer_;
};

}  // namespace signalbox::store
