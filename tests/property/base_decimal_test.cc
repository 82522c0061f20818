// Decimal against its slow twin on seeded random numbers, edges included.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/decimal.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_decimal.h"

namespace signalbox {
namespace {

constexpr std::uint64_t kPairs = 6'000;
constexpr int kFullDigits = 57;  ///< Every number of so many digits fits.

/// Numbers of all lengths, and often those on an edge: powers of ten and of two and their neighbours.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : random_(seed) {}

  int below(int bound) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(bound))); }

  slow::Number next() {
    slow::Number number;
    number.digits = slow::trimmed(coefficient());
    number.scale = below(4) == 0 ? below(129) : below(20);
    if (below(40) == 0) number.scale = -below(60);
    number.negative = below(2) == 0 && number.digits != "0";
    // As the engine holds it: a scale below 0 only where the digits would not fit without it.
    if (number.scale < 0 && static_cast<int>(number.digits.size()) - number.scale <= kFullDigits) {
      number.digits = slow::raise(number.digits, -number.scale);
      number.scale = 0;
    }
    return number;
  }

 private:
  slow::Digits coefficient() {
    static const slow::Digits kEdges[] = {"0",
                                          "1",
                                          "2",
                                          "5",
                                          "9",
                                          "10",
                                          "4294967295",
                                          "4294967296",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "18446744073709551615",
                                          "18446744073709551616",
                                          "340282366920938463463374607431768211455",
                                          "340282366920938463463374607431768211456",
                                          "6277101735386680763835789423207666416102355444464034512895"};
    const int choice = below(10);
    if (choice == 0) return kEdges[static_cast<std::size_t>(below(std::size(kEdges)))];
    if (choice == 1) return slow::raise("1", below(57));
    if (choice == 2) return std::string(static_cast<std::size_t>(1 + below(57)), '9');
    slow::Digits digits;
    const int length = choice < 6 ? 1 + below(9) : 1 + below(57);
    for (int i = 0; i < length; ++i) digits += static_cast<char>('0' + below(10));
    if (choice == 9) digits.replace(digits.size() / 2, std::string::npos, digits.size() - digits.size() / 2, '0');
    return digits;
  }

  test::Random random_;
};

std::string written(const slow::Number& number) {
  return (number.negative ? "-" : "") + number.digits + "e" + std::to_string(-number.scale);
}

/// The same number in the engine, checked on its way in.
Decimal engine(const slow::Number& number) {
  const auto decimal = Decimal::parse(written(number));
  EXPECT_TRUE(decimal.has_value()) << written(number);
  EXPECT_EQ(decimal->to_text(), number.text());
  return decimal.value_or(Decimal());
}

void expect_equal(const std::optional<Decimal>& actual, const std::optional<slow::Number>& expected) {
  ASSERT_EQ(actual.has_value(), expected.has_value());
  if (!actual) return;
  EXPECT_EQ(actual->to_text(), expected->text());
  if (expected->scale >= 0) {
    EXPECT_EQ(actual->scale(), expected->scale);
  }
}

/// Calls check(a, b) with many pairs; a failure names the seed and the numbers.
template <typename Check>
void for_pairs(Check check) {
  test::for_each_seed(kPairs, [&](std::uint64_t seed) {
    Numbers numbers(seed);
    const slow::Number a = numbers.next();
    const slow::Number b = numbers.next();
    SCOPED_TRACE(written(a) + " and " + written(b));
    check(a, b);
  });
}

TEST(DecimalProperty, SumsAndDifferencesEqualTheTwins) {
  for_pairs([](slow::Number a, slow::Number b) {
    expect_equal(engine(a).plus(engine(b)), slow::plus(a, b));
    slow::Number opposite = b;
    opposite.negative = !b.negative;
    expect_equal(engine(a).minus(engine(b)), slow::plus(a, opposite));
  });
}

TEST(DecimalProperty, ProductsEqualTheTwins) {
  for_pairs([](const slow::Number& a, const slow::Number& b) {
    expect_equal(engine(a).times(engine(b)), slow::times(a, b));
  });
}

TEST(DecimalProperty, QuotientsEqualTheTwins) {
  for_pairs([](const slow::Number& a, const slow::Number& b) {
    if (b.digits == "0") {
      EXPECT_FALSE(engine(a).divided_by(engine(b)));
    } else {
      expect_equal(engine(a).divided_by(engine(b)), slow::divided_by(a, b));
    }
  });
}

