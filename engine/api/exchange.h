// In and out of other forms: DMN models and sheets. The answers are those of the session's operations of the same name
// (docs/engine-api.md).
#pragma once

#include <string>
#include <string_view>

namespace signalbox::api {

/// `dmn.import`: a model's XML as a JSON tree -> a definition, which compiles. With an error nothing is imported.
[[nodiscard]] std::string import_model(std::string_view tree);
/// `dmn.export`: a definition -> XML of DMN 1.5. With an error nothing is exported.
[[nodiscard]] std::string export_model(std::string_view definition);
/// `table.export`: one decision of a definition -> rows of a sheet, and the same as CSV. An empty name: the only one.
[[nodiscard]] std::string export_table(std::string_view definition, std::string_view decision);
/// `table.import`: a sheet's rows (or CSV) -> the definition with that decision added or replaced. `sheet` names the
/// sheet in diagnostics; empty for CSV.
[[nodiscard]] std::string import_table(std::string_view definition, std::string_view rows, std::string_view sheet);
[[nodiscard]] std::string import_csv(std::string_view definition, std::string_view csv);

}  // namespace signalbox::api
