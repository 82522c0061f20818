#include "server/store/sql/sql_store.h"

#include "server/sha256.h"
#include "server/store/chain.h"
#include "server/store/sql/entry_rows.h"
#include "server/store/sql/migrate.h"
#include "server/store/sql/readers.h"
#include "server/store/sql/sql_runs.h"
#include "server/store/sql/sql_workflow_runs.h"
#include "server/store/sql/writer.h"

namespace signalbox::store {
namespace {

constexpr std::int64_t kEntriesAtOnce = 500;

Kind kind_of(std::string_view text) {
  if (text == "definition") return Kind::kDefinition;
  return text == "directory" ? Kind::kDirectory : Kind::kRoster;
}

Version read_version(const Statement& row) {
  return {{kind_of(row.text(0)), row.text(1)}, row.number(2), row.text(3), Instant{row.number(4)}};
}

class SqlStore final : public Store {
 public:
  SqlStore(const Connect& connect, std::unique_ptr<Database> database, std::function<void(std::size_t)> on_group)
      : readers_(connect),
        writer_(connect, std::move(database), std::move(on_group)),
        runs_(readers_, writer_),
        workflows_(readers_, writer_) {}

  void append(NewEntry entry, std::function<void(Result<Appended>)> done) override {
    writer_.append(std::move(entry), std::move(done));
  }
  Result<std::optional<Entry>> entry(const std::string& id) override;
  Result<std::vector<Entry>> entries(const std::string& object, const std::string& record_id, std::int64_t before,
                                     std::size_t limit) override;
  Result<std::optional<Entry>> entry_with_key(const std::string& object, const std::string& record_id,
                                              const std::string& key) override;
  Result<LogCheck> check_log() override;
  Result<std::optional<Draft>> draft(const Title& title) override;
  Result<bool> save_draft(const Title& title, const std::optional<Hash>& expected, const Draft& draft) override;
  Result<std::vector<Version>> current_versions() override;
  Result<std::vector<Version>> versions(const Title& title) override;
  Result<std::vector<Version>> publish(const std::vector<NewVersion>& documents, Instant published) override;
  Result<std::optional<std::string>> body(const Hash& hash) override;
  RunStore& runs() override { return runs_; }
  WorkflowStore& workflows() override { return workflows_; }

 private:
  Readers readers_;
  Writer writer_;
  SqlRuns runs_;
  SqlWorkflowRuns workflows_;
};

std::optional<Entry> one_entry(Statement& row) { return row.step() ? std::optional(read_entry(row)) : std::nullopt; }

Result<std::optional<Entry>> SqlStore::entry(const std::string& id) {
  return readers_.with([&](Database& database) {
    Statement row = database.statement("SELECT " SIGNALBOX_ENTRY_COLUMNS " FROM decisions WHERE id = ?");
    return one_entry(row.bind(id));
  });
}

Result<std::vector<Entry>> SqlStore::entries(const std::string& object, const std::string& record_id,
                                             std::int64_t before, std::size_t limit) {
  return readers_.with([&](Database& database) {
    Statement rows =
        database.statement("SELECT " SIGNALBOX_ENTRY_COLUMNS
                           " FROM decisions WHERE object = ? AND record_id = ? AND (? = 0 OR sequence < ?) "
                           "ORDER BY sequence DESC LIMIT ?");
    rows.bind(object).bind(record_id).bind(before).bind(before).bind(static_cast<std::int64_t>(limit));
    std::vector<Entry> entries;
    while (rows.step()) entries.push_back(read_entry(rows));
    return entries;
  });
}

Result<std::optional<Entry>> SqlStore::entry_with_key(const std::string& object, const std::string& record_id,
                                                      const std::string& key) {
  return readers_.with([&](Database& database) {
    Statement row = database.statement("SELECT " SIGNALBOX_ENTRY_COLUMNS
                                       " FROM decisions WHERE object = ? AND record_id = ? AND idempotency_key = ?");
    return one_entry(row.bind(object).bind(record_id).bind(key));
  });
}

/// Whether the entry fits behind what was checked.
bool add_entry(const Entry& entry, LogCheck& check) {
  const bool fits =
      entry.sequence == check.entries + 1 && entry.previous_hash == check.head && entry.hash == entry_hash(entry);
  if (!fits) check.broken_sequence = entry.sequence;
  check.entries = entry.sequence;
  check.head = entry.hash;
  return fits;
}

LogCheck walk_log(Database& database) {
  LogCheck check{0, kNoHash, std::nullopt};
  for (bool has_more = true; has_more;) {
    Statement rows = database.statement("SELECT " SIGNALBOX_ENTRY_COLUMNS
                                        " FROM decisions WHERE sequence > ? ORDER BY sequence LIMIT ?");
    rows.bind(check.entries).bind(kEntriesAtOnce);
    std::int64_t found = 0;
    while (rows.step()) {
      if (!add_entry(read_entry(rows), check)) return check;
      ++found;
    }
    has_more = found == kEntriesAtOnce;
  }
  return check;
}

Result<LogCheck> SqlStore::check_log() { return readers_.with_snapshot(walk_log); }

Result<std::optional<Draft>> SqlStore::draft(const Title& title) {
  return readers_.with([&](Database& database) -> std::optional<Draft> {
    Statement row = database.statement("SELECT body, hash, saved_ms FROM drafts WHERE kind = ? AND name = ?");
    if (!row.bind(kind_name(title.kind)).bind(title.name).step()) return std::nullopt;
    return Draft{row.text(0), row.text(1), Instant{row.number(2)}};
  });
}

Result<bool> SqlStore::save_draft(const Title& title, const std::optional<Hash>& expected, const Draft& draft) {
  bool saved = false;
  try {
    writer_.run([&](Database& database) {
      saved = false;
      database.lock(Lock::kDocuments);
      std::optional<Hash> present;
      {
        Statement row = database.statement("SELECT hash FROM drafts WHERE kind = ? AND name = ?");
        if (row.bind(kind_name(title.kind)).bind(title.name).step()) present = row.text(0);
      }
      if (present != expected) return;
      database
          .statement(
              "INSERT INTO drafts (kind, name, hash, body, saved_ms) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, name) "
              "DO UPDATE SET hash = excluded.hash, body = excluded.body, saved_ms = excluded.saved_ms")
          .bind(kind_name(title.kind))
          .bind(title.name)
          .bind(draft.hash)
          .bind_blob(draft.body)
          .bind(draft.saved.ms)
          .run();
      saved = true;
    });
  } catch (const DatabaseError& error) {
    return tl::unexpected(trouble_of(error));
  }
  return saved;
}

Result<std::vector<Version>> SqlStore::current_versions() {
  return readers_.with([](Database& database) {
    Statement rows = database.statement(
        "SELECT kind, name, number, hash, published_ms FROM versions AS one WHERE number = "
        "(SELECT MAX(number) FROM versions WHERE kind = one.kind AND name = one.name) ORDER BY kind, name");
    std::vector<Version> versions;
    while (rows.step()) versions.push_back(read_version(rows));
    return versions;
  });
}

Result<std::vector<Version>> SqlStore::versions(const Title& title) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement(
        "SELECT kind, name, number, hash, published_ms FROM versions WHERE kind = ? AND name = ? ORDER BY number");
    rows.bind(kind_name(title.kind)).bind(title.name);
    std::vector<Version> versions;
    while (rows.step()) versions.push_back(read_version(rows));
    return versions;
  });
}

