// The program `signalbox`: wires the commands to what they need. Only this file knows all adapters.
#include <exception>
#include <string>
#include <vector>

#include "server/cli/command.h"

int main(int argc, char** argv) {
  using namespace signalbox;
  const std::vector<cli::Command> commands{
      cli::check_command(), cli::formula_command(), cli::decide_command(),
      cli::serve_command([](const cli::ServeOptions&) { return cli::Exit::kDone; }), cli::version_command()};
  try {
    return static_cast<int>(cli::run_program(commands, {argv + 1, argv + argc}));
  } catch (const std::exception& error) {
    return static_cast<int>(cli::report({cli::Exit::kMachineFailed, std::string("Stopped: ") + error.what()}));
  }
}
