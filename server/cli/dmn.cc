// `signalbox dmn`: the decisions of a DMN model, made for test cases.
#include <fmt/format.h>
#include <tl/expected.hpp>

#include "api/api.h"
#include "base/limits.h"
#include "model/json_writer.h"
#include "server/cli/byte_source.h"
#include "server/cli/command.h"
#include "server/cli/dmn_values.h"
#include "server/cli/exchange.h"
#include "server/cli/files.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

std::string failure_line(std::string_view sentence) {
  std::string line = R"({"results":{},"error":)";
  json::append_quoted(sentence, line);
  return line + "}\n";
}

/// The results of one test case, `{"inputs": {...}}`; unexpected: why it is none.
tl::expected<std::string, std::string> results_of(std::string_view text, const ModelNames& names,
                                                  api::Decider& decider) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(text, diagnostics);
  if (!document) return tl::unexpected(diagnostics.front().sentence);
  const auto inputs = document->root().is(json::Kind::kObject) ? document->root().find("inputs") : std::nullopt;
  if (!inputs || !inputs->is(json::Kind::kObject)) {
    return tl::unexpected<std::string>("A test case is an object with the member `inputs`, an object as well.");
  }
  std::string decision;
  if (!decider.decide(names.record(*inputs), decision)) return tl::unexpected<std::string>("The inputs are no record.");
  return names.results(parse_own(decision)->root());
}

/// Every line of standard input is a test case, answered as soon as it is read.
Exit answer_cases(const ModelNames& names, api::Decider& decider, OutputFile& output) {
  Result<InputFile> input = InputFile::open("-");
  if (!input) return report(input.error());
  ByteSource source(std::move(*input));
  Exit exit = Exit::kDone;
  bool more = true;
  while (more) {
    const std::string_view window = source.window();
    const std::size_t end = window.find('\n');
    if (end == std::string_view::npos && window.size() <= limits::kMaxRecordBytes) {
      more = source.more();
      if (more) continue;
    }
    const std::string_view line = source.window().substr(0, std::min(end, limits::kMaxRecordBytes + 1));
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
      const auto results = results_of(line, names, decider);
      if (!results) exit = Exit::kInputWrong;
      output.write(results ? R"({"results":)" + *results + "}\n" : failure_line(results.error()));
    }
    source.drop(std::min(source.window().size(), end == std::string_view::npos ? line.size() : end + 1));
    more = more || !source.window().empty();
  }
  if (!source.state()) return report(source.state().error());
  if (const Result<void> finished = output.finish(); !finished) return report(finished.error());
  return exit;
}

Exit run_dmn(const Arguments& arguments) {
  const Result<Instant> at = instant_option(arguments);
  if (!at) return report(at.error());
  const Result<std::string> definition = definition_of_model(arguments.operands().front());
  if (!definition) return report(definition.error());
  const api::Loaded<api::Program> program = api::load_definition(*definition);
  const api::Loaded<api::Directory> directory =
      api::load_directory(R"({"signalbox":1,"skills":[],"queues":{},"agents":{}})");
  if (!program.value || !directory.value) return report({Exit::kInputWrong, "The model does not compile."});
  api::Decider decider({*program.value, *directory.value, std::nullopt, *at, true});
  Result<OutputFile> output = OutputFile::open("-");
  if (!output) return report(output.error());
  const auto document = parse_own(*definition);
  return answer_cases(ModelNames(document->root()), decider, *output);
}

}  // namespace

Command dmn_command() {
  Syntax syntax{
      .name = "dmn",
      .operands = "MODEL",
      .summary = "Make the decisions of a DMN model for test cases.",
      .description =
          "Reads one test case a line on standard input, {\"inputs\": {\"input data name\": value}}, and prints one "
          "line\n"
          "for each, in order: {\"results\": {\"decision name\": value | {\"error\": \"code\"}}}. Values are JSON; "
          "dates and\n"
          "times are ISO 8601 texts. A line that is no test case gives {\"results\": {}, \"error\": \"sentence\"}, and "
          "the "
          "exit code is 1.\nAll decisions of the model are made. `signalbox import` says what of DMN is "
          "known.",
      .options = {{"at", "INSTANT", "The time that `now()` and `today()` give. Default: now."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), run_dmn};
}

}  // namespace signalbox::cli
