// What a formula may be, and what is said when it may not.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "formula/formula.h"
#include "formula/functions/registry.h"

namespace signalbox::formula {
namespace {

Scope scope(Blanks blanks = Blanks::kAsZero) {
  static const auto layout =
      std::make_shared<const Layout>(std::vector<Field>{{"Priority", Type::kPicklist, "", {"Low", "Medium", "High"}},
                                                        {"Amount", Type::kCurrency, "", {}},
                                                        {"Rate__c", Type::kPercent, "", {}},
                                                        {"Name", Type::kText, "", {}},
                                                        {"Account.Owner.Name", Type::kText, "", {}},
                                                        {"IsClosed", Type::kCheckbox, "", {}},
                                                        {"CloseDate", Type::kDate, "", {}},
                                                        {"CreatedDate", Type::kDateTime, "", {}},
                                                        {"Tags__c", Type::kMultiPicklist, "", {}}});
  return Scope(
      layout, {{"$Milestone.Resolution.Remaining", Type::kNumber}, {"$Milestone.Resolution.Breached", Type::kCheckbox}},
      blanks);
}

struct Compiled {
  std::optional<Formula> formula;
  Diagnostics diagnostics;
};

Compiled compile(std::string_view text, Type expected = Type::kAny) {
  Compiled compiled;
  compiled.formula = Formula::compile(text, scope(), expected, compiled.diagnostics);
  return compiled;
}

std::string codes(std::string_view text, Type expected = Type::kAny) {
  std::string out;
  for (const Diagnostic& diagnostic : compile(text, expected).diagnostics)
    out += (out.empty() ? "" : " ") + diagnostic.code;
  return out;
}

TEST(FormulaCompile, EachMistakeHasItsCode) {
  EXPECT_EQ(codes(""), "empty-formula");
  EXPECT_EQ(codes("/* nothing */"), "empty-formula");
  EXPECT_EQ(codes("1 +"), "unexpected-end");
  EXPECT_EQ(codes("1 2"), "unexpected-token");
  EXPECT_EQ(codes("(1"), "unexpected-end");
  EXPECT_EQ(codes("1)"), "unexpected-token");
  EXPECT_EQ(codes("\"open"), "unclosed-text");
  EXPECT_EQ(codes("1 /* open"), "unclosed-comment");
  EXPECT_EQ(codes("1 # 2"), "bad-character");
  EXPECT_EQ(codes("1 + 2x"), "bad-number");
  EXPECT_EQ(codes("\"a\\q\""), "bad-escape");
  EXPECT_EQ(codes("REGEX(Name, \"((\")"), "bad-pattern");
  EXPECT_EQ(codes("Nome"), "unknown-field");
  EXPECT_EQ(codes("$Milestone.X.Remaining"), "unknown-global");
  EXPECT_EQ(codes("ROUNDD(1)"), "unknown-function");
  EXPECT_EQ(codes("GETSESSIONID()"), "unsupported-function");
  EXPECT_EQ(codes("LEFT(Name)"), "argument-count");
  EXPECT_EQ(codes("CASE(Name, \"a\", 1)"), "argument-count");
  EXPECT_EQ(codes("LEFT(Name, Name)"), "argument-type");
  EXPECT_EQ(codes("Name * 2"), "operand-type");
  EXPECT_EQ(codes("Name = Amount"), "operand-type");
  EXPECT_EQ(codes("Priority = \"High\""), "operand-type");
  EXPECT_EQ(codes("CloseDate < CreatedDate"), "operand-type");
  EXPECT_EQ(codes("IF(IsClosed, 1, Name)"), "branch-types");
  EXPECT_EQ(codes("Amount", Type::kCheckbox), "type-mismatch");
  EXPECT_EQ(codes("ISPICKVAL(Priority, \"Hihg\")"), "not-in-picklist");
}

TEST(FormulaCompile, AllMistakesAreReportedAtOnce) {
  EXPECT_EQ(codes("IF(Clsed, Amunt + 1, LEFT(Name))"), "unknown-field unknown-field argument-count");
  EXPECT_EQ(codes("AND(1 +, Nome = \"x\", ROUNDD(1))"), "unexpected-token unknown-field unknown-function");
}

TEST(FormulaCompile, AMistakeIsReportedOnceAndNotWhereItIsUsed) {
  EXPECT_EQ(codes("IF(Nome + 1 > 2, Nome & Name, 1)"), "unknown-field unknown-field");
}

TEST(FormulaCompile, ADiagnosticSaysWhereAndWhatToWriteInstead) {
  const Compiled compiled = compile("1 + Ammount");
  ASSERT_EQ(compiled.diagnostics.size(), 1u);
  const Diagnostic& diagnostic = compiled.diagnostics[0];
  EXPECT_EQ(diagnostic.span, (Span{4, 11}));
  EXPECT_EQ(diagnostic.sentence, "There is no field `Ammount`. Did you mean `Amount`?");
  EXPECT_EQ(diagnostic.found, "Ammount");
  EXPECT_EQ(diagnostic.suggestion, "Amount");
  EXPECT_EQ(compile("Priority & \"x\"").diagnostics[0].suggestion, "TEXT(Priority)");
  EXPECT_EQ(compile("ISPICKVAL(Priority, \"Hihg\")").diagnostics[0].suggestion, "High");
}

TEST(FormulaCompile, AFieldThatTheRecordOfAFlowLacksIsAdvisedOn) {
  const Compiled compiled = compile("{!$Record__Prior.Ammount} > 1");
  ASSERT_EQ(compiled.diagnostics.size(), 1u);
  EXPECT_EQ(compiled.diagnostics[0].code, "unknown-field");
  EXPECT_EQ(compiled.diagnostics[0].span, (Span{17, 24}));
  EXPECT_EQ(compiled.diagnostics[0].suggestion, "Amount");
  EXPECT_EQ(codes("ISBLANK($Record)"), "unknown-global");
  EXPECT_EQ(compile("$Record").diagnostics[0].expected, "$Record.Name");
  EXPECT_EQ(codes("PRIORVALUE($Record__Prior.Amount)"), "argument-type");
}

TEST(FormulaCompile, ATestWhetherANumberIsBlankIsWarnedOfWhereBlanksAreZeroes) {
  for (const std::string_view text :
       {"ISBLANK(Amount)", "ISNULL($Record.Amount)", "BLANKVALUE(Rate__c, 7) > 1", "NULLVALUE(Amount, 7) > 1",
        "Amount = NULL", "NULL <> Amount", "ISBLANK({!$Record__Prior.Amount})", "ISBLANK(PRIORVALUE(Amount))"}) {
    const Compiled compiled = compile(text);
    ASSERT_EQ(compiled.diagnostics.size(), 1u) << text;
    EXPECT_EQ(compiled.diagnostics[0].code, "never-blank") << text;
    EXPECT_EQ(compiled.diagnostics[0].severity, Severity::kWarning) << text;
    EXPECT_TRUE(compiled.formula) << text;
    Diagnostics found;
    EXPECT_TRUE(Formula::compile(text, scope(Blanks::kAsBlank), Type::kAny, found)) << text;
    EXPECT_TRUE(found.empty()) << text;
  }
  EXPECT_EQ(codes("ISBLANK(Name) || ISBLANK(CloseDate) || ISBLANK($Milestone.Resolution.Remaining)"), "");
  EXPECT_EQ(codes("ISBLANK(Amount + 1)"), "");
}

TEST(FormulaCompile, ADurationIsANumberOrBetweenTwoTimesOfOneType) {
  EXPECT_EQ(codes("FORMATDURATION(Amount) & FORMATDURATION(Amount, TRUE) & FORMATDURATION(NOW(), CreatedDate)"), "");
  EXPECT_EQ(codes("FORMATDURATION(NOW())"), "argument-type");
  EXPECT_EQ(codes("FORMATDURATION(NOW(), TRUE)"), "argument-type");
  EXPECT_EQ(codes("FORMATDURATION(NOW(), TIMENOW())"), "argument-type");
  EXPECT_EQ(codes("FORMATDURATION(Amount, NOW())"), "argument-type");
  EXPECT_EQ(compile("FORMATDURATION(NOW())").diagnostics[0].sentence,
            "Argument 2 of `FORMATDURATION` takes `DateTime` where argument 1 is `DateTime`.");
}

TEST(FormulaCompile, TheRecordOfAFlowIsTheFieldItself) {
  EXPECT_EQ(compile("{!$Record.Amount}").formula->bare_slot(), 1u);
  EXPECT_EQ(compile("$Record.Priority").formula->domain().size(), 3u);
  EXPECT_EQ(compile("$Record__Prior.Amount").formula->bare_slot(), std::nullopt);
  EXPECT_EQ(compile("$Record__Prior.Amount").formula->slots().size(), 1u);
  EXPECT_TRUE(compile("$Flow.CurrentDate = CloseDate").formula->is_sampled());
}

TEST(FormulaCompile, AValueThatThePicklistLacksIsOnlyAWarning) {
  EXPECT_TRUE(compile("ISPICKVAL(Priority, \"Urgent\")").formula);
}

TEST(FormulaCompile, APlaceTakesRelatedTypes) {
  EXPECT_EQ(codes("Rate__c", Type::kNumber), "");
  EXPECT_EQ(codes("NULL", Type::kDateTime), "");
  EXPECT_EQ(codes("CloseDate", Type::kDateTime), "type-mismatch");
  EXPECT_EQ(codes("Priority", Type::kText), "type-mismatch");
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(FormulaCompile, DepthIsLimitedAndLongChainsAreNot) {
  EXPECT_EQ(codes(repeated("(", 10'000) + "1" + repeated(")", 10'000)), "too-deep");
  EXPECT_EQ(codes(repeated("-", 10'000) + "1"), "too-deep");
  EXPECT_EQ(codes(repeated("NOT(", 10'000) + "TRUE" + repeated(")", 10'000)), "too-deep");
  EXPECT_EQ(codes("1" + repeated(" = 1", 5'000)), "too-deep");
  EXPECT_EQ(codes("1" + repeated(" + 1", 9'000)), "");
  EXPECT_EQ(codes("Name" + repeated(" & Name", 9'000)), "");
  EXPECT_EQ(codes("IsClosed" + repeated(" && IsClosed", 9'000)), "");
  EXPECT_EQ(codes("1" + repeated(" + 1", 19'000)), "too-many-nodes");
  EXPECT_EQ(codes(std::string(limits::kMaxFormulaBytes + 1, ' ')), "too-long");
  EXPECT_EQ(codes("\"\xFF\""), "bad-utf8");
}

TEST(FormulaCompile, TellsWhatItReads) {
  const auto formula = *compile("Amount + LEN(account.owner.name) + Amount").formula;
  EXPECT_EQ(std::vector<std::uint32_t>(formula.slots().begin(), formula.slots().end()),
            (std::vector<std::uint32_t>{1, 4}));
  EXPECT_FALSE(formula.bare_slot());
  EXPECT_EQ(compile("(Amount)").formula->bare_slot(), 1u);
  EXPECT_EQ(compile("TEXT(Priority)").formula->domain().size(), 3u);
  EXPECT_EQ(compile("Priority").formula->domain()[2], "High");
  EXPECT_TRUE(compile("Name").formula->domain().empty());
}

TEST(FormulaCompile, ComparisonsOfGlobalsAreThresholds) {
  const auto formula = *compile("0.1 + 0.1 >= $Milestone.Resolution.Remaining && Amount > 5").formula;
  ASSERT_EQ(formula.thresholds().size(), 1u);
  EXPECT_EQ(formula.thresholds()[0].slot, 9u);
  EXPECT_EQ(formula.thresholds()[0].comparison, "<=");
  EXPECT_EQ(formula.thresholds()[0].constant, Decimal::from_scaled(2, 1));
  EXPECT_FALSE(formula.is_sampled());
}

TEST(FormulaCompile, WhatChangesAtUnknownInstantsIsSampled) {
  EXPECT_TRUE(compile("$Milestone.Resolution.Remaining * 2 < 1").formula->is_sampled());
  EXPECT_FALSE(compile("$Milestone.Resolution.Breached").formula->is_sampled());
  EXPECT_TRUE(compile("CreatedDate < NOW()").formula->is_sampled());
  EXPECT_TRUE(compile("$Now > CreatedDate").formula->is_sampled());
  EXPECT_TRUE(compile("TODAY() > CloseDate").formula->is_sampled());
  EXPECT_FALSE(compile("Amount > 1").formula->is_sampled());
}

TEST(FormulaCompile, EveryFunctionIsDescribed) {
  for (const Family& family : families()) {
    for (const Function& function : family.functions) {
      EXPECT_EQ(find_function(function.name), &function) << function.name;
      EXPECT_TRUE(function.signature.starts_with(function.name)) << function.name;
      EXPECT_TRUE(function.sentence.ends_with('.')) << function.name;
      EXPECT_FALSE(function.parameters.empty()) << function.name;
      const bool strict = function.form == Form::kStrict || function.form == Form::kStrictWithBlanks;
      EXPECT_EQ(function.evaluate != nullptr, strict) << function.name;
    }
  }
}

}  // namespace
}  // namespace signalbox::formula
