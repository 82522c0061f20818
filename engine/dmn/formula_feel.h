// From formulas and unary tests to FEEL.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "dmn/feel_formula.h"

namespace signalbox::dmn {

/// How formulas and FEEL name the same things.
struct NamePairs {
  std::map<std::string, std::string, std::less<>> feel_names;  ///< Formula name in small letters -> FEEL name.
  Vocabulary vocabulary;                                       ///< The other way round.
};

/// FEEL that the import reads back as the same formula, up to spaces and parentheses; nullopt when there is none.
[[nodiscard]] std::optional<std::string> feel_of_formula(std::string_view formula, const NamePairs& names);
/// FEEL that the import reads back as the same unary test (not a cell `= formula`); nullopt when there is none.
[[nodiscard]] std::optional<std::string> feel_of_test(std::string_view test);
/// The literal that a cell of a definition spells, as FEEL: `word` is what stands there, a text when `is_text`.
[[nodiscard]] std::string feel_of_text(std::string_view text);
/// A number, `true`, a date, time or date-time as FEEL; nullopt when the word is none of them.
[[nodiscard]] std::optional<std::string> feel_of_word(std::string_view word);
/// Names of fields and globals that a formula reads, in small letters.
void add_names_read(std::string_view formula, std::set<std::string>& names);

}  // namespace signalbox::dmn
