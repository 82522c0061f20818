#include "formula/checker.h"

#include <optional>
#include <string>

#include "formula/functions/registry.h"
#include "formula/never_blank.h"
#include "formula/nodes.h"
#include "formula/own_global.h"
#include "formula/record_path.h"
#include "formula/report.h"
#include "formula/type_rules.h"

namespace signalbox::formula {
namespace {

class Checker {
 public:
  Checker(Ast& ast, const Scope& scope, Diagnostics& diagnostics)
      : ast_(ast), scope_(scope), diagnostics_(diagnostics) {}

  void run(Type expected) {
    for (Node& node : ast_.nodes) {
      for (std::uint32_t i = 0; i < node.count; ++i) {
        if (ast_.child(node, i).failed) node.failed = true;
      }
      check(node);
    }
    Node& root = ast_.nodes[ast_.root];
    if (!root.failed && !fits(expected, root.type)) {
      fail(root, "type-mismatch", root.span,
           "This place needs " + article(type_name(expected)) + ", and the formula gives " +
               article(type_name(root.type)) + ".",
           type_name(expected), type_name(root.type),
           root.type == Type::kPicklist ? "TEXT(" + std::string(ast_.source) + ")" : "");
    }
  }

 private:
  static std::string article(std::string_view noun) { return "`" + std::string(noun) + "`"; }

  void fail(Node& node, std::string_view code, Span span, std::string sentence, std::string_view expected = {},
            std::string_view found = {}, std::string_view suggestion = {}) {
    node.failed = true;
    report(diagnostics_, code, span, std::move(sentence), expected, found, suggestion);
  }

  void check(Node& node) {
    switch (node.kind) {
      case NodeKind::kInvalid:
      case NodeKind::kBlank:
        node.type = Type::kAny;
        break;
      case NodeKind::kCheckbox:
        node.type = Type::kCheckbox;
        break;
      case NodeKind::kNumber:
        node.type = Type::kNumber;
        break;
      case NodeKind::kText:
        node.type = Type::kText;
        break;
      case NodeKind::kName:
        name(node);
        break;
      case NodeKind::kUnary:
        unary(node);
        break;
      case NodeKind::kBinary:
        binary(node);
        break;
      case NodeKind::kCall:
        call(node);
        break;
    }
  }

  void name(Node& node) {
    const std::string_view written = ast_.slice(node.name);
    if (const auto found = scope_.find(written)) {
      node.type = found->type;
      node.slot = found->slot;
      node.name_kind = found->is_global ? NameKind::kGlobal : NameKind::kField;
    } else if (const OwnGlobal* own = find_own_global(written)) {
      take_own_global(ast_, node, *own);
    } else if (const auto part = scope_.layout().find_part(field_path(written))) {
      node.type = Type::kNumber;
      node.slot = part->slot;
      node.name_kind = part->part == LocationPart::kLatitude ? NameKind::kLatitude : NameKind::kLongitude;
    } else {
      unknown_name(node, written);
    }
  }

  /// The engine has no users and organizations: the definition declares what it reads of them.
  void undeclared_global(Node& node, std::string_view written) {
    if (written.find('.') == std::string_view::npos) {
      return fail(node, "unknown-global", node.name, quoted(written) + " needs the name of a field behind it.",
                  quoted_part(written) + ".Name", written);
    }
    fail(node, "unknown-global", node.name,
         quoted(written) + " is not declared. Declare it among the fields of the definition, as `\"" +
             quoted_part(written) + "\": \"Text\"`, and supply it with the record.",
         "a declared field", written);
  }

  void unknown_name(Node& node, std::string_view written) {
    if (is_salesforce_global(written) || is_whole_record(written)) return undeclared_global(node, written);
    const std::string_view path = field_path(written);
    const std::string suggestion = closest_name(path, scope_.names());
    const bool global = path.starts_with('$');
    std::string sentence = "There is no " + std::string(global ? "global " : "field ") + quoted(path) + ".";
    if (!suggestion.empty()) sentence += " Did you mean `" + suggestion + "`?";
    const Span span{node.name.end - static_cast<std::uint32_t>(path.size()), node.name.end};
    fail(node, global ? "unknown-global" : "unknown-field", span, std::move(sentence),
         global ? "a global that is in view here" : "a declared field", path, suggestion);
  }

