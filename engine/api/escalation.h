// The answers about histories: clocks, escalation, records at risk, what would have been.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"

namespace signalbox::api {

/// Appends the answer of the session's operation of that name (docs/engine-api.md, "Histories").
void write_milestones(const Program& program, const Directory& directory, std::string_view history, Instant at,
                      std::string& out);
void write_escalation(const Program& program, const Directory& directory, std::string_view body, Instant at,
                      std::optional<Instant> until, std::string& out);
void write_at_risk(const Program& program, const Directory& directory, std::string_view lines, Instant at,
                   std::int64_t within_ms, std::string& out);
void write_what_if(const Program& program, const Directory& directory, std::string_view lines, Instant at,
                   std::string& out);
void write_what_if_change(const WhatIfPolicy& before, const WhatIfPolicy& after, std::string_view lines, Instant at,
                          std::string& out);

}  // namespace signalbox::api
