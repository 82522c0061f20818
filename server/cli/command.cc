#include "server/cli/command.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "base/diagnostic.h"

namespace signalbox::cli {
namespace {

std::string overview(const std::vector<Command>& commands) {
  std::string text =
      "Signalbox decides where each record goes, who owns it and when it must be escalated, and says why.\n\n"
      "Usage: signalbox COMMAND [OPTION]...\n\nCommands:\n";
  for (const Command& command : commands) {
    text += fmt::format("  {:<12}{}\n", command.syntax.name, command.syntax.summary);
  }
  return text + "\n`signalbox COMMAND --help` explains one command.\n";
}

Exit unknown_command(const std::vector<Command>& commands, const std::string& name) {
  std::vector<std::string_view> names;
  names.reserve(commands.size());
  for (const Command& command : commands) names.push_back(command.syntax.name);
  const std::string near = closest_name(name, names);
  const std::string hint =
      near.empty() ? "`signalbox --help` lists the commands." : fmt::format("Did you mean `{}`?", near);
  return report({Exit::kUsage, fmt::format("There is no command `{}`. {}", name, hint)});
}

}  // namespace

Exit report(const Failure& failure) {
  fmt::print(stderr, "signalbox: {}\n", failure.sentence);
  return failure.exit;
}

Exit run_program(const std::vector<Command>& commands, const std::vector<std::string>& words) {
  if (words.empty()) {
    fmt::print(stderr, "{}", overview(commands));
    return Exit::kUsage;
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    fmt::print("{}", overview(commands));
    return Exit::kDone;
  }
  const std::string name = words[0] == "--version" ? "version" : words[0];
  const auto command =
      std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.syntax.name == name; });
  if (command == commands.end()) return unknown_command(commands, name);
  const Result<Arguments> arguments = Arguments::read(command->syntax, {words.begin() + 1, words.end()});
  if (!arguments) return report(arguments.error());
  if (arguments->wants_help()) {
    fmt::print("{}", help_text(command->syntax));
    return Exit::kDone;
  }
  return command->run(*arguments);
}

}  // namespace signalbox::cli
