#include "server/store/sql/migrate.h"

#include <fmt/format.h>

#include "server/clock.h"
#include "server/sha256.h"

namespace signalbox::store {
namespace {

struct Migration {
  std::string_view name;
  std::string_view sql;
};

constexpr Migration kMigrations[] = {
#include "embedded/migrations.inc"
};

void apply(Database& database, std::int64_t number, const Migration& migration) {
  database.execute(std::string(migration.sql));
  const std::string hash = sha256_hex(migration.sql);
  database.statement("INSERT INTO migrations (number, name, hash, applied_ms) VALUES (?, ?, ?, ?)")
      .bind(number)
      .bind(migration.name)
      .bind(hash)
      .bind(now().ms)
      .run();
}

}  // namespace

void migrate(Database& database) {
  Transaction transaction(database);
  database.lock(Lock::kSchema);
  database.execute(
      "CREATE TABLE IF NOT EXISTS migrations "
      "(number INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, applied_ms INTEGER NOT NULL) "
      "STRICT");
  std::int64_t applied = 0;
  {
    Statement rows = database.statement("SELECT number, name, hash FROM migrations ORDER BY number");
    while (rows.step()) {
      applied = rows.number(0);
      if (applied > std::ssize(kMigrations)) {
        throw DatabaseError(
            fmt::format("the store was made by a later version of signalbox (migration `{}`)", rows.text(1)));
      }
      if (rows.text(2) != sha256_hex(kMigrations[applied - 1].sql)) {
        throw DatabaseError(fmt::format("the store's migration `{}` is not the one of this program", rows.text(1)));
      }
    }
  }
  for (std::int64_t next = applied; next < std::ssize(kMigrations); ++next)
    apply(database, next + 1, kMigrations[next]);
  transaction.commit();
}

}  // namespace signalbox::store
