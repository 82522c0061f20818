#include "base/decimal.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "base/limits.h"

namespace signalbox {
namespace {

using Rounding = Decimal::Rounding;

Decimal d(std::string_view text) {
  const auto number = Decimal::parse(text);
  EXPECT_TRUE(number.has_value()) << text;
  return number.value_or(Decimal());
}

TEST(Decimal, TenthsAddUpExactly) { EXPECT_EQ(d("0.1").plus(d("0.2"))->to_text(), "0.3"); }

TEST(Decimal, ReadsEveryNotation) {
  EXPECT_EQ(d("-12.50").to_text(), "-12.5");
  EXPECT_EQ(d("-12.50").to_text_with_scale(), "-12.50");
  EXPECT_EQ(d(".5").to_text(), "0.5");
  EXPECT_EQ(d("5.").to_text(), "5");
  EXPECT_EQ(d("+7").to_text(), "7");
  EXPECT_EQ(d("1e-3").to_text(), "0.001");
  EXPECT_EQ(d("1.5E+3").to_text(), "1500");
  EXPECT_EQ(d("000123").to_text(), "123");
  EXPECT_EQ(d("0e999999999999").to_text(), "0");
  EXPECT_EQ(d("1e-999999999999").to_text(), "0");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "1.2.3", "1,5", " 1", "1 ", "0x10", "NaN", "Infinity",
                           "--1", "1e1.5", "\xD9\xA1"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Decimal, RefusesWhatIsTooLarge) {
  EXPECT_TRUE(Decimal::parse("9.99e127"));
  EXPECT_FALSE(Decimal::parse("1e128"));
  EXPECT_FALSE(Decimal::parse("1e400"));
  EXPECT_FALSE(Decimal::parse("1e99999999999999999999"));
  EXPECT_FALSE(Decimal::parse(std::string(limits::kMaxNumberBytes, '9')));
  EXPECT_FALSE(Decimal::parse("0." + std::string(limits::kMaxNumberBytes, '1')));
}

TEST(Decimal, KeepsFiftySevenDigitsAndRoundsTheRestHalfUp) {
  const std::string nines(57, '9');
  EXPECT_EQ(d(nines).to_text(), nines);
  EXPECT_EQ(d("0." + nines + "5").to_text(), "1");
  EXPECT_EQ(d("0." + nines + "49").to_text(), "0." + nines);
}

TEST(Decimal, HoldsTheLeadingDigitsOfVeryLargeNumbers) {
  EXPECT_EQ(d("4.996327379507578e74").to_text(), "4996327379507578" + std::string(59, '0'));
  EXPECT_EQ(d("1e100").plus(d("1e100"))->to_text(), "2" + std::string(100, '0'));
  EXPECT_EQ(d("1e100").plus(d("1"))->to_text(), "1" + std::string(100, '0'));
  EXPECT_EQ(d("1e100").scale(), 0);
}

TEST(Decimal, OverflowIsNoValue) {
  EXPECT_FALSE(d("1e127").times(d("10")));
  EXPECT_FALSE(d("9e127").plus(d("9e127")));
  EXPECT_FALSE(d("1e100").divided_by(d("1e-100")));
  EXPECT_FALSE(d("1e100").shifted(-100));
  EXPECT_TRUE(d("1e127").times(d("9")));
}

TEST(Decimal, DividesLikeTheReference) {
  // java.math.BigDecimal.divide(divisor, new MathContext(39, RoundingMode.HALF_UP)).toPlainString()
  EXPECT_EQ(d("1").divided_by(d("3"))->to_text_with_scale(), "0." + std::string(39, '3'));
  EXPECT_EQ(d("2").divided_by(d("3"))->to_text_with_scale(), "0." + std::string(38, '6') + "7");
  EXPECT_EQ(d("10").divided_by(d("4"))->to_text_with_scale(), "2.5");
  EXPECT_EQ(d("1.00").divided_by(d("1"))->to_text_with_scale(), "1.00");
  EXPECT_EQ(d("6.00").divided_by(d("2.0"))->to_text_with_scale(), "3.0");
  EXPECT_EQ(d("100").divided_by(d("0.01"))->to_text_with_scale(), "10000");
  EXPECT_EQ(d("0.00").divided_by(d("7"))->to_text_with_scale(), "0.00");
  EXPECT_EQ(d("-1").divided_by(d("8"))->to_text_with_scale(), "-0.125");
}

TEST(Decimal, DivisionByZeroIsNoValue) {
  EXPECT_FALSE(d("1").divided_by(d("0.00")));
  EXPECT_FALSE(d("1").remainder(Decimal()));
}

TEST(Decimal, RemainderHasTheSignOfTheDividend) {
  EXPECT_EQ(d("-7").remainder(d("3"))->to_text(), "-1");
  EXPECT_EQ(d("7").remainder(d("-3"))->to_text(), "1");
  EXPECT_EQ(d("5.5").remainder(d("0.4"))->to_text(), "0.3");
  EXPECT_EQ(d("1e100").remainder(d("7"))->to_text(), "4");
}

TEST(Decimal, EqualNumbersAreEqualWhateverTheirScale) {
  EXPECT_EQ(d("1.0"), d("1.00"));
  EXPECT_EQ(d("1e20"), d("100000000000000000000.000"));
  EXPECT_LT(d("-2"), d("-1.99"));
  EXPECT_LT(d("18446744073709551615"), d("18446744073709551616"));
  EXPECT_GT(d("1e127"), d("1e-128"));
}

TEST(Decimal, ZeroHasNoSign) {
  EXPECT_FALSE(d("-0.00").is_negative());
  EXPECT_FALSE(d("0").negated().is_negative());
  EXPECT_FALSE(d("-1").plus(d("1"))->is_negative());
  EXPECT_FALSE(d("-1").times(d("0"))->is_negative());
  EXPECT_FALSE(d("-0.4").rounded(0, Rounding::kHalfUp).is_negative());
  EXPECT_EQ(d("-0"), d("0"));
}

struct RoundingRow {
  const char* number;
  Rounding mode;
  const char* expected;
};

TEST(Decimal, RoundsInEveryMode) {
  const RoundingRow rows[] = {
      {"2.5", Rounding::kHalfUp, "3"},    {"-2.5", Rounding::kHalfUp, "-3"}, {"2.4", Rounding::kHalfUp, "2"},
      {"2.5", Rounding::kHalfEven, "2"},  {"3.5", Rounding::kHalfEven, "4"}, {"2.51", Rounding::kHalfEven, "3"},
      {"2.9", Rounding::kDown, "2"},      {"-2.9", Rounding::kDown, "-2"},   {"2.1", Rounding::kUp, "3"},
      {"-2.1", Rounding::kUp, "-3"},      {"-2.1", Rounding::kFloor, "-3"},  {"2.9", Rounding::kFloor, "2"},
      {"-2.9", Rounding::kCeiling, "-2"}, {"2.1", Rounding::kCeiling, "3"},  {"2", Rounding::kUp, "2"},
  };
  for (const RoundingRow& row : rows)
    EXPECT_EQ(d(row.number).rounded(0, row.mode).to_text(), row.expected) << row.number;
}

TEST(Decimal, RoundsBeforeThePointAndNeverAddsDigits) {
  EXPECT_EQ(d("1250").rounded(-2, Rounding::kHalfUp).to_text(), "1300");
  EXPECT_EQ(d("49").rounded(-2, Rounding::kHalfUp).to_text(), "0");
  EXPECT_EQ(d("5").rounded(-127, Rounding::kUp).to_text(), "1" + std::string(127, '0'));
  EXPECT_EQ(d("1.5").rounded(7, Rounding::kHalfUp).to_text_with_scale(), "1.5");
  EXPECT_EQ(d("999.96").rounded_to_precision(4, Rounding::kHalfUp).to_text(), "1000");
  EXPECT_EQ(d("123456").rounded_to_precision(2, Rounding::kHalfUp).to_text(), "120000");
}

TEST(Decimal, MovesThePoint) {
  EXPECT_EQ(d("20").shifted(2)->to_text(), "0.2");
  EXPECT_EQ(d("0.25").shifted(-2)->to_text(), "25");
  EXPECT_EQ(d("0.25").shifted(-4)->to_text(), "2500");
  EXPECT_EQ(d("1e-128").shifted(1)->to_text(), "0");
}

TEST(Decimal, IntegersInAndOut) {
  EXPECT_EQ(Decimal::from_int(INT64_MIN).to_text(), "-9223372036854775808");
  EXPECT_EQ(Decimal::from_int(INT64_MIN).to_int(), INT64_MIN);
  EXPECT_EQ(d("9223372036854775807").to_int(), INT64_MAX);
  EXPECT_FALSE(d("9223372036854775808").to_int());
  EXPECT_EQ(d("12.00").to_int(), 12);
  EXPECT_EQ(d("0.00").to_int(), 0);
  EXPECT_FALSE(d("12.01").to_int());
  EXPECT_EQ(Decimal::from_scaled(-1250, 2).to_text_with_scale(), "-12.50");
  EXPECT_EQ(Decimal::from_scaled(5, -3).to_text(), "5000");
}

TEST(Decimal, PrecisionCountsSignificantDigits) {
  EXPECT_EQ(d("0").precision(), 1);
  EXPECT_EQ(d("0.00120").precision(), 3);
  EXPECT_EQ(d("18446744073709551616").precision(), 20);
}

}  // namespace
}  // namespace signalbox
