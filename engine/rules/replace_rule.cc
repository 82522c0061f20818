#include "rules/replace_rule.h"

#include <algorithm>
#include <utility>

#include "rules/index.h"

namespace signalbox::rules {

bool RuleReplacement::is_plain(const Table& table, std::uint32_t rule) const {
  const Rule& one = table.rules[rule];
  const std::size_t width = table.outputs.size();
  const auto first = table.cells.begin() + static_cast<std::ptrdiff_t>(rule * width);
  return one.is_enabled && !one.from && !one.until && one.conditions_begin == one.conditions_end &&
         std::none_of(first, first + static_cast<std::ptrdiff_t>(width),
                      [](const OutputCell& cell) { return cell.formula.has_value(); });
}

const UnaryTest* RuleReplacement::former_test(std::uint32_t input) const {
  for (const Check& check : former_.checks_of(former_.rules[rule_])) {
    if (check.input == input) return &former_.tests[check.test];
  }
  return nullptr;
}

bool RuleReplacement::changes_tests_of_fields_only(const Table& row) const {
  std::vector<const UnaryTest*> tests(former_.inputs.size());
  for (const Check& check : row.checks) tests[check.input] = &row.tests[check.test];
  for (std::uint32_t input = 0; input < tests.size(); ++input) {
    const UnaryTest* const former = former_test(input);
    if (former && tests[input] ? former->text == tests[input]->text : former == tests[input]) continue;
    const formula::Formula& formula = former_.inputs[input].formula;
    const auto slots = formula.slots();
    const bool is_of_fields =
        !formula.is_sampled() && std::all_of(slots.begin(), slots.end(), [&](auto slot) { return slot < fields_; });
    if (!is_of_fields) return false;
  }
  return true;
}

std::uint32_t RuleReplacement::number_of(const Check& check, const Table& row, TestList& tests) const {
  const UnaryTest& test = row.tests[check.test];
  for (const Check& known : former_.checks) {
    if (known.input == check.input && former_.tests[known.test].text == test.text) return known.test;
  }
  tests.share(row.tests, check.test);
  return static_cast<std::uint32_t>(tests.size() - 1);
}

void RuleReplacement::replace_checks(const Table& row, Table& table) const {
  std::vector<Check> checks;
  for (const Check& check : row.checks) checks.push_back({check.input, number_of(check, row, table.tests)});
  Rule& rule = table.rules[rule_];
  const auto first = table.checks.begin() + rule.checks_begin;
  const auto at = table.checks.erase(first, table.checks.begin() + rule.checks_end);
  table.checks.insert(at, checks.begin(), checks.end());
  const std::uint32_t former_end = rule.checks_end;
  rule.checks_end = rule.checks_begin + static_cast<std::uint32_t>(checks.size());
  for (std::size_t r = rule_ + 1; r < table.rules.size(); ++r) {
    table.rules[r].checks_begin += rule.checks_end - former_end;
    table.rules[r].checks_end += rule.checks_end - former_end;
  }
  // Tests are numbered in the order met.
  constexpr std::uint32_t kNone = UINT32_MAX;
  std::vector<std::uint32_t> numbers(table.tests.size(), kNone);
  TestList tests;
  for (Check& check : table.checks) {
    std::uint32_t& number = numbers[check.test];
    if (number == kNone) {
      number = static_cast<std::uint32_t>(tests.size());
      tests.share(table.tests, check.test);
    }
    check.test = number;
  }
  table.tests = std::move(tests);
}

std::optional<Table> RuleReplacement::table(const Table& row) const {
  const std::size_t width = former_.outputs.size();
  const bool is_possible = !former_.inputs.empty() && row.rules.size() == 1 && row.cells.size() == width &&
                           row.rules[0].id == former_.rules[rule_].id && is_plain(row, 0) && is_plain(former_, rule_) &&
                           changes_tests_of_fields_only(row);
  if (!is_possible) return std::nullopt;
  Table table = former_;
  replace_checks(row, table);
  std::copy(row.cells.begin(), row.cells.end(), table.cells.begin() + static_cast<std::ptrdiff_t>(rule_ * width));
  table.index = former_.index ? former_.index->with_rule(table, rule_) : Index::build(table);
  return table;
}

}  // namespace signalbox::rules
