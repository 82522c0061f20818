// `signalbox formula`: one formula for a person, or many cases for a test.
#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "api/api.h"
#include "api/functions.h"
#include "base/limits.h"
#include "server/cli/byte_source.h"
#include "server/cli/command.h"
#include "server/cli/diagnostics.h"
#include "server/cli/files.h"
#include "server/cli/ordered_parallel.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kBatchPieceBytes = 16u << 10;

/// Moves the whole lines that have been read, but not many more than a piece, into `lines`; false at the end.
bool take_lines(ByteSource& source, std::string& lines) {
  lines.clear();
  while (source.window().find('\n') == std::string_view::npos && source.more()) {
  }
  while (!source.window().empty() && lines.size() < kBatchPieceBytes) {
    const std::size_t end = source.window().find('\n');
    if (end == std::string_view::npos && !source.at_end()) break;
    const std::size_t bytes = std::min(end, source.window().size());
    lines += source.window().substr(0, bytes);
    lines += '\n';
    source.drop(std::min(bytes + 1, source.window().size()));
  }
  return !lines.empty();
}

void answer_lines(std::string_view lines, std::string& answers) {
  answers.clear();
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    answers += api::formula_batch(line);
    answers += '\n';
  }
}

Exit run_batch() {
  Result<InputFile> input = InputFile::open("-");
  Result<OutputFile> output = OutputFile::open("-");
  ByteSource source(std::move(*input));
  OrderedParallel<std::string, std::string> parallel(
      [&](std::string& lines) { return take_lines(source, lines); }, [] { return answer_lines; },
      [&](const std::string& answers) { return output->write(answers); });
  parallel.run(std::max(1u, std::thread::hardware_concurrency()));
  if (const Result<void> finished = output->finish(); !finished) return report(finished.error());
  if (!source.state()) return report(source.state().error());
  return Exit::kDone;
}

/// The member `value` as a person reads it: texts without quotes, blank as nothing.
std::string value_text(const json::Document& answer) {
  const std::optional<json::Node> value = answer.root().find("value");
  if (!value || value->is(json::Kind::kNull)) return "";
  return std::string(value->is(json::Kind::kText) ? value->as_text() : raw_bytes(answer, *value));
}

Exit print_answer(const std::string& answer, bool as_json) {
  const auto document = parse_own(answer);
  const std::optional<json::Node> ok = document->root().find("ok");
  const Exit exit = ok && ok->is(json::Kind::kBool) && ok->as_bool() ? Exit::kDone : Exit::kInputWrong;
  if (as_json) {
    fmt::print("{}\n", answer);
    return exit;
  }
  if (const auto diagnostics = document->root().find("diagnostics")) {
    fmt::print(stderr, "{}", diagnostic_lines("formula", raw_bytes(*document, *diagnostics)));
  }
  if (exit == Exit::kDone) fmt::print("{}\n", value_text(*document));
  return exit;
}

Result<std::string> formula_text(const Arguments& arguments) {
  if (!arguments.operands().empty() && arguments.operands().front() != "-") return arguments.operands().front();
  return read_file("-", limits::kMaxFormulaBytes);
}

Result<std::string> optional_json(const Arguments& arguments, std::string_view option) {
  const std::optional<std::string> given = arguments.value(option);
  return given ? inline_or_file(*given, limits::kMaxRecordBytes) : Result<std::string>("");
}

std::string_view text_member(json::Node object, std::string_view name) {
  const std::optional<json::Node> member = object.find(name);
  return member ? member->as_text() : std::string_view();
}

/// A function a paragraph, by family.
Exit print_functions(bool as_json) {
  const std::string answer = api::formula_functions();
  if (as_json) {
    fmt::print("{}\n", answer);
    return Exit::kDone;
  }
  const auto document = parse_own(answer);
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    const json::Node family = document->root().at(i);
    fmt::print("{}{}\n", i == 0 ? "" : "\n", text_member(family, "family"));
    const json::Node functions = *family.find("functions");
    for (std::size_t f = 0; f < functions.size(); ++f) {
      const json::Node function = functions.at(f);
      const bool refused = function.find("refused").has_value();
      fmt::print("  {}\n      {}\n", text_member(function, refused ? "name" : "signature"),
                 text_member(function, refused ? "refused" : "sentence"));
    }
  }
  return Exit::kDone;
}

Exit run_formula(const Arguments& arguments) {
  if (arguments.has("functions")) return print_functions(arguments.has("json"));
  if (arguments.has("batch")) {
    if (arguments.operands().empty()) return run_batch();
    return report(
        {Exit::kUsage,
         "`--batch` reads its cases from standard input and takes no formula. Try `signalbox formula --help`."});
  }
  const Result<Instant> at = instant_option(arguments);
  if (!at) return report(at.error());
  const Result<std::string> fields = optional_json(arguments, "fields");
  if (!fields) return report(fields.error());
  const Result<std::string> record = optional_json(arguments, "record");
  if (!record) return report(record.error());
  const Result<std::string> formula = formula_text(arguments);
  if (!formula) return report(formula.error());
  return print_answer(api::evaluate_formula(*formula, *fields, *record, *at), arguments.has("json"));
}

}  // namespace

Command formula_command() {
  Syntax syntax{
      .name = "formula",
      .operands = "[FORMULA]",
      .summary = "Evaluate a formula, or a batch of cases.",
      .description =
          "Checks the types of FORMULA (standard input when it is absent or `-`), evaluates it on a record and prints "
          "its value.\n"
          "--batch reads one case a line from standard input, a JSON object {\"name\", \"formula\", \"returns\", "
          "\"fields\", \"blanks\", \"rows\"},\n"
          "and prints one line for each, in order: {\"name\", \"results\": [value or {\"error\": code}, ...]}.",
      .options = {{"batch", "", "Read cases from standard input, one a line."},
                  {"fields", "JSON|FILE", "The declared fields, as in a definition: {\"Amount\": \"Number\"}."},
                  {"record", "JSON|FILE", "The record whose fields the formula reads. Default: all fields are blank."},
                  {"at", "INSTANT", "What NOW() and TODAY() say. Default: the host's clock."},
                  {"functions", "", "List the functions of the language and leave."},
                  {"json", "", "Print one JSON object: ok, type, value, diagnostics; with --functions an array."}},
      .min_operands = 0,
      .max_operands = 1,
  };
  return {std::move(syntax), run_formula};
}

}  // namespace signalbox::cli
