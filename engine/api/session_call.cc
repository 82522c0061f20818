#include "api/session_call.h"

#include "api/documents.h"
#include "api/program.h"
#include "api/write_diagnostics.h"
#include "base/unicode.h"
#include "model/record.h"

namespace signalbox::api {

void Call::fail(std::string_view code, std::string_view sentence) {
  if (failed_) return;
  failed_ = true;
  out_.clear();
  write_failure(code, sentence, {}, {}, out_);
}

void Call::fail(const Diagnostics& diagnostics, std::string_view source) {
  if (failed_) return;
  failed_ = true;
  out_.clear();
  write_failure(diagnostics, source, out_);
}

void Call::check_header() {
  if (failed_ || header_.diagnostics().empty()) return;
  failed_ = true;
  out_.clear();
  write_failure("bad-header", "The header of the message is wrong: " + header_.diagnostics().front().sentence,
                header_.diagnostics(), header_text_, out_);
}

std::optional<std::string_view> Call::text_body() {
  if (failed_) return std::nullopt;
  if (unicode::is_valid_utf8(body_)) return body_;
  fail("invalid-utf8", "The body is not valid UTF-8.");
  return std::nullopt;
}

void Call::only_members(std::initializer_list<std::string_view> known) {
  header_.only_members(known);
  check_header();
}

std::optional<std::string_view> Call::text(std::string_view name) {
  const auto member = header_.required(name);
  const auto value = member ? member->non_empty_text() : std::nullopt;
  check_header();
  return failed_ ? std::nullopt : value;
}

std::optional<std::int64_t> Call::integer(std::string_view name, std::int64_t low, std::int64_t high) {
  const auto member = header_.required(name);
  const auto value = member ? member->integer(low, high) : std::nullopt;
  check_header();
  return failed_ ? std::nullopt : value;
}

std::optional<Instant> Call::instant(std::string_view name) {
  const auto member = header_.required(name);
  const auto value = member ? member->instant() : std::nullopt;
  check_header();
  return failed_ ? std::nullopt : value;
}

bool Call::flag(std::string_view name) {
  const auto member = header_.find(name);
  const auto value = member ? member->boolean() : std::nullopt;
  check_header();
  return value.value_or(false);
}

template <class T>
std::optional<T> Call::thing(std::string_view name) {
  const auto handle = integer(name, 1, INT64_MAX);
  if (!handle) return std::nullopt;
  const HandleTable::Thing* found = handles_.find(*handle);
  const T* as_wanted = found ? std::get_if<T>(found) : nullptr;
  if (as_wanted) return *as_wanted;
  const std::string handle_text = std::to_string(*handle);
  fail("unknown-handle", found ? "The handle " + handle_text + " is not of the kind `" + std::string(name) + "`."
                               : "There is nothing behind the handle " + handle_text + ".");
  return std::nullopt;
}

template std::optional<Program> Call::thing<Program>(std::string_view);
template std::optional<Directory> Call::thing<Directory>(std::string_view);
template std::optional<Roster> Call::thing<Roster>(std::string_view);
template std::optional<Records> Call::thing<Records>(std::string_view);
template std::optional<Workflow> Call::thing<Workflow>(std::string_view);
template std::optional<std::shared_ptr<Dispatcher>> Call::thing<std::shared_ptr<Dispatcher>>(std::string_view);

const rules::Table* Call::decision(const std::optional<Program>& program) {
  const auto name = text("decision");
  if (!name || !program) return nullptr;
  for (const rules::Table& table : program->parts().decisions) {
    if (table.name == *name) return &table;
  }
  fail("unknown-decision", "There is no decision `" + quote_for_message(*name) + "`.");
  return nullptr;
}

const rules::PlacedFormula* Call::decision_input(const std::optional<Program>& program) {
  const rules::Table* table = decision(program);
  const auto input = integer("input", 0, INT64_MAX);
  if (!table || !input) return nullptr;
  if (static_cast<std::size_t>(*input) < table->inputs.size()) return &table->inputs[static_cast<std::size_t>(*input)];
  fail("no-such-input", "The decision has " + std::to_string(table->inputs.size()) + " inputs.");
  return nullptr;
}

std::optional<std::string_view> Call::format() {
  const auto name = has("format") ? text("format") : "auto";
  if (failed_ || record_format(*name)) return failed_ ? std::nullopt : name;
  fail("unknown-format",
       "There is no format `" + quote_for_message(*name) + "`; the formats are `auto`, `json`, `jsonl` and `csv`.");
  return std::nullopt;
}

std::optional<Context> Call::context() {
  auto its_program = program();
  auto its_directory = directory();
  auto its_roster = has("roster") ? roster() : std::nullopt;
  const auto at = instant("at");
  const auto wanted = header_.find("explain");
  const bool winners_only = wanted && wanted->node().is(json::Kind::kText) && wanted->node().as_text() == "winners";
  const bool explain = winners_only || flag("explain");
  if (failed_) return std::nullopt;
  if (its_roster && &its_roster->parts().directory.parts() != &its_directory->parts()) {
    fail("roster-directory", "The roster was read for another directory.");
    return std::nullopt;
  }
  if (has("free")) {
    const auto id = text("free");
    const auto agent = id ? its_directory->parts().directory.find_agent(*id) : std::nullopt;
    if (id && !agent) fail("unknown-agent", "The directory has no agent `" + quote_for_message(*id) + "`.");
    if (!agent) return std::nullopt;
    its_roster = with_free(its_roster, *its_directory, *agent);
  }
  return Context{std::move(*its_program), std::move(*its_directory), std::move(its_roster), *at, explain, winners_only};
}

std::optional<Records> Call::records_for(const Program* its_program) {
  auto its_records = records();
  if (!its_records || !its_program) return std::nullopt;
  if (its_records->set().layout().fingerprint() == its_program->parts().layout->fingerprint()) return its_records;
  fail("layout-changed", "The records were prepared for other fields than this program's; prepare them again.");
  return std::nullopt;
}

}  // namespace signalbox::api
