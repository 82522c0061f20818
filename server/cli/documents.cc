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

}  // namespace signalbox::cli
