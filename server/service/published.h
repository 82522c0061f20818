// What is published now: the documents that new decisions are made with.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"
#include "server/service/refusal.h"
#include "server/store/store.h"

namespace signalbox::service {

struct PublishedDefinition {
  store::Version version;
  api::Program program;
};

struct PublishedDirectory {
  store::Version version;
  api::Directory directory;
};

struct PublishedRoster {
  store::Version version;
  api::Roster roster;  ///< Read against the published directory.
};

/// A consistent set, replaced as a whole: who holds one keeps deciding with it while others publish.
struct Published {
  std::map<std::string, std::shared_ptr<const PublishedDefinition>> definitions;  ///< By name.
  std::shared_ptr<const PublishedDirectory> directory;
  std::shared_ptr<const PublishedRoster> roster;
};

/// The published definition of an object's records: the named one, or the only one there is. `object` may be empty:
/// any.
[[nodiscard]] Result<std::shared_ptr<const PublishedDefinition>> choose_definition(
    const Published& published, const std::optional<std::string>& name, const std::string& object);

/// What is refused while nothing of its kind is published: `what` is "definition" or "directory".
[[nodiscard]] tl::unexpected<Refusal> nothing_published(std::string_view what, std::string_view path,
                                                        std::string_view option);
[[nodiscard]] tl::unexpected<Refusal> no_directory();

/// What of the definition the directory lacks, as a JSON array of diagnostics; empty when they fit together.
[[nodiscard]] std::string misfits(const api::Program& program, const api::Directory& directory);

}  // namespace signalbox::service