TEST(DecimalProperty, RemaindersEqualTheTwins) {
  for_pairs([](const slow::Number& a, const slow::Number& b) {
    if (b.digits == "0") {
      EXPECT_FALSE(engine(a).remainder(engine(b)));
    } else {
      expect_equal(engine(a).remainder(engine(b)), slow::remainder(a, b));
    }
  });
}

TEST(DecimalProperty, OrderEqualsTheTwins) {
  for_pairs([](slow::Number a, slow::Number b) {
    const auto order = [](const Decimal& x, const Decimal& y) { return x < y ? -1 : (x > y ? 1 : 0); };
    EXPECT_EQ(order(engine(a), engine(b)), slow::compare(a, b));
    if (a.scale < 100 && a.digits.size() < 50) {
      slow::Number same = a;
      same.digits = slow::raise(a.digits, 3);
      same.scale += 3;
      EXPECT_EQ(engine(a), engine(same));
    }
  });
}

TEST(DecimalProperty, RoundingHalfUpEqualsTheTwins) {
  for_pairs([](const slow::Number& a, const slow::Number& b) {
    const int places = b.scale - 5;
    if (places >= a.scale) {
      EXPECT_EQ(engine(a).rounded(places, Decimal::Rounding::kHalfUp), engine(a));
      return;
    }
    const slow::Number expected{slow::divide_half_up(a.digits, slow::raise("1", a.scale - places)), places, a.negative};
    EXPECT_EQ(engine(a).rounded(places, Decimal::Rounding::kHalfUp).to_text(), expected.text());
  });
}

TEST(DecimalProperty, EveryRoundingModeStaysWithinOneUnitAndOnItsSide) {
  for_pairs([](const slow::Number& a, const slow::Number& b) {
    const int places = b.scale % 12;
    const Decimal number = engine(a);
    const Decimal down = number.rounded(places, Decimal::Rounding::kDown);
    const Decimal up = number.rounded(places, Decimal::Rounding::kUp);
    const Decimal floor = number.rounded(places, Decimal::Rounding::kFloor);
    const Decimal ceiling = number.rounded(places, Decimal::Rounding::kCeiling);
    const Decimal half_even = number.rounded(places, Decimal::Rounding::kHalfEven);
    EXPECT_LE(down.absolute(), number.absolute());
    EXPECT_GE(up.absolute(), number.absolute());
    EXPECT_LE(floor, number);
    EXPECT_GE(ceiling, number);
    EXPECT_TRUE(half_even == floor || half_even == ceiling);
    EXPECT_EQ(number.is_negative() ? ceiling : floor, down);
    if (floor != ceiling && a.digits.size() < 50) {
      EXPECT_EQ(*ceiling.minus(floor), Decimal::from_scaled(1, places));
    }
  });
}

TEST(DecimalProperty, TextAndBackIsTheSameNumber) {
  for_pairs([](const slow::Number& a, const slow::Number&) {
    const Decimal number = engine(a);
    EXPECT_EQ(Decimal::parse(number.to_text()), number);
    EXPECT_EQ(Decimal::parse(number.to_text_with_scale())->scale(), number.scale());
    EXPECT_EQ(number.precision(), static_cast<int>(a.digits.size()));
  });
}

TEST(DecimalProperty, DoublesAreTheNearest) {
  for_pairs([](const slow::Number& a, const slow::Number&) {
    EXPECT_EQ(engine(a).to_double(), std::strtod(written(a).c_str(), nullptr));
  });
}

TEST(DecimalProperty, WholeNumbersBecomeIntegersAndOthersDoNot) {
  for_pairs([](const slow::Number& a, const slow::Number&) {
    const Decimal number = engine(a);
    const std::string text = a.text();
    EXPECT_EQ(number.is_integer(), text.find('.') == std::string::npos);
    const auto integer = number.to_int();
    if (integer) {
      EXPECT_EQ(std::to_string(*integer), text);
    } else {
      EXPECT_TRUE(!number.is_integer() || number.absolute() >= *Decimal::parse("9223372036854775808"));
    }
  });
}

}  // namespace
}  // namespace signalbox
