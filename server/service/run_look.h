// One look at a run: what the engine makes of its history, and what that changes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/api.h"
#include "server/service/placements.h"
#include "server/service/published.h"
#include "server/service/refusal.h"
#include "server/store/runs.h"

namespace signalbox::service {

struct RunLook {
  store::Run run;
  api::Program program;
  api::Directory directory;  ///< The one with `run.directory_hash`.
  std::shared_ptr<const Published> published;
  std::vector<std::pair<Instant, std::string>> history = {};
  std::optional<store::NewRunEntry> event = {};     ///< What has happened now, or is told now.
  std::optional<store::NewRunEntry> incident = {};  ///< What is to be told beside.
  Instant at = {};
  /// Of the timer that woke it: what comes due behind the first instant at which something happens is left for another
  /// look, so that other runs have their turn between. nullopt: everything up to `at`.
  std::optional<Instant> timer = {};
};

/// What came of it.
struct RunStep {
  store::RunChange change;
  Instant at;
  // JSON arrays: what the engine gave, with what became of its commands `reassign`.
  std::string decisions;
  std::string commands;
  std::string events;
  std::shared_ptr<Placements::Hold> hold;  ///< To be kept with the change.
  store::Hash published_directory;         ///< The one that was published when it was looked at.
};

/// Carries the run on to `at`, or less far (see RunLook::timer). Refused with the engine's diagnostics when the history
/// does not take the event; their places are within the event.
[[nodiscard]] Result<RunStep> look_at(const RunLook& look, Placements& placements);

/// The instant of a look. Time does not go back for a run, whatever the machine's clock does.
[[nodiscard]] Instant look_instant(const store::Run& run);

/// Why a run could not be carried on, or not as it should be, as its log has it.
[[nodiscard]] std::string incident_body(const Refusal& refusal);

/// What the engine reads of a run: `{"history":{...},"state":...}`.
[[nodiscard]] std::string run_body(const store::Run& run, const std::vector<std::pair<Instant, std::string>>& history);

}  // namespace signalbox::service
