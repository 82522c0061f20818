#include "server/cli/documents.h"

#include <fmt/format.h>

#include "base/limits.h"
#include "server/cli/diagnostics.h"
#include "server/cli/files.h"

namespace signalbox::cli {
namespace {

tl::unexpected<Failure> wrong(const std::string& path) {
  return fail(Exit::kInputWrong, fmt::format("`{}` has errors; nothing was decided.", path));
}

template <class T>
Result<T> accept(const std::string& path, api::Loaded<T> loaded) {
  fmt::print(stderr, "{}", diagnostic_lines(path, loaded.diagnostics));
  if (!loaded.value) return wrong(path);
  return std::move(*loaded.value);
}

tl::unexpected<Failure> needs(const Arguments& arguments, std::string_view option) {
  return fail(Exit::kUsage,
              fmt::format("`signalbox {0}` needs `{1}`. Try `signalbox {0} --help`.", arguments.command(), option));
}

/// Later words about agents, and somebody who is taken for free.
Result<void> change_roster(const Arguments& arguments, api::Context& context) {
  for (const std::string& path : arguments.values("roster-update")) {
    const Result<std::string> text = read_file(path, limits::kMaxDocumentBytes);
    if (!text) return tl::unexpected(text.error());
    if (!context.roster) context.roster = api::assumed_roster(context.directory);
    const std::string found = api::update(*context.roster, *text);
    fmt::print(stderr, "{}", diagnostic_lines(path, found));
    if (count_errors(found) > 0) return wrong(path);
  }
  const auto id = arguments.value("free");
  if (!id || api::make_free(context, *id)) return {};
  return fail(Exit::kUsage, fmt::format("The directory has no agent `{}` (`--free`).", *id));
}

}  // namespace

Result<api::Program> load_definition_file(const std::string& path) {
  const Result<std::string> text = read_file(path, limits::kMaxDocumentBytes);
  if (!text) return tl::unexpected(text.error());
  return accept(path, api::load_definition(*text));
}

Result<api::Directory> load_directory_file(const std::string& path) {
  const Result<std::string> text = read_file(path, limits::kMaxDocumentBytes);
  if (!text) return tl::unexpected(text.error());
  return accept(path, api::load_directory(*text));
}

Result<api::Roster> load_roster_file(const std::string& path, const api::Directory& directory) {
  const Result<std::string> text = read_file(path, limits::kMaxDocumentBytes);
  if (!text) return tl::unexpected(text.error());
  return accept(path, api::load_roster(*text, directory));
}

Result<void> check_pair(const std::string& path, const api::Program& program, const api::Directory& directory) {
  const std::string found = api::check_against(program, directory);
  fmt::print(stderr, "{}", diagnostic_lines(path, found));
  if (count_errors(found) > 0) return wrong(path);
  return {};
}

Result<api::Context> load_context(const Arguments& arguments) {
  if (!arguments.has("directory")) return needs(arguments, "--directory FILE");
  const Result<Instant> at = instant_option(arguments);
  if (!at) return tl::unexpected(at.error());
  const std::string& definition = arguments.operands().front();
  Result<api::Program> program = load_definition_file(definition);
  if (!program) return tl::unexpected(program.error());
  Result<api::Directory> directory = load_directory_file(*arguments.value("directory"));
  if (!directory) return tl::unexpected(directory.error());
  if (const Result<void> pair = check_pair(definition, *program, *directory); !pair)
    return tl::unexpected(pair.error());
  api::Context context{*program, *directory, std::nullopt, *at, arguments.has("explain")};
  if (const auto path = arguments.value("roster")) {
    Result<api::Roster> roster = load_roster_file(*path, *directory);
    if (!roster) return tl::unexpected(roster.error());
    context.roster = std::move(*roster);
  }
  if (const Result<void> changed = change_roster(arguments, context); !changed) return tl::unexpected(changed.error());
  return context;
}

Result<api::Context> decision_context(const Arguments& arguments) {
  if (!arguments.has("records") && arguments.has("directory")) return needs(arguments, "--records FILE");
  return load_context(arguments);
}

}  // namespace signalbox::cli
