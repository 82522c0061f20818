// A run of a workflow, played again from its log.
#pragma once

#include <optional>
#include <string>

#include "server/service/workflow_documents.h"
#include "server/store/workflow_runs.h"

namespace signalbox::service {

/// The first place where a replay and the log part.
struct ReplayDifference {
  std::int64_t sequence = 0;  ///< Of the entry.
  /// `hash`: the entry, or the one before it, was changed; `event`: the engine refuses it now; `trace`, `commands`,
  /// `state`: what came of it; `run`: the log is whole, and the run says something else.
  std::string part;
  std::string log;  ///< What stands there, from the first byte that differs on, cut.
  std::string now;  ///< What comes out now.
};

struct ReplayVerdict {
  std::int64_t entries = 0;  ///< Played.
  std::string state;         ///< Behind the last entry that was played.
  std::string engine_then;   ///< Version of the engine that decided the last entry that was played.
  std::optional<ReplayDifference> difference;
};

/// Gives every event of the log to the engine once more, with the documents that it was decided with, and compares
/// bytes. Refused when there is no such run. O(log).
[[nodiscard]] Result<ReplayVerdict> replay(store::WorkflowStore& store, WorkflowDocuments& documents,
                                           const std::string& run);

}  // namespace signalbox::service
