// `signalbox run`: a workflow driven by events of a file, in virtual time.
#include <algorithm>

#include <fmt/format.h>

#include "api/api.h"
#include "server/cli/command.h"
#include "server/cli/diagnostics.h"
#include "server/cli/documents.h"
#include "server/cli/files.h"
#include "server/cli/journey_lines.h"
#include "server/cli/virtual_time.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kMaxEventsBytes = std::size_t{64} << 20;

Result<void> add_lines(std::string_view text, VirtualTime& time) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (const Result<void> added = time.add_line(line, number); !added) return added;
  }
  return {};
}

Result<std::optional<Instant>> until_option(const Arguments& arguments) {
  const auto text = arguments.value("until");
  if (!text) return std::nullopt;
  const auto at = parse_instant(*text);
  if (!at) return fail(Exit::kUsage, fmt::format("`--until {}` is no instant such as 2026-01-31T08:00:00Z.", *text));
  return at;
}

Result<VirtualTime::Stub> stub_option(const Arguments& arguments) {
  const std::string word = arguments.value("stub").value_or("none");
  if (word == "none") return VirtualTime::Stub::kNone;
  if (word == "ok") return VirtualTime::Stub::kOk;
  return fail(Exit::kUsage, fmt::format("`--stub {}` is neither `ok` nor `none`.", word));
}

Result<api::Workflow> read_steps(const api::Program& program) {
  const api::Loaded<api::Workflow> loaded = api::load_workflow(program);
  if (loaded.value) return *loaded.value;
  fmt::print(stderr, "{}", diagnostic_lines("workflow", loaded.diagnostics));
  return fail(Exit::kInputWrong, "The steps of the definition make no workflow.");
}

Result<std::optional<api::Roster>> load_roster(const Arguments& arguments, const api::Directory& directory) {
  const auto path = arguments.value("roster");
  if (!path) return std::nullopt;
  Result<api::Roster> roster = load_roster_file(*path, directory);
  if (!roster) return tl::unexpected(roster.error());
  return std::optional(std::move(*roster));
}

Exit drive(VirtualTime& time, bool as_json) {
  const Result<std::string> last = time.drive([&](std::string_view event, std::string_view answer) {
    if (as_json) {
      fmt::print(R"({{"event":{},"answer":{}}})"
                 "\n",
                 event, answer);
    } else {
      fmt::print("{}", journey_lines(answer));
    }
  });
  if (!last) return report(last.error());
  if (!as_json && !last->empty()) fmt::print("{}", journey_end(*last));
  return Exit::kDone;
}

Exit run_journey(const Arguments& arguments) {
  const auto events_path = arguments.value("events");
  if (!events_path) return report({Exit::kUsage, "`signalbox run` needs `--events FILE`. Try `signalbox run --help`."});
  const auto until = until_option(arguments);
  if (!until) return report(until.error());
  const auto stub = stub_option(arguments);
  if (!stub) return report(stub.error());
  const Result<api::Program> program = load_definition_file(arguments.operands().front());
  if (!program) return report(program.error());
  const Result<api::Workflow> workflow = read_steps(*program);
  if (!workflow) return report(workflow.error());
  const auto directory_path = arguments.value("directory");
  const Result<api::Directory> directory =
      directory_path ? load_directory_file(*directory_path)
                     : *api::load_directory(R"({"signalbox":1,"skills":[],"queues":{},"agents":{}})").value;
  if (!directory) return report(directory.error());
  const auto roster = load_roster(arguments, *directory);
  if (!roster) return report(roster.error());
  const Result<std::string> events = read_file(*events_path, kMaxEventsBytes);
  if (!events) return report(events.error());
  VirtualTime time({*workflow, *directory, *roster}, *stub, *until);
  if (const Result<void> added = add_lines(*events, time); !added) return report(added.error());
  return drive(time, arguments.has("json"));
}

}  // namespace

Command run_command() {
  Syntax syntax{
      .name = "run",
      .operands = "DEFINITION",
      .summary = "Drive a workflow by the events of a file, in virtual time, and print the journey.",
      .description =
          "The file is JSON lines: events, and answers to the commands of steps. Timers fire by themselves, so that a\n"
          "journey of weeks takes a moment. docs/workflow.md says what the lines look like.",
      .options = {{"events", "FILE", "The events; `-` is standard input. Required."},
                  {"directory", "FILE", "Agents, queues and business hours."},
                  {"roster", "FILE", "The state of the agents. Default: everybody is online and free."},
                  {"stub", "WORD", "`ok` answers every command that no line answers, with nothing in the answer."},
                  {"until", "INSTANT", "Stop before what would happen later."},
                  {"json", "", "One line of JSON an event: the event and the engine's answer."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_journey};
}

}  // namespace signalbox::cli
