#include "analysis/cases.h"

#include <algorithm>
#include <array>

#include "analysis/case_values.h"

namespace signalbox::analysis {

namespace {

using Reason = Unshown::Reason;

constexpr std::size_t kMaxDepth = 24;          ///< Rules before the one that shall win, evaded one after the other.
constexpr std::size_t kMaxWorkOfRule = 2'000;  ///< Evaluations for one rule.

class CaseSearch {
 public:
  CaseSearch(const rules::Table& table, const Layout& layout, Instant at, const Decide& decide)
      : table_(table), layout_(layout), at_(at), decide_(decide), values_(case_values(table, layout.size())) {
    for (const rules::PlacedFormula& input : table.inputs) fields_.push_back(field_of(input.formula, layout.size()));
  }

  TableCases find() {
    for (rule_ = 0; rule_ < table_.rules.size(); ++rule_) find_for_rule();
    cases_.selections = std::move(values_.selections);
    return std::move(cases_);
  }

 private:
  [[nodiscard]] const rules::Rule& rule() const { return table_.rules[rule_]; }
  void give_up(Reason reason, std::optional<std::uint32_t> input = {}, std::optional<std::uint32_t> by = {}) {
    cases_.unshown.push_back({rule_, input, reason, by});
  }

  [[nodiscard]] bool passes(const rules::Check& check, const Value& value) const {
    return rules::passes(table_.tests[check.test], value, table_.input_blanks[check.input]);
  }

  /// Do all tests of the rule that read this field let the value pass?
  [[nodiscard]] bool suits(const rules::Rule& rule, std::uint32_t field, const Value& value) const {
    const auto checks = table_.checks_of(rule);
    return std::all_of(checks.begin(), checks.end(), [&](const rules::Check& check) {
      return fields_[check.input] != field || passes(check, value);
    });
  }

  /// Evaluates; does the rule win?
  bool wins(const std::vector<Value>& record) {
    ++work_;
    ++work_of_rule_;
    const auto& winners = decide_(record).winners;
    blocker_ = winners.empty() ? std::nullopt : std::optional(winners.front());
    const bool is_alone = table_.hit != rules::Hit::kUnique || winners.size() < 2;
    return is_alone && std::binary_search(winners.begin(), winners.end(), rule_);
  }

  void find_for_rule() {
    if (!rule().is_enabled || !rule().is_effective(at_)) return give_up(Reason::kDisabled);
    if (work_ >= kMaxTableWork) return give_up(Reason::kBudget);
    for (const rules::Condition& condition : table_.conditions_of(rule())) {
      give_up(Reason::kFormulaCell, condition.input);
    }
    std::vector<Value> record(layout_.size());
    if (!choose_first(record)) return;
    work_of_rule_ = 0;
    if (!search(record, 0)) return give_up(masked_by_ ? Reason::kMasked : Reason::kNotFound, {}, masked_by_);
    for (const rules::Check& check : table_.checks_of(rule())) find_pair(record, check);
  }

  /// A record that passes the rule's own tests.
  bool choose_first(std::vector<Value>& record) {
    for (const rules::Check& check : table_.checks_of(rule())) {
      const auto field = fields_[check.input];
      if (!field) {
        give_up(Reason::kComputedInput, check.input);
        continue;
      }
      const auto& values = values_.by_input[check.input];
      const auto at =
          std::find_if(values.begin(), values.end(), [&](const Value& value) { return suits(rule(), *field, value); });
      if (at == values.end()) {
        give_up(Reason::kNotFound);
        return false;
      }
      record[*field] = *at;
    }
    return true;
  }

  /// Changes fields, as far as the rule's own tests let it, until no rule comes before it.
  bool search(std::vector<Value>& record, std::size_t depth) {
    masked_by_.reset();
    if (wins(record)) return true;
    const auto blocker = blocker_;
    if (depth >= kMaxDepth) return false;
    if (!blocker || *blocker >= rule_) return vary(record);
    bool can_evade = false;
    for (const rules::Check& check : table_.checks_of(table_.rules[*blocker])) {
      const auto field = fields_[check.input];
      if (!field) {
        can_evade = true;  // perhaps: its values cannot be chosen
        continue;
      }
      const Value before = record[*field];
      for (const Value& value : values_.by_input[check.input]) {
        if (passes(check, value) || !suits(rule(), *field, value)) continue;
        can_evade = true;
        if (work_of_rule_ >= kMaxWorkOfRule || work_ >= kMaxTableWork) return false;
        record[*field] = value;
        if (search(record, depth + 1)) return true;
      }
      record[*field] = before;
    }
    const bool is_plain = table_.conditions_of(table_.rules[*blocker]).empty();
    masked_by_ = can_evade || !is_plain || depth > 0 ? std::nullopt : blocker;
    return false;
  }

  /// The rule itself does not match, because of a formula: another value of one field may please it.
  bool vary(std::vector<Value>& record) {
    for (std::size_t input = 0; input < fields_.size(); ++input) {
      if (!fields_[input]) continue;
      Value& value = record[*fields_[input]];
      const Value before = value;
      for (const Value& other : values_.by_input[input]) {
        if (work_of_rule_ >= kMaxWorkOfRule) return false;
        if (!suits(rule(), *fields_[input], other)) continue;
        value = other;
        if (wins(record)) return true;
      }
      value = before;
    }
    return false;
  }

  /// Another value of the field of this test that makes the rule lose by this test alone.
  void find_pair(const std::vector<Value>& with, const rules::Check& check) {
    const auto field = fields_[check.input];
    if (!field) return;  // reported
    for (const Value& value : values_.by_input[check.input]) {
      if (passes(check, value) || !passes_others(check, *field, value)) continue;
      std::vector<Value> without = with;
      without[*field] = value;
      if (wins(without)) continue;
      cases_.pairs.push_back({rule_, check, with, std::move(without)});
      return;
    }
    give_up(Reason::kNotIndependent, check.input);
  }

  [[nodiscard]] bool passes_others(const rules::Check& but, std::uint32_t field, const Value& value) const {
    const auto checks = table_.checks_of(rule());
    return std::all_of(checks.begin(), checks.end(), [&](const rules::Check& check) {
      return check.input == but.input || fields_[check.input] != field || passes(check, value);
    });
  }

  const rules::Table& table_;
  const Layout& layout_;
  Instant at_;
  const Decide& decide_;
  CaseValues values_;
  std::vector<std::optional<std::uint32_t>> fields_;  ///< By input.
  std::uint32_t rule_ = 0;
  std::optional<std::uint32_t> blocker_;    ///< First winner of the last evaluation.
  std::optional<std::uint32_t> masked_by_;  ///< Of the last search that failed.
  std::size_t work_ = 0;
  std::size_t work_of_rule_ = 0;
  TableCases cases_;
};

}  // namespace

std::string_view reason_name(Reason reason) {
  constexpr std::array<std::string_view, 7> kNames = {"disabled",  "masked",          "formula-cell", "computed-input",
                                                      "not-found", "not-independent", "budget"};
  return kNames[static_cast<std::size_t>(reason)];
}

TableCases find_cases(const rules::Table& table, const Layout& layout, Instant at, const Decide& decide) {
  return CaseSearch(table, layout, at, decide).find();
}

}  // namespace signalbox::analysis
