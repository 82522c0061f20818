#include <algorithm>
#include <array>

#include "model/record.h"
#include "workflow/limits.h"
#include "workflow/run.h"

namespace signalbox::workflow {

namespace {

constexpr std::array<std::string_view, 4> kStates = {"waiting", "retrying", "blocks", "incident"};
constexpr std::array<std::string_view, 3> kEndings = {"completed", "failed", "cancelled"};
constexpr std::size_t kStatusCount = 7;
/// More has never happened to a run; the numbers after it still fit.
constexpr std::int64_t kMostCounted = 1'000'000'000'000'000;
constexpr std::int64_t kMostTokensEver = 4'000'000'000;

class RunReader {
 public:
  RunReader(const Workflow& workflow, const Layout& layout, const std::optional<Place>& mapping)
      : workflow_(workflow), layout_(layout), mapping_(mapping), run_(std::make_unique<Run>()) {}

  std::unique_ptr<Run> read(const Place& place) {
    if (!place.is_object() || !check_format_version(place)) return nullptr;
    place.only_members({"signalbox", "run",       "workflow",     "version", "status",  "ending",    "at",
                        "events",    "lastToken", "lastIncident", "record",  "data",    "tokens",    "incidents",
                        "attempts",  "done",      "openChildren", "seen",    "history", "escalation"});
    run_->id = required_text(place, "run");
    run_->workflow = required_text(place, "workflow");
    read_version(place);
    read_status(place);
    if (const auto at = place.find("at")) run_->at = at->instant();
    run_->events = number(place, "events", kMostCounted);
    run_->last_token = static_cast<std::uint32_t>(number(place, "lastToken", kMostTokensEver));
    run_->last_incident = number(place, "lastIncident", kMostCounted);
    run_->record = record(place, "record", layout_);
    run_->data = record(place, "data", *workflow_.data);
    if (const auto tokens = place.required("tokens")) read_tokens(*tokens);
    if (const auto incidents = place.required("incidents")) read_incidents(*incidents);
    read_attempts(place);
    read_done(place);
    read_texts(place, "openChildren", run_->open_children);
    read_texts(place, "seen", run_->seen);
    check_states(place);
    if (const auto history = place.find("history"); history && history->is_array()) keep(*history, run_->history);
    if (const auto state = place.find("escalation"); state && state->is_object()) keep(*state, run_->escalation);
    return has_errors(place.diagnostics()) ? nullptr : std::move(run_);
  }

 private:
  static std::string required_text(const Place& place, std::string_view name) {
    const auto member = place.required(name);
    const auto text = member ? member->non_empty_text() : std::nullopt;
    return std::string(text.value_or(std::string_view()));
  }

  static std::int64_t number(const Place& place, std::string_view name, std::int64_t high) {
    const auto member = place.required(name);
    return (member ? member->integer(0, high) : std::nullopt).value_or(0);
  }

  static std::optional<Instant> instant(const Place& place, std::string_view name) {
    const auto member = place.find(name);
    return member ? member->instant() : std::nullopt;
  }

  void read_version(const Place& place) {
    run_->version = number(place, "version", INT32_MAX);
    const auto member = place.find("version");
    if (!member || run_->version == workflow_.version || mapping_) return;
    member->report("run-version",
                   "The run belongs to version " + std::to_string(run_->version) +
                       " of its workflow, and this is version " + std::to_string(workflow_.version) + ".",
                   "the definition of its version, or the event `migrate`");
  }

  void read_status(const Place& place) {
    const std::string word = required_text(place, "status");
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < kStatusCount; ++i) {
      names.push_back(status_name(static_cast<Status>(i)));
      if (names.back() == word) run_->status = static_cast<Status>(i);
    }
    if (!word.empty() && status_name(run_->status) != word) place.find("status")->report_unknown("status", word, names);
    const auto ending = place.find("ending");
    const auto text = ending ? ending->text() : std::nullopt;
    if (!text) return;
    const auto* at = std::find(kEndings.begin(), kEndings.end(), *text);
    if (at == kEndings.end()) return ending->report_unknown("status", *text, {kEndings.begin(), kEndings.end()});
    run_->ending = static_cast<Ending>(at - kEndings.begin());
  }

