#include "server/service/journeys.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/clock.h"
#include "server/json_text.h"
#include "server/log.h"

namespace signalbox::service {
namespace {

using store::Run;

constexpr std::size_t kBatch = 500;

tl::unexpected<Refusal> not_followed(const RunAddress& address) {
  return refuse(Ground::kNotFound, "no-run",
                fmt::format("The record `{}` of `{}` is not followed. Its first event is `created` or `known`.",
                            address.record_id, address.object));
}

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

/// Told once: no request can bring this key, since no header holds a line end.
std::string misfit_key(const store::Hash& directory_hash) { return "\ndirectory " + directory_hash; }

}  // namespace

Journeys::Journeys(store::Store& store, Library& library, metrics::Metrics& metrics)
    : runs_(store.runs()), library_(library), metrics_(metrics), placements_(runs_, library.pinned()), waker_([this] {
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

/// On the store's thread. `published_directory`: the one that was published when it was looked at.
void Journeys::after_change(const Run& run, const store::Hash& published_directory) {
  if (run.due) waker_.wake_at(*run.due);
  const std::shared_ptr<const Published> published = library_.published();
  if (published->directory->version.hash != published_directory) waker_.run_soon([this] { wake_for_directory(); });
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
    Result<api::Program> program = library_.pinned().definition((*run)->definition_hash);
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

Result<Journeys::ChosenDirectory> Journeys::choose_directory(const Known& known) {
  const Run& run = known.run;
  const PublishedDirectory& published = *known.published->directory;
  ChosenDirectory chosen{published.directory, published.version.hash, {}};
  if (run.directory_hash.empty() || run.directory_hash == chosen.hash) return chosen;
  chosen.missing = library_.pinned().misfits_of(run.definition_hash, known.program, chosen.hash, published.directory);
  if (chosen.missing.empty()) return chosen;
  Result<api::Directory> before = library_.pinned().directory(run.directory_hash);
  if (!before) return tl::unexpected(std::move(before.error()));
  return ChosenDirectory{std::move(*before), run.directory_hash, std::move(chosen.missing)};
}

/// That a run goes on with the directory before; nullopt when it has been told.
Result<std::optional<store::NewRunEntry>> Journeys::misfit(const Known& known, std::string missing) {
  const Run& run = known.run;
  std::string key = misfit_key(known.published->directory->version.hash);
  const auto told = runs_.run_entry_with_key(run.number, key);
  if (!told) return store_failed(told.error());
  if (*told) return std::nullopt;
  const Refusal refusal{
      Ground::kConflict,
      "definition-needs-directory",
      fmt::format("Version {} of the definition `{}`, to which this record is pinned, does not fit the "
                  "directory that was published. The record goes on with the one before.",
                  run.definition_version, run.name.definition),
      {},
      std::move(missing)};
  log_line(fmt::format("the record `{}` of `{}`: {}", run.name.record_id, run.name.object, refusal.sentence));
  metrics_.incidents.add();
  return store::NewRunEntry{store::NewRunEntry::Kind::kIncident, look_instant(run), incident_body(refusal),
                            std::move(key)};
}

/// With everything but what happens in it.
Result<RunLook> Journeys::prepare(Known known) {
  Result<ChosenDirectory> chosen = choose_directory(known);
  if (!chosen) return tl::unexpected(std::move(chosen.error()));
  RunLook look{known.run, known.program, std::move(chosen->directory), known.published};
  look.run.directory_hash = std::move(chosen->hash);
  look.at = look_instant(look.run);
  if (look.run.number != 0) {
    auto history = runs_.history(look.run.number);
    if (!history) return store_failed(history.error());
    look.history = std::move(*history);
  }
  if (!chosen->missing.empty()) {
    auto incident = misfit(known, std::move(chosen->missing));
    if (!incident) return tl::unexpected(std::move(incident.error()));
    look.incident = std::move(*incident);
  }
  return look;
}

Result<RunLook> Journeys::prepare_event(const RunEvent& event, Known known) {
  Result<RunLook> look = prepare(std::move(known));
  if (!look) return look;
  const Instant at = event.at.value_or(look->at);
  if (at > look->at) {
    return refuse(Ground::kInvalid, "event-in-the-future",
                  fmt::format("The event is of {}, and now it is {}.", to_text(at), to_text(look->at)), "/at");
  }
  store::NewRunEntry entry{store::NewRunEntry::Kind::kEvent, at, {}, event.idempotency_key, event.request_hash};
  json::Writer(entry.body).begin_object().key("at").text(to_text(at));
  entry.body += "," + event.members + "}";
  look->event = std::move(entry);
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
  return RunAnswer{run, {{}, run.looked, "[]", "[]", "[]", nullptr, {}}, true};
}

void Journeys::take(RunEvent event, Done done) { attempt(std::make_shared<const RunEvent>(std::move(event)), done); }

void Journeys::attempt(const std::shared_ptr<const RunEvent>& event, const Done& done) {
  Result<Known> known = find(event->address);
  if (!known) return done(tl::unexpected(std::move(known.error())));
  if (known->run.number == 0 && event->kind != RunEvent::Kind::kChange) return done(not_followed(event->address));
  Result<std::optional<RunAnswer>> before = repeated(*event, known->run);
  if (!before) return done(tl::unexpected(std::move(before.error())));
  if (*before) return done(std::move(**before));
  const Result<RunLook> look = prepare_event(*event, std::move(*known));
  if (!look) return done(tl::unexpected(look.error()));
  Result<RunStep> step = look_at(*look, placements_);
  if (!step) return done(tl::unexpected(std::move(step.error())));
  if (const Result<void> effect = check_effect(*event, *step); !effect) return done(tl::unexpected(effect.error()));
  store::RunChange change = step->change;
  const auto answer = std::make_shared<RunAnswer>(RunAnswer{change.run, std::move(*step)});
  ++answer->run.revision;
  const auto finish = [this, event, done, answer](const store::Result<bool>& changed) {
    if (!changed) return done(store_failed(changed.error()));
    // Somebody else was faster: once more, with what is there now.
    if (!*changed) return waker_.run_soon([this, event, done] { attempt(event, done); });
    answer->step.hold->keep();
    metrics_.events.add();
    metrics_.commands.add(answer->step.change.commands.size());
    after_change(answer->run, answer->step.published_directory);
    done(std::move(*answer));
  };
  runs_.change(std::move(change), finish);
}

Result<Journey> Journeys::journey(const RunAddress& address, std::int64_t after, std::size_t limit) {
  const Result<Known> known = find(address);
  if (!known) return tl::unexpected(known.error());
  auto view = runs_.view(known->run.name, after, limit);
  if (!view) return store_failed(view.error());
  if (!*view) return not_followed(address);
  const Run& run = (*view)->run;
  const auto chosen = choose_directory({run, known->program, known->published});
  if (!chosen) return tl::unexpected(chosen.error());
  std::string now =
      api::escalate(known->program, chosen->directory, run_body(run, (*view)->history), look_instant(run));
  return Journey{std::move(**view), std::move(now)};
}

/// What one record crosses up to `until`.
Result<void> Journeys::add_risks(const store::RunName& name, Instant until, std::vector<Risk>& risks) {
  const auto view = runs_.view(name, 0, 0);
  if (!view) return store_failed(view.error());
  const std::shared_ptr<const Published> published = library_.published();
  if (!*view || !published->directory) return {};
  const Run& run = (*view)->run;
  Result<api::Program> program = library_.pinned().definition(run.definition_hash);
  if (!program) return tl::unexpected(std::move(program.error()));
  const auto chosen = choose_directory({run, *program, published});
  if (!chosen) return tl::unexpected(chosen.error());
  const Instant at = look_instant(run);
  const auto answer = parse_own(api::at_risk(*program, chosen->directory, run_body(run, (*view)->history), at,
                                             std::max<std::int64_t>(0, until.ms - at.ms)));
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
  const auto waiting = runs_.waiting_commands(sequence - 1, 1);
  if (!waiting) return store_failed(waiting.error());
  const auto finished = runs_.finish_command(sequence, now());
  if (!finished) return store_failed(finished.error());
  if (!*finished) return refuse(Ground::kNotFound, "no-command", fmt::format("There is no command {}.", sequence));
  if (!waiting->empty() && waiting->front().sequence == sequence) placements_.forget(waiting->front());
  return {};
}

}  // namespace signalbox::service
