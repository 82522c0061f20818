#include "server/service/proposal.h"

#include <algorithm>

#include <fmt/format.h>

#include "server/sha256.h"

namespace signalbox::service {
namespace {

using store::Kind;

tl::unexpected<Refusal> wrong_document(std::string_view what, std::string diagnostics) {
  return refuse(Ground::kInvalid, "invalid-document", fmt::format("The {} has errors and was not published.", what), "",
                std::move(diagnostics));
}

/// Checks one proposal, step by step: the directory first, then what leans on it.
class ProposalCheck {
 public:
  ProposalCheck(const Proposal& proposal, const Published& published) : proposal_(proposal), before_(published) {
    outlook_.published = published;
  }

  Result<Outlook> run(const std::optional<std::string>& roster_body) {
    if (Result<void> step = take_directory(); !step) return tl::unexpected(std::move(step.error()));
    if (Result<void> step = take_roster(roster_body); !step) return tl::unexpected(std::move(step.error()));
    for (const std::string& body : proposal_.definitions) {
      if (Result<void> step = take_definition(body); !step) return tl::unexpected(std::move(step.error()));
    }
    if (Result<void> step = check_definitions(); !step) return tl::unexpected(std::move(step.error()));
    return std::move(outlook_);
  }

 private:
  Result<void> take_directory();
  Result<void> take_roster(const std::optional<std::string>& published_body);
  Result<void> take_definition(const std::string& body);
  Result<void> check_definitions() const;

  /// Notes the title; true when the body is not what is published under it.
  bool is_new(const store::Title& title, const store::Version* current, const std::string& body) {
    outlook_.titles.push_back(title);
    if (current && current->hash == sha256_hex(body)) return false;
    outlook_.documents.push_back({title, body});
    return true;
  }

  const Proposal& proposal_;
  const Published& before_;
  Outlook outlook_;
};

Result<void> ProposalCheck::take_directory() {
  if (!proposal_.directory) return {};
  const store::Title title{Kind::kDirectory, ""};
  if (!is_new(title, before_.directory ? &before_.directory->version : nullptr, *proposal_.directory)) return {};
  api::Loaded<api::Directory> loaded = api::load_directory(*proposal_.directory);
  if (!loaded.value) return wrong_document("directory", std::move(loaded.diagnostics));
  store::Version version{title, 0, sha256_hex(*proposal_.directory), {}};
  outlook_.published.directory =
      std::make_shared<PublishedDirectory>(PublishedDirectory{std::move(version), std::move(*loaded.value)});
  return {};
}

Result<void> ProposalCheck::take_roster(const std::optional<std::string>& published_body) {
  const std::shared_ptr<const PublishedDirectory>& directory = outlook_.published.directory;
  const store::Title title{Kind::kRoster, ""};
  const bool proposed =
      proposal_.roster && is_new(title, before_.roster ? &before_.roster->version : nullptr, *proposal_.roster);
  const bool leans_on_new = directory != before_.directory && before_.roster && published_body;
  if (!proposed && !leans_on_new) return {};
  if (!directory)
    return refuse(Ground::kConflict, "no-directory",
                  "A roster leans on a directory, and none is published. Publish the directory first.");
  const std::string& body = proposed ? *proposal_.roster : *published_body;
  api::Loaded<api::Roster> loaded = api::load_roster(body, directory->directory);
  if (!loaded.value && proposed) return wrong_document("roster", std::move(loaded.diagnostics));
  if (!loaded.value) {
    return refuse(
        Ground::kConflict, "roster-needs-directory",
        "The published roster does not fit this directory. Publish a roster without the agents that leave first.", "",
        std::move(loaded.diagnostics));
  }
  store::Version version = proposed ? store::Version{title, 0, sha256_hex(body), {}} : before_.roster->version;
  outlook_.published.roster =
      std::make_shared<PublishedRoster>(PublishedRoster{std::move(version), std::move(*loaded.value)});
  return {};
}

Result<void> ProposalCheck::take_definition(const std::string& body) {
  api::Loaded<api::Program> loaded = api::load_definition(body);
  if (!loaded.value) return wrong_document("definition", std::move(loaded.diagnostics));
  const store::Title title{Kind::kDefinition, std::string(loaded.value->name())};
  auto& place = outlook_.published.definitions[title.name];
  if (!is_new(title, place ? &place->version : nullptr, body)) return {};
  place = std::make_shared<PublishedDefinition>(
      PublishedDefinition{{title, 0, sha256_hex(body), {}}, std::move(*loaded.value)});
  return {};
}

/// New definitions against the directory; a new directory against all definitions.
Result<void> ProposalCheck::check_definitions() const {
  const std::shared_ptr<const PublishedDirectory>& directory = outlook_.published.directory;
  if (!directory) return {};
  for (const auto& [name, definition] : outlook_.published.definitions) {
    const auto before = before_.definitions.find(name);
    const bool known = before != before_.definitions.end() && before->second == definition;
    if (known && directory == before_.directory) continue;
    std::string diagnostics = misfits(definition->program, directory->directory);
    if (diagnostics.empty()) continue;
    return refuse(
        Ground::kInvalid, "definition-needs-directory",
        fmt::format("The definition `{}` and the directory do not fit together; nothing was published.", name), "",
        std::move(diagnostics));
  }
  return {};
}

}  // namespace

Result<Outlook> check_proposal(const Proposal& proposal, const Published& published,
                               const std::optional<std::string>& roster_body) {
  return ProposalCheck(proposal, published).run(roster_body);
}

}  // namespace signalbox::service
