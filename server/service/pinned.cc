#include "server/service/pinned.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "server/service/library.h"
#include "server/sha256.h"

namespace signalbox::service {
namespace {

constexpr std::string_view kHowToPublish = "Publish one with `POST /v1/{}/publish`, or start the server with `--{}`.";

}  // namespace

tl::unexpected<Refusal> nothing_published(std::string_view what, std::string_view path, std::string_view option) {
  return refuse(Ground::kConflict, fmt::format("no-{}", what),
                fmt::format("No {} is published. ", what) + fmt::format(fmt::runtime(kHowToPublish), path, option));
}

tl::unexpected<Refusal> no_directory() { return nothing_published("directory", "directory", "directory FILE"); }

Result<std::shared_ptr<const PublishedDefinition>> choose_definition(const Published& published,
                                                                     const std::optional<std::string>& name,
                                                                     const std::string& object) {
  if (name) {
    const auto named = published.definitions.find(*name);
    if (named == published.definitions.end()) {
      return refuse(Ground::kNotFound, "no-definition", fmt::format("There is no published definition `{}`.", *name),
                    "/definition");
    }
    if (!object.empty() && !unicode::equals_ignoring_ascii_case(named->second->program.object(), object)) {
      return refuse(Ground::kInvalid, "definition-object",
                    fmt::format("The definition `{}` decides records of `{}`, not of `{}`.", *name,
                                named->second->program.object(), object),
                    "/definition");
    }
    return named->second;
  }
  std::shared_ptr<const PublishedDefinition> chosen;
  for (const auto& [own_name, definition] : published.definitions) {
    if (!object.empty() && !unicode::equals_ignoring_ascii_case(definition->program.object(), object)) continue;
    if (chosen) {
      return refuse(Ground::kConflict, "several-definitions",
                    "Several published definitions could decide this record: name one in `definition`.", "/definition");
    }
    chosen = definition;
  }
  if (!chosen && !object.empty() && !published.definitions.empty()) {
    return refuse(Ground::kNotFound, "no-definition",
                  fmt::format("No published definition decides records of `{}`.", object));
  }
  if (!chosen) return nothing_published("definition", "definitions/NAME", "definition FILE");
  return chosen;
}

Result<std::string> PinnedDocuments::body(const store::Hash& hash) {
  auto body = store_.body(hash);
  if (!body) return store_failed(body.error());
  if (!*body || sha256_hex(**body) != hash) {
    return refuse(Ground::kConflict, "document-damaged",
                  "A document that this is pinned to is not in the store as it was.");
  }
  return std::move(**body);
}

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
  return recent_or(rosters_, hash + directory_hash, [&]() -> Result<api::Roster> {
    Result<std::string> text = body(hash);
    if (!text) return tl::unexpected(std::move(text.error()));
    return accepted(api::load_roster(*text, directory));
  });
}

}  // namespace signalbox::service
