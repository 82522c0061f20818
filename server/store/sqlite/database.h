// SQLite, held safely: connections and prepared statements that close themselves.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace signalbox::store {

/// SQLite refused. Caught where the store's interface is left; nothing above the adapter sees it.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A prepared statement in use: bind in order, then step. Reset when it goes.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  // The bound bytes must live until the last step.
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind_optional(const std::optional<std::string>& text);
  Statement& bind_blob(std::string_view bytes);

  /// True when there is a row.
  bool step();
  /// Steps a statement that has no rows.
  void run();

  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string text(int column) const;  ///< Text or blob.
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;

 private:
  void check(int code) const;
  sqlite3_stmt* statement_;
  int bound_ = 0;
};

/// One connection, for one thread at a time.
class Database {
 public:
  enum class Mode : unsigned char { kReadWrite, kReadOnly };
  /// Opens (kReadWrite: or makes) the file: write-ahead log, synchronous=FULL, foreign keys checked.
  Database(const std::string& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Prepared at first use and kept. `sql` is a literal.
  [[nodiscard]] Statement statement(const char* sql);
  /// Runs SQL without parameters and without results, several statements too.
  void execute(const std::string& sql);

 private:
  sqlite3* connection_ = nullptr;
  std::map<const char*, sqlite3_stmt*> statements_;
};

/// A write transaction: rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace signalbox::store
