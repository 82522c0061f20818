// `signalbox change`: what would have to be different about a record for a rule to win.
#include <fmt/format.h>

#include "api/change.h"
#include "base/limits.h"
#include "server/cli/command.h"
#include "server/cli/documents.h"
#include "server/cli/files.h"

namespace signalbox::cli {
namespace {

Exit run_change(const Arguments& arguments) {
  for (const char* name : {"decision", "rule", "record"}) {
    if (arguments.has(name)) continue;
    return report({Exit::kUsage, fmt::format("`signalbox change` needs `--{}`. Try `signalbox change --help`.", name)});
  }
  const Result<Instant> at = instant_option(arguments);
  if (!at) return report(at.error());
  const Result<api::Program> program = load_definition_file(arguments.operands().front());
  if (!program) return report(program.error());
  std::optional<api::Directory> directory;
  if (const auto path = arguments.value("directory")) {
    Result<api::Directory> loaded = load_directory_file(*path);
    if (!loaded) return report(loaded.error());
    directory = std::move(*loaded);
  }
  const Result<std::string> record = inline_or_file(*arguments.value("record"), limits::kMaxRecordBytes);
  if (!record) return report(record.error());
  const std::string decision = *arguments.value("decision");
  const std::string rule = *arguments.value("rule");
  std::string out;
  const bool found = api::write_change({*program, directory, decision, rule, *at}, *record, out);
  fmt::print("{}\n", out);
  return found ? Exit::kDone : Exit::kInputWrong;
}

}  // namespace

Command change_command() {
  Syntax syntax{
      .name = "change",
      .operands = "DEFINITION",
      .summary = "Find the smallest change of a record that makes a rule of a decision win.",
      .description =
          "Prints one JSON object: `changes`, the fields that would need other values, as few and as near as can be;\n"
          "`failed`, the tests of the rule that the record fails, and by how much; and a `sentence`. Formulas are "
          "tried,\n"
          "not solved: where one stands in the way, the answer says so.",
      .options = {{"decision", "NAME", "The decision. Needed."},
                  {"rule", "ID", "The rule that is to win. Needed."},
                  {"record", "FILE", "The record: a file with JSON, `-` for standard input, or JSON. Needed."},
                  {"directory", "FILE", "Where milestones find their business hours."},
                  {"at", "INSTANT", "Decide as of this instant, for example 2026-01-31T08:00:00Z. Default: now."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_change};
}

}  // namespace signalbox::cli
