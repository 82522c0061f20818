#include "server/store/sqlite/sqlite_database.h"

#include <sqlite3.h>

namespace signalbox::store {
namespace {

constexpr int kBusyMs = 5000;

[[noreturn]] void refuse(sqlite3* connection) { throw DatabaseError(sqlite3_errmsg(connection)); }

class SqliteCursor final : public Cursor {
 public:
  explicit SqliteCursor(sqlite3_stmt* statement) : statement_(statement) {}
  SqliteCursor(const SqliteCursor&) = delete;
  SqliteCursor& operator=(const SqliteCursor&) = delete;
  ~SqliteCursor() override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }

  void bind_text(int parameter, std::string_view text) override {
    check(sqlite3_bind_text64(statement_, parameter, text.empty() ? "" : text.data(), text.size(), SQLITE_STATIC,
                              SQLITE_UTF8));
  }
  void bind_blob(int parameter, std::string_view bytes) override {
    check(sqlite3_bind_blob64(statement_, parameter, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC));
  }
  void bind_number(int parameter, std::int64_t number) override {
    check(sqlite3_bind_int64(statement_, parameter, number));
  }
  void bind_null_text(int parameter) override { check(sqlite3_bind_null(statement_, parameter)); }

  void send() override {}
  bool step() override {
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) refuse(sqlite3_db_handle(statement_));
    return code == SQLITE_ROW;
  }
  void run() override {
    while (step()) {
    }
  }

  [[nodiscard]] bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  [[nodiscard]] std::int64_t number(int column) const override { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] std::string text(int column) const override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes ? std::string(static_cast<const char*>(bytes), size) : std::string();
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) refuse(sqlite3_db_handle(statement_));
  }
  sqlite3_stmt* statement_;
};

/// SQLite has no row locks and needs none: a transaction that writes is alone.
std::string_view without_row_locks(std::string_view sql) { return sql.substr(0, sql.find(" FOR UPDATE")); }

}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& path, Access access) {
  const int flags = access == Access::kReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(path.c_str(), &connection_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr) !=
      SQLITE_OK) {
    const std::string sentence = connection_ ? sqlite3_errmsg(connection_) : "out of memory";
    sqlite3_close_v2(connection_);
    throw DatabaseError(sentence);
  }
  sqlite3_busy_timeout(connection_, kBusyMs);
  try {
    if (access == Access::kReadWrite) execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF");
  } catch (...) {
    sqlite3_close_v2(connection_);
    throw;
  }
}

SqliteDatabase::~SqliteDatabase() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(connection_);
}

Statement SqliteDatabase::statement(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (!statement) {
    const std::string_view text = without_row_locks(sql);
    if (sqlite3_prepare_v3(connection_, text.data(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr) != SQLITE_OK) {
      refuse(connection_);
    }
  }
  return Statement(std::make_unique<SqliteCursor>(statement));
}

void SqliteDatabase::execute(const std::string& script) {
  if (sqlite3_exec(connection_, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) refuse(connection_);
}

void SqliteDatabase::begin(Span span) { execute(span == Span::kWrite ? "BEGIN IMMEDIATE" : "BEGIN"); }

void SqliteDatabase::commit() { execute("COMMIT"); }

void SqliteDatabase::roll_back() noexcept {
  // Refused when SQLite has rolled back by itself already, as it does when the disk is full.
  sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace signalbox::store
