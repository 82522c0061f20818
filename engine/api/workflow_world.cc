#include "api/workflow_world.h"

#include "api/escalator.h"
#include "model/record_reader.h"

namespace signalbox::api {

namespace {

/// The history and the state of its escalation, as `escalate` takes them. Nullopt when there is no history yet.
std::optional<History> history_of(const workflow::Run& run, const Layout& layout) {
  if (run.history.empty()) return std::nullopt;
  std::string text = R"({"id":)";
  json::append_quoted(run.id, text);
  text += R"(,"events":)" + run.history + "}";
  Diagnostics diagnostics;
  const auto document = json::Document::parse(text, diagnostics);
  if (!document) return std::nullopt;
  return History::read(Place(document->root(), {}, diagnostics), layout);
}

escalation::State state_of(const workflow::Run& run) {
  Diagnostics diagnostics;
  const auto document = run.escalation.empty() ? nullptr : json::Document::parse(run.escalation, diagnostics);
  auto state = document ? escalation::read_state(Place(document->root(), {}, diagnostics)) : std::nullopt;
  return state ? std::move(*state) : escalation::State();
}

/// The elements of a JSON array, each as its text.
std::vector<std::string> elements(const std::string& array) {
  std::vector<std::string> texts;
  Diagnostics diagnostics;
  const auto document = json::Document::parse(array, diagnostics);
  if (!document) return texts;
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    const Span span = document->root().at(i).span();
    texts.push_back(array.substr(span.begin, span.end - span.begin));
  }
  return texts;
}

}  // namespace

bool keeps_history(const Program::Parts& program) {
  return !program.milestones.empty() || !program.escalations.empty();
}

WorkflowWorld::WorkflowWorld(const Program::Parts& program, const Directory::Parts& directory,
                             const signalbox::Roster& roster, workflow::Run& run)
    : program_(program), directory_(directory), roster_(roster), state_(run) {
  all_read_.assign(program.scope->slots() - program.layout->size(), true);
}

void WorkflowWorld::move_to(Instant now, std::span<const Value> prior) {
  now_ = now;
  prior_.assign(prior.begin(), prior.end());
  slots_.reset();
}

SlotReader& WorkflowWorld::slots() {
  if (slots_) return *slots_;
  slots_.emplace(program_, directory_.calendar, now_, all_read_, run_);
  slots_->start(state_.record);
  run_.prior = prior_;
  if (!program_.milestones.empty()) show_clocks(*slots_);
  return *slots_;
}

void WorkflowWorld::show_clocks(SlotReader& reader) {
  const auto history = history_of(state_, *program_.layout);
  if (!history) return reader.read_clocks(true);
  Timeline timeline(program_, directory_.calendar, *history);
  while (timeline.step(now_)) continue;
  timeline.move_to(now_);
  for (std::uint32_t i = 0; i < program_.milestones.size(); ++i) reader.show(i, timeline.clocks()[i]);
}

Value WorkflowWorld::evaluate(const formula::Formula& formula, std::span<const Value> globals) {
  SlotReader& reader = slots();
  const std::size_t own = program_.scope->slots();
  for (const std::uint32_t slot : formula.slots()) {
    const bool is_output = slot >= program_.first_decision_slot && slot < own;
    if (is_output) reader.supply(std::vector{slot - program_.first_decision_slot});
  }
  with_globals_.assign(run_.slots.begin(), run_.slots.end());
  with_globals_.insert(with_globals_.end(), globals.begin(), globals.end());
  return formula.evaluate({with_globals_, run_.prior, now_, false}, run_.arena);
}

std::vector<Value> WorkflowWorld::decide(std::uint32_t decision) {
  const rules::Table& table = program_.decisions[decision];
  const rules::Evaluation& evaluation = slots().decision(decision);
  std::vector<Value> outputs;
  for (std::uint32_t o = 0; o < table.outputs.size(); ++o) {
    if (!table.yields_lists()) {
      outputs.push_back(evaluation.value(o));
      continue;
    }
    std::string joined;
    for (std::size_t row = 0; row < evaluation.rows; ++row) {
      const Value& value = evaluation.values[row * table.outputs.size() + o];
      std::string text;
      if (value.kind() == Value::Kind::kText) {
        text = value.as_text();
      } else if (!value.is_blank()) {
        json::Writer(text).value(value);
      }
      joined.append(row == 0 ? "" : ";").append(text);
    }
    outputs.push_back(Value::text(run_.arena.keep(joined)));
  }
  return outputs;
}

workflow::Placement WorkflowWorld::route(std::uint32_t policy, const std::vector<std::string>& barred,
                                         Instant queued_at) {
  const RoutingPolicy& linked = program_.policies[policy];
  SlotReader& reader = slots();
  reader.supply(linked.reads);
  Value queue;
  if (!linked.policy.queue_decision.empty()) queue = reader.decision(linked.decision).value(linked.output);
  std::vector<AgentIndex> not_asked;
  for (const std::string& id : barred) {
    if (const auto agent = directory_.directory.find_agent(id)) not_asked.push_back(*agent);
  }
  const formula::Frame frame = run_.frame(now_);
  routing::RouteInput input{directory_.directory, roster_, frame, queue, false, &directory_.calendar, true};
  input.barred = not_asked;
  if (!linked.policy.queued_at) input.queued_at = queued_at;
  routing::route(linked.policy, input, run_.arena, routed_);
  workflow::Placement placement;
  if (routed_.queue) placement.queue = directory_.directory.queue(*routed_.queue).name;
  if (routed_.agent) placement.agent = directory_.directory.agent(*routed_.agent).id;
  placement.next = routed_.next;
  return placement;
}

const calendar::BusinessHours* WorkflowWorld::hours(std::string_view name) { return directory_.calendar.find(name); }

workflow::Watch WorkflowWorld::watch() {
  workflow::Watch watch;
  const auto history = history_of(state_, *program_.layout);
  if (!history || program_.escalations.empty()) return watch;
  Escalator escalator({program_, directory_.calendar, *history, now_}, state_of(state_));
  escalator.run();
  state_.escalation.clear();
  json::Writer writer(state_.escalation);
  escalation::write_state(escalator.state(), writer);
  watch.commands = elements(escalator.take_commands());
  watch.decisions = elements(escalator.take_decisions());
  watch.wake = escalator.wake();
  const std::string events = escalator.take_events();
  Diagnostics ignored;
  const auto changes = json::Document::parse(events, ignored);
  for (std::size_t i = 0; i < changes->root().size(); ++i) apply(changes->root().at(i));
  for (const std::string& event : elements(events)) {
    state_.history.pop_back();
    state_.history.append(",").append(event).append("]");
  }
  for (const std::string& command : watch.commands) {
    const auto document = json::Document::parse(command, ignored);
    const auto step = document->root().find("step");
    if (step) watch.starts.emplace_back(step->as_text());
  }
  slots_.reset();
  return watch;
}

/// What escalation set, in the record.
void WorkflowWorld::apply(json::Node event) {
  const auto changed = event.find("changed");
  if (!changed) return;
  std::vector<Value> row(program_.layout->size());
  std::string_view id;
  Diagnostics ignored;
  RecordReader reader(*program_.layout, state_.arena);
  if (!reader.read(*changed, row.data(), id, ignored)) return;
  for (const auto& given : reader.trace().slots) state_.record[given.slot] = row[given.slot];
}

}  // namespace signalbox::api
