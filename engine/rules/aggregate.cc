#include "rules/aggregate.h"

#include <algorithm>

#include "rules/literal.h"

namespace signalbox::rules {

namespace {

Value sum_of(const std::vector<Value>& values) {
  Decimal sum;
  for (const Value& value : values) {
    if (value.is_blank()) continue;
    const auto next = sum.plus(value.as_number());
    if (!next) return Value::error(ErrorCode::kOverflow);
    sum = *next;
  }
  return Value::number(sum);
}

/// The least value with `sign` -1, the greatest with 1; blank when all are blank.
Value extreme_of(const std::vector<Value>& values, int sign) {
  Value best;
  for (const Value& value : values) {
    if (value.is_blank()) continue;
    const auto order = compare(value, best);
    if (best.is_blank() || (order && *order * sign > 0)) best = value;
  }
  return best;
}

Value aggregated(const Table& table, const Evaluation& evaluation) {
  switch (table.aggregation) {
    case Aggregation::kSum:
      return sum_of(evaluation.values);
    case Aggregation::kMin:
      return extreme_of(evaluation.values, -1);
    case Aggregation::kMax:
      return extreme_of(evaluation.values, 1);
    case Aggregation::kCount:
    case Aggregation::kList:
      break;
  }
  return Value::number(Decimal::from_int(static_cast<std::int64_t>(evaluation.rows)));
}

}  // namespace

void aggregate(const Table& table, Evaluation& evaluation, EvaluationErrors& errors) {
  // A row that failed has been reported where it failed.
  const auto failed = std::find_if(evaluation.values.begin(), evaluation.values.end(),
                                   [](const Value& value) { return value.is_error(); });
  const Value result = failed != evaluation.values.end() ? *failed : aggregated(table, evaluation);
  if (result.is_error() && failed == evaluation.values.end()) errors.push_back({result.as_error(), table.path, {}});
  evaluation.values.assign(1, result);
  evaluation.rows = 1;
}

}  // namespace signalbox::rules
