// Entries of the decision log as rows.
#pragma once

#include "server/store/sql/database.h"
#include "server/store/store.h"

namespace signalbox::store {

#define SIGNALBOX_ENTRY_COLUMNS                                                                                      \
  "sequence, id, committed_ms, object, record_id, at_ms, explain, definition, definition_version, definition_hash, " \
  "directory_hash, roster_hash, record, decision, engine, idempotency_key, request_hash, previous_hash, hash"

/// The row of a statement that selects SIGNALBOX_ENTRY_COLUMNS.
[[nodiscard]] Entry read_entry(const Statement& row);
void insert_entry(Database& database, const Entry& entry);

}  // namespace signalbox::store
