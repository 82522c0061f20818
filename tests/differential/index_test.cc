// The index of a table against asking every rule in turn.
#include "rules/index.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rules/evaluate.h"
#include "tests/support/documents.h"
#include "tests/support/seeds.h"

namespace signalbox::rules {
namespace {

using test::Random;

/// Of every length at which texts are told apart in another way, and alike at both ends.
const char* const kTexts[] = {"DE",
                              "AT",
                              "A",
                              "ß",
                              "DEAT",
                              "DEATDE",
                              "DEATATDE",
                              "DEATDEATDE",
                              "DEATCHDE",
                              "DEATATATDE",
                              "DEATCHATDEATCHAT",
                              "DEATCHATDEATCHATD",
                              "DEATCHATDEATCHATDEATCHAT",
                              "DEATCHATDEATCHFRDEATCHAT",
                              "DEATCHATXEATCHATDEATCHAT",
                              ""};
/// Two records, each by both of its ids, and what is no id.
const char* const kIds[] = {"012000000000001",    "012000000000001AAA", "012000000000002",
                            "012000000000002AAA", "012000000000001aaa", ""};
const char* const kHits[] = {"first", "unique", "any", "collect", "ruleOrder", "priority", "outputOrder"};

struct Column {
  const char* field;
  Type type;
};
constexpr Column kColumns[] = {{"T", Type::kText},     {"N", Type::kNumber},        {"D", Type::kDate},
                               {"C", Type::kCheckbox}, {"M", Type::kMultiPicklist}, {"P", Type::kPercent},
                               {"I", Type::kId},       {"S", Type::kPicklist}};

std::string literal(Random& random, Type type) {
  switch (type) {
    case Type::kNumber:
    case Type::kPercent:
      return std::to_string(random.below(9)) + (random.one_in(3) ? ".5" : "");
    case Type::kDate:
      return "2026-01-0" + std::to_string(1 + random.below(9));
    case Type::kCheckbox:
      return random.one_in(2) ? "true" : "false";
    case Type::kId:
      return std::string("\\'") + kIds[random.below(std::size(kIds))] + "\\'";
    default:
      return std::string("\\'") + kTexts[random.below(std::size(kTexts))] + "\\'";
  }
}

std::string comparison(Random& random, Type type) {
  const bool ordered = type != Type::kCheckbox && type != Type::kMultiPicklist && type != Type::kPicklist;
  if (random.one_in(8)) return "blank";
  if (ordered && random.one_in(3)) {
    const char* const opens[] = {"[", "("};
    const char* const closes[] = {"]", ")"};
    std::string low = literal(random, type);
    std::string high = literal(random, type);
    if (high < low) std::swap(low, high);
    return opens[random.below(2)] + low + ".." + high + closes[random.below(2)];
  }
  const char* const operators[] = {"", "!= ", "= ", "< ", "<= ", "> ", ">= "};
  return operators[random.below(ordered ? 7 : 3)] + literal(random, type);
}

std::string cell(Random& random, Type type) {
  if (random.one_in(3)) return "-";
  std::string list = comparison(random, type);
  for (std::uint64_t more = random.below(3); more > 0; --more) list += ", " + comparison(random, type);
  return random.one_in(4) ? "not(" + list + ")" : list;
}

std::string random_table(Random& random) {
  std::string inputs;
  for (const Column& column : kColumns) inputs += (inputs.empty() ? "'" : ",'") + std::string(column.field) + "'";
  std::string text = std::string("{'hit':'") + kHits[random.below(std::size(kHits))] + "','inputs':[" + inputs +
                     "],'outputs':[{'name':'o','type':'Number','values':[2,1,0]}],'rules':[";
  const std::uint64_t rules = 1 + random.below(150);
  for (std::uint64_t r = 0; r < rules; ++r) {
    text += (r > 0 ? ",{'id':'r" : "{'id':'r") + std::to_string(r) + "','when':[";
    std::string cells;
    for (const Column& column : kColumns) cells += (cells.empty() ? "'" : ",'") + cell(random, column.type) + "'";
    text += cells + "],'then':[" + std::to_string(r % 3) + "]" + (random.one_in(20) ? ",'enabled':false}" : "}");
  }
  return text + "]}";
}

Value random_value(Random& random, Type type) {
  if (random.one_in(6)) return Value();
  if (random.one_in(20)) return Value::error(ErrorCode::kFieldType);
  switch (type) {
    case Type::kNumber:
    case Type::kPercent:
      return Value::number(Decimal::from_scaled(static_cast<std::int64_t>(random.below(100)) - 5, 1));
    case Type::kDate:
      return Value::date(Date{parse_date("2026-01-01")->days + static_cast<int>(random.below(12)) - 1});
    case Type::kCheckbox:
      return Value::checkbox(random.one_in(2));
    case Type::kMultiPicklist:
      return Value::text(random.one_in(2) ? "DE;FR" : "AT");
    case Type::kId:
      return Value::text(random.one_in(9) ? "elsewhere" : kIds[random.below(std::size(kIds) - 1)]);
    default:
      return Value::text(random.one_in(9) ? "elsewhere" : kTexts[random.below(std::size(kTexts) - 1)]);
  }
}

/// Rules that match by asking each; under first and priority only the one that wins.
std::vector<std::uint32_t> winners_one_by_one(const Table& table, const formula::Frame& frame,
                                              const Evaluation& evaluation, Arena& arena) {
  std::vector<std::uint32_t> winners;
  for (std::uint32_t r = 0; r < table.rules.size(); ++r) {
    if (judge(table, r, frame, evaluation, arena).kind != Verdict::Kind::kPasses) continue;
    winners.push_back(r);
    if (table.hit == Hit::kFirst) break;
  }
  const auto is_before = [&](std::uint32_t a, std::uint32_t b) { return table.cells[a].rank < table.cells[b].rank; };
  if (table.hit == Hit::kPriority && !winners.empty()) {
    return {*std::min_element(winners.begin(), winners.end(), is_before)};
  }
  return winners;
}

formula::Scope scope_of_columns(formula::Blanks blanks) {
  std::vector<Field> fields;
  for (const Column& column : kColumns) fields.push_back({column.field, column.type, "", {}});
  return formula::Scope(std::make_shared<Layout>(fields), {}, blanks);
}

TEST(IndexDifferentialTest, FindsTheRulesThatMatchWhenAskedOneByOne) {
  std::uint64_t indexed = 0;
  std::uint64_t found = 0;
  const std::uint64_t tried = test::for_each_seed(300, [&](std::uint64_t seed) {
    Random random(seed);
    const formula::Scope scope =
        scope_of_columns(random.one_in(2) ? formula::Blanks::kAsZero : formula::Blanks::kAsBlank);
    test::Written written(random_table(random));
    const auto table = compile_table(written.root(), "t", scope);
    ASSERT_TRUE(table) << written.findings();
    indexed += table->index ? 1 : 0;
    for (int record = 0; record < 60; ++record) {
      std::vector<Value> slots;
      for (const Column& column : kColumns) slots.push_back(random_value(random, column.type));
      const formula::Frame frame{slots, {}, Instant{0}};
      Arena arena;
      Evaluation evaluation;
      EvaluationErrors errors;
      evaluate(*table, frame, arena, evaluation, errors);
      found += evaluation.winners.size();
      ASSERT_EQ(evaluation.winners, winners_one_by_one(*table, frame, evaluation, arena));
    }
  });
  test::expect_often(found, 3, tried, "records that match");
  test::expect_often(indexed, 0.3, tried, "tables that have an index");
}

TEST(IndexTest, SharesSetsBeyondItsMemoryBoundAndStaysRight) {
  constexpr int kRules = 6'000;
  std::string text = "{'hit':'first','inputs':['N'],'outputs':[{'name':'o','type':'Number'}],'rules':[";
  for (int r = 0; r < kRules; ++r) {
    const std::string low = std::to_string(3 * r);
    text += (r > 0 ? ",{'id':'" : "{'id':'") + low + "','when':['[" + low + ".." + std::to_string(3 * r + 1) +
            "]'],'then':[1]}";
  }
  test::Written written(text + "]}");
  const auto table = compile_table(written.root(), "t", scope_of_columns(formula::Blanks::kAsBlank));
  ASSERT_TRUE(table) << written.findings();
  ASSERT_TRUE(table->index);
  EXPECT_FALSE(table->index->is_exact());
  EXPECT_LE(table->index->bytes(), Index::kMaxBytesOfInput * 3 / 2);
  for (int n = 0; n < 3 * kRules; n += 7) {
    const std::vector<Value> slots = {Value(), Value::number(Decimal::from_int(n)), Value(), Value(), Value(), Value()};
    Arena arena;
    Evaluation evaluation;
    EvaluationErrors errors;
    evaluate(*table, {slots, {}, Instant{0}}, arena, evaluation, errors);
    const std::vector<std::uint32_t> expected =
        n % 3 == 2 ? std::vector<std::uint32_t>{} : std::vector{static_cast<std::uint32_t>(n / 3)};
    ASSERT_EQ(evaluation.winners, expected) << n;
  }
}

}  // namespace
}  // namespace signalbox::rules
