#include "rules/evaluate.h"

#include "rules/aggregate.h"
#include "rules/index.h"
#include "rules/rank.h"

namespace signalbox::rules {

namespace {

constexpr std::uint8_t kNotAsked = 0;
constexpr std::uint8_t kPassed = 1;
constexpr std::uint8_t kFailed = 2;

void evaluate_inputs(const Table& table, const formula::Frame& frame, Arena& arena, Evaluation& evaluation,
                     EvaluationErrors& errors) {
  evaluation.inputs.resize(table.inputs.size());
  Value* value = evaluation.inputs.data();
  for (const PlacedFormula& input : table.inputs) {
    const auto slot = input.formula.bare_slot();
    // Copied as a whole: through a variable of its own, the copy waits for the parts that were just stored.
    if (slot) {
      *value = frame.slots[*slot];
    } else {
      *value = input.formula.evaluate(frame, arena);
    }
    if (value->is_error()) errors.push_back({value->as_error(), input.path, input.formula.text()});
    ++value;
  }
}

bool matches_checks(const Table& table, const Rule& rule, Evaluation& evaluation) {
  for (std::uint32_t i = rule.checks_begin; i < rule.checks_end; ++i) {
    const Check check = table.checks[i];
    std::uint8_t& verdict = evaluation.verdicts[check.test];
    if (verdict == kNotAsked) {
      const bool passed =
          passes(table.tests[check.test], evaluation.inputs[check.input], table.input_blanks[check.input]);
      verdict = passed ? kPassed : kFailed;
    }
    if (verdict == kFailed) return false;
  }
  return true;
}

bool holds(const Table& table, const Condition& condition, const Value& value, const Evaluation& evaluation) {
  if (!condition.equals_input) return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
  const std::uint32_t input = *condition.input;
  const bool id = condition.placed.formula.type() == Type::kId;
  const Type type = id ? Type::kId : table.inputs[input].formula.type();
  return equals_input(type, evaluation.inputs[input], value, table.input_blanks[input]);
}

bool matches_conditions(const Table& table, const Rule& rule, const formula::Frame& frame, Arena& arena,
                        const Evaluation& evaluation, EvaluationErrors& errors) {
  for (const Condition& condition : table.conditions_of(rule)) {
    const PlacedFormula& placed = condition.placed;
    const Value value = placed.formula.evaluate(frame, arena);
    if (value.is_error()) errors.push_back({value.as_error(), placed.path, placed.formula.text()});
    if (!holds(table, condition, value, evaluation)) return false;
  }
  return true;
}

void find_winners(const Table& table, const formula::Frame& frame, Arena& arena, Evaluation& evaluation,
                  EvaluationErrors& errors) {
  evaluation.winners.clear();
  evaluation.ranked.clear();
  const bool ask = table.index == nullptr || !table.index->is_exact();
  if (ask) evaluation.verdicts.assign(table.tests.size(), kNotAsked);
  /// Answers whether to go on.
  const auto take = [&](std::uint32_t r) {
    const Rule& rule = table.rules[r];
    if (!table.checks_decide && !(rule.is_enabled && rule.is_effective(frame.now))) return true;
    if (ask && !matches_checks(table, rule, evaluation)) return true;
    if (!table.checks_decide && !matches_conditions(table, rule, frame, arena, evaluation, errors)) return true;
    evaluation.winners.push_back(r);
    return table.hit != Hit::kFirst;
  };
  if (table.index) return table.index->for_each(evaluation.inputs, take);
  for (std::uint32_t r = 0; r < table.rules.size(); ++r) {
    if (!take(r)) return;
  }
}

bool is_allowed(const Output& output, const Value& value) {
  return output.values.empty() || value.is_blank() || value.is_error() || output.rank_of(value) != kUnranked;
}

/// Path of an output cell, made only for a cell that fails.
std::string_view cell_path(const Table& table, std::optional<std::uint32_t> rule, std::size_t output, Arena& arena) {
  const std::string row = rule ? "/rules/" + std::to_string(*rule) + "/then/" : "/default/";
  return arena.keep(table.path + row + std::to_string(output));
}

void add_row(const Table& table, const OutputCell* cells, std::optional<std::uint32_t> rule,
             const formula::Frame& frame, Arena& arena, Evaluation& evaluation, EvaluationErrors& errors) {
  for (std::size_t o = 0; o < table.outputs.size(); ++o) {
    const OutputCell& cell = cells[o];
    if (!cell.formula) {
      evaluation.values.push_back(cell.literal.value);
      continue;
    }
    Value value = cell.formula->evaluate(frame, arena);
    if (!is_allowed(table.outputs[o], value)) value = Value::error(ErrorCode::kOutputValue);
    if (value.is_error()) {
      errors.push_back({value.as_error(), cell_path(table, rule, o, arena), cell.formula->text()});
    }
    evaluation.values.push_back(value);
  }
  ++evaluation.rows;
}

/// Values of a decision without a winner and without a default.
void add_nothing(const Table& table, Evaluation& evaluation) {
  if (table.yields_lists()) return;
  const bool zero = table.hit == Hit::kCollect &&
                    (table.aggregation == Aggregation::kSum || table.aggregation == Aggregation::kCount);
  evaluation.values.assign(table.outputs.size(), zero ? Value::number(Decimal()) : Value());
  evaluation.rows = 1;
}

/// The rules that match contradict each other: every output is the error.
void set_conflict(const Table& table, ErrorCode code, Evaluation& evaluation, EvaluationErrors& errors) {
  errors.push_back({code, table.path, {}});
  evaluation.values.assign(table.outputs.size(), Value::error(code));
  evaluation.rows = 1;
}

}  // namespace

void combine(const Table& table, Evaluation& evaluation, EvaluationErrors& errors) {
  if (evaluation.used_default) return;
  if (evaluation.winners.empty()) return add_nothing(table, evaluation);
  if (table.hit == Hit::kUnique && evaluation.winners.size() > 1) {
    return set_conflict(table, ErrorCode::kNotUnique, evaluation, errors);
  }
  if (table.ranks()) return rank(table, evaluation);
  if (table.hit == Hit::kAny) {
    if (!rows_agree(table, evaluation)) return set_conflict(table, ErrorCode::kDifferentOutputs, evaluation, errors);
    evaluation.values.resize(table.outputs.size());
    evaluation.rows = 1;
  }
  if (table.aggregates()) aggregate(table, evaluation, errors);
}

void evaluate(const Table& table, const formula::Frame& frame, Arena& arena, Evaluation& evaluation,
              EvaluationErrors& errors) {
  evaluate_inputs(table, frame, arena, evaluation, errors);
  find_winners(table, frame, arena, evaluation, errors);
  evaluation.values.clear();
  evaluation.rows = 0;
  evaluation.used_default = evaluation.winners.empty() && !table.defaults.empty();
  if (evaluation.used_default) {
    add_row(table, table.defaults.data(), std::nullopt, frame, arena, evaluation, errors);
  } else if (table.hit != Hit::kUnique || evaluation.winners.size() == 1) {
    for (const std::uint32_t rule : evaluation.winners) {
      add_row(table, &table.cells[rule * table.outputs.size()], rule, frame, arena, evaluation, errors);
    }
  }
  combine(table, evaluation, errors);
}

Verdict judge(const Table& table, std::uint32_t rule_index, const formula::Frame& frame, const Evaluation& evaluation,
              Arena& arena) {
  const Rule& rule = table.rules[rule_index];
  Verdict verdict;
  if (!rule.is_enabled || !rule.is_effective(frame.now)) {
    verdict.kind = rule.is_enabled ? Verdict::Kind::kNotEffective : Verdict::Kind::kDisabled;
    return verdict;
  }
  for (const Check& check : table.checks_of(rule)) {
    const Value& value = evaluation.inputs[check.input];
    if (passes(table.tests[check.test], value, table.input_blanks[check.input])) continue;
    verdict.kind = value.is_error() ? Verdict::Kind::kError : Verdict::Kind::kFails;
    verdict.check = check;
    verdict.value = value;
    return verdict;
  }
  for (const Condition& condition : table.conditions_of(rule)) {
    const Value value = condition.placed.formula.evaluate(frame, arena);
    if (holds(table, condition, value, evaluation)) continue;
    verdict.kind = value.is_error() ? Verdict::Kind::kError : Verdict::Kind::kFails;
    verdict.condition = &condition;
    verdict.value = value;
    return verdict;
  }
  return verdict;
}

}  // namespace signalbox::rules
