// Messages about the examples of a definition.
#include "api/examples.h"
#include "api/program.h"
#include "api/session_call.h"

namespace signalbox::api {

void answer_examples(Call& call) {
  call.only_members({"op", "program", "directory", "roster", "at"});
  auto program = call.program();
  auto directory = call.has("directory") ? call.directory() : std::nullopt;
  auto roster = call.has("roster") ? call.roster() : std::nullopt;
  const auto at = call.instant("at");
  if (call.has_failed()) return;
  if (roster && (!directory || &roster->parts().directory.parts() != &directory->parts())) {
    return call.fail("roster-directory", "The roster was read for another directory.");
  }
  call.out() += R"({"ok":true,"report":)";
  write_examples({std::move(*program), std::move(directory), std::move(roster), *at}, call.out());
  call.out() += '}';
}

void answer_examples_generate(Call& call) {
  call.only_members({"op", "program", "decision", "at"});
  const auto program = call.program();
  const auto decision = call.text("decision");
  const auto at = call.instant("at");
  if (call.has_failed()) return;
  std::string cases;
  if (!write_cases(*program, *decision, *at, cases)) {
    return call.fail("unknown-decision", "There is no decision `" + quote_for_message(*decision) + "`.");
  }
  call.out() += R"({"ok":true,"cases":)" + cases + '}';
}

}  // namespace signalbox::api