  void unary(Node& node) {
    const bool logical = node.op == Operator::kNot;
    node.type = logical ? Type::kCheckbox : Type::kNumber;
    const Node& operand = ast_.child(node, 0);
    if (operand.failed) return;
    const bool good =
        operand.type == Type::kAny || (logical ? operand.type == Type::kCheckbox : is_numeric(operand.type));
    if (!good) return operand_error(node, operand, logical ? "Checkbox" : "Number");
    if (!logical && operand.type != Type::kAny) node.type = operand.type;
  }

  void operand_error(Node& node, const Node& operand, std::string_view expected) {
    std::string sentence = "`" + std::string(operator_text(node.op)) + "` takes " + article(expected) +
                           ", and this is " + article(type_name(operand.type)) + ".";
    std::string suggestion;
    if (is_picklist(operand.type)) {
      sentence += " A picklist is read with ISPICKVAL, CASE or TEXT.";
      if (operand.type == Type::kPicklist) suggestion = "TEXT(" + std::string(ast_.slice(operand.span)) + ")";
    }
    fail(node, "operand-type", operand.span, std::move(sentence), expected, type_name(operand.type), suggestion);
  }

  void binary(Node& node) {
    const Node& left = ast_.child(node, 0);
    const Node& right = ast_.child(node, 1);
    if (node.op == Operator::kOr || node.op == Operator::kAnd || is_comparison(node.op)) node.type = Type::kCheckbox;
    if (node.op == Operator::kConcatenate) node.type = Type::kText;
    if (node.failed) return;
    if (node.op == Operator::kOr || node.op == Operator::kAnd)
      return operands(node, "Checkbox", [](Type type) { return type == Type::kCheckbox; });
    if (node.op == Operator::kConcatenate) return operands(node, "Text", is_textual);
    if (is_comparison(node.op)) return comparison(node, left, right);
    if (node.op == Operator::kAdd || node.op == Operator::kSubtract) return sum(node, left, right);
    operands(node, "Number", is_numeric);
    if (node.op == Operator::kPower && !node.failed) whole_exponent(left, right);
    node.type = left.type == right.type && left.type != Type::kAny ? left.type : Type::kNumber;
  }

  /// A broken power fails on every record, as it does in Salesforce.
  void whole_exponent(const Node& base, const Node& exponent) {
    if (exponent.kind != NodeKind::kNumber || ast_.numbers[exponent.payload].is_integer()) return;
    const std::string_view power = ast_.slice(exponent.span);
    report(diagnostics_, "whole-exponent", exponent.span, "`^` takes a whole exponent; " + quoted(power) + " fails.",
           "a whole number", power, "EXP(" + quoted_part(power) + " * LN(" + quoted_part(ast_.slice(base.span)) + "))",
           Severity::kWarning);
  }

  void operands(Node& node, std::string_view expected, bool (*takes)(Type)) {
    for (std::uint32_t i = 0; i < 2; ++i) {
      const Node& operand = ast_.child(node, i);
      if (operand.type != Type::kAny && !takes(operand.type)) operand_error(node, operand, expected);
    }
  }

  void comparison(Node& node, const Node& left, const Node& right) {
    for (const Node* operand : {&left, &right}) {
      if (is_picklist(operand->type) || operand->type == Type::kLocation)
        return operand_error(node, *operand, "Text, Number, Checkbox, Date, DateTime or Time");
    }
    if (!unified(left.type, right.type)) {
      return fail(node, "operand-type", node.span,
                  article(type_name(left.type)) + " and " + article(type_name(right.type)) + " cannot be compared.",
                  type_name(left.type), type_name(right.type));
    }
    warn_never_blank(ast_, node, scope_.blanks(), diagnostics_);
    const bool ordered = node.op != Operator::kEqual && node.op != Operator::kNotEqual;
    if (ordered && (left.type == Type::kCheckbox || right.type == Type::kCheckbox)) {
      operand_error(node, left.type == Type::kCheckbox ? left : right, "Number, Text, Date, DateTime or Time");
    }
  }

  void duration(Node& node) {
    const Type first = ast_.child(node, 0).type;
    const Type wanted = second_of_duration(first);
    const Type given = node.count > 1 ? ast_.child(node, 1).type : Type::kCheckbox;
    if (fits(wanted, given)) return;
    fail(node, "argument-type", node.count > 1 ? ast_.child(node, 1).span : node.span,
         "Argument 2 of `FORMATDURATION` takes " + article(type_name(wanted)) + " where argument 1 is " +
             article(type_name(first)) + ".",
         type_name(wanted), node.count > 1 ? type_name(given) : std::string_view{});
  }

