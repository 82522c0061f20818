// The store's schema, brought to the version that this program needs.
#pragma once

#include "server/store/sql/database.h"

namespace signalbox::store {

/// Applies the numbered migrations (store/migrations) that the store has not seen, all in one transaction. Throws
/// DatabaseError when the store was made by a later version of the program, or when a migration that was applied is not
/// the one that this program carries.
void migrate(Database& database);

}  // namespace signalbox::store
