#include "formula/checker.h"

#include <optional>
#include <string>

#include "base/limits.h"
#include "formula/advice.h"
#include "formula/call_checker.h"
#include "formula/complaints.h"
#include "formula/functions/registry.h"
#include "formula/never_blank.h"
#include "formula/nodes.h"
#include "formula/own_global.h"
#include "formula/record_path.h"
#include "formula/report.h"
#include "formula/type_rules.h"

namespace signalbox::formula {
namespace {

class Checker : private Complaints {
 public:
  using Complaints::Complaints;

  void run(Type expected) {
    for (Node& node : ast_.nodes) {
      for (std::uint32_t i = 0; i < node.count; ++i) {
        if (ast_.child(node, i).failed) node.failed = true;
      }
      check(node);
      // What depends on a part that is wrong is judged as far as it does not depend on that part.
      if (node.failed) node.type = Type::kAny;
    }
    Node& root = ast_.nodes[ast_.root];
    if (!root.failed && !fits(expected, root.type)) {
      fail(root, "type-mismatch", root.span,
           "This place needs " + article(type_name(expected)) + ", and the formula gives " +
               article(type_name(root.type)) + ".",
           type_name(expected), type_name(root.type), converted(ast_, root, expected));
    }
  }

 private:
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
        calls_.check(node);
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
             quoted_part(written) + "\": \"" + std::string(likely_type(written)) +
             "\"`, and supply it with the record.",
         "a declared field", written);
  }

  void unknown_name(Node& node, std::string_view written) {
    if (is_salesforce_global(written) || is_whole_record(written)) return undeclared_global(node, written);
    const std::string_view path = field_path(written);
    const bool global = path.starts_with('$');
    std::string suggestion;
    std::string sentence = "There is no " + std::string(global ? "global " : "field ") + quoted(path) + ".";
    if (const Function* function = find_function(path)) {
      if (function->most == 0) suggestion = function->signature;
      sentence += " The function is written `" + std::string(function->signature) + "`.";
    } else {
      suggestion = closest(path, names_);
      if (!suggestion.empty()) sentence += " Did you mean `" + suggestion + "`?";
    }
    const Span span{node.name.end - static_cast<std::uint32_t>(path.size()), node.name.end};
    fail(node, global ? "unknown-global" : "unknown-field", span, std::move(sentence),
         global ? "a global that is in view here" : "a declared field", path, suggestion);
  }

  void unary(Node& node) {
    const bool logical = node.op == Operator::kNot;
    node.type = logical ? Type::kCheckbox : Type::kNumber;
    const Node& operand = ast_.child(node, 0);
    if (operand.failed) return;
    const Type wanted = logical ? Type::kCheckbox : Type::kNumber;
    if (!fits(wanted, operand.type)) return operand_error(node, operand, type_name(wanted), wanted);
    if (!logical && operand.type != Type::kAny) node.type = operand.type;
  }

  /// `wanted`: what to make of the operand; kAny when nothing will do.
  void operand_error(Node& node, const Node& operand, std::string_view expected, Type wanted) {
    const std::string suggestion = converted(ast_, operand, wanted);
    std::string sentence = "`" + std::string(ast_.slice(node.name)) + "` takes " + article(expected) +
                           ", and this is " + article(type_name(operand.type)) + "." + picklist_advice(operand.type);
    if (!is_picklist(operand.type)) sentence += instead(suggestion);
    fail(node, "operand-type", operand.span, std::move(sentence), expected, type_name(operand.type), suggestion);
  }

  void binary(Node& node) {
    const Node& left = ast_.child(node, 0);
    const Node& right = ast_.child(node, 1);
    if (node.op == Operator::kOr || node.op == Operator::kAnd || is_comparison(node.op)) node.type = Type::kCheckbox;
    if (node.op == Operator::kConcatenate) node.type = Type::kText;
    if (node.op == Operator::kOr || node.op == Operator::kAnd) return operands(node, Type::kCheckbox);
    if (node.op == Operator::kConcatenate) return operands(node, Type::kText);
    if (is_comparison(node.op)) return comparison(node, left, right);
    if (node.op == Operator::kAdd || node.op == Operator::kSubtract) return sum(node, left, right);
    operands(node, Type::kNumber);
    if (node.op == Operator::kPower && !node.failed) whole_exponent(node, left, right);
    node.type = left.type == right.type && left.type != Type::kAny ? left.type : Type::kNumber;
  }

