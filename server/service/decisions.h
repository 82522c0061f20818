// Deciding records: as a preview, for the log, and once more to verify the log.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/metrics/metrics.h"
#include "server/service/journeys.h"
#include "server/service/library.h"
#include "server/store/store.h"

namespace signalbox::service {

/// What to decide, and with what.
struct Question {
  std::optional<std::string> definition_name;
  std::optional<std::string> definition_body;  ///< A definition that is not published, in previews only.
  std::string record;                          ///< One record's JSON.
  Instant at;
  bool explain = false;
};

/// A question whose answer goes to the log.
struct LoggedQuestion {
  std::string object;
  std::string record_id;
  Question question;
  std::optional<std::string> idempotency_key;
  store::Hash request_hash;  ///< Of the request's body.
};

/// What a second execution of a logged decision found.
struct Verification {
  bool equal = false;       ///< The decision's bytes are the same again.
  bool hash_fits = false;   ///< The entry's hash is the one of its parts.
  std::string engine_then;  ///< Version of the engine that decided.
  std::string engine_now;
  store::Hash decision_then;  ///< SHA-256 of the decision's bytes.
  store::Hash decision_now;
};

/// Thread-safe.
class Decisions {
 public:
  using Done = std::function<void(Result<store::Appended>)>;

  /// All three must outlive it.
  Decisions(store::Store& store, Library& library, metrics::Metrics& metrics)
      : store_(store), library_(library), metrics_(metrics), journeys_(store, library, metrics) {}

  /// Records that are followed, beside those that are decided once.
  [[nodiscard]] Journeys& journeys() { return journeys_; }

  /// The decision's bytes. Nothing is kept.
  Result<std::string> preview(const Question& question);
  /// Decides and appends to the log; `done` is called once the entry is on the disk, on the store's thread, or at once
  /// when it is refused. The same object, record, key and request give the same entry again.
  void decide(LoggedQuestion question, Done done);

  Result<store::Entry> entry(const std::string& id);
  /// Newest first. `cursor`: the id of the last entry of the page before, or empty.
  Result<std::vector<store::Entry>> entries(const std::string& object, const std::string& record_id,
                                            const std::string& cursor, std::size_t limit);
  /// Decides once more with the documents, record and instant that the entry is pinned to.
  Result<Verification> verify(const std::string& id);
  Result<store::LogCheck> check_log();

 private:
  Result<store::NewEntry> decide_entry(LoggedQuestion& question);
  Result<std::optional<store::Entry>> repeated(const LoggedQuestion& question);

  store::Store& store_;
  Library& library_;
  metrics::Metrics& metrics_;
  Journeys journeys_;
};

}  // namespace signalbox::service
