#include "formula/editing.h"

#include <gtest/gtest.h>

namespace signalbox::formula {
namespace {

Scope scope() {
  static const auto layout =
      std::make_shared<const Layout>(std::vector<Field>{{"Account.Tier__c", Type::kText, "Tier", {}},
                                                        {"Amount", Type::kCurrency, "", {}},
                                                        {"Total_Amount__c", Type::kNumber, "", {}}});
  return Scope(layout, {{"$Milestone.Resolution.Remaining", Type::kNumber}}, Blanks::kAsZero);
}

std::string kinds(std::string_view text) {
  std::string out;
  for (const ColouredToken& token : tokens(text, scope())) out += (out.empty() ? "" : " ") + std::string(token.kind);
  return out;
}

std::string labels(std::string_view text, std::size_t most = 3) {
  const Completions completions = complete(text, text.size(), scope());
  std::string out = std::to_string(completions.from);
  for (std::size_t i = 0; i < completions.items.size() && i < most; ++i) out += " " + completions.items[i].label;
  return out;
}

TEST(FormulaEditing, ColoursEveryKindOfToken) {
  EXPECT_EQ(kinds("IF(Amount >= 1.5, \"x\", NULL) /* c */"),
            "function punctuation field operator number punctuation text punctuation keyword punctuation comment");
  EXPECT_EQ(kinds("$Milestone.Resolution.Remaining < $Now"), "global operator global");
  EXPECT_EQ(kinds("ISBLANK /* c */ (Amount)"), "function comment punctuation field punctuation");
}

TEST(FormulaEditing, ColoursBrokenText) {
  EXPECT_EQ(kinds("Amont # \"open"), "invalid invalid text");
  EXPECT_EQ(kinds("NOSUCH(1 /* open"), "invalid punctuation number comment");
  EXPECT_EQ(kinds(""), "");
}

TEST(FormulaEditing, OffersFieldsBeforeFunctionsAndPrefixesFirst) {
  EXPECT_EQ(labels("1 + am", 2), "4 Amount Total_Amount__c");
  EXPECT_EQ(labels("ro", 1), "0 ROUND");
  EXPECT_EQ(labels("IF("), "3 Account.Tier__c Amount Total_Amount__c");
}

TEST(FormulaEditing, CompletesPathsAndGlobals) {
  EXPECT_EQ(labels("1 + Account."), "4 Account.Tier__c");
  EXPECT_EQ(labels("$"), "0 $Milestone.Resolution.Remaining $Now $System.OriginDateTime");
  EXPECT_EQ(labels("$Mile"), "0 $Milestone.Resolution.Remaining");
}

TEST(FormulaEditing, OffersNothingInsideTextsCommentsAndNumbers) {
  EXPECT_EQ(labels("\"am"), "3");
  EXPECT_EQ(labels("/* am"), "5");
  EXPECT_EQ(labels("12"), "2");
}

TEST(FormulaEditing, DescribesWhatItOffers) {
  const Completions completions = complete("LEF", 3, scope());
  ASSERT_FALSE(completions.items.empty());
  EXPECT_EQ(completions.items[0].label, "LEFT");
  EXPECT_EQ(completions.items[0].kind, "function");
  EXPECT_EQ(completions.items[0].detail, "LEFT(text, number_of_characters)");
  EXPECT_EQ(completions.items[0].info, "The first characters of a text.");
}

}  // namespace
}  // namespace signalbox::formula