  void sum(Node& node, const Node& left, const Node& right) {
    const auto result = sum_type(node.op, left.type, right.type);
    if (result) {
      node.type = *result;
      return;
    }
    for (const Node* operand : {&left, &right}) {
      if (!is_numeric(operand->type) && !is_temporal(operand->type) && operand->type != Type::kAny) {
        return operand_error(node, *operand, "Number, Date, DateTime or Time");
      }
    }
    fail(node, "operand-type", node.span,
         "`" + std::string(operator_text(node.op)) + "` does not go with " + article(type_name(left.type)) + " and " +
             article(type_name(right.type)) + ".",
         {}, type_name(right.type));
  }

  void call(Node& node) {
    const std::string_view written = ast_.slice(node.name);
    const Function* function = find_function(written.starts_with('$') ? "PRIORVALUE" : written);
    if (function == nullptr) {
      const std::string suggestion = closest_name(written, function_names());
      std::string sentence = "There is no function " + quoted(written) + ".";
      if (!suggestion.empty()) sentence += " Did you mean `" + suggestion + "`?";
      return fail(node, "unknown-function", node.name, std::move(sentence), "a function", written, suggestion);
    }
    node.function = function;
    if (function->form == Form::kRefused) {
      return fail(node, "unsupported-function", node.name,
                  "`" + std::string(function->name) + "` is not supported. " + std::string(function->sentence), {},
                  written);
    }
    node.type = function->type;
    if (!count_arguments(node, *function) || node.failed) return;
    arguments(node, *function);
    if (!node.failed) result_type(node, *function);
  }

  bool count_arguments(Node& node, const Function& function) {
    const bool pairs = function.form == Form::kCase;
    if (node.count >= function.least && (function.most == Function::kAny || node.count <= function.most) &&
        (!pairs || node.count % 2 == 0))
      return true;
    std::string expected = std::to_string(function.least);
    if (pairs)
      expected = "an even number from 4 on";
    else if (function.most == Function::kAny)
      expected += " or more";
    else if (function.most != function.least)
      expected += " to " + std::to_string(function.most);
    fail(node, "argument-count", node.span,
         "`" + std::string(function.signature) + "` takes " + expected + " arguments, and here are " +
             std::to_string(node.count) + ".",
         expected, std::to_string(node.count));
    return false;
  }

  void arguments(Node& node, const Function& function) {
    for (std::uint32_t i = 0; i < node.count; ++i) {
      const Node& argument = ast_.child(node, i);
      const char letter = function.parameter(i);
      const bool field = letter != 'f' || (argument.kind == NodeKind::kName && argument.name_kind == NameKind::kField);
      if (field && parameter_takes(letter, argument.type)) continue;
      std::string suggestion;
      if (letter == 't' && argument.type == Type::kPicklist)
        suggestion = "TEXT(" + std::string(ast_.slice(argument.span)) + ")";
      fail(node, "argument-type", argument.span,
           "Argument " + std::to_string(i + 1) + " of `" + std::string(function.name) + "` takes " +
               article(parameter_noun(letter)) + ", and this is " +
               article(field ? type_name(argument.type) : ast_.slice(argument.span)) + ".",
           parameter_noun(letter), type_name(argument.type), suggestion);
    }
    if (!node.failed && function.constant != nullptr) constant(node, *function.constant);
    if (!node.failed && function.name == "FORMATDURATION") duration(node);
    if (!node.failed) warn_never_blank(ast_, node, scope_.blanks(), diagnostics_);
    if (!node.failed && function.form == Form::kIsPickVal) picklist_value(ast_.child(node, 0), ast_.child(node, 1));
  }

  /// An argument that is written out can be judged now.
  void constant(Node& node, const ConstantCheck& check) {
    if (check.argument >= node.count) return;
    const Node& written = ast_.child(node, check.argument);
    if (written.kind != NodeKind::kText) return;
    std::string sentence = check.complaint(ast_.texts[written.payload], pattern_states_);
    if (!sentence.empty())
      fail(node, check.code, written.span, std::move(sentence), check.expected, ast_.slice(written.span));
  }

