// The one thread that writes to the store.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "server/store/sql/database.h"
#include "server/store/store.h"

namespace signalbox::store {

/// A change that shares a transaction with others. When the transaction fails, everything is done again in another one.
class Work {
 public:
  virtual ~Work() = default;
  /// Sends the statement whose rows decide what finish() does. All begin before any finishes, where the database works
  /// while statements are sent.
  [[nodiscard]] virtual std::optional<Statement> begin(Database&) { return std::nullopt; }
  /// `begun`: what begin() gave.
  virtual void finish(Database& database, std::optional<Statement> begun) = 0;
  /// Called once, on the writer's thread, with the trouble when it is not on the disk. Must not block.
  virtual void done(const std::optional<Trouble>& trouble) = 0;
  /// Work of several processes that locks the same rows locks them in this order, so that none waits for another in a
  /// circle.
  [[nodiscard]] virtual std::int64_t order() const { return 0; }
};

/// Owns the connection that writes. Changes that wait together share one transaction, so one fsync of the disk. A
/// database that is gone is waited for a few seconds; then changes fail at once until it is back. The destructor
/// finishes what is queued.
class Writer {
 public:
  using Done = std::function<void(Result<Appended>)>;

  /// `on_group` as in open_store.
  Writer(Connect connect, std::unique_ptr<Database> database, std::function<void(std::size_t)> on_group);
  ~Writer();

  void share(std::unique_ptr<Work> work);
  /// Work of one part.
  void share(std::function<void(Database&)> work, std::function<void(const std::optional<Trouble>&)> done);
  /// Appends to the decision log.
  void append(NewEntry entry, Done done);
  /// Runs `work` in a transaction of its own on the writer's thread and waits for it; more than once when a transaction
  /// fails. Throws what it throws, and DatabaseError.
  void run(const std::function<void(Database&)>& work);

  /// Whether other processes may write to the same store.
  [[nodiscard]] bool is_shared() const { return is_shared_; }

 private:
  class Append;
  struct Head {
    std::int64_t sequence = 0;
    Hash hash;
  };

  void loop();
  void commit(std::vector<std::unique_ptr<Work>> group);
  void carry_out(const std::vector<std::unique_ptr<Work>>& group, Database& database);
  void transact(const std::function<void(Database&)>& work);
  [[nodiscard]] bool may_try_again(const DatabaseError& error, int attempt);

  Connect connect_;
  std::unique_ptr<Database> database_;  ///< None: it was lost.
  bool is_shared_;
  std::function<void(std::size_t)> on_group_;
  std::optional<Head> head_;  ///< Of the decision log, as of the transaction that is open.
  bool is_gone_ = false;      ///< The database was not there at the last attempt.

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Work>> shared_;
  std::deque<std::function<void()>> others_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace signalbox::store
