#include "analysis/case_values.h"

#include <algorithm>
#include <utility>

#include "base/sort.h"
#include "rules/literal.h"

namespace signalbox::analysis {

namespace {

constexpr std::string_view kOtherText = "something else";

/// A neighbour of an ordered value; blank where there is none.
Value moved(const Value& value, int by) {
  switch (value.kind()) {
    case Value::Kind::kNumber: {
      const auto sum = value.as_number().plus(Decimal::from_int(by));
      return sum ? Value::number(*sum) : Value();
    }
    case Value::Kind::kDate:
      return Value::date(Date{value.as_date().days + by});
    case Value::Kind::kDateTime:
      return Value::date_time(Instant{value.as_date_time().ms + by});
    case Value::Kind::kTime: {
      const std::int64_t ms = value.as_time().ms + by;
      return ms < 0 || ms >= kMsPerDay ? Value() : Value::time(TimeOfDay{static_cast<std::int32_t>(ms)});
    }
    default:
      return {};
  }
}

Value between(const Value& low, const Value& high) {
  if (low.kind() != Value::Kind::kNumber) return moved(low, 1);
  const auto sum = low.as_number().plus(high.as_number());
  const auto half = sum ? sum->times(Decimal::from_scaled(5, 1)) : std::nullopt;
  return half ? Value::number(*half) : Value();
}

void add_literals(const rules::UnaryTest& test, std::vector<Value>& values) {
  for (const rules::Test& one : test.tests) {
    if (one.kind == rules::Test::Kind::kAny || one.kind == rules::Test::Kind::kBlank) continue;
    values.push_back(one.low.value);
    if (one.kind == rules::Test::Kind::kRange) values.push_back(one.high.value);
  }
}

/// Every value of `includes(...)` at once.
rules::Literal selection_of(const rules::UnaryTest& test) {
  std::string selected;
  for (const rules::Test& one : test.tests) {
    selected += (selected.empty() ? "" : ";") + std::string(one.low.value.as_text());
  }
  return rules::Literal::of_text(std::move(selected));
}

void sort_values(std::vector<Value>& values) {
  const auto before = [](const Value& a, const Value& b) { return rules::compare(a, b).value_or(0) < 0; };
  const auto same = [](const Value& a, const Value& b) { return rules::compare(a, b) == 0; };
  sort_all(values, before);
  values.erase(std::unique(values.begin(), values.end(), same), values.end());
}

std::vector<Value> completed(std::vector<Value> values, const formula::Formula& input) {
  const Type type = input.type();
  if (type == Type::kCheckbox) return {Value::checkbox(true), Value::checkbox(false), Value()};
  for (const std::string& value : input.domain()) values.push_back(Value::text(value));
  sort_values(values);
  std::vector<Value> all = values;
  if (rules::takes_text_literal(type)) {
    if (input.domain().empty()) all.push_back(Value::text(kOtherText));
  } else if (!values.empty()) {
    all.push_back(moved(values.front(), -1));
    for (std::size_t i = 1; i < values.size(); ++i) all.push_back(between(values[i - 1], values[i]));
    all.push_back(moved(values.back(), 1));
  }
  all.emplace_back();
  return all;
}

}  // namespace

std::optional<std::uint32_t> field_of(const formula::Formula& input, std::size_t fields) {
  const auto slots = input.slots();
  const bool is_shown = input.bare_slot() || !input.domain().empty();
  return is_shown && slots.size() == 1 && slots[0] < fields ? std::optional(slots[0]) : std::nullopt;
}

CaseValues case_values(const rules::Table& table, std::size_t fields) {
  CaseValues all;
  auto& columns = all.by_input;
  columns.resize(table.inputs.size());
  std::vector<bool> seen(table.tests.size());
  for (const rules::Check& check : table.checks) {
    if (seen[check.test]) continue;
    seen[check.test] = true;
    add_literals(table.tests[check.test], columns[check.input]);
    if (!table.tests[check.test].all) continue;
    all.selections.push_back(selection_of(table.tests[check.test]));
    columns[check.input].push_back(all.selections.back().value);
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const formula::Formula& input = table.inputs[i].formula;
    columns[i] = field_of(input, fields) ? completed(std::move(columns[i]), input) : std::vector<Value>();
  }
  return all;
}

}  // namespace signalbox::analysis
