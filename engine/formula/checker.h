// Static types and names.
#pragma once

#include "base/diagnostic.h"
#include "formula/ast.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// Resolves names and functions and gives each node its type, in place. Every error is reported; a node that has one is
/// `failed`, and what depends on it is not complained about again. `expected`: see Formula::compile. O(n
/// log fields).
/// `reported`: how many diagnostics there are beside these.
void check(Ast& ast, const Scope& scope, Type expected, Diagnostics& diagnostics, std::size_t reported = 0);

/// May a value of type `actual` stand where `expected` is needed?
[[nodiscard]] bool fits(Type expected, Type actual);

}  // namespace signalbox::formula
