// One connection to a PostgreSQL server in libpq's pipeline mode: statements are sent ahead, results come in their
// order.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/store/postgres/address.h"
#include "server/store/sql/database.h"

struct pg_conn;
struct pg_result;

namespace signalbox::store {

struct ResultDeleter {
  void operator()(pg_result* result) const;
};
using ResultPointer = std::unique_ptr<pg_result, ResultDeleter>;

/// What a statement that was sent comes to.
struct Pending {
  ResultPointer result;  ///< None: it has not come, or failed.
  bool has_come = false;
  std::uint64_t number = 0;  ///< Of all that the connection has sent.
};
using PendingPointer = std::shared_ptr<Pending>;

/// A parameter as it travels: numbers and bytes in binary form, texts as they are. `bytes` none: NULL.
struct Parameter {
  unsigned type = 0;  ///< The type's number in PostgreSQL.
  std::optional<std::string_view> bytes;
};

/// For one thread at a time. What is sent goes out when somebody waits.
class PostgresConnection {
 public:
  /// Throws DatabaseError: kLost when there is no server that lets this user in, kRefused when the server cannot keep
  /// the store.
  PostgresConnection(const PostgresAddress& address, Database::Access access);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  void prepare(const std::string& name, const std::string& sql, const std::vector<Parameter>& parameters);
  [[nodiscard]] PendingPointer send(const std::string& name, const std::vector<Parameter>& parameters);
  [[nodiscard]] PendingPointer send_text(const char* sql);
  /// Ends what failed, if anything did: until then, behind a failure nothing is carried out.
  void send_sync();

  /// Waits until it has come. Throws what failed first.
  void wait(const Pending& pending);
  /// Waits until everything has come. Throws what failed first.
  void drain();
  /// Waits until everything has come, whatever it is. False: the connection is broken.
  [[nodiscard]] bool settle() noexcept;
  /// Runs several statements without parameters outside of the pipeline. Nothing may be pending.
  void run_script(const std::string& script);

 private:
  PendingPointer add_pending();
  void check_sent(int code);
  void flush();
  void await_input();
  void receive_one();
  void take(ResultPointer result);
  void throw_failure();
  [[noreturn]] void throw_lost();

  pg_conn* connection_;
  std::uint64_t sent_ = 0;
  std::uint64_t flushed_ = 0;             ///< The server was told to answer up to this one.
  std::deque<PendingPointer> pending_;    ///< In the order sent; none: a sync.
  std::optional<DatabaseError> failure_;  ///< The first since the last sync.
};

}  // namespace signalbox::store
