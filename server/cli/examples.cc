// `signalbox examples`: test cases for a decision table.
#include <fmt/format.h>

#include "api/examples.h"
#include "server/cli/command.h"
#include "server/cli/documents.h"
#include "server/cli/files.h"

namespace signalbox::cli {
namespace {

Exit run_examples(const Arguments& arguments) {
  const std::optional<std::string> decision = arguments.value("decision");
  if (!decision) {
    return report({Exit::kUsage, "`signalbox examples` needs `--decision NAME`. Try `signalbox examples --help`."});
  }
  const Result<Instant> at = instant_option(arguments);
  if (!at) return report(at.error());
  const Result<api::Program> program = load_definition_file(arguments.operands().front());
  if (!program) return report(program.error());
  std::string out;
  if (!api::write_cases(*program, *decision, *at, out)) {
    return report({Exit::kInputWrong, fmt::format("There is no decision `{}`.", *decision)});
  }
  fmt::print("{}\n", out);
  return Exit::kDone;
}

}  // namespace

Command examples_command() {
  Syntax syntax{
      .name = "examples",
      .operands = "DEFINITION",
      .summary = "Make test cases which show that every test of every rule of a decision matters.",
      .description =
          "Prints one JSON object: `examples` to put into the definition; `pairs` of them that differ in one field, "
          "with\n"
          "which the rule wins and without which it does not; `notShown`: tests and rules for which there is no such\n"
          "pair, each with the reason. Every pair has been decided both ways.",
      .options = {{"decision", "NAME", "The decision table or rule list. Needed."},
                  {"at", "INSTANT", "Decide as of this instant, for example 2026-01-31T08:00:00Z. Default: now."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_examples};
}

}  // namespace signalbox::cli
