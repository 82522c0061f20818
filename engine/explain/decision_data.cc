#include "explain/decision.h"

#include <algorithm>

#include "explain/words.h"

namespace signalbox::explain {

namespace {

using rules::Verdict;

void write_validity(json::Writer& writer, const rules::Rule& rule) {
  writer.key("result").text("notEffective");
  if (rule.from) writer.key("from").value(Value::date_time(*rule.from));
  if (rule.until) writer.key("until").value(Value::date_time(*rule.until));
}

void write_failure(json::Writer& writer, const DecisionStory& story, const rules::Rule& rule, const Verdict& verdict) {
  if (verdict.kind == Verdict::Kind::kDisabled) {
    writer.key("result").text("disabled");
    return;
  }
  if (verdict.kind == Verdict::Kind::kNotEffective) return write_validity(writer, rule);
  writer.key("result").text(verdict.kind == Verdict::Kind::kError ? "error" : "failed");
  if (verdict.check) {
    writer.key("input").number(std::int64_t{verdict.check->input});
    writer.key("formula").text(story.table.inputs[verdict.check->input].formula.text());
    writer.key("test").text(story.table.tests[verdict.check->test].text);
  } else {
    const rules::Condition& condition = *verdict.condition;
    if (condition.input) writer.key("input").number(std::int64_t{*condition.input});
    writer.key("formula").text(condition.placed.formula.text());
    writer.key("test").text(condition.equals_input ? "= " + story.table.inputs[*condition.input].formula.text()
                                                   : "true");
  }
  writer.key("value").value(shown(verdict.value));
}

void write_rule(json::Writer& writer, const DecisionStory& story, std::uint32_t index) {
  const rules::Rule& rule = story.table.rules[index];
  const auto& winners = story.evaluation.winners;
  writer.begin_object();
  writer.key("id").text(rule.id);
  if (std::binary_search(winners.begin(), winners.end(), index)) {
    writer.key("result").text("won");
  } else {
    const Verdict verdict = rules::judge(story.table, index, story.frame, story.evaluation, story.arena);
    if (verdict.kind == Verdict::Kind::kPasses) {
      writer.key("result").text(story.table.hit == rules::Hit::kPriority ? "outranked" : "later");
    } else {
      write_failure(writer, story, rule, verdict);
    }
  }
  writer.end_object();
}

}  // namespace

void write_output(json::Writer& writer, const rules::Table& table, const rules::Evaluation& evaluation,
                  std::uint32_t output) {
  if (!table.yields_lists()) {
    writer.value(evaluation.value(output));
    return;
  }
  writer.begin_array();
  for (std::size_t row = 0; row < evaluation.rows; ++row) {
    writer.value(evaluation.values[row * table.outputs.size() + output]);
  }
  writer.end_array();
}

void write_outputs(json::Writer& writer, const rules::Table& table, const rules::Evaluation& evaluation) {
  writer.begin_object();
  for (std::uint32_t i = 0; i < table.outputs.size(); ++i) {
    writer.key(table.outputs[i].name);
    write_output(writer, table, evaluation, i);
  }
  writer.end_object();
}

void write_decision(json::Writer& writer, const DecisionStory& story, bool winners_only) {
  const auto& table = story.table;
  const auto& evaluation = story.evaluation;
  writer.begin_object();
  writer.key("hit").text(rules::hit_name(table.hit));
  if (!story.uses.empty()) {
    writer.key("uses").begin_array();
    for (const std::string& name : story.uses) writer.text(name);
    writer.end_array();
  }
  writer.key("inputs").begin_array();
  for (std::size_t i = 0; i < table.inputs.size(); ++i) {
    writer.begin_object().key("formula").text(table.inputs[i].formula.text());
    writer.key("value").value(shown(evaluation.inputs[i])).end_object();
  }
  writer.end_array().key("winners").begin_array();
  for (const std::uint32_t winner : evaluation.by_row()) writer.text(table.rules[winner].id);
  writer.end_array();
  writer.key("default").boolean(evaluation.used_default);
  writer.key("outputs");
  write_outputs(writer, table, evaluation);
  if (!winners_only) {
    writer.key("rules").begin_array();
    for (std::uint32_t i = 0; i < table.rules.size(); ++i) write_rule(writer, story, i);
    writer.end_array();
  }
  writer.end_object();
}

}  // namespace signalbox::explain
