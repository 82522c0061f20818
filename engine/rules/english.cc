#include "rules/english.h"

#include <algorithm>
#include <utility>

#include "base/sort.h"

namespace signalbox::rules {

namespace {

using formula::Clause;
using formula::English;
using formula::Junction;
using formula::Operand;
using formula::Operator;
using formula::Verb;

Operator operator_of(Test::Kind kind) {
  switch (kind) {
    case Test::Kind::kNotEqual:
      return Operator::kNotEqual;
    case Test::Kind::kLess:
      return Operator::kLess;
    case Test::Kind::kLessOrEqual:
      return Operator::kLessOrEqual;
    case Test::Kind::kGreater:
      return Operator::kGreater;
    case Test::Kind::kGreaterOrEqual:
      return Operator::kGreaterOrEqual;
    default:
      return Operator::kEqual;
  }
}

/// One test of one input.
class TestSpeaker {
 public:
  TestSpeaker(const English& english, const UnaryTest& test, std::string_view input, const Operand& subject)
      : english_(english), test_(test), input_(input), subject_(subject) {}

  /// `negated`: that the value does not pass.
  [[nodiscard]] Clause one(const Test& test, bool negated) const {
    switch (test.kind) {
      case Test::Kind::kAny:
        return is("anything", negated);
      case Test::Kind::kBlank:
        return is("blank", negated);
      case Test::Kind::kRange:
        return range(test, negated);
      default:
        return comparison(operator_of(test.kind), test.low.value, negated);
    }
  }

 private:
  [[nodiscard]] Clause is(std::string object, bool negated) const {
    return {value_words(subject_), subject_.verb(), std::move(object), negated};
  }

  [[nodiscard]] Clause comparison(Operator op, const Value& value, bool negated) const {
    if (test_.type == Type::kCheckbox && value.kind() == Value::Kind::kCheckbox) {
      const bool wanted = value.as_checkbox() != (op == Operator::kNotEqual);
      if (auto clause = english_.condition(input_, wanted == negated)) return std::move(*clause);
    }
    const Operand operand = formula::literal_operand(value, test_.type);
    const bool selection = test_.type == Type::kMultiPicklist && operand.kind == Operand::Kind::kLiteral;
    if (selection)
      return {value_words(subject_), Verb::kIncludes, operand.text, negated != (op == Operator::kNotEqual)};
    if (auto clause = formula::compared(subject_, op, operand, negated)) return std::move(*clause);
    return is(std::string(formula::operator_text(op)) + " " + value_words(operand), negated);
  }

  [[nodiscard]] Clause range(const Test& test, bool negated) const {
    const bool closed = !test.low_open && !test.high_open && subject_.kind == Operand::Kind::kPlain;
    if (closed && test_.type != Type::kPercent) {
      const Operand low = formula::literal_operand(test.low.value, test_.type);
      const Operand high = formula::literal_operand(test.high.value, test_.type);
      return is("from " + value_words(low) + " to " + value_words(high), negated);
    }
    std::vector<Clause> ends;
    ends.push_back(comparison(test.low_open ? Operator::kGreater : Operator::kGreaterOrEqual, test.low.value, negated));
    ends.push_back(comparison(test.high_open ? Operator::kLess : Operator::kLessOrEqual, test.high.value, negated));
    return joined(negated ? Junction::kOr : Junction::kAnd, std::move(ends));
  }

  const English& english_;
  const UnaryTest& test_;
  std::string_view input_;
  const Operand& subject_;
};

std::string output_words(const English& english, const OutputCell& cell, const Output& output) {
  if (!cell.formula) return output.name + " " + value_words(formula::literal_operand(cell.literal.value, output.type));
  const auto operand = english.operand(cell.formula->text());
  return output.name + " " + (operand ? given_words(*operand) : "`" + cell.formula->text() + "`");
}

/// A formula that is asked beside the tests.
std::optional<Clause> condition_clause(const English& english, const Table& table, const Condition& condition) {
  const std::string& text = condition.placed.formula.text();
  if (!condition.equals_input) return english.condition(text);
  return equality_clause(english, text, table.inputs[*condition.input].formula.text());
}

/// The conditions of the rule, by input; nullopt when it tests nothing.
std::optional<Clause> conditions(const English& english, const Table& table, const Rule& rule) {
  std::vector<std::pair<std::uint32_t, Clause>> found;
  const auto add = [&](std::uint32_t input, std::optional<Clause> clause) {
    if (clause) found.emplace_back(input, std::move(*clause));
  };
  for (const Check& check : table.checks_of(rule))
    add(check.input, test_clause(english, table.tests[check.test], table.inputs[check.input].formula.text()));
  for (const Condition& condition : table.conditions_of(rule))
    add(condition.input.value_or(0), condition_clause(english, table, condition));
  if (found.empty()) return std::nullopt;
  sort_all(found, [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Clause> clauses;
  for (auto& [input, clause] : found) clauses.push_back(std::move(clause));
  return joined(Junction::kAnd, std::move(clauses));
}

/// ` (disabled)`, ` (from 2026-01-01T00:00:00.000Z)`; empty for a rule that is always in force.
std::string validity_words(const Rule& rule) {
  if (!rule.is_enabled) return " (disabled)";
  if (!rule.from && !rule.until) return "";
  std::string words = rule.from ? "from " + to_text(*rule.from) : "";
  if (rule.until) words += (words.empty() ? "until " : " until ") + to_text(*rule.until);
  return " (" + words + ")";
}

}  // namespace

std::optional<Clause> test_clause(const English& english, const UnaryTest& test, std::string_view input) {
  const auto subject = english.operand(input);
  if (!subject) return std::nullopt;
  const TestSpeaker speaker(english, test, input, *subject);
  std::vector<Clause> clauses;
  for (const Test& one : test.tests) clauses.push_back(speaker.one(one, test.negated));
  return joined(test.negated ? Junction::kAnd : Junction::kOr, std::move(clauses));
}

std::optional<Clause> equality_clause(const English& english, std::string_view formula, std::string_view input) {
  const auto subject = english.operand(input);
  const auto value = english.operand(formula);
  if (!subject || !value) return std::nullopt;
  return formula::compared(*subject, Operator::kEqual, *value, false);
}

std::string rule_sentence(const English& english, const Table& table, std::uint32_t rule) {
  const auto clause = conditions(english, table, table.rules[rule]);
  const std::string validity = validity_words(table.rules[rule]);
  const std::string when = clause ? said(*clause) : "always";
  std::vector<std::string> outputs;
  const std::size_t width = table.outputs.size();
  for (std::size_t i = 0; i < width; ++i)
    outputs.push_back(output_words(english, table.cells[rule * width + i], table.outputs[i]));
  const std::string then = formula::listed(outputs, "and");
  if (when == "always") return "Always " + then + validity;
  if (when == "never") return "Never " + then + validity;
  return "When " + when + ", then " + then + validity;
}

}  // namespace signalbox::rules
