#include "server/service/published.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "server/json_text.h"

namespace signalbox::service {
namespace {

constexpr std::string_view kHowToPublish = "Publish one with `POST /v1/{}/publish`, or start the server with `--{}`.";

bool has_error(std::string_view diagnostics) {
  const auto document = parse_own(diagnostics);
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    if (text_member(document->root().at(i), "severity") == "error") return true;
  }
  return false;
}

}  // namespace

tl::unexpected<Refusal> nothing_published(std::string_view what, std::string_view path, std::string_view option) {
  return refuse(Ground::kConflict, fmt::format("no-{}", what),
                fmt::format("No {} is published. ", what) + fmt::format(fmt::runtime(kHowToPublish), path, option));
}

tl::unexpected<Refusal> no_directory() { return nothing_published("directory", "directory", "directory FILE"); }

std::string misfits(const api::Program& program, const api::Directory& directory) {
  std::string diagnostics = api::check_against(program, directory);
  return has_error(diagnostics) ? diagnostics : std::string();
}

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

}  // namespace signalbox::service