  /// A value that the picklist does not have is no error: values come and go. But it is seldom meant.
  void picklist_value(const Node& field, const Node& value) {
    if (field.kind != NodeKind::kName || field.name_kind != NameKind::kField || value.kind != NodeKind::kText) return;
    const std::vector<std::string>& values = scope_.layout().field(field.slot).values;
    const std::string& text = ast_.texts[value.payload];
    if (values.empty() || text.empty()) return;
    std::vector<std::string_view> names(values.begin(), values.end());
    for (const std::string_view name : names) {
      if (name == text) return;
    }
    const std::string closest = closest_name(text, names);
    report(diagnostics_, "not-in-picklist", value.span,
           "The picklist " + quoted(ast_.slice(field.span)) + " has no value " + quoted(text) + ".",
           "a value of the picklist", text, closest, Severity::kWarning);
  }

  void result_type(Node& node, const Function& function) {
    switch (function.form) {
      case Form::kCase:
        return case_type(node);
      case Form::kIn:
        return in_type(node);
      case Form::kIf:
        return unify(node, 1, 1);
      case Form::kPriorValue:
        node.type = ast_.child(node, 0).type;
        return;
      default:
        break;
    }
    if (function.result == Result::kUnified) unify(node, 0, 1);
    if (function.result == Result::kFirst) {
      node.type = ast_.child(node, 0).type;
      if (node.type == Type::kAny) node.type = function.parameter(0) == 'n' ? Type::kNumber : Type::kDate;
    }
  }

  /// The common type of arguments `first`, `first + step`, ... and for CASE the last.
  void unify(Node& node, std::uint32_t first, std::uint32_t step) {
    Type type = ast_.child(node, first).type;
    for (std::uint32_t i = first; i < node.count; i += step) {
      const Node& argument = ast_.child(node, i);
      const auto both = unified(type, argument.type);
      if (!both) {
        return fail(node, "branch-types", argument.span,
                    "The results of `" + std::string(node.function->name) + "` must be of one type: " +
                        article(type_name(type)) + " and " + article(type_name(argument.type)) + " are not.",
                    type_name(type), type_name(argument.type));
      }
      type = *both;
    }
    node.type = type;
  }

  void case_type(Node& node) {
    const Node& subject = ast_.child(node, 0);
    for (std::uint32_t i = 1; i + 1 < node.count; i += 2) {
      const Node& value = ast_.child(node, i);
      if (subject.type == Type::kPicklist && (is_textual(value.type) || value.type == Type::kAny)) {
        picklist_value(subject, value);
      } else if (!unified(subject.type, value.type) || !is_comparable(subject.type)) {
        fail(node, "operand-type", value.span,
             "`CASE` compares " + article(type_name(subject.type)) + " with " + article(type_name(value.type)) + ".",
             type_name(subject.type), type_name(value.type));
      }
    }
    if (node.failed) return;
    // Results stand at 2, 4, ... and at the end.
    Type type = ast_.child(node, node.count - 1).type;
    for (std::uint32_t i = 2; i < node.count; i += 2) {
      const Node& result = ast_.child(node, i);
      const auto both = unified(type, result.type);
      if (!both) {
        return fail(node, "branch-types", result.span,
                    "The results of `CASE` must be of one type: " + article(type_name(type)) + " and " +
                        article(type_name(result.type)) + " are not.",
                    type_name(type), type_name(result.type));
      }
      type = *both;
    }
    node.type = type;
  }

  void in_type(Node& node) {
    const Node& subject = ast_.child(node, 0);
    for (std::uint32_t i = 1; i < node.count; ++i) {
      const Node& value = ast_.child(node, i);
      const bool picklist = subject.type == Type::kPicklist && (is_textual(value.type) || value.type == Type::kAny);
      if (picklist || (unified(subject.type, value.type) && !is_picklist(value.type) && is_comparable(value.type)))
        continue;
      fail(node, "operand-type", value.span,
           "`IN` compares " + article(type_name(subject.type)) + " with " + article(type_name(value.type)) + ".",
           type_name(subject.type), type_name(value.type));
    }
  }

  Ast& ast_;
  const Scope& scope_;
  Diagnostics& diagnostics_;
  std::size_t pattern_states_ = 0;  ///< Of all patterns that are written out.
};

}  // namespace

void check(Ast& ast, const Scope& scope, Type expected, Diagnostics& diagnostics) {
  Checker(ast, scope, diagnostics).run(expected);
}

}  // namespace signalbox::formula
