// Diagnostics of the engine, printed as compilers do.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox::cli {

/// How many diagnostics of a JSON array are errors.
[[nodiscard]] std::size_t count_errors(std::string_view diagnostics_json);

/// `file:line:column: severity: sentence [code]`, one line each, with what was expected, found and suggested on lines
/// of their own.
[[nodiscard]] std::string diagnostic_lines(std::string_view file, std::string_view diagnostics_json);

}  // namespace signalbox::cli
