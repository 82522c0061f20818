#include "server/service/workflow_step.h"

#include <algorithm>
#include <array>
#include <map>

#include "model/json_writer.h"
#include "server/json_text.h"
#include "server/service/engine_refusal.h"
#include "server/sha256.h"

namespace signalbox::service {
namespace {

/// Commands that a step waits for, and that a system answers.
constexpr std::array<std::string_view, 5> kAnswered = {"call", "classify", "match", "create", "handoff"};
constexpr std::array<std::string_view, 3> kEnds = {"completed", "failed", "cancelled"};

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_awaited(json::Node command) {
  if (!has(kAnswered, text_member(command, "command"))) return false;
  const auto wait = command.find("wait");
  return !wait || wait->as_bool();
}

std::string raw_member(const json::Document& document, std::string_view name) {
  return std::string(raw_bytes(document, *document.root().find(name)));
}

/// Open incidents of a state, by their numbers.
using Incidents = std::map<std::string, store::WorkflowIncident>;

Incidents incidents_of(const std::string& run, std::string_view state) {
  Incidents incidents;
  if (state == "null") return incidents;
  const auto document = parse_own(state);
  std::map<std::string_view, std::string_view> steps;
  const json::Node tokens = *document->root().find("tokens");
  for (std::size_t i = 0; i < tokens.size(); ++i)
    steps[tokens.at(i).find("id")->as_text()] = text_member(tokens.at(i), "step");
  const json::Node list = *document->root().find("incidents");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::Node one = list.at(i);
    const std::string id(one.find("id")->as_text());
    incidents[id] = {0,
                     run,
                     id,
                     std::string(steps[one.find("token")->as_text()]),
                     std::string(text_member(one, "code")),
                     std::string(text_member(one, "sentence")),
                     parse_instant(text_member(one, "at")).value_or(Instant())};
  }
  return incidents;
}

void note_incidents(const std::string& before, store::WorkflowChange& change) {
  const Incidents old = incidents_of(change.run.id, before);
  for (auto& [id, incident] : incidents_of(change.run.id, change.run.state)) {
    if (!old.contains(id)) change.opened.push_back(std::move(incident));
  }
  const Incidents still = incidents_of(change.run.id, change.run.state);
  for (const auto& [id, incident] : old) {
    if (!still.contains(id)) change.closed.push_back(id);
  }
}

/// Whether a branch of the run still waits under the key, or under one that this key continues.
bool is_waited_for(const json::Document& state, std::string_view key) {
  const json::Node tokens = *state.root().find("tokens");
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string_view own = text_member(tokens.at(i), "key");
    if (own.empty() || !key.starts_with(own)) continue;
    if (key.size() == own.size() || key[own.size()] == '/') return true;
  }
  return false;
}

/// What is answered by the event, and what nobody waits for any more.
void note_finished(const std::vector<store::WorkflowCommand>& open, store::WorkflowChange& change) {
  const auto event = parse_own(change.entry.event);
  const auto answered = event->root().find("commandAnswered");
  const std::string_view key = answered ? text_member(*answered, "key") : std::string_view();
  const auto state = parse_own(change.run.state);
  for (const store::WorkflowCommand& command : open) {
    if (!command.is_awaited) continue;
    if (command.key == key) {
      change.finished.emplace_back(command.key, "answered");
    } else if (!is_waited_for(*state, command.key)) {
      change.finished.emplace_back(command.key, "withdrawn");
    }
  }
}

void note_commands(const WorkflowAnswer& answer, const TargetOf& target_of, store::WorkflowChange& change) {
  const auto commands = parse_own(answer.commands);
  for (std::size_t i = 0; i < commands->root().size(); ++i) {
    const json::Node one = commands->root().at(i);
    change.commands.push_back({std::string(text_member(one, "key")), std::string(raw_bytes(*commands, one)),
                               is_awaited(one), target_of ? target_of(one) : std::nullopt});
  }
}

}  // namespace

Result<WorkflowAnswer> advance(const WorkflowQuestion& question) {
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("run").raw(question.state).key("id").text(question.run).key("event").raw(question.event);
  if (question.now) writer.key("now").text(to_text(*question.now));
  writer.end_object();
  const auto answer = parse_own(api::advance(question.workflow, question.directory, question.roster, body));
  if (!answer->root().find("ok")->as_bool()) return refused_by_engine(*answer, "/event");
  return WorkflowAnswer{raw_member(*answer, "run"), raw_member(*answer, "commands"), raw_member(*answer, "trace"),
                        std::string(text_member(*answer->root().find("run"), "status")),
                        parse_instant(text_member(answer->root(), "wake"))};
}

void take_over(const WorkflowAnswer& answer, const std::vector<store::WorkflowCommand>& open, const TargetOf& target_of,
               store::WorkflowChange& change) {
  store::WorkflowRun& run = change.run;
  store::WorkflowEntry& entry = change.entry;
  const std::string before = std::move(run.state);
  entry.trace = answer.trace;
  entry.commands = answer.commands;
  entry.state_hash = sha256_hex(answer.state);
  entry.sequence = run.revision + 1;
  entry.previous_hash = run.head;
  entry.hash = store::workflow_entry_hash(run.id, entry);
  run.head = entry.hash;
  run.state = answer.state;
  run.status = answer.status;
  run.changed = entry.taken;
  if (has(kEnds, answer.status) && !run.ended) run.ended = entry.taken;
  run.due = answer.wake;
  note_incidents(before, change);
  note_finished(open, change);
  note_commands(answer, target_of, change);
}

}  // namespace signalbox::service
