// Cells that no value passes.
#include "analysis/work.h"
#include "model/reader.h"

namespace signalbox::analysis {

namespace {

/// The check of the rule that no value passes; nullopt when it takes several of them together.
std::optional<rules::Check> contradictory_check(const Work& work, std::uint32_t row) {
  for (const rules::Check& check : work.table.checks_of(work.table.rules[row])) {
    const Axis& axis = work.space.axes()[*work.rows.axis_of_input[check.input]];
    const auto passes = [&](std::size_t one) {
      return rules::passes(work.table.tests[check.test], axis.value(one), work.table.input_blanks[check.input]);
    };
    bool any = !axis.is_known();
    for (std::size_t one = 0; one < axis.classes() && !any; ++one) any = passes(one);
    if (!any) return check;
  }
  return std::nullopt;
}

/// The formula of the row that is never true, whatever the record holds.
const rules::Condition* false_condition(const Work& work, std::uint32_t row) {
  for (const rules::Condition& condition : work.table.conditions_of(work.table.rules[row])) {
    if (constant_of(condition) == false) return &condition;
  }
  return nullptr;
}

void add_contradictory_row(Work& work, std::uint32_t row, const std::string& name) {
  const rules::Rule& rule = work.table.rules[row];
  const rules::Condition* const never = false_condition(work, row);
  const bool is_list = work.table.inputs.empty();
  Finding finding;
  finding.rows = {row};
  finding.diagnostic.path = never ? never->placed.path : work.row_path(row) + "/when";
  finding.diagnostic.sentence =
      is_list                   ? "The condition of the row " + name + " is never true."
      : never                   ? "The formula of this cell is never true, so the row " + name + " never matches."
      : rule.from || rule.until ? "The cells of the row " + name +
                                      " and the time for which it is effective exclude each other, so it never matches."
                                : "The cells of the row " + name + " exclude each other, so it never matches.";
  work.add(std::move(finding), "contradictory-row", Severity::kWarning);
}

/// The compiler has said so.
bool is_never_effective(const rules::Rule& rule) { return rule.from && rule.until && *rule.until <= *rule.from; }

}  // namespace

void find_contradictions(Work& work) {
  for (std::uint32_t r = 0; r < work.rows.size(); ++r) {
    const rules::Rule& rule = work.table.rules[r];
    if (!work.rows.is_impossible[r] || !rule.is_enabled || is_never_effective(rule)) continue;
    const std::string name = "`" + quote_for_message(rule.id) + "`";
    const auto check = contradictory_check(work, r);
    if (!check) {
      add_contradictory_row(work, r, name);
      continue;
    }
    Finding finding;
    finding.rows = {r};
    finding.diagnostic.path = work.row_path(r) + "/when/" + std::to_string(check->input);
    finding.diagnostic.found = work.table.tests[check->test].text;
    finding.diagnostic.sentence = "No value of `" + quote_for_message(work.table.inputs[check->input].formula.text()) +
                                  "` passes this cell, so the row " + name + " never matches.";
    work.add(std::move(finding), "contradictory-cell", Severity::kWarning);
  }
}

}  // namespace signalbox::analysis
