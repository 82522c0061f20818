// `signalbox what-if`: which of the past records would have escalated.
#include <fmt/format.h>

#include "api/api.h"
#include "server/cli/command.h"
#include "server/cli/documents.h"
#include "server/cli/files.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kMaxHistoriesBytes = std::size_t{1} << 30;  ///< All histories are held in memory at once.

/// The policy to compare with, when one is named.
Result<std::optional<api::WhatIfPolicy>> old_policy(const Arguments& arguments, const api::Directory& directory) {
  const auto path = arguments.value("old");
  const auto directory_path = arguments.value("old-directory");
  if (!path) {
    if (directory_path) return fail(Exit::kUsage, "`--old-directory` goes with `--old FILE`.");
    return std::nullopt;
  }
  Result<api::Program> program = load_definition_file(*path);
  if (!program) return tl::unexpected(program.error());
  if (!directory_path) return api::WhatIfPolicy{std::move(*program), directory};
  Result<api::Directory> old_directory = load_directory_file(*directory_path);
  if (!old_directory) return tl::unexpected(old_directory.error());
  return api::WhatIfPolicy{std::move(*program), std::move(*old_directory)};
}

Exit run_what_if(const Arguments& arguments) {
  const auto directory_path = arguments.value("directory");
  const auto histories_path = arguments.value("histories");
  if (!directory_path || !histories_path) {
    return report(
        {Exit::kUsage,
         "`signalbox what-if` needs `--directory FILE` and `--histories FILE`. Try `signalbox what-if --help`."});
  }
  const Result<Instant> at = instant_option(arguments);
  if (!at) return report(at.error());
  const Result<api::Program> program = load_definition_file(arguments.operands().front());
  if (!program) return report(program.error());
  const Result<api::Directory> directory = load_directory_file(*directory_path);
  if (!directory) return report(directory.error());
  const Result<std::string> histories = read_file(*histories_path, kMaxHistoriesBytes);
  if (!histories) return report(histories.error());
  if (histories->size() > kMaxHistoriesBytes) {
    return report({Exit::kInputWrong,
                   fmt::format("`{}` is larger than {} bytes; ask in parts.", *histories_path, kMaxHistoriesBytes)});
  }
  const Result<std::optional<api::WhatIfPolicy>> old = old_policy(arguments, *directory);
  if (!old) return report(old.error());
  Result<OutputFile> output = OutputFile::open(arguments.value("output").value_or("-"));
  if (!output) return report(output.error());
  output->write(*old ? api::what_if_change(**old, {*program, *directory}, *histories, *at)
                     : api::what_if(*program, *directory, *histories, *at));
  if (const Result<void> finished = output->finish(); !finished) return report(finished.error());
  return Exit::kDone;
}

}  // namespace

Command what_if_command() {
  Syntax syntax{
      .name = "what-if",
      .operands = "DEFINITION",
      .summary = "Say which past records would have escalated, when, and how long before their breach.",
      .description =
          "The histories are JSON lines, one record's events a line. Prints one line of JSON a history, with the "
          "rules\n"
          "that would have fired and the milestones that were breached, and a last line with the sums.\n"
          "With --old it compares two policies: which due instants, breaches and escalations move.",
      .options = {{"directory", "FILE", "Where milestones find their business hours. Required."},
                  {"histories", "FILE", "The histories; `-` is standard input. Required."},
                  {"old", "FILE", "The definition as it was: print what moves when DEFINITION takes its place."},
                  {"old-directory", "FILE", "The directory as it was, when hours or holidays change as well."},
                  {"at", "INSTANT", "Up to this instant, for example 2026-01-31T08:00:00Z. Default: now."},
                  {"output", "FILE", "Write to this file; it appears when it is complete. Default: standard output."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_what_if};
}

}  // namespace signalbox::cli
