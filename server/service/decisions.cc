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

Result<std::string> Decisions::preview(const Question& question) {
  const std::shared_ptr<const Published> published = library_.published();
  if (!published->directory) return no_directory();
  std::optional<api::Program> program;
  if (question.definition_body) {
    api::Loaded<api::Program> loaded = api::load_definition(*question.definition_body);
    if (!loaded.value)
      return refuse(Ground::kInvalid, "invalid-definition", "The definition has errors.", "/definition",
                    std::move(loaded.diagnostics));
    program = std::move(loaded.value);
  } else {
    auto chosen = choose_definition(*published, question.definition_name, "");
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
  if (!published->directory) return no_directory();
  auto chosen = choose_definition(*published, logged.question.definition_name, logged.object);
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

Result<Verification> Decisions::verify(const std::string& id) {
  Result<store::Entry> found = entry(id);
  if (!found) return tl::unexpected(std::move(found.error()));
  Result<api::Program> program = library_.pinned().definition(found->definition_hash);
  if (!program) return tl::unexpected(std::move(program.error()));
  Result<api::Directory> directory = library_.pinned().directory(found->directory_hash);
  if (!directory) return tl::unexpected(std::move(directory.error()));
  api::Context context{std::move(*program), *directory, std::nullopt, found->at, found->explain};
  if (found->roster_hash) {
    Result<api::Roster> roster = library_.pinned().roster(*found->roster_hash, found->directory_hash, *directory);
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
