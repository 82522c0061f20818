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
      : store_(store), definitions_(kKept), directories_(kKept), rosters_(kKept) {}

  [[nodiscard]] Result<api::Program> definition(const store::Hash& hash);
  [[nodiscard]] Result<api::Directory> directory(const store::Hash& hash);
  /// `directory`: the one with `directory_hash`.
  [[nodiscard]] Result<api::Roster> roster(const store::Hash& hash, const store::Hash& directory_hash,
                                           const api::Directory& directory);

 private:
  static constexpr std::size_t kKept = 16;
  [[nodiscard]] Result<std::string> body(const store::Hash& hash);

  store::Store& store_;
  Recent<api::Program> definitions_;
  Recent<api::Directory> directories_;
  Recent<api::Roster> rosters_;
};

/// The published definition of an object's records: the named one, or the only one there is. `object` may be empty:
/// any.
[[nodiscard]] Result<std::shared_ptr<const PublishedDefinition>> choose_definition(
    const Published& published, const std::optional<std::string>& name, const std::string& object);

/// What is refused while nothing of its kind is published: `what` is "definition" or "directory".
[[nodiscard]] tl::unexpected<Refusal> nothing_published(std::string_view what, std::string_view path,
                                                        std::string_view option);
[[nodiscard]] tl::unexpected<Refusal> no_directory();

}  // namespace signalbox::service
