// Connections for reading.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "server/store/sql/database.h"
#include "server/store/store.h"

namespace signalbox::store {

/// What the store's interface says of an error.
[[nodiscard]] inline Trouble trouble_of(const DatabaseError& error) {
  return {error.what(), error.kind() == DatabaseError::Kind::kUnknown};
}

/// Lends each connection to one thread at a time.
class Readers {
 public:
  explicit Readers(Connect connect) : connect_(std::move(connect)) {}

  /// Calls `read` with a connection, once more with a new one when the database has closed it; what the database
  /// refuses is the result's trouble.
  template <class Read>
  auto with(Read read) -> Result<decltype(read(std::declval<Database&>()))> {
    for (bool is_second = false;; is_second = true) {
      try {
        std::unique_ptr<Database> database = borrow();
        auto result = read(*database);
        give_back(std::move(database));
        return result;
      } catch (const DatabaseError& error) {
        if (is_second || error.kind() != DatabaseError::Kind::kLost) return tl::unexpected(trouble_of(error));
        forget_idle();
      }
    }
  }

  /// As with(), all as of one moment.
  template <class Read>
  auto with_snapshot(Read read) -> Result<decltype(read(std::declval<Database&>()))> {
    return with([&](Database& database) {
      Transaction snapshot(database, Database::Span::kSnapshot);
      auto result = read(database);
      snapshot.commit();
      return result;
    });
  }

 private:
  std::unique_ptr<Database> borrow() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Database> database = std::move(idle_.back());
        idle_.pop_back();
        return database;
      }
    }
    return connect_(Database::Access::kReadOnly);
  }

  void give_back(std::unique_ptr<Database> database) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(database));
  }

  /// What closed one connection has closed them all.
  void forget_idle() {
    std::vector<std::unique_ptr<Database>> gone;
    const std::lock_guard lock(mutex_);
    gone.swap(idle_);
  }

  Connect connect_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace signalbox::store
