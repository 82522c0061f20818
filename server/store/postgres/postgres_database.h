// PostgreSQL below the stores.
#pragma once

#include <map>
#include <string>

#include "server/store/postgres/address.h"
#include "server/store/postgres/connection.h"
#include "server/store/sql/database.h"

namespace signalbox::store {

/// One connection. Within a transaction, statements whose rows nobody awaits are only sent; what they met with is told
/// by the next step() or by commit().
class PostgresDatabase final : public Database {
 public:
  /// Throws as PostgresConnection.
  PostgresDatabase(const PostgresAddress& address, Access access);

  [[nodiscard]] Statement statement(const char* sql) override;
  void execute(const std::string& script) override;
  void begin(Span span) override;
  /// A connection that breaks here leaves open whether the change was made: then the server is asked on another one,
  /// for a minute at most.
  void commit() override;
  void roll_back() noexcept override;
  void lock(Lock lock) override;
  [[nodiscard]] bool is_shared() const override { return true; }

 private:
  class Cursor;
  [[nodiscard]] std::optional<bool> was_committed(const std::string& transaction) const;
  void settle_commit(const std::string& transaction, const DatabaseError& lost) const;

  PostgresAddress address_;
  PostgresConnection connection_;
  std::map<const char*, std::string> names_;  ///< Of the prepared statements.
  std::vector<const char*> new_names_;        ///< Prepared since the transaction began.
  int prepared_ = 0;
  bool is_in_transaction_ = false;
  PendingPointer number_;  ///< Of the transaction, when it writes.
  std::int64_t locks_held_ = 0;
};

}  // namespace signalbox::store
