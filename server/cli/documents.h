// Loading the documents that a command decides with.
#pragma once

#include <optional>
#include <string>

#include "api/api.h"
#include "server/cli/arguments.h"
#include "server/cli/exit.h"

namespace signalbox::cli {

/// Each prints its diagnostics on standard error as `signalbox check` does, warnings too, and fails when there are
/// errors.
[[nodiscard]] Result<api::Program> load_definition_file(const std::string& path);
[[nodiscard]] Result<api::Directory> load_directory_file(const std::string& path);
[[nodiscard]] Result<api::Roster> load_roster_file(const std::string& path, const api::Directory& directory);
/// Queues and skills that the definition names and the directory lacks.
[[nodiscard]] Result<void> check_pair(const std::string& path, const api::Program& program,
                                      const api::Directory& directory);

/// All that deciding reads beside the records: the operand DEFINITION and the options --directory, --roster,
/// --roster-update, --free, --at and --explain. Fails when --directory is absent.
[[nodiscard]] Result<api::Context> load_context(const Arguments& arguments);
/// The same for a command that needs --records as well.
[[nodiscard]] Result<api::Context> decision_context(const Arguments& arguments);

}  // namespace signalbox::cli
