#include "server/cli/store_options.h"

#include <fmt/format.h>

namespace signalbox::cli {

Option database_option() {
  return {"database", "URL",
          "The store is this PostgreSQL database (15 or later): `postgresql://USER@HOST:PORT/DATABASE`."};
}

Result<StoreOptions> store_options(const Arguments& arguments) {
  StoreOptions store{arguments.value("data"), arguments.value("database")};
  if (store.data_folder && store.database_url) {
    return fail(Exit::kUsage, "The store is in a folder or in a database: give `--data` or `--database`, not both.");
  }
  if (store.data_folder || store.database_url) return store;
  return fail(Exit::kUsage,
              fmt::format("`signalbox {}` needs `--data DIR`, the folder of its store, or `--database URL`, the "
                          "PostgreSQL database that it is in.",
                          arguments.command()));
}

}  // namespace signalbox::cli
