// The smallest change that makes a rule win, against trying every combination of example values.
#include "analysis/change.h"

#include <gtest/gtest.h>

#include "tests/support/analysed_table.h"
#include "tests/support/region.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_change.h"

namespace signalbox::analysis {
namespace {

using test::Random;
using test::SlowCost;
using test::SlowTable;
using test::SlowValue;

constexpr std::uint64_t kBudget = 10'000'000;

SlowValue slow_value(const Value& value) {
  if (value.kind() == Value::Kind::kNumber) {
    const auto whole = value.as_number().to_int();
    return whole ? test::slow_number(static_cast<int>(*whole)) : test::slow_number(1'000);
  }
  return value.is_blank() ? SlowValue{} : test::slow_text(std::string(value.as_text()));
}

/// One table and what the engine says about its rules and a record.
class Changes {
 public:
  explicit Changes(const SlowTable& slow) : slow_(slow), table_(slow), twin_(slow) {}

  [[nodiscard]] SmallestChange find(std::size_t rule, const std::vector<SlowValue>& record) {
    std::vector<Value> fields;
    for (const SlowValue& value : record) fields.push_back(test::engine_value(value));
    const Try decide = [&](const std::vector<Value>& changed) -> Trial {
      slots_ = changed;
      arena_.reset();
      errors_.clear();
      const formula::Frame frame{slots_, {}, Instant{}};
      rules::evaluate(table_.table(), frame, arena_, evaluation_, errors_);
      return {evaluation_, frame, arena_};
    };
    return find_change({&table_.table(), &table_.scope()}, static_cast<std::uint32_t>(rule), fields, Instant{}, decide,
                       kBudget);
  }

  void agree(std::size_t rule, const std::vector<SlowValue>& record) {
    SCOPED_TRACE("rule " + std::to_string(rule) + " of " + std::string(table_.source()));
    const SmallestChange change = find(rule, record);
    const auto least = twin_.least(rule, record);
    ASSERT_NE(change.result, SmallestChange::Result::kUndecided);
    ASSERT_EQ(change.result == SmallestChange::Result::kNever, !least.has_value());
    ASSERT_EQ(change.result == SmallestChange::Result::kWins, slow_wins(slow_, rule, record));
    if (change.result != SmallestChange::Result::kChange) return;
    std::vector<SlowValue> changed = record;
    for (const FieldChange& field : change.fields) changed[field.field] = slow_value(field.to.value);
    EXPECT_TRUE(slow_wins(slow_, rule, changed));
    EXPECT_TRUE(change.is_smallest);
    const SlowCost cost = slow_cost(record, changed, test::slow_span(slow_, record[1]));
    EXPECT_EQ(cost.fields, least->fields);
    EXPECT_EQ(cost.distance, least->distance);
    ++found_;
  }

  [[nodiscard]] std::size_t found() const { return found_; }

 private:
  const SlowTable& slow_;
  test::AnalysedTable table_;
  test::SlowChanges twin_;
  std::vector<Value> slots_;
  Arena arena_;
  rules::Evaluation evaluation_;
  rules::EvaluationErrors errors_;
  std::size_t found_ = 0;
};

TEST(ChangeDifferentialTest, FindsTheSmallestChangeThatTryingEverythingFinds) {
  std::size_t found = 0;
  const auto points = test::example_points();
  const std::uint64_t tried = test::for_each_seed(150, [&](std::uint64_t seed) {
    Random random(seed);
    const SlowTable slow = test::random_analysed_table(random);
    Changes changes(slow);
    for (int i = 0; i < 20; ++i) {
      const auto& record = points[random.below(points.size())];
      for (std::size_t rule = 0; rule < slow.rules.size(); ++rule) changes.agree(rule, record);
    }
    found += changes.found();
  });
  test::expect_often(found, 13, tried, "rules that lose and could win");
}

}  // namespace
}  // namespace signalbox::analysis
