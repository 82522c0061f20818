// Solved thresholds against the clock itself, for random targets and constants.
#include <gtest/gtest.h>

#include "calendar/calendar.h"
#include "sla/threshold.h"
#include "tests/support/documents.h"
#include "tests/support/random_hours.h"

namespace signalbox::sla {
namespace {

using test::Random;

constexpr Instant kStart{1'769'846'400'000};

/// What a formula that holds the comparison would find `elapsed_ms` after the start.
bool holds(const Threshold& threshold, std::int64_t target_ms, std::int64_t elapsed_ms) {
  Clock clock;
  clock.start = kStart;
  clock.target_ms = target_ms;
  clock.elapsed_ms = elapsed_ms;
  const Value value = quantity_value(clock, threshold.quantity);
  if (threshold.quantity == Quantity::kBreached) return value.as_checkbox();
  const auto order = value.as_number() <=> threshold.constant;
  switch (threshold.comparison) {
    case Comparison::kLess:
      return order < 0;
    case Comparison::kLessOrEqual:
      return order <= 0;
    case Comparison::kGreater:
      return order > 0;
    case Comparison::kGreaterOrEqual:
      return order >= 0;
    case Comparison::kEqual:
      return order == 0;
    case Comparison::kNotEqual:
      break;
  }
  return order != 0;
}

std::int64_t random_target(Random& random) {
  switch (random.below(4)) {
    case 0:
      return 1 + static_cast<std::int64_t>(random.below(20));
    case 1:
      return 1 + static_cast<std::int64_t>(random.below(1'000'000));
    case 2:
      return static_cast<std::int64_t>(1 + random.below(2'000)) * kMsPerMinute;
    default:
      return 1 + static_cast<std::int64_t>(random.below(40'000'000'000));
  }
}

/// A constant that the clock passes near its life: a round one, an arbitrary one, or exactly the value at some
/// millisecond.
Decimal random_constant(Random& random, Quantity quantity, std::int64_t target_ms) {
  const bool share = quantity == Quantity::kRemaining || quantity == Quantity::kElapsed;
  const std::int64_t unit_ms = share ? target_ms : kMsPerMinute;
  const auto elapsed_ms = static_cast<std::int64_t>(random.below(2 * static_cast<std::uint64_t>(target_ms) + 1));
  const Decimal exact = *Decimal::from_int(elapsed_ms - target_ms / 2).divided_by(Decimal::from_int(unit_ms));
  switch (random.below(4)) {
    case 0:
      return exact.rounded(static_cast<int>(random.below(3)), Decimal::Rounding::kHalfUp);
    case 1:
      return exact.rounded(static_cast<int>(random.below(19)), Decimal::Rounding::kDown);
    case 2:
      return Decimal::from_scaled(static_cast<std::int64_t>(random.below(300)) - 50, 2);
    default:
      return exact;
  }
}

TEST(SolveProperty, TheTruthChangesAtEachInstantAndNowhereNear) {
  std::uint64_t instants = 0;
  const std::uint64_t tried = test::for_each_seed(20'000, [&](std::uint64_t seed) {
    Random random(seed);
    const std::int64_t target_ms = random_target(random);
    const auto quantity = static_cast<Quantity>(random.below(5));
    const auto comparison = static_cast<Comparison>(random.below(6));
    const Threshold threshold{0, quantity, comparison, random_constant(random, quantity, target_ms), "", ""};
    const Crossings crossings = solve(threshold, Course(kStart), target_ms);
    instants += crossings.count;
    for (std::size_t i = 0; i < crossings.count; ++i) {
      const std::int64_t elapsed_ms = crossings.at[i].ms - kStart.ms;
      ASSERT_GE(elapsed_ms, 0);
      if (i > 0) {
        ASSERT_LT(crossings.at[i - 1], crossings.at[i]);
      }
      if (elapsed_ms == 0) continue;  // before the start there is no clock
      ASSERT_NE(holds(threshold, target_ms, elapsed_ms), holds(threshold, target_ms, elapsed_ms - 1))
          << "target " << target_ms << ", constant " << threshold.constant.to_text() << ", elapsed " << elapsed_ms;
    }
    // Between two samples without an instant the truth is the same.
    const auto from = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * target_ms) + 2));
    const auto to = from + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(target_ms) + 3));
    bool changes = holds(threshold, target_ms, from);
    for (std::size_t i = 0; i < crossings.count; ++i) {
      const std::int64_t at = crossings.at[i].ms - kStart.ms;
      if (at > from && at <= to) changes = !changes;
    }
    ASSERT_EQ(changes, holds(threshold, target_ms, to))
        << "target " << target_ms << ", constant " << threshold.constant.to_text() << ", " << from << " to " << to;
  });
  test::expect_often(instants, 0.25, tried, "thresholds that are met");
}

/// An instant of the course that may be behind the target; nullopt when the hours never get there.
std::optional<Instant> instant_on(const Course& course, std::int64_t target_ms, Random& random) {
  return course.at(static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * target_ms) + 2)));
}

TEST(SolveProperty, InBusinessHoursNoInstantIsLateOrEarly) {
  std::uint64_t instants = 0;
  const std::uint64_t tried = test::for_each_seed(600, [&](std::uint64_t seed) {
    Random random(seed);
    test::RandomHours make(random);
    const calendar::Zone zone = *calendar::Zone::find(make.zone_name());
    const Instant around = make.instant_near_change(zone);
    test::Written written(test::RandomHours::directory_text({make.hours(zone, date_of(around))}, ""));
    const auto calendar = calendar::Calendar::read(written.root());
    ASSERT_TRUE(calendar) << written.findings();
    for (int i = 0; i < 20; ++i) {
      const Instant start{around.ms - static_cast<std::int64_t>(random.below(5 * kMsPerDay))};
      const Course course(start, calendar->find("a"));
      const std::int64_t target_ms = 1 + static_cast<std::int64_t>(random.below(3 * kMsPerDay));
      const auto quantity = static_cast<Quantity>(random.below(5));
      const Threshold threshold{
          0, quantity, static_cast<Comparison>(random.below(6)), random_constant(random, quantity, target_ms), "", ""};
      const auto holds_at = [&](Instant at) { return holds(threshold, target_ms, course.elapsed_ms(at)); };
      const Crossings crossings = solve(threshold, course, target_ms);
      instants += crossings.count;
      for (std::size_t k = 0; k < crossings.count; ++k) {
        if (crossings.at[k] == start) continue;  // before the start there is no clock
        ASSERT_NE(holds_at(crossings.at[k]), holds_at({crossings.at[k].ms - 1})) << to_text(crossings.at[k]);
      }
      // Between two samples the truth changes just as often as there are instants.
      const auto a = instant_on(course, target_ms, random);
      const auto b = instant_on(course, target_ms, random);
      if (!a || !b) continue;
      bool changes = holds_at(std::min(*a, *b));
      for (std::size_t k = 0; k < crossings.count; ++k) {
        if (crossings.at[k] > std::min(*a, *b) && crossings.at[k] <= std::max(*a, *b)) changes = !changes;
      }
      ASSERT_EQ(changes, holds_at(std::max(*a, *b))) << to_text(*a) << " and " << to_text(*b);
    }
  });
  test::expect_often(instants, 5, tried, "thresholds that are met");
}

}  // namespace
}  // namespace signalbox::sla
