// The names that a formula reads, where they stand in its text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "formula/lexer.h"

namespace signalbox::formula {

/// A field path or a global as written. `$Record.Amount` and `$Record__Prior.Amount` are uses of the field `Amount`.
struct NameUse {
  Span span;  ///< Bytes of the formula: of a field its path alone.
  bool is_global = false;
};

/// The words that are values and no names, in capitals.
inline constexpr std::string_view kKeywords[] = {"FALSE", "NULL", "TRUE"};
[[nodiscard]] bool is_keyword(std::string_view word);

/// Does a parenthesis follow? Comments may stand between a function's name and its parenthesis.
[[nodiscard]] bool is_called(std::string_view text, const Token& name);

/// Every name in the order of the text; of a text that does not parse, those that can be told. Functions, keywords,
/// texts and comments hold no names. O(n).
[[nodiscard]] std::vector<NameUse> names(std::string_view text);

/// Is `name` the path `whole`, or one that begins with it (`Account` and `Account.Tier__c`)? Without regard to ASCII
/// case.
[[nodiscard]] bool is_below(std::string_view name, std::string_view whole);

/// `text` with every field path that is `from`, or begins with it, beginning with `to` instead. No other byte changes.
[[nodiscard]] std::string renamed(std::string_view text, std::string_view from, std::string_view to);

}  // namespace signalbox::formula
