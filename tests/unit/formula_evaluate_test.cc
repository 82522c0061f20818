// Evaluation as a host uses it: frames, prior records, limits.
#include <gtest/gtest.h>

#include "formula/formula.h"
#include "formula/functions/transcendental.h"

namespace signalbox::formula {
namespace {

Scope scope(Blanks blanks = Blanks::kAsZero) {
  static const auto layout = std::make_shared<const Layout>(std::vector<Field>{
      {"Amount", Type::kNumber, "", {}}, {"Name", Type::kText, "", {}}, {"Due", Type::kDate, "", {}}});
  return Scope(layout, {{"$Milestone.M.Remaining", Type::kNumber}}, blanks);
}

Formula compiled(std::string_view text, Blanks blanks = Blanks::kAsZero) {
  Diagnostics diagnostics;
  const auto formula = Formula::compile(text, scope(blanks), Type::kAny, diagnostics);
  EXPECT_TRUE(formula) << text << ": " << (diagnostics.empty() ? "" : diagnostics[0].sentence);
  return *formula;
}

Value number(std::int64_t value) { return Value::number(Decimal::from_int(value)); }

const std::vector<Value> kNow = {number(5), Value::text("new"), Value(), Value()};
const std::vector<Value> kBefore = {number(3), Value::text("new"), Value::date(Date{1}), Value()};

bool is_true(std::string_view text, const std::vector<Value>& prior) {
  Arena arena;
  const Value value = compiled(text).evaluate(Frame{kNow, prior, Instant{0}}, arena);
  return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
}

TEST(FormulaEvaluate, ComparesWithThePriorRecord) {
  EXPECT_TRUE(is_true("ISCHANGED(Amount) && PRIORVALUE(Amount) = 3", kBefore));
  EXPECT_TRUE(is_true("NOT(ISCHANGED(Name)) && NOT(ISNEW())", kBefore));
  EXPECT_TRUE(is_true("ISCHANGED(Due) && ISBLANK(Due) && NOT(ISBLANK(PRIORVALUE(Due)))", kBefore));
}

TEST(FormulaEvaluate, ReadsTheRecordAndThePriorRecordOfAFlow) {
  EXPECT_TRUE(is_true("{!$Record.Amount} = 5 && {!$Record__Prior.Amount} = 3", kBefore));
  EXPECT_TRUE(is_true("$record.amount > $RECORD__PRIOR.amount && ISCHANGED({!$Record.Due})", kBefore));
  EXPECT_TRUE(is_true("ISBLANK($Record.Due) && NOT(ISBLANK({!$Record__Prior.Due}))", kBefore));
  EXPECT_TRUE(is_true("{!$Record__Prior.Amount} = PRIORVALUE(Amount)", {}));
}

TEST(FormulaEvaluate, ANewRecordHasNotChanged) {
  EXPECT_TRUE(is_true("ISNEW() && NOT(ISCHANGED(Amount)) && PRIORVALUE(Amount) = 5", {}));
}

TEST(FormulaEvaluate, AGlobalWithoutAValueIsNeverZero) {
  EXPECT_FALSE(is_true("$Milestone.M.Remaining <= 0.2", {}));
  EXPECT_FALSE(is_true("$Milestone.M.Remaining > 0.2", {}));
  EXPECT_TRUE(is_true("ISBLANK($Milestone.M.Remaining)", {}));
}

TEST(FormulaEvaluate, ADeepStackIsKept) {
  std::string text = "1";
  for (int i = 0; i < 150; ++i) text = "MAX(2, 3, 4, " + text + " + 1)";
  Arena arena;
  EXPECT_EQ(compiled(text + " + Amount").evaluate(Frame{kNow, {}, Instant{0}}, arena).as_number(),
            Decimal::from_int(158));
}

TEST(FormulaEvaluate, AllTextsOfOneEvaluationTogetherAreLimited) {
  std::string text = "LEN(RPAD(Name, 1000000))";
  for (int i = 0; i < 10; ++i) text += " + LEN(RPAD(Name, 1000000))";
  Arena arena;
  const Value value = compiled(text).evaluate(Frame{kNow, {}, Instant{0}}, arena);
  ASSERT_TRUE(value.is_error());
  EXPECT_EQ(value.as_error(), ErrorCode::kTextTooLong);
}

TEST(FormulaEvaluate, TextResultsOutliveTheCallButNotTheArena) {
  Arena arena;
  const Value first = compiled("Name & \"!\"").evaluate(Frame{kNow, {}, Instant{0}}, arena);
  const Value second = compiled("UPPER(Name)").evaluate(Frame{kNow, {}, Instant{0}}, arena);
  EXPECT_EQ(first.as_text(), "new!");
  EXPECT_EQ(second.as_text(), "NEW");
}

std::string digits(const std::optional<Decimal>& number) {
  return number ? number->rounded_to_precision(30, Decimal::Rounding::kHalfUp).to_text() : "none";
}
Decimal parsed(std::string_view text) { return Decimal::parse(text).value(); }

TEST(FormulaTranscendental, ThirtyDigitsAreRight) {
  EXPECT_EQ(digits(square_root(parsed("2"))), "1.41421356237309504880168872421");
  EXPECT_EQ(digits(square_root(parsed("0.0003"))), "0.0173205080756887729352744634151");
  EXPECT_EQ(digits(exponential(parsed("1"))), "2.71828182845904523536028747135");
  EXPECT_EQ(digits(exponential(parsed("-50.5"))), "0.000000000000000000000116984591770619646858516251845");
  EXPECT_EQ(digits(natural_logarithm(parsed("2"))), "0.693147180559945309417232121458");
  EXPECT_EQ(digits(natural_logarithm(parsed("1.0000000001"))), "0.0000000000999999999950000000003333333333");
  EXPECT_EQ(digits(decimal_logarithm(parsed("7"))), "0.845098040014256830712216258593");
  EXPECT_EQ(digits(sine(parsed("1"))), "0.84147098480789650665250232163");
  EXPECT_EQ(digits(cosine(parsed("1"))), "0.540302305868139717400936607443");
  EXPECT_EQ(digits(tangent(parsed("1"))), "1.55740772465490223050697480746");
  EXPECT_EQ(digits(arc_tangent(parsed("2"))), "1.10714871779409050301706546018");
  EXPECT_EQ(digits(arc_sine(parsed("0.5"))), "0.523598775598298873077107230547");
  EXPECT_EQ(digits(arc_cosine(parsed("0.5"))), "1.04719755119659774615421446109");
}

TEST(FormulaTranscendental, OutsideTheirDomainThereIsNone) {
  EXPECT_EQ(digits(square_root(parsed("-1"))), "none");
  EXPECT_EQ(digits(natural_logarithm(parsed("0"))), "none");
  EXPECT_EQ(digits(arc_sine(parsed("1.01"))), "none");
  EXPECT_EQ(digits(exponential(parsed("100000"))), "none");
  EXPECT_EQ(digits(sine(parsed("1e20"))), "none");
}

}  // namespace
}  // namespace signalbox::formula
