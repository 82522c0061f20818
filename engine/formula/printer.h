// From tree to text.
#pragma once

#include <string>
#include <string_view>

#include "formula/ast.h"

namespace signalbox::formula {

/// Canonical text: function names in capitals, one space around binary operators and after commas, parentheses only
/// where the tree needs them, double quotes. Parsing it gives the same tree. The tree must hold no kInvalid node. O(n).
[[nodiscard]] std::string print(const Ast& ast);
/// The same for a part: `node` is one of the tree's own nodes.
[[nodiscard]] std::string print(const Ast& ast, const Node& node);

/// Appends a text literal in double quotes, escaped.
void append_text(std::string_view text, std::string& out);

}  // namespace signalbox::formula
