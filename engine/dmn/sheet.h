// One decision as a sheet: a header row, one row a rule, and a last row for the default. CSV and XLSX share it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dmn/findings.h"
#include "model/json.h"

namespace signalbox::dmn {

/// Header: `decision NAME, hit POLICY` (above the rule ids), `when: FORMULA` for each input (`condition` in a rule
/// list), `then: NAME (TYPE)` or `then: NAME (TYPE: "A", "B")` for each output, then `note`, `enabled`, `from` and
/// `until` where a rule has them. A `when` cell is a unary test, a `then` cell a literal (texts without quotes, unless
/// they are empty or begin with one) or a formula behind `=`; an empty cell is `-` or blank. The default is the row
/// `(default)`.
struct Sheet {
  std::string decision;
  std::vector<std::vector<std::string>> rows;  ///< Empty when there are errors.
};

/// The decision of that name, or with an empty name the only one. Errors: `unknown-decision`, `sheet-id`.
[[nodiscard]] Sheet export_sheet(json::Node definition, std::string_view decision, std::vector<Finding>& findings);
/// Rows as a JSON array of arrays of texts.
[[nodiscard]] std::string rows_json(const Sheet& sheet);
/// RFC 4180 with CRLF; a field is quoted only where it must be.
[[nodiscard]] std::string csv_text(const Sheet& sheet);

/// The definition with the decision that `rows` (a JSON array of arrays of texts, numbers, booleans and nulls) hold,
/// added or in the place of the one of that name. Findings name cells: `Sheet1!B3`, or `B3` without a sheet's name.
[[nodiscard]] Imported import_rows(std::string_view definition, std::string_view rows, std::string_view sheet);
/// The same for CSV, in UTF-8. Between the fields of the header stand commas, semicolons or tabs; where they are no
/// commas, a test or formula with a comma between two digits is the error `decimal-comma`.
[[nodiscard]] Imported import_csv(std::string_view definition, std::string_view csv);

}  // namespace signalbox::dmn
