// FEEL as formulas and unary tests, row by row of the corpus, and what bounds it.
#include <gtest/gtest.h>

#include "dmn/feel_formula.h"
#include "tests/support/jsonl.h"

namespace signalbox::dmn {
namespace {

Variable variable(std::string name, std::string formula, Type type) {
  Variable made;
  made.name = std::move(name);
  made.formula = std::move(formula);
  made.type = type;
  return made;
}

/// The names that the rows of the corpus use.
void fill(Vocabulary& vocabulary) {
  for (const char* name : {"Age", "Low", "High"}) vocabulary.add(variable(name, name, Type::kNumber));
  vocabulary.add(variable("Applicant Name", "Applicant_Name", Type::kText));
  vocabulary.add(variable("Approved/Declined", "Approved_Declined", Type::kText));
  vocabulary.add(variable("Member", "Member", Type::kCheckbox));
  vocabulary.add(variable("Risk", "Risk", Type::kPicklist));
  vocabulary.add(variable("Start", "Start", Type::kDate));
  vocabulary.add(variable("Score", "$Decision.Score.Score", Type::kNumber));
  Variable applicant = variable("applicant", "", Type::kAny);
  applicant.parts.push_back(variable("monthly income", "applicant.monthly_income", Type::kNumber));
  vocabulary.add(std::move(applicant));
  Variable anything = variable("Anything", "Anything", Type::kText);
  anything.is_untyped = true;
  vocabulary.add(std::move(anything));
  Variable orders = variable("Orders", "", Type::kAny);
  orders.unsupported = "a list";
  vocabulary.add(std::move(orders));
}

void check_places(const Diagnostics& diagnostics, std::size_t size) {
  for (const Diagnostic& one : diagnostics) {
    EXPECT_LE(one.span.begin, one.span.end);
    EXPECT_LE(one.span.end, size);
    EXPECT_FALSE(one.expected.empty());
  }
}

TEST(DmnFeel, IsTranslatedAsTheCorpusSays) {
  Vocabulary vocabulary;
  fill(vocabulary);
  test::for_each_row("feel", [&](const json::Node& row) {
    Diagnostics diagnostics;
    const bool is_cell = row.find("cell").has_value();
    const std::string_view text = row.find(is_cell ? "cell" : "feel")->as_text();
    std::optional<std::string> made;
    if (is_cell) {
      made = translate_cell(text, {"Age", Type::kNumber}, vocabulary, diagnostics);
    } else if (auto translated = translate_expression(text, vocabulary, diagnostics)) {
      made = translated->formula;
    }
    check_places(diagnostics, text.size());
    if (const auto error = row.find("error")) {
      EXPECT_FALSE(made) << *made;
      EXPECT_EQ(test::codes(diagnostics), error->as_text());
      return;
    }
    ASSERT_TRUE(made) << test::codes(diagnostics);
    EXPECT_EQ(*made, row.find(is_cell ? "test" : "formula")->as_text());
  });
}

TEST(DmnFeel, NestingIsBounded) {
  Vocabulary vocabulary;
  fill(vocabulary);
  for (const std::string open : {"(", "[", "-", "not(", "if Member then ", "1 + (", "Age in ("}) {
    std::string deep;
    for (int i = 0; i < 20'000 && deep.size() + open.size() < 100'000; ++i) deep += open;
    Diagnostics diagnostics;
    EXPECT_FALSE(translate_expression(deep + "1", vocabulary, diagnostics)) << open;
    EXPECT_FALSE(diagnostics.empty()) << open;
  }
  std::string flat = "1";
  while (flat.size() < 100'000) flat += "+1";
  Diagnostics diagnostics;
  EXPECT_FALSE(translate_expression(flat, vocabulary, diagnostics));
  EXPECT_EQ(test::codes(diagnostics), "too-deep");
}

TEST(DmnFeel, FormulasThatMultiplyTheirArgumentsAreBounded) {
  Vocabulary vocabulary;
  fill(vocabulary);
  std::string text = "Applicant Name";
  for (int i = 0; i < 60; ++i) text = "substring after(" + text + ", \"a\")";
  Diagnostics diagnostics;
  EXPECT_FALSE(translate_expression(text, vocabulary, diagnostics));
  EXPECT_EQ(test::codes(diagnostics), "too-large");
}

}  // namespace
}  // namespace signalbox::dmn
