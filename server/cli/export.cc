// `signalbox export`: definitions as DMN models and CSV tables.
#include <fmt/format.h>

#include "api/exchange.h"
#include "base/limits.h"
#include "server/cli/command.h"
#include "server/cli/exchange.h"
#include "server/cli/files.h"

namespace signalbox::cli {
namespace {

Result<std::string> export_file(const std::string& path, const Arguments& arguments) {
  const std::string format = arguments.value("format").value_or("dmn");
  if (format != "dmn" && format != "csv") {
    return fail(Exit::kUsage, fmt::format("There is no format `{}`; the formats are `dmn` and `csv`.", format));
  }
  const Result<std::string> definition = read_file(path, limits::kMaxDocumentBytes);
  if (!definition) return tl::unexpected(definition.error());
  if (format == "dmn") return take_answer(path, api::export_model(*definition), "xml");
  return take_answer(path, api::export_table(*definition, arguments.value("decision").value_or("")), "csv");
}

Exit run_export(const Arguments& arguments) {
  const Result<std::string> text = export_file(arguments.operands().front(), arguments);
  if (!text) return report(text.error());
  Result<OutputFile> output = OutputFile::open(arguments.value("output").value_or("-"));
  if (!output) return report(output.error());
  output->write(*text);
  if (const Result<void> finished = output->finish(); !finished) return report(finished.error());
  return Exit::kDone;
}

}  // namespace

Command export_command() {
  Syntax syntax{
      .name = "export",
      .operands = "DEFINITION",
      .summary = "Turn a definition into a DMN model, or one of its tables into CSV.",
      .description =
          "A DMN 1.5 model holds all decisions and fields; what it has no place for, and formulas that FEEL cannot "
          "say,\n"
          "are warnings. CSV holds one decision, and `signalbox import` reads it back as it was.",
      .options = {{"format", "FORMAT", "`dmn` (default) or `csv`."},
                  {"decision", "NAME", "The decision that goes into the CSV; may be left out when there is one."},
                  {"output", "FILE", "Write to this file; it appears when it is complete. Default: standard output."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_export};
}

}  // namespace signalbox::cli
