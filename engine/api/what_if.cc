// Which of the past records would have escalated.
#include <algorithm>

#include "api/escalation.h"
#include "api/escalator.h"
#include "api/history_body.h"
#include "api/write_diagnostics.h"
#include "explain/words.h"

namespace signalbox::api {

namespace {

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
                                    std::uint32_t milestone, std::int64_t cycle) {
  std::optional<Instant> first;
  for (const escalation::Mark& mark : state.marks) {
    const auto rule = std::find_if(program.escalations.begin(), program.escalations.end(),
                                   [&](const escalation::Rule& one) { return one.name == mark.rule; });
    const bool counts =
        mark.result == escalation::Result::kFired && mark.cycle.number == cycle && rule->milestone == milestone;
    if (counts && (!first || mark.at < *first)) first = mark.at;
  }
  return first;
}

void write_breaches(json::Writer& writer, const Program::Parts& program, Escalator& escalator, Sums& sums) {
  const Timeline& timeline = escalator.timeline();
  writer.key("breaches").begin_array();
  for (std::uint32_t i = 0; i < program.milestones.size(); ++i) {
    for (const sla::Cycle& cycle : timeline.walk(i).cycles()) {
      if (!cycle.is_breached(timeline.now())) continue;
      const auto due = cycle.due();
      ++sums.breaches;
      const auto number = static_cast<std::int64_t>(&cycle - timeline.walk(i).cycles().data()) + 1;
      const auto fired = first_firing(program, escalator.state(), i, number);
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

std::string what_if(const Program& program, const Directory& directory, std::string_view histories, Instant at) {
  std::string out;
  write_what_if(program, directory, histories, at, out);
  return out;
}

}  // namespace signalbox::api
