// tests/corpus/english: formulas, unary tests and rules, and what they say in English.
#include <fstream>
#include <sstream>

#include "tests/support/jsonl.h"
#include "tests/support/session.h"

namespace signalbox {
namespace {

std::string definition() {
  std::ifstream file(std::string(SIGNALBOX_SOURCE_DIR) + "/tests/corpus/shared/english.definition.json");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string sentence_in(const std::string& answer) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(answer, diagnostics);
  const auto sentence = document ? document->root().find("sentence") : std::nullopt;
  if (!sentence) return answer;
  return sentence->is(json::Kind::kText) ? std::string(sentence->as_text()) : "null";
}

std::string question_of(const json::Node& row) {
  if (const auto formula = row.find("formula")) {
    return "{\"op\":\"formula.english\",\"program\":1}\n" + std::string(formula->as_text());
  }
  const std::string decision = ",\"program\":1,\"decision\":\"" + std::string(row.find("decision")->as_text()) + "\"";
  if (const auto rule = row.find("rule"))
    return "{\"op\":\"rule.english\"" + decision + ",\"rule\":" + std::string(rule->as_text()) + "}\n";
  return "{\"op\":\"test.english\"" + decision + ",\"input\":" + std::string(row.find("input")->as_text()) + "}\n" +
         std::string(row.find("test")->as_text());
}

TEST(FormulaEnglish, SaysWhatTheCorpusSays) {
  test::Talk talk;
  const std::string compiled = talk.raw("{\"op\":\"compile\"}\n" + definition());
  ASSERT_TRUE(compiled.starts_with("{\"ok\":true")) << compiled;
  test::for_each_row("english", [&](const json::Node& row) {
    const json::Node says = *row.find("says");
    EXPECT_EQ(sentence_in(talk.raw(question_of(row))), says.is(json::Kind::kText) ? says.as_text() : "null");
  });
}

}  // namespace
}  // namespace signalbox
