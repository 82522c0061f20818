// Decision tables against their slow twin, over random tables and records.
#include <gtest/gtest.h>

#include <iostream>

#include "explain/decision.h"
#include "rules/evaluate.h"
#include "tests/support/documents.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_table.h"

namespace signalbox::rules {
namespace {

using test::Random;
using test::SlowCell;
using test::SlowTable;
using test::SlowTest;
using test::SlowValue;

const std::vector<bool> kNumeric = {false, true, true, false};
const char* const kNames[] = {"A", "B", "C", "D"};

SlowValue random_literal(Random& random, bool numeric) {
  if (numeric) return {SlowValue::Kind::kNumber, static_cast<int>(random.below(9)) - 3, ""};
  return {SlowValue::Kind::kText, 0, std::string(random.below(3), static_cast<char>('a' + random.below(3)))};
}

SlowValue random_value(Random& random, bool numeric) {
  if (random.one_in(6)) return {};
  if (random.one_in(25)) return {SlowValue::Kind::kError, 0, ""};
  SlowValue value = random_literal(random, numeric);
  if (!numeric && value.text.empty()) value.kind = SlowValue::Kind::kBlank;
  return value;
}

SlowTest random_test(Random& random, bool numeric) {
  const char* const signs[] = {"=", "=", "=", "!=", "<", "<=", ">", ">=", "range", "blank"};
  SlowTest test;
  test.sign = signs[random.below(10)];
  test.low = random_literal(random, numeric);
  test.high = random_literal(random, numeric);
  test.low_open = random.one_in(2);
  test.high_open = random.one_in(2);
  return test;
}

SlowCell random_cell(Random& random, bool numeric) {
  SlowCell cell;
  cell.any = random.one_in(3);
  cell.negated = random.one_in(5);
  for (std::uint64_t count = 1 + random.below(3); count > 0; --count) {
    cell.alternatives.push_back(random_test(random, numeric));
  }
  return cell;
}

/// `= Bx < Cx`: reads the other column of numbers.
SlowCell random_formula_cell(Random& random, std::size_t column) {
  const char* const signs[] = {"<", "<=", ">", ">="};
  SlowCell cell;
  cell.formula_sign = signs[random.below(4)];
  cell.formula_column = column == 1 ? 2 : 1;
  return cell;
}

test::SlowValidity random_validity(Random& random) {
  test::SlowValidity validity;
  validity.enabled = !random.one_in(10);
  if (random.one_in(8)) validity.from = static_cast<int>(random.below(3)) - 1;
  if (random.one_in(8)) validity.until = static_cast<int>(random.below(3)) - 1;
  return validity;
}

/// Outputs that any lets stand beside each other are likely; allowed values hold every literal.
void add_outputs(Random& random, SlowTable& table) {
  const std::uint64_t most = table.hit == "any" ? 2 : 50;
  for (std::size_t r = 0; r < table.rules.size(); ++r) table.outputs.push_back(static_cast<int>(random.below(most)));
  if (table.hit != "priority" && table.hit != "outputOrder" && !random.one_in(4)) return;
  table.computed = random.one_in(3);
  for (int value = 0; value < (table.computed ? 40 : 50); ++value) table.allowed.push_back(value);
  for (std::size_t i = 0; i < table.allowed.size(); ++i) {
    std::swap(table.allowed[i], table.allowed[random.below(table.allowed.size())]);
  }
}

SlowTable random_table(Random& random) {
  const char* const hits[] = {"first", "unique", "any", "priority", "collect", "ruleOrder", "outputOrder"};
  const char* const aggregations[] = {"list", "sum", "min", "max", "count"};
  SlowTable table;
  table.hit = hits[random.below(7)];
  if (table.hit == "collect") table.aggregation = aggregations[random.below(5)];
  table.blanks_are_zero = random.one_in(2);
  for (std::uint64_t rules = random.below(40); rules > 0; --rules) {
    table.rules.emplace_back();
    for (std::size_t c = 0; c < kNumeric.size(); ++c) {
      const bool is_formula = kNumeric[c] && random.one_in(12);
      table.rules.back().push_back(is_formula ? random_formula_cell(random, c) : random_cell(random, kNumeric[c]));
    }
    table.validity.push_back(random_validity(random));
  }
  add_outputs(random, table);
  if (random.one_in(2)) table.otherwise = static_cast<int>(random.below(40));
  return table;
}

std::string written(const SlowValue& value) {
  return value.kind == SlowValue::Kind::kNumber ? std::to_string(value.number) : "\\'" + value.text + "\\'";
}

std::string written(const SlowTest& test) {
  if (test.sign == "blank") return "blank";
  if (test.sign != "range") return test.sign + " " + written(test.low);
  return (test.low_open ? "(" : "[") + written(test.low) + ".." + written(test.high) + (test.high_open ? ")" : "]");
}

std::string written(const SlowCell& cell, std::size_t column) {
  if (!cell.formula_sign.empty()) {
    return std::string("= ") + kNames[column] + " " + cell.formula_sign + " " + kNames[cell.formula_column];
  }
  if (cell.any) return "-";
  std::string list;
  for (const SlowTest& test : cell.alternatives) list += (list.empty() ? "" : ", ") + written(test);
  return cell.negated ? "not(" + list + ")" : list;
}

std::string day(int offset) { return offset < 0 ? "1969-12-31" : offset > 0 ? "1970-01-02" : "1970-01-01"; }

std::string written(const test::SlowValidity& validity) {
  std::string text = validity.enabled ? "" : ",'enabled':false";
  if (!validity.from && !validity.until) return text;
  if (validity.from) text += ",'effective':{'from':'" + day(*validity.from) + "'";
  if (validity.until) text += (validity.from ? ",'until':'" : ",'effective':{'until':'") + day(*validity.until) + "'";
  return text + "}";
}

std::string written_values(const SlowTable& table) {
  if (table.allowed.empty()) return "";
  std::string list;
  for (const int value : table.allowed) list += (list.empty() ? "" : ",") + std::to_string(value);
  return ",'values':[" + list + "]";
}

std::string written(const SlowTable& table) {
  std::string text = "{'hit':'" + table.hit + "','inputs':['A','B','C','D'],'outputs':[{'name':'o','type':'Number'" +
                     written_values(table) + "}]";
  if (table.hit == "collect") text += ",'collect':'" + table.aggregation + "'";
  if (table.otherwise) text += ",'default':[" + std::to_string(*table.otherwise) + "]";
  text += ",'rules':[";
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    const std::string output = std::to_string(table.outputs[r]);
    text += (r > 0 ? ",{'id':'r" : "{'id':'r") + std::to_string(r) + "'" + written(table.validity[r]) + ",'then':[" +
            (table.computed ? "'=" + output + "'" : output) + "],'when':[";
    for (std::size_t c = 0; c < kNumeric.size(); ++c) {
      text += (c > 0 ? ",'" : "'") + written(table.rules[r][c], c) + "'";
    }
    text += "]}";
  }
  return text + "]}";
}

Value engine_value(const SlowValue& value) {
  switch (value.kind) {
    case SlowValue::Kind::kNumber:
      return Value::number(Decimal::from_int(value.number));
    case SlowValue::Kind::kText:
      return Value::text(value.text);
    case SlowValue::Kind::kError:
      return Value::error(ErrorCode::kFieldType);
    case SlowValue::Kind::kBlank:
      break;
  }
  return Value();
}

/// Records for each table: a million pairs in the long mode.
constexpr int kRecords = 100;

TEST(TableDifferentialTest, DecidesLikeItsSlowTwin) {
  std::uint64_t winners = 0;
  std::uint64_t pairs = 0;
  const std::uint64_t tried = test::for_each_seed(1'000, [&](std::uint64_t seed) {
    Random random(seed);
    const SlowTable slow = random_table(random);
    std::vector<Field> fields;
    for (std::size_t c = 0; c < kNumeric.size(); ++c) {
      fields.push_back({kNames[c], kNumeric[c] ? Type::kNumber : Type::kText, "", {}});
    }
    const formula::Scope scope(std::make_shared<Layout>(fields), {},
                               slow.blanks_are_zero ? formula::Blanks::kAsZero : formula::Blanks::kAsBlank);
    test::Written document(written(slow));
    const auto table = compile_table(document.root(), "t", scope);
    ASSERT_TRUE(table) << document.findings() << "\n" << document.source();
    Arena arena;
    Evaluation evaluation;
    EvaluationErrors errors;
    for (int i = 0; i < kRecords; ++i) {
      std::vector<SlowValue> record;
      for (const bool numeric : kNumeric) record.push_back(random_value(random, numeric));
      std::vector<Value> slots;
      for (const SlowValue& value : record) slots.push_back(engine_value(value));
      evaluate(*table, {slots, {}, Instant{}}, arena, evaluation, errors);
      const test::SlowAnswer expected = slow_decide(slow, record, kNumeric);
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
}

}  // namespace
}  // namespace signalbox::rules
