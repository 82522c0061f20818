#include "api/escalation.h"

#include <algorithm>

#include "api/escalator.h"
#include "api/history_body.h"
#include "api/write_diagnostics.h"
#include "explain/cycle.h"
#include "explain/milestone.h"
#include "explain/words.h"

namespace signalbox::api {

namespace {

void write_errors(json::Writer& writer, const Timeline& timeline) {
  writer.key("errors").begin_array();
  for (const TimelineError& error : timeline.errors()) {
    writer.begin_object();
    writer.key("code").text(error_name(error.code));
    writer.key("path").text(error.path);
    writer.key("sentence").text(explain::error_sentence(error.code, error.text));
    writer.end_object();
  }
  writer.end_array();
}

void write_clocks(json::Writer& writer, const Program::Parts& program, const Timeline& timeline) {
  std::vector<sla::Crossing> crossings;
  sla::find_crossings(program.thresholds, timeline.clocks(), timeline.now(), crossings);
  writer.key("milestones").begin_object();
  for (std::uint32_t i = 0; i < program.milestones.size(); ++i) {
    writer.key(program.milestones[i].name);
    explain::write_milestone(writer, {program.milestones[i], i, timeline.clocks()[i], program.thresholds, crossings});
  }
  writer.end_object();
  writer.key("cycles").begin_object();
  for (std::uint32_t i = 0; i < program.milestones.size(); ++i) {
    writer.key(program.milestones[i].name);
    explain::write_cycles(writer, timeline.walk(i).cycles(), timeline.now());
  }
  writer.end_object();
}

void write_contacts(json::Writer& writer, const Program::Parts& program, const Timeline& timeline) {
  writer.key("contacts").begin_object();
  for (std::size_t i = 0; i < program.contacts.size(); ++i) {
    const sla::ContactCount& contact = timeline.contacts()[i];
    writer.key(program.contacts[i].name).begin_object();
    writer.key("count").number(contact.count(timeline.now()));
    write_instant(writer, "leaves", contact.next_change(timeline.now()));
    writer.end_object();
  }
  writer.end_object();
}

/// When anything of the clocks changes next.
std::optional<Instant> clocks_wake(Timeline& timeline) {
  std::optional<Instant> next = timeline.next_turn(sla::kNever);
  for (const sla::Clock& clock : timeline.clocks()) {
    for (const auto& at : {clock.due, clock.stops, clock.start, clock.restarts}) {
      if (clock.state == sla::Clock::State::kCompleted && at == clock.due) continue;
      if (at && *at > timeline.now() && (!next || *at < *next)) next = at;
    }
  }
  return next;
}

/// The conditions of a level that do not hold, and when each could come true.
void write_waiting(json::Writer& writer, Escalator& escalator, const escalation::Level& level) {
  Timeline& timeline = escalator.timeline();
  write_instant(writer, "due", escalator.next_due(level, sla::kNever));
  writer.key("false").begin_array();
  for (const escalation::Condition& one : level.conditions) {
    const Value value = timeline.future().evaluate(one.timed.formula, timeline.now());
    if (value.kind() == Value::Kind::kCheckbox && value.as_checkbox()) continue;
    const auto turn =
        sla::next_turn(one.timed.turning, one.timed.formula, timeline.future(), timeline.now(), sla::kNever);
    writer.begin_object();
    writer.key("formula").text(one.timed.formula.text());
    write_instant(writer, "turns", turn ? std::optional(turn->at) : std::nullopt);
    writer.end_object();
  }
  writer.end_array();
}

void write_rules(json::Writer& writer, const Program::Parts& program, Escalator& escalator) {
  writer.key("rules").begin_array();
  for (const escalation::Rule& rule : program.escalations) {
    const auto cycle = escalator.open_cycle(rule);
    writer.begin_object();
    writer.key("rule").text(rule.name);
    if (rule.milestone) writer.key("milestone").text(program.milestones[*rule.milestone].name);
    write_instant(writer, "cycle", cycle ? std::optional(cycle->start) : std::nullopt);
    writer.key("levels").begin_array();
    for (const escalation::Level& level : rule.levels) {
      const escalation::Mark* mark = cycle ? escalator.mark_of(rule, level, *cycle) : nullptr;
      writer.begin_object();
      writer.key("level").text(level.name);
      writer.key("state").text(mark ? escalation::result_name(mark->result) : cycle ? "waiting" : "notWatched");
      if (mark) write_instant(writer, "due", mark->due);
      if (cycle && !mark) write_waiting(writer, escalator, level);
      writer.end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array();
}

}  // namespace

void write_milestones(const Program& program, const Directory& directory, std::string_view history, Instant at,
                      std::string& out) {
  const Program::Parts& parts = program.parts();
  Asked asked = read_asked(history, *parts.layout, false);
  if (!asked.history) return write_failure(asked.diagnostics, history, out);
  Timeline timeline(parts, directory.parts().calendar, *asked.history);
  while (timeline.step(at)) continue;
  timeline.move_to(at);
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  write_id(writer, asked.history->id());
  write_instant(writer, "at", at);
  write_clocks(writer, parts, timeline);
  write_contacts(writer, parts, timeline);
  write_instant(writer, "wake", clocks_wake(timeline));
  writer.key("tzdata").text(calendar::tzdata_version());
  write_errors(writer, timeline);
  writer.key("diagnostics").raw(diagnostics_json(asked.diagnostics, history));
  writer.end_object();
}

void write_escalation(const Program& program, const Directory& directory, std::string_view body, Instant at,
                      std::optional<Instant> until, std::string& out) {
  const Program::Parts& parts = program.parts();
  Asked asked = read_asked(body, *parts.layout, true);
  if (!asked.history) return write_failure(asked.diagnostics, body, out);
  Escalator escalator({parts, directory.parts().calendar, *asked.history, at, false, until}, std::move(asked.state));
  escalator.run();
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  write_id(writer, asked.history->id());
  write_instant(writer, "at", at);
  writer.key("state");
  escalation::write_state(escalator.state(), writer);
  writer.key("commands").raw(escalator.take_commands());
  writer.key("decisions").raw(escalator.take_decisions());
  writer.key("events").raw(escalator.take_events());
  write_instant(writer, "wake", escalator.wake());
  write_rules(writer, parts, escalator);
  write_clocks(writer, parts, escalator.timeline());
  write_contacts(writer, parts, escalator.timeline());
  writer.key("tzdata").text(calendar::tzdata_version());
  write_errors(writer, escalator.timeline());
  writer.key("diagnostics").raw(diagnostics_json(asked.diagnostics, body));
  writer.end_object();
}

std::string milestones(const Program& program, const Directory& directory, std::string_view history, Instant at) {
  std::string out;
  write_milestones(program, directory, history, at, out);
  return out;
}

std::string escalate(const Program& program, const Directory& directory, std::string_view body, Instant at,
                     std::optional<Instant> until) {
  std::string out;
  write_escalation(program, directory, body, at, until, out);
  return out;
}

}  // namespace signalbox::api
