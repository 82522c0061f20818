// The predefined character classes of Java's patterns.
#pragma once

#include <optional>
#include <string_view>

#include "formula/regex/char_set.h"

namespace signalbox::formula::regex {

/// \d \w \s \h \v and their complements \D \W \S \H \V; nullopt for other letters.
[[nodiscard]] std::optional<CharSet> class_of_escape(char32_t letter);
/// The POSIX classes of Java, ASCII only: Lower Upper ASCII Alpha Digit Alnum Punct Graph Print Blank Cntrl XDigit
/// Space; nullopt for other names.
[[nodiscard]] std::optional<CharSet> class_of_property(std::string_view name);
/// Line breaks: what `.` does not match.
[[nodiscard]] CharSet line_breaks();

}  // namespace signalbox::formula::regex
