// What stands where the grammar wants something else, and what was probably meant.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/diagnostic.h"
#include "formula/ast.h"
#include "formula/lexer.h"

namespace signalbox::formula {

/// A binary operator as it is written.
struct WrittenOperator {
  Operator op = Operator::kNone;
  std::uint32_t tokens = 1;
  std::string_view instead = {};  ///< How it must be written, where people write it as other languages do (`=>`, AND).
};

/// The operator that begins with the first of `tokens`, which end with kEnd; kNone where there is none.
[[nodiscard]] WrittenOperator operator_at(std::string_view source, std::span<const Token> tokens);

/// Reports that `tokens[at]`, which may be the end, stands where `expected` should be.
void report_unexpected(std::string_view source, std::span<const Token> tokens, std::size_t at,
                       std::string_view expected, Diagnostics& diagnostics);

/// Reports a text in the curly quotes of word processors, the first of which `quote` is; answers where it ends. 0 when
/// it is no such text.
std::uint32_t report_curly_text(std::string_view source, Span quote, Diagnostics& diagnostics);

}  // namespace signalbox::formula
