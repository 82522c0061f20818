// Messages that ask what is wrong with decisions, and what differs between two versions.
#include <algorithm>

#include "api/analysis.h"
#include "api/session_call.h"
#include "base/limits.h"
#include "model/reader.h"
#include "model/record.h"

namespace signalbox::api {

namespace {

std::uint64_t budget_of(Call& call) {
  if (!call.has("budget")) return limits::kAnalysisSteps;
  return static_cast<std::uint64_t>(call.integer("budget", 1, INT64_MAX).value_or(1));
}

/// The decision that the header names, if it names one; fails when the program has none of that name.
std::optional<std::string_view> decision_of(Call& call, const std::optional<Program>& program) {
  const auto name = call.has("decision") ? call.text("decision") : std::nullopt;
  if (!name || !program) return std::nullopt;
  std::vector<std::string_view> names;
  for (const rules::Table& table : program->parts().decisions) names.push_back(table.name);
  if (std::find(names.begin(), names.end(), *name) == names.end()) {
    const std::string closest = closest_name(*name, names);
    call.fail("unknown-decision", "There is no decision `" + quote_for_message(*name) + "`" +
                                      (closest.empty() ? "." : "; did you mean `" + closest + "`?"));
  }
  return name;
}

bool fits(const Records& records, const Program& program) {
  return records.set().layout().fingerprint() == program.parts().layout->fingerprint();
}

/// Writes the member `records` when the header names records.
void add_record_changes(Call& call, json::Writer& writer, const Program& before, const Program& after) {
  const auto records = call.records("records");
  const auto of_new = call.has("newRecords") ? call.records("newRecords") : records;
  const auto at = call.instant("at");
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
  write_record_changes(writer, before, after, {*records, *of_new, *at});
}

}  // namespace

void answer_analyse(Call& call) {
  call.only_members({"op", "program", "decision", "budget"});
  const auto program = call.program();
  const auto decision = decision_of(call, program);
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
  call.only_members({"op", "old", "new", "budget", "records", "newRecords", "at"});
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

}  // namespace signalbox::api
