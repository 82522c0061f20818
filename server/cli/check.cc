// `signalbox check`: all diagnostics of documents, and of documents against each other.
#include <limits>
#include <memory>

#include <fmt/format.h>

#include "api/api.h"
#include "api/examples.h"
#include "api/write_diagnostics.h"
#include "base/limits.h"
#include "server/cli/command.h"
#include "server/cli/diagnostics.h"
#include "server/cli/document_kind.h"
#include "server/cli/documents.h"
#include "server/cli/example_lines.h"
#include "server/cli/files.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

/// One file: its text, and what has been found in it so far.
struct Checked {
  std::string path;
  std::string text;
  std::optional<DocumentKind> kind;
  std::vector<std::string> diagnostics;  ///< JSON arrays.
  std::string analysis = "[]";           ///< JSON array: of a definition, the analysis of each decision.
  std::string examples = {};             ///< Report of a definition that has examples; JSON.
};

Result<Checked> open_document(const std::string& path) {
  Result<std::string> text = read_file(path, limits::kMaxDocumentBytes);
  if (!text) return tl::unexpected(text.error());
  Checked file{path, std::move(*text), std::nullopt, {}, "[]", {}};
  Diagnostics diagnostics;
  const auto document = json::Document::parse(file.text, diagnostics);
  if (document) {
    file.kind = document_kind(document->root());
    if (!file.kind) {
      Diagnostic unknown;
      unknown.code = "document-kind";
      unknown.span = document->root().span();
      unknown.sentence = "This is no definition, no directory and no roster.";
      unknown.expected = "a member such as `object` (definition), `queues` (directory) or `agents` (roster)";
      diagnostics.push_back(std::move(unknown));
    }
  }
  file.diagnostics.push_back(api::diagnostics_json(diagnostics, file.text));
  return file;
}

/// The findings of all decisions as one JSON array.
std::string findings_of(std::string_view analysis_json) {
  const auto document = parse_own(analysis_json);
  std::vector<std::string> arrays;
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    const Span span = document->root().at(i).find("findings")->span();
    arrays.emplace_back(analysis_json.substr(span.begin, span.end - span.begin));
  }
  return joined_arrays(arrays);
}

/// Checks every file by itself and then against the directory.
class Check {
 public:
  Check(std::vector<Checked> files, Instant at) : files_(std::move(files)), at_(at) {}

  /// Both paths may be left out.
  Result<void> run(const std::optional<std::string>& directory_path, const std::optional<std::string>& roster_path);
  /// Errors among the diagnostics, and examples that failed.
  [[nodiscard]] std::size_t errors() const;
  [[nodiscard]] std::string lines() const;
  [[nodiscard]] std::string json() const;

 private:
  void check_directories();
  void check_definition(Checked& file);
  Result<void> check_roster(Checked& file);

  std::vector<Checked> files_;
  Instant at_;                               ///< For examples that do not say when.
  std::optional<api::Roster> roster_;        ///< Of `--roster`, for the examples.
  std::optional<api::Directory> directory_;  ///< Of `--directory`, or of the only directory among the files.
  bool has_directory_ = false;
};

void Check::check_directories() {
  for (Checked& file : files_) {
    if (file.kind != DocumentKind::kDirectory) continue;
    api::Loaded<api::Directory> loaded = api::load_directory(file.text);
    file.diagnostics.push_back(std::move(loaded.diagnostics));
    if (!has_directory_) directory_ = std::move(loaded.value);
    has_directory_ = true;
  }
}

void Check::check_definition(Checked& file) {
  api::Loaded<api::Program> loaded = api::load_definition(file.text);
  file.diagnostics.push_back(std::move(loaded.diagnostics));
  if (!loaded.value) return;
  if (directory_) file.diagnostics.push_back(api::check_against(*loaded.value, *directory_));
  file.analysis = api::analyse(*loaded.value);
  if (api::has_examples(*loaded.value)) {
    api::write_examples({std::move(*loaded.value), directory_, roster_, at_}, file.examples);
  }
}

Result<void> Check::check_roster(Checked& file) {
  if (!has_directory_) {
    return fail(
        Exit::kUsage,
        fmt::format("`{}` is a roster, which is checked against a directory: add `--directory FILE`.", file.path));
  }
  if (directory_) file.diagnostics.push_back(api::load_roster(file.text, *directory_).diagnostics);
  return {};
}

