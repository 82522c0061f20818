// A decision table that anyone can read: what engine/rules does, cell by cell and without haste.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::test {

/// A value of the twin: blank, an error, an integer (numbers, and dates as days), or letters (texts, and selections
/// with semicolons between them). Everything the engine knows about decimals and Unicode is left to other tests.
struct SlowValue {
  enum class Kind { kBlank, kError, kNumber, kText } kind = Kind::kBlank;
  int number = 0;
  std::string text;
};

/// One alternative of a cell.
struct SlowTest {
  /// "blank", "=", "!=", "<", "<=", ">", ">=", or "range"; of selections "has" and "lacks".
  std::string sign;
  SlowValue low;
  SlowValue high;
  bool low_open = false;
  bool high_open = false;
};

struct SlowCell {
  bool any = false;  ///< The cell `-`.
  /// The cell `= formula`, which stands for a comparison of this column with another: "<", "<=", ">", ">=".
  std::string formula_sign;
  std::size_t formula_column = 0;
  bool negated = false;
  bool all = false;  ///< Every alternative must pass: `includes(...)`.
  std::vector<SlowTest> alternatives;
};

/// Whether a rule takes part, as of day 0.
struct SlowValidity {
  bool enabled = true;
  std::optional<int> from;   ///< In days.
  std::optional<int> until;  ///< In days, itself not included.
};

struct SlowTable {
  std::string hit;  ///< As in a definition.
  std::string aggregation = "list";
  bool blanks_are_zero = true;
  std::vector<std::vector<SlowCell>> rules;  ///< Cells by rule and column.
  std::vector<SlowValidity> validity;        ///< By rule.
  std::vector<int> outputs;                  ///< One number for each rule.
  std::vector<int> allowed;                  ///< Allowed values of the output, the highest priority first.
  bool computed = false;                     ///< Outputs are formulas, so that they may be none of the allowed values.
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

inline bool slow_has(const SlowValue& selection, const SlowValue& one) {
  return (";" + selection.text + ";").find(";" + one.text + ";") != std::string::npos;
}

inline bool slow_passes(const SlowTest& test, const SlowValue& value) {
  if (test.sign == "blank") return false;
  if (test.sign == "has") return slow_has(value, test.low);
  if (test.sign == "lacks") return !slow_has(value, test.low);
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
  std::size_t passed = 0;
  for (const SlowTest& test : cell.alternatives) {
    const bool blank = value.kind == SlowValue::Kind::kBlank;
    if (blank ? slow_passes_blank(test, numeric, blanks_are_zero) : slow_passes(test, value)) ++passed;
  }
  return (cell.all ? passed == cell.alternatives.size() : passed > 0) != cell.negated;
}

/// `= this < other`: formulas count blank numbers as 0, or a comparison with one is false.
inline bool slow_formula(const SlowCell& cell, SlowValue a, SlowValue b, bool blanks_are_zero) {
  for (SlowValue* value : {&a, &b}) {
    if (value->kind == SlowValue::Kind::kError) return false;
    if (value->kind != SlowValue::Kind::kBlank) continue;
    if (!blanks_are_zero) return false;
    *value = {SlowValue::Kind::kNumber, 0, ""};
  }
  return slow_compare(slow_order(a, b), cell.formula_sign);
}

inline bool slow_is_valid(const SlowValidity& validity) {
  if (!validity.enabled) return false;
  if (validity.from && *validity.from > 0) return false;
  return !validity.until || *validity.until > 0;
}

/// Place among the allowed values; all others come after them.
inline std::size_t slow_rank(const SlowTable& table, int output) {
  for (std::size_t i = 0; i < table.allowed.size(); ++i) {
    if (table.allowed[i] == output) return i;
  }
  return table.allowed.size();
}

/// A computed output that is none of the allowed values is an error.
inline std::string slow_output(const SlowTable& table, std::size_t rule) {
  const int output = table.outputs[rule];
  const bool wrong = table.computed && !table.allowed.empty() && slow_rank(table, output) == table.allowed.size();
  return wrong ? "{\"error\":\"output-value\"}" : std::to_string(output);
}

inline std::string slow_list(const SlowTable& table, const std::vector<std::size_t>& rules) {
  std::string list;
  for (const std::size_t rule : rules) list += (list.empty() ? "" : ",") + slow_output(table, rule);
  return "[" + list + "]";
}

/// The first of the rules with the highest priority.
inline std::size_t slow_highest(const SlowTable& table, const std::vector<std::size_t>& rules) {
  std::size_t best = rules.at(0);
  for (const std::size_t rule : rules) {
    if (slow_rank(table, table.outputs[rule]) < slow_rank(table, table.outputs[best])) best = rule;
  }
  return best;
}

inline std::vector<std::size_t> slow_by_priority(const SlowTable& table, std::vector<std::size_t> rules) {
  std::vector<std::size_t> sorted;
  while (!rules.empty()) {
    const std::size_t best = slow_highest(table, rules);
    sorted.push_back(best);
    rules.erase(std::find(rules.begin(), rules.end(), best));
  }
  return sorted;
}

inline std::string slow_aggregate(const std::vector<int>& values, const std::string& how) {
  if (how == "count") return std::to_string(values.size());
  int result = values.at(0);
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (how == "sum") result += values[i];
    if (how == "min" && values[i] < result) result = values[i];
    if (how == "max" && values[i] > result) result = values[i];
  }
  return std::to_string(result);
}

