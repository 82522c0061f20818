// The words of a unary test: what the parser reads and what an editor colours.
#pragma once

#include <string_view>
#include <vector>

#include "base/span.h"

namespace signalbox::rules {

struct TestToken {
  enum class Kind : unsigned char {
    kText,         ///< A quoted text, quotes included.
    kUnclosed,     ///< A quoted text without its end.
    kWord,         ///< A number, date, time or name: letters, digits and `.:+-_`, but not `..`.
    kDash,         ///< `-` that stands alone.
    kOperator,     ///< `=`, `!=`, `<>`, `<`, `<=`, `>`, `>=`
    kRange,        ///< `..`
    kPunctuation,  ///< `[ ] ( ) ,`
    kInvalid,      ///< Anything else, one character.
  };
  Kind kind;
  Span span;  ///< Bytes of the test.
};

/// Every token of any text, well-formed or not; white space separates. O(n).
[[nodiscard]] std::vector<TestToken> test_tokens(std::string_view text);

/// What an editor calls the token (docs/engine-api.md, `formula.check`): "number", "text", "keyword", "operator",
/// "punctuation", "invalid".
[[nodiscard]] std::string_view colour_of(const TestToken& token, std::string_view text);

}  // namespace signalbox::rules
