#include "rules/literal.h"

#include "base/unicode.h"
#include "formula/operators.h"
#include "rules/unary_test.h"

namespace signalbox::rules {

namespace {

int sign_of(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

template <class T>
int order_of(const T& a, const T& b) {
  return sign_of(a <=> b);
}

}  // namespace

Literal Literal::of_text(std::string text) {
  Literal literal;
  auto storage = std::make_shared<const std::string>(std::move(text));
  literal.value = Value::text(*storage);
  literal.storage = std::move(storage);
  return literal;
}

bool takes_text_literal(Type type) {
  return type == Type::kText || type == Type::kId || type == Type::kPicklist || type == Type::kMultiPicklist;
}

std::string_view literal_example(Type type) {
  switch (type) {
    case Type::kNumber:
    case Type::kCurrency:
      return "a number such as `3`";
    case Type::kPercent:
      return "a share such as `0.2` for 20 %";
    case Type::kCheckbox:
      return "`true` or `false`";
    case Type::kDate:
      return "a date such as `2026-01-31`";
    case Type::kDateTime:
      return "an instant such as `2026-01-31T08:00:00Z`";
    case Type::kTime:
      return "a time such as `08:00`";
    case Type::kText:
    case Type::kId:
    case Type::kPicklist:
    case Type::kMultiPicklist:
      return "a text in double quotes";
    case Type::kAny:
    case Type::kLocation:
      break;
  }
  return "`-` or `blank`";
}

std::optional<Value> read_literal(std::string_view word, Type type) {
  if (is_numeric(type)) {
    const auto number = Decimal::parse(word);
    return number ? std::optional(Value::number(*number)) : std::nullopt;
  }
  if (type == Type::kCheckbox) {
    if (unicode::equals_ignoring_ascii_case(word, "true")) return Value::checkbox(true);
    if (unicode::equals_ignoring_ascii_case(word, "false")) return Value::checkbox(false);
  } else if (type == Type::kDate) {
    if (const auto date = parse_date(word)) return Value::date(*date);
  } else if (type == Type::kDateTime) {
    if (const auto instant = parse_instant(word)) return Value::date_time(*instant);
  } else if (type == Type::kTime) {
    if (const auto time = parse_time(word)) return Value::time(*time);
  }
  return std::nullopt;
}

std::optional<int> compare(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Value::Kind::kNumber:
      return order_of(a.as_number(), b.as_number());
    case Value::Kind::kDate:
      return order_of(a.as_date(), b.as_date());
    case Value::Kind::kDateTime:
      return order_of(a.as_date_time(), b.as_date_time());
    case Value::Kind::kTime:
      return order_of(a.as_time(), b.as_time());
    case Value::Kind::kText:
      return sign_of(formula::compare_utf16(a.as_text(), b.as_text()));
    case Value::Kind::kCheckbox:
      if (a.as_checkbox() == b.as_checkbox()) return 0;
      return std::nullopt;
    case Value::Kind::kBlank:
    case Value::Kind::kLocation:
    case Value::Kind::kError:
      break;
  }
  return std::nullopt;
}

}  // namespace signalbox::rules
