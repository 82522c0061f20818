// The words of a sheet's header, and its cells as they come in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dmn/findings.h"

namespace signalbox::dmn {

inline constexpr std::string_view kDefaultId = "(default)";
inline constexpr std::string_view kConditionHeader = "condition";
inline constexpr std::string_view kWhenHeader = "when: ";
inline constexpr std::string_view kThenHeader = "then: ";
inline constexpr std::string_view kAnnotationHeader = "annotation: ";

using Rows = std::vector<std::vector<std::string>>;

/// `B3`: column from 0, row from 0.
[[nodiscard]] std::string cell_address(std::size_t column, std::size_t row);

/// Reads the rows into one decision as JSON; `imported.decision` is its name, and the origins are below
/// `/decisions/<name>`. `sheet` stands before cell addresses. Empty after errors.
[[nodiscard]] std::string read_decision_rows(const Rows& rows, std::string_view sheet, Imported& imported);

}  // namespace signalbox::dmn
