#include "formula/english.h"

#include <algorithm>

#include "base/limits.h"
#include "base/sort.h"
#include "base/unicode.h"
#include "formula/checker.h"
#include "formula/english_values.h"
#include "formula/nodes.h"
#include "formula/parser.h"
#include "formula/printer.h"

namespace signalbox::formula {

namespace {

/// Says the conditions of one checked tree.
class Speaker {
 public:
  Speaker(const English& english, const Ast& ast) : ast_(ast), values_(english, ast) {}

  Clause condition(const Node& node, bool negated) const {
    if (is_negation(node)) return condition(ast_.child(node, 0), !negated);
    if (is_logical(node, Operator::kAnd, Form::kAnd)) return several(node, Operator::kAnd, Form::kAnd, negated);
    if (is_logical(node, Operator::kOr, Form::kOr)) return several(node, Operator::kOr, Form::kOr, negated);
    std::optional<Clause> clause;
    if (node.kind == NodeKind::kName) clause = name(node, negated);
    if (node.kind == NodeKind::kBinary && is_comparison(node.op)) clause = comparison(node, negated);
    if (node.kind == NodeKind::kCall) clause = call(node, negated);
    return clause ? std::move(*clause) : as_printed(node, negated);
  }

  [[nodiscard]] Operand operand(const Node& node) const { return values_.operand(node); }

 private:
  [[nodiscard]] Clause as_printed(const Node& node, bool negated) const {
    return {values_.printed(node), Verb::kIs, "true", negated};
  }

  /// Chains of one operator are one list. What is not both is one or the other not.
  [[nodiscard]] Clause several(const Node& node, Operator op, Form form, bool negated) const {
    std::vector<Clause> clauses;
    std::vector<const Node*> work = {&node};
    while (!work.empty()) {
      const Node& next = *work.back();
      work.pop_back();
      if (!is_logical(next, op, form)) {
        clauses.push_back(condition(next, negated));
        continue;
      }
      for (std::uint32_t i = next.count; i > 0; --i) work.push_back(&ast_.child(next, i - 1));
    }
    const bool all = (op == Operator::kAnd) != negated;
    return joined(all ? Junction::kAnd : Junction::kOr, std::move(clauses));
  }

  [[nodiscard]] std::optional<Clause> name(const Node& node, bool negated) const {
    if (node.name_kind == NameKind::kField) return Clause{values_.field(node), Verb::kIs, "checked", negated};
    const auto clock = clock_name(ast_.slice(node.name));
    if (!clock || (clock->quantity != "breached" && clock->quantity != "completed")) return std::nullopt;
    return Clause{clock->milestone, Verb::kIs, clock->quantity, negated};
  }

