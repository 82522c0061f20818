// Batch assignment by example, and against all assignments of small batches.
#include "routing/assignment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "tests/support/seeds.h"

namespace signalbox::routing {
namespace {

using test::Random;

std::vector<int> agents_of(const Assignment& assignment) {
  std::vector<int> agents;
  for (const auto& offer : assignment.taken) agents.push_back(offer ? static_cast<int>(offer->agent) : -1);
  return agents;
}

std::vector<int> best(const Offers& offers, FreeUnits free_units) { return agents_of(assign_best(offers, free_units)); }

TEST(AssignmentTest, NothingWaits) {
  FreeUnits free_units = {1};
  const Assignment assignment = assign_best({}, free_units);
  EXPECT_EQ(assignment.assigned, 0u);
  EXPECT_EQ(free_units[0], 1u);
}

TEST(AssignmentTest, GivesWayWhereThatIsBestForAll) {
  // One by one, the first record takes agent 0, and the second one is left with a bad fit.
  const Offers offers = {{{0, 900'000}, {1, 800'000}}, {{0, 900'000}, {1, 100'000}}};
  EXPECT_EQ(best(offers, {1, 1}), (std::vector<int>{1, 0}));
  FreeUnits free_units = {1, 1};
  const Assignment greedy = assign_one_by_one(offers, free_units);
  EXPECT_EQ(agents_of(greedy), (std::vector<int>{0, 1}));
  EXPECT_EQ(greedy.total_millionths, 1'000'000u);
  EXPECT_EQ(bound_millionths(offers, greedy), 1'800'000u);
}

TEST(AssignmentTest, ServesWhoeverWaitsLongestWhenThereIsNoRoomForAll) {
  EXPECT_EQ(best({{{0, 1}}, {{0, 900'000}}}, {1}), (std::vector<int>{0, -1}));
}

TEST(AssignmentTest, MovesARecordRatherThanLeavingOneOut) {
  EXPECT_EQ(best({{{0, 900'000}, {1, 0}}, {{0, 500'000}}}, {1, 1}), (std::vector<int>{1, 0}));
}

TEST(AssignmentTest, FillsAnAgentUpToTheFreeUnits) {
  const Offers offers(5, {{0, 700'000}, {1, 300'000}});
  FreeUnits free_units = {3, 1};
  const Assignment assignment = assign_best(offers, free_units);
  EXPECT_EQ(assignment.assigned, 4u);
  EXPECT_EQ(assignment.total_millionths, 2'400'000u);
  EXPECT_EQ(free_units, (FreeUnits{0, 0}));
  EXPECT_FALSE(assignment.taken[4].has_value());
}

TEST(AssignmentTest, LeavesARecordWithoutOffersAlone) {
  EXPECT_EQ(best({{}, {{0, 5}}}, {1}), (std::vector<int>{-1, 0}));
  EXPECT_EQ(best({{{0, 5}}}, {0}), (std::vector<int>{-1}));
}

/// The Hilbert-like matrix of products (i+1)(j+1): by the rearrangement inequality its dearest assignment is the
/// identity, with the sum of squares, n(n+1)(2n+1)/6.
TEST(AssignmentTest, ReachesTheSumOfSquaresOnTheMatrixOfProducts) {
  constexpr std::uint32_t kSize = 60;
  Offers offers(kSize);
  for (std::uint32_t record = 0; record < kSize; ++record) {
    for (std::uint32_t agent = 0; agent < kSize; ++agent) {
      offers[record].push_back({agent, (record + 1) * (agent + 1)});
    }
  }
  FreeUnits free_units(kSize, 1);
  const Assignment assignment = assign_best(offers, free_units);
  EXPECT_EQ(assignment.total_millionths, kSize * (kSize + 1) * (2 * kSize + 1) / 6);
  std::vector<int> identity(kSize);
  std::iota(identity.begin(), identity.end(), 0);
  EXPECT_EQ(agents_of(assignment), identity);
}

/// Tries every assignment: the oracle.
class EveryAssignment {
 public:
  EveryAssignment(const Offers& offers, FreeUnits free_units) : offers_(offers), free_units_(std::move(free_units)) {
    served_.resize(offers.size(), false);
    go(0);
  }
  [[nodiscard]] const std::vector<bool>& best_served() const { return best_served_; }
  [[nodiscard]] std::uint64_t best_total() const { return best_total_; }

 private:
  void go(std::size_t record) {
    if (record == offers_.size()) return keep();
    for (const Offer& offer : offers_[record]) {
      if (free_units_[offer.agent] == 0) continue;
      --free_units_[offer.agent];
      served_[record] = true;
      total_ += offer.score_millionths;
      go(record + 1);
      total_ -= offer.score_millionths;
      served_[record] = false;
      ++free_units_[offer.agent];
    }
    go(record + 1);
  }
  void keep() {
    // Earlier records first: as words, `true` at the first difference wins.
    if (best_served_.empty() || served_ > best_served_ || (served_ == best_served_ && total_ > best_total_)) {
      best_served_ = served_;
      best_total_ = total_;
    }
  }

  const Offers& offers_;
  FreeUnits free_units_;
  std::vector<bool> served_;
  std::vector<bool> best_served_;
  std::uint64_t total_ = 0;
  std::uint64_t best_total_ = 0;
};

TEST(AssignmentTest, EqualsTheBestOfAllAssignments) {
  test::for_each_seed(3'000, [](std::uint64_t seed) {
    Random random(seed);
    const auto agents = static_cast<std::uint32_t>(1 + random.below(4));
    Offers offers(random.below(7));
    for (auto& record : offers) {
      for (std::uint32_t agent = 0; agent < agents; ++agent) {
        if (!random.one_in(3)) record.push_back({agent, static_cast<std::uint32_t>(random.below(6) * 200'000)});
      }
    }
    FreeUnits free_units(agents);
    for (auto& units : free_units) units = static_cast<std::uint32_t>(random.below(3));

    const EveryAssignment every(offers, free_units);
    FreeUnits left = free_units;
    const Assignment assignment = assign_best(offers, left);
    std::vector<bool> served;
    for (const auto& offer : assignment.taken) served.push_back(offer.has_value());
    EXPECT_EQ(served, every.best_served());
    EXPECT_EQ(assignment.total_millionths, every.best_total());
    for (const auto& offer : assignment.taken) {
      if (offer) ++left[offer->agent];
    }
    EXPECT_EQ(left, free_units) << "each served record takes one unit";
    FreeUnits greedy_left = free_units;
    EXPECT_LE(assign_one_by_one(offers, greedy_left).assigned, assignment.assigned);
    EXPECT_LE(assignment.total_millionths, bound_millionths(offers, assignment));
  });
}

}  // namespace
}  // namespace signalbox::routing
