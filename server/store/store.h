// What the server keeps, apart from how: documents with their versions, the decision log, and runs (runs.h,
// workflow_runs.h).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "base/time.h"

namespace signalbox::store {

/// The machine failed: the disk is full, the file is damaged, the database is gone. The sentence is for the operator's
/// log, not for clients.
struct Trouble {
  std::string sentence;
  /// Nobody could be asked whether the change was made: it is in the store, or not.
  bool is_unknown = false;
};

template <class T>
using Result = tl::expected<T, Trouble>;

/// SHA-256 as 64 lower-case hexadecimal digits.
using Hash = std::string;

enum class Kind : unsigned char { kDefinition, kDirectory, kRoster };

/// "definition", "directory", "roster".
[[nodiscard]] std::string_view kind_name(Kind kind);

/// One line of versions: a definition by its name, the directory, or the roster (both with an empty name).
struct Title {
  Kind kind = Kind::kDefinition;
  std::string name;
  friend bool operator==(const Title&, const Title&) = default;
};

/// A published version; numbers count from 1 without gaps within their title.
struct Version {
  Title title;
  std::int64_t number = 0;
  Hash hash;  ///< Of the body.
  Instant published;
  friend bool operator==(const Version&, const Version&) = default;
};

struct Draft {
  std::string body;
  Hash hash;  ///< Of the body; the draft's entity tag.
  Instant saved;
};

/// A body to publish under a title.
struct NewVersion {
  Title title;
  std::string body;
};

/// What makes a decision and what came out.
struct NewEntry {
  std::string id;  ///< entry_id.h
  std::string object;
  std::string record_id;
  Instant at;
  bool explain = false;
  std::string definition;
  std::int64_t definition_version = 0;
  Hash definition_hash;
  Hash directory_hash;
  std::optional<Hash> roster_hash;
  std::string record;    ///< The record's JSON, byte for byte as it came.
  std::string decision;  ///< The engine's answer.
  std::string engine;    ///< Version of the engine that decided.
  std::optional<std::string> idempotency_key;
  Hash request_hash;  ///< Of the request that came with the key; equal requests get the same answer.
};

/// One entry of the decision log, as committed. `hash` = SHA-256 over `previous_hash` and every other part
/// (store/chain.h).
struct Entry : NewEntry {
  std::int64_t sequence = 0;  ///< From 1 without gaps.
  Instant committed;
  Hash previous_hash;  ///< The hash of the entry before; 64 zeros for the first.
  Hash hash;
};

/// What became of an append. `repeated`: an entry with this object, record and idempotency key was there before;
/// `entry` is that one.
struct Appended {
  Entry entry;
  bool repeated = false;
};

/// What a walk along the whole log found.
struct LogCheck {
  std::int64_t entries = 0;
  Hash head;                                    ///< Hash of the last entry; 64 zeros for an empty log.
  std::optional<std::int64_t> broken_sequence;  ///< The first entry whose hash or predecessor does not fit.
};

class RunStore;
class WorkflowStore;

/// Reads may be called from any thread and see only what is committed.
class Store {
 public:
  virtual ~Store() = default;

  /// Appends to the decision log. `done` is called on the store's own thread once the entry is on the disk (or cannot
  /// be); it must not block. Appends that wait together are committed together.
  virtual void append(NewEntry entry, std::function<void(Result<Appended>)> done) = 0;
  virtual Result<std::optional<Entry>> entry(const std::string& id) = 0;
  /// Entries of one record, newest first, those before sequence `before` (0: from the newest), at most `limit`.
  virtual Result<std::vector<Entry>> entries(const std::string& object, const std::string& record_id,
                                             std::int64_t before, std::size_t limit) = 0;
  virtual Result<std::optional<Entry>> entry_with_key(const std::string& object, const std::string& record_id,
                                                      const std::string& key) = 0;
  /// Recomputes every hash from the first entry on. O(log).
  virtual Result<LogCheck> check_log() = 0;

  virtual Result<std::optional<Draft>> draft(const Title& title) = 0;
  /// Replaces the draft when its present hash is `expected` (nullopt: when there is none). False when it is not.
  virtual Result<bool> save_draft(const Title& title, const std::optional<Hash>& expected, const Draft& draft) = 0;
  /// All titles' newest versions, in order of kind and name.
  virtual Result<std::vector<Version>> current_versions() = 0;
  /// All versions of one title, oldest first.
  virtual Result<std::vector<Version>> versions(const Title& title) = 0;
  /// Publishes all or none, in one transaction, each under the next number of its title.
  virtual Result<std::vector<Version>> publish(const std::vector<NewVersion>& documents, Instant published) = 0;
  /// The body of a published document.
  virtual Result<std::optional<std::string>> body(const Hash& hash) = 0;

  /// The records that are followed, in the same store. Lives as long as this.
  virtual RunStore& runs() = 0;
  /// The runs of workflows, in the same store. Lives as long as this.
  virtual WorkflowStore& workflows() = 0;
};

}  // namespace signalbox::store
