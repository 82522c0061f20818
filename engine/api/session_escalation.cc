// Messages about histories: clocks, escalation, records at risk, what would have been.
#include "api/escalation.h"
#include "api/session_call.h"

namespace signalbox::api {

namespace {

/// The members that all of them have.
struct Question {
  std::optional<Program> program;
  std::optional<Directory> directory;
  std::optional<Instant> at;
};

Question question(Call& call) { return {call.program(), call.directory(), call.instant("at")}; }

}  // namespace

void answer_milestones(Call& call) {
  call.only_members({"op", "program", "directory", "at"});
  const Question asked = question(call);
  if (!call.has_failed()) write_milestones(*asked.program, *asked.directory, call.body(), *asked.at, call.out());
}

void answer_escalate(Call& call) {
  call.only_members({"op", "program", "directory", "at", "until"});
  const Question asked = question(call);
  const auto until = call.has("until") ? call.instant("until") : std::nullopt;
  if (!call.has_failed()) write_escalation(*asked.program, *asked.directory, call.body(), *asked.at, until, call.out());
}

void answer_at_risk(Call& call) {
  call.only_members({"op", "program", "directory", "at", "within"});
  const Question asked = question(call);
  const auto within = call.text("within");
  const auto within_ms = within ? parse_duration_ms(*within) : std::nullopt;
  if (call.has_failed()) return;
  if (!within_ms) return call.fail("bad-duration", "`within` is a duration such as `30m`.");
  write_at_risk(*asked.program, *asked.directory, call.body(), *asked.at, *within_ms, call.out());
}

void answer_what_if(Call& call) {
  call.only_members({"op", "program", "directory", "at", "old", "oldDirectory"});
  const Question asked = question(call);
  if (!call.has("old")) {
    if (!call.has_failed()) write_what_if(*asked.program, *asked.directory, call.body(), *asked.at, call.out());
    return;
  }
  const auto old_program = call.program("old");
  const auto old_directory = call.has("oldDirectory") ? call.directory("oldDirectory") : asked.directory;
  if (call.has_failed()) return;
  write_what_if_change({*old_program, *old_directory}, {*asked.program, *asked.directory}, call.body(), *asked.at,
                       call.out());
}

}  // namespace signalbox::api
