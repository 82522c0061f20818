// Runs of workflows: what happens to them, what that leads to, and what comes due by itself.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/metrics/metrics.h"
#include "server/service/library.h"
#include "server/service/run_lanes.h"
#include "server/service/workflow_documents.h"
#include "server/service/workflow_step.h"
#include "server/store/workflow_runs.h"

namespace signalbox::service {

/// A record that begins its way through a workflow.
struct WorkflowStart {
  std::string object;
  std::string record_id;
  std::optional<std::string> definition;  ///< Its name; nullopt: the only one for the object.
  std::optional<Instant> at;              ///< nullopt: now.
  std::string members;                    ///< Of the event's JSON, without `at` and `jitter` and without braces.
  std::optional<std::string> idempotency_key;
  store::Hash request_hash;
};

/// Something that happened to a run.
struct WorkflowEvent {
  std::string run;
  std::optional<Instant> at;  ///< nullopt: now.
  std::string members;        ///< Of the event's JSON, without `at` and `jitter` and without braces.
  std::string actor = "client";
  std::optional<std::string> idempotency_key;
  store::Hash request_hash;
  std::optional<std::string> answers;   ///< The key of the command that it answers, which must be one of the run.
  std::optional<std::string> incident;  ///< The open incident that it is about.
};

/// What an event led to.
struct WorkflowOutcome {
  store::WorkflowRun run;      ///< As it is now.
  store::WorkflowEntry entry;  ///< The event's.
  bool repeated = false;       ///< An equal request came before; nothing was changed.
};

/// A run with what is open of it.
struct WorkflowView {
  store::WorkflowRun run;
  std::vector<store::WorkflowCommand> commands;    ///< All of them, oldest first.
  std::vector<store::WorkflowIncident> incidents;  ///< Open ones.
};

/// What the host does outside of the engine. Every member is called from several threads.
struct WorkflowSurroundings {
  std::function<Instant()> clock;
  std::function<std::uint32_t()> jitter_ppm;   ///< 0 to 1,000,000: the share of a retry's jitter.
  std::function<std::string(Instant)> new_id;  ///< Of a run; ids sort by the instant.
  TargetOf target_of;                          ///< Empty: every command is fetched.
  RunLanes::Execute execute;
  RunLanes::Limits limits;
  /// Something that was changed is due at an instant; must not block.
  std::function<void(Instant)> timer_due;
  std::function<void(Instant)> delivery_due;
};

/// Thread-safe, but for `take_up_due`. Has no thread of its own.
class WorkflowRuns {
 public:
  using Done = std::function<void(Result<WorkflowOutcome>)>;

  /// All must outlive it. The destructor waits for what is under way.
  WorkflowRuns(store::Store& store, Library& library, metrics::Metrics& metrics, WorkflowSurroundings surroundings);

  /// `done` is called once everything that the event led to is on the disk, or when it is refused.
  void start(WorkflowStart start, Done done);
  void take(WorkflowEvent event, Done done);

  /// Fires timers that are due, of at most a batch of runs, and waits for them. The instant at which to call it next;
  /// nullopt: not before a run is changed. For one thread at a time.
  [[nodiscard]] std::optional<Instant> take_up_due();

  [[nodiscard]] Result<WorkflowView> view(const std::string& run);
  [[nodiscard]] Result<std::vector<store::WorkflowRun>> list(const store::WorkflowFilter& filter,
                                                             const std::string& after, std::size_t limit);
  /// Entries behind the sequence `after`.
  [[nodiscard]] Result<std::vector<store::WorkflowEntry>> entries(const std::string& run, std::int64_t after,
                                                                  std::size_t limit);
  /// Of all runs.
  [[nodiscard]] Result<std::vector<store::WorkflowIncident>> incidents(std::int64_t after, std::size_t limit);
  /// Those that are open, of one run.
  [[nodiscard]] Result<store::WorkflowIncident> incident(const std::string& run, const std::string& id);
  /// Looks again at a run that could not be carried on.
  [[nodiscard]] Result<void> resume(const std::string& run, const std::string& incident);

  /// Delivers a command again whose delivery was given up, or gives it up for good, and closes its incident.
  [[nodiscard]] Result<void> settle_dead_command(std::int64_t sequence, const std::string& incident, bool is_again);

  [[nodiscard]] Result<std::vector<store::WorkflowCommand>> commands_to_fetch(std::int64_t after, std::size_t limit);
  /// Whoever fetched a command has carried it out; again changes nothing. Refused for one whose step waits for its
  /// answer.
  [[nodiscard]] Result<void> finish_command(std::int64_t sequence);

  [[nodiscard]] WorkflowDocuments& documents() { return documents_; }
  [[nodiscard]] store::WorkflowStore& store() { return runs_; }

 private:
  void attempt_start(const std::shared_ptr<const WorkflowStart>& start, const Done& done);
  void attempt(const std::shared_ptr<const WorkflowEvent>& event, const Done& done);
  [[nodiscard]] Result<store::WorkflowRun> find(const std::string& run);
  [[nodiscard]] Result<std::optional<WorkflowOutcome>> repeated(const WorkflowEvent& event,
                                                                const store::WorkflowRun& run);
  [[nodiscard]] store::WorkflowRun begin_run(const WorkflowStart& start, const store::RunName& name,
                                             const PublishedDefinition& definition);
  /// Whether what the event is about is there.
  [[nodiscard]] Result<void> check_subject(const WorkflowEvent& event, const std::vector<store::WorkflowCommand>& open);
  /// The change that an event makes of a run as it is.
  [[nodiscard]] Result<store::WorkflowChange> decide(const store::WorkflowRun& run, const WorkflowEvent& event,
                                                     const std::vector<store::WorkflowCommand>& open);
  void commit(store::WorkflowChange change, const Done& done, std::function<void()> again);
  void fire_timer(const std::string& run, const std::function<void(bool)>& done);
  void halt(const store::WorkflowRun& run, const Refusal& refusal, const std::function<void(bool)>& done);

  store::WorkflowStore& runs_;
  Library& library_;
  metrics::Metrics& metrics_;
  WorkflowDocuments documents_;
  WorkflowSurroundings surroundings_;
  RunLanes lanes_;  ///< The last member: what is under way uses the others.
};

/// What is refused while too much is under way.
[[nodiscard]] tl::unexpected<Refusal> busy();

}  // namespace signalbox::service
