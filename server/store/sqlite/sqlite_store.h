// The embedded store: one SQLite file in the data folder.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/store/store.h"

namespace signalbox::store {

/// Opens the store in `folder`, which is made (for its owner only) when it is not there, and brings its schema up to
/// date. One process at a time: a second one is refused. `on_group` is called on the writer's thread after each commit
/// of the log, with the number of appends that shared it.
[[nodiscard]] Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& folder,
                                                               std::function<void(std::size_t)> on_group);

/// Recomputes every hash of the decision log in `folder` without changing anything; a process that serves the folder
/// may go on. Fails when there is no store. O(log).
[[nodiscard]] Result<LogCheck> check_sqlite_log(const std::string& folder);

}  // namespace signalbox::store
