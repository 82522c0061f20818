// Records that are followed: what happens to them, what that leads to, and what comes due by itself.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/metrics/metrics.h"
#include "server/service/library.h"
#include "server/service/placements.h"
#include "server/service/run_look.h"
#include "server/service/waker.h"
#include "server/store/runs.h"

namespace signalbox::service {

/// Which run a request is about.
struct RunAddress {
  std::string object;
  std::string record_id;
  std::optional<std::string> definition;  ///< Its name; nullopt: the only one for the object.
};

/// Something that happened to a record, or that a manager asks for.
struct RunEvent {
  enum class Kind : unsigned char { kChange, kOverride, kPullBack };
  RunAddress address;
  Kind kind = Kind::kChange;
  std::optional<Instant> at;  ///< nullopt: now.
  std::string members;        ///< Of the event's JSON, without `at` and without braces.
  std::optional<std::string> idempotency_key;
  store::Hash request_hash;
};

/// What an event led to.
struct RunAnswer {
  store::Run run;         ///< As it is now.
  RunStep step;           ///< Empty when `repeated`.
  bool repeated = false;  ///< An equal request came before; nothing was changed.
};

/// A run with what happened in it.
struct Journey {
  store::RunView view;
  std::string now;  ///< What the engine says of the record at this instant; JSON, as the operation `escalate` answers.
};

/// A level that comes due or a milestone that is breached, soon.
struct Risk {
  store::RunName name;
  Instant at;
  std::string body;  ///< The engine's JSON.
};

/// Thread-safe. Timers are carried out on a thread of its own, those that came due while nobody served as soon as it
/// is made.
class Journeys {
 public:
  using Done = std::function<void(Result<RunAnswer>)>;

  /// All must outlive it.
  Journeys(store::Store& store, Library& library, metrics::Metrics& metrics);
  ~Journeys();

  /// `done` is called once everything that the event led to is on the disk, or at once when it is refused.
  void take(RunEvent event, Done done);

  /// Entries behind the sequence `after`, at most `limit`.
  Result<Journey> journey(const RunAddress& address, std::int64_t after, std::size_t limit);
  /// What crosses a threshold within that time, soonest first, at most `limit`. O(runs that are due by then).
  Result<std::vector<Risk>> at_risk(std::int64_t within_ms, std::size_t limit);
  /// Commands that nobody has carried out yet, oldest first.
  Result<std::vector<store::Command>> waiting_commands(std::int64_t after, std::size_t limit);
  /// The command has been carried out.
  Result<void> finish_command(std::int64_t sequence);

 private:
  /// A run, or the one that would begin, with its definition.
  struct Known {
    store::Run run;
    api::Program program;
    std::shared_ptr<const Published> published;
  };
  /// The published directory; while it lacks what the run's definition needs, the one with which the run was looked at
  /// before.
  struct ChosenDirectory {
    api::Directory directory;
    store::Hash hash;
    std::string missing;  ///< Of the published one: a JSON array of diagnostics. Empty when that one was chosen.
  };
  struct Batch;

  void attempt(const std::shared_ptr<const RunEvent>& event, const Done& done);
  [[nodiscard]] Result<Known> find(const RunAddress& address);
  [[nodiscard]] Result<RunLook> prepare(Known known);
  [[nodiscard]] Result<ChosenDirectory> choose_directory(const Known& known);
  [[nodiscard]] Result<std::optional<store::NewRunEntry>> misfit(const Known& known, std::string missing);
  [[nodiscard]] Result<RunLook> prepare_event(const RunEvent& event, Known known);
  [[nodiscard]] Result<std::optional<RunAnswer>> repeated(const RunEvent& event, const store::Run& run);
  [[nodiscard]] Result<RunLook> prepare_timer(const store::Run& run, const std::shared_ptr<const Published>& published);
  [[nodiscard]] Result<void> add_risks(const store::RunName& name, Instant until, std::vector<Risk>& risks);
  [[nodiscard]] std::optional<Instant> take_up_due();
  [[nodiscard]] bool take_up(const std::vector<store::Run>& runs);
  [[nodiscard]] Result<RunStep> timer_step(const store::Run& run);
  void commit_timer(RunStep step, const store::Run& before, const std::shared_ptr<Batch>& batch);
  void wake_for_directory();
  void after_change(const store::Run& run, const store::Hash& published_directory);

  store::RunStore& runs_;
  Library& library_;
  metrics::Metrics& metrics_;
  Placements placements_;
  // Used by the waker's thread only.
  bool has_caught_up_ = false;
  std::size_t taken_up_ = 0;

  Waker waker_;  ///< The last member: its thread uses the others.
};

}  // namespace signalbox::service
