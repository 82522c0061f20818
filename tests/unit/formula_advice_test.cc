// What is said to people who write formulas as other languages do, or with the wrong types.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/complaints.h"
#include "formula/formula.h"

namespace signalbox::formula {
namespace {

Scope scope() {
  static const auto layout =
      std::make_shared<const Layout>(std::vector<Field>{{"Status", Type::kPicklist, "", {"New", "Open"}},
                                                        {"Langs__c", Type::kMultiPicklist, "", {"de", "en"}},
                                                        {"Amount", Type::kCurrency, "", {}},
                                                        {"Name", Type::kText, "", {}},
                                                        {"IsClosed", Type::kCheckbox, "", {}},
                                                        {"CloseDate", Type::kDate, "", {}},
                                                        {"CreatedDate", Type::kDateTime, "", {}}});
  return Scope(layout, {}, Blanks::kAsZero);
}

Diagnostics found(std::string_view text, Type expected = Type::kAny) {
  Diagnostics diagnostics;
  static_cast<void>(Formula::compile(text, scope(), expected, diagnostics));
  return diagnostics;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

/// Codes and what each is about: `unknown-field Zzz, operand-type Name`.
std::string all(std::string_view text) {
  std::string out;
  for (const Diagnostic& one : found(text))
    out += (out.empty() ? "" : ", ") + one.code + " " +
           std::string(text.substr(one.span.begin, one.span.end - one.span.begin));
  return out;
}

/// The formula with every suggestion in its place.
std::string mended(std::string_view text) {
  std::string out(text);
  const Diagnostics diagnostics = found(text);
  for (auto one = diagnostics.rbegin(); one != diagnostics.rend(); ++one) {
    if (!one->suggestion.empty()) out.replace(one->span.begin, one->span.end - one->span.begin, one->suggestion);
  }
  return out;
}

std::string sentence(std::string_view text) {
  const Diagnostics diagnostics = found(text);
  return diagnostics.size() == 1 ? diagnostics[0].sentence : std::to_string(diagnostics.size()) + " diagnostics";
}

TEST(FormulaAdvice, OneMistakeHidesNoOther) {
  EXPECT_EQ(all("AND(Zzz, Name, 5)"), "unknown-field Zzz, argument-type Name, argument-type 5");
  EXPECT_EQ(all("LEFT(Zzz, \"a\")"), "unknown-field Zzz, argument-type \"a\"");
  EXPECT_EQ(all("\"\xC3\xA4\" & Zzz & 5"), "unknown-field Zzz, operand-type 5");
  EXPECT_EQ(all("Zzz && Name"), "unknown-field Zzz, operand-type Name");
  EXPECT_EQ(all("CASE(Status, \"New\", Zzz, \"Open\", 5, \"x\")"), "unknown-field Zzz, branch-types 5");
  EXPECT_EQ(all("Zzz = Status"), "unknown-field Zzz, operand-type Status");
  EXPECT_EQ(all("MAX(1, Name)"), "argument-type Name");
  EXPECT_EQ(all("IF(\"x\", 1, Name)"), "argument-type \"x\", branch-types 1");
}

TEST(FormulaAdvice, WhatAWrongPartGivesIsNotComplainedAbout) {
  EXPECT_EQ(all("(Zzz > 5) + 1"), "unknown-field Zzz");
  EXPECT_EQ(all("Zzz - CloseDate"), "unknown-field Zzz");
  EXPECT_EQ(all("Name = (Amount & 5 > 3)"), "operand-type Amount, operand-type 5");
  EXPECT_EQ(all("ISPICKVAL(Zzz, \"New\")"), "unknown-field Zzz");
}

TEST(FormulaAdvice, AnEndlessListOfMistakesEndsWithAWord) {
  const Diagnostics many = found("Z" + repeated("+Z", 5'000));
  ASSERT_EQ(many.size(), limits::kMaxDiagnostics);
  EXPECT_EQ(many[limits::kMaxDiagnostics - 2].code, "unknown-field");
  EXPECT_EQ(many.back().code, "too-many-diagnostics");
}

TEST(FormulaAdvice, TheClosestNameIsLookedForOnlyAsLongAsPeopleRead) {
  const Diagnostics many = found("Amunt" + repeated("+Amunt", limits::kMaxSuggestions));
  EXPECT_EQ(many[limits::kMaxSuggestions - 1].suggestion, "Amount");
  EXPECT_EQ(many[limits::kMaxSuggestions].suggestion, "");
}

TEST(FormulaAdvice, AMistakeBehindAThousandWarningsIsStillAMistake) {
  const std::string warned = "ISPICKVAL(Status,\"x\")" + repeated("||ISPICKVAL(Status,\"x\")", 1'100);
  EXPECT_FALSE(has_errors(found(warned)));
  EXPECT_TRUE(has_errors(found(warned + "||Zzz")));
}

TEST(FormulaAdvice, ABadEscapeKeepsTheCharacterWhole) {
  for (const std::string_view text : {"\"\\\xC3\xA9\"", "\"a\\\xF0\x9F\x98\x80\"", "\"\\u12\xC3\xA9\""}) {
    const Diagnostics diagnostics = found(text);
    ASSERT_EQ(diagnostics.size(), 1u) << text;
    EXPECT_EQ(diagnostics[0].code, "bad-escape");
    for (const std::string& part : {diagnostics[0].sentence, diagnostics[0].found, diagnostics[0].suggestion})
      EXPECT_TRUE(unicode::is_valid_utf8(part)) << text;
    EXPECT_TRUE(found(mended(text)).empty()) << mended(text);
  }
  EXPECT_EQ(all("\"a\\\xC3\xA9z\""), "bad-escape \\\xC3\xA9");
}

TEST(FormulaAdvice, APatternWithSingleBackslashesIsMendedByDoublingThem) {
  EXPECT_EQ(all("REGEX(Name, \"\\d{3}\\.\")"), "bad-escape \\d, bad-escape \\.");
  EXPECT_EQ(mended("REGEX(Name, \"\\d{3}\")"), "REGEX(Name, \"\\\\d{3}\")");
  EXPECT_EQ(all("REGEX(5, \"((\")"), "argument-type 5, bad-pattern \"((\"");
}

TEST(FormulaAdvice, ABrokenExponentIsMendedAsAWhole) {
  EXPECT_EQ(mended("Amount ^ 0.5"), "SQRT(Amount)");
  EXPECT_EQ(mended("(Amount / 2) ^ (1/3) - 1"), "EXP(1/3 * LN(Amount / 2)) - 1");
  EXPECT_EQ(mended("((Amount + 1) * 2) ^ (-1/3)"), "EXP(-1/3 * LN((Amount + 1) * 2))");
  EXPECT_EQ(all("Amount ^ (4/2)"), "");
}

TEST(FormulaAdvice, AProductBesideAPowerWantsParentheses) {
  EXPECT_EQ(all("Amount * (1 + 0.1) ^ (2 * 3)"), "bare-product Amount * (1 + 0.1)");
  EXPECT_EQ(all("2 ^ 6 / 3"), "bare-product 6 / 3");
  EXPECT_EQ(mended("(1 + Amount) * 2 ^ 2"), "((1 + Amount) * 2) ^ 2");
  EXPECT_EQ(all("(Amount * 2) ^ 2 + Amount * (2 ^ 2)"), "");
}

TEST(FormulaAdvice, MultiSelectPicklistsAreReadWithIncludes) {
  EXPECT_EQ(mended("Langs__c = \"de\""), "INCLUDES(Langs__c, \"de\")");
  EXPECT_EQ(mended("\"de\" <> Langs__c"), "NOT(INCLUDES(Langs__c, \"de\"))");
  EXPECT_NE(sentence("Langs__c & \"a\"").find("INCLUDES"), std::string::npos);
  EXPECT_NE(sentence("ISPICKVAL(Langs__c, \"de\")").find("INCLUDES"), std::string::npos);
}

TEST(FormulaAdvice, EveryWayToCompareAPicklistKnowsItsValues) {
  for (const std::string_view formula :
       {"TEXT(Status) = \"Opne\"", "\"Opne\" <> TEXT(Status)", "ISPICKVAL(PRIORVALUE(Status), \"Opne\")",
        "IN(Status, \"New\", \"Opne\")", "CASE(TEXT(Status), \"Opne\", 1, 2)", "CASE(Status, \"Opne\", 1, 2)"}) {
    EXPECT_EQ(all(formula), "not-in-picklist \"Opne\"") << formula;
    EXPECT_EQ(found(formula)[0].suggestion, "Open") << formula;
  }
  EXPECT_EQ(all("INCLUDES(Langs__c, \"d\")"), "not-in-picklist \"d\"");
  EXPECT_EQ(all("TEXT(Status) & \"Opne\" = \"NewOpne\" || Name = \"Opne\""), "");
}

TEST(FormulaAdvice, OperatorsOfOtherLanguagesAreMended) {
  EXPECT_EQ(mended("Amount > 5 AND IsClosed OR IsClosed"), "Amount > 5 && IsClosed || IsClosed");
  EXPECT_EQ(mended("Amount => 5"), "Amount >= 5");
  EXPECT_EQ(mended("Amount =< 5"), "Amount <= 5");
  EXPECT_EQ(mended("Amount === 5"), "Amount = 5");
  EXPECT_EQ(mended("Amount !== 5"), "Amount <> 5");
  EXPECT_EQ(sentence("Amount > 5 AND IsClosed"),
            "`AND` between two values is written `&&`. `AND(a, b)` says the same.");
  EXPECT_EQ(all("Amount > 5 and Zzz"), "unexpected-token and, unknown-field Zzz");
}

TEST(FormulaAdvice, FunctionsWantTheirParentheses) {
  EXPECT_EQ(sentence("NOT IsClosed"), "`NOT` needs parentheses: `NOT(logical)`.");
  EXPECT_EQ(all("IF Amount > 5, 1, 2"), "unexpected-token IF");
  EXPECT_EQ(mended("CloseDate = TODAY"), "CloseDate = TODAY()");
  EXPECT_EQ(sentence("LEN = 5"), "There is no field `LEN`. The function is written `LEN(text)`.");
}

TEST(FormulaAdvice, ValuesOfOtherTypesAreConverted) {
  EXPECT_EQ(mended("\"x\" & Amount & CloseDate"), "\"x\" & TEXT(Amount) & TEXT(CloseDate)");
  EXPECT_EQ(mended("\"x\" + Amount"), "\"x\" + TEXT(Amount)");
  EXPECT_EQ(mended("Name = 5"), "Name = \"5\"");
  EXPECT_EQ(mended("IF(IsClosed, Status, \"\")"), "IF(IsClosed, TEXT(Status), \"\")");
  EXPECT_EQ(mended("BLANKVALUE(Status, \"x\")"), "BLANKVALUE(TEXT(Status), \"x\")");
  EXPECT_EQ(mended("CreatedDate > TODAY()"), "DATEVALUE(CreatedDate) > TODAY()");
  EXPECT_EQ(mended("TODAY() - CreatedDate"), "TODAY() - DATEVALUE(CreatedDate)");
  EXPECT_EQ(mended("HOUR(CreatedDate)"), "HOUR(TIMEVALUE(CreatedDate))");
  EXPECT_EQ(mended("CONTAINS(Name, CloseDate)"), "CONTAINS(Name, TEXT(CloseDate))");
  EXPECT_EQ(mended("Name * 2"), "VALUE(Name) * 2");
  EXPECT_EQ(found("(Amount + 1) * 2", Type::kText)[0].suggestion, "TEXT((Amount + 1) * 2)");
}

TEST(FormulaAdvice, SignsOfOtherLanguagesAreExplained) {
  EXPECT_EQ(mended("Amount * 10%"), "Amount * 10/100");
  EXPECT_EQ(mended("Amount > 1,000,000"), "Amount > 1000000");
  EXPECT_EQ(all("Amount > $1000"), "bad-character $");
  EXPECT_EQ(all("Amount > 5;"), "bad-character ;");
  EXPECT_EQ(sentence("Amount > 5 // large"), "Comments stand between `/*` and `*/`.");
  EXPECT_EQ(mended("Name = \xE2\x80\x9CNew\xE2\x80\x9D && Name = \xE2\x80\x98Old\xE2\x80\x99"),
            "Name = \"New\" && Name = \"Old\"");
  EXPECT_EQ(all("Name = \xE2\x80\x9CNew"), "bad-character \xE2\x80\x9C");
}

TEST(FormulaAdvice, FunctionsOfOtherLanguagesHaveTheirNamesHere) {
  EXPECT_EQ(mended("LENGTH(Name) > 3"), "LEN(Name) > 3");
  EXPECT_EQ(mended("StartsWith(Name, \"a\")"), "BEGINS(Name, \"a\")");
  EXPECT_EQ(mended("ISEMPTY(REPLACE(Name, \"a\", \"b\"))"), "ISBLANK(SUBSTITUTE(Name, \"a\", \"b\"))");
  EXPECT_EQ(mended("SWITCH(Name, \"a\", 1, 2)"), "CASE(Name, \"a\", 1, 2)");
  EXPECT_EQ(sentence("CONCATENATE(Name, \"b\")"), "There is no function `CONCATENATE`. Texts are joined with `&`.");
}

TEST(FormulaAdvice, AGlobalIsDeclaredWithItsLikelyType) {
  EXPECT_NE(sentence("$Flow.InterviewStartTime").find("\"DateTime\""), std::string::npos);
  EXPECT_NE(sentence("$User.IsActive").find("\"Checkbox\""), std::string::npos);
  EXPECT_NE(sentence("$User.Email").find("\"Text\""), std::string::npos);
}

TEST(FormulaAdvice, QuotesTheOperatorThatIsWritten) {
  EXPECT_TRUE(sentence("Status != \"New\"").starts_with("`!=` takes ")) << sentence("Status != \"New\"");
}

}  // namespace
}  // namespace signalbox::formula
