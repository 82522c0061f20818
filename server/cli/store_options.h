// The options that say where a store is.
#pragma once

#include "server/cli/arguments.h"
#include "server/cli/serve_options.h"

namespace signalbox::cli {

/// `--database URL`, beside `--data DIR`.
[[nodiscard]] Option database_option();

/// The store that the command line names; a usage error when it names none, or two.
[[nodiscard]] Result<StoreOptions> store_options(const Arguments& arguments);

}  // namespace signalbox::cli
