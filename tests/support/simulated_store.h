// A store in memory that anybody can read: the twin of the stores with databases, for runs of workflows. It fails when
// it is told to, before a change or after it, and lets others in between.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/sha256.h"
#include "server/store/workflow_runs.h"

namespace signalbox::test {

class SimulatedStore final : public store::Store, public store::WorkflowStore {
 public:
  enum class Fate { kDone, kLost, kUnknown };  ///< kUnknown: done, but whoever asked for it is told of trouble.

  /// What becomes of the next change; called before it.
  std::function<Fate()> fate = [] { return Fate::kDone; };

  // Documents.
  store::Result<std::vector<store::Version>> publish(const std::vector<store::NewVersion>& documents,
                                                     Instant published) override {
    std::vector<store::Version> versions;
    for (const store::NewVersion& document : documents) {
      const store::Hash hash = sha256_hex(document.body);
      bodies_[hash] = document.body;
      versions.push_back({document.title, ++numbers_[document.title.name], hash, published});
      current_.push_back(versions.back());
    }
    return versions;
  }
  store::Result<std::vector<store::Version>> current_versions() override { return current_; }
  store::Result<std::optional<std::string>> body(const store::Hash& hash) override {
    const auto found = bodies_.find(hash);
    return found == bodies_.end() ? std::optional<std::string>() : found->second;
  }
  store::WorkflowStore& workflows() override { return *this; }

  // What these tests do not use.
  void append(store::NewEntry, std::function<void(store::Result<store::Appended>)> done) override { done(unused()); }
  store::Result<std::optional<store::Entry>> entry(const std::string&) override { return unused(); }
  store::Result<std::vector<store::Entry>> entries(const std::string&, const std::string&, std::int64_t,
                                                   std::size_t) override {
    return unused();
  }
  store::Result<std::optional<store::Entry>> entry_with_key(const std::string&, const std::string&,
                                                            const std::string&) override {
    return unused();
  }
  store::Result<store::LogCheck> check_log() override { return unused(); }
  store::Result<std::optional<store::Draft>> draft(const store::Title&) override { return unused(); }
  store::Result<bool> save_draft(const store::Title&, const std::optional<store::Hash>&, const store::Draft&) override {
    return unused();
  }
  store::Result<std::vector<store::Version>> versions(const store::Title&) override { return unused(); }
  store::RunStore& runs() override { std::abort(); }

