#include "server/routes/workflow_json.h"

#include "api/api.h"

namespace signalbox::routes {
namespace {

void write_instant(json::Writer& writer, std::string_view name, const std::optional<Instant>& at) {
  writer.key(name).value(at ? Value::date_time(*at) : Value());
}

void write_optional(json::Writer& writer, std::string_view name, const std::optional<std::string>& text) {
  writer.key(name);
  text ? writer.text(*text) : writer.null();
}

void write_hash(json::Writer& writer, std::string_view name, const store::Hash& hash) {
  writer.key(name).begin_object().key("hash").text(hash).end_object();
}

}  // namespace

void write_workflow_run(json::Writer& writer, const store::WorkflowRun& run) {
  writer.key("run").text(run.id).key("object").text(run.name.object).key("recordId").text(run.name.record_id);
  writer.key("definition").begin_object().key("name").text(run.name.definition);
  writer.key("version").number(run.definition_version).key("hash").text(run.definition_hash).end_object();
  writer.key("status").text(run.status).key("revision").number(run.revision);
  write_instant(writer, "begun", run.begun);
  write_instant(writer, "changed", run.changed);
  write_instant(writer, "ended", run.ended);
  write_instant(writer, "due", run.due);
  writer.key("head").text(run.head);
}

void write_workflow_entry(json::Writer& writer, const store::WorkflowEntry& entry) {
  writer.begin_object().key("sequence").number(entry.sequence);
  write_instant(writer, "taken", entry.taken);
  writer.key("actor").text(entry.actor);
  write_hash(writer, "definition", entry.definition_hash);
  write_hash(writer, "directory", entry.directory_hash);
  entry.roster_hash ? write_hash(writer, "roster", *entry.roster_hash) : void(writer.key("roster").null());
  writer.key("engine").text(entry.engine).key("event").raw(entry.event).key("trace").raw(entry.trace);
  writer.key("commands").raw(entry.commands).key("stateHash").text(entry.state_hash);
  writer.key("previousHash").text(entry.previous_hash).key("hash").text(entry.hash).end_object();
}

void write_workflow_command(json::Writer& writer, const store::WorkflowCommand& command) {
  writer.begin_object().key("sequence").number(command.sequence).key("run").text(command.run);
  write_instant(writer, "made", command.made);
  writer.key("awaited").boolean(command.is_awaited);
  write_optional(writer, "target", command.target);
  writer.key("attempts").number(command.attempts);
  write_instant(writer, "next", command.next);
  write_optional(writer, "trouble", command.trouble);
  write_optional(writer, "outcome", command.outcome);
  writer.key("command").raw(command.body).end_object();
}

void write_workflow_incident(json::Writer& writer, const store::WorkflowIncident& incident) {
  writer.begin_object().key("number").number(incident.number).key("run").text(incident.run);
  writer.key("incident").text(incident.id).key("step");
  incident.step.empty() ? writer.null() : writer.text(incident.step);
  writer.key("code").text(incident.code).key("sentence").text(incident.sentence);
  write_instant(writer, "at", incident.at);
  writer.end_object();
}

void write_replay(json::Writer& writer, const std::string& run, const service::ReplayVerdict& verdict) {
  writer.begin_object().key("run").text(run).key("equal").boolean(!verdict.difference);
  writer.key("entries").number(verdict.entries).key("engine").begin_object().key("then").text(verdict.engine_then);
  writer.key("now").text(api::engine_version()).end_object().key("difference");
  if (verdict.difference) {
    const service::ReplayDifference& difference = *verdict.difference;
    writer.begin_object().key("sequence").number(difference.sequence).key("part").text(difference.part);
    writer.key("log").text(difference.log).key("now").text(difference.now).end_object();
  } else {
    writer.null();
  }
  writer.end_object();
}

}  // namespace signalbox::routes
