#include "api/escalation.h"

#include <algorithm>
#include <memory>

#include "api/escalator.h"
#include "api/write_diagnostics.h"
#include "base/sort.h"
#include "explain/cycle.h"
#include "explain/milestone.h"
#include "explain/words.h"

namespace signalbox::api {

namespace {

/// A body that holds a history, alone or with the state of its escalation.
struct Asked {
  std::unique_ptr<const json::Document> document;
  Diagnostics diagnostics;
  std::optional<History> history;
  escalation::State state;
};

Asked read_asked(std::string_view body, const Layout& layout, bool has_state) {
  Asked asked;
  asked.document = json::Document::parse(body, asked.diagnostics);
  if (!asked.document) return asked;
  const Place root(asked.document->root(), {}, asked.diagnostics);
  if (!has_state) {
    asked.history = History::read(root, layout);
    return asked;
  }
  if (!root.is_object()) return asked;
  root.only_members({"history", "state"});
  const auto history = root.required("history");
  if (history) asked.history = History::read(*history, layout);
  if (const auto state = root.find("state")) {
    auto read = escalation::read_state(*state);
    if (read) asked.state = std::move(*read);
  }
  if (has_errors(asked.diagnostics)) asked.history.reset();
  return asked;
}

void write_instant(json::Writer& writer, std::string_view name, std::optional<Instant> at) {
  writer.key(name).value(at ? Value::date_time(*at) : Value());
}

void write_id(json::Writer& writer, std::string_view id) {
  writer.key("id");
  if (id.empty()) {
    writer.null();
  } else {
    writer.text(id);
  }
}

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
    write_instant(writer, "cycle", cycle);
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

/// Calls `use(line, index)` for every line of JSON lines that is not blank.
template <class Use>
void for_each_line(std::string_view lines, Use use) {
  std::int64_t index = 0;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) use(line, index++);
  }
}

/// What would come next for one record.
struct Risk {
  Instant at;
  std::int64_t record;
  std::string text;  ///< The members of its entry.
};

class RiskSearch {
 public:
  RiskSearch(const Program::Parts& program, Escalator& escalator, std::int64_t record, Instant until,
             std::vector<Risk>& risks)
      : program_(program), escalator_(escalator), record_(record), until_(until), risks_(risks) {}

  void search(std::string_view id) {
    for (const escalation::Rule& rule : program_.escalations) {
      const auto cycle = escalator_.open_cycle(rule);
      for (const escalation::Level& level : rule.levels) {
        if (!cycle || escalator_.mark_of(rule, level, *cycle)) continue;
        const auto due = escalator_.next_due(level, until_);
        if (!due) continue;
        json::Writer writer = begin(id, *due);
        writer.key("rule").text(rule.name);
        writer.key("level").text(level.name);
        writer.end_object();
      }
    }
    const auto& clocks = escalator_.timeline().clocks();
    for (std::size_t i = 0; i < clocks.size(); ++i) {
      if (clocks[i].state != sla::Clock::State::kRunning || !clocks[i].due || *clocks[i].due >= until_) continue;
      json::Writer writer = begin(id, *clocks[i].due);
      writer.key("breach").text(program_.milestones[i].name);
      writer.end_object();
    }
  }

 private:
  json::Writer begin(std::string_view id, Instant at) {
    risks_.push_back({at, record_, {}});
    json::Writer writer(risks_.back().text);
    writer.begin_object();
    write_id(writer, id);
    write_instant(writer, "at", at);
    return writer;
  }

  const Program::Parts& program_;
  Escalator& escalator_;
  std::int64_t record_;
  Instant until_;
  std::vector<Risk>& risks_;
};

/// Sums over a history.
struct Sums {
  std::int64_t records = 0;
  std::int64_t bad = 0;
  std::int64_t escalated = 0;
  std::int64_t firings = 0;
  std::int64_t breaches = 0;
  std::int64_t breaches_foreseen = 0;  ///< A rule of the milestone fired in the cycle before it was breached.
};

/// The first firing of a rule of the milestone in the cycle.
std::optional<Instant> first_firing(const Program::Parts& program, const escalation::State& state,
                                    std::uint32_t milestone, Instant cycle) {
  std::optional<Instant> first;
  for (const escalation::Mark& mark : state.marks) {
    const auto rule = std::find_if(program.escalations.begin(), program.escalations.end(),
                                   [&](const escalation::Rule& one) { return one.name == mark.rule; });
    const bool counts =
        mark.result == escalation::Result::kFired && mark.cycle == cycle && rule->milestone == milestone;
    if (counts && (!first || mark.at < *first)) first = mark.at;
  }
  return first;
}

