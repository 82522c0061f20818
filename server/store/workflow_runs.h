// What the server keeps of the runs of workflows: their state, the log of their events, their timers, commands and
// incidents.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/store/chain.h"
#include "server/store/runs.h"

namespace signalbox::store {

/// One record's journey through the version of a definition that it is pinned to.
struct WorkflowRun {
  std::string id;
  RunName name;
  std::int64_t definition_version = 0;
  Hash definition_hash;
  std::string status = "new";  ///< As in run.schema.json.
  std::int64_t revision = 0;   ///< Counts its entries; 0: it begins.
  Hash head = kNoHash;         ///< Of its last entry.
  Instant begun;
  Instant changed;
  std::optional<Instant> ended;
  std::optional<Instant> due;  ///< Its timer; nullopt: it waits for an event.
  std::optional<std::string> start_key;
  Hash start_hash;             ///< Of the request that came with the key.
  std::string state = "null";  ///< run.schema.json.
};

/// One event with everything that made the engine's answer, and the answer. What its run's next entry will be.
struct NewWorkflowEntry {
  Instant taken;      ///< By the host's clock.
  std::string actor;  ///< Where the event came from: `client`, `timer` or `delivery`.
  Hash definition_hash;
  Hash directory_hash;
  std::optional<Hash> roster_hash;
  std::string engine;           ///< Version of the engine.
  std::string event;            ///< JSON, byte for byte as the engine was given it.
  std::string trace = "[]";     ///< JSON array.
  std::string commands = "[]";  ///< JSON array.
  Hash state_hash;              ///< SHA-256 of the run's state behind it.
  std::optional<std::string> idempotency_key;
  Hash request_hash;  ///< Of the request that came with the key.
};

struct WorkflowEntry : NewWorkflowEntry {
  std::int64_t sequence = 0;  ///< From 1 without gaps within its run.
  Hash previous_hash;         ///< The hash of the run's entry before; 64 zeros for the first.
  Hash hash;
};

/// SHA-256 of the JSON array, without white space, of: previous hash, run, sequence, taken, actor, definition's hash,
/// directory's hash, roster's hash or null, engine, SHA-256 of the event's bytes, of the trace's, of the commands', and
/// the state's hash. `hash` is not read.
[[nodiscard]] Hash workflow_entry_hash(const std::string& run, const WorkflowEntry& entry);

struct NewWorkflowCommand {
  std::string key;
  std::string body;                   ///< JSON.
  bool is_awaited = false;            ///< Its step waits for the answer of a system.
  std::optional<std::string> target;  ///< Who gets it delivered; nullopt: somebody fetches it.
};

/// A command of a run.
struct WorkflowCommand : NewWorkflowCommand {
  std::int64_t sequence = 0;  ///< Ascending in the order of the commits.
  std::string run;
  Instant made;
  std::int64_t attempts = 0;           ///< To deliver it.
  std::optional<Instant> next;         ///< When to deliver it.
  std::optional<std::string> trouble;  ///< Of the last attempt.
  /// Why nothing more is to be done: `answered`, `delivered`, `fetched`, `withdrawn` (nobody waits for it any more),
  /// `skipped` or `dead` (its delivery was given up). nullopt: it is open.
  std::optional<std::string> outcome;
};

/// What waits for a person.
struct WorkflowIncident {
  std::int64_t number = 0;  ///< Ascending in the order of the commits.
  std::string run;
  std::string id;    ///< Within its run: the engine's number, or `delivery-N` for the command N.
  std::string step;  ///< Empty: of none.
  std::string code;
  std::string sentence;
  Instant at;
};

/// Everything that one event or one timer changes, in one transaction.
struct WorkflowChange {
  WorkflowRun run;  ///< As it is to be, with the revision that was seen and the head behind the entry.
  WorkflowEntry entry;
  std::vector<NewWorkflowCommand> commands;
  std::vector<std::pair<std::string, std::string>> finished;  ///< Keys of open commands, and their outcomes.
  std::vector<WorkflowIncident> opened;
  std::vector<std::string> closed;  ///< Ids of incidents.
};

/// What an attempt to deliver a command led to.
struct DeliveryChange {
  std::int64_t sequence = 0;
  std::int64_t attempts = 0;
  std::optional<Instant> next;
  std::optional<std::string> trouble;
  std::optional<std::string> outcome;
  std::optional<WorkflowIncident> opened;
};

/// Which runs a list shows; nullopt: any.
struct WorkflowFilter {
  std::optional<std::string> definition;
  std::optional<std::string> status;
  std::optional<std::string> object;  ///< With `record_id`.
  std::optional<std::string> record_id;
};

/// Reads may be called from any thread and see only what is committed.
class WorkflowStore {
 public:
  virtual ~WorkflowStore() = default;

