// Where a caret stands in a formula: at which word, inside which call.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/span.h"
#include "formula/lexer.h"

namespace signalbox::formula {

/// The innermost parenthesis that is open at the caret and belongs to a call.
struct OpenCall {
  Span name;                      ///< Of the function.
  std::uint32_t argument = 0;     ///< That the caret is in, from 0.
  std::uint32_t first_begin = 0;  ///< Bytes of the first argument, as far as it is written.
  std::uint32_t first_end = 0;
};

struct Cursor {
  std::optional<Token> at;             ///< The token that the caret is in or directly behind; none between two.
  std::optional<Token> before;         ///< The last token that ends at or before `at`, or before the caret.
  std::optional<Token> second_before;  ///< The one before that.
  std::optional<OpenCall> call;
};

/// Reads the text up to byte `offset` and the word there. Comments count as white space but for `at`. O(offset).
[[nodiscard]] Cursor cursor_at(std::string_view text, std::size_t offset);

}  // namespace signalbox::formula
