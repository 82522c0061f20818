// Working time by sums beside working time walked minute by minute, and second by second where clocks are changed.
#include <gtest/gtest.h>

#include "calendar/calendar.h"
#include "tests/support/documents.h"
#include "tests/support/random_hours.h"

namespace signalbox::calendar {
namespace {

using test::Random;
using test::RandomHours;
using test::SlowClock;
using test::SlowHours;
using test::SlowWalk;

/// Two sorts of hours, and how they are combined under the name "c".
struct Case {
  std::vector<SlowHours> slow;
  Combination combination;
  std::string text;
};

Case random_case(Random& random, Instant& around) {
  RandomHours make(random);
  const Zone zone = *Zone::find(make.zone_name());
  const Zone other = *Zone::find(make.zone_name());
  around = make.instant_near_change(zone);
  const Date day = date_of(around);
  Case made{
      {make.hours(zone, day), make.hours(other, day)}, random.one_in(2) ? Combination::kAny : Combination::kAll, {}};
  const std::string word = made.combination == Combination::kAny ? "anyOf" : "allOf";
  made.text = RandomHours::directory_text(made.slow, ",\"c\":{\"" + word + "\":[\"b\",\"a\"]}");
  return made;
}

bool is_on_the_minute(const Case& made) {
  return std::all_of(made.slow.begin(), made.slow.end(),
                     [](const SlowHours& hours) { return hours.zone.offset_ms({}) % kMsPerMinute == 0; });
}

/// Walks both from well before, so that each clock knows what it has shown.
std::vector<SlowWalk> walk(const Case& made, Instant from, std::int64_t steps, std::int64_t step_ms) {
  constexpr std::int64_t kBeforeMs = 6 * kMsPerHour;
  std::vector<SlowWalk> walks(3, SlowWalk(from, step_ms));
  std::vector<SlowClock> clocks = {SlowClock(made.slow[0]), SlowClock(made.slow[1])};
  for (std::int64_t i = -kBeforeMs / step_ms; i < steps; ++i) {
    const Instant at{from.ms + i * step_ms};
    const bool a = clocks[0].step(at, step_ms);
    const bool b = clocks[1].step(at, step_ms);
    if (i < 0) continue;
    walks[0].add(a);
    walks[1].add(b);
    walks[2].add(made.combination == Combination::kAny ? a || b : a && b);
  }
  return walks;
}

void compare(const BusinessHours& hours, const SlowWalk& walk, Random& random) {
  const auto span = static_cast<std::uint64_t>(walk.end().ms - walk.from().ms);
  // Instants on the second, on the minute, and anywhere.
  constexpr std::array<std::uint64_t, 3> kGrains = {1, 1'000, 60'000};
  const auto pick = [&] {
    const std::uint64_t grain = kGrains[random.below(kGrains.size())];
    return Instant{walk.from().ms + static_cast<std::int64_t>(random.below(span / grain) * grain)};
  };
  const Instant from = pick();
  const Instant to = pick();
  const std::int64_t worked_ms = walk.worked_ms(to) - walk.worked_ms(from);
  ASSERT_EQ(hours.measure_ms(from, to), worked_ms) << to_text(from) << " to " << to_text(to);
  ASSERT_EQ(hours.is_open(from), walk.is_open(from)) << to_text(from);
  const std::int64_t ms = worked_ms > 0 ? worked_ms : -worked_ms;
  if (const auto slow = walk.add(from, ms)) {
    ASSERT_EQ(to_text(*hours.add(from, ms)), to_text(*slow)) << to_text(from) << " and " << ms << " ms";
  }
  if (const auto slow = walk.next(from, true)) {
    ASSERT_EQ(to_text(*hours.next_opening(from)), to_text(*slow)) << to_text(from);
  }
  if (const auto slow = walk.next(from, false)) {
    ASSERT_EQ(to_text(*hours.next_closing(from)), to_text(*slow)) << to_text(from);
  }
}

constexpr std::uint64_t kQuestionsOfWindow = 75;
/// Because two weeks that are combined may have no time in common, which may happen to one of a few windows.
constexpr double kQuestionsAsked = 73;

/// One walk answers many questions: `windows` x 3 hours x 25 questions, where there are such hours.
void compare_windows(std::uint64_t windows, std::int64_t steps, std::int64_t longest_step_ms,
                     std::uint64_t first_seed) {
  std::uint64_t questions = 0;
  const std::uint64_t tried = test::for_each_seed(windows, [&](std::uint64_t seed) {
    Random random(seed + first_seed);
    Instant around;
    const Case made = random_case(random, around);
    SCOPED_TRACE(made.text);
    test::Written written(made.text);
    const auto calendar = Calendar::read(written.root());
    // Two weeks may have no time in common.
    const bool is_apart = written.findings() == "no-hours /businessHours/c/allOf";
    ASSERT_TRUE(calendar || is_apart) << written.findings();
    if (!calendar) return;
    // Hours begin on the minute of clocks that were half a minute apart from UTC (Monrovia until 1972).
    const std::int64_t step_ms = std::min(longest_step_ms, is_on_the_minute(made) ? kMsPerMinute : kMsPerMinute / 2);
    const auto back = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(steps)));
    const Instant from{std::max<std::int64_t>(0, around.ms / step_ms * step_ms - back * step_ms)};
    const std::vector<SlowWalk> walks = walk(made, from, steps, step_ms);
    for (std::size_t i = 0; i < kQuestionsOfWindow && !testing::Test::HasFailure(); ++i) {
      const std::string name(1, static_cast<char>('a' + i % 3));
      compare(*calendar->find(name), walks[i % 3], random);
      ++questions;
    }
  });
  test::expect_often(questions + kQuestionsOfWindow, kQuestionsAsked, tried, "hours that have time in common");
  testing::Test::RecordProperty("questions", std::to_string(questions));
}

TEST(CalendarWalk, MinuteByMinuteItIsTheSame) { compare_windows(1'300, 2 * 24 * 60, kMsPerMinute, 0); }

TEST(CalendarWalk, SecondBySecondWhereClocksAreChangedItIsTheSame) {
  compare_windows(60, 3 * 3600, kMsPerSecond, 1'000'000);
}

TEST(CalendarWalk, OverManyYearsTheSumsAreThoseOfAllOpenings) {
  test::for_each_seed(30, [](std::uint64_t seed) {
    Random random(seed);
    Instant around;
    const Case made = random_case(random, around);
    SCOPED_TRACE(made.text);
    test::Written written(made.text);
    const auto calendar = Calendar::read(written.root());
    if (!calendar) return;
    const BusinessHours& hours = *calendar->find("a");
    std::vector<std::int64_t> before_ms = {0};
    const Openings openings = hours.time().openings();
    for (const Opening& opening : openings) before_ms.push_back(before_ms.back() + opening.close.ms - opening.open.ms);
    for (int i = 0; i < 200; ++i) {
      const std::size_t from = random.below(openings.size());
      const std::size_t to = random.below(openings.size());
      ASSERT_EQ(hours.measure_ms(openings[from].open, openings[to].close), before_ms[to + 1] - before_ms[from]);
      if (to < from) continue;
      ASSERT_EQ(hours.add(openings[from].open, before_ms[to + 1] - before_ms[from]), openings[to].close);
    }
  });
}

}  // namespace
}  // namespace signalbox::calendar
