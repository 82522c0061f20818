// Runs as rows.
#pragma once

#include "server/clock.h"
#include "server/entry_id.h"
#include "server/store/runs.h"
#include "server/store/sql/readers.h"
#include "server/store/sql/run_rows.h"
#include "server/store/sql/writer.h"

namespace signalbox::store {

class SqlRuns final : public RunStore {
 public:
  /// Both must outlive it.
  SqlRuns(Readers& readers, Writer& writer) : readers_(readers), writer_(writer), claimant_(new_entry_id(now())) {}

  void change(RunChange change, std::function<void(Result<bool>)> done) override;
  Result<std::optional<Run>> run(const RunName& name) override;
  Result<std::optional<RunView>> view(const RunName& name, std::int64_t after, std::size_t limit) override;
  Result<std::vector<Run>> due_runs(TimerPlace after, Instant until, std::size_t limit) override;
  Result<std::vector<Run>> claim_due_runs(Instant until, std::size_t limit) override;
  Result<std::optional<Instant>> next_due() override;
  [[nodiscard]] bool is_shared() const override { return writer_.is_shared(); }
  Result<void> wake_others(const Hash& directory_hash, Instant at) override;
  Result<std::vector<std::pair<Instant, std::string>>> history(std::int64_t run) override;
  Result<std::optional<RunEntry>> run_entry_with_key(std::int64_t run, const std::string& key) override;
  Result<std::vector<Command>> waiting_commands(std::int64_t after, std::size_t limit) override;
  Result<bool> finish_command(std::int64_t sequence, Instant at) override;

 private:
  [[nodiscard]] Claimant claimant() const;

  Readers& readers_;
  Writer& writer_;
  std::string claimant_;  ///< Names this process where others claim timers, too.
};

}  // namespace signalbox::store
