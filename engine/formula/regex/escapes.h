// What stands after a backslash in a pattern.
#pragma once

#include <optional>

#include "formula/regex/char_set.h"
#include "formula/regex/scanner.h"

namespace signalbox::formula::regex {

/// Reads an escape whose backslash is taken already and which stands for characters: the class that it names, or
/// nullopt and its one character in `c`. `from`: the place of the backslash. What is malformed or unsupported makes the
/// scanner fail.
[[nodiscard]] std::optional<CharSet> read_escape(Scanner& in, std::size_t from, char32_t& c);

}  // namespace signalbox::formula::regex
