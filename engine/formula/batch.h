// One formula over many rows of plain cells: the conformance contract of `signalbox formula --batch`.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::formula {

/// Reads one case, a JSON object
///   {"name", "formula", "returns", "fields": [{"name", "type", "formula"?, "fields"?}], "blanks": "zero" | "blank",
///   "rows": [[cell, ...], ...]}
/// whose rows hold the values of the fields without a formula, depth first, in order (null: blank; numbers as decimal
/// strings, dates as YYYY-MM-DD, date-times ending in Z; percent as a person types it, 20 for 20 %;
/// locations as {"latitude", "longitude"}), and answers
/// {"name", "results": [value | {"error": "code"}, ...]} on one line without its end. A case that does not compile
/// answers {"name", "error": {...}, "diagnostics": [...], "results": []} with an error for each row. Optional members:
/// "now" (instant), "clone" (what ISCLONE says).
[[nodiscard]] std::string evaluate_case(std::string_view json_case);

}  // namespace signalbox::formula