inline bool slow_rule_matches(const SlowTable& table, std::size_t rule, const std::vector<SlowValue>& record,
                              const std::vector<bool>& numeric) {
  if (!slow_is_valid(table.validity[rule])) return false;
  for (std::size_t c = 0; c < record.size(); ++c) {
    const SlowCell& cell = table.rules[rule][c];
    const bool passes = cell.formula_sign.empty()
                            ? slow_matches(cell, record[c], numeric[c], table.blanks_are_zero)
                            : slow_formula(cell, record[c], record[cell.formula_column], table.blanks_are_zero);
    if (!passes) return false;
  }
  return true;
}

/// What the rules that match make of their outputs; there is at least one.
inline std::string slow_combined(const SlowTable& table, const std::vector<std::size_t>& rules) {
  std::string conflict;
  for (const std::size_t rule : rules) {
    if (slow_output(table, rule) != slow_output(table, rules[0])) conflict = "different-outputs";
  }
  if (table.hit == "unique" && rules.size() > 1) return "{\"error\":\"not-unique\"}";
  if (table.hit == "any" && !conflict.empty()) return "{\"error\":\"" + conflict + "\"}";
  if (table.hit == "ruleOrder" || (table.hit == "collect" && table.aggregation == "list")) {
    return slow_list(table, rules);
  }
  if (table.hit == "outputOrder") return slow_list(table, slow_by_priority(table, rules));
  if (table.hit != "collect") return slow_output(table, rules[0]);
  std::vector<int> values;
  for (const std::size_t rule : rules) {
    if (slow_output(table, rule)[0] == '{') return slow_output(table, rule);
    values.push_back(table.outputs[rule]);
  }
  return slow_aggregate(values, table.aggregation);
}

/// `numeric`: by column.
inline SlowAnswer slow_decide(const SlowTable& table, const std::vector<SlowValue>& record,
                              const std::vector<bool>& numeric) {
  SlowAnswer answer;
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    const bool is_late = table.hit == "first" && !answer.winners.empty();
    if (!is_late && slow_rule_matches(table, r, record, numeric)) answer.winners.push_back(r);
  }
  if (table.hit == "priority" && !answer.winners.empty()) answer.winners = {slow_highest(table, answer.winners)};
  const bool list =
      table.hit == "ruleOrder" || table.hit == "outputOrder" || (table.hit == "collect" && table.aggregation == "list");
  const bool zero = table.hit == "collect" && (table.aggregation == "sum" || table.aggregation == "count");
  if (!answer.winners.empty()) {
    answer.output = slow_combined(table, answer.winners);
  } else if (table.otherwise) {
    answer.output = list ? "[" + std::to_string(*table.otherwise) + "]" : std::to_string(*table.otherwise);
  } else {
    answer.output = list ? "[]" : zero ? "0" : "null";
  }
  return answer;
}

}  // namespace signalbox::test
