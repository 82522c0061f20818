#include "api/dispatch.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/limits.h"
#include "explain/words.h"
#include "routing/fairness.h"
#include "routing/people.h"

namespace signalbox::api {

namespace {

using routing::Command;

/// What an event may be, by its member: in the order of Event::Kind.
constexpr std::array<std::string_view, 7> kKinds = {"arrive", "accept",   "decline", "take",
                                                    "finish", "withdraw", "roster"};
constexpr std::array<std::string_view, 5> kCommands = {"assign", "offer", "expire", "wait", "refuse"};
/// Priorities beyond are as good as these; no priority is the lowest.
constexpr std::int64_t kMaxPriority = 1'000'000;
constexpr int kScale = 6;

std::int64_t millionths(const Value& value, std::int64_t low, std::int64_t high, std::int64_t otherwise) {
  if (value.kind() != Value::Kind::kNumber) return otherwise;
  if (value.as_number() >= Decimal::from_int(high)) return high * routing::kMillion;
  if (value.as_number() <= Decimal::from_int(low)) return low * routing::kMillion;
  const auto scaled = value.as_number().rounded(kScale, Decimal::Rounding::kHalfUp).shifted(-kScale);
  return scaled ? scaled->to_int().value_or(otherwise) : otherwise;
}

/// Formulas of the policy read of agents what changes when they are given something.
bool reads_work(const routing::Policy& policy) {
  using routing::PersonSlot;
  return std::any_of(policy.agent_reads.begin(), policy.agent_reads.end(), [](std::uint32_t read) {
    const auto slot = static_cast<PersonSlot>(read);
    return slot == PersonSlot::kOpen || slot == PersonSlot::kSpare || slot == PersonSlot::kIdleMinutes;
  });
}

bool prefers_fairness(const Program::Parts& program) {
  const auto is_fairness = [](const routing::Preference& one) { return one.factor == routing::Factor::kFairness; };
  return std::any_of(program.policies.begin(), program.policies.end(), [&](const RoutingPolicy& one) {
    return std::any_of(one.policy.prefer.begin(), one.policy.prefer.end(), is_fairness);
  });
}

}  // namespace

Dispatcher::Dispatcher(Program program, Directory directory, const Roster& roster, std::int64_t fair_window_ms)
    : program_(std::move(program)),
      directory_(std::move(directory)),
      told_(roster.parts().roster),
      dispatch_(directory_.parts().directory, told_, *this, {fair_window_ms, prefers_fairness(program_.parts())}) {}

routing::Attempt Dispatcher::attempt(std::uint32_t item, Instant now, const signalbox::Roster& roster,
                                     const routing::AttemptLimits& limits) {
  RunInput input{program_.parts(), directory_.parts().directory, directory_.parts().calendar, roster, now};
  input.limits = &limits;
  run_.arena.reset();
  run(input, items_[item].record.values, run_);
  for (const rules::EvaluationError& error : run_.errors) {
    note(item, now, {error.code, std::string(error.path), explain::error_sentence(error.code, error.text)});
  }
  routing::Attempt attempt;
  attempt.wake = run_.wake;
  if (!run_.policy) return attempt;
  const routing::Policy& policy = program_.parts().policies[*run_.policy].policy;
  attempt.policy = &policy;
  attempt.agent = run_.routing.agent;
  attempt.queue = run_.routing.queue;
  if (const Work* work = input.directory.find_work(policy.work)) attempt.work = *work;
  for (const routing::Need& need : run_.routing.needs) {
    if (need.requirement->kind == routing::RequirementKind::kCap) attempt.caps.push_back(need.requirement);
    if (need.requirement->kind == routing::RequirementKind::kCapacity) attempt.needs_room = true;
    if (need.requirement->kind == routing::RequirementKind::kFormula && reads_work(policy)) attempt.concerns_all = true;
  }
  if (run_.routing.may_skip || run_.routing.owner.agent) attempt.concerns_all = true;
  const auto value = [&](const std::optional<routing::PlacedFormula>& placed) {
    if (!placed) return Value();
    const Value found = placed->formula.evaluate(run_.frame(now), run_.arena);
    if (found.is_error()) {
      const ErrorCode code = found.as_error();
      note(item, now, {code, placed->path, explain::error_sentence(code, placed->formula.text())});
    }
    return found;
  };
  attempt.priority_millionths =
      millionths(value(policy.next.priority), -kMaxPriority, kMaxPriority, kMaxPriority * routing::kMillion);
  attempt.urgency_millionths = static_cast<std::uint32_t>(millionths(value(policy.urgency), 0, 1, 0));
  return attempt;
}

bool Dispatcher::apply(std::string_view json, json::Writer& writer, Diagnostics& diagnostics) {
  const auto document = json::Document::parse(json, diagnostics);
  if (!document) return false;
  std::vector<Event> events = read_events(Place(document->root(), {}, diagnostics));
  if (has_errors(diagnostics)) {
    take_back_words();
    return false;
  }
  told_before_.clear();
  std::move(events.begin(), events.end(), std::back_inserter(pending_));
  writer.key("events").begin_array();
  std::size_t moments = limits::kMaxDispatchMoments;
  for (bool has_come = true; has_come && !pending_.empty();) {
    std::vector<Command> commands;
    has_come = dispatch_.advance(pending_.front().at, moments, commands);
    if (has_come) {
      apply_event(pending_.front(), commands);
      pending_.pop_front();
    }
    write_commands(commands, !has_come, writer);
  }
  writer.end_array();
  return true;
}

/// As if the events that were read had said nothing about agents.
void Dispatcher::take_back_words() {
  for (auto word = told_before_.rbegin(); word != told_before_.rend(); ++word) {
    told_.change(word->agent, [&](AgentState& state) { state = std::move(word->state); });
  }
  told_before_.clear();
}

/// Each trouble is told once for an item, however often it is looked at.
void Dispatcher::note(std::uint32_t item, Instant at, Trouble trouble) {
  std::vector<Trouble>& told = items_[item].troubles;
  if (std::find(told.begin(), told.end(), trouble) != told.end()) return;
  told.push_back(trouble);
  troubles_.push_back({item, at, std::move(trouble)});
}

std::vector<Dispatcher::Event> Dispatcher::read_events(const Place& root) {
  std::vector<Event> events;
  if (!root.is_array()) return events;
  for (std::size_t i = 0; i < root.node().size(); ++i) read_event(root.at(i), events);
  return events;
}

void Dispatcher::read_event(const Place& place, std::vector<Event>& events) {
  if (!place.is_object()) return;
  place.only_members({"at", "arrive", "accept", "decline", "take", "finish", "withdraw", "roster"});
  Event event;
  const auto at = place.required("at");
  event.at = (at ? at->instant() : std::nullopt).value_or(Instant());
  const Instant latest = pending_.empty() ? dispatch_.now() : pending_.back().at;
  const Instant before = events.empty() ? latest : events.back().at;
  if (at && event.at < before) at->report("event-order", "This event lies before the one above it.", to_text(before));
  if (place.node().size() > 2) place.report("event-kind", "An event is one thing.", "`at` and one more member");
  for (std::size_t k = 0; k < kKinds.size(); ++k) {
    const auto member = place.find(kKinds[k]);
    if (!member) continue;
    event.kind = static_cast<Event::Kind>(k);
    if (event.kind == Event::Kind::kArrive) {
      read_arrival(*member, event);
    } else if (event.kind == Event::Kind::kRoster) {
      read_roster(*member, event);
    } else {
      read_answer(*member, event, event.kind < Event::Kind::kFinish);
    }
  }
  events.push_back(std::move(event));
}

void Dispatcher::read_roster(const Place& place, Event& event) {
  const auto& people = directory_.parts().directory;
  const auto agents = place.node().is(json::Kind::kObject) ? place.find("agents") : std::nullopt;
  for (std::size_t i = 0; agents && agents->node().is(json::Kind::kObject) && i < agents->node().size(); ++i) {
    const auto agent = people.find_agent(agents->node().key(i));
    if (agent) told_before_.push_back({*agent, told_.state(*agent)});
  }
  const auto update = told_.update(place, people);
  if (!update) return;
  for (const AgentIndex agent : update->applied) event.told.push_back({agent, told_.state(agent)});
}

void Dispatcher::read_arrival(const Place& place, Event& event) {
  if (!place.is_object()) return;
  place.only_members({"item", "record", "queuedAt"});
  if (const auto id = place.required("item")) event.item = id->non_empty_text().value_or(std::string_view());
  if (const auto queued = place.find("queuedAt")) event.queued_at = queued->instant();
  const auto record = place.required("record");
  if (record) (void)read_record(record->node(), *program_.parts().layout, texts_, event.record, place.diagnostics());
}

void Dispatcher::read_answer(const Place& place, Event& event, bool needs_agent) {
  if (!place.is_object()) return;
  place.only_members({"item", "agent"});
  if (const auto id = place.required("item")) event.item = id->non_empty_text().value_or(std::string_view());
  if (!needs_agent) return;
  const auto member = place.required("agent");
  const auto id = member ? member->non_empty_text() : std::nullopt;
  const auto& people = directory_.parts().directory;
  event.agent = id ? people.find_agent(*id) : std::nullopt;
  if (id && !event.agent) member->report_unknown("agent", *id, people.agent_ids());
}

void Dispatcher::apply_event(Event& event, std::vector<Command>& commands) {
  using Kind = Event::Kind;
  if (event.kind == Kind::kTick) return;
  if (event.kind == Kind::kRoster) return dispatch_.tell(event.told, commands);
  const auto known = numbers_.find(event.item);
  if ((known == numbers_.end()) != (event.kind == Kind::kArrive)) {
    commands.push_back({Command::Kind::kRefuse, UINT32_MAX, {}, {}, {}, event.at});
    return;
  }
  switch (event.kind) {
    case Kind::kArrive:
      numbers_.emplace(event.item, static_cast<std::uint32_t>(items_.size()));
      items_.push_back({event.item, std::move(event.record), {}});
      return dispatch_.arrive(event.queued_at.value_or(event.at), commands);
    case Kind::kAccept:
      return dispatch_.accept(known->second, *event.agent, commands);
    case Kind::kDecline:
      return dispatch_.decline(known->second, *event.agent, commands);
    case Kind::kTake:
      return dispatch_.take(known->second, *event.agent, commands);
    case Kind::kFinish:
      return dispatch_.finish(known->second, commands);
    default:
      return dispatch_.withdraw(known->second, commands);
  }
}

/// Up to the instant that has come, which is before that of the event when there is more.
void Dispatcher::write_commands(const std::vector<Command>& commands, bool has_more, json::Writer& writer) {
  writer.begin_object();
  writer.key("at").value(Value::date_time(dispatch_.now()));
  writer.key("commands").begin_array();
  for (const Command& command : commands) write_command(command, writer);
  writer.end_array();
  write_troubles(writer);
  writer.key("waiting").number(static_cast<std::int64_t>(dispatch_.waiting()));
  writer.key("wake");
  const auto wake = dispatch_.wake();
  writer.value(wake ? Value::date_time(*wake) : Value());
  if (has_more) writer.key("more").boolean(true);
  writer.end_object();
}

void Dispatcher::write_troubles(json::Writer& writer) {
  if (troubles_.empty()) return;
  writer.key("errors").begin_array();
  for (const ItemTrouble& one : troubles_) {
    writer.begin_object();
    writer.key("item").text(items_[one.item].id);
    writer.key("at").value(Value::date_time(one.at));
    writer.key("code").text(error_name(one.trouble.code));
    writer.key("path").text(one.trouble.path);
    writer.key("sentence").text(one.trouble.sentence);
    writer.end_object();
  }
  writer.end_array();
  troubles_.clear();
}

void Dispatcher::write_command(const Command& command, json::Writer& writer) const {
  const auto& directory = directory_.parts().directory;
  writer.begin_object();
  writer.key("do").text(kCommands[static_cast<std::size_t>(command.kind)]);
  writer.key("at").value(Value::date_time(command.at));
  if (command.item < items_.size()) writer.key("item").text(items_[command.item].id);
  if (command.agent) writer.key("agent").text(directory.agent(*command.agent).id);
  if (command.queue) writer.key("queue").text(directory.queue(*command.queue).name);
  if (command.until) writer.key("until").value(Value::date_time(*command.until));
  writer.end_object();
}

void Dispatcher::write_report(json::Writer& writer) const {
  const auto& directory = directory_.parts().directory;
  std::vector<routing::Portion> portions;
  writer.key("waiting").number(static_cast<std::int64_t>(dispatch_.waiting()));
  writer.key("agents").begin_array();
  for (std::uint32_t i = 0; i < directory.agents().size(); ++i) {
    const Agent& agent = directory.agent(AgentIndex{i});
    const AgentState& state = dispatch_.roster().state(AgentIndex{i});
    portions.push_back({state.assigned, std::uint64_t{agent.weight} * std::max(1u, state.present_minutes)});
    writer.begin_object();
    writer.key("agent").text(agent.id);
    writer.key("assigned").number(std::int64_t{state.assigned});
    writer.key("weight").number(std::int64_t{agent.weight});
    writer.key("presentMinutes").number(std::int64_t{state.present_minutes});
    writer.end_object();
  }
  writer.end_array();
  const routing::Fairness fairness = routing::fairness_of(portions);
  writer.key("jain").number(fairness.jain);
  writer.key("gini").number(fairness.gini);
  writer.key("maxToTarget").number(fairness.max_to_target);
}

}  // namespace signalbox::api
