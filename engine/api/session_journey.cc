// Messages that compile workflows and move their runs.
#include "api/journey.h"
#include "api/session_call.h"
#include "api/write_diagnostics.h"

namespace signalbox::api {

void answer_workflow_open(Call& call) {
  call.only_members({"op", "program"});
  const auto program = call.program();
  if (!program) return;
  Diagnostics diagnostics;
  auto workflow = read_workflow(*program, diagnostics);
  if (!workflow) return call.fail(diagnostics, program->parts().source);
  const std::string found = diagnostics_json(diagnostics, program->parts().source);
  const std::int64_t version = workflow->parts().workflow->version;
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("workflow").number(call.handles().add(std::move(*workflow)));
  writer.key("version").number(version);
  writer.key("diagnostics").raw(found);
  writer.end_object();
}

void answer_workflow_advance(Call& call) {
  call.only_members({"op", "workflow", "directory", "roster"});
  const auto workflow = call.workflow();
  const auto directory = call.directory();
  const auto roster = call.has("roster") ? call.roster() : std::nullopt;
  if (call.has_failed()) return;
  if (roster && &roster->parts().directory.parts() != &directory->parts()) {
    return call.fail("roster-directory", "The roster was read for another directory.");
  }
  write_advance(*workflow, *directory, roster, call.body(), call.out());
}

}  // namespace signalbox::api