Result<void> Check::run(const std::optional<std::string>& directory_path,
                        const std::optional<std::string>& roster_path) {
  if (directory_path) {
    Result<Checked> file = open_document(*directory_path);
    if (!file) return tl::unexpected(file.error());
    file->kind = DocumentKind::kDirectory;
    files_.insert(files_.begin(), std::move(*file));
  }
  check_directories();
  if (roster_path) {
    if (!directory_) return fail(Exit::kUsage, "`--roster` needs a directory: add `--directory FILE`.");
    Result<api::Roster> roster = load_roster_file(*roster_path, *directory_);
    if (!roster) return tl::unexpected(roster.error());
    roster_ = std::move(*roster);
  }
  for (Checked& file : files_) {
    if (file.kind == DocumentKind::kDefinition) check_definition(file);
    if (file.kind != DocumentKind::kRoster) continue;
    if (Result<void> checked = check_roster(file); !checked) return checked;
  }
  return {};
}

std::size_t Check::errors() const {
  std::size_t errors = 0;
  for (const Checked& file : files_) {
    for (const std::string& found : file.diagnostics) errors += count_errors(found);
    errors += count_errors(findings_of(file.analysis));
    if (!file.examples.empty()) errors += count_failed_examples(file.examples);
  }
  return errors;
}

std::string Check::lines() const {
  std::string lines;
  for (const Checked& file : files_) {
    for (const std::string& found : file.diagnostics) lines += diagnostic_lines(file.path, found);
    lines += diagnostic_lines(file.path, findings_of(file.analysis));
    if (!file.examples.empty()) lines += example_lines(file.path, file.examples);
  }
  return lines;
}

std::string Check::json() const {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const Checked& file : files_) {
    writer.begin_object().key("file").text(file.path).key("kind");
    file.kind ? writer.text(kind_name(*file.kind)) : writer.null();
    writer.key("diagnostics").raw(joined_arrays(file.diagnostics));
    writer.key("analysis").raw(file.analysis);
    if (!file.examples.empty()) writer.key("examples").raw(file.examples);
    writer.end_object();
  }
  writer.end_array();
  return out + "\n";
}

Exit run_check(const Arguments& arguments) {
  const Result<Instant> at = instant_option(arguments);
  if (!at) return report(at.error());
  std::vector<Checked> files;
  for (const std::string& path : arguments.operands()) {
    Result<Checked> file = open_document(path);
    if (!file) return report(file.error());
    files.push_back(std::move(*file));
  }
  Check check(std::move(files), *at);
  const Result<void> done = check.run(arguments.value("directory"), arguments.value("roster"));
  if (!done) return report(done.error());
  fmt::print("{}", arguments.has("json") ? check.json() : check.lines());
  return check.errors() == 0 ? Exit::kDone : Exit::kInputWrong;
}

}  // namespace

Command check_command() {
  Syntax syntax{
      .name = "check",
      .operands = "FILE...",
      .summary = "Report everything that is wrong with definitions, directories and rosters.",
      .description =
          "The content of a file tells which kind of document it is. Definitions and rosters are also checked against\n"
          "the directory: the one of --directory, or the first among the files. One line a finding:\n"
          "file:line:column: severity: sentence [code]. `-` is standard input.\n"
          "The decision tables of a definition are analysed: gaps, overlaps, rows that are never reached, each with a\n"
          "record that shows it. Its examples are decided: a line for each that failed, with what was expected and "
          "found\n"
          "and the reason; without a directory queues and agents are not compared. Only errors and examples that "
          "failed\n"
          "make the exit code 1.",
      .options = {{"directory", "FILE", "Check definitions and rosters against this directory."},
                  {"roster", "FILE", "Decide examples with this roster; otherwise everyone is assumed to be free."},
                  {"at", "INSTANT", "Decide examples that do not say when as of this instant; otherwise now."},
                  {"json", "", "Print one JSON array: an object for each file, with its diagnostics."}},
      .min_operands = 1,
      .max_operands = std::numeric_limits<std::size_t>::max(),
  };
  return {std::move(syntax), run_check};
}

}  // namespace signalbox::cli
