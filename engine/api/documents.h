// Documents with their diagnostics as data: what the functions of api.h and the session share.
#pragma once

#include "api/program.h"
#include "base/diagnostic.h"
#include "model/roster.h"

namespace signalbox::api {

[[nodiscard]] std::optional<Program> read_definition(std::string_view json, Diagnostics& diagnostics);
[[nodiscard]] std::optional<Directory> read_directory(std::string_view json, Diagnostics& diagnostics);
/// Without queues, agents, skills and business hours: for what needs none.
[[nodiscard]] Directory empty_directory();
[[nodiscard]] std::optional<Roster> read_roster(std::string_view json, const Directory& directory,
                                                Diagnostics& diagnostics);
/// Queues and skills that the definition names and the directory lacks; spans are in the definition's source.
void check_together(const Program& program, const Directory& directory, Diagnostics& diagnostics);

/// Takes over what a later roster document says of the agents that it names (see signalbox::Roster::update). nullopt
/// with diagnostics when it has errors; then nothing has changed.
[[nodiscard]] std::optional<signalbox::Roster::Update> update_roster(std::string_view json, Roster& roster,
                                                                     Diagnostics& diagnostics);
/// The same roster (or the assumed one) with this agent free.
[[nodiscard]] Roster with_free(const std::optional<Roster>& roster, const Directory& directory, AgentIndex agent);

}  // namespace signalbox::api
