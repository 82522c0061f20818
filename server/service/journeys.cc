#include "server/service/journeys.h"

#include <algorithm>
#include <atomic>
#include <latch>

#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/clock.h"
#include "server/json_text.h"
#include "server/log.h"

namespace signalbox::service {
namespace {

using store::Run;

constexpr std::size_t kBatch = 500;
constexpr std::int64_t kPauseMs = kMsPerSecond;  ///< After the store failed.

tl::unexpected<Refusal> not_followed(const RunAddress& address) {
  return refuse(Ground::kNotFound, "no-run",
                fmt::format("The record `{}` of `{}` is not followed. Its first event is `created` or `known`.",
                            address.record_id, address.object));
}

/// Time does not go back for a run, whatever the machine's clock does.
Instant look_instant(const Run& run) { return std::max(now(), run.looked); }

bool has_result(const RunStep& step, std::string_view result) {
  const auto decisions = parse_own(step.decisions);
  for (std::size_t i = 0; i < decisions->root().size(); ++i) {
    if (text_member(decisions->root().at(i), "result") == result) return true;
  }
  return false;
}

/// A manager's request that changes nothing is not kept.
Result<void> check_effect(const RunEvent& event, const RunStep& step) {
  if (event.kind == RunEvent::Kind::kChange) return {};
  if (has_result(step, "overridden")) return {};
  if (event.kind == RunEvent::Kind::kPullBack && has_result(step, "pulledBack")) return {};
  return refuse(Ground::kConflict, "nothing-to-change",
                "No such rule or level waits or has fired in a cycle that is open; nothing was changed.", "/rule");
}

std::string incident_body(const Refusal& refusal) {
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("code").text(refusal.code).key("sentence").text(refusal.sentence);
  writer.key("diagnostics").raw(refusal.diagnostics).end_object();
  return body;
}

}  // namespace

/// A run, or the one that would begin, with its definition.
struct Journeys::Known {
  Run run;
  api::Program program;
  std::shared_ptr<const Published> published;
};

Journeys::Journeys(store::Store& store, Library& library, metrics::Metrics& metrics)
    : runs_(store.runs()), library_(library), metrics_(metrics), pinned_(store), waker_([this] {
        return take_up_due();
      }) {
  library_.on_publish([this] { wake_for_directory(); });
  wake_for_directory();
}

Journeys::~Journeys() { library_.on_publish({}); }

/// What was computed with another directory may come true at another instant with this one.
void Journeys::wake_for_directory() {
  const std::shared_ptr<const Published> published = library_.published();
  if (!published->directory) return;
  const Instant at = now();
  const store::Result<void> woken = runs_.wake_others(published->directory->version.hash, at);
  if (!woken) log_line(fmt::format("the store failed: {}", woken.error().sentence));
  waker_.wake_at(at);
}

/// On the store's thread.
void Journeys::after_change(const Run& run) {
  if (run.due) waker_.wake_at(*run.due);
  const std::shared_ptr<const Published> published = library_.published();
  if (published->directory->version.hash != run.directory_hash) waker_.run_soon([this] { wake_for_directory(); });
}

Result<Journeys::Known> Journeys::find(const RunAddress& address) {
  const std::shared_ptr<const Published> published = library_.published();
  if (!published->directory) return no_directory();
  auto chosen = choose_definition(*published, address.definition, address.object);
  if (!chosen) return tl::unexpected(std::move(chosen.error()));
  const PublishedDefinition& definition = **chosen;
  const store::RunName name{definition.version.title.name, std::string(definition.program.object()), address.record_id};
  auto run = runs_.run(name);
  if (!run) return store_failed(run.error());
  if (*run) {
    Result<api::Program> program = pinned_.definition((*run)->definition_hash);
    if (!program) return tl::unexpected(std::move(program.error()));
    return Known{std::move(**run), std::move(*program), published};
  }
  Run fresh;
  fresh.name = name;
  fresh.definition_version = definition.version.number;
  fresh.definition_hash = definition.version.hash;
  fresh.looked = Instant{std::numeric_limits<std::int64_t>::min()};
  fresh.state = "null";
  return Known{std::move(fresh), definition.program, published};
}

Result<RunLook> Journeys::prepare(const RunEvent& event, Known known) {
  const PublishedDirectory& directory = *known.published->directory;
  RunLook look{std::move(known.run), std::move(known.program), directory.directory, {}, std::nullopt, {}};
  look.run.directory_hash = directory.version.hash;
  look.at = look_instant(look.run);
  const Instant at = event.at.value_or(look.at);
  if (at > look.at) {
    return refuse(Ground::kInvalid, "event-in-the-future",
                  fmt::format("The event is of {}, and now it is {}.", to_text(at), to_text(look.at)), "/at");
  }
  if (look.run.number != 0) {
    auto history = runs_.history(look.run.number);
    if (!history) return store_failed(history.error());
    look.history = std::move(*history);
  }
  store::NewRunEntry entry{store::NewRunEntry::Kind::kEvent, at, {}, event.idempotency_key, event.request_hash};
  json::Writer(entry.body).begin_object().key("at").text(to_text(at));
  entry.body += "," + event.members + "}";
  look.event = std::move(entry);
  return look;
}

/// The answer to an equal request that came before.
Result<std::optional<RunAnswer>> Journeys::repeated(const RunEvent& event, const Run& run) {
  if (!event.idempotency_key || run.number == 0) return std::nullopt;
  const auto entry = runs_.run_entry_with_key(run.number, *event.idempotency_key);
  if (!entry) return store_failed(entry.error());
  if (!*entry) return std::nullopt;
  if ((*entry)->request_hash != event.request_hash) {
    return refuse(Ground::kInvalid, "idempotency-key-used",
                  "This key was used for another request about this record. Use a new key.", "Idempotency-Key");
  }
  return RunAnswer{run, {{}, run.looked, "[]", "[]", "[]"}, true};
}

void Journeys::take(RunEvent event, Done done) { attempt(std::make_shared<const RunEvent>(std::move(event)), done); }

void Journeys::attempt(const std::shared_ptr<const RunEvent>& event, const Done& done) {
  Result<Known> known = find(event->address);
  if (!known) return done(tl::unexpected(std::move(known.error())));
  if (known->run.number == 0 && event->kind != RunEvent::Kind::kChange) return done(not_followed(event->address));
  Result<std::optional<RunAnswer>> before = repeated(*event, known->run);
  if (!before) return done(tl::unexpected(std::move(before.error())));
  if (*before) return done(std::move(**before));
  const Result<RunLook> look = prepare(*event, std::move(*known));
  if (!look) return done(tl::unexpected(look.error()));
  Result<RunStep> step = look_at(*look);
  if (!step) return done(tl::unexpected(std::move(step.error())));
  if (const Result<void> effect = check_effect(*event, *step); !effect) return done(tl::unexpected(effect.error()));
  store::RunChange change = step->change;
  const auto answer = std::make_shared<RunAnswer>(RunAnswer{change.run, std::move(*step)});
  ++answer->run.revision;
  runs_.change(std::move(change), [this, event, done, answer](const store::Result<bool>& changed) {
    if (!changed) return done(store_failed(changed.error()));
    // Somebody else was faster: once more, with what is there now.
    if (!*changed) return waker_.run_soon([this, event, done] { attempt(event, done); });
    metrics_.events.add();
    metrics_.commands.add(answer->step.change.commands.size());
    after_change(answer->run);
    done(std::move(*answer));
  });
}

Result<RunLook> Journeys::prepare_timer(const Run& run) {
  const std::shared_ptr<const Published> published = library_.published();
  if (!published->directory) return no_directory();
  Result<api::Program> program = pinned_.definition(run.definition_hash);
  if (!program) return tl::unexpected(std::move(program.error()));
  auto history = runs_.history(run.number);
  if (!history) return store_failed(history.error());
  const PublishedDirectory& directory = *published->directory;
  RunLook look{run, std::move(*program), directory.directory, std::move(*history), std::nullopt, look_instant(run)};
  look.run.directory_hash = directory.version.hash;
  return look;
}

/// What the timer changes; an incident when the run cannot be carried on, which then waits for an event. Refused only
/// while the store fails.
Result<store::RunChange> Journeys::timer_change(const Run& run) {
  const Result<RunLook> look = prepare_timer(run);
  Result<RunStep> step = look ? look_at(*look) : tl::unexpected(look.error());
  if (step) return std::move(step->change);
  if (step.error().ground == Ground::kMachine) return tl::unexpected(std::move(step.error()));
  log_line(fmt::format("the record `{}` of `{}` cannot be carried on: {}", run.name.record_id, run.name.object,
                       step.error().sentence));
  store::RunChange change{run, {}, {}};
  change.run.due.reset();
  change.entries.push_back(
      {store::NewRunEntry::Kind::kIncident, look_instant(run), incident_body(step.error()), std::nullopt});
  return change;
}

/// Timers that are carried out together.
struct Journeys::Batch {
  explicit Batch(std::size_t size) : open(static_cast<std::ptrdiff_t>(size)) {}
  std::latch open;
  std::atomic<bool> has_failed = false;
};

/// False when the store failed. Who lost a run to somebody else finds it due again, or not any more.
bool Journeys::take_up(const std::vector<Run>& runs) {
  const auto batch = std::make_shared<Batch>(runs.size());
  for (const Run& run : runs) {
    Result<store::RunChange> change = timer_change(run);
    if (!change) {
      batch->has_failed = true;
      batch->open.count_down();
      continue;
    }
    const auto late_ms = static_cast<std::uint64_t>(std::max<std::int64_t>(0, now().ms - run.due->ms));
    const auto commands = change->commands.size();
    const Run after = change->run;
    runs_.change(std::move(*change), [=, this](const store::Result<bool>& changed) {
      if (!changed) {
        (void)store_failed(changed.error());
        batch->has_failed = true;
      } else if (*changed) {
        metrics_.timers.add();
        metrics_.commands.add(commands);
        metrics_.timer_late.observe(late_ms);
        after_change(after);
      }
      batch->open.count_down();
    });
  }
  batch->open.wait();
  return !batch->has_failed;
}

/// One batch, so that a stop need not wait for all of them.
std::optional<Instant> Journeys::take_up_due() {
  // Without business hours nothing can be said; whoever publishes some wakes this.
  if (!library_.published()->directory) return std::nullopt;
  const Instant pause{now().ms + kPauseMs};
  const auto due = runs_.due_runs({}, now(), kBatch);
  if (!due) (void)store_failed(due.error());
  if (!due || (!due->empty() && !take_up(*due))) return pause;
  if (!due->empty()) {
    taken_up_ += due->size();
    return now();
  }
  if (!has_caught_up_) log_line(fmt::format("carried out {} timers that were due at the start", taken_up_));
  has_caught_up_ = true;
  const auto next = runs_.next_due();
  return next ? *next : pause;
}

Result<Journey> Journeys::journey(const RunAddress& address, std::int64_t after, std::size_t limit) {
  const Result<Known> known = find(address);
  if (!known) return tl::unexpected(known.error());
  auto view = runs_.view(known->run.name, after, limit);
  if (!view) return store_failed(view.error());
  if (!*view) return not_followed(address);
  const Run& run = (*view)->run;
  std::string now = api::escalate(known->program, known->published->directory->directory,
                                  run_body(run, (*view)->history), look_instant(run));
  return Journey{std::move(**view), std::move(now)};
}

/// What one record crosses up to `until`.
Result<void> Journeys::add_risks(const store::RunName& name, Instant until, std::vector<Risk>& risks) {
  const auto view = runs_.view(name, 0, 0);
  if (!view) return store_failed(view.error());
  const std::shared_ptr<const Published> published = library_.published();
  if (!*view || !published->directory) return {};
  const Run& run = (*view)->run;
  Result<api::Program> program = pinned_.definition(run.definition_hash);
  if (!program) return tl::unexpected(std::move(program.error()));
  const Instant at = look_instant(run);
  const auto answer = parse_own(api::at_risk(*program, published->directory->directory, run_body(run, (*view)->history),
                                             at, std::max<std::int64_t>(0, until.ms - at.ms)));
  const json::Node found = *answer->root().find("atRisk");
  for (std::size_t i = 0; i < found.size(); ++i) {
    risks.push_back({name, parse_instant(text_member(found.at(i), "at")).value_or(at),
                     std::string(raw_bytes(*answer, found.at(i)))});
  }
  return {};
}

Result<std::vector<Risk>> Journeys::at_risk(std::int64_t within_ms, std::size_t limit) {
  const Instant until{now().ms + within_ms};
  std::vector<Risk> risks;
  store::TimerPlace place;
  for (;;) {
    const auto runs = runs_.due_runs(place, until, kBatch);
    if (!runs) return store_failed(runs.error());
    for (const Run& run : *runs) {
      if (const Result<void> added = add_risks(run.name, until, risks); !added) return tl::unexpected(added.error());
      place = {*run.due, run.number};
    }
    std::stable_sort(risks.begin(), risks.end(), [](const Risk& a, const Risk& b) { return a.at < b.at; });
    // Whoever comes behind crosses nothing before its timer.
    const bool is_enough = risks.size() >= limit && risks[limit - 1].at <= place.due;
    if (runs->size() < kBatch || is_enough) break;
  }
  if (risks.size() > limit) risks.erase(risks.begin() + static_cast<std::ptrdiff_t>(limit), risks.end());
  return risks;
}

Result<std::vector<store::Command>> Journeys::waiting_commands(std::int64_t after, std::size_t limit) {
  auto commands = runs_.waiting_commands(after, limit);
  if (!commands) return store_failed(commands.error());
  return std::move(*commands);
}

Result<void> Journeys::finish_command(std::int64_t sequence) {
  const auto finished = runs_.finish_command(sequence, now());
  if (!finished) return store_failed(finished.error());
  if (!*finished) return refuse(Ground::kNotFound, "no-command", fmt::format("There is no command {}.", sequence));
  return {};
}

}  // namespace signalbox::service
