// What happens to one run happens one after the other, and too much of it is not taken.
#include "server/service/run_lanes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace signalbox::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Keeps what is to be executed, and what is under way, until the test says so.
class RunLanesTest : public testing::Test {
 protected:
  bool add(const std::string& lane, const std::string& name) {
    return lanes_.add(lane, [this, name](const RunLanes::Release& release) {
      begun_.push_back(name);
      under_way_[name] = release;
    });
  }
  void execute_all() {
    while (!waiting_.empty()) {
      const auto task = waiting_.front();
      waiting_.erase(waiting_.begin());
      task();
    }
  }
  void finish(const std::string& name) {
    const RunLanes::Release release = under_way_.at(name);
    under_way_.erase(name);
    release();
    execute_all();
  }

  std::vector<std::string> begun_;
  std::map<std::string, RunLanes::Release> under_way_;
  std::vector<std::function<void()>> waiting_;
  RunLanes lanes_{[this](std::function<void()> task) { waiting_.push_back(std::move(task)); }, {2, 4}};
};

TEST_F(RunLanesTest, KeepsTheOrderOfOneRunAndLetsOthersPass) {
  EXPECT_TRUE(add("a", "a1"));
  EXPECT_TRUE(add("a", "a2"));
  EXPECT_TRUE(add("b", "b1"));
  EXPECT_THAT(begun_, IsEmpty());
  execute_all();
  EXPECT_THAT(begun_, ElementsAre("a1", "b1"));
  finish("a1");
  EXPECT_THAT(begun_, ElementsAre("a1", "b1", "a2"));
  finish("a2");
  finish("b1");
}

TEST_F(RunLanesTest, TakesNoMoreThanItsLimits) {
  EXPECT_TRUE(add("a", "a1"));
  EXPECT_TRUE(add("a", "a2"));
  EXPECT_FALSE(add("a", "a3")) << "of one run";
  EXPECT_TRUE(add("b", "b1"));
  EXPECT_TRUE(add("c", "c1"));
  EXPECT_FALSE(add("d", "d1")) << "of all";
  execute_all();
  finish("b1");
  EXPECT_TRUE(add("d", "d2"));
  execute_all();
  for (const char* const name : {"a1", "a2", "c1", "d2"}) finish(name);
  EXPECT_THAT(begun_, ElementsAre("a1", "b1", "c1", "d2", "a2"));
}

}  // namespace
}  // namespace signalbox::service