void write_breaches(json::Writer& writer, const Program::Parts& program, Escalator& escalator, Sums& sums) {
  const Timeline& timeline = escalator.timeline();
  writer.key("breaches").begin_array();
  for (std::uint32_t i = 0; i < program.milestones.size(); ++i) {
    for (const sla::Cycle& cycle : timeline.walk(i).cycles()) {
      const Instant end = cycle.completed.value_or(cycle.ended.value_or(timeline.now()));
      const auto due = cycle.due();
      if (!due || *due >= end) continue;
      ++sums.breaches;
      const auto fired = first_firing(program, escalator.state(), i, cycle.start);
      if (fired && *fired < *due) ++sums.breaches_foreseen;
      writer.begin_object();
      writer.key("milestone").text(program.milestones[i].name);
      write_instant(writer, "at", due);
      write_instant(writer, "escalated", fired);
      if (fired) writer.key("minutesBefore").number(explain::shown_minutes(due->ms - fired->ms));
      writer.end_object();
    }
  }
  writer.end_array();
}

void write_firings(json::Writer& writer, const escalation::State& state, Sums& sums) {
  bool any = false;
  writer.key("fired").begin_array();
  for (const escalation::Mark& mark : state.marks) {
    if (mark.result != escalation::Result::kFired) continue;
    any = true;
    ++sums.firings;
    writer.begin_object();
    writer.key("rule").text(mark.rule);
    writer.key("level").text(mark.level);
    write_instant(writer, "at", mark.at);
    writer.end_object();
  }
  writer.end_array();
  if (any) ++sums.escalated;
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
  write_instant(writer, "wake", clocks_wake(timeline));
  writer.key("tzdata").text(calendar::tzdata_version());
  write_errors(writer, timeline);
  writer.key("diagnostics").raw(diagnostics_json(asked.diagnostics, history));
  writer.end_object();
}

void write_escalation(const Program& program, const Directory& directory, std::string_view body, Instant at,
                      std::string& out) {
  const Program::Parts& parts = program.parts();
  Asked asked = read_asked(body, *parts.layout, true);
  if (!asked.history) return write_failure(asked.diagnostics, body, out);
  Escalator escalator({parts, directory.parts().calendar, *asked.history, at}, std::move(asked.state));
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
  writer.key("tzdata").text(calendar::tzdata_version());
  write_errors(writer, escalator.timeline());
  writer.key("diagnostics").raw(diagnostics_json(asked.diagnostics, body));
  writer.end_object();
}

void write_at_risk(const Program& program, const Directory& directory, std::string_view lines, Instant at,
                   std::int64_t within_ms, std::string& out) {
  const Program::Parts& parts = program.parts();
  const Instant until = within_ms < sla::kNever.ms - at.ms ? Instant{at.ms + within_ms + 1} : sla::kNever;
  std::vector<Risk> risks;
  std::string bad;
  json::Writer bad_writer(bad);
  bad_writer.begin_array();
  for_each_line(lines, [&](std::string_view line, std::int64_t index) {
    Asked asked = read_asked(line, *parts.layout, true);
    if (!asked.history) {
      return write_record_error(bad_writer, static_cast<std::size_t>(index), asked.diagnostics.front());
    }
    Escalator escalator({parts, directory.parts().calendar, *asked.history, at}, std::move(asked.state));
    escalator.run();
    RiskSearch(parts, escalator, index, until, risks).search(asked.history->id());
  });
  bad_writer.end_array();
  sort_all(risks, [](const Risk& a, const Risk& b) { return a.at != b.at ? a.at < b.at : a.record < b.record; });
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("atRisk").begin_array();
  for (const Risk& risk : risks) writer.raw(risk.text);
  writer.end_array();
  writer.key("errors").raw(bad);
  writer.end_object();
}

void write_what_if(const Program& program, const Directory& directory, std::string_view lines, Instant at,
                   std::string& out) {
  const Program::Parts& parts = program.parts();
  Sums sums;
  for_each_line(lines, [&](std::string_view line, std::int64_t) {
    ++sums.records;
    Asked asked = read_asked(line, *parts.layout, false);
    if (!asked.history) {
      ++sums.bad;
      write_failure(asked.diagnostics, line, out);
      out += '\n';
      return;
    }
    Escalator escalator({parts, directory.parts().calendar, *asked.history, at, true}, {});
    escalator.run();
    json::Writer writer(out);
    writer.begin_object();
    write_id(writer, asked.history->id());
    write_firings(writer, escalator.state(), sums);
    write_breaches(writer, parts, escalator, sums);
    writer.end_object();
    out += '\n';
  });
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("records").number(sums.records);
  writer.key("bad").number(sums.bad);
  writer.key("escalated").number(sums.escalated);
  writer.key("firings").number(sums.firings);
  writer.key("breaches").number(sums.breaches);
  writer.key("escalatedBeforeBreach").number(sums.breaches_foreseen);
  writer.end_object();
  out += '\n';
}

std::string milestones(const Program& program, const Directory& directory, std::string_view history, Instant at) {
  std::string out;
  write_milestones(program, directory, history, at, out);
  return out;
}

std::string escalate(const Program& program, const Directory& directory, std::string_view body, Instant at) {
  std::string out;
  write_escalation(program, directory, body, at, out);
  return out;
}

std::string what_if(const Program& program, const Directory& directory, std::string_view histories, Instant at) {
  std::string out;
  write_what_if(program, directory, histories, at, out);
  return out;
}

}  // namespace signalbox::api
