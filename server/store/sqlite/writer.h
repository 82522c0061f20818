// The one thread that writes to the store.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "server/store/sqlite/database.h"
#include "server/store/store.h"

namespace signalbox::store {

/// Owns the connection that writes. Changes that wait together share one transaction, so one fsync of the disk. The
/// destructor finishes what is queued.
class Writer {
 public:
  using Done = std::function<void(Result<Appended>)>;

  /// `on_group` as in open_sqlite_store.
  Writer(std::unique_ptr<Database> database, std::function<void(std::size_t)> on_group);
  ~Writer();

  /// Appends to the decision log.
  void append(NewEntry entry, Done done);
  /// Runs `work` in a transaction that it may share with others, once or, when that transaction failed, once more in
  /// one of its own. `done` is called on the writer's thread, with the trouble when it is not on the disk.
  void share(std::function<void(Database&)> work, std::function<void(std::optional<Trouble>)> done);
  /// Runs `work` in a transaction of its own on the writer's thread and waits for it. Throws what it throws.
  void run(const std::function<void(Database&)>& work);

 private:
  struct Shared {
    std::function<void(Database&)> work;
    std::function<void(std::optional<Trouble>)> done;
  };
  struct Head {
    std::int64_t sequence = 0;
    Hash hash;
  };

  void loop();
  void commit(std::vector<Shared> group);
  [[nodiscard]] std::optional<Trouble> try_commit(const std::vector<Shared>& group);
  [[nodiscard]] Appended append_one(const NewEntry& draft);

  std::unique_ptr<Database> database_;
  std::function<void(std::size_t)> on_group_;
  // Of the decision log. Only the writer's thread uses them.
  Head head_;       ///< Of what is committed.
  Head next_head_;  ///< Of the transaction that is open.

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Shared> shared_;
  std::deque<std::function<void()>> others_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace signalbox::store
