// What an editor says about a place in a formula: the function whose argument is being written, the word under the
// mouse.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "formula/scope.h"

namespace signalbox::formula {

struct Function;

/// The call whose arguments the caret is in.
struct SignatureHelp {
  const Function* function;
  Span name;               ///< Bytes of the formula: the function's name.
  std::uint32_t argument;  ///< The caret's, from 0.
  Span parameter;          ///< Bytes of the function's signature: the parameter for it; empty when there is none.
  std::string_view noun;   ///< What it takes: "Number"; empty when there is none.
};

/// nullopt outside of calls and for unknown functions. O(offset).
[[nodiscard]] std::optional<SignatureHelp> signature_help(std::string_view text, std::size_t offset);

/// What one word is.
struct Hover {
  Span span;               ///< Bytes of the formula.
  std::string_view kind;   ///< field global function keyword number text unknown
  std::string name;        ///< As declared; of a literal: as written.
  std::string_view type;   ///< Of a field, global or literal; else empty.
  std::string_view label;  ///< Of a field.
  const Field* field = nullptr;
  std::string_view signature;  ///< Of a function.
  std::string sentence;        ///< For people; may be empty.
};

/// nullopt where no word stands: at white space, signs and comments. O(offset + log fields).
[[nodiscard]] std::optional<Hover> hover(std::string_view text, std::size_t offset, const Scope& scope);

}  // namespace signalbox::formula
