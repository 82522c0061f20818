// Which records will cross a threshold soon.
#include "api/escalation.h"
#include "api/escalator.h"
#include "api/history_body.h"
#include "api/write_diagnostics.h"
#include "base/sort.h"

namespace signalbox::api {

namespace {

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

}  // namespace

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

std::string at_risk(const Program& program, const Directory& directory, std::string_view records, Instant at,
                    std::int64_t within_ms) {
  std::string out;
  write_at_risk(program, directory, records, at, within_ms, out);
  return out;
}

}  // namespace signalbox::api
