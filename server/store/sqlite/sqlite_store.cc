#include "server/store/sqlite/sqlite_store.h"

#include "server/sha256.h"
#include "server/store/chain.h"
#include "server/store/sqlite/entry_rows.h"
#include "server/store/sqlite/folder_lock.h"
#include "server/store/sqlite/migrate.h"
#include "server/store/sqlite/readers.h"
#include "server/store/sqlite/sqlite_runs.h"
#include "server/store/sqlite/writer.h"

namespace signalbox::store {
namespace {

constexpr const char* kDatabaseFile = "/signalbox.db";

std::string_view kind_text(Kind kind) {
  switch (kind) {
    case Kind::kDefinition:
      return "definition";
    case Kind::kDirectory:
      return "directory";
    case Kind::kRoster:
      return "roster";
  }
  return {};
}

Kind kind_of(std::string_view text) {
  if (text == "definition") return Kind::kDefinition;
  return text == "directory" ? Kind::kDirectory : Kind::kRoster;
}

Version read_version(const Statement& row) {
  return {{kind_of(row.text(0)), row.text(1)}, row.number(2), row.text(3), Instant{row.number(4)}};
}

class SqliteStore final : public Store {
 public:
  SqliteStore(FolderLock lock, const std::string& path, std::unique_ptr<Database> database,
              std::function<void(std::size_t)> on_group)
      : lock_(std::move(lock)),
        readers_(path),
        writer_(std::move(database), std::move(on_group)),
        runs_(readers_, writer_) {}

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

 private:
  FolderLock lock_;
  Readers readers_;
  Writer writer_;
  SqliteRuns runs_;
};

std::optional<Entry> one_entry(Statement& row) { return row.step() ? std::optional(read_entry(row)) : std::nullopt; }

Result<std::optional<Entry>> SqliteStore::entry(const std::string& id) {
  return readers_.with([&](Database& database) {
    Statement row = database.statement("SELECT " SIGNALBOX_ENTRY_COLUMNS " FROM decisions WHERE id = ?");
    return one_entry(row.bind(id));
  });
}

Result<std::vector<Entry>> SqliteStore::entries(const std::string& object, const std::string& record_id,
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

Result<std::optional<Entry>> SqliteStore::entry_with_key(const std::string& object, const std::string& record_id,
                                                         const std::string& key) {
  return readers_.with([&](Database& database) {
    Statement row = database.statement("SELECT " SIGNALBOX_ENTRY_COLUMNS
                                       " FROM decisions WHERE object = ? AND record_id = ? AND idempotency_key = ?");
    return one_entry(row.bind(object).bind(record_id).bind(key));
  });
}

LogCheck walk_log(Database& database) {
  LogCheck check{0, kNoHash, std::nullopt};
  Statement rows = database.statement("SELECT " SIGNALBOX_ENTRY_COLUMNS " FROM decisions ORDER BY sequence");
  while (!check.broken_sequence && rows.step()) {
    const Entry entry = read_entry(rows);
    const bool fits =
        entry.sequence == check.entries + 1 && entry.previous_hash == check.head && entry.hash == entry_hash(entry);
    if (!fits) check.broken_sequence = entry.sequence;
    check.entries = entry.sequence;
    check.head = entry.hash;
  }
  return check;
}

Result<LogCheck> SqliteStore::check_log() { return readers_.with(walk_log); }

Result<std::optional<Draft>> SqliteStore::draft(const Title& title) {
  return readers_.with([&](Database& database) -> std::optional<Draft> {
    Statement row = database.statement("SELECT body, hash, saved_ms FROM drafts WHERE kind = ? AND name = ?");
    if (!row.bind(kind_text(title.kind)).bind(title.name).step()) return std::nullopt;
    return Draft{row.text(0), row.text(1), Instant{row.number(2)}};
  });
}

Result<bool> SqliteStore::save_draft(const Title& title, const std::optional<Hash>& expected, const Draft& draft) {
  bool saved = false;
  try {
    writer_.run([&](Database& database) {
      std::optional<Hash> present;
      {
        Statement row = database.statement("SELECT hash FROM drafts WHERE kind = ? AND name = ?");
        if (row.bind(kind_text(title.kind)).bind(title.name).step()) present = row.text(0);
      }
      if (present != expected) return;
      database.statement("INSERT OR REPLACE INTO drafts (kind, name, hash, body, saved_ms) VALUES (?, ?, ?, ?, ?)")
          .bind(kind_text(title.kind))
          .bind(title.name)
          .bind(draft.hash)
          .bind_blob(draft.body)
          .bind(draft.saved.ms)
          .run();
      saved = true;
    });
  } catch (const DatabaseError& error) {
    return tl::unexpected(Trouble{error.what()});
  }
  return saved;
}

Result<std::vector<Version>> SqliteStore::current_versions() {
  return readers_.with([](Database& database) {
    Statement rows = database.statement(
        "SELECT kind, name, MAX(number), hash, published_ms FROM versions GROUP BY kind, name ORDER BY kind, name");
    std::vector<Version> versions;
    while (rows.step()) versions.push_back(read_version(rows));
    return versions;
  });
}

Result<std::vector<Version>> SqliteStore::versions(const Title& title) {
  return readers_.with([&](Database& database) {
    Statement rows = database.statement(
        "SELECT kind, name, number, hash, published_ms FROM versions WHERE kind = ? AND name = ? ORDER BY number");
    rows.bind(kind_text(title.kind)).bind(title.name);
    std::vector<Version> versions;
    while (rows.step()) versions.push_back(read_version(rows));
    return versions;
  });
}

Version publish_one(Database& database, const NewVersion& document, Instant published) {
  Version version{document.title, 1, sha256_hex(document.body), published};
  const std::string_view kind = kind_text(document.title.kind);
  database.statement("INSERT OR IGNORE INTO documents (hash, body) VALUES (?, ?)")
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

Result<std::vector<Version>> SqliteStore::publish(const std::vector<NewVersion>& documents, Instant published) {
  std::vector<Version> versions;
  try {
    writer_.run([&](Database& database) {
      for (const NewVersion& document : documents) versions.push_back(publish_one(database, document, published));
    });
  } catch (const DatabaseError& error) {
    return tl::unexpected(Trouble{error.what()});
  }
  return versions;
}

Result<std::optional<std::string>> SqliteStore::body(const Hash& hash) {
  return readers_.with([&](Database& database) -> std::optional<std::string> {
    Statement row = database.statement("SELECT body FROM documents WHERE hash = ?");
    if (!row.bind(hash).step()) return std::nullopt;
    return row.text(0);
  });
}

tl::unexpected<Trouble> cannot_use(const std::string& path, const DatabaseError& error) {
  return tl::unexpected(Trouble{"cannot use the store `" + path + "`: " + error.what()});
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& folder, std::function<void(std::size_t)> on_group) {
  Result<FolderLock> lock = FolderLock::take(folder);
  if (!lock) return tl::unexpected(lock.error());
  const std::string path = folder + kDatabaseFile;
  try {
    auto database = std::make_unique<Database>(path, Database::Mode::kReadWrite);
    migrate(*database);
    return std::make_unique<SqliteStore>(std::move(*lock), path, std::move(database), std::move(on_group));
  } catch (const DatabaseError& error) {
    return cannot_use(path, error);
  }
}

Result<LogCheck> check_sqlite_log(const std::string& folder) {
  const std::string path = folder + kDatabaseFile;
  try {
    Database database(path, Database::Mode::kReadOnly);
    return walk_log(database);
  } catch (const DatabaseError& error) {
    return cannot_use(path, error);
  }
}

}  // namespace signalbox::store
