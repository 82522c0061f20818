// The face of a database. The stores are written once over it, in SQL that all of them take; below it stand SQLite and
// PostgreSQL.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace signalbox::store {

/// The database refused. Caught where the store's interface is left; nothing above it sees one.
class DatabaseError : public std::runtime_error {
 public:
  enum class Kind : unsigned char {
    kRefused,   ///< It would be refused again.
    kConflict,  ///< Another process was in the way. What was begun is rolled back; a new attempt may succeed.
    kLost,      ///< The database is gone. What was begun is rolled back; a new connection may succeed.
    kUnknown,   ///< The database went away while committing, and nobody could be asked whether it did.
  };
  explicit DatabaseError(const std::string& sentence, Kind kind = Kind::kRefused)
      : std::runtime_error(sentence), kind_(kind) {}
  [[nodiscard]] Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

/// What a database does for one use of a statement. Parameters count from 1, columns from 0.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual void bind_text(int parameter, std::string_view text) = 0;
  virtual void bind_blob(int parameter, std::string_view bytes) = 0;
  virtual void bind_number(int parameter, std::int64_t number) = 0;
  virtual void bind_null_text(int parameter) = 0;
  virtual void send() = 0;
  virtual bool step() = 0;
  virtual void run() = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t number(int column) const = 0;
  [[nodiscard]] virtual std::string text(int column) const = 0;
};

/// A prepared statement in use: bind in order, then step. One use of a statement at a time.
class Statement {
 public:
  explicit Statement(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}

  // The bound bytes must live until the last step.
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind_optional(const std::optional<std::string>& text);
  Statement& bind_blob(std::string_view bytes);

  /// Within a transaction: begins it where the database works while others are sent; step() reads what it found.
  void send() { cursor_->send(); }
  /// True when there is a row.
  bool step() { return cursor_->step(); }
  /// Carries out a statement, or the rest of one, whose rows nobody reads. Within a transaction its failure may come to
  /// light at a later step, or when the transaction is committed.
  void run() { cursor_->run(); }

  [[nodiscard]] std::int64_t number(int column) const { return cursor_->number(column); }  ///< NULL: 0.
  [[nodiscard]] std::string text(int column) const { return cursor_->text(column); }       ///< Text or blob.
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_number(int column) const;

 private:
  std::unique_ptr<Cursor> cursor_;
  int bound_ = 0;
};

/// What only one transaction at a time does, of all processes that share a store.
enum class Lock : std::int64_t {
  kSchema = 1,
  kDocuments = 2,
  kLog = 3,  ///< Appends to the decision log.
};

/// One connection, for one thread at a time.
class Database {
 public:
  enum class Access : unsigned char { kReadWrite, kReadOnly };
  enum class Span : unsigned char {
    kWrite,
    kSnapshot,  ///< Reads only, all as of one moment.
  };

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  /// Prepared at first use and kept. `sql` is a literal with `?` for its parameters; always bound with the same types.
  /// `FOR UPDATE ... SKIP LOCKED` at its end leaves out rows that another transaction holds.
  [[nodiscard]] virtual Statement statement(const char* sql) = 0;
  /// Runs a migration: several statements without parameters, in SQLite's words for types and tables.
  virtual void execute(const std::string& script) = 0;

  // Use Transaction.
  virtual void begin(Span span) = 0;
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;

  /// Within a transaction: waits until no other holds the lock, and holds it to the end.
  virtual void lock(Lock lock) = 0;
  /// Whether other processes may change the same store.
  [[nodiscard]] virtual bool is_shared() const = 0;
};

/// Makes connections; throws DatabaseError. Called from any thread.
using Connect = std::function<std::unique_ptr<Database>(Database::Access)>;

/// A transaction: rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database, Database::Span span = Database::Span::kWrite);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace signalbox::store
