#include "server/service/library.h"

#include <algorithm>

#include <fmt/format.h>

#include "server/clock.h"
#include "server/log.h"
#include "server/service/proposal.h"
#include "server/sha256.h"

namespace signalbox::service {
namespace {

using store::Kind;

std::string label(const store::Title& title) {
  return title.name.empty() ? std::string(kind_name(title.kind))
                            : fmt::format("{} `{}`", kind_name(title.kind), title.name);
}

/// Puts a stored document in its place; false when the engine does not accept it.
bool place_document(Published& published, const store::Version& version, const std::string& body) {
  if (version.title.kind == Kind::kDefinition) {
    auto loaded = api::load_definition(body);
    if (!loaded.value) return false;
    published.definitions[version.title.name] =
        std::make_shared<PublishedDefinition>(PublishedDefinition{version, std::move(*loaded.value)});
    return true;
  }
  if (version.title.kind == Kind::kDirectory) {
    auto loaded = api::load_directory(body);
    if (!loaded.value) return false;
    published.directory = std::make_shared<PublishedDirectory>(PublishedDirectory{version, std::move(*loaded.value)});
    return true;
  }
  if (!published.directory) return false;
  auto loaded = api::load_roster(body, published.directory->directory);
  if (!loaded.value) return false;
  published.roster = std::make_shared<PublishedRoster>(PublishedRoster{version, std::move(*loaded.value)});
  return true;
}

/// The numbers that the store gave to the new documents, put into the set.
void number_versions(Published& published, const std::vector<store::Version>& versions) {
  for (const store::Version& version : versions) {
    if (version.title.kind == Kind::kDirectory) {
      published.directory =
          std::make_shared<PublishedDirectory>(PublishedDirectory{version, published.directory->directory});
    } else if (version.title.kind == Kind::kRoster) {
      published.roster = std::make_shared<PublishedRoster>(PublishedRoster{version, published.roster->roster});
    } else {
      auto& place = published.definitions[version.title.name];
      place = std::make_shared<PublishedDefinition>(PublishedDefinition{version, place->program});
    }
  }
}

/// The newest of each title, in order of kind and name, as the store gives them.
void add_versions(const std::vector<store::Version>& added, std::vector<store::Version>& versions) {
  const auto before = [](const store::Title& one, const store::Title& other) {
    return std::pair(kind_name(one.kind), std::string_view(one.name)) <
           std::pair(kind_name(other.kind), std::string_view(other.name));
  };
  for (const store::Version& version : added) {
    const auto place = std::lower_bound(
        versions.begin(), versions.end(), version.title,
        [&](const store::Version& one, const store::Title& title) { return before(one.title, title); });
    if (place != versions.end() && place->title == version.title) {
      *place = version;
    } else {
      versions.insert(place, version);
    }
  }
}

const store::Version& version_in(const Published& published, const store::Title& title) {
  if (title.kind == Kind::kDirectory) return published.directory->version;
  if (title.kind == Kind::kRoster) return published.roster->version;
  return published.definitions.at(title.name)->version;
}

}  // namespace

tl::unexpected<Refusal> store_failed(const store::Trouble& trouble) {
  log_line(fmt::format("the store failed: {}", trouble.sentence));
  if (trouble.is_unknown) {
    return refuse(Ground::kMachine, "store-failed",
                  "The store went away while this was written, and whether it was cannot be told. Try again later with "
                  "the same `Idempotency-Key`.");
  }
  return refuse(Ground::kMachine, "store-failed", "The store could not be used. Nothing was changed; try again later.");
}

std::shared_ptr<const Published> Library::published() const {
  const std::lock_guard lock(changing_);
  return published_;
}

/// False: the store has what was read last. `publishing_` is held.
Result<bool> Library::read_published() {
  auto versions = store_.current_versions();
  if (!versions) return store_failed(versions.error());
  if (*versions == versions_) return false;
  auto published = std::make_shared<Published>();
  // In the order of kinds: definitions, directory, roster, which leans on the directory.
  for (const store::Version& version : *versions) {
    const auto body = store_.body(version.hash);
    if (!body) return store_failed(body.error());
    if (!*body || !place_document(*published, version, **body)) {
      log_line(fmt::format("version {} of the {} is not accepted by this engine and was left out", version.number,
                           label(version.title)));
    }
  }
  versions_ = std::move(*versions);
  const std::lock_guard lock(changing_);
  published_ = std::move(published);
  return true;
}

Result<void> Library::open() {
  const std::lock_guard one_at_a_time(publishing_);
  const Result<bool> read = read_published();
  return read ? Result<void>() : tl::unexpected(read.error());
}

/// `publishing_` is held.
Result<void> Library::take_up_published() {
  const Result<bool> read = read_published();
  if (!read) return tl::unexpected(read.error());
  if (*read) log_line("took up what another process has published");
  if (*read && listener_) listener_();
  return {};
}

Result<void> Library::refresh() {
  const std::lock_guard one_at_a_time(publishing_);
  return take_up_published();
}

Result<std::vector<PublishedVersion>> Library::publish(const Proposal& proposal) {
  const std::lock_guard one_at_a_time(publishing_);
  if (const Result<void> read = take_up_published(); !read) return tl::unexpected(read.error());
  const std::shared_ptr<const Published> before = published();
  std::optional<std::string> roster_body;
  if (before->roster) {
    auto body = store_.body(before->roster->version.hash);
    if (!body) return store_failed(body.error());
    roster_body = std::move(*body);
  }
  Result<Outlook> outlook = check_proposal(proposal, *before, roster_body);
  if (!outlook) return tl::unexpected(std::move(outlook.error()));
  const auto versions = store_.publish(outlook->documents, now());
  if (!versions) return store_failed(versions.error());
  number_versions(outlook->published, *versions);
  add_versions(*versions, versions_);
  std::vector<PublishedVersion> answer;
  for (const store::Title& title : outlook->titles) {
    const auto is_same = [&](const store::NewVersion& document) { return document.title == title; };
    const bool is_new = std::any_of(outlook->documents.begin(), outlook->documents.end(), is_same);
    answer.push_back({version_in(outlook->published, title), is_new});
    if (is_new) log_line(fmt::format("published version {} of the {}", answer.back().version.number, label(title)));
  }
  {
    const std::lock_guard lock(changing_);
    published_ = std::make_shared<Published>(std::move(outlook->published));
  }
  if (listener_) listener_();
  return answer;
}

void Library::on_publish(std::function<void()> listener) {
  const std::lock_guard one_at_a_time(publishing_);
  listener_ = std::move(listener);
}

Result<store::Hash> Library::save_draft(const store::Title& title, const std::optional<store::Hash>& expected,
                                        std::string body) {
  store::Draft draft{std::move(body), {}, now()};
  draft.hash = sha256_hex(draft.body);
  const auto saved = store_.save_draft(title, expected, draft);
  if (!saved) return store_failed(saved.error());
  if (*saved) return draft.hash;
  if (expected) {
    return refuse(Ground::kPreconditionFailed, "draft-changed",
                  "Somebody has changed this draft since you read it. Read it again, merge, and send its new ETag.",
                  "If-Match");
  }
  return refuse(Ground::kPreconditionRequired, "draft-exists",
                "There is a draft already. Read it, and send its ETag in `If-Match` to replace it.", "If-Match");
}

Result<store::Draft> Library::draft(const store::Title& title) const {
  auto draft = store_.draft(title);
  if (!draft) return store_failed(draft.error());
  if (!*draft) return refuse(Ground::kNotFound, "no-draft", fmt::format("There is no draft of the {}.", label(title)));
  return std::move(**draft);
}

Result<std::vector<store::Version>> Library::versions(const store::Title& title) const {
  auto versions = store_.versions(title);
  if (!versions) return store_failed(versions.error());
  if (versions->empty())
    return refuse(Ground::kNotFound, "not-published", fmt::format("The {} has never been published.", label(title)));
  return std::move(*versions);
}

Result<std::vector<store::Version>> Library::current_versions() const {
  auto versions = store_.current_versions();
  if (!versions) return store_failed(versions.error());
  return std::move(*versions);
}

Result<std::pair<store::Version, std::string>> Library::version(const store::Title& title, std::int64_t number) const {
  Result<std::vector<store::Version>> all = versions(title);
  if (!all) return tl::unexpected(std::move(all.error()));
  const auto found =
      std::find_if(all->begin(), all->end(), [&](const store::Version& version) { return version.number == number; });
  if (found == all->end()) {
    return refuse(Ground::kNotFound, "no-version",
                  fmt::format("The {} has {} versions; there is no version {}.", label(title), all->size(), number));
  }
  auto body = store_.body(found->hash);
  if (!body) return store_failed(body.error());
  return std::pair(*found, body->value_or(""));
}

}  // namespace signalbox::service
