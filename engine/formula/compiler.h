// From a checked tree to a program.
#pragma once

#include <memory>

#include "formula/ast.h"
#include "formula/program.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// The tree has been checked without an error. O(n).
[[nodiscard]] std::shared_ptr<const Program> compile_tree(const Ast& ast, const Scope& scope);

}  // namespace signalbox::formula
