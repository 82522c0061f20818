// The store of several processes: a PostgreSQL database.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/store/postgres/address.h"
#include "server/store/store.h"

namespace signalbox::store {

/// Opens the store in a database, as open_store. Any number of processes may.
[[nodiscard]] Result<std::unique_ptr<Store>> open_postgres_store(const PostgresAddress& address,
                                                                 std::function<void(std::size_t)> on_group);

/// Recomputes every hash of the decision log without changing anything. Fails when there is no store. O(log).
[[nodiscard]] Result<LogCheck> check_postgres_log(const PostgresAddress& address);

}  // namespace signalbox::store
