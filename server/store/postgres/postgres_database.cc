#include "server/store/postgres/postgres_database.h"

#include <libpq-fe.h>

#include <array>
#include <chrono>
#include <thread>

#include "server/store/postgres/dialect.h"

namespace signalbox::store {
namespace {

using ErrorKind = DatabaseError::Kind;

// Types as PostgreSQL numbers them (catalog pg_type).
constexpr unsigned kBytea = 17;
constexpr unsigned kInt8 = 20;
constexpr unsigned kText = 25;

constexpr std::chrono::milliseconds kPause{100};
constexpr int kMaxPauses = 600;

std::int64_t big_endian(std::string_view bytes) {
  std::uint64_t number = !bytes.empty() && (static_cast<unsigned char>(bytes[0]) & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(number);
}

std::string_view value_of(const PGresult* result, int row, int column) {
  return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

}  // namespace

class PostgresDatabase::Cursor final : public store::Cursor {
 public:
  Cursor(PostgresDatabase& database, const char* sql) : database_(database), sql_(sql) {}

  void bind_text(int, std::string_view text) override { parameters_.push_back({kText, text}); }
  void bind_blob(int, std::string_view bytes) override { parameters_.push_back({kBytea, bytes}); }
  void bind_null_text(int) override { parameters_.push_back({kText, std::nullopt}); }
  void bind_number(int parameter, std::int64_t number) override {
    auto& bytes = numbers_.at(static_cast<std::size_t>(parameter - 1));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * (7 - i)));
    }
    parameters_.push_back({kInt8, std::string_view(bytes.data(), bytes.size())});
  }

  void send() override {
    if (pending_) return;
    std::string& name = database_.names_[sql_];
    if (name.empty()) {
      name = "s" + std::to_string(++database_.prepared_);
      database_.new_names_.push_back(sql_);
      database_.connection_.prepare(name, numbered_parameters(sql_), parameters_);
    }
    pending_ = database_.connection_.send(name, parameters_);
  }
  bool step() override {
    if (!pending_) send();
    if (row_ < 0) await();
    return pending_->result && ++row_ < PQntuples(pending_->result.get());
  }
  void run() override {
    if (!pending_) send();
    if (!database_.is_in_transaction_) await();
  }

  [[nodiscard]] bool is_null(int column) const override {
    return PQgetisnull(pending_->result.get(), row_, column) != 0;
  }
  [[nodiscard]] std::int64_t number(int column) const override {
    return big_endian(value_of(pending_->result.get(), row_, column));
  }
  [[nodiscard]] std::string text(int column) const override {
    return std::string(value_of(pending_->result.get(), row_, column));
  }

 private:
  void await() {
    if (database_.is_in_transaction_) return database_.connection_.wait(*pending_);
    database_.connection_.send_sync();
    database_.connection_.drain();
  }

  static constexpr std::size_t kMaxParameters = 32;
  PostgresDatabase& database_;
  const char* sql_;
  std::vector<Parameter> parameters_;
  std::array<std::array<char, 8>, kMaxParameters> numbers_;
  PendingPointer pending_;
  int row_ = -1;
};

PostgresDatabase::PostgresDatabase(const PostgresAddress& address, Access access)
    : address_(address), connection_(address, access) {}

Statement PostgresDatabase::statement(const char* sql) { return Statement(std::make_unique<Cursor>(*this, sql)); }

void PostgresDatabase::execute(const std::string& script) {
  if (is_in_transaction_) {
    connection_.send_sync();
    connection_.drain();
  }
  connection_.run_script(postgres_schema(script));
}

void PostgresDatabase::begin(Span span) {
  number_.reset();
  locks_held_ = 0;
  new_names_.clear();
  is_in_transaction_ = true;
  if (span == Span::kSnapshot) {
    (void)connection_.send_text("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return;
  }
  (void)connection_.send_text("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
  number_ = connection_.send_text("SELECT CAST(pg_current_xact_id() AS text)");
}

void PostgresDatabase::lock(Lock lock) {
  const std::int64_t bit = std::int64_t{1} << static_cast<std::int64_t>(lock);
  if ((locks_held_ & bit) != 0) return;
  locks_held_ |= bit;
  // Numbers that nobody else who uses this server's advisory locks is likely to take: "signal" and the lock's.
  constexpr std::int64_t kFamily = 0x7369676E616C0000;
  statement("SELECT pg_advisory_xact_lock(?)").bind(kFamily + static_cast<std::int64_t>(lock)).run();
}

void PostgresDatabase::commit() {
  if (number_) connection_.wait(*number_);
  try {
    (void)connection_.send_text("COMMIT");
    connection_.send_sync();
    connection_.drain();
  } catch (const DatabaseError& error) {
    if (error.kind() != ErrorKind::kLost || !number_) throw;
    settle_commit(std::string(value_of(number_->result.get(), 0, 0)), error);
  }
  is_in_transaction_ = false;
}

/// What the server says of the transaction, on a connection of its own; nullopt: nothing yet.
std::optional<bool> PostgresDatabase::was_committed(const std::string& transaction) const {
  try {
    PostgresDatabase other(address_, Access::kReadOnly);
    Statement row = other.statement("SELECT pg_xact_status(CAST(CAST(? AS text) AS xid8))");
    if (!row.bind(transaction).step()) return std::nullopt;
    const std::string status = row.text(0);
    if (status == "committed") return true;
    return status == "aborted" ? std::optional(false) : std::nullopt;
  } catch (const DatabaseError&) {
    return std::nullopt;
  }
}

/// Returns when the transaction was committed; else throws.
void PostgresDatabase::settle_commit(const std::string& transaction, const DatabaseError& lost) const {
  for (int pauses = 0; pauses < kMaxPauses; ++pauses) {
    if (const std::optional<bool> committed = was_committed(transaction)) {
      if (*committed) return;
      throw DatabaseError(lost);
    }
    std::this_thread::sleep_for(kPause);
  }
  throw DatabaseError(lost.what(), ErrorKind::kUnknown);
}

void PostgresDatabase::roll_back() noexcept {
  is_in_transaction_ = false;
  // They may not have reached the server.
  for (const char* sql : new_names_) names_.erase(sql);
  try {
    connection_.send_sync();
    if (!connection_.settle()) return;
    (void)connection_.send_text("ROLLBACK");
    connection_.send_sync();
    (void)connection_.settle();
  } catch (const DatabaseError&) {
    // The connection is broken, and the server rolls back by itself.
  }
}

}  // namespace signalbox::store
