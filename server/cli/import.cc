// `signalbox import`: DMN models and CSV tables as definitions.
#include <fmt/format.h>

#include "api/exchange.h"
#include "base/limits.h"
#include "server/cli/command.h"
#include "server/cli/encoding.h"
#include "server/cli/exchange.h"
#include "server/cli/files.h"

namespace signalbox::cli {
namespace {

Result<std::string> import_table(const std::string& path, const Arguments& arguments) {
  const auto into = arguments.value("into");
  if (!into) {
    return fail(Exit::kUsage,
                "A table needs a definition with its fields: `--into DEFINITION`. Try `signalbox import --help`.");
  }
  const Result<std::string> definition = read_file(*into, limits::kMaxDocumentBytes);
  if (!definition) return tl::unexpected(definition.error());
  if (const Result<void> readable = check_encoding(*into, *definition); !readable) {
    return tl::unexpected(readable.error());
  }
  const Result<std::string> csv = read_file(path, limits::kMaxDocumentBytes);
  if (!csv) return tl::unexpected(csv.error());
  if (const Result<void> readable = check_encoding(path, *csv); !readable) return tl::unexpected(readable.error());
  return take_answer(path, api::import_csv(*definition, *csv), "definition");
}

Result<std::string> import_file(const std::string& path, const Arguments& arguments) {
  const std::string kind = extension(path);
  if (kind == "csv") return import_table(path, arguments);
  if (kind == "xlsx" || kind == "xls" || kind == "ods") {
    return fail(
        Exit::kInputWrong,
        fmt::format("`{}`: the command line reads no spreadsheets. Import it in the editor, or save it as CSV.", path));
  }
  return definition_of_model(path);
}

Exit run_import(const Arguments& arguments) {
  const std::string& path = arguments.operands().front();
  const Result<std::string> definition = import_file(path, arguments);
  if (!definition) return report(definition.error());
  Result<OutputFile> output = OutputFile::open(arguments.value("output").value_or("-"));
  if (!output) return report(output.error());
  output->write(*definition + "\n");
  if (const Result<void> finished = output->finish(); !finished) return report(finished.error());
  return Exit::kDone;
}

}  // namespace

Command import_command() {
  Syntax syntax{
      .name = "import",
      .operands = "FILE",
      .summary = "Turn a DMN model or a CSV table into a definition.",
      .description =
          "A DMN 1.3 to 1.5 model becomes a definition of its own: decision tables and literal expressions become\n"
          "decisions, input data fields. A file that ends in .csv holds one decision table, as `signalbox export\n"
          "--format csv` writes it, and goes into the definition of --into. What cannot be taken over exactly is\n"
          "reported with its place, and then nothing is written.",
      .options = {{"into", "DEFINITION",
                   "The definition that takes the CSV table; a decision of that name is replaced."},
                  {"output", "FILE", "Write to this file; it appears when it is complete. Default: standard output."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_import};
}

}  // namespace signalbox::cli