  std::vector<Value> record(const Place& place, std::string_view name, const Layout& layout) {
    Record record;
    const auto member = place.required(name);
    if (member) (void)read_record(member->node(), layout, run_->arena, record, place.diagnostics());
    record.values.resize(layout.size());
    for (std::size_t i = 0; i < record.values.size(); ++i) {
      if (!record.values[i].is_error()) continue;
      member->report("field-type", "`" + layout.field(i).name + "` is of another type.",
                     std::string(type_name(layout.field(i).type)));
      record.values[i] = Value();
    }
    return std::move(record.values);
  }

  /// The step of that id, or of the one that a migration gives it.
  std::optional<std::uint32_t> step(const Place& place, std::string_view id) {
    std::string_view own = id;
    if (mapping_) {
      const auto other = mapping_->node().find(id);
      if (other && other->is(json::Kind::kText)) own = other->as_text();
    }
    const Step* found = workflow_.find(own);
    if (found) return workflow_.index_of(*found);
    std::vector<std::string_view> names;
    for (const Step& one : workflow_.steps) names.emplace_back(one.id);
    place.report_unknown("step", own, names);
    return std::nullopt;
  }

  void read_tokens(const Place& place) {
    if (!place.is_array()) return;
    if (place.node().size() > limits::kMaxTokens) {
      return place.report("too-many", "A run has at most " + std::to_string(limits::kMaxTokens) + " branches.");
    }
    for (std::size_t i = 0; i < place.node().size(); ++i) read_token(place.at(i));
    for (const Token& token : run_->tokens) {
      if (token.parent != 0 && !is_child(token)) {
        place.report("run-state", "A branch belongs to a step that does not have it.", "a run as it was written");
        return;
      }
    }
  }

  /// Does the block of the token's step belong to the step of its parent?
  [[nodiscard]] bool is_child(const Token& token) {
    const Token* parent = run_->find(token.parent);
    return parent && parent->id < token.id && workflow_.blocks[workflow_.steps[token.step].block].owner == parent->step;
  }

  void read_token(const Place& place) {
    if (!place.is_object()) return;
    place.only_members(
        {"id", "parent", "step", "state", "key", "commands", "tries", "index", "since", "due", "deadline", "notes"});
    Token token;
    token.id = static_cast<std::uint32_t>(number(place, "id", run_->last_token));
    if (const auto parent = place.find("parent")) {
      token.parent = static_cast<std::uint32_t>(parent->integer(1, run_->last_token).value_or(0));
    }
    const auto id = place.required("step");
    const auto text = id ? id->text() : std::nullopt;
    const auto own = text ? step(*id, *text) : std::nullopt;
    token.step = own.value_or(0);
    const std::string state = required_text(place, "state");
    const auto* at = std::find(kStates.begin(), kStates.end(), state);
    if (at == kStates.end())
      return place.find("state") ? place.find("state")->report_unknown("state", state, {kStates.begin(), kStates.end()})
                                 : void();
    token.state = static_cast<Token::State>(at - kStates.begin());
    if (const auto key = place.find("key")) token.key = key->text().value_or(std::string_view());
    if (const auto commands = place.find("commands")) token.commands = commands->integer(0, INT32_MAX).value_or(0);
    if (const auto tries = place.find("tries")) token.tries = tries->integer(0, INT32_MAX).value_or(0);
    if (const auto index = place.find("index")) token.index = index->integer(0, INT32_MAX).value_or(0);
    token.since = instant(place, "since").value_or(Instant());
    token.due = instant(place, "due");
    token.deadline = instant(place, "deadline");
    read_texts(place, "notes", token.notes);
    const bool is_top = own && !workflow_.blocks.empty() && !workflow_.blocks[workflow_.steps[token.step].block].owner;
    const bool is_in_order = run_->tokens.empty() || run_->tokens.back().id < token.id;
    if (own && (!is_in_order || (token.parent == 0) != is_top)) {
      return place.report("run-state", "This branch is not where its step is.", "a run as it was written");
    }
    if (own) run_->tokens.push_back(std::move(token));
  }

