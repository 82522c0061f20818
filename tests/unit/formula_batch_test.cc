// The corpus of formulas: each line of tests/corpus/formula/*.jsonl is a case of the batch contract with the results it
// must give.
#include "formula/batch.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "model/json.h"

namespace signalbox::formula {
namespace {

std::string raw(const json::Document& document, json::Node node) {
  const Span span = node.span();
  return std::string(document.source().substr(span.begin, span.end - span.begin));
}

void check_line(const std::string& line, const std::string& place) {
  Diagnostics diagnostics;
  const auto wanted = json::Document::parse(line, diagnostics);
  ASSERT_NE(wanted, nullptr) << place << ": " << diagnostics.front().sentence;
  const std::string answer = evaluate_case(line);
  const auto given = json::Document::parse(answer, diagnostics);
  ASSERT_NE(given, nullptr) << place << ": " << answer;
  const auto expect = wanted->root().find("expect");
  ASSERT_TRUE(expect) << place << ": no `expect`";
  const json::Node results = *given->root().find("results");
  ASSERT_EQ(results.size(), expect->size()) << place << ": " << answer;
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(raw(*given, results.at(i)), raw(*wanted, expect->at(i))) << place << ", row " << i << ": " << answer;
  }
}

TEST(FormulaCorpus, EveryCaseGivesWhatItExpects) {
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SIGNALBOX_SOURCE_DIR "/tests/corpus/formula")) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream file(entry.path());
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      if (line.empty()) continue;
      check_line(line, entry.path().filename().string() + ":" + std::to_string(number));
      ++cases;
    }
  }
  EXPECT_GT(cases, 50u);
}

TEST(FormulaBatch, ACaseThatDoesNotCompileSaysWhyAndFailsEachRow) {
  EXPECT_EQ(
      evaluate_case(
          R"({"name":"x","formula":"Nome","returns":"Text","fields":[{"name":"Name","type":"Text"}],"blanks":"zero","rows":[["a"],["b"]]})"),
      R"({"name":"x","error":{"code":"unknown-field","sentence":"There is no field `Nome`. Did you mean `Name`?"},)"
      R"("diagnostics":[{"code":"unknown-field","from":0,"to":4,"sentence":"There is no field `Nome`. Did you mean `Name`?","suggestion":"Name"}],)"
      R"("results":[{"error":"does-not-compile"},{"error":"does-not-compile"}]})");
}

TEST(FormulaBatch, AnythingThatIsNoCaseIsAnswered) {
  for (const char* line : {"", "null", "[]", "{}", "{\"name\":1}", "{\"returns\":\"Text\",\"rows\":1}",
                           "{\"returns\":\"Nothing\",\"rows\":[]}", "\xFF"}) {
    const std::string answer = evaluate_case(line);
    EXPECT_NE(answer.find("\"error\""), std::string::npos) << line;
    EXPECT_NE(answer.find("\"results\":[]"), std::string::npos) << line;
  }
}

TEST(FormulaBatch, ARowOfTheWrongLengthFailsAlone) {
  EXPECT_EQ(
      evaluate_case(
          R"({"name":"x","formula":"N + 1","returns":"Number","fields":[{"name":"N","type":"Number"}],"blanks":"zero","rows":[[],["1"],["1","2"]]})"),
      R"({"name":"x","results":[{"error":"row-shape"},"2",{"error":"row-shape"}]})");
}

}  // namespace
}  // namespace signalbox::formula
