// Connections for reading.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "server/store/sqlite/database.h"
#include "server/store/store.h"

namespace signalbox::store {

/// Lends each connection to one thread at a time.
class Readers {
 public:
  explicit Readers(std::string path) : path_(std::move(path)) {}

  /// Calls `read` with a connection; what SQLite refuses is the result's trouble.
  template <class Read>
  auto with(Read read) -> Result<decltype(read(std::declval<Database&>()))> {
    try {
      std::unique_ptr<Database> database = borrow();
      auto result = read(*database);
      const std::lock_guard lock(mutex_);
      idle_.push_back(std::move(database));
      return result;
    } catch (const DatabaseError& error) {
      return tl::unexpected(Trouble{error.what()});
    }
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
    return std::make_unique<Database>(path_, Database::Mode::kReadOnly);
  }

  std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace signalbox::store
