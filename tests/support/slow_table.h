// A decision table that anyone can read: what engine/rules does, cell by cell and without haste.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace signalbox::test {

/// A value of the twin: blank, an error, or an integer (numbers), or a letter (texts). Everything the engine knows
/// about decimals and Unicode is left to other tests.
struct SlowValue {
  enum class Kind { kBlank, kError, kNumber, kText } kind = Kind::kBlank;
  int number = 0;
  std::string text;
};

/// One alternative of a cell.
struct SlowTest {
  std::string sign;  ///< "blank", "=", "!=", "<", "<=", ">", ">=", or "range".
  SlowValue low;
  SlowValue high;
  bool low_open = false;
  bool high_open = false;
};

struct SlowCell {
  bool any = false;  ///< The cell `-`.
  bool negated = false;
  std::vector<SlowTest> alternatives;
};

struct SlowTable {
  std::string hit;  ///< first, unique, collect
  std::string aggregation = "list";
  bool blanks_are_zero = true;
  std::vector<std::vector<SlowCell>> rules;  ///< Cells by rule and column.
  std::vector<int> outputs;                  ///< One number for each rule.
  std::optional<int> otherwise;              ///< The default.
};

/// "blank", "error", or the numbers with commas between them.
struct SlowAnswer {
  std::vector<std::size_t> winners;
  std::string output;
};

inline bool slow_compare(int order, const std::string& sign) {
  if (sign == "=") return order == 0;
  if (sign == "!=") return order != 0;
  if (sign == "<") return order < 0;
  if (sign == "<=") return order <= 0;
  if (sign == ">") return order > 0;
  return order >= 0;
}

inline int slow_order(const SlowValue& a, const SlowValue& b) {
  if (a.kind == SlowValue::Kind::kNumber) return a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

inline bool slow_passes(const SlowTest& test, const SlowValue& value) {
  if (test.sign == "blank") return false;
  if (test.sign != "range") return slow_compare(slow_order(value, test.low), test.sign);
  const int low = slow_order(value, test.low);
  const int high = slow_order(value, test.high);
  return (test.low_open ? low > 0 : low >= 0) && (test.high_open ? high < 0 : high <= 0);
}

inline bool slow_passes_blank(const SlowTest& test, bool numeric, bool blanks_are_zero) {
  if (test.sign == "blank") return true;
  if (numeric && blanks_are_zero) return slow_passes(test, SlowValue{SlowValue::Kind::kNumber, 0, ""});
  return test.sign == "=" && test.low.kind == SlowValue::Kind::kText && test.low.text.empty();
}

inline bool slow_matches(const SlowCell& cell, const SlowValue& value, bool numeric, bool blanks_are_zero) {
  if (cell.any) return true;
  if (value.kind == SlowValue::Kind::kError) return false;
  bool found = false;
  for (const SlowTest& test : cell.alternatives) {
    const bool blank = value.kind == SlowValue::Kind::kBlank;
    if (blank ? slow_passes_blank(test, numeric, blanks_are_zero) : slow_passes(test, value)) found = true;
  }
  return found != cell.negated;
}

inline std::string slow_aggregate(const std::vector<int>& values, const std::string& how) {
  if (how == "count") return std::to_string(values.size());
  if (how == "list") {
    std::string list;
    for (const int value : values) list += (list.empty() ? "" : ",") + std::to_string(value);
    return "[" + list + "]";
  }
  int result = values.at(0);
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (how == "sum") result += values[i];
    if (how == "min" && values[i] < result) result = values[i];
    if (how == "max" && values[i] > result) result = values[i];
  }
  return std::to_string(result);
}

/// `numeric`: by column.
inline SlowAnswer slow_decide(const SlowTable& table, const std::vector<SlowValue>& record,
                              const std::vector<bool>& numeric) {
  SlowAnswer answer;
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    bool matches = true;
    for (std::size_t c = 0; c < record.size(); ++c) {
      if (!slow_matches(table.rules[r][c], record[c], numeric[c], table.blanks_are_zero)) matches = false;
    }
    if (matches && !(table.hit == "first" && !answer.winners.empty())) answer.winners.push_back(r);
  }
  const bool list = table.hit == "collect" && table.aggregation == "list";
  const bool zero = table.hit == "collect" && (table.aggregation == "sum" || table.aggregation == "count");
  std::vector<int> values;
  for (const std::size_t winner : answer.winners) values.push_back(table.outputs[winner]);
  if (values.empty() && table.otherwise) {
    answer.output = list ? "[" + std::to_string(*table.otherwise) + "]" : std::to_string(*table.otherwise);
  } else if (values.empty()) {
    answer.output = list ? "[]" : zero ? "0" : "null";
  } else if (table.hit == "collect") {
    answer.output = slow_aggregate(values, table.aggregation);
  } else if (values.size() > 1) {
    answer.output = "{\"error\":\"not-unique\"}";
  } else {
    answer.output = std::to_string(values[0]);
  }
  return answer;
}

}  // namespace signalbox::test
