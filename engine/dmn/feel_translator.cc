#include "dmn/feel_translator.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/limits.h"
#include "dmn/feel_functions.h"
#include "dmn/feel_literal.h"
#include "model/reader.h"

namespace signalbox::dmn {

namespace {

constexpr std::string_view kSupported = "what docs/tables-in-and-out.md lists";

std::string_view formula_sign(FeelOperator op) {
  switch (op) {
    case FeelOperator::kOr:
      return "||";
    case FeelOperator::kAnd:
      return "&&";
    case FeelOperator::kNotEqual:
      return "<>";
    case FeelOperator::kPower:
      return "^";
    default:
      return operator_text(op);
  }
}

Type result_type(FeelOperator op, Type left, Type right) {
  if (op <= FeelOperator::kGreaterOrEqual) return Type::kCheckbox;
  if (op != FeelOperator::kAdd && op != FeelOperator::kSubtract) return Type::kNumber;
  const auto is_when = [](Type type) { return type == Type::kDate || type == Type::kDateTime || type == Type::kTime; };
  if (is_when(left)) return is_when(right) ? Type::kNumber : left;
  return is_when(right) ? right : left == Type::kAny ? right : left;
}

/// Whether FEEL gives a duration, which a formula counts in days.
bool gives_days(FeelOperator op, const Translated& left, const Translated& right) {
  const auto is_when = [](Type type) { return type == Type::kDate || type == Type::kDateTime; };
  switch (op) {
    case FeelOperator::kSubtract:
      return (is_when(left.type) && is_when(right.type)) || (left.is_days && right.is_days);
    case FeelOperator::kAdd:
      return left.is_days && right.is_days;
    case FeelOperator::kMultiply:
    case FeelOperator::kDivide:
      return left.is_days != right.is_days;
    default:
      return false;
  }
}

/// A comparison. A blank is unlike every value in FEEL, while `<>` with a blank is false; of texts and Checkboxes it is
/// true there as well, since they are never blank among formulas.
Translated compared(FeelOperator op, const Translated& left, const Translated& right) {
  const auto is_never_blank = [](Type type) { return type == Type::kText || type == Type::kCheckbox; };
  const bool negates = op == FeelOperator::kNotEqual && !is_never_blank(left.type) && !is_never_blank(right.type);
  const std::string sign(formula_sign(negates ? FeelOperator::kEqual : op));
  std::string formula = "(" + parenthesised(left.formula) + " " + sign + " " + parenthesised(right.formula) + ")";
  return {negates ? "NOT" + formula : std::move(formula), Type::kCheckbox};
}

}  // namespace

std::nullopt_t Translator::unsupported(const FeelNode& node, const std::string& sentence) {
  const std::string_view found = feel_.source.substr(node.span.begin, node.span.end - node.span.begin);
  diagnostics_.push_back(Diagnostic{"feel-unsupported",
                                    Severity::kError,
                                    {},
                                    node.span,
                                    sentence,
                                    std::string(kSupported),
                                    quote_for_message(found),
                                    {}});
  return std::nullopt;
}

std::optional<Translated> Translator::bounded(const FeelNode& node, std::optional<Translated> made) {
  if (!made || made->formula.size() <= limits::kMaxFormulaBytes) return made;
  diagnostics_.push_back(Diagnostic{"too-large",
                                    Severity::kError,
                                    {},
                                    node.span,
                                    "The formula that says this would be too long.",
                                    "at most " + std::to_string(limits::kMaxFormulaBytes) + " bytes",
                                    {},
                                    {}});
  return std::nullopt;
}

std::optional<Translated> Translator::expression(const FeelNode& node) { return bounded(node, unbounded(node)); }

std::optional<Translated> Translator::unbounded(const FeelNode& node) {
  if (const auto literal = literal_of(feel_, node)) {
    auto formula = formula_text(*literal);
    if (!formula) return unsupported(node, "A formula has no date-time with parts of a second.");
    return Translated{std::move(*formula), literal->type};
  }
  switch (node.kind) {
    case FeelKind::kName:
      return name(node);
    case FeelKind::kMember:
      return member(node);
    case FeelKind::kInput:
      if (input_) return *input_;
      return unsupported(node, "`?` has a meaning only in a cell below an input.");
    case FeelKind::kNegate: {
      auto value = expression(feel_.child(node, 0));
      if (!value) return std::nullopt;
      return Translated{"(-" + parenthesised(value->formula) + ")", Type::kNumber, value->is_days};
    }
    case FeelKind::kBinary:
      return binary(node);
    case FeelKind::kIf:
      return conditional(node);
    case FeelKind::kCall:
      return call(node);
    case FeelKind::kBetween: {
      const auto value = expression(feel_.child(node, 0));
      if (!value) return std::nullopt;
      return between(*value, feel_.child(node, 1), feel_.child(node, 2), ">=", "<=");
    }
    case FeelKind::kIn:
      return membership(node);
    case FeelKind::kInvalid:
      return std::nullopt;  // has been reported
    default:
      return unsupported(node, "Lists, ranges and dates that do not exist have no place here.");
  }
}

const Variable* Translator::variable_of(const FeelNode& node) const {
  if (node.kind == FeelKind::kName) return vocabulary_.find(node.text);
  if (node.kind != FeelKind::kMember) return nullptr;
  const Variable* whole = variable_of(feel_.child(node, 0));
  if (!whole) return nullptr;
  const auto part = std::find_if(whole->parts.begin(), whole->parts.end(),
                                 [&](const Variable& one) { return one.name == node.text; });
  return part == whole->parts.end() ? nullptr : &*part;
}

std::optional<Translated> Translator::variable(const FeelNode& node, const Variable& found) {
  const std::string shown = "`" + quote_for_message(found.name) + "` is ";
  if (!found.unsupported.empty()) {
    return unsupported(node, shown + found.unsupported + ", which a formula cannot hold.");
  }
  if (!found.parts.empty()) return unsupported(node, shown + "a structure: name one of its parts.");
  // A formula compares the text of a picklist, not the picklist.
  if (found.type == Type::kPicklist) return Translated{"TEXT(" + found.formula + ")", Type::kText};
  return Translated{found.formula, found.type};
}

std::optional<Translated> Translator::name(const FeelNode& node) {
  if (const Variable* found = vocabulary_.find(node.text)) return variable(node, *found);
  const auto names = vocabulary_.variable_names();
  diagnostics_.push_back(Diagnostic{"feel-name",
                                    Severity::kError,
                                    {},
                                    node.span,
                                    "There is no input data and no decision `" + quote_for_message(node.text) + "`.",
                                    "the name of an input data or a decision",
                                    quote_for_message(node.text),
                                    closest_name(node.text, names)});
  return std::nullopt;
}

std::optional<Translated> Translator::member(const FeelNode& node) {
  if (const Variable* found = variable_of(node)) return variable(node, *found);
  const FeelNode& whole = feel_.child(node, 0);
  if (const Variable* structure = variable_of(whole); structure && !structure->parts.empty()) {
    return unsupported(
        node, "`" + quote_for_message(structure->name) + "` has no part `" + quote_for_message(node.text) + "`.");
  }
  const auto value = expression(whole);
  if (!value) return std::nullopt;
  if (auto part = part_of(node.text, value->formula, value->type)) return Translated{std::move(*part), Type::kNumber};
  return unsupported(node, "This value has no part `" + quote_for_message(node.text) + "` that a formula can ask for.");
}

/// `x = null` asks whether there is a value; every other comparison with a blank is false.
std::optional<Translated> Translator::null_comparison(const FeelNode& node, const FeelNode& other) {
  if (node.op != FeelOperator::kEqual && node.op != FeelOperator::kNotEqual) {
    return unsupported(node, "`null` has no order.");
  }
  const auto value = expression(other);
  if (!value) return std::nullopt;
  const std::string blank = "ISBLANK(" + value->formula + ")";
  return Translated{node.op == FeelOperator::kEqual ? blank : "NOT(" + blank + ")", Type::kCheckbox};
}

/// False, reported, for a duration beside what is known to be none: as a number of days it would pass for one.
bool Translator::comparable(const FeelNode& node, const Translated& left, const Translated& right) {
  const auto is_plain = [](const Translated& one) {
    return !one.is_days && (one.type == Type::kNumber || one.type == Type::kText || one.type == Type::kCheckbox);
  };
  if (!(left.is_days && is_plain(right)) && !(right.is_days && is_plain(left))) return true;
  unsupported(node, "A duration stands beside a value that is none.");
  return false;
}

/// False, reported, for an operand without a type beside one that is no text: what it was read as would not fit.
bool Translator::is_typed(const FeelNode& node, const FeelNode& operand, const Translated& other) {
  const Variable* const found = variable_of(operand);
  if (!found || !found->is_untyped || other.type == Type::kText || other.type == Type::kAny) return true;
  const std::string name = '`' + quote_for_message(found->name) + '`';
  const std::string_view source = feel_.source.substr(node.span.begin, node.span.end - node.span.begin);
  diagnostics_.push_back(
      Diagnostic{"feel-type",
                 Severity::kError,
                 {},
                 node.span,
                 "The model does not say of which type " + name + " is, so that it counts as text.",
                 "a `typeRef` of " + name + " that goes with " + std::string(type_name(other.type)) + " here",
                 quote_for_message(source),
                 {}});
  return false;
}

std::optional<Translated> Translator::binary(const FeelNode& node) {
  const FeelNode& first = feel_.child(node, 0);
  const FeelNode& second = feel_.child(node, 1);
  const bool compares = node.op >= FeelOperator::kEqual && node.op <= FeelOperator::kGreaterOrEqual;
  if (compares && second.kind == FeelKind::kNull) return null_comparison(node, first);
  if (compares && first.kind == FeelKind::kNull) return null_comparison(node, second);
  const auto left = expression(first);
  const auto right = expression(second);
  if (!left || !right || !is_typed(node, first, *right) || !is_typed(node, second, *left)) return std::nullopt;
  const bool adds = node.op == FeelOperator::kAdd || node.op == FeelOperator::kSubtract;
  if ((compares || adds) && !comparable(node, *left, *right)) return std::nullopt;
  if (compares) return compared(node.op, *left, *right);
  const bool joins = node.op == FeelOperator::kAdd && (left->type == Type::kText || right->type == Type::kText);
  const std::string_view sign = joins ? "&" : formula_sign(node.op);
  return Translated{
      "(" + parenthesised(left->formula) + " " + std::string(sign) + " " + parenthesised(right->formula) + ")",
      joins ? Type::kText : result_type(node.op, left->type, right->type), gives_days(node.op, *left, *right)};
}

std::optional<Translated> Translator::conditional(const FeelNode& node) {
  const auto condition = expression(feel_.child(node, 0));
  const auto yes = expression(feel_.child(node, 1));
  const auto no = expression(feel_.child(node, 2));
  if (!condition || !yes || !no) return std::nullopt;
  return Translated{"IF(" + condition->formula + ", " + yes->formula + ", " + no->formula + ")",
                    yes->type == Type::kAny ? no->type : yes->type, yes->is_days || no->is_days};
}

std::optional<std::vector<Translated>> Translator::all(const std::vector<const FeelNode*>& nodes) {
  std::vector<Translated> translated;
  for (const FeelNode* node : nodes) {
    if (auto one = expression(*node)) translated.push_back(std::move(*one));
  }
  if (translated.size() != nodes.size()) return std::nullopt;
  return translated;
}

/// `x in (tests)` and `list contains([...], x)`.
std::optional<Translated> Translator::membership(const FeelNode& node) {
  const bool is_call = node.kind == FeelKind::kCall;
  const auto value = expression(feel_.child(node, is_call ? 1 : 0));
  if (!value) return std::nullopt;
  std::vector<const FeelNode*> tests;
  if (is_call) {
    tests.push_back(&feel_.child(node, 0));
  } else {
    for (std::size_t i = 1; i < node.children.size(); ++i) tests.push_back(&feel_.child(node, i));
  }
  return any_of(node, tests, *value);
}

std::optional<Translated> Translator::any_of(const FeelNode& node, const std::vector<const FeelNode*>& tests,
                                             const Translated& value) {
  Translated joined{{}, Type::kCheckbox};
  for (const FeelNode* one : tests) {
    const auto condition = bounded(*one, test(*one, value));
    if (!condition) return std::nullopt;
    joined.formula += (joined.formula.empty() ? "(" : " || (") + condition->formula + ")";
    if (joined.formula.size() > limits::kMaxFormulaBytes) return bounded(node, std::move(joined));
  }
  joined.formula = joined.formula.empty() ? "NOT(TRUE)" : parenthesised(joined.formula);
  return joined;
}

std::optional<Translated> Translator::cell(const FeelNode& tests, const Translated& value) {
  std::vector<const FeelNode*> nodes;
  for (const std::uint32_t child : tests.children) nodes.push_back(&feel_.nodes[child]);
  return any_of(tests, nodes, value);
}

std::optional<Translated> Translator::between(const Translated& value, const FeelNode& low, const FeelNode& high,
                                              std::string_view low_sign, std::string_view high_sign) {
  const auto from = expression(low);
  const auto to = expression(high);
  if (!from || !to || !comparable(low, value, *from) || !comparable(high, value, *to)) return std::nullopt;
  const auto side = [&](std::string_view sign, const Translated& bound) {
    return parenthesised(value.formula) + " " + std::string(sign) + " " + parenthesised(bound.formula);
  };
  return Translated{"(" + side(low_sign, *from) + " && " + side(high_sign, *to) + ")", Type::kCheckbox};
}

std::optional<Translated> Translator::test(const FeelNode& node, const Translated& value) {
  if (node.kind == FeelKind::kRange) {
    return between(value, feel_.child(node, 0), feel_.child(node, 1),
                   node.low_open ? ">" : ">=", node.high_open ? "<" : "<=");
  }
  if (node.kind == FeelKind::kList) {
    return cell(node, value);
  }
  if (node.kind == FeelKind::kNull) return Translated{"ISBLANK(" + value.formula + ")", Type::kCheckbox};
  const FeelNode& operand = node.kind == FeelKind::kTest ? feel_.child(node, 0) : node;
  const auto other = expression(operand);
  if (!other) return std::nullopt;
  // An expression that is true or false is a condition, unless it is what the input may equal.
  const bool is_condition = other->type == Type::kCheckbox && value.type != Type::kCheckbox &&
                            value.type != Type::kAny && operand.kind != FeelKind::kBoolean;
  if (node.kind != FeelKind::kTest && (is_condition || reads_input(node))) return other;
  if (!comparable(node, value, *other)) return std::nullopt;
  return compared(node.kind == FeelKind::kTest ? node.op : FeelOperator::kEqual, value, *other);
}

bool Translator::reads_input(const FeelNode& node) const {
  if (node.kind == FeelKind::kInput) return true;
  return std::any_of(node.children.begin(), node.children.end(),
                     [&](std::uint32_t child) { return reads_input(feel_.nodes[child]); });
}

}  // namespace signalbox::dmn
