// Batch assignment by example, and against all assignments of small batches.
#include "routing/assignment.h"

#include <gtest/gtest.h>

#include <utility>

#include "tests/support/seeds.h"

namespace signalbox::routing {
namespace {

using test::Random;

/// The limit that each record was taken under; -1: nobody took it.
std::vector<int> limits_of(const Assignment& assignment) {
  std::vector<int> limits;
  for (const auto& taken : assignment.taken) limits.push_back(taken ? static_cast<int>(taken->limit) : -1);
  return limits;
}

std::vector<int> best(const Offers& offers, const Limits& limits) { return limits_of(assign_best(offers, limits)); }

constexpr Offer back(std::uint32_t limit) { return {limit, 0, 1}; }

TEST(AssignmentTest, NothingWaits) { EXPECT_EQ(assign_best({}, {{1}}).assigned, 0u); }

TEST(AssignmentTest, GivesWayWhereThatIsBestForAll) {
  // One by one, the first record takes agent 0, and the second one is left with a bad fit.
  const Offers offers = {{offer(0, 900'000), offer(1, 800'000)}, {offer(0, 900'000), offer(1, 100'000)}};
  EXPECT_EQ(best(offers, {{1}, {1}}), (std::vector<int>{1, 0}));
}

TEST(AssignmentTest, ServesWhoeverWaitsLongestWhenThereIsNoRoomForAll) {
  EXPECT_EQ(best({{offer(0, 1)}, {offer(0, 900'000)}}, {{1}}), (std::vector<int>{0, -1}));
}

TEST(AssignmentTest, MovesARecordRatherThanLeavingOneOut) {
  EXPECT_EQ(best({{offer(0, 900'000), offer(1, 0)}, {offer(0, 500'000)}}, {{1}, {1}}), (std::vector<int>{1, 0}));
}

TEST(AssignmentTest, FillsAnAgentUpToTheFreeUnits) {
  const Offers offers(5, {offer(0, 700'000), offer(1, 300'000)});
  const Assignment assignment = assign_best(offers, {{3}, {1}});
  EXPECT_EQ(assignment.assigned, 4u);
  EXPECT_EQ(assignment.total_millionths, 2'400'000u);
  EXPECT_FALSE(assignment.taken[4].has_value());
}

TEST(AssignmentTest, LeavesARecordWithoutOffersAlone) {
  EXPECT_EQ(best({{}, {offer(0, 5)}}, {{1}}), (std::vector<int>{-1, 0}));
  EXPECT_EQ(best({{offer(0, 5)}}, {{0}}), (std::vector<int>{-1}));
}

TEST(AssignmentTest, AReturnIsBetterThanAnyScores) {
  const Offers offers = {{back(0), offer(1, 0)}, {offer(0, 1'000'000), offer(1, 0)}, {offer(0, 1'000'000), back(1)}};
  EXPECT_EQ(best(offers, {{1}, {2}}), (std::vector<int>{0, 1, 1}));
}

TEST(AssignmentTest, AReturnLeavesNobodyOut) {
  EXPECT_EQ(best({{back(0), offer(1, 0)}, {offer(0, 0)}}, {{1}, {1}}), (std::vector<int>{1, 0}));
}

TEST(AssignmentTest, ALimitWithinAnotherHoldsForItsOwnRecordsOnly) {
  // Agent 0 has room for three (limit 0), one of them under a cap (limit 1).
  const Limits limits = {{3}, {1, 0}};
  EXPECT_EQ(best({{offer(1, 5)}, {offer(1, 5)}, {offer(0, 1)}, {offer(0, 1)}, {offer(0, 1)}}, limits),
            (std::vector<int>{1, -1, 0, 0, -1}));
}

TEST(AssignmentTest, MovesWhatLiesWithinALimitToMakeRoomOutsideOfIt) {
  // The first record takes the room of agent 0 under the cap, and gives way to the second one, which has nobody else.
  const Limits limits = {{1}, {1, 0}, {1}};
  EXPECT_EQ(best({{offer(1, 900'000), offer(2, 100'000)}, {offer(0, 0)}}, limits), (std::vector<int>{2, 0}));
}

/// More than the scores of a small batch together.
constexpr std::uint64_t kReturn = 100'000'000;

/// Tries every assignment: the oracle.
class EveryAssignment {
 public:
  EveryAssignment(const Offers& offers, Limits limits) : offers_(offers), limits_(std::move(limits)) {
    served_.resize(offers.size(), false);
    go(0);
  }
  [[nodiscard]] const std::vector<bool>& best_served() const { return best_served_; }
  [[nodiscard]] std::uint64_t best_value() const { return best_value_; }

 private:
  void go(std::size_t record) {
    if (record == offers_.size()) return keep();
    for (const Offer& offer : offers_[record]) {
      if (!count(offer.limit, -1)) continue;
      served_[record] = true;
      value_ += offer.is_return != 0 ? kReturn : offer.score_millionths;
      go(record + 1);
      value_ -= offer.is_return != 0 ? kReturn : offer.score_millionths;
      served_[record] = false;
      (void)count(offer.limit, 1);
    }
    go(record + 1);
  }
  /// False, and nothing changes, when one of the limits has nothing left.
  bool count(std::uint32_t limit, int units) {
    for (std::uint32_t at = limit; at != kNoLimit; at = limits_[at].within) {
      if (units < 0 && limits_[at].free == 0) return false;
    }
    for (std::uint32_t at = limit; at != kNoLimit; at = limits_[at].within) {
      limits_[at].free += static_cast<std::uint32_t>(units);
    }
    return true;
  }
  void keep() {
    // Earlier records first: as words, `true` at the first difference wins.
    if (best_served_.empty() || served_ > best_served_ || (served_ == best_served_ && value_ > best_value_)) {
      best_served_ = served_;
      best_value_ = value_;
    }
  }

  const Offers& offers_;
  Limits limits_;
  std::vector<bool> served_;
  std::vector<bool> best_served_;
  std::uint64_t value_ = 0;
  std::uint64_t best_value_ = 0;
};

/// Limits 0 to `trees` - 1 are the outermost ones; others lie within one before them.
Limits random_limits(Random& random, std::uint32_t trees) {
  Limits limits(trees + random.below(4));
  for (std::uint32_t i = 0; i < limits.size(); ++i) {
    limits[i].free = static_cast<std::uint32_t>(random.below(3));
    if (i >= trees) limits[i].within = static_cast<std::uint32_t>(random.below(i));
  }
  return limits;
}

TEST(AssignmentTest, EqualsTheBestOfAllAssignments) {
  std::uint64_t moved = 0;
  const std::uint64_t tried = test::for_each_seed(5'000, [&](std::uint64_t seed) {
    Random random(seed);
    const Limits limits = random_limits(random, static_cast<std::uint32_t>(1 + random.below(4)));
    Offers offers(random.below(7));
    for (auto& record : offers) {
      for (std::uint32_t limit = 0; limit < limits.size(); ++limit) {
        if (random.one_in(3)) continue;
        record.push_back(random.one_in(8) ? back(limit)
                                          : offer(limit, static_cast<std::uint32_t>(random.below(6)) * 200'000));
      }
    }
    const EveryAssignment every(offers, limits);
    const Assignment assignment = assign_best(offers, limits);
    std::vector<bool> served;
    std::vector<std::uint32_t> used(limits.size(), 0);
    std::uint64_t value = 0;
    for (const auto& taken : assignment.taken) {
      served.push_back(taken.has_value());
      if (!taken) continue;
      value += taken->is_return != 0 ? kReturn : taken->score_millionths;
      for (std::uint32_t at = taken->limit; at != kNoLimit; at = limits[at].within) ++used[at];
    }
    EXPECT_EQ(served, every.best_served());
    EXPECT_EQ(value, every.best_value());
    for (std::size_t i = 0; i < limits.size(); ++i) EXPECT_LE(used[i], limits[i].free) << "limit " << i;
    moved += limits.size() > 4 ? 1 : 0;
  });
  test::expect_often(moved, 0.1, tried, "limits within others");
}

}  // namespace
}  // namespace signalbox::routing
