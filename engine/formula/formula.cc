#include "formula/formula.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/checker.h"
#include "formula/compiler.h"
#include "formula/parser.h"
#include "formula/program.h"
#include "formula/report.h"

namespace signalbox::formula {

Formula::Formula(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

std::optional<Formula> Formula::compile(std::string_view text, const Scope& scope, Type expected,
                                        Diagnostics& diagnostics) {
  Diagnostics found;
  if (text.size() > limits::kMaxFormulaBytes) {
    report(found, "too-long", {0, 0}, "A formula has at most " + std::to_string(limits::kMaxFormulaBytes) + " bytes.",
           std::to_string(limits::kMaxFormulaBytes), std::to_string(text.size()));
  } else if (!unicode::is_valid_utf8(text)) {
    report(found, "bad-utf8", {0, static_cast<std::uint32_t>(text.size())}, "The formula is not valid UTF-8.");
  } else {
    Ast ast = parse(text, found);
    if (ast.is_whole) check(ast, scope, expected, found, diagnostics.size());
    if (!has_errors(found)) {
      diagnostics.insert(diagnostics.end(), found.begin(), found.end());
      return Formula(compile_tree(ast, scope));
    }
  }
  diagnostics.insert(diagnostics.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return std::nullopt;
}

Type Formula::type() const { return program_->type; }
const std::string& Formula::text() const { return program_->text; }
std::span<const std::uint32_t> Formula::slots() const { return program_->slots; }
std::optional<std::uint32_t> Formula::bare_slot() const { return program_->bare_slot; }
std::span<const std::string> Formula::domain() const { return program_->domain; }
std::span<const Threshold> Formula::thresholds() const { return program_->thresholds; }
bool Formula::is_sampled() const { return program_->is_sampled; }
bool Formula::is_constant() const {
  const auto& code = program_->code;
  return slots().empty() && !is_sampled() && std::none_of(code.begin(), code.end(), [](const Instruction& one) {
           return one.code == Code::kIsNew || one.code == Code::kIsClone;
         });
}
Value Formula::evaluate(const Frame& frame, Arena& arena) const { return program_->run(frame, arena); }

}  // namespace signalbox::formula
