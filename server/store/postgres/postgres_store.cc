#include "server/store/postgres/postgres_store.h"

#include "server/store/postgres/postgres_database.h"
#include "server/store/sql/sql_store.h"

namespace signalbox::store {
namespace {

Connect connections_to(const PostgresAddress& address) {
  return [address](Database::Access access) -> std::unique_ptr<Database> {
    return std::make_unique<PostgresDatabase>(address, access);
  };
}

}  // namespace

Result<std::unique_ptr<Store>> open_postgres_store(const PostgresAddress& address,
                                                   std::function<void(std::size_t)> on_group) {
  return open_store(address.label(), connections_to(address), std::move(on_group));
}

Result<LogCheck> check_postgres_log(const PostgresAddress& address) {
  return check_store_log(address.label(), connections_to(address));
}

}  // namespace signalbox::store
