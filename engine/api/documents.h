// Documents with their diagnostics as data: what the functions of api.h and the session share.
#pragma once

#include "api/program.h"
#include "base/diagnostic.h"

namespace signalbox::api {

[[nodiscard]] std::optional<Program> read_definition(std::string_view json, Diagnostics& diagnostics);
[[nodiscard]] std::optional<Directory> read_directory(std::string_view json, Diagnostics& diagnostics);
/// Without queues, agents, skills and business hours: for what needs none.
[[nodiscard]] Directory empty_directory();
[[nodiscard]] std::optional<Roster> read_roster(std::string_view json, const Directory& directory,
                                                Diagnostics& diagnostics);
/// Queues and skills that the definition names and the directory lacks; spans are in the definition's source.
void check_together(const Program& program, const Directory& directory, Diagnostics& diagnostics);

}  // namespace signalbox::api
