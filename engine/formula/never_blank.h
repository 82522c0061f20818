// Tests whether a number is blank, where none ever is.
#pragma once

#include "base/diagnostic.h"
#include "formula/ast.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// Gives the warning `never-blank` when the node asks whether a number field is blank (ISBLANK, ISNULL, BLANKVALUE,
/// NULLVALUE, a comparison with NULL) and blanks count as zeroes: the answer is then the same for every record, while
/// validation rules and flows of Salesforce tell a blank from 0. The node has been checked.
void warn_never_blank(const Ast& ast, const Node& node, Blanks blanks, Diagnostics& diagnostics);

}  // namespace signalbox::formula
