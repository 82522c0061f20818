// Messages that ask for a formula, a unary test or a rule in plain English.
#include "api/program.h"
#include "api/session_call.h"
#include "formula/english.h"
#include "rules/english.h"

namespace signalbox::api {

namespace {

/// `sentence`: null when the text has errors.
void write_sentence(Call& call, const std::optional<std::string>& sentence) {
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("sentence");
  if (sentence) {
    writer.text(*sentence);
  } else {
    writer.null();
  }
  writer.end_object();
}

std::optional<std::string> sentence_of(const std::optional<formula::Clause>& clause) {
  if (!clause) return std::nullopt;
  return formula::sentence(said(*clause));
}

}  // namespace

void answer_formula_english(Call& call) {
  call.only_members({"op", "program"});
  const auto program = call.program();
  const auto text = call.text_body();
  if (call.has_failed()) return;
  const formula::English english(*program->parts().scope);
  if (const auto clause = english.condition(*text)) return write_sentence(call, sentence_of(clause));
  const auto operand = english.operand(*text);
  write_sentence(call, operand ? std::optional(formula::sentence(value_words(*operand))) : std::nullopt);
}

void answer_test_english(Call& call) {
  call.only_members({"op", "program", "decision", "input"});
  const auto program = call.program();
  const auto* input = call.decision_input(program);
  const auto text = call.text_body();
  if (call.has_failed()) return;
  const formula::English english(*program->parts().scope);
  if (const auto cell = rules::cell_formula(*text)) {
    const auto condition = english.condition(*cell);
    return write_sentence(
        call, sentence_of(condition ? condition : rules::equality_clause(english, *cell, input->formula.text())));
  }
  Diagnostics diagnostics;
  const auto test = rules::parse_unary_test(*text, input->formula.type(), input->formula.domain(), diagnostics);
  if (!test) return write_sentence(call, std::nullopt);
  write_sentence(call, sentence_of(rules::test_clause(english, *test, input->formula.text())));
}

void answer_rule_english(Call& call) {
  call.only_members({"op", "program", "decision", "rule"});
  const auto program = call.program();
  const auto* table = call.decision(program);
  const auto rule = call.integer("rule", 0, INT64_MAX);
  if (call.has_failed()) return;
  if (static_cast<std::size_t>(*rule) >= table->rules.size()) {
    return call.fail("no-such-rule", "The decision has " + std::to_string(table->rules.size()) + " rules.");
  }
  const formula::English english(*program->parts().scope);
  write_sentence(call, rules::rule_sentence(english, *table, static_cast<std::uint32_t>(*rule)));
}

}  // namespace signalbox::api
