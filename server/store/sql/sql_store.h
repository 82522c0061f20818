// The store over any database.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/store/sql/database.h"
#include "server/store/store.h"

namespace signalbox::store {

/// Connects and brings the schema up to date. `label` names the store in what cannot be done; it holds no secrets.
/// `on_group` is called on the writer's thread after each commit, with the number of changes that shared it.
[[nodiscard]] Result<std::unique_ptr<Store>> open_store(const std::string& label, const Connect& connect,
                                                        std::function<void(std::size_t)> on_group);

/// Recomputes every hash of the decision log without changing anything. O(log).
[[nodiscard]] Result<LogCheck> check_store_log(const std::string& label, const Connect& connect);

}  // namespace signalbox::store
