#include <algorithm>

#include "model/record_id.h"
#include "rules/literal.h"
#include "rules/unary_test.h"

namespace signalbox::rules {

namespace {

bool passes_range(const Test& test, const Value& value) {
  const auto low = compare(value, test.low.value);
  const auto high = compare(value, test.high.value);
  if (!low || !high) return false;
  return (*low > 0 || (*low == 0 && !test.low_open)) && (*high < 0 || (*high == 0 && !test.high_open));
}

bool equals(const Value& a, const Value& b) {
  const bool texts = a.kind() == Value::Kind::kText && b.kind() == Value::Kind::kText;
  return texts ? a.as_text() == b.as_text() : compare(a, b) == 0;
}

/// `value` is neither blank nor an error.
bool passes_present(const Test& test, const Value& value) {
  if (test.kind == Test::Kind::kAny) return true;
  if (test.kind == Test::Kind::kBlank) return false;
  if (test.kind == Test::Kind::kRange) return passes_range(test, value);
  if (test.kind == Test::Kind::kEqual) return equals(value, test.low.value);
  if (test.kind == Test::Kind::kNotEqual) return !equals(value, test.low.value);
  const auto order = compare(value, test.low.value);
  if (!order) return false;
  switch (test.kind) {
    case Test::Kind::kLess:
      return *order < 0;
    case Test::Kind::kLessOrEqual:
      return *order <= 0;
    case Test::Kind::kGreater:
      return *order > 0;
    default:
      return *order >= 0;
  }
}

/// What a blank input counts as besides blank; the blank value when it counts as nothing else.
Value stand_in(Type type, formula::Blanks blanks) {
  if (type == Type::kCheckbox) return Value::checkbox(false);
  if (is_numeric(type) && blanks == formula::Blanks::kAsZero) return Value::number(Decimal());
  return Value();
}

bool passes_blank(const Test& test, const Value& counts_as) {
  if (test.kind == Test::Kind::kAny || test.kind == Test::Kind::kBlank) return true;
  if (!counts_as.is_blank()) return passes_present(test, counts_as);
  // A blank text equals "".
  return test.kind == Test::Kind::kEqual && test.low.value.is_blank();
}

/// The selected values of a multi-select picklist stand with semicolons between them.
bool is_selected(std::string_view selected, std::string_view wanted) {
  while (true) {
    const std::size_t end = selected.find(';');
    if (selected.substr(0, end) == wanted) return true;
    if (end == std::string_view::npos) return false;
    selected.remove_prefix(end + 1);
  }
}

bool passes_selection(const Test& test, std::string_view selected) {
  if (test.kind == Test::Kind::kAny) return true;
  if (test.kind == Test::Kind::kBlank || test.low.value.is_blank()) return test.kind == Test::Kind::kNotEqual;
  return is_selected(selected, test.low.value.as_text()) == (test.kind == Test::Kind::kEqual);
}

}  // namespace

Value comparable(Type type, const Value& value) {
  const bool id = type == Type::kId && value.kind() == Value::Kind::kText;
  return id ? Value::text(id_key(value.as_text())) : value;
}

bool equals_input(Type type, const Value& input, const Value& computed, formula::Blanks blanks) {
  if (input.is_error() || computed.is_error()) return false;
  if (input.is_blank() && computed.is_blank()) return true;
  if (computed.is_blank()) return false;
  if (type == Type::kMultiPicklist) return !input.is_blank() && is_selected(input.as_text(), computed.as_text());
  const Value value = input.is_blank() ? stand_in(type, blanks) : input;
  return !value.is_blank() && equals(comparable(type, value), comparable(type, computed));
}

bool passes(const UnaryTest& test, const Value& value, formula::Blanks blanks) {
  if (value.is_error()) return test.is_any();
  bool any = false;
  if (value.is_blank()) {
    const Value counts_as = stand_in(test.type, blanks);
    any = std::any_of(test.tests.begin(), test.tests.end(),
                      [&](const Test& one) { return passes_blank(one, counts_as); });
  } else if (test.type == Type::kMultiPicklist) {
    const std::string_view selected = value.as_text();
    const auto is_met = [&](const Test& one) { return passes_selection(one, selected); };
    any = test.all ? std::all_of(test.tests.begin(), test.tests.end(), is_met)
                   : std::any_of(test.tests.begin(), test.tests.end(), is_met);
  } else {
    const Value compared = comparable(test.type, value);
    any = std::any_of(test.tests.begin(), test.tests.end(),
                      [&](const Test& one) { return passes_present(one, compared); });
  }
  return any != test.negated;
}

}  // namespace signalbox::rules