Version publish_one(Database& database, const NewVersion& document, Instant published) {
  Version version{document.title, 1, sha256_hex(document.body), published};
  const std::string_view kind = kind_name(document.title.kind);
  database.statement("INSERT INTO documents (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING")
      .bind(version.hash)
      .bind_blob(document.body)
      .run();
  {
    Statement last = database.statement("SELECT MAX(number) FROM versions WHERE kind = ? AND name = ?");
    if (last.bind(kind).bind(document.title.name).step()) version.number = last.number(0) + 1;
  }
  database.statement("INSERT INTO versions (kind, name, number, hash, published_ms) VALUES (?, ?, ?, ?, ?)")
      .bind(kind)
      .bind(document.title.name)
      .bind(version.number)
      .bind(version.hash)
      .bind(published.ms)
      .run();
  return version;
}

Result<std::vector<Version>> SqlStore::publish(const std::vector<NewVersion>& documents, Instant published) {
  std::vector<Version> versions;
  try {
    writer_.run([&](Database& database) {
      versions.clear();
      database.lock(Lock::kDocuments);
      for (const NewVersion& document : documents) versions.push_back(publish_one(database, document, published));
    });
  } catch (const DatabaseError& error) {
    return tl::unexpected(trouble_of(error));
  }
  return versions;
}

Result<std::optional<std::string>> SqlStore::body(const Hash& hash) {
  return readers_.with([&](Database& database) -> std::optional<std::string> {
    Statement row = database.statement("SELECT body FROM documents WHERE hash = ?");
    if (!row.bind(hash).step()) return std::nullopt;
    return row.text(0);
  });
}

tl::unexpected<Trouble> cannot_use(const std::string& label, const DatabaseError& error) {
  return tl::unexpected(Trouble{"cannot use the store `" + label + "`: " + error.what()});
}

}  // namespace

Result<std::unique_ptr<Store>> open_store(const std::string& label, const Connect& connect,
                                          std::function<void(std::size_t)> on_group) {
  try {
    std::unique_ptr<Database> database = connect(Database::Access::kReadWrite);
    migrate(*database);
    return std::make_unique<SqlStore>(connect, std::move(database), std::move(on_group));
  } catch (const DatabaseError& error) {
    return cannot_use(label, error);
  }
}

Result<LogCheck> check_store_log(const std::string& label, const Connect& connect) {
  try {
    const std::unique_ptr<Database> database = connect(Database::Access::kReadOnly);
    const Transaction snapshot(*database, Database::Span::kSnapshot);
    return walk_log(*database);
  } catch (const DatabaseError& error) {
    return cannot_use(label, error);
  }
}

}  // namespace signalbox::store
