// `signalbox assign`: all waiting records at once, each to the agent that is best for all of them together.
#include <fmt/format.h>

#include "api/api.h"
#include "server/cli/command.h"
#include "server/cli/documents.h"
#include "server/cli/files.h"
#include "server/cli/text_table.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kMaxRecordsBytes = std::size_t{1} << 30;  ///< All records are held in memory at once.

/// One row a record, then the sums.
std::string table_of(const std::string& answer) {
  const auto document = parse_own(answer);
  const json::Node root = document->root();
  const json::Node records = *root.find("records");
  const auto row_of = [&](json::Node record) {
    const auto cell = [&](std::string_view name) { return member_cell(*document, record, name); };
    return TextTable::Row{cell("id"), cell("queue"), cell("agent"), cell("score"), cell("unserved")};
  };
  TextTable table({"Record", "Queue", "Agent", "Score", "Unserved"});
  for (std::size_t i = 0; i < records.size(); ++i) table.widen(row_of(records.at(i)));
  std::string text = table.heading();
  for (std::size_t i = 0; i < records.size(); ++i) text += table.line(row_of(records.at(i)));
  const auto sums = [&](json::Node of) {
    return fmt::format("{} assigned, score {}", member_cell(*document, of, "assigned"),
                       member_cell(*document, of, "total"));
  };
  return text + fmt::format("\n{} of {}; one by one: {}\n", sums(root), records.size(), sums(*root.find("oneByOne")));
}

Exit run_assign(const Arguments& arguments) {
  const Result<api::Context> context = decision_context(arguments);
  if (!context) return report(context.error());
  const std::string path = *arguments.value("records");
  const Result<std::string> text = read_file(path, kMaxRecordsBytes);
  if (!text) return report(text.error());
  if (text->size() > kMaxRecordsBytes) {
    return report(
        {Exit::kInputWrong, fmt::format("`{}` is larger than {} bytes; assign it in parts.", path, kMaxRecordsBytes)});
  }
  const api::Records records = api::Records::read(*text, "auto", context->program);
  const std::string answer = api::assign(*context, records);
  Result<OutputFile> output = OutputFile::open(arguments.value("output").value_or("-"));
  if (!output) return report(output.error());
  output->write(arguments.has("table") ? table_of(answer) : answer + "\n");
  if (const Result<void> finished = output->finish(); !finished) return report(finished.error());
  const std::string errors = records.errors();
  if (errors == "[]") return Exit::kDone;
  return report({Exit::kInputWrong, fmt::format("`{}` has bad records, which were not assigned: {}", path, errors)});
}

}  // namespace

Command assign_command() {
  Syntax syntax{
      .name = "assign",
      .operands = "DEFINITION",
      .summary = "Assign many waiting records at once, with the best total score.",
      .description =
          "The records wait, the first one longest; they are written as for `signalbox decide`. As many as possible "
          "get "
          "an\n"
          "agent, nobody more than the roster leaves room for, and the sum of the scores is the greatest there is.\n"
          "Prints one JSON object with each record's queue, agent and score, and what deciding one by one would give.",
      .options = {{"directory", "FILE", "Agents, queues and skills. Required."},
                  {"records", "FILE", "The waiting records; `-` is standard input. Required."},
                  {"roster", "FILE", "The live state of the agents. Without it everyone is assumed online and idle."},
                  {"roster-update", "FILE", "A later word about some agents, on top of it. May be repeated.", true},
                  {"at", "INSTANT", "Assign as of this instant, for example 2026-01-31T08:00:00Z. Default: now."},
                  {"table", "", "Print an aligned table for people instead of JSON."},
                  {"output", "FILE", "Write to this file; it appears when it is complete. Default: standard output."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_assign};
}

}  // namespace signalbox::cli
