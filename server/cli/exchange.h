// Files in other forms as definitions, and what to tell people about them.
#pragma once

#include <string>
#include <string_view>

#include "server/cli/exit.h"

namespace signalbox::cli {

/// Prints the diagnostics of an answer of api/exchange.h on standard error, `file:line: severity: sentence [code]` with
/// the place, and yields the member `wanted` of a good answer as JSON text.
[[nodiscard]] Result<std::string> take_answer(const std::string& path, std::string_view answer,
                                              std::string_view wanted);

/// A DMN file as the definition that it is imported as.
[[nodiscard]] Result<std::string> definition_of_model(const std::string& path);

/// The extension in small letters, without the point.
[[nodiscard]] std::string extension(const std::string& path);

}  // namespace signalbox::cli
