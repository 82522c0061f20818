#include "server/cli/journey_lines.h"

#include <fmt/format.h>

#include "server/json_text.h"

namespace signalbox::cli {
namespace {

/// The members of a command beside its name, key and step.
std::string payload(const json::Document& document, json::Node command) {
  std::string text;
  for (std::size_t i = 0; i < command.size(); ++i) {
    const std::string_view name = command.key(i);
    if (name == "command" || name == "key" || name == "step") continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, raw_bytes(document, command.at(i)));
  }
  return text;
}

}  // namespace

std::string journey_lines(std::string_view answer) {
  const auto document = parse_own(answer);
  const json::Node root = document->root();
  const json::Node trace = *root.find("trace");
  std::string lines;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    const json::Node entry = trace.at(i);
    lines += fmt::format("{}  {:<13} {:<16} {}", text_member(entry, "at"), text_member(entry, "what"),
                         text_member(entry, "step"), text_member(entry, "detail"));
    while (lines.back() == ' ') lines.pop_back();
    lines += '\n';
  }
  const json::Node commands = *root.find("commands");
  for (std::size_t i = 0; i < commands.size(); ++i) {
    const json::Node command = commands.at(i);
    lines += fmt::format("{:>26}{:<13} {:<16} {}\n", "> ", text_member(command, "command"),
                         text_member(command, "step"), payload(*document, command));
  }
  return lines;
}

std::string journey_end(std::string_view answer) {
  const auto document = parse_own(answer);
  const json::Node root = document->root();
  const json::Node run = *root.find("run");
  std::string lines = fmt::format("The run {} is {}", text_member(run, "run"), text_member(run, "status"));
  const std::string_view wake = text_member(root, "wake");
  if (!wake.empty()) lines += fmt::format("; next at {}", wake);
  lines += ".\n";
  const json::Node incidents = *run.find("incidents");
  for (std::size_t i = 0; i < incidents.size(); ++i) {
    const json::Node incident = incidents.at(i);
    lines += fmt::format("Incident {}: {} ({})\n", incident.find("id")->as_text(), text_member(incident, "sentence"),
                         text_member(incident, "code"));
  }
  return lines;
}

}  // namespace signalbox::cli
