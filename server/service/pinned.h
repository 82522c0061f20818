// Documents by their hashes: what decisions and runs are pinned to.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "server/service/published.h"
#include "server/service/recent.h"
#include "server/service/refusal.h"

namespace signalbox::service {

/// Reads and compiles documents of the store, and keeps those used last. Thread-safe.
class PinnedDocuments {
 public:
  /// `store` must outlive it.
  explicit PinnedDocuments(store::Store& store)
      : store_(store), definitions_(kKept), directories_(kKept), rosters_(kKept), misfits_(kKept) {}

  [[nodiscard]] Result<api::Program> definition(const store::Hash& hash);
  [[nodiscard]] Result<api::Directory> directory(const store::Hash& hash);
  /// `directory`: the one with `directory_hash`.
  [[nodiscard]] Result<api::Roster> roster(const store::Hash& hash, const store::Hash& directory_hash,
                                           const api::Directory& directory);
  /// As `misfits`, of the definition and the directory with these hashes.
  [[nodiscard]] std::string misfits_of(const store::Hash& definition_hash, const api::Program& program,
                                       const store::Hash& directory_hash, const api::Directory& directory);

 private:
  static constexpr std::size_t kKept = 16;
  [[nodiscard]] Result<std::string> body(const store::Hash& hash);

  store::Store& store_;
  Recent<api::Program> definitions_;
  Recent<api::Directory> directories_;
  Recent<api::Roster> rosters_;
  Recent<std::string> misfits_;  ///< By both hashes.
};

}  // namespace signalbox::service