  /// A broken power fails on every record, as it does in Salesforce.
  void whole_exponent(const Node& node, const Node& base, const Node& exponent) {
    const auto value = written_number(ast_, exponent);
    if (!value || value->is_integer()) return;
    const std::string of(ast_.slice(base.span));
    const std::string power(ast_.slice(exponent.span));
    std::string suggestion =
        *value == Decimal::from_scaled(5, 1) ? "SQRT(" + of + ")" : "EXP(" + power + " * LN(" + of + "))";
    if (of.size() + power.size() > limits::kMaxQuotedBytes) suggestion.clear();
    report(diagnostics_, "whole-exponent", node.span,
           "`^` takes a whole exponent; " + quoted(power) + " fails." + instead(suggestion), "a whole number", power,
           suggestion, Severity::kWarning);
  }

  void operands(Node& node, Type wanted) {
    for (std::uint32_t i = 0; i < 2; ++i) {
      const Node& operand = ast_.child(node, i);
      if (!fits(wanted, operand.type)) operand_error(node, operand, type_name(wanted), wanted);
    }
  }

  void comparison(Node& node, const Node& left, const Node& right) {
    const bool ordered = node.op != Operator::kEqual && node.op != Operator::kNotEqual;
    if (!ordered && (left.type == Type::kMultiPicklist || right.type == Type::kMultiPicklist))
      return selection(node, left, right);
    bool good = true;
    for (const Node* operand : {&left, &right}) {
      if (!is_picklist(operand->type) && operand->type != Type::kLocation) continue;
      good = false;
      operand_error(node, *operand, "Text, Number, Checkbox, Date, DateTime or Time", Type::kText);
    }
    if (!good) return;
    if (!unified(left.type, right.type)) {
      return mismatch(node, "operand-type", left, right,
                      article(type_name(left.type)) + " and " + article(type_name(right.type)) + " cannot be compared.",
                      node.span);
    }
    if (ordered && (left.type == Type::kCheckbox || right.type == Type::kCheckbox)) {
      return operand_error(node, left.type == Type::kCheckbox ? left : right, "Number, Text, Date, DateTime or Time",
                           Type::kAny);
    }
    if (!node.failed) warn_never_blank(ast_, node, scope_.blanks(), diagnostics_);
    if (ordered) return;
    picklist_value(left, right);
    picklist_value(right, left);
  }

  /// `Topics__c = "Fraud"` of a multi-select picklist.
  void selection(Node& node, const Node& left, const Node& right) {
    const bool first = left.type == Type::kMultiPicklist;
    const std::string field(ast_.slice(first ? left.span : right.span));
    const std::string value(ast_.slice(first ? right.span : left.span));
    std::string suggestion = "INCLUDES(" + field + ", " + value + ")";
    if (node.op == Operator::kNotEqual) suggestion = "NOT(" + suggestion + ")";
    const bool text = is_textual((first ? right : left).type);
    if (!text || field.size() + value.size() > limits::kMaxQuotedBytes) suggestion.clear();
    fail(node, "operand-type", node.span, "A multi-select picklist is compared with INCLUDES." + instead(suggestion),
         "INCLUDES", type_name(Type::kMultiPicklist), suggestion);
  }

  void sum(Node& node, const Node& left, const Node& right) {
    const auto result = sum_type(node.op, left.type, right.type);
    if (result) {
      node.type = *result;
      return;
    }
    const bool joins = node.op == Operator::kAdd && (is_textual(left.type) || is_textual(right.type));
    bool good = true;
    for (const Node* operand : {&left, &right}) {
      const Type type = operand->type;
      if (joins || is_numeric(type) || is_temporal(type) || type == Type::kAny) continue;
      good = false;
      operand_error(node, *operand, "Number, Date, DateTime or Time", Type::kNumber);
    }
    if (!good || left.failed || right.failed) return;
    mismatch(node, "operand-type", left, right,
             "`" + std::string(operator_text(node.op)) + "` does not go with " + article(type_name(left.type)) +
                 " and " + article(type_name(right.type)) + ".",
             node.span);
  }

  CallChecker calls_{*this};
  std::vector<std::string_view> names_ = scope_.names();
};

}  // namespace

void check(Ast& ast, const Scope& scope, Type expected, Diagnostics& diagnostics, std::size_t reported) {
  Checker(ast, scope, diagnostics, reported).run(expected);
}

}  // namespace signalbox::formula
