// Unary tests: the rows of tests/corpus/unary, and what data cannot say.
#include "rules/unary_test.h"

#include <gtest/gtest.h>

#include "model/record.h"
#include "rules/test_tokens.h"
#include "tests/support/jsonl.h"

namespace signalbox::rules {
namespace {

std::vector<std::string> domain_of(const json::Node& row) {
  std::vector<std::string> domain;
  const auto values = row.find("values");
  for (std::size_t i = 0; values && i < values->size(); ++i) domain.emplace_back(values->at(i).as_text());
  return domain;
}

Value value_of(const json::Node& row, Type type, Arena& arena) {
  const auto value = row.find("value");
  return value->is(json::Kind::kNull) ? Value() : read_cell(value->as_text(), type, arena);
}

TEST(UnaryTestCorpus, EveryRowPassesOrIsReportedAsItSays) {
  test::for_each_row("unary", [](const json::Node& row) {
    const auto type = parse_type(row.find("type")->as_text());
    ASSERT_TRUE(type);
    const auto blanks = row.find("blanks") ? formula::Blanks::kAsBlank : formula::Blanks::kAsZero;
    Diagnostics diagnostics;
    const auto test = parse_unary_test(row.find("test")->as_text(), *type, domain_of(row), diagnostics);
    EXPECT_EQ(test::codes(diagnostics), row.find("diagnostics") ? test::joined(*row.find("diagnostics")) : "");
    if (const auto suggestion = row.find("suggestion")) {
      EXPECT_EQ(diagnostics.at(0).suggestion, suggestion->as_text());
    }
    EXPECT_EQ(test.has_value(), !has_errors(diagnostics));
    const auto passing = row.find("passes");
    if (!passing || !test) return;
    Arena arena;
    EXPECT_EQ(passes(*test, value_of(row, *type, arena), blanks), passing->as_bool());
  });
}

TEST(UnaryTest, AnErrorPassesNothingButTheDash) {
  Diagnostics none;
  const Value error = Value::error(ErrorCode::kDivisionByZero);
  EXPECT_TRUE(passes(*parse_unary_test("-", Type::kNumber, {}, none), error, formula::Blanks::kAsZero));
  for (const char* text : {"3", "not(3)", "blank", "not(blank)", "!= 3"}) {
    EXPECT_FALSE(passes(*parse_unary_test(text, Type::kNumber, {}, none), error, formula::Blanks::kAsZero)) << text;
  }
}

TEST(UnaryTest, ReportsWhereEachMistakeStands) {
  Diagnostics diagnostics;
  EXPECT_FALSE(parse_unary_test("1, abc, 2, \"x\"", Type::kNumber, {}, diagnostics));
  ASSERT_EQ(diagnostics.size(), 2u);
  EXPECT_EQ(diagnostics[0].span, (Span{3, 6}));
  EXPECT_EQ(diagnostics[0].found, "abc");
  EXPECT_EQ(diagnostics[1].span, (Span{11, 14}));
}

TEST(UnaryTest, SuggestsQuotesForABareText) {
  Diagnostics diagnostics;
  EXPECT_FALSE(parse_unary_test("DE", Type::kText, {}, diagnostics));
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_EQ(diagnostics[0].suggestion, "\"DE\"");
}

TEST(UnaryTest, ACopyOutlivesItsOriginal) {
  Diagnostics none;
  auto original = parse_unary_test("\"DE\"", Type::kText, {}, none);
  const UnaryTest copy = *original;
  original.reset();
  EXPECT_TRUE(passes(copy, Value::text("DE"), formula::Blanks::kAsZero));
}

TEST(UnaryTest, ATestBeyondTheLimitIsRefused) {
  Diagnostics diagnostics;
  EXPECT_FALSE(parse_unary_test(std::string(200'000, '1'), Type::kNumber, {}, diagnostics));
  EXPECT_EQ(test::codes(diagnostics), "too-large");
}

TEST(TestTokens, ColoursWhatAnEditorShows) {
  const std::string_view text = "not(\"DE\", [1..5), 2026-01-31, = -3, $)";
  std::string shown;
  for (const TestToken& token : test_tokens(text)) {
    shown += std::string(text.substr(token.span.begin, token.span.end - token.span.begin)) + ":" +
             std::string(colour_of(token, text).substr(0, 2)) + " ";
  }
  EXPECT_EQ(shown,
            "not:ke (:pu \"DE\":te ,:pu [:pu 1:nu ..:op 5:nu ):pu ,:pu 2026-01-31:nu ,:pu =:op -3:nu ,:pu $:in ):pu ");
}

}  // namespace
}  // namespace signalbox::rules