  [[nodiscard]] std::optional<Clause> comparison(const Node& node, bool negated) const {
    const Node& left = ast_.child(node, 0);
    const Node& right = ast_.child(node, 1);
    const bool equality = node.op == Operator::kEqual || node.op == Operator::kNotEqual;
    // X = TRUE is X. A blank checkbox counts as FALSE, so X = FALSE is its negation.
    for (const auto& [flag, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
      if (!equality || flag->kind != NodeKind::kCheckbox || other->type != Type::kCheckbox) continue;
      return condition(*other, negated != ((node.op == Operator::kNotEqual) == flag->flag));
    }
    return compared(values_.operand(left), node.op, values_.operand(right), negated);
  }

  [[nodiscard]] std::optional<Clause> call(const Node& node, bool negated) const {
    switch (node.function->form) {
      case Form::kIsPickVal:
        return compared(values_.operand(ast_.child(node, 0)), Operator::kEqual, values_.operand(ast_.child(node, 1)),
                        negated);
      case Form::kIsBlank:
        return is(node, "blank", negated);
      case Form::kIsNull:
        // A text is never null, however blank.
        if (is_textual(ast_.child(node, 0).type)) return std::nullopt;
        return is(node, "blank", negated);
      case Form::kIsChanged:
        return Clause::of(subject(node) + (negated ? " has not changed" : " has changed"));
      case Form::kIsNew:
        return Clause{"the record", Verb::kIs, "new", negated};
      case Form::kIn:
        return one_of(node, negated);
      default:
        return text_test(node, negated);
    }
  }

  [[nodiscard]] std::string subject(const Node& node) const {
    return value_words(values_.operand(ast_.child(node, 0)));
  }

  /// The first argument of a test is so.
  [[nodiscard]] Clause is(const Node& node, std::string object, bool negated) const {
    const Operand operand = values_.operand(ast_.child(node, 0));
    return {value_words(operand), operand.verb(), std::move(object), negated};
  }

  [[nodiscard]] std::optional<Clause> one_of(const Node& node, bool negated) const {
    const Operand left = values_.operand(ast_.child(node, 0));
    std::vector<Clause> clauses;
    for (std::uint32_t i = 1; i < node.count; ++i) {
      auto clause = compared(left, Operator::kEqual, values_.operand(ast_.child(node, i)), negated);
      if (!clause) return std::nullopt;
      clauses.push_back(std::move(*clause));
    }
    return joined(negated ? Junction::kAnd : Junction::kOr, std::move(clauses));
  }

  [[nodiscard]] std::optional<Clause> text_test(const Node& node, bool negated) const {
    const std::string_view function = node.function->name;
    if (function == "ISNUMBER") return is(node, "a number", negated);
    const Verb verb = function == "CONTAINS"   ? Verb::kContains
                      : function == "BEGINS"   ? Verb::kBegins
                      : function == "INCLUDES" ? Verb::kIncludes
                      : function == "LIKE"     ? Verb::kLooksLike
                      : function == "REGEX"    ? Verb::kMatches
                                               : Verb::kNone;
    if (verb == Verb::kNone || node.count != 2) return std::nullopt;
    const Node& wanted = ast_.child(node, 1);
    const bool pattern = verb == Verb::kLooksLike || verb == Verb::kMatches;
    // A blank text is found in every text: "contains blank" would say something else.
    const bool blank = wanted.kind == NodeKind::kText && ast_.texts[wanted.payload].empty();
    if (blank || wanted.kind == NodeKind::kBlank) return std::nullopt;
    return Clause{subject(node), verb, pattern ? values_.printed(wanted) : given_words(values_.operand(wanted)),
                  negated};
  }

  const Ast& ast_;
  EnglishValues values_;
};

/// nullopt when the formula does not compile.
std::optional<Ast> checked_tree(std::string_view formula, const Scope& scope, Type expected) {
  if (formula.size() > limits::kMaxFormulaBytes || !unicode::is_valid_utf8(formula)) return std::nullopt;
  Diagnostics diagnostics;
  Ast ast = parse(formula, diagnostics);
  if (ast.is_whole) check(ast, scope, expected, diagnostics);
  if (has_errors(diagnostics)) return std::nullopt;
  return ast;
}

}  // namespace

English::English(const Scope& scope) : scope_(scope) {
  for (std::size_t i = 0; i < scope.layout().size(); ++i) {
    const Field& field = scope.layout().field(i);
    std::string name = field.label.empty() ? spoken_name(field.name) : field.label;
    // "Closed is checked", not "Is Closed is checked".
    const bool question = field.label.empty() && field.type == Type::kCheckbox && name.starts_with("Is ");
    if (question) name.erase(0, 3);
    sorted_names_.push_back(unicode::ascii_lower(name));
    names_.push_back(std::move(name));
  }
  sort_all(sorted_names_);
}

std::optional<Clause> English::condition(std::string_view formula, bool negated) const {
  const auto ast = checked_tree(formula, scope_, Type::kCheckbox);
  if (!ast) return std::nullopt;
  const Node& root = ast->nodes[ast->root];
  if (root.kind == NodeKind::kCheckbox) return Clause::of(root.flag != negated ? "always" : "never");
  return Speaker(*this, *ast).condition(root, negated);
}

std::optional<Operand> English::operand(std::string_view formula) const {
  const auto ast = checked_tree(formula, scope_, Type::kAny);
  if (!ast) return std::nullopt;
  return Speaker(*this, *ast).operand(ast->nodes[ast->root]);
}

std::string English::field_name(std::uint32_t slot) const {
  const std::string lower = unicode::ascii_lower(names_[slot]);
  const auto alike = std::equal_range(sorted_names_.begin(), sorted_names_.end(), lower);
  const bool bare = is_plain(names_[slot], {"of", "to"});
  if (bare && alike.second - alike.first == 1) return names_[slot];
  return "`" + scope_.layout().field(slot).name + "`";
}

}  // namespace signalbox::formula
