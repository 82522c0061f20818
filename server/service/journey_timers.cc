// What comes due by itself, in the order of what is due over all runs.
#include <algorithm>
#include <atomic>
#include <latch>

#include <fmt/format.h>

#include "server/clock.h"
#include "server/log.h"
#include "server/service/journeys.h"

namespace signalbox::service {
namespace {

using store::Run;

constexpr std::size_t kBatch = 500;
constexpr std::int64_t kPauseMs = kMsPerSecond;  ///< After the store failed, or while nothing is published.

}  // namespace

/// Timers that are carried out together.
struct Journeys::Batch {
  explicit Batch(std::size_t size) : open(static_cast<std::ptrdiff_t>(size)) {}
  std::latch open;
  std::atomic<bool> has_failed = false;
};

Result<RunLook> Journeys::prepare_timer(const Run& run, const std::shared_ptr<const Published>& published) {
  Result<api::Program> program = library_.pinned().definition(run.definition_hash);
  if (!program) return tl::unexpected(std::move(program.error()));
  Result<RunLook> look = prepare({run, std::move(*program), published});
  if (look) look->timer = run.due;
  return look;
}

/// What the timer changes; an incident when the run cannot be carried on, which then waits for an event. Refused only
/// while the store fails.
Result<RunStep> Journeys::timer_step(const Run& run) {
  const std::shared_ptr<const Published> published = library_.published();
  const Result<RunLook> look = prepare_timer(run, published);
  Result<RunStep> step = look ? look_at(*look, placements_) : tl::unexpected(look.error());
  if (step || step.error().ground == Ground::kMachine) return step;
  log_line(fmt::format("the record `{}` of `{}` cannot be carried on: {}", run.name.record_id, run.name.object,
                       step.error().sentence));
  RunStep stopped{{run, {}, {}},
                  look_instant(run),
                  {},
                  {},
                  {},
                  std::make_shared<Placements::Hold>(placements_),
                  published->directory->version.hash};
  metrics_.incidents.add();
  stopped.change.run.due.reset();
  stopped.change.entries.push_back(
      {store::NewRunEntry::Kind::kIncident, stopped.at, incident_body(step.error()), std::nullopt});
  return stopped;
}

void Journeys::commit_timer(RunStep step, const Run& before, const std::shared_ptr<Batch>& batch) {
  const auto late_ms = static_cast<std::uint64_t>(std::max<std::int64_t>(0, now().ms - before.due->ms));
  const auto commands = step.change.commands.size();
  const Run after = step.change.run;
  const store::Hash published = step.published_directory;
  runs_.change(std::move(step.change), [=, this, hold = std::move(step.hold)](const store::Result<bool>& changed) {
    if (!changed) {
      (void)store_failed(changed.error());
      batch->has_failed = true;
    } else if (*changed) {
      hold->keep();
      metrics_.timers.add();
      metrics_.commands.add(commands);
      metrics_.timer_late.observe(late_ms);
      after_change(after, published);
    }
    batch->open.count_down();
  });
}

/// Carries on the runs, in the order of their timers, up to the first that has to wait until something else has
/// happened: what another of them has left is due before it. False when the store failed. Who lost a run to somebody
/// else finds it due again, or not any more.
bool Journeys::take_up(const std::vector<Run>& runs) {
  const auto batch = std::make_shared<Batch>(runs.size());
  std::optional<Instant> left;
  std::size_t taken = 0;
  for (; taken < runs.size() && (!left || *runs[taken].due <= *left); ++taken) {
    Result<RunStep> step = timer_step(runs[taken]);
    if (!step) {
      batch->has_failed = true;
      break;
    }
    const std::optional<Instant> due = step->change.run.due;
    if (due && (!left || *due < *left)) left = due;
    commit_timer(std::move(*step), runs[taken], batch);
  }
  batch->open.count_down(static_cast<std::ptrdiff_t>(runs.size() - taken));
  batch->open.wait();
  taken_up_ += taken;
  return !batch->has_failed;
}

/// One batch, so that a stop need not wait for all of them.
std::optional<Instant> Journeys::take_up_due() {
  const Instant pause{now().ms + kPauseMs};
  if (runs_.is_shared() && !library_.refresh()) return pause;
  // Without business hours nothing can be said; whoever publishes some wakes this, unless it is another process.
  if (!library_.published()->directory) return runs_.is_shared() ? std::optional(pause) : std::nullopt;
  const auto due = runs_.claim_due_runs(now(), kBatch);
  if (!due) (void)store_failed(due.error());
  if (!due || !take_up(*due)) return pause;
  if (!due->empty()) return now();
  if (!has_caught_up_) log_line(fmt::format("carried out {} timers that were due at the start", taken_up_));
  has_caught_up_ = true;
  const auto next = runs_.next_due();
  return next ? *next : pause;
}

}  // namespace signalbox::service
