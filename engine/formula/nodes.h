// What the passes over a checked tree ask about a node.
#pragma once

#include "formula/ast.h"
#include "formula/functions/registry.h"
#include "formula/operators.h"
#include "formula/scope.h"

namespace signalbox::formula {

/// a < b as b > a.
[[nodiscard]] inline Operator mirrored(Operator op) {
  switch (op) {
    case Operator::kLess:
      return Operator::kGreater;
    case Operator::kLessOrEqual:
      return Operator::kGreaterOrEqual;
    case Operator::kGreater:
      return Operator::kLess;
    case Operator::kGreaterOrEqual:
      return Operator::kLessOrEqual;
    default:
      return op;
  }
}

[[nodiscard]] inline bool is_logical(const Node& node, Operator op, Form form) {
  return (node.kind == NodeKind::kBinary && node.op == op) ||
         (node.kind == NodeKind::kCall && node.function->form == form);
}
[[nodiscard]] inline bool is_negation(const Node& node) {
  return (node.kind == NodeKind::kUnary && node.op == Operator::kNot) ||
         (node.kind == NodeKind::kCall && node.function->form == Form::kNot);
}
[[nodiscard]] inline bool is_strict_call(const Node& node) {
  return node.kind == NodeKind::kCall &&
         (node.function->form == Form::kStrict || node.function->form == Form::kStrictWithBlanks);
}
[[nodiscard]] inline bool is_concatenation(const Node& node) {
  return node.kind == NodeKind::kBinary && node.type == Type::kText &&
         (node.op == Operator::kConcatenate || node.op == Operator::kAdd);
}
[[nodiscard]] inline bool is_sum_or_product(const Node& node) {
  return node.kind == NodeKind::kBinary && node.op >= Operator::kAdd && !is_concatenation(node);
}
[[nodiscard]] inline bool is_temporal(Type type) {
  return type == Type::kDate || type == Type::kDateTime || type == Type::kTime;
}
[[nodiscard]] inline bool is_time_call(const Node& node) {
  return node.kind == NodeKind::kCall && (node.function->form == Form::kNow || node.function->form == Form::kToday ||
                                          node.function->form == Form::kTimeNow);
}

[[nodiscard]] inline CompareAs compare_as(Type a, Type b) {
  if (a == Type::kCheckbox || b == Type::kCheckbox) return CompareAs::kCheckbox;
  if (a == Type::kId || b == Type::kId) return CompareAs::kId;
  const auto text = [](Type type) { return is_textual(type) || type == Type::kPicklist; };
  return text(a) || text(b) ? CompareAs::kText : CompareAs::kOrdinary;
}

/// A field, or a global that has a slot.
[[nodiscard]] inline bool is_slot(const Node& node) {
  return node.kind == NodeKind::kName && (node.name_kind == NameKind::kField || node.name_kind == NameKind::kGlobal);
}

/// Latitude or longitude of a field.
[[nodiscard]] inline bool is_location_part(const Node& node) {
  return node.kind == NodeKind::kName &&
         (node.name_kind == NameKind::kLatitude || node.name_kind == NameKind::kLongitude);
}

/// Salesforce treats blank *fields* as zeroes; a global that has no value has none.
[[nodiscard]] inline bool counts_blank_as_zero(const Node& node, Blanks blanks) {
  if (blanks != Blanks::kAsZero || node.kind != NodeKind::kName) return false;
  return node.name_kind == NameKind::kField && is_numeric(node.type);
}

/// x = NULL and x <> NULL ask whether x is blank.
[[nodiscard]] inline bool is_null_test(const Ast& ast, const Node& node) {
  const bool equality = node.op == Operator::kEqual || node.op == Operator::kNotEqual;
  return equality && (ast.child(node, 0).kind == NodeKind::kBlank || ast.child(node, 1).kind == NodeKind::kBlank);
}

}  // namespace signalbox::formula
