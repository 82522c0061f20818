#include "analysis/formula_text.h"

#include "formula/format.h"

namespace signalbox::analysis {

std::string canonical_text(const formula::Formula& formula, const formula::Scope& scope) {
  Diagnostics ignored;
  return formula::format(formula.text(), scope, ignored).value_or(formula.text());
}

}  // namespace signalbox::analysis
