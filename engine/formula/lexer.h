// The words of a formula.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace signalbox::formula {

enum class TokenKind : std::uint8_t {
  kEnd,
  kInvalid,          ///< A character that no token begins with, or a malformed number.
  kUnclosedText,     ///< From the quote to the end of the formula.
  kUnclosedComment,  ///< From `/*` to the end of the formula.
  kComment,
  kNumber,
  kText,
  kName,    ///< A field path, a function's name or a keyword.
  kGlobal,  ///< `$...`
  kLeftParen,
  kRightParen,
  kMergeOpen,   ///< `{!`
  kMergeClose,  ///< `}`
  kComma,
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kCaret,
  kAmpersand,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAnd,
  kOr,
  kNot,
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Span span;
};

/// The token that begins at or after byte `position`, white space skipped; kEnd at the end. Its span is never empty
/// except at the end. O(token).
[[nodiscard]] Token next_token(std::string_view text, std::uint32_t position);

/// All tokens but comments, the last one kEnd. O(n).
[[nodiscard]] std::vector<Token> tokenize(std::string_view text);

/// Digits, an optional point, an optional exponent.
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// First character of a name.
[[nodiscard]] constexpr bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace signalbox::formula
