// Reading regions and witnesses back as a person would: the conditions as unary tests, the witness as a record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/finding.h"
#include "model/json.h"
#include "rules/unary_test.h"
#include "tests/support/slow_analysis.h"

namespace signalbox::test {

inline Value engine_value(const SlowValue& value) {
  if (value.kind == SlowValue::Kind::kNumber) return Value::number(Decimal::from_int(value.number));
  return value.kind == SlowValue::Kind::kText ? Value::text(value.text) : Value();
}

inline std::size_t column_of(std::string_view name) {
  std::size_t column = 0;
  while (kAnalysedNames[column] != name) ++column;
  return column;
}

/// Does the point lie in the region? A region says explicitly whether it holds blank.
inline bool holds(const std::vector<analysis::Condition>& region, const std::vector<SlowValue>& point) {
  for (const analysis::Condition& condition : region) {
    const std::size_t column = column_of(condition.input);
    Diagnostics diagnostics;
    const Type type = kAnalysedNumeric[column] ? Type::kNumber : Type::kText;
    const auto test = rules::parse_unary_test(condition.test, type, {}, diagnostics);
    if (!test || !rules::passes(*test, engine_value(point[column]), formula::Blanks::kAsBlank)) return false;
  }
  return true;
}

/// The witness's record as a point.
inline std::vector<SlowValue> point_of(const analysis::Witness& witness) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(witness.record, diagnostics);
  std::vector<SlowValue> point(kAnalysedNumeric.size());
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    const json::Node value = document->root().at(i);
    SlowValue& at = point[column_of(document->root().key(i))];
    if (value.is(json::Kind::kNumber)) at = slow_number(std::stoi(std::string(value.as_text())));
    if (value.is(json::Kind::kText)) at = slow_text(std::string(value.as_text()));
  }
  return point;
}

}  // namespace signalbox::test
