#include "escalation/content.h"

#include "formula/located.h"
#include "rules/literal.h"

namespace signalbox::escalation {

namespace {

std::optional<Value> literal(const json::Node& node, Type type) {
  if (node.is(json::Kind::kBool) && type == Type::kCheckbox) return Value::checkbox(node.as_bool());
  if (node.is(json::Kind::kNumber) && is_numeric(type)) {
    auto number = Decimal::parse(node.as_text());
    if (number && type == Type::kPercent) number = number->shifted(2);
    return number ? std::optional(Value::number(*number)) : std::nullopt;
  }
  const bool is_spelled = node.is(json::Kind::kText) && !is_numeric(type) && type != Type::kCheckbox;
  return is_spelled ? rules::read_literal(node.as_text(), type) : std::nullopt;
}

}  // namespace

Content read_content(const Place& place, const formula::Scope& scope, Type type) {
  Content content;
  const json::Node node = place.node();
  const bool is_text = node.is(json::Kind::kText);
  if (is_text && !node.as_text().empty() && node.as_text()[0] == '=') {
    const Type expected = type == Type::kPicklist || type == Type::kId ? Type::kText : type;
    auto formula = formula::compile_at(place, scope, expected, 1);
    if (formula) content.formula = rules::PlacedFormula{std::move(*formula), place.path()};
    return content;
  }
  if (node.is(json::Kind::kNull)) return content;
  if (is_text && rules::takes_text_literal(type)) {
    content.literal = rules::Literal::of_text(std::string(node.as_text()));
    return content;
  }
  const auto value = literal(node, type);
  if (!value) {
    place.report("field-type", "This is of the type " + std::string(type_name(type)) + ", and here stands another.",
                 std::string(rules::literal_example(type)) + ", `null`, or a formula after `=`");
    return content;
  }
  content.literal.value = *value;
  return content;
}

}  // namespace signalbox::escalation
