// Random patterns and texts: the automaton against the slow twin.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "formula/regex/regex.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_regex.h"

namespace signalbox::formula::regex {
namespace {

std::string random_pattern(test::Random& random, int depth) {
  const char* const atoms[] = {"a",   "b",   ".",      "[ab]",   "[^a]", "\\w",    "\\s",     "^",         "$", "\\b",
                               "\\B", "\\n", "(?m:^)", "(?m:$)", "\\Z",  "\\p{L}", "\\P{Lu}", "[\\pZ\\n]", ""};
  const char* const quantifiers[] = {"*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?"};
  std::string pattern;
  for (std::uint64_t parts = 1 + random.below(3); parts > 0; --parts) {
    const bool group = depth > 0 && random.one_in(3);
    pattern += group ? "(?:" + random_pattern(random, depth - 1) + ")" : atoms[random.below(std::size(atoms) - 1)];
    if (random.one_in(3)) pattern += quantifiers[random.below(std::size(quantifiers))];
    if (random.one_in(5)) pattern += "|";
  }
  return pattern;
}

std::string random_text(test::Random& random) {
  const char letters[] = {'a', 'b', 'a', 'b', ' ', '\n', '\r'};
  std::string text;
  for (std::uint64_t length = random.below(7); length > 0; --length) text += letters[random.below(std::size(letters))];
  return text;
}

TEST(RegexDifferentialTest, MatchesWhatTheSlowTwinMatches) {
  std::uint64_t matched = 0;
  const std::uint64_t tried = test::for_each_seed(3'000, [&](std::uint64_t seed) {
    test::Random random(seed);
    const std::string pattern = random_pattern(random, 3);
    Diagnostics diagnostics;
    const auto tree = parse(pattern, diagnostics);
    const auto compiled = Pattern::compile(pattern, diagnostics);
    ASSERT_TRUE(tree && compiled) << pattern << ": " << (diagnostics.empty() ? "" : diagnostics[0].sentence);
    Arena arena;
    for (int i = 0; i < 20; ++i) {
      const std::string text = random_text(random);
      const bool expected = test::SlowRegex(text).matches(*tree);
      matched += expected ? 1 : 0;
      std::uint64_t steps = limits::kMaxMatchSteps;
      EXPECT_EQ(compiled->matches(text, arena, steps), expected) << pattern << " on " << testing::PrintToString(text);
    }
  });
  test::expect_often(matched, 0.03, tried, "pairs that match");
}

}  // namespace
}  // namespace signalbox::formula::regex
