#include <fmt/format.h>

#include "api/api.h"
#include "server/cli/command.h"

namespace signalbox::cli {

Command version_command() {
  Syntax syntax{
      .name = "version",
      .operands = "",
      .summary = "Print the version of the program and of its engine.",
      .description = "Decisions name the engine's version that made them, so that they can be verified later.",
      .options = {{"json", "", "Print one JSON object."}},
  };
  return {std::move(syntax), [](const Arguments& arguments) {
            const auto text =
                arguments.has("json") ? R"({{"signalbox":"{}","engine":"{}","format":1}})" : "signalbox {} (engine {})";
            fmt::print("{}\n", fmt::format(fmt::runtime(text), SIGNALBOX_VERSION, api::engine_version()));
            return Exit::kDone;
          }};
}

}  // namespace signalbox::cli
