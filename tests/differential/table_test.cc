// Decision tables against their slow twin, over random tables and records.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "explain/decision.h"
#include "rules/evaluate.h"
#include "tests/support/documents.h"
#include "tests/support/random_table.h"
#include "tests/support/seeds.h"

namespace signalbox::rules {
namespace {

using test::Random;
using test::SlowTable;
using test::SlowValue;
using test::TableDocument;

Value engine_value(const SlowValue& value, Type type) {
  switch (value.kind) {
    case SlowValue::Kind::kNumber:
      return type == Type::kDate ? Value::date(Date{value.number}) : Value::number(Decimal::from_int(value.number));
    case SlowValue::Kind::kText:
      return Value::text(value.text);
    case SlowValue::Kind::kError:
      return Value::error(ErrorCode::kFieldType);
    case SlowValue::Kind::kBlank:
      break;
  }
  return Value();
}

formula::Scope scope_of(const SlowTable& table) {
  std::vector<Field> fields;
  for (std::size_t c = 0; c < std::size(test::kTableNames); ++c) {
    fields.push_back({test::kTableNames[c], test::kTableTypes[c], "", {}});
  }
  return formula::Scope(std::make_shared<Layout>(fields), {},
                        table.blanks_are_zero ? formula::Blanks::kAsZero : formula::Blanks::kAsBlank);
}

/// Records for each table: a million pairs in the long mode.
constexpr int kRecords = 100;

/// What was compared, so that nothing that a table can have goes without.
class Coverage {
 public:
  void add(const SlowTable& table) {
    const std::string hit = table.hit == "collect" ? table.aggregation : table.hit;
    ++counts_[hit + (table.otherwise ? " with" : " without") + " default"];
    if (table.computed) ++counts_["computed outputs"];
    for (const auto& row : table.rules) {
      for (const test::SlowCell& cell : row) ++counts_[kind_of(cell)];
    }
    for (const test::SlowValidity& validity : table.validity) {
      if (!validity.enabled) ++counts_["disabled"];
      if (validity.from || validity.until) ++counts_["effective for a time"];
    }
  }
  [[nodiscard]] const std::map<std::string, int>& counts() const { return counts_; }

 private:
  static std::string kind_of(const test::SlowCell& cell) {
    if (!cell.formula_sign.empty()) return "formula cell";
    if (cell.any) return "-";
    if (cell.all) return "includes";
    return (cell.negated ? "not " : "") + cell.alternatives.front().sign;
  }
  std::map<std::string, int> counts_;
};

TEST(TableDifferentialTest, DecidesLikeItsSlowTwin) {
  std::uint64_t winners = 0;
  std::uint64_t pairs = 0;
  Coverage coverage;
  const std::uint64_t tried = test::for_each_seed(1'000, [&](std::uint64_t seed) {
    Random random(seed);
    test::TableMaker maker(random);
    const SlowTable slow = maker.table();
    coverage.add(slow);
    const formula::Scope scope = scope_of(slow);
    test::Written document(TableDocument::decision(slow));
    const auto table = compile_table(document.root(), "t", scope);
    ASSERT_TRUE(table) << document.findings() << "\n" << document.source();
    Arena arena;
    Evaluation evaluation;
    EvaluationErrors errors;
    for (int i = 0; i < kRecords; ++i) {
      const std::vector<SlowValue> record = maker.record();
      std::vector<Value> slots;
      for (std::size_t c = 0; c < record.size(); ++c) slots.push_back(engine_value(record[c], test::kTableTypes[c]));
      evaluate(*table, {slots, {}, Instant{}}, arena, evaluation, errors);
      const test::SlowAnswer expected = slow_decide(slow, record, test::kTableNumeric);
      ASSERT_EQ(std::vector<std::size_t>(evaluation.winners.begin(), evaluation.winners.end()), expected.winners)
          << document.source();
      std::string output;
      json::Writer writer(output);
      explain::write_output(writer, *table, evaluation, 0);
      ASSERT_EQ(output, expected.output) << document.source();
      winners += expected.winners.size();
    }
    pairs += kRecords;
  });
  std::cout << pairs << " pairs of a table and a record were compared\n";
  test::expect_often(winners, 10, tried, "records that match");
  if (tried < 1'000) return;  // a few tables need not be of all kinds
  EXPECT_EQ(coverage.counts().size(), 48u) << "kinds of tables, cells and rules";
  for (const auto& [kind, count] : coverage.counts()) EXPECT_GE(count, 10) << kind;
}

}  // namespace
}  // namespace signalbox::rules
