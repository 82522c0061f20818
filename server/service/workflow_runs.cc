#include "server/service/workflow_runs.h"

#include <algorithm>
#include <atomic>
#include <latch>

#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/json_text.h"
#include "server/log.h"

namespace signalbox::service {
namespace {

using store::WorkflowRun;

constexpr std::size_t kBatch = 500;
constexpr std::int64_t kPauseMs = kMsPerSecond;  ///< After the store failed.
constexpr std::string_view kHaltedIncident = "halted";

tl::unexpected<Refusal> no_run(const std::string& run) {
  return refuse(Ground::kNotFound, "no-run", fmt::format("There is no run `{}`.", run));
}

tl::unexpected<Refusal> key_used() {
  return refuse(Ground::kInvalid, "idempotency-key-used",
                "This key was used for another request about this run. Use a new key.", "Idempotency-Key");
}

/// The event's JSON: the host adds the instant and the share of a retry's jitter.
std::string event_text(const WorkflowEvent& event, Instant at, std::uint32_t jitter_ppm) {
  std::string text;
  json::Writer(text).begin_object().key("at").text(to_text(at));
  if (jitter_ppm > 0) text += fmt::format(R"(,"jitter":0.{:06})", std::min<std::uint32_t>(jitter_ppm, 999'999));
  return text + "," + event.members + "}";
}

template <class T>
Result<T> read(store::Result<T> found) {
  if (!found) return store_failed(found.error());
  return std::move(*found);
}

}  // namespace

tl::unexpected<Refusal> busy() {
  return refuse(Ground::kBusy, "busy", "Too much is under way already; nothing was taken. Send it again in a moment.");
}

WorkflowRuns::WorkflowRuns(store::Store& store, Library& library, metrics::Metrics& metrics,
                           WorkflowSurroundings surroundings)
    : runs_(store.workflows()),
      library_(library),
      metrics_(metrics),
      documents_(store),
      surroundings_(std::move(surroundings)),
      lanes_(surroundings_.execute, surroundings_.limits) {}

Result<WorkflowRun> WorkflowRuns::find(const std::string& run) {
  auto found = read(runs_.workflow_run(run));
  if (!found) return tl::unexpected(std::move(found.error()));
  if (!*found) return no_run(run);
  return std::move(**found);
}

/// The answer to an equal request that came before.
Result<std::optional<WorkflowOutcome>> WorkflowRuns::repeated(const WorkflowEvent& event, const WorkflowRun& run) {
  if (!event.idempotency_key) return std::nullopt;
  auto entry = read(runs_.workflow_entry_with_key(run.id, *event.idempotency_key));
  if (!entry) return tl::unexpected(std::move(entry.error()));
  if (!*entry) return std::nullopt;
  if ((*entry)->request_hash == event.request_hash) return WorkflowOutcome{run, std::move(**entry), true};
  if (!event.answers) return key_used();
  return refuse(Ground::kConflict, "answered-already", "Another answer to this command was taken before.", "/key");
}

Result<void> WorkflowRuns::check_subject(const WorkflowEvent& event, const std::vector<store::WorkflowCommand>& open) {
  if (event.incident) {
    const auto found = incident(event.run, *event.incident);
    return found ? Result<void>() : tl::unexpected(found.error());
  }
  const auto is_asked = [&](const auto& command) { return command.key == *event.answers; };
  if (!event.answers || std::any_of(open.begin(), open.end(), is_asked)) return {};
  const auto all = read(runs_.workflow_commands(event.run, false));
  if (!all) return tl::unexpected(all.error());
  if (std::any_of(all->begin(), all->end(), is_asked)) return {};
  return refuse(Ground::kNotFound, "no-command", fmt::format("The run has no command `{}`.", *event.answers), "/key");
}

Result<store::WorkflowChange> WorkflowRuns::decide(const WorkflowRun& run, const WorkflowEvent& event,
                                                   const std::vector<store::WorkflowCommand>& open) {
  const std::shared_ptr<const Published> published = library_.published();
  if (!published->directory) return no_directory();
  const Result<api::Workflow> workflow = documents_.workflow(run.definition_hash);
  if (!workflow) return tl::unexpected(workflow.error());
  std::optional<api::Roster> roster;
  if (published->roster) roster = published->roster->roster;
  // Time does not go back for a run, whatever the machine's clock does.
  const Instant now = std::max(surroundings_.clock(), run.changed);
  store::WorkflowChange change{run, {}, {}, {}, {}, {}};
  store::WorkflowEntry& entry = change.entry;
  entry.event = event_text(event, event.at.value_or(now), surroundings_.jitter_ppm());
  const auto answer =
      advance({*workflow, published->directory->directory, roster, run.id, run.state, entry.event, now});
  if (!answer) return tl::unexpected(answer.error());
  entry.taken = now;
  entry.actor = event.actor;
  entry.definition_hash = run.definition_hash;
  entry.directory_hash = published->directory->version.hash;
  if (published->roster) entry.roster_hash = published->roster->version.hash;
  entry.engine = api::engine_version();
  entry.idempotency_key = event.idempotency_key;
  entry.request_hash = event.request_hash;
  if (run.revision == 0) change.run.begun = now;
  take_over(*answer, open, surroundings_.target_of, change);
  // It has been carried on.
  change.closed.emplace_back(kHaltedIncident);
  return change;
}

/// `again`: somebody else was faster.
void WorkflowRuns::commit(store::WorkflowChange change, const Done& done, std::function<void()> again) {
  const auto kept = std::make_shared<const store::WorkflowChange>(std::move(change));
  runs_.change(*kept, [this, kept, done, again = std::move(again)](const store::Result<bool>& changed) {
    if (!changed) return done(store_failed(changed.error()));
    if (!*changed) return lanes_.execute(again);
    metrics_.events.add();
    metrics_.commands.add(kept->commands.size());
    WorkflowOutcome outcome{kept->run, kept->entry, false};
    ++outcome.run.revision;
    if (kept->run.due) surroundings_.timer_due(*kept->run.due);
    const auto is_delivered = [](const auto& command) { return command.target.has_value(); };
    if (std::any_of(kept->commands.begin(), kept->commands.end(), is_delivered))
      surroundings_.delivery_due(kept->entry.taken);
    done(std::move(outcome));
  });
}

void WorkflowRuns::take(WorkflowEvent event, Done done) {
  const auto kept = std::make_shared<const WorkflowEvent>(std::move(event));
  const bool is_added = lanes_.add(kept->run, [this, kept, done](const RunLanes::Release& release) {
    attempt(kept, [done, release](Result<WorkflowOutcome> outcome) {
      done(std::move(outcome));
      release();
    });
  });
  if (!is_added) done(busy());
}

void WorkflowRuns::attempt(const std::shared_ptr<const WorkflowEvent>& event, const Done& done) {
  const Result<WorkflowRun> run = find(event->run);
  if (!run) return done(tl::unexpected(run.error()));
  auto before = repeated(*event, *run);
  if (!before) return done(tl::unexpected(std::move(before.error())));
  if (*before) return done(std::move(**before));
  const auto open = read(runs_.workflow_commands(run->id, true));
  if (!open) return done(tl::unexpected(open.error()));
  if (const Result<void> checked = check_subject(*event, *open); !checked) return done(tl::unexpected(checked.error()));
  Result<store::WorkflowChange> change = decide(*run, *event, *open);
  if (!change) return done(tl::unexpected(std::move(change.error())));
  commit(std::move(*change), done, [this, event, done] { attempt(event, done); });
}

void WorkflowRuns::start(WorkflowStart start, Done done) {
  const auto kept = std::make_shared<const WorkflowStart>(std::move(start));
  // No id of a run has a line end.
  const std::string lane = kept->object + "\n" + kept->record_id;
  const bool is_added = lanes_.add(lane, [this, kept, done](const RunLanes::Release& release) {
    attempt_start(kept, [done, release](Result<WorkflowOutcome> outcome) {
      done(std::move(outcome));
      release();
    });
  });
  if (!is_added) done(busy());
}

WorkflowRun WorkflowRuns::begin_run(const WorkflowStart& start, const store::RunName& name,
                                    const PublishedDefinition& definition) {
  WorkflowRun run;
  run.id = surroundings_.new_id(surroundings_.clock());
  run.name = name;
  run.definition_version = definition.version.number;
  run.definition_hash = definition.version.hash;
  run.start_key = start.idempotency_key;
  run.start_hash = start.request_hash;
  return run;
}

void WorkflowRuns::attempt_start(const std::shared_ptr<const WorkflowStart>& start, const Done& done) {
  const auto chosen = choose_definition(*library_.published(), start->definition, start->object);
  if (!chosen) return done(tl::unexpected(chosen.error()));
  const PublishedDefinition& definition = **chosen;
  const store::RunName name{definition.version.title.name, std::string(definition.program.object()), start->record_id};
  // Before the key is looked up: another server may begin the run in between, and its run would be open but not ours.
  const auto open = read(runs_.open_workflow_run(name));
  if (!open) return done(tl::unexpected(open.error()));
  if (start->idempotency_key) {
    const auto before = read(runs_.workflow_run_with_key(name, *start->idempotency_key));
    if (!before) return done(tl::unexpected(before.error()));
    if (*before) {
      if ((*before)->start_hash != start->request_hash) return done(key_used());
      const auto first = read(runs_.workflow_entries((*before)->id, 0, 1));
      if (!first) return done(tl::unexpected(first.error()));
      return done(WorkflowOutcome{**before, first->front(), true});
    }
  }
  if (*open) {
    return done(refuse(Ground::kConflict, "run-open",
                       fmt::format("The record is in a run of this workflow already: `{}`.", (*open)->id)));
  }
  const WorkflowRun run = begin_run(*start, name, definition);
  WorkflowEvent event;
  event.run = run.id;
  event.at = start->at;
  event.members = start->members;
  event.request_hash = start->request_hash;
  Result<store::WorkflowChange> change = decide(run, event, {});
  if (!change) return done(tl::unexpected(std::move(change.error())));
  commit(std::move(*change), done, [this, start, done] { attempt_start(start, done); });
}

/// The run waits for a person, because the host cannot carry it on.
void WorkflowRuns::halt(const WorkflowRun& run, const Refusal& refusal, const std::function<void(bool)>& done) {
  log_line(fmt::format("the run `{}` cannot be carried on: {}", run.id, refusal.sentence));
  const store::WorkflowIncident incident{
      0, run.id, std::string(kHaltedIncident), "", refusal.code, refusal.sentence, surroundings_.clock()};
  const auto halted = runs_.halt_workflow_run(run, incident);
  if (!halted) (void)store_failed(halted.error());
  done(halted.has_value());
}

/// `done`: false when the store failed.
void WorkflowRuns::fire_timer(const std::string& id, const std::function<void(bool)>& done) {
  const Result<WorkflowRun> run = find(id);
  if (!run) return done(run.error().ground != Ground::kMachine);
  const Instant now = surroundings_.clock();
  if (!run->due || *run->due > now) return done(true);  // An event was faster.
  const auto open = read(runs_.workflow_commands(id, true));
  if (!open) return done(false);
  WorkflowEvent event;
  event.run = id;
  event.members = R"("timerDue":true)";
  event.actor = "timer";
  Result<store::WorkflowChange> change = decide(*run, event, *open);
  if (!change) return change.error().ground == Ground::kMachine ? done(false) : halt(*run, change.error(), done);
  const auto late_ms = static_cast<std::uint64_t>(now.ms - run->due->ms);
  commit(
      std::move(*change),
      [this, done, late_ms](const Result<WorkflowOutcome>& outcome) {
        if (outcome) metrics_.timers.add();
        if (outcome) metrics_.timer_late.observe(late_ms);
        done(outcome.has_value());
      },
      [this, id, done] { fire_timer(id, done); });
}

std::optional<Instant> WorkflowRuns::take_up_due() {
  // Without business hours nothing can be said.
  const Instant pause{surroundings_.clock().ms + kPauseMs};
  if (!library_.published()->directory) return pause;
  const auto due = runs_.due_workflow_runs(surroundings_.clock(), kBatch);
  if (!due) (void)store_failed(due.error());
  if (!due) return pause;
  const auto open = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(due->size()));
  const auto has_failed = std::make_shared<std::atomic<bool>>(false);
  for (const std::string& run : *due) {
    const bool is_added = lanes_.add(run, [this, run, open, has_failed](const RunLanes::Release& release) {
      fire_timer(run, [=](bool is_done) {
        if (!is_done) *has_failed = true;
        release();
        open->count_down();
      });
    });
    if (!is_added) *has_failed = true;
    if (!is_added) open->count_down();
  }
  open->wait();
  if (*has_failed) return pause;
  if (!due->empty()) return surroundings_.clock();
  const auto next = runs_.next_workflow_timer();
  if (!next) return pause;
  return runs_.is_shared() ? std::min(next->value_or(pause), pause) : *next;
}

Result<WorkflowView> WorkflowRuns::view(const std::string& run) {
  auto found = find(run);
  if (!found) return tl::unexpected(std::move(found.error()));
  auto commands = read(runs_.workflow_commands(run, false));
  if (!commands) return tl::unexpected(std::move(commands.error()));
  auto incidents = read(runs_.workflow_incidents(run, 0, kBatch));
  if (!incidents) return tl::unexpected(std::move(incidents.error()));
  return WorkflowView{std::move(*found), std::move(*commands), std::move(*incidents)};
}

Result<std::vector<WorkflowRun>> WorkflowRuns::list(const store::WorkflowFilter& filter, const std::string& after,
                                                    std::size_t limit) {
  return read(runs_.workflow_runs(filter, after, limit));
}

Result<std::vector<store::WorkflowEntry>> WorkflowRuns::entries(const std::string& run, std::int64_t after,
                                                                std::size_t limit) {
  const auto found = find(run);
  if (!found) return tl::unexpected(found.error());
  return read(runs_.workflow_entries(run, after, limit));
}

Result<std::vector<store::WorkflowIncident>> WorkflowRuns::incidents(std::int64_t after, std::size_t limit) {
  return read(runs_.workflow_incidents("", after, limit));
}

Result<store::WorkflowIncident> WorkflowRuns::incident(const std::string& run, const std::string& id) {
  const auto found = find(run);
  if (!found) return tl::unexpected(found.error());
  std::int64_t after = 0;
  for (;;) {
    const auto page = read(runs_.workflow_incidents(run, after, kBatch));
    if (!page) return tl::unexpected(page.error());
    for (const store::WorkflowIncident& one : *page) {
      if (one.id == id) return one;
      after = one.number;
    }
    if (page->size() < kBatch)
      return refuse(Ground::kNotFound, "no-incident", fmt::format("The run has no open incident `{}`.", id));
  }
}

Result<void> WorkflowRuns::resume(const std::string& run, const std::string& incident) {
  const auto resumed = read(runs_.resume_workflow_run(run, incident, surroundings_.clock()));
  if (!resumed) return tl::unexpected(resumed.error());
  if (!*resumed) return refuse(Ground::kNotFound, "no-incident", "The run has no such open incident.");
  surroundings_.timer_due(surroundings_.clock());
  return {};
}

Result<void> WorkflowRuns::settle_dead_command(std::int64_t sequence, const std::string& incident, bool is_again) {
  store::DeliveryChange change{sequence, 0, std::nullopt, std::nullopt, std::nullopt, std::nullopt};
  if (is_again) change.next = surroundings_.clock();
  if (!is_again) change.outcome = "skipped";
  const auto settled = read(runs_.settle_dead_command(change, incident));
  if (!settled) return tl::unexpected(settled.error());
  if (!*settled) return refuse(Ground::kNotFound, "no-incident", "The run has no such open incident.");
  if (change.next) surroundings_.delivery_due(*change.next);
  return {};
}

Result<std::vector<store::WorkflowCommand>> WorkflowRuns::commands_to_fetch(std::int64_t after, std::size_t limit) {
  return read(runs_.commands_to_fetch(after, limit));
}

Result<void> WorkflowRuns::finish_command(std::int64_t sequence) {
  const auto command = read(runs_.workflow_command(sequence));
  if (!command) return tl::unexpected(command.error());
  if (!*command) return refuse(Ground::kNotFound, "no-command", fmt::format("There is no command {}.", sequence));
  if ((*command)->outcome) return {};
  if ((*command)->is_awaited) {
    return refuse(Ground::kConflict, "answer-awaited",
                  "Its step waits for the answer: send it with `POST /v1/runs/{run}/answers`.");
  }
  store::DeliveryChange change{sequence, (*command)->attempts, std::nullopt, std::nullopt, "fetched", std::nullopt};
  const auto changed = read(runs_.change_delivery(change, (*command)->attempts));
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

}  // namespace signalbox::service