  /// Carries out a change and counts the run's revision up. `done` is called on the store's own thread once it is on
  /// the disk (or cannot be); it must not block. False: the run has another revision by now, or there is an open one of
  /// its name or one of its start key already; nothing was changed.
  virtual void change(WorkflowChange change, std::function<void(Result<bool>)> done) = 0;

  virtual Result<std::optional<WorkflowRun>> workflow_run(const std::string& run) = 0;
  virtual Result<std::optional<WorkflowRun>> open_workflow_run(const RunName& name) = 0;
  virtual Result<std::optional<WorkflowRun>> workflow_run_with_key(const RunName& name, const std::string& key) = 0;
  /// In the order of their ids, which is that of their beginnings, behind the id `after`; without their states.
  virtual Result<std::vector<WorkflowRun>> workflow_runs(const WorkflowFilter& filter, const std::string& after,
                                                         std::size_t limit) = 0;
  /// Runs whose timers are due up to `until`, the earliest first.
  virtual Result<std::vector<std::string>> due_workflow_runs(Instant until, std::size_t limit) = 0;
  /// Whether other processes may change the same runs, so that timers appear of which this process was not told.
  [[nodiscard]] virtual bool is_shared() const = 0;
  /// The earliest timer.
  virtual Result<std::optional<Instant>> next_workflow_timer() = 0;
  /// Takes the timer away, unless the run has another revision, and opens the incident.
  virtual Result<void> halt_workflow_run(const WorkflowRun& run, const WorkflowIncident& incident) = 0;
  /// Closes such an incident and sets the timer. False: there is none.
  virtual Result<bool> resume_workflow_run(const std::string& run, const std::string& incident, Instant due) = 0;

  virtual Result<std::vector<WorkflowEntry>> workflow_entries(const std::string& run, std::int64_t after,
                                                              std::size_t limit) = 0;
  virtual Result<std::optional<WorkflowEntry>> workflow_entry_with_key(const std::string& run,
                                                                       const std::string& key) = 0;

  /// Of one run, oldest first; only the open ones when `is_open`.
  virtual Result<std::vector<WorkflowCommand>> workflow_commands(const std::string& run, bool is_open) = 0;
  virtual Result<std::optional<WorkflowCommand>> workflow_command(std::int64_t sequence) = 0;
  /// Open ones that somebody fetches, behind the sequence `after`, oldest first.
  virtual Result<std::vector<WorkflowCommand>> commands_to_fetch(std::int64_t after, std::size_t limit) = 0;
  /// Those to deliver up to `until`, the earliest first; of each run and target only the first that is not delivered.
  virtual Result<std::vector<WorkflowCommand>> due_deliveries(Instant until, std::size_t limit) = 0;
  virtual Result<std::optional<Instant>> next_delivery() = 0;
  /// Changes a command that is open and still at the attempt `seen_attempts`. False: it is not; nothing was changed.
  virtual Result<bool> change_delivery(const DeliveryChange& change, std::int64_t seen_attempts) = 0;
  /// Opens a command again whose delivery was given up, or gives it up for good (`outcome`), and closes its incident.
  /// False: it was not given up.
  virtual Result<bool> settle_dead_command(const DeliveryChange& change, const std::string& incident) = 0;

  /// Those that are open, behind the number `after`, oldest first; of one run when it is not empty.
  virtual Result<std::vector<WorkflowIncident>> workflow_incidents(const std::string& run, std::int64_t after,
                                                                   std::size_t limit) = 0;
};

}  // namespace signalbox::store
