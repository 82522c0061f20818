// SQLite, held safely: connections and prepared statements that close themselves.
#pragma once

#include <map>
#include <string>

#include "server/store/sql/database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace signalbox::store {

/// A file that one process holds (folder_lock.h).
class SqliteDatabase final : public Database {
 public:
  /// Opens (kReadWrite: or makes) the file: write-ahead log, synchronous=FULL, foreign keys checked.
  SqliteDatabase(const std::string& path, Access access);
  ~SqliteDatabase() override;

  [[nodiscard]] Statement statement(const char* sql) override;
  void execute(const std::string& script) override;
  void begin(Span span) override;
  void commit() override;
  void roll_back() noexcept override;
  void lock(Lock) override {}  // A transaction that writes is alone.
  [[nodiscard]] bool is_shared() const override { return false; }

 private:
  sqlite3* connection_ = nullptr;
  std::map<const char*, sqlite3_stmt*> statements_;
};

}  // namespace signalbox::store
