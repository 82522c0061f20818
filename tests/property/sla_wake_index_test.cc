// The index of wakes against a plain map.
#include <gtest/gtest.h>

#include <map>

#include "sla/wake_index.h"
#include "tests/support/seeds.h"

namespace signalbox::sla {
namespace {

TEST(WakeIndex, GivesTheRecordsThatAreDueInTheOrderOfTheirInstants) {
  test::for_each_seed(100, [](std::uint64_t seed) {
    test::Random random(seed);
    WakeIndex index;
    std::map<std::uint32_t, std::int64_t> plain;
    for (int step = 0; step < 1000; ++step) {
      const auto record = static_cast<std::uint32_t>(random.below(200));
      const auto at_ms = static_cast<std::int64_t>(random.below(50));
      if (random.one_in(4)) {
        index.set(record, std::nullopt);
        plain.erase(record);
      } else if (random.one_in(4)) {
        const auto due = index.take_due({at_ms});
        auto first = plain.end();
        for (auto one = plain.begin(); one != plain.end(); ++one) {
          if (first == plain.end() || one->second < first->second) first = one;
        }
        const bool is_due = first != plain.end() && first->second <= at_ms;
        ASSERT_EQ(due.has_value(), is_due);
        if (!is_due) continue;
        ASSERT_EQ(*due, (WakeIndex::Entry{{first->second}, first->first}));
        plain.erase(first);
      } else {
        index.set(record, Instant{at_ms});
        plain[record] = at_ms;
      }
      ASSERT_EQ(index.size(), plain.size());
      const auto known = plain.find(record);
      ASSERT_EQ(index.find(record).has_value(), known != plain.end());
    }
  });
}

}  // namespace
}  // namespace signalbox::sla
