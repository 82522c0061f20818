// One look at a run: what the engine makes of its history, and what that changes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/api.h"
#include "server/service/refusal.h"
#include "server/store/runs.h"

namespace signalbox::service {

struct RunLook {
  store::Run run;
  api::Program program;
  api::Directory directory;  ///< The one with `run.directory_hash`.
  std::vector<std::pair<Instant, std::string>> history;
  std::optional<store::NewRunEntry> event;  ///< What has happened now, or is told now.
  Instant at;
};

/// What came of it.
struct RunStep {
  store::RunChange change;
  Instant at;
  // JSON arrays, as the engine gave them.
  std::string decisions;
  std::string commands;
  std::string events;
};

/// Carries the run on to `at`. Refused with the engine's diagnostics when the history does not take the event; their
/// places are within the event.
[[nodiscard]] Result<RunStep> look_at(const RunLook& look);

/// What the engine reads of a run: `{"history":{...},"state":...}`.
[[nodiscard]] std::string run_body(const store::Run& run, const std::vector<std::pair<Instant, std::string>>& history);

}  // namespace signalbox::service
