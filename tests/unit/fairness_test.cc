// How evenly work is spread: known values of the indexes.
#include "routing/fairness.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

TEST(FairnessTest, EvenSharesAreOne) {
  const auto fairness = routing::fairness_of({{3, 1}, {6, 2}, {30, 10}});
  EXPECT_EQ(fairness.jain.to_text(), "1");
  EXPECT_EQ(fairness.gini.to_text(), "0");
  EXPECT_EQ(fairness.max_to_target.to_text(), "1");
}

TEST(FairnessTest, AllToOneOfTwoIsAHalf) {
  const auto fairness = routing::fairness_of({{4, 1}, {0, 1}, {9, 0}});
  EXPECT_EQ(fairness.jain.to_text(), "0.5") << "1/n; who has no share is left out";
  EXPECT_EQ(fairness.gini.to_text(), "0.5");
  EXPECT_EQ(fairness.max_to_target.to_text(), "2");
}

TEST(FairnessTest, NothingGivenIsFair) {
  EXPECT_EQ(routing::fairness_of({{0, 1}, {0, 2}}).jain.to_text(), "1");
  EXPECT_EQ(routing::fairness_of({}).gini.to_text(), "0");
}

}  // namespace
}  // namespace signalbox
