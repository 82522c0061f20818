// Any bytes as FEEL: a formula or diagnostics with places inside the text, as an expression, a cell and an output.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/unicode.h"
#include "dmn/feel_formula.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::require;

void check(const Diagnostics& diagnostics, bool made, std::size_t size) {
  require(made == diagnostics.empty());
  for (const Diagnostic& one : diagnostics) require(one.span.begin <= one.span.end && one.span.end <= size);
}

void add(dmn::Vocabulary& vocabulary, const char* name, Type type) {
  dmn::Variable variable;
  variable.name = name;
  variable.formula = "x";
  variable.type = type;
  vocabulary.add(std::move(variable));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!unicode::is_valid_utf8(text)) return 0;  // documents are valid UTF-8
  dmn::Vocabulary vocabulary;
  add(vocabulary, "Age", Type::kNumber);
  add(vocabulary, "full name", Type::kText);
  add(vocabulary, "a/b-c", Type::kDate);
  add(vocabulary, "ok", Type::kCheckbox);
  Diagnostics diagnostics;
  const auto formula = dmn::translate_expression(text, vocabulary, diagnostics);
  check(diagnostics, formula.has_value(), size);
  if (formula) require(dmn::canonical_formula(formula->formula) == formula->formula);
  diagnostics.clear();
  const auto cell = dmn::translate_cell(text, {"x", Type::kNumber}, vocabulary, diagnostics);
  check(diagnostics, cell.has_value(), size);
  diagnostics.clear();
  const auto output = dmn::translate_output(text, vocabulary, diagnostics);
  check(diagnostics, output.has_value(), size);
  static_cast<void>(dmn::text_values(text));
  static_cast<void>(dmn::translate_values(text));
  return 0;
}
