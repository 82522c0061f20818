// `signalbox check`: all diagnostics of documents, and of documents against each other.
#include <limits>
#include <memory>

#include <fmt/format.h>

#include "api/api.h"
#include "api/write_diagnostics.h"
#include "base/limits.h"
#include "server/cli/command.h"
#include "server/cli/diagnostics.h"
#include "server/cli/document_kind.h"
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
};

Result<Checked> open_document(const std::string& path) {
  Result<std::string> text = read_file(path, limits::kMaxDocumentBytes);
  if (!text) return tl::unexpected(text.error());
  Checked file{path, std::move(*text), std::nullopt, {}, "[]"};
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
  explicit Check(std::vector<Checked> files) : files_(std::move(files)) {}

  Result<void> run(const std::optional<std::string>& directory_path);
  [[nodiscard]] std::size_t errors() const;
  [[nodiscard]] std::string lines() const;
  [[nodiscard]] std::string json() const;

 private:
  void check_directories();
  void check_definition(Checked& file);
  Result<void> check_roster(Checked& file);

  std::vector<Checked> files_;
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

Result<void> Check::run(const std::optional<std::string>& directory_path) {
  if (directory_path) {
    Result<Checked> file = open_document(*directory_path);
    if (!file) return tl::unexpected(file.error());
    file->kind = DocumentKind::kDirectory;
    files_.insert(files_.begin(), std::move(*file));
  }
  check_directories();
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
  }
  return errors;
}

std::string Check::lines() const {
  std::string lines;
  for (const Checked& file : files_) {
    for (const std::string& found : file.diagnostics) lines += diagnostic_lines(file.path, found);
    lines += diagnostic_lines(file.path, findings_of(file.analysis));
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
    writer.key("analysis").raw(file.analysis).end_object();
  }
  writer.end_array();
  return out + "\n";
}

Exit run_check(const Arguments& arguments) {
  std::vector<Checked> files;
  for (const std::string& path : arguments.operands()) {
    Result<Checked> file = open_document(path);
    if (!file) return report(file.error());
    files.push_back(std::move(*file));
  }
  Check check(std::move(files));
  if (const Result<void> done = check.run(arguments.value("directory")); !done) return report(done.error());
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
          "the directory: the one of --directory, or the first among the files. The decision tables of definitions "
          "are\n"
          "analysed: gaps, overlaps, rows that are never reached, each with a record that shows it. One line a "
          "finding:\n"
          "file:line:column: severity: sentence [code]. Only errors make the exit code 1. `-` is standard input.",
      .options = {{"directory", "FILE", "Check definitions and rosters against this directory."},
                  {"json", "", "Print one JSON array: an object for each file, with its diagnostics."}},
      .min_operands = 1,
      .max_operands = std::numeric_limits<std::size_t>::max(),
  };
  return {std::move(syntax), run_check};
}

}  // namespace signalbox::cli
