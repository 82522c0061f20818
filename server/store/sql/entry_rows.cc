#include "server/store/sql/entry_rows.h"

namespace signalbox::store {

Entry read_entry(const Statement& row) {
  Entry entry;
  entry.sequence = row.number(0);
  entry.id = row.text(1);
  entry.committed = Instant{row.number(2)};
  entry.object = row.text(3);
  entry.record_id = row.text(4);
  entry.at = Instant{row.number(5)};
  entry.explain = row.number(6) != 0;
  entry.definition = row.text(7);
  entry.definition_version = row.number(8);
  entry.definition_hash = row.text(9);
  entry.directory_hash = row.text(10);
  entry.roster_hash = row.optional_text(11);
  entry.record = row.text(12);
  entry.decision = row.text(13);
  entry.engine = row.text(14);
  entry.idempotency_key = row.optional_text(15);
  entry.request_hash = row.text(16);
  entry.previous_hash = row.text(17);
  entry.hash = row.text(18);
  return entry;
}

void insert_entry(Database& database, const Entry& entry) {
  database
      .statement("INSERT INTO decisions (" SIGNALBOX_ENTRY_COLUMNS
                 ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(entry.sequence)
      .bind(entry.id)
      .bind(entry.committed.ms)
      .bind(entry.object)
      .bind(entry.record_id)
      .bind(entry.at.ms)
      .bind(std::int64_t{entry.explain})
      .bind(entry.definition)
      .bind(entry.definition_version)
      .bind(entry.definition_hash)
      .bind(entry.directory_hash)
      .bind_optional(entry.roster_hash)
      .bind_blob(entry.record)
      .bind_blob(entry.decision)
      .bind(entry.engine)
      .bind_optional(entry.idempotency_key)
      .bind(entry.request_hash)
      .bind(entry.previous_hash)
      .bind(entry.hash)
      .run();
}

}  // namespace signalbox::store
