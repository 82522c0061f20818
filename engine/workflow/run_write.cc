// A run as a document: canonical, so that equal runs are equal bytes.
#include <array>

#include "model/record.h"
#include "workflow/run.h"

namespace signalbox::workflow {

namespace {

constexpr std::array<std::string_view, 7> kStatuses = {"new",       "idle",   "waiting",  "incident",
                                                       "completed", "failed", "cancelled"};
constexpr std::array<std::string_view, 4> kStates = {"waiting", "retrying", "blocks", "incident"};

void write_instant(json::Writer& writer, std::string_view name, std::optional<Instant> at) {
  if (at) writer.key(name).value(Value::date_time(*at));
}

void write_texts(json::Writer& writer, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  writer.key(name).begin_array();
  for (const std::string& text : texts) writer.text(text);
  writer.end_array();
}

void write_token(const Token& token, const Workflow& workflow, json::Writer& writer) {
  writer.begin_object();
  writer.key("id").number(std::int64_t{token.id});
  if (token.parent != 0) writer.key("parent").number(std::int64_t{token.parent});
  writer.key("step").text(workflow.steps[token.step].id);
  writer.key("state").text(kStates[static_cast<std::size_t>(token.state)]);
  if (!token.key.empty()) writer.key("key").text(token.key);
  if (token.commands != 0) writer.key("commands").number(token.commands);
  if (token.tries != 0) writer.key("tries").number(token.tries);
  if (token.index != 0) writer.key("index").number(token.index);
  write_instant(writer, "since", token.since);
  write_instant(writer, "due", token.due);
  write_instant(writer, "deadline", token.deadline);
  write_texts(writer, "notes", token.notes);
  writer.end_object();
}

void write_incident(const Incident& incident, json::Writer& writer) {
  writer.begin_object();
  writer.key("id").number(incident.id);
  writer.key("token").number(std::int64_t{incident.token});
  writer.key("code").text(incident.code);
  writer.key("sentence").text(incident.sentence);
  write_instant(writer, "at", incident.at);
  writer.end_object();
}

void write_done(const Run& run, const Workflow& workflow, json::Writer& writer) {
  if (run.done.empty()) return;
  writer.key("done").begin_array();
  for (const std::uint32_t step : run.done) writer.text(workflow.steps[step].id);
  writer.end_array();
}

void write_attempts(const Run& run, const Workflow& workflow, json::Writer& writer) {
  writer.key("attempts").begin_object();
  for (std::size_t i = 0; i < run.attempts.size(); ++i) {
    if (run.attempts[i] != 0) writer.key(workflow.steps[i].id).number(run.attempts[i]);
  }
  writer.end_object();
}

}  // namespace

std::string_view status_name(Status status) { return kStatuses[static_cast<std::size_t>(status)]; }

void write_in_record(const Value& value, Type type, json::Writer& writer) {
  if (value.is_blank() || value.is_error()) {
    writer.null();
    return;
  }
  if (value.kind() != Value::Kind::kLocation) {
    writer.value(as_in_record(value, type));
    return;
  }
  writer.value(value);
}

void write_fields(const std::vector<Value>& values, const Layout& layout, json::Writer& writer) {
  writer.begin_object();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_blank() || values[i].is_error()) continue;
    write_in_record(values[i], layout.field(i).type, writer.key(layout.field(i).name));
  }
  writer.end_object();
}

void write_run(const Run& run, const Workflow& workflow, const Layout& layout, json::Writer& writer) {
  writer.begin_object();
  writer.key("signalbox").number(kFormatVersion);
  writer.key("run").text(run.id);
  writer.key("workflow").text(run.workflow);
  writer.key("version").number(run.version);
  writer.key("status").text(status_name(run.status));
  if (run.ending) writer.key("ending").text(kStatuses[4 + static_cast<std::size_t>(*run.ending)]);
  write_instant(writer, "at", run.at);
  writer.key("events").number(run.events);
  writer.key("lastToken").number(std::int64_t{run.last_token});
  writer.key("lastIncident").number(run.last_incident);
  write_fields(run.record, layout, writer.key("record"));
  write_fields(run.data, *workflow.data, writer.key("data"));
  writer.key("tokens").begin_array();
  for (const Token& token : run.tokens) write_token(token, workflow, writer);
  writer.end_array();
  writer.key("incidents").begin_array();
  for (const Incident& incident : run.incidents) write_incident(incident, writer);
  writer.end_array();
  write_attempts(run, workflow, writer);
  write_done(run, workflow, writer);
  write_texts(writer, "openChildren", run.open_children);
  write_texts(writer, "seen", run.seen);
  if (!run.history.empty()) writer.key("history").raw(run.history);
  if (!run.escalation.empty()) writer.key("escalation").raw(run.escalation);
  writer.end_object();
}

}  // namespace signalbox::workflow
