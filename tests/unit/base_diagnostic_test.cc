// The closest name, held against the plain table of distances.
#include "base/diagnostic.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/unicode.h"
#include "tests/support/random.h"
#include "tests/support/seeds.h"

namespace signalbox {
namespace {

/// Optimal string alignment, as the books have it.
std::size_t slow_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      table[i][j] =
          std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

std::string slow_closest(std::string_view name, const std::vector<std::string_view>& candidates) {
  std::size_t best = name.size() / 3 + 1;
  std::string_view closest;
  for (const std::string_view candidate : candidates) {
    const std::size_t apart = slow_distance(unicode::ascii_lower(name), unicode::ascii_lower(candidate));
    if (candidate.empty() || candidate.size() > 64 || apart >= best) continue;
    best = apart;
    closest = candidate;
  }
  return std::string(closest);
}

std::string random_word(test::Random& random, std::size_t most) {
  std::string word;
  for (std::size_t size = 1 + random.below(most); word.size() < size;) word += "abAB_"[random.below(5)];
  return word;
}

TEST(ClosestName, IsThatOfThePlainTableOfDistances) {
  test::for_each_seed(500, [](std::uint64_t seed) {
    test::Random random(seed);
    const std::size_t most = random.below(2) == 0 ? 8 : 64;
    std::vector<std::string> words;
    for (int i = 0; i < 10; ++i) words.push_back(random_word(random, most + 2));
    const std::vector<std::string_view> candidates(words.begin(), words.end());
    const std::string name = random_word(random, most);
    EXPECT_EQ(closest_name(name, candidates), slow_closest(name, candidates)) << name;
  });
}

TEST(ClosestName, NamesOfMoreThan64BytesAreLikeNothing) {
  const std::string longest(64, 'a');
  EXPECT_EQ(closest_name(longest, {std::string(65, 'a'), longest}), longest);
  EXPECT_EQ(closest_name(longest + "a", {longest}), "");
  EXPECT_EQ(closest_name("", {"a"}), "");
}

}  // namespace
}  // namespace signalbox
