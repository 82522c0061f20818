// The documents that runs of workflows are pinned to, compiled.
#pragma once

#include "server/service/pinned.h"

namespace signalbox::service {

/// Thread-safe.
class WorkflowDocuments {
 public:
  /// `store` must outlive it.
  explicit WorkflowDocuments(store::Store& store) : pinned_(store), workflows_(kKept) {}

  [[nodiscard]] Result<api::Workflow> workflow(const store::Hash& definition);
  [[nodiscard]] Result<api::Directory> directory(const store::Hash& hash) { return pinned_.directory(hash); }
  /// `directory`: the one with `directory_hash`.
  [[nodiscard]] Result<api::Roster> roster(const store::Hash& hash, const store::Hash& directory_hash,
                                           const api::Directory& directory) {
    return pinned_.roster(hash, directory_hash, directory);
  }

 private:
  static constexpr std::size_t kKept = 64;
  PinnedDocuments pinned_;
  Recent<api::Workflow> workflows_;
};

}  // namespace signalbox::service
