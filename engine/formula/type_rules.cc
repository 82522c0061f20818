#include "formula/type_rules.h"

#include "formula/checker.h"
#include "formula/nodes.h"

namespace signalbox::formula {

bool is_picklist(Type type) { return type == Type::kPicklist || type == Type::kMultiPicklist; }

bool is_comparable(Type type) { return type != Type::kMultiPicklist && type != Type::kLocation; }

std::optional<Type> unified(Type a, Type b) {
  if (a == b || b == Type::kAny) return a;
  if (a == Type::kAny) return b;
  if (is_numeric(a) && is_numeric(b)) return Type::kNumber;
  if (is_textual(a) && is_textual(b)) return Type::kText;
  return std::nullopt;
}

std::optional<Type> sum_type(Operator op, Type a, Type b) {
  const bool add = op == Operator::kAdd;
  const bool number_a = is_numeric(a) || a == Type::kAny;
  const bool number_b = is_numeric(b) || b == Type::kAny;
  if (number_a && number_b) return a == b && a != Type::kAny ? a : Type::kNumber;
  if (is_temporal(a) && number_b) return a;
  if (add && number_a && is_temporal(b)) return b;
  if (!add && is_temporal(a) && a == b) return Type::kNumber;
  const bool text = (is_textual(a) || a == Type::kAny) && (is_textual(b) || b == Type::kAny);
  if (add && text) return Type::kText;
  return std::nullopt;
}

Type second_of_duration(Type first) { return is_temporal(first) ? first : Type::kCheckbox; }

bool fits(Type expected, Type actual) {
  if (expected == Type::kAny || actual == Type::kAny || expected == actual) return true;
  if (is_numeric(expected)) return is_numeric(actual);
  if (is_textual(expected)) return is_textual(actual);
  return false;
}

}  // namespace signalbox::formula
