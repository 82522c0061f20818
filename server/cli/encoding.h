// Texts that come in as files.
#pragma once

#include <string>
#include <string_view>

#include "server/cli/exit.h"

namespace signalbox::cli {

/// Fails, with `path` and the line, on text that is not UTF-8: UTF-16 with or without its mark, or the code page of a
/// country, as spreadsheets write them. O(n).
[[nodiscard]] Result<void> check_encoding(const std::string& path, std::string_view text);

}  // namespace signalbox::cli
