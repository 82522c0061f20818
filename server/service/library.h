// Definitions, the directory and the roster: drafts, versions, publishing.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "server/service/pinned.h"
#include "server/service/published.h"
#include "server/service/refusal.h"
#include "server/store/store.h"

namespace signalbox::service {

/// Documents to publish together; each is checked against the others as they will be.
struct Proposal {
  std::optional<std::string> directory;
  std::optional<std::string> roster;
  std::vector<std::string> definitions;
};

/// One document of a proposal as it stands published. `is_new`: it was not the current version before.
struct PublishedVersion {
  store::Version version;
  bool is_new = false;
};

/// Thread-safe. Everything that is published compiles and fits together; what does not is refused with its diagnostics.
class Library {
 public:
  /// `store` must outlive the library.
  explicit Library(store::Store& store) : store_(store), pinned_(store), published_(std::make_shared<Published>()) {}

  /// Reads what is published from the store. A document that this engine does not accept any more is logged and left
  /// out.
  Result<void> open();
  [[nodiscard]] std::shared_ptr<const Published> published() const;
  /// What was published at any time, by its hash.
  [[nodiscard]] PinnedDocuments& pinned() { return pinned_; }

  /// Publishes all documents of the proposal or none. A document whose bytes are the current version's gets no new
  /// version.
  Result<std::vector<PublishedVersion>> publish(const Proposal& proposal);

  /// Takes up what other processes have published in the same store.
  Result<void> refresh();

  /// `listener` is called whenever something has been published; an empty one ends that.
  void on_publish(std::function<void()> listener);

  /// Replaces a draft. `expected`: the hash of the draft that the writer has seen; nullopt: the writer has seen none.
  Result<store::Hash> save_draft(const store::Title& title, const std::optional<store::Hash>& expected,
                                 std::string body);
  Result<store::Draft> draft(const store::Title& title) const;
  Result<std::vector<store::Version>> versions(const store::Title& title) const;
  Result<std::vector<store::Version>> current_versions() const;
  /// One version and its body.
  Result<std::pair<store::Version, std::string>> version(const store::Title& title, std::int64_t number) const;

 private:
  Result<bool> read_published();
  Result<void> take_up_published();

  store::Store& store_;
  PinnedDocuments pinned_;
  std::mutex publishing_;  ///< One publisher at a time. Guards the next two.
  std::function<void()> listener_;
  std::vector<store::Version> versions_;  ///< What was published when the store was read last, in the store's order.
  mutable std::mutex changing_;           ///< Guards the pointer.
  std::shared_ptr<const Published> published_;
};

/// The refusal of a request whose store failed; the reason goes to the operator's log.
[[nodiscard]] tl::unexpected<Refusal> store_failed(const store::Trouble& trouble);

}  // namespace signalbox::service
