// Patterns by example, after the documentation of java.util.regex.Pattern.
#include "formula/regex/regex.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"

namespace signalbox::formula::regex {
namespace {

/// "yes", "no", "limit", or the code of the first diagnostic.
std::string outcome(std::string_view pattern, std::string_view text) {
  Diagnostics diagnostics;
  const auto compiled = Pattern::compile(pattern, diagnostics);
  if (!compiled) return diagnostics.at(0).code;
  Arena arena;
  std::uint64_t steps = limits::kMaxMatchSteps;
  const auto matches = compiled->matches(text, arena, steps);
  return !matches ? "limit" : *matches ? "yes" : "no";
}

struct Row {
  const char* pattern;
  const char* text;
  const char* outcome;
};

class RegexTest : public testing::TestWithParam<Row> {};

TEST_P(RegexTest, BehavesAsJavaDocuments) {
  EXPECT_EQ(outcome(GetParam().pattern, GetParam().text), GetParam().outcome)
      << GetParam().pattern << " on " << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Matching, RegexTest,
                         testing::ValuesIn(std::vector<Row>{{"", "", "yes"},
                                                            {"", "a", "no"},
                                                            {"abc", "abc", "yes"},
                                                            {"abc", "xabc", "no"},
                                                            {"a|bc|", "", "yes"},
                                                            {"a|bc|", "bc", "yes"},
                                                            {"a*", "aaaa", "yes"},
                                                            {"a+", "", "no"},
                                                            {"a?b", "b", "yes"},
                                                            {"(ab){2,3}", "ababab", "yes"},
                                                            {"(ab){2,3}", "ab", "no"},
                                                            {"(ab){2}", "abab", "yes"},
                                                            {"a{2,}", "aaaaa", "yes"},
                                                            {"a*?b", "aab", "yes"},
                                                            {"(a*)*", "aaa", "yes"},
                                                            {"((a|)*)*b", "aab", "yes"},
                                                            {"[a-c]+", "abcabc", "yes"},
                                                            {"[^a-c]", "d", "yes"},
                                                            {"[^a-c]", "b", "no"},
                                                            {"[a-z&&[^aeiou]]+", "xyz", "yes"},
                                                            {"[a-z&&[^aeiou]]+", "xaz", "no"},
                                                            {"[a[bc]]+", "abc", "yes"},
                                                            {"[]a]+", "]a", "yes"},
                                                            {"[a-]+", "a-", "yes"},
                                                            {"[\\d\\-]+", "12-3", "yes"},
                                                            {"\\d{3}-\\d{4}", "555-0199", "yes"},
                                                            {"\\w+@\\w+\\.com", "ana@example.com", "yes"},
                                                            {"\\S\\s\\S", "a b", "yes"},
                                                            {"\\p{Alpha}\\P{Alpha}", "a1", "yes"},
                                                            {"\\Qa.b*\\E", "a.b*", "yes"},
                                                            {"\\Qa.b", "a.b", "yes"},
                                                            {"a.c", "a\nc", "no"},
                                                            {"(?s)a.c", "a\nc", "yes"},
                                                            {"(?i)straße", "STRAßE", "yes"},
                                                            {"(?i)[^a]", "A", "no"},
                                                            {"a(?i)b(?-i)c", "aBc", "yes"},
                                                            {"a(?i)b(?-i)c", "aBC", "no"},
                                                            {"(?i:a)b", "AB", "no"},
                                                            {"(?<year>\\d+)", "2026", "yes"},
                                                            {"^a$", "a", "yes"},
                                                            {"a$\n", "a\n", "yes"},
                                                            {"(?m)a$\n^b", "a\nb", "yes"},
                                                            {"\\bcat\\b", "cat", "yes"},
                                                            {"a\\Bb", "ab", "yes"},
                                                            {"a\\bb", "ab", "no"},
                                                            {"\\x41\\u0042\\x{43}\\0104", "ABCD", "yes"},
                                                            {"\\t\\n\\r\\f\\a\\e", "\t\n\r\f\a\x1b", "yes"},
                                                            {"\\cA", "\x01", "yes"},
                                                            {"(?x) a b # comment\n c", "abc", "yes"},
                                                            {"\\R", "\r\n", "yes"},
                                                            {"..", "😀é", "yes"},
                                                            {".", "😀", "yes"},
                                                            {"\\.", ".", "yes"},
                                                            {"[😀-😂]", "😁", "yes"},
                                                            {"\\uD83D\\uDE00", "😀", "yes"},
                                                            {"\\h\\v", " \n", "yes"},
                                                            {"\\p{L}+", "aЖ漢é", "yes"},
                                                            {"\\pL\\PL", "Ж1", "yes"},
                                                            {"\\p{Lu}\\p{Ll}", "Éé", "yes"},
                                                            {"\\p{Lu}", "é", "no"},
                                                            {"\\p{IsL}\\p{IsLu}", "aÉ", "yes"},
                                                            {"\\p{gc=Nd}\\p{general_category=N}", "٣Ⅷ", "yes"},
                                                            {"\\p{LC}", "ǅ", "yes"},
                                                            {"\\p{Sc}", "€", "yes"},
                                                            {"\\p{P}\\p{IsPunctuation}", "«!", "yes"},
                                                            {"\\p{So}", "😀", "yes"},
                                                            {"\\p{Cn}", "\u0378", "yes"},
                                                            {"\\p{IsAssigned}", "\u0378", "no"},
                                                            {"\\p{IsWhite_Space}", "\u00A0", "yes"},
                                                            {"\\p{IsDigit}\\p{IsLetter}", "٣漢", "yes"},
                                                            {"[\\p{L}&&[^\\p{Lu}]]+", "éж", "yes"},
                                                            {"[\\p{L}\\p{N}_]+", "Ж_٣", "yes"},
                                                            {"\\Ga", "a", "yes"}}));

INSTANTIATE_TEST_SUITE_P(Refusing, RegexTest,
                         testing::ValuesIn(std::vector<Row>{{"(", "", "regex-syntax"},
                                                            {")", "", "regex-syntax"},
                                                            {"[", "", "regex-syntax"},
                                                            {"[a", "", "regex-syntax"},
                                                            {"[z-a]", "", "regex-syntax"},
                                                            {"[a-\\d]", "", "regex-syntax"},
                                                            {"*", "", "regex-syntax"},
                                                            {"a{2", "", "regex-syntax"},
                                                            {"a{3,2}", "", "regex-syntax"},
                                                            {"a{1001}", "", "regex-too-large"},
                                                            {"\\", "", "regex-syntax"},
                                                            {"\\y", "", "regex-syntax"},
                                                            {"\\xZ", "", "regex-syntax"},
                                                            {"\\x{110000}", "", "regex-syntax"},
                                                            {"(a)\\1", "", "regex-unsupported"},
                                                            {"(?=a)", "", "regex-unsupported"},
                                                            {"(?<!a)", "", "regex-unsupported"},
                                                            {"(?>a)", "", "regex-unsupported"},
                                                            {"a++", "", "regex-unsupported"},
                                                            {"(?u)a", "", "regex-unsupported"},
                                                            {"a**", "", "regex-syntax"},
                                                            {"a{2}{3}", "", "regex-syntax"},
                                                            {"\\uD83D\\u0041", "", "regex-syntax"},
                                                            {"\\p{Klingon}", "", "regex-unsupported"},
                                                            {"\\p{IsLatin}", "", "regex-unsupported"},
                                                            {"\\p{InGreek}", "", "regex-unsupported"},
                                                            {"\\p", "", "regex-unsupported"},
                                                            {"\\p{L", "", "regex-syntax"},
                                                            {"(?<a>b)\\k<a>", "", "regex-unsupported"},
                                                            {"\\X", "", "regex-unsupported"},
                                                            {"\\N{DIGIT ONE}", "", "regex-unsupported"},
                                                            {"(((a{1000}){1000}){1000})", "", "regex-too-large"}}));

TEST(RegexLimitTest, NestingTooDeepIsRefusedNotOverflowed) {
  EXPECT_EQ(outcome(std::string(10'000, '('), ""), "regex-too-large");
  EXPECT_EQ(outcome(std::string(10'000, '['), ""), "regex-too-large");
  EXPECT_EQ(outcome("a" + std::string(10'000, '*'), ""), "regex-syntax");
}

TEST(RegexLimitTest, PatternsThatMakeBacktrackersExplodeAreDecided) {
  EXPECT_EQ(outcome("(a+)+b", std::string(30'000, 'a')), "no");
  EXPECT_EQ(outcome("(a|aa)*c", std::string(30'000, 'a')), "no");
}

TEST(RegexLimitTest, TheStepsOfAllMatchesTogetherAreBounded) {
  EXPECT_EQ(outcome("(a{1,1000}){1,8}", std::string(1'000'000, 'a')), "limit");
  EXPECT_EQ(outcome("a*", std::string(1'000'000, 'a')), "yes");
  Diagnostics diagnostics;
  const auto pattern = Pattern::compile("a*", diagnostics);
  Arena arena;
  std::uint64_t steps = 1'000;
  EXPECT_EQ(pattern->matches("aaaa", arena, steps), true);
  EXPECT_LT(steps, 1'000u);
  EXPECT_EQ(pattern->matches(std::string(1'000, 'a'), arena, steps), std::nullopt);
  EXPECT_EQ(steps, 0u);
}

TEST(RegexLimitTest, PatternsAreBoundedInLengthAndInTheSizeOfTheirClasses) {
  EXPECT_EQ(outcome(std::string(20'000, 'a'), ""), "regex-too-large");
  std::string letters;
  for (int i = 0; i < 1'000; ++i) letters += "\\p{L}";
  EXPECT_EQ(outcome(letters, ""), "regex-too-large");
}

TEST(RegexLimitTest, ARepeatedClassIsKeptOnce) { EXPECT_EQ(outcome("\\p{L}{1000}", std::string(1'000, 'x')), "yes"); }

TEST(RegexLimitTest, EveryPrefixOfAPatternIsAPatternOrADiagnosticInside) {
  const std::string pattern = "(?<n>a{2,3}[^\\d\\x{41}&&[a-z]]\\p{Alpha}|\\Qx\\E(?i:b)\\u0041)*?$";
  for (std::size_t size = 0; size <= pattern.size(); ++size) {
    Diagnostics diagnostics;
    const auto compiled = Pattern::compile(std::string_view(pattern).substr(0, size), diagnostics);
    EXPECT_EQ(compiled.has_value(), diagnostics.empty()) << size;
    for (const Diagnostic& d : diagnostics) {
      EXPECT_LE(d.span.begin, d.span.end);
      EXPECT_LE(d.span.end, size);
    }
  }
}

}  // namespace
}  // namespace signalbox::formula::regex
