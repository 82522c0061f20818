#include "formula/advice.h"

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/functions/registry.h"
#include "formula/nodes.h"
#include "formula/type_rules.h"

namespace signalbox::formula {
namespace {

struct Converter {
  Type wanted;
  Type actual;
  std::string_view function;
};
constexpr Converter kConverters[] = {
    {Type::kText, Type::kNumber, "TEXT"},        {Type::kText, Type::kDate, "TEXT"},
    {Type::kText, Type::kDateTime, "TEXT"},      {Type::kText, Type::kTime, "TEXT"},
    {Type::kText, Type::kPicklist, "TEXT"},      {Type::kDate, Type::kDateTime, "DATEVALUE"},
    {Type::kTime, Type::kDateTime, "TIMEVALUE"}, {Type::kDate, Type::kText, "DATEVALUE"},
    {Type::kNumber, Type::kText, "VALUE"},       {Type::kDateTime, Type::kText, "DATETIMEVALUE"},
    {Type::kTime, Type::kText, "TIMEVALUE"},     {Type::kDateTime, Type::kDate, "DATETIMEVALUE"},
};
/// Of these, what makes two operands go together.
constexpr std::size_t kJoining = 7;

Type family(Type type) { return is_numeric(type) ? Type::kNumber : is_textual(type) ? Type::kText : type; }

/// A number that is written out is written as a text.
std::string in_call(const Ast& ast, const Node& node, std::string_view function) {
  const std::string_view text = ast.slice(node.span);
  if (text.size() > limits::kMaxQuotedBytes) return {};
  if (node.kind == NodeKind::kNumber) return "\"" + std::string(text) + "\"";
  return std::string(function) + "(" + std::string(text) + ")";
}

/// A number with signs in front.
std::optional<Decimal> signed_number(const Ast& ast, const Node& node) {
  if (node.kind == NodeKind::kNumber) return ast.numbers[node.payload];
  if (node.op != Operator::kNegate) return std::nullopt;
  const auto inner = signed_number(ast, ast.child(node, 0));
  return inner ? std::optional(inner->negated()) : std::nullopt;
}

}  // namespace

std::string converted(const Ast& ast, const Node& node, Type wanted) {
  for (const Converter& converter : kConverters) {
    if (converter.wanted == family(wanted) && converter.actual == family(node.type))
      return in_call(ast, node, converter.function);
  }
  return {};
}

std::optional<Conversion> conversion(const Ast& ast, const Node& a, const Node& b) {
  for (std::size_t i = 0; i < kJoining; ++i) {
    const Converter& converter = kConverters[i];
    for (const auto& [keep, change] : {std::pair(&a, &b), std::pair(&b, &a)}) {
      if (converter.wanted != family(keep->type) || converter.actual != family(change->type)) continue;
      std::string suggestion = in_call(ast, *change, converter.function);
      if (suggestion.empty()) return std::nullopt;
      return Conversion{change, std::move(suggestion)};
    }
  }
  return std::nullopt;
}

const Node* picklist_field(const Ast& ast, const Node& node) {
  const Node* inner = &node;
  while (inner->kind == NodeKind::kCall && inner->function != nullptr && inner->count == 1 &&
         (inner->function->form == Form::kPriorValue || inner->function->name == "TEXT"))
    inner = &ast.child(*inner, 0);
  const bool field = inner->kind == NodeKind::kName && inner->name_kind == NameKind::kField && is_picklist(inner->type);
  return field ? inner : nullptr;
}

std::string_view likely_type(std::string_view global) {
  const std::string lower = unicode::ascii_lower(global);
  if (lower == "$flow.currentdate") return "Date";
  if (lower.starts_with("$permission.")) return "Checkbox";
  if (lower.ends_with("date") || lower.ends_with("time")) return "DateTime";
  return global.substr(global.rfind('.') + 1).starts_with("Is") ? "Checkbox" : "Text";
}

std::optional<Decimal> written_number(const Ast& ast, const Node& node) {
  if (node.op != Operator::kDivide && node.op != Operator::kMultiply) return signed_number(ast, node);
  const auto left = signed_number(ast, ast.child(node, 0));
  const auto right = signed_number(ast, ast.child(node, 1));
  if (!left || !right) return std::nullopt;
  return node.op == Operator::kDivide ? left->divided_by(*right) : left->times(*right);
}

}  // namespace signalbox::formula
