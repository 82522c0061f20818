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

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(FormulaEnglish, LongChainsNeedNoDeepRecursion) {
  test::Talk talk;
  static_cast<void>(talk.raw("{\"op\":\"compile\"}\n" + definition()));
  const auto says = [&](const std::string& formula) {
    return sentence_in(talk.raw("{\"op\":\"formula.english\",\"program\":1}\n" + formula));
  };
  EXPECT_EQ(says("RenewalDate__c" + repeated("-1", 9'900) + " > TODAY()"),
            "Today is more than 9900 days before Renewal Date");
  EXPECT_EQ(says("CreatedDate" + repeated("+1", 9'900) + " > NOW()"),
            "Now is earlier than 9900 days after Created Date");
  EXPECT_EQ(says("CreatedDate" + repeated("-1", 5'000) + repeated("+1", 4'900) + " > NOW()"),
            "Now is more than 100 days before Created Date");
  EXPECT_TRUE(says("Sentiment__c" + repeated("+1", 9'900) + " > 1").ends_with(" + 1` is more than 1"));
}

}  // namespace
}  // namespace signalbox
