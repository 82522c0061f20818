// Messages that ask what is wrong with decisions, and what differs between two versions.
#include "api/analysis.h"
#include "api/change.h"
#include "api/session_call.h"
#include "base/limits.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

std::uint64_t budget_of(Call& call) {
  if (!call.has("budget")) return limits::kAnalysisSteps;
  return static_cast<std::uint64_t>(call.integer("budget", 1, INT64_MAX).value_or(1));
}

bool fits(const Records& records, const Program& program) {
  return records.set().layout().fingerprint() == program.parts().layout->fingerprint();
}

/// Writes the member `records` when the header names records.
void add_record_changes(Call& call, json::Writer& writer, const Program& before, const Program& after) {
  const auto records = call.records("records");
  const auto of_new = call.has("newRecords") ? call.records("newRecords") : records;
  const auto at = call.instant("at");
  const auto directory = call.has("directory") ? call.directory() : std::nullopt;
  if (call.has_failed()) return;
  if (!fits(*records, before) || !fits(*of_new, after)) {
    return call.fail("layout-changed",
                     "The records were prepared for other fields; prepare `records` by the old program and "
                     "`newRecords` by the new one.");
  }
  if (records->size() != of_new->size()) {
    return call.fail("bad-header",
                     "`records` and `newRecords` are not the same records: " + std::to_string(records->size()) +
                         " and " + std::to_string(of_new->size()) + ".");
  }
  writer.key("records");
  write_record_changes(writer, before, after, {*records, *of_new, *at, directory});
}

}  // namespace

void answer_analyse(Call& call) {
  call.only_members({"op", "program", "decision", "budget"});
  const auto program = call.program();
  const rules::Table* decision = call.has("decision") ? call.decision(program) : nullptr;
  const std::uint64_t budget = budget_of(call);
  if (call.has_failed()) return;
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("decisions");
  write_analysis(writer, *program, decision, budget);
  writer.end_object();
}

void answer_diff(Call& call) {
  call.only_members({"op", "old", "new", "budget", "records", "newRecords", "at", "directory"});
  const auto before = call.program("old");
  const auto after = call.program("new");
  const std::uint64_t budget = budget_of(call);
  if (call.has_failed()) return;
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("decisions");
  write_difference(writer, *before, *after, budget);
  if (call.has("records")) add_record_changes(call, writer, *before, *after);
  if (!call.has_failed()) writer.end_object();
}

void answer_change(Call& call) {
  call.only_members({"op", "program", "decision", "rule", "directory", "at", "budget"});
  auto program = call.program();
  auto directory = call.has("directory") ? call.directory() : std::nullopt;
  const auto decision = call.text("decision");
  const auto rule = call.text("rule");
  const auto at = call.instant("at");
  const std::uint64_t budget = budget_of(call);
  if (call.has_failed()) return;
  std::string change;
  const bool is_found =
      write_change({std::move(*program), std::move(directory), *decision, *rule, *at, budget}, call.body(), change);
  call.out() += is_found ? R"({"ok":true,"change":)" + change + '}' : change;
}

}  // namespace signalbox::api
