// What the server keeps of the records that it follows: runs, what happened in them, their timers and the outbox.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "server/store/store.h"

namespace signalbox::store {

/// Which record, and through which definition.
struct RunName {
  std::string definition;
  std::string object;
  std::string record_id;
};

/// One record's way through one definition.
struct Run {
  std::int64_t number = 0;  ///< From 1; 0: it begins.
  RunName name;
  std::int64_t definition_version = 0;
  Hash definition_hash;        ///< Of the version that it is pinned to.
  Hash directory_hash;         ///< Of the directory with which it was looked at last.
  std::int64_t revision = 0;   ///< Counts its changes.
  Instant looked;              ///< It was carried on up to here.
  std::string state;           ///< What the engine remembers of it: JSON.
  std::optional<Instant> due;  ///< Its timer; nullopt: it waits for an event.
};

struct NewRunEntry {
  enum class Kind : unsigned char {
    kEvent,     ///< Of the history.
    kDecision,  ///< What was decided because of it.
    kIncident,  ///< Why it could not be carried on.
  };
  Kind kind = Kind::kEvent;
  Instant at;
  std::string body;  ///< JSON.
  std::optional<std::string> idempotency_key;
  Hash request_hash = {};  ///< Of the request that came with the key.
};

/// "event", "decision", "incident".
[[nodiscard]] std::string_view kind_name(NewRunEntry::Kind kind);

struct RunEntry : NewRunEntry {
  std::int64_t sequence = 0;  ///< From 1 without gaps within its run.
  Instant committed;
};

struct NewCommand {
  std::string key;   ///< Names the command within its run; one that is there already is not added again.
  std::string body;  ///< JSON.
};

/// A command of the outbox.
struct Command : NewCommand {
  /// Ascending in the order of the commits of one process.
  std::int64_t sequence = 0;
  std::int64_t run = 0;
  RunName name;
  Instant made;
  std::optional<Instant> done;
};

/// Everything that one event or one timer changes, in one transaction.
struct RunChange {
  Run run;  ///< As it is to be, with the revision that was seen.
  std::vector<NewRunEntry> entries;
  std::vector<NewCommand> commands;
};

/// A run with what happened in it, as of one moment.
struct RunView {
  Run run;
  std::vector<std::pair<Instant, std::string>> history;  ///< As RunStore::history.
  std::vector<RunEntry> entries;                         ///< Oldest first.
  std::vector<Command> commands;                         ///< Oldest first.
};

/// Where a walk along the timers stands.
struct TimerPlace {
  Instant due{std::numeric_limits<std::int64_t>::min()};
  std::int64_t run = 0;
};

/// How long a process may take for what it has claimed, before another one does it.
inline constexpr std::int64_t kClaimMs = 5000;

/// Reads may be called from any thread and see only what is committed.
class RunStore {
 public:
  virtual ~RunStore() = default;

  /// Carries out a change and counts the run's revision up. `done` is called on the store's own thread once it is on
  /// the disk (or cannot be); it must not block. False: the run has another revision by now, or has begun already;
  /// nothing was changed. Changes that wait together are committed together, in their order.
  virtual void change(RunChange change, std::function<void(Result<bool>)> done) = 0;

  virtual Result<std::optional<Run>> run(const RunName& name) = 0;
  /// With its entries behind the sequence `after`, at most `limit`, and all of its commands.
  virtual Result<std::optional<RunView>> view(const RunName& name, std::int64_t after, std::size_t limit) = 0;
  /// Runs whose timers are due up to `until`, behind `after`, in the order of the timers and then of their numbers.
  virtual Result<std::vector<Run>> due_runs(TimerPlace after, Instant until, std::size_t limit) = 0;
  /// As due_runs, from the first on, without those that another process has claimed and may still carry out; those that
  /// are given this process has claimed, for kClaimMs or until it changes them.
  virtual Result<std::vector<Run>> claim_due_runs(Instant until, std::size_t limit) = 0;
  /// Whether other processes may change the same runs, and set timers of which nobody tells this one.
  [[nodiscard]] virtual bool is_shared() const = 0;
  /// The earliest timer. Of a shared store: when to look for timers again, which is soon. O(log timers).
  virtual Result<std::optional<Instant>> next_due() = 0;
  /// Sets the timer of every run that was looked at with another directory to `at`, unless it is earlier.
  virtual Result<void> wake_others(const Hash& directory_hash, Instant at) = 0;

  /// Its events as instants and bodies, in the order of the instants, then as they came.
  virtual Result<std::vector<std::pair<Instant, std::string>>> history(std::int64_t run) = 0;
  virtual Result<std::optional<RunEntry>> run_entry_with_key(std::int64_t run, const std::string& key) = 0;

  /// Those that nobody has carried out yet, behind the sequence `after`, oldest first.
  virtual Result<std::vector<Command>> waiting_commands(std::int64_t after, std::size_t limit) = 0;
  /// Marks a command as carried out; again changes nothing. False: there is no such command.
  virtual Result<bool> finish_command(std::int64_t sequence, Instant at) = 0;
};

}  // namespace signalbox::store
