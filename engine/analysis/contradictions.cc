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

}  // namespace

void find_contradictions(Work& work) {
  for (std::uint32_t r = 0; r < work.rows.size(); ++r) {
    if (!work.rows.is_impossible[r] || !work.table.rules[r].is_enabled) continue;
    Finding finding;
    finding.rows = {r};
    const std::string name = "`" + quote_for_message(work.table.rules[r].id) + "`";
    const auto check = contradictory_check(work, r);
    if (check) {
      finding.diagnostic.path = work.row_path(r) + "/when/" + std::to_string(check->input);
      finding.diagnostic.found = work.table.tests[check->test].text;
      finding.diagnostic.sentence = "No value of `" +
                                    quote_for_message(work.table.inputs[check->input].formula.text()) +
                                    "` passes this cell, so the row " + name + " never matches.";
      work.add(std::move(finding), "contradictory-cell", Severity::kWarning);
    } else {
      finding.diagnostic.path = work.row_path(r) + "/when";
      finding.diagnostic.sentence = work.table.inputs.empty()
                                        ? "The condition of the row " + name + " is never true."
                                        : "The cells of the row " + name + " exclude each other, so it never matches.";
      work.add(std::move(finding), "contradictory-row", Severity::kWarning);
    }
  }
}

}  // namespace signalbox::analysis
