#include "api/journey.h"

#include "api/workflow_world.h"
#include "api/write_diagnostics.h"
#include "workflow/advance.h"
#include "workflow/compile.h"

namespace signalbox::api {

namespace {

workflow::Surroundings surroundings(const Program::Parts& parts) {
  workflow::Surroundings around{*parts.scope, parts.decisions, {}, {}};
  for (const RoutingPolicy& linked : parts.policies) around.policies.emplace_back(linked.policy.name);
  for (const escalation::Rule& rule : parts.escalations) {
    for (const escalation::Level& level : rule.levels) {
      for (const escalation::Action& action : level.actions) {
        if (action.kind == escalation::Action::Kind::kStart) around.starts.emplace_back(action.name);
      }
    }
  }
  return around;
}

/// A body that has been read.
struct Question {
  std::optional<workflow::Event> event;
  std::unique_ptr<workflow::Run> run;
};

Question read_question(const Place& root, const Workflow::Parts& parts) {
  Question question;
  if (!root.is_object()) return question;
  root.only_members({"run", "id", "event", "now"});
  const Program::Parts& program = parts.program.parts();
  if (const auto event = root.required("event")) question.event = workflow::read_event(*event);
  if (!question.event) return question;
  const auto now = root.find("now");
  const auto latest = now ? now->instant() : std::nullopt;
  if (latest && question.event->at > *latest) {
    root.find("event")->report("event-from-future", "The event lies behind the present.", to_text(*latest),
                               to_text(question.event->at));
  }
  const bool is_migration = question.event->kind == workflow::Event::Kind::kMigrate;
  const auto state = root.find("run");
  if (state && !state->node().is(json::Kind::kNull)) {
    std::optional<Place> mapping;
    if (is_migration) {
      const auto steps = question.event->body->find("steps");
      mapping = steps ? *steps : *question.event->body;
    }
    question.run = workflow::read_run(*state, *parts.workflow, *program.layout, mapping);
    return question;
  }
  const auto id = root.required("id");
  const auto text = id ? id->non_empty_text() : std::nullopt;
  if (text) question.run = workflow::new_run(*text, program.name, *parts.workflow, *program.layout);
  return question;
}

void write_list(json::Writer& writer, std::string_view name, const std::vector<std::string>& objects) {
  writer.key(name).begin_array();
  for (const std::string& one : objects) writer.raw(one);
  writer.end_array();
}

}  // namespace

std::optional<Workflow> read_workflow(const Program& program, Diagnostics& diagnostics) {
  const auto document = json::Document::parse(program.parts().source, diagnostics);
  if (!document) return std::nullopt;
  auto compiled = workflow::compile(Place(document->root(), {}, diagnostics), surroundings(program.parts()));
  if (!compiled) return std::nullopt;
  return Workflow(std::make_shared<const Workflow::Parts>(Workflow::Parts{program, std::move(compiled)}));
}

void check_workflow(const Program& program, Diagnostics& diagnostics) {
  const auto document = json::Document::parse(program.parts().source, diagnostics);
  if (!document) return;
  const Place root(document->root(), {}, diagnostics);
  if (workflow::is_workflow(root)) (void)workflow::compile(root, surroundings(program.parts()));
}

void write_advance(const Workflow& workflow, const Directory& directory, const std::optional<Roster>& roster,
                   std::string_view body, std::string& out) {
  const Workflow::Parts& parts = workflow.parts();
  const Program::Parts& program = parts.program.parts();
  Diagnostics diagnostics;
  const auto document = json::Document::parse(body, diagnostics);
  Question question;
  if (document) question = read_question(Place(document->root(), {}, diagnostics), parts);
  if (!question.run || has_errors(diagnostics)) return write_failure(diagnostics, body, out);
  const signalbox::Roster assumed = signalbox::Roster::assumed(directory.parts().directory);
  WorkflowWorld world(program, directory.parts(), roster ? roster->parts().roster : assumed, *question.run);
  workflow::Advance advance(*parts.workflow, *program.layout, *question.run, world, keeps_history(program));
  advance.apply(*question.event);
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(true);
  workflow::write_run(*question.run, *parts.workflow, *program.layout, writer.key("run"));
  write_list(writer, "commands", advance.commands());
  write_list(writer, "trace", advance.trace());
  const auto wake = advance.wake();
  writer.key("wake").value(wake ? Value::date_time(*wake) : Value());
  writer.key("tzdata").text(calendar::tzdata_version());
  writer.key("diagnostics").raw(diagnostics_json(diagnostics, body));
  writer.end_object();
}

Loaded<Workflow> load_workflow(const Program& program) {
  Diagnostics diagnostics;
  auto workflow = read_workflow(program, diagnostics);
  return {std::move(workflow), diagnostics_json(diagnostics, program.parts().source)};
}

std::string advance(const Workflow& workflow, const Directory& directory, const std::optional<Roster>& roster,
                    std::string_view body) {
  std::string out;
  write_advance(workflow, directory, roster, body, out);
  return out;
}

}  // namespace signalbox::api
