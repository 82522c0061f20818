#include "server/service/pinned.h"

#include "api/program.h"
#include "server/service/library.h"
#include "server/sha256.h"

namespace signalbox::service {
namespace {

template <class T>
Result<T> accepted(api::Loaded<T> loaded) {
  if (loaded.value) return std::move(*loaded.value);
  return refuse(Ground::kConflict, "document-refused", "This engine does not accept a document that this is pinned to.",
                "", std::move(loaded.diagnostics));
}

/// The value that was used lately, or the one that `load` makes.
template <class T, class Load>
Result<T> recent_or(Recent<T>& recent, const std::string& key, Load load) {
  if (std::optional<T> kept = recent.find(key)) return std::move(*kept);
  Result<T> loaded = load();
  if (loaded) recent.keep(key, *loaded);
  return loaded;
}

}  // namespace

Result<std::string> PinnedDocuments::body(const store::Hash& hash) {
  auto body = store_.body(hash);
  if (!body) return store_failed(body.error());
  if (!*body || sha256_hex(**body) != hash) {
    return refuse(Ground::kConflict, "document-damaged",
                  "A document that this is pinned to is not in the store as it was.");
  }
  return std::move(**body);
}

Result<api::Program> PinnedDocuments::definition(const store::Hash& hash) {
  return recent_or(definitions_, hash, [&]() -> Result<api::Program> {
    Result<std::string> text = body(hash);
    if (!text) return tl::unexpected(std::move(text.error()));
    return accepted(api::load_definition(*text));
  });
}

Result<api::Directory> PinnedDocuments::directory(const store::Hash& hash) {
  return recent_or(directories_, hash, [&]() -> Result<api::Directory> {
    Result<std::string> text = body(hash);
    if (!text) return tl::unexpected(std::move(text.error()));
    return accepted(api::load_directory(*text));
  });
}

Result<api::Roster> PinnedDocuments::roster(const store::Hash& hash, const store::Hash& directory_hash,
                                            const api::Directory& directory) {
  const std::string key = hash + directory_hash;
  const std::optional<api::Roster> kept = rosters_.find(key);
  // A roster serves the very directory that it was read for, which may have been read anew since.
  if (kept && &kept->parts().directory.parts() == &directory.parts()) return *kept;
  Result<std::string> text = body(hash);
  if (!text) return tl::unexpected(std::move(text.error()));
  Result<api::Roster> roster = accepted(api::load_roster(*text, directory));
  if (roster) rosters_.keep(key, *roster);
  return roster;
}

std::string PinnedDocuments::misfits_of(const store::Hash& definition_hash, const api::Program& program,
                                        const store::Hash& directory_hash, const api::Directory& directory) {
  const std::string key = definition_hash + directory_hash;
  if (std::optional<std::string> kept = misfits_.find(key)) return std::move(*kept);
  std::string found = misfits(program, directory);
  misfits_.keep(key, found);
  return found;
}

}  // namespace signalbox::service