  void read_incidents(const Place& place) {
    if (!place.is_array()) return;
    for (std::size_t i = 0; i < place.node().size(); ++i) {
      const Place at = place.at(i);
      if (!at.is_object()) continue;
      at.only_members({"id", "token", "code", "sentence", "at"});
      Incident incident;
      incident.id = number(at, "id", run_->last_incident);
      incident.token = static_cast<std::uint32_t>(number(at, "token", run_->last_token));
      incident.code = required_text(at, "code");
      incident.sentence = required_text(at, "sentence");
      incident.at = instant(at, "at").value_or(Instant());
      if (!run_->find(incident.token)) {
        at.report("run-state", "This incident belongs to no branch.", "a run as it was written");
      }
      run_->incidents.push_back(std::move(incident));
    }
  }

  void read_attempts(const Place& place) {
    run_->attempts.resize(workflow_.steps.size());
    const auto attempts = place.required("attempts");
    if (!attempts || !attempts->is_object()) return;
    for (std::size_t i = 0; i < attempts->node().size(); ++i) {
      const auto count = attempts->at(i).integer(1, kMostCounted);
      const std::string_view id = attempts->node().key(i);
      // Of a step that a migration takes away nothing is asked any more.
      if (mapping_ && !mapping_->node().find(id) && !workflow_.find(id)) continue;
      const auto own = step(attempts->at(i), id);
      if (own && count) run_->attempts[*own] = *count;
    }
  }

  void read_done(const Place& place) {
    std::vector<std::string> ids;
    read_texts(place, "done", ids);
    for (const std::string& id : ids) {
      const auto own = step(*place.find("done"), id);
      if (!own) continue;
      if (workflow_.steps[*own].compensation) {
        run_->done.push_back(*own);
      } else if (!mapping_) {
        place.find("done")->report("run-state", "The step `" + quote_for_message(id) + "` has no compensation.",
                                   "a run as it was written");
      }
    }
  }

  static void read_texts(const Place& place, std::string_view name, std::vector<std::string>& texts) {
    const auto member = place.find(name);
    if (!member || !member->is_array()) return;
    for (std::size_t i = 0; i < member->node().size(); ++i) {
      if (const auto text = member->at(i).text()) texts.emplace_back(*text);
    }
  }

  /// What a branch waits for must be there, or it would wait for ever.
  void check_states(const Place& place) {
    for (const Token& token : run_->tokens) {
      const bool has_child = std::any_of(run_->tokens.begin(), run_->tokens.end(),
                                         [&](const Token& other) { return other.parent == token.id; });
      const bool has_incident = std::any_of(run_->incidents.begin(), run_->incidents.end(),
                                            [&](const Incident& one) { return one.token == token.id; });
      const bool is_well = (token.state == Token::State::kBlocks) == has_child &&
                           (token.state == Token::State::kIncident) == has_incident &&
                           (token.state != Token::State::kRetrying || token.due);
      if (!is_well) {
        return place.report("run-state", "A branch waits for what is not there.", "a run as it was written",
                            "token " + std::to_string(token.id));
      }
    }
  }

  static void keep(const Place& place, std::string& out) { json::Writer(out).node(place.node()); }

  const Workflow& workflow_;
  const Layout& layout_;
  const std::optional<Place>& mapping_;
  std::unique_ptr<Run> run_;
};

}  // namespace

std::unique_ptr<Run> read_run(const Place& place, const Workflow& workflow, const Layout& layout,
                              const std::optional<Place>& mapping) {
  return RunReader(workflow, layout, mapping).read(place);
}

std::unique_ptr<Run> new_run(std::string_view id, std::string_view name, const Workflow& workflow,
                             const Layout& layout) {
  auto run = std::make_unique<Run>();
  run->id = id;
  run->workflow = name;
  run->version = workflow.version;
  run->record.resize(layout.size());
  run->data.resize(workflow.data->size());
  run->attempts.resize(workflow.steps.size());
  return run;
}

}  // namespace signalbox::workflow
