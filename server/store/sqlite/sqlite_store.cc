#include "server/store/sqlite/sqlite_store.h"

#include "server/store/sql/sql_store.h"
#include "server/store/sqlite/folder_lock.h"
#include "server/store/sqlite/sqlite_database.h"

namespace signalbox::store {
namespace {

std::string database_path(const std::string& folder) { return folder + "/signalbox.db"; }

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& folder, std::function<void(std::size_t)> on_group) {
  Result<FolderLock> lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  const std::string path = database_path(folder);
  // The folder is held as long as the store can make connections.
  const auto held = std::make_shared<FolderLock>(std::move(*lock));
  const auto connect = [held, path](Database::Access access) -> std::unique_ptr<Database> {
    return std::make_unique<SqliteDatabase>(path, access);
  };
  return open_store(path, connect, std::move(on_group));
}

Result<LogCheck> check_sqlite_log(const std::string& folder) {
  const std::string path = database_path(folder);
  return check_store_log(path, [&](Database::Access access) -> std::unique_ptr<Database> {
    return std::make_unique<SqliteDatabase>(path, access);
  });
}

}  // namespace signalbox::store
