// From tree to text.
#pragma once

#include <string>

#include "formula/ast.h"

namespace signalbox::formula {

/// Canonical text: function names in capitals, one space around binary operators and after commas, parentheses only
/// where the tree needs them, double quotes. Parsing it gives the same tree. The tree must hold no kInvalid node. O(n).
[[nodiscard]] std::string print(const Ast& ast);

}  // namespace signalbox::formula