  // Runs of workflows.
  void change(store::WorkflowChange change, std::function<void(store::Result<bool>)> done) override {
    const Fate own = fate();
    if (own == Fate::kLost) return done(trouble());
    const bool is_changed = apply(change);
    own == Fate::kUnknown ? done(trouble()) : done(is_changed);
  }
  store::Result<std::optional<store::WorkflowRun>> workflow_run(const std::string& run) override {
    const auto found = runs_.find(run);
    return found == runs_.end() ? std::optional<store::WorkflowRun>() : found->second;
  }
  store::Result<std::optional<store::WorkflowRun>> open_workflow_run(const store::RunName& name) override {
    return first([&](const auto& run) { return is_named(run, name) && !run.ended; });
  }
  store::Result<std::optional<store::WorkflowRun>> workflow_run_with_key(const store::RunName& name,
                                                                         const std::string& key) override {
    return first([&](const auto& run) { return is_named(run, name) && run.start_key == key; });
  }
  store::Result<std::vector<store::WorkflowRun>> workflow_runs(const store::WorkflowFilter&, const std::string& after,
                                                               std::size_t limit) override {
    std::vector<store::WorkflowRun> found;
    for (auto one = runs_.upper_bound(after); one != runs_.end() && found.size() < limit; ++one)
      found.push_back(one->second);
    return found;
  }
  store::Result<std::vector<std::string>> due_workflow_runs(Instant until, std::size_t limit) override {
    std::set<std::pair<Instant, std::string>> due;
    for (const auto& [id, run] : runs_) {
      if (run.due && *run.due <= until) due.emplace(*run.due, id);
    }
    std::vector<std::string> found;
    for (const auto& [at, id] : due) {
      if (found.size() < limit) found.push_back(id);
    }
    return found;
  }
  [[nodiscard]] bool is_shared() const override { return true; }
  store::Result<std::optional<Instant>> next_workflow_timer() override {
    std::optional<Instant> next;
    for (const auto& [id, run] : runs_) {
      if (run.due && (!next || *run.due < *next)) next = run.due;
    }
    return next;
  }
  store::Result<void> halt_workflow_run(const store::WorkflowRun& run,
                                        const store::WorkflowIncident& incident) override {
    if (runs_[run.id].revision != run.revision) return {};
    runs_[run.id].due.reset();
    open(incident);
    return {};
  }
  store::Result<bool> resume_workflow_run(const std::string& run, const std::string& incident, Instant due) override {
    if (incidents_.erase({run, incident}) == 0) return false;
    runs_[run].due = due;
    return true;
  }
  store::Result<std::vector<store::WorkflowEntry>> workflow_entries(const std::string& run, std::int64_t after,
                                                                    std::size_t limit) override {
    std::vector<store::WorkflowEntry> found;
    for (const store::WorkflowEntry& entry : entries_[run]) {
      if (entry.sequence > after && found.size() < limit) found.push_back(entry);
    }
    return found;
  }
  store::Result<std::optional<store::WorkflowEntry>> workflow_entry_with_key(const std::string& run,
                                                                             const std::string& key) override {
    for (const store::WorkflowEntry& entry : entries_[run]) {
      if (entry.idempotency_key == key) return entry;
    }
    return std::nullopt;
  }
  store::Result<std::vector<store::WorkflowCommand>> workflow_commands(const std::string& run, bool is_open) override {
    return commands([&](const auto& command) { return command.run == run && !(is_open && command.outcome); });
  }
  store::Result<std::optional<store::WorkflowCommand>> workflow_command(std::int64_t sequence) override {
    const auto found = commands([&](const auto& command) { return command.sequence == sequence; });
    return found.empty() ? std::optional<store::WorkflowCommand>() : found.front();
  }
  store::Result<std::vector<store::WorkflowCommand>> commands_to_fetch(std::int64_t, std::size_t) override {
    return commands([](const auto& command) { return !command.outcome && !command.target; });
  }
  store::Result<std::vector<store::WorkflowCommand>> due_deliveries(Instant until, std::size_t limit) override {
    auto due = commands([&](const auto& one) { return one.next && *one.next <= until && is_first(one); });
    std::stable_sort(due.begin(), due.end(), [](const auto& a, const auto& b) { return *a.next < *b.next; });
    if (due.size() > limit) due.erase(due.begin() + static_cast<std::ptrdiff_t>(limit), due.end());
    return due;
  }
  store::Result<std::optional<Instant>> next_delivery() override {
    std::optional<Instant> next;
    for (const store::WorkflowCommand& one : commands_) {
      if (one.next && is_first(one) && (!next || *one.next < *next)) next = one.next;
    }
    return next;
  }
  store::Result<bool> change_delivery(const store::DeliveryChange& change, std::int64_t seen_attempts) override {
    const Fate own = fate();
    if (own == Fate::kLost) return trouble();
    store::WorkflowCommand& command = commands_[static_cast<std::size_t>(change.sequence - 1)];
    if (command.outcome || command.attempts != seen_attempts) return false;
    command.attempts = change.attempts;
    command.next = change.next;
    command.trouble = change.trouble;
    command.outcome = change.outcome;
    if (change.opened) open(*change.opened);
    if (own == Fate::kUnknown) return trouble();
    return true;
  }
  store::Result<bool> settle_dead_command(const store::DeliveryChange& change, const std::string& incident) override {
    store::WorkflowCommand& command = commands_[static_cast<std::size_t>(change.sequence - 1)];
    if (command.outcome != "dead") return false;
    command.attempts = change.attempts;
    command.next = change.next;
    command.outcome = change.outcome;
    incidents_.erase({command.run, incident});
    return true;
  }
  store::Result<std::vector<store::WorkflowIncident>> workflow_incidents(const std::string& run, std::int64_t after,
                                                                         std::size_t limit) override {
    std::vector<store::WorkflowIncident> found;
    for (const auto& [name, incident] : incidents_) {
      if ((run.empty() || incident.run == run) && incident.number > after) found.push_back(incident);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
    if (found.size() > limit) found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
    return found;
  }

 private:
  static tl::unexpected<store::Trouble> trouble() { return tl::unexpected(store::Trouble{"simulated"}); }
  static tl::unexpected<store::Trouble> unused() { return tl::unexpected(store::Trouble{"not simulated"}); }

  static bool is_named(const store::WorkflowRun& run, const store::RunName& name) {
    return run.name.definition == name.definition && run.name.object == name.object &&
           run.name.record_id == name.record_id;
  }
  template <class Holds>
  std::optional<store::WorkflowRun> first(Holds holds) const {
    for (const auto& [id, run] : runs_) {
      if (holds(run)) return run;
    }
    return std::nullopt;
  }
  template <class Holds>
  std::vector<store::WorkflowCommand> commands(Holds holds) const {
    std::vector<store::WorkflowCommand> found;
    std::copy_if(commands_.begin(), commands_.end(), std::back_inserter(found), holds);
    return found;
  }
  [[nodiscard]] bool is_first(const store::WorkflowCommand& command) const {
    return std::none_of(commands_.begin(), commands_.end(), [&](const auto& one) {
      return one.run == command.run && one.target == command.target && !one.outcome && one.next &&
             one.sequence < command.sequence;
    });
  }
  void open(store::WorkflowIncident incident) {
    if (incidents_.contains({incident.run, incident.id})) return;
    incident.number = ++last_incident_;
    incidents_[{incident.run, incident.id}] = incident;
  }

  bool apply(const store::WorkflowChange& change) {
    const store::WorkflowRun& run = change.run;
    const auto known = runs_.find(run.id);
    if ((known == runs_.end() ? 0 : known->second.revision) != run.revision) return false;
    if (run.revision == 0) {
      const bool is_open = first([&](const auto& one) { return is_named(one, run.name) && !one.ended; }).has_value();
      const bool is_begun = run.start_key && first([&](const auto& one) {
                                               return is_named(one, run.name) && one.start_key == run.start_key;
                                             }).has_value();
      if (is_open || is_begun) return false;
    }
    runs_[run.id] = run;
    ++runs_[run.id].revision;
    entries_[run.id].push_back(change.entry);
    for (const auto& [key, outcome] : change.finished) finish(run.id, key, outcome);
    for (const store::NewWorkflowCommand& command : change.commands) add(change, command);
    for (const std::string& incident : change.closed) incidents_.erase({run.id, incident});
    for (const store::WorkflowIncident& incident : change.opened) open(incident);
    return true;
  }
  void finish(const std::string& run, const std::string& key, const std::string& outcome) {
    for (store::WorkflowCommand& command : commands_) {
      if (command.run != run || command.key != key || command.outcome) continue;
      command.outcome = outcome;
      command.next.reset();
    }
  }
  void add(const store::WorkflowChange& change, const store::NewWorkflowCommand& added) {
    const auto is_known = [&](const auto& one) { return one.run == change.run.id && one.key == added.key; };
    if (std::any_of(commands_.begin(), commands_.end(), is_known)) return;
    store::WorkflowCommand command;
    static_cast<store::NewWorkflowCommand&>(command) = added;
    command.sequence = static_cast<std::int64_t>(commands_.size()) + 1;
    command.run = change.run.id;
    command.made = change.entry.taken;
    if (added.target) command.next = change.entry.taken;
    commands_.push_back(command);
  }

  std::map<store::Hash, std::string> bodies_;
  std::map<std::string, std::int64_t> numbers_;
  std::vector<store::Version> current_;
  std::map<std::string, store::WorkflowRun> runs_;
  std::map<std::string, std::vector<store::WorkflowEntry>> entries_;
  std::vector<store::WorkflowCommand> commands_;  ///< By sequence, from 1.
  std::map<std::pair<std::string, std::string>, store::WorkflowIncident> incidents_;
  std::int64_t last_incident_ = 0;
};

}  // namespace signalbox::test
