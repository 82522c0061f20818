#include <algorithm>

#include "explain/decision.h"
#include "explain/words.h"

namespace signalbox::explain {

namespace {

using rules::Verdict;

/// `a`, `a and b`, `a, b and c`.
std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string output_words(const DecisionStory& story, std::uint32_t output) {
  const auto& table = story.table;
  std::string words = "`" + table.outputs[output].name + "` ";
  if (!table.yields_lists()) return words + value_words(story.evaluation.value(output));
  if (story.evaluation.rows == 0) return words + "an empty list";
  std::vector<std::string> items;
  for (std::size_t row = 0; row < story.evaluation.rows; ++row) {
    items.push_back(value_words(story.evaluation.values[row * table.outputs.size() + output]));
  }
  return words + joined(items);
}

std::string rule_words(const DecisionStory& story) {
  std::vector<std::string> ids;
  ids.reserve(story.evaluation.winners.size());
  for (const std::uint32_t winner : story.evaluation.winners) ids.push_back("`" + story.table.rules[winner].id + "`");
  return joined(ids);
}

bool is_contradiction(const DecisionStory& story) {
  const Value& value = story.evaluation.values.empty() ? Value() : story.evaluation.value(0);
  return value.is_error() && value.as_error() == ErrorCode::kDifferentOutputs;
}

std::string answer_sentence(const DecisionStory& story) {
  const auto& table = story.table;
  const auto& winners = story.evaluation.winners;
  const std::string subject = "The decision `" + table.name + "`";
  if (table.hit == rules::Hit::kUnique && winners.size() > 1) {
    return subject + " has no answer: the rules " + rule_words(story) + " all match, and its hit policy is unique.";
  }
  if (is_contradiction(story)) {
    return subject + " has no answer: the rules " + rule_words(story) +
           " match with different outputs, and its hit policy is any.";
  }
  std::vector<std::string> outputs;
  for (std::uint32_t i = 0; i < table.outputs.size(); ++i) outputs.push_back(output_words(story, i));
  std::string sentence = subject + " gives " + joined(outputs);
  if (story.evaluation.used_default) return sentence + ": no rule matched, so the default holds.";
  if (winners.empty()) return sentence + ": no rule matched, and there is no default.";
  return sentence + ".";
}

std::string won_sentence(const DecisionStory& story, const rules::Rule& rule) {
  const auto& table = story.table;
  const std::string subject = "Rule `" + rule.id + "` won: ";
  std::vector<std::string> reasons;
  for (const rules::Check& check : table.checks_of(rule)) {
    const std::uint32_t input = check.input;
    reasons.push_back(table.inputs[input].formula.text() + " is " + value_words(story.evaluation.inputs[input]));
  }
  for (const rules::Condition& condition : table.conditions_of(rule)) {
    const std::string formula = "`" + condition.placed.formula.text() + "`";
    reasons.push_back(condition.equals_input ? table.inputs[*condition.input].formula.text() + " equals " + formula
                                             : formula + " is true");
  }
  return subject + (reasons.empty() ? "it takes every record" : joined(reasons)) + ".";
}

std::string validity_sentence(const rules::Rule& rule, const Verdict& verdict) {
  const std::string subject = "Rule `" + rule.id + "` ";
  if (verdict.kind == Verdict::Kind::kDisabled) return subject + "is disabled.";
  std::string sentence = subject + "is not effective: it is effective";
  if (rule.from) sentence += " from " + to_text(*rule.from);
  if (rule.until) sentence += " until " + to_text(*rule.until);
  return sentence + ".";
}

std::string failed_sentence(const DecisionStory& story, const rules::Rule& rule, const Verdict& verdict) {
  const std::string subject = "Rule `" + rule.id + "` failed: ";
  const std::string& formula = verdict.check ? story.table.inputs[verdict.check->input].formula.text()
                                             : verdict.condition->placed.formula.text();
  if (verdict.kind == Verdict::Kind::kError) {
    return subject + "`" + formula + "` could not be computed (" + std::string(error_name(verdict.value.as_error())) +
           ").";
  }
  if (verdict.condition && verdict.condition->equals_input) {
    const std::uint32_t input = *verdict.condition->input;
    return subject + story.table.inputs[input].formula.text() + " is " + value_words(story.evaluation.inputs[input]) +
           ", and `" + formula + "` is " + value_words(verdict.value) + ".";
  }
  if (!verdict.check) return subject + "`" + formula + "` is " + value_words(verdict.value) + ".";
  return subject + formula + " is " + value_words(verdict.value) + ", and the test is `" +
         story.table.tests[verdict.check->test].text + "`.";
}

std::string rule_sentence(const DecisionStory& story, std::uint32_t index) {
  const rules::Rule& rule = story.table.rules[index];
  const auto& winners = story.evaluation.winners;
  if (std::binary_search(winners.begin(), winners.end(), index)) return won_sentence(story, rule);
  const Verdict verdict = rules::judge(story.table, index, story.frame, story.evaluation, story.arena);
  if (verdict.kind == Verdict::Kind::kDisabled || verdict.kind == Verdict::Kind::kNotEffective) {
    return validity_sentence(rule, verdict);
  }
  if (verdict.kind != Verdict::Kind::kPasses) return failed_sentence(story, rule, verdict);
  return "Rule `" + rule.id + "` would match as well, but rule `" + story.table.rules[winners.front()].id +
         (story.table.hit == rules::Hit::kPriority ? "` has priority." : "` comes first.");
}

}  // namespace

void add_answer_sentence(const DecisionStory& story, std::vector<std::string>& sentences) {
  sentences.push_back(answer_sentence(story));
  if (story.uses.empty()) return;
  std::vector<std::string> names;
  names.reserve(story.uses.size());
  for (const std::string& name : story.uses) names.push_back("`" + name + "`");
  sentences.push_back("The decision `" + story.table.name + "` reads what " + joined(names) + " gave.");
}

void add_rule_sentences(const DecisionStory& story, std::vector<std::string>& sentences) {
  for (std::uint32_t i = 0; i < story.table.rules.size(); ++i) sentences.push_back(rule_sentence(story, i));
}

}  // namespace signalbox::explain
