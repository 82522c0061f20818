#include "server/service/decisions.h"

#include <fmt/format.h>

#include "base/unicode.h"
#include "server/clock.h"
#include "server/entry_id.h"
#include "server/json_text.h"
#include "server/sha256.h"
#include "server/store/chain.h"

namespace signalbox::service {
namespace {

constexpr std::string_view kHowToPublish = "Publish one with `POST /v1/{}/publish`, or start the server with `--{}`.";

tl::unexpected<Refusal> nothing_published(std::string_view what, std::string_view path, std::string_view option) {
  return refuse(Ground::kConflict, fmt::format("no-{}", what),
                fmt::format("No {} is published. ", what) + fmt::format(fmt::runtime(kHowToPublish), path, option));
}

/// The engine's answer to a record that it cannot read, as a refusal.
tl::unexpected<Refusal> bad_record(std::string_view answer) {
  const auto document = parse_own(answer);
  const std::optional<json::Node> error = document->root().find("error");
  const std::optional<json::Node> diagnostics = document->root().find("diagnostics");
  return refuse(Ground::kInvalid, std::string(error ? text_member(*error, "code") : "record"),
                std::string(error ? text_member(*error, "sentence") : "The record cannot be decided."), "/record",
                diagnostics ? std::string(raw_bytes(*document, *diagnostics)) : "[]");
}

Result<std::string> run_engine(const api::Context& context, std::string_view record) {
  std::string decision;
  api::Decider decider(context);
  if (!decider.decide(record, decision)) return bad_record(decision);
  return decision;
}

/// The record's own id must be the one in the address, when it has one.
Result<void> check_record_id(std::string_view decision, const std::string& record_id) {
  const auto document = parse_own(decision);
  const std::optional<json::Node> record = document->root().find("record");
  const std::string_view id = record ? text_member(*record, "id") : std::string_view{};
  if (id.empty() || id == record_id) return {};
  return refuse(Ground::kInvalid, "record-id",
                fmt::format("The record's id is `{}`, but the address says `{}`.", id, record_id), "/record/Id");
}

}  // namespace

/// The published definition that decides: by its name, or the only one for the object.
Result<std::shared_ptr<const PublishedDefinition>> Decisions::choose(const Published& published,
                                                                     const Question& question,
                                                                     const std::string& object) const {
  if (question.definition_name) {
    const auto named = published.definitions.find(*question.definition_name);
    if (named == published.definitions.end()) {
      return refuse(Ground::kNotFound, "no-definition",
                    fmt::format("There is no published definition `{}`.", *question.definition_name), "/definition");
    }
    if (!object.empty() && !unicode::equals_ignoring_ascii_case(named->second->program.object(), object)) {
      return refuse(Ground::kInvalid, "definition-object",
                    fmt::format("The definition `{}` decides records of `{}`, not of `{}`.", *question.definition_name,
                                named->second->program.object(), object),
                    "/definition");
    }
    return named->second;
  }
  std::shared_ptr<const PublishedDefinition> chosen;
  for (const auto& [name, definition] : published.definitions) {
    if (!object.empty() && !unicode::equals_ignoring_ascii_case(definition->program.object(), object)) continue;
    if (chosen) {
      return refuse(Ground::kConflict, "several-definitions",
                    "Several published definitions could decide this record: name one in `definition`.", "/definition");
    }
    chosen = definition;
  }
  if (!chosen && !object.empty() && !published.definitions.empty()) {
    return refuse(Ground::kNotFound, "no-definition",
                  fmt::format("No published definition decides records of `{}`.", object));
  }
  if (!chosen) return nothing_published("definition", "definitions/NAME", "definition FILE");
  return chosen;
}

Result<std::string> Decisions::preview(const Question& question) {
  const std::shared_ptr<const Published> published = library_.published();
  if (!published->directory) return nothing_published("directory", "directory", "directory FILE");
  std::optional<api::Program> program;
  if (question.definition_body) {
    api::Loaded<api::Program> loaded = api::load_definition(*question.definition_body);
    if (!loaded.value)
      return refuse(Ground::kInvalid, "invalid-definition", "The definition has errors.", "/definition",
                    std::move(loaded.diagnostics));
    program = std::move(loaded.value);
  } else {
    auto chosen = choose(*published, question, "");
    if (!chosen) return tl::unexpected(std::move(chosen.error()));
    program = (*chosen)->program;
  }
  api::Context context{*program, published->directory->directory, std::nullopt, question.at, question.explain};
  if (published->roster) context.roster = published->roster->roster;
  Result<std::string> decision = run_engine(context, question.record);
  if (decision) metrics_.previews.add();
  return decision;
}

/// The entry of an equal request with the same key, when there is one.
Result<std::optional<store::Entry>> Decisions::repeated(const LoggedQuestion& question) {
  if (!question.idempotency_key) return std::nullopt;
  auto entry = store_.entry_with_key(question.object, question.record_id, *question.idempotency_key);
  if (!entry) return store_failed(entry.error());
  return std::move(*entry);
}

Result<store::NewEntry> Decisions::decide_entry(LoggedQuestion& logged) {
  const std::shared_ptr<const Published> published = library_.published();
  if (!published->directory) return nothing_published("directory", "directory", "directory FILE");
  auto chosen = choose(*published, logged.question, logged.object);
  if (!chosen) return tl::unexpected(std::move(chosen.error()));
  api::Context context{(*chosen)->program, published->directory->directory, std::nullopt, logged.question.at,
                       logged.question.explain};
  if (published->roster) context.roster = published->roster->roster;
  Result<std::string> decision = run_engine(context, logged.question.record);
  if (!decision) return tl::unexpected(std::move(decision.error()));
  if (Result<void> fits = check_record_id(*decision, logged.record_id); !fits)
    return tl::unexpected(std::move(fits.error()));

  store::NewEntry entry;
  entry.id = new_entry_id(now());
  entry.object = std::move(logged.object);
  entry.record_id = std::move(logged.record_id);
  entry.at = logged.question.at;
  entry.explain = logged.question.explain;
  entry.definition = (*chosen)->version.title.name;
  entry.definition_version = (*chosen)->version.number;
  entry.definition_hash = (*chosen)->version.hash;
  entry.directory_hash = published->directory->version.hash;
  if (published->roster) entry.roster_hash = published->roster->version.hash;
  entry.record = std::move(logged.question.record);
  entry.decision = std::move(*decision);
  entry.engine = api::engine_version();
  entry.idempotency_key = std::move(logged.idempotency_key);
  entry.request_hash = std::move(logged.request_hash);
  return entry;
}

void Decisions::decide(LoggedQuestion question, Done done) {
  // Of two equal requests at the same moment both get here; the store sees that the second is a repetition.
  const auto answer = [this, hash = question.request_hash, done](store::Appended appended) {
    if (appended.repeated && appended.entry.request_hash != hash) {
      return done(refuse(Ground::kInvalid, "idempotency-key-used",
                         "This key was used for another request about this record. Use a new key.", "Idempotency-Key"));
    }
    (appended.repeated ? metrics_.repetitions : metrics_.decisions).add();
    done(std::move(appended));
  };
  Result<std::optional<store::Entry>> before = repeated(question);
  if (!before) return done(tl::unexpected(std::move(before.error())));
  if (*before) return answer({std::move(**before), true});
  Result<store::NewEntry> entry = decide_entry(question);
  if (!entry) return done(tl::unexpected(std::move(entry.error())));
  store_.append(std::move(*entry), [answer, done](store::Result<store::Appended> appended) {
    appended ? answer(std::move(*appended)) : done(store_failed(appended.error()));
  });
}

Result<store::Entry> Decisions::entry(const std::string& id) {
  auto entry = store_.entry(id);
  if (!entry) return store_failed(entry.error());
  if (!*entry) return refuse(Ground::kNotFound, "no-decision", fmt::format("There is no decision `{}`.", id));
  return std::move(**entry);
}

Result<std::vector<store::Entry>> Decisions::entries(const std::string& object, const std::string& record_id,
                                                     const std::string& cursor, std::size_t limit) {
  std::int64_t before = 0;
  if (!cursor.empty()) {
    const auto last = store_.entry(cursor);
    if (!last) return store_failed(last.error());
    if (!*last) return refuse(Ground::kMalformed, "cursor", "This cursor was not given by this server.", "cursor");
    before = (*last)->sequence;
  }
  auto entries = store_.entries(object, record_id, before, limit);
  if (!entries) return store_failed(entries.error());
  return std::move(*entries);
}

Result<std::string> Decisions::pinned_body(const store::Hash& hash) {
  auto body = store_.body(hash);
  if (!body) return store_failed(body.error());
  if (!*body || sha256_hex(**body) != hash) {
    return refuse(Ground::kConflict, "document-damaged",
                  "A document that this decision is pinned to is not in the store as it was.");
  }
  return std::move(**body);
}

namespace {

template <class T>
Result<T> accepted(api::Loaded<T> loaded) {
  if (loaded.value) return std::move(*loaded.value);
  return refuse(Ground::kConflict, "document-refused",
                "This engine does not accept a document that the decision is pinned to.", "",
                std::move(loaded.diagnostics));
}

/// The value that was used lately, or the one that `load` makes.
template <class T, class Load>
Result<T> recent_or(Recent<T>& recent, const std::string& key, Load load) {
  if (std::optional<T> kept = recent.find(key)) return std::move(*kept);
  Result<T> loaded = load();
  if (loaded) recent.keep(key, *loaded);
  return loaded;
}

}  // namespace

Result<api::Program> Decisions::pinned_definition(const store::Hash& hash) {
  return recent_or(definitions_, hash, [&]() -> Result<api::Program> {
    Result<std::string> body = pinned_body(hash);
    if (!body) return tl::unexpected(std::move(body.error()));
    return accepted(api::load_definition(*body));
  });
}

Result<api::Directory> Decisions::pinned_directory(const store::Hash& hash) {
  return recent_or(directories_, hash, [&]() -> Result<api::Directory> {
    Result<std::string> body = pinned_body(hash);
    if (!body) return tl::unexpected(std::move(body.error()));
    return accepted(api::load_directory(*body));
  });
}

Result<api::Roster> Decisions::pinned_roster(const store::Hash& hash, const store::Hash& directory_hash,
                                             const api::Directory& directory) {
  return recent_or(rosters_, hash + directory_hash, [&]() -> Result<api::Roster> {
    Result<std::string> body = pinned_body(hash);
    if (!body) return tl::unexpected(std::move(body.error()));
    return accepted(api::load_roster(*body, directory));
  });
}

Result<Verification> Decisions::verify(const std::string& id) {
  Result<store::Entry> found = entry(id);
  if (!found) return tl::unexpected(std::move(found.error()));
  Result<api::Program> program = pinned_definition(found->definition_hash);
  if (!program) return tl::unexpected(std::move(program.error()));
  Result<api::Directory> directory = pinned_directory(found->directory_hash);
  if (!directory) return tl::unexpected(std::move(directory.error()));
  api::Context context{std::move(*program), *directory, std::nullopt, found->at, found->explain};
  if (found->roster_hash) {
    Result<api::Roster> roster = pinned_roster(*found->roster_hash, found->directory_hash, *directory);
    if (!roster) return tl::unexpected(std::move(roster.error()));
    context.roster = std::move(*roster);
  }
  std::string decision;
  api::Decider(context).decide(found->record,
                               decision);  // A record that cannot be read now gives other bytes, which is the answer.
  const bool equal = decision == found->decision;
  (equal ? metrics_.verified_equal : metrics_.verified_different).add();
  return Verification{.equal = equal,
                      .hash_fits = store::entry_hash(*found) == found->hash,
                      .engine_then = found->engine,
                      .engine_now = std::string(api::engine_version()),
                      .decision_then = sha256_hex(found->decision),
                      .decision_now = sha256_hex(decision)};
}

Result<store::LogCheck> Decisions::check_log() {
  auto check = store_.check_log();
  if (!check) return store_failed(check.error());
  return std::move(*check);
}

}  // namespace signalbox::service
