#include "formula/never_blank.h"

#include "formula/nodes.h"
#include "formula/report.h"

namespace signalbox::formula {
namespace {

/// What the node asks about; nullptr when it asks something else.
const Node* tested_by(const Ast& ast, const Node& node) {
  if (node.kind == NodeKind::kBinary) {
    if (!is_null_test(ast, node)) return nullptr;
    return &ast.child(node, ast.child(node, 0).kind == NodeKind::kBlank ? 1 : 0);
  }
  switch (node.function->form) {
    case Form::kIsBlank:
    case Form::kIsNull:
    case Form::kBlankValue:
    case Form::kNullValue:
      return &ast.child(node, 0);
    default:
      return nullptr;
  }
}

}  // namespace

void warn_never_blank(const Ast& ast, const Node& node, Blanks blanks, Diagnostics& diagnostics) {
  const Node* tested = tested_by(ast, node);
  if (tested == nullptr) return;
  const bool prior = tested->kind == NodeKind::kCall && tested->function->form == Form::kPriorValue;
  const Node& field = prior ? ast.child(*tested, 0) : *tested;
  if (!counts_blank_as_zero(field, blanks)) return;
  report(diagnostics, "never-blank", node.span,
         quoted(ast.slice(tested->span)) +
             " is never blank here: with `\"blanks\": \"zero\"` a blank number counts as 0, as in most formula fields. "
             "For formulas of validation rules and flows set `\"blanks\": \"blank\"` in the definition.",
         "a value that can be blank", ast.slice(tested->span), {}, Severity::kWarning);
}

}  // namespace signalbox::formula
