// Messages that give work out event by event.
#include "api/dispatch.h"
#include "api/session_call.h"

namespace signalbox::api {

void answer_dispatch_open(Call& call) {
  call.only_members({"op", "program", "directory", "roster", "fairWindow"});
  const auto program = call.program();
  const auto directory = call.directory();
  const auto roster = call.roster();
  const auto window = call.has("fairWindow") ? call.text("fairWindow") : std::string_view();
  if (!program || !directory || !roster || !window) return;
  const auto window_ms = window->empty() ? 0 : parse_duration_ms(*window);
  if (!window_ms) {
    return call.fail("bad-duration", "`" + quote_for_message(*window) + "` is no duration such as `24h`.");
  }
  if (&roster->parts().directory.parts() != &directory->parts()) {
    return call.fail("roster-directory", "The roster was read for another directory.");
  }
  const auto handle = call.handles().add(std::make_shared<Dispatcher>(*program, *directory, *roster, *window_ms));
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("dispatch").number(handle);
  writer.end_object();
}

void answer_dispatch_events(Call& call) {
  call.only_members({"op", "dispatch"});
  const auto dispatcher = call.dispatcher();
  if (!dispatcher) return;
  Diagnostics diagnostics;
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  if (!(*dispatcher)->apply(call.body(), writer, diagnostics)) return call.fail(diagnostics, call.body());
  writer.end_object();
}

void answer_dispatch_report(Call& call) {
  call.only_members({"op", "dispatch"});
  const auto dispatcher = call.dispatcher();
  if (!dispatcher) return;
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  (*dispatcher)->write_report(writer);
  writer.end_object();
}

}  // namespace signalbox::api
