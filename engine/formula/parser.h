// From text to tree.
#pragma once

#include <string_view>

#include "base/diagnostic.h"
#include "formula/ast.h"

namespace signalbox::formula {

/// Always gives a tree; where the text made no sense it holds kInvalid nodes and `diagnostics` says why. The tree views
/// `text`. Goes on after an error at the next `,` or `)`, so that several are found. O(n); nesting beyond
/// kMaxFormulaDepth is the error `too-deep`.
[[nodiscard]] Ast parse(std::string_view text, Diagnostics& diagnostics);

}  // namespace signalbox::formula
