// The predefined character classes of Java's patterns.
#pragma once

#include <optional>
#include <string_view>

#include "formula/regex/char_set.h"

namespace signalbox::formula::regex {

/// \d \w \s \h \v and their complements \D \W \S \H \V; nullopt for other letters.
[[nodiscard]] std::optional<CharSet> class_of_escape(char32_t letter);
/// What stands between the braces of `\p{...}`: the POSIX classes of Java, ASCII only (Lower Upper ASCII Alpha Digit
/// Alnum Punct Graph Print Blank Cntrl XDigit Space); the general categories of Unicode (`Lu`, `L`, `IsL`, `gc=L`,
/// `general_category=L`, `LC`); IsLetter IsTitlecase IsDigit IsControl IsPunctuation IsAssigned IsWhite_Space. nullopt
/// for other names: scripts, blocks, the other properties. O(runs of the categories).
[[nodiscard]] std::optional<CharSet> class_of_property(std::string_view name);
/// Line breaks: what `.` does not match.
[[nodiscard]] CharSet line_breaks();

}  // namespace signalbox::formula::regex
