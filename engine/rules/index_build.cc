// Making the index of a table, and that of a table of which one rule is new.
#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "rules/index.h"
#include "rules/index_values.h"

namespace signalbox::rules {

namespace {

using index_values::before;
using index_values::same;
using index_values::TextKey;
using index_values::whole_number;

/// Classes of a column, one after the other.
struct ClassRange {
  std::size_t begin;
  std::size_t end;  ///< Behind the last.
};

bool compares_order(const UnaryTest& test) {
  return std::any_of(test.tests.begin(), test.tests.end(),
                     [](const Test& one) { return one.kind >= Test::Kind::kLess; });
}

}  // namespace

/// Makes the column of one input.
class ColumnBuilder {
 public:
  using Word = Index::Word;

  ColumnBuilder(const Table& table, std::uint32_t input, std::size_t words) : table_(table), words_(words) {
    column_.input = input;
    column_.ids = table.inputs[input].formula.type() == Type::kId;
  }

  ColumnBuilder(const Table& table, Index::Column column, std::size_t words)
      : table_(table), words_(words), column_(std::move(column)) {}

  /// Makes the column tell apart what the test does, by cutting classes where it asks for a new literal. False when
  /// that takes a new column.
  [[nodiscard]] bool learn(const UnaryTest& test) {
    if (column_.is_shared || (!column_.ordered && compares_order(test))) return false;
    for (const Test& one : test.tests) {
      if (one.kind == Test::Kind::kAny || one.kind == Test::Kind::kBlank) continue;
      if (!learn(one.low) || (one.kind == Test::Kind::kRange && !learn(one.high))) return false;
    }
    return true;
  }

  /// The column with another test of one rule, which it knows; null: the rule does not test this input.
  Index::Column with_rule(std::uint32_t rule, const UnaryTest* test) {
    const ClassRange all{0, column_.classes()};
    for_each_set(all, [&](Word* set) { set[rule / Index::kWordBits] &= ~bit_of(rule); });
    for (const ClassRange& passed : test ? classes_that_pass(*test) : std::vector{all}) {
      for_each_set(passed, [&](Word* set) { set[rule / Index::kWordBits] |= bit_of(rule); });
    }
    return std::move(column_);
  }

  /// `unchecked`: the rules with `-` in this input. `rules_of_test`: the rules by test, for the tests of this input.
  Index::Column build(const std::vector<Word>& unchecked,
                      const std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>& rules_of_test) {
    for (const auto& [test, rules] : rules_of_test) collect_points(table_.tests[test]);
    sort_points();
    fill_text_slots();
    own_texts(rules_of_test);
    fill_cuts();
    assign_sets();
    const std::size_t sets = column_.set_of.back() + 1u;
    for (std::size_t set = 0; set < sets; ++set) {
      column_.sets.insert(column_.sets.end(), unchecked.begin(), unchecked.end());
    }
    for (const auto& [test, rules] : rules_of_test) add_rules(table_.tests[test], rules);
    return std::move(column_);
  }

 private:
  [[nodiscard]] bool learn(const Literal& literal) {
    auto& points = column_.points;
    if (std::any_of(points.begin(), points.end(), [&](const Value& point) { return same(point, literal.value); })) {
      return true;
    }
    const bool has_place = !points.empty() && points[0].kind() == literal.value.kind() && !literal.value.is_blank() &&
                           literal.value.kind() != Value::Kind::kCheckbox && column_.classes() < most_sets();
    if (!has_place) return false;
    const auto at = std::lower_bound(points.begin(), points.end(), literal.value, before) - points.begin();
    const auto place = static_cast<std::size_t>(at);
    const auto set = column_.sets.begin() + static_cast<std::ptrdiff_t>(column_.class_of(literal.value) * words_);
    const std::vector<Word> former(set, set + static_cast<std::ptrdiff_t>(words_));
    // Of a gap remain the parts on both sides of the literal.
    for (int copies = column_.ordered ? 2 : 1; copies > 0; --copies) {
      const auto where = static_cast<std::ptrdiff_t>((column_.ordered ? 2 * place : place) * words_);
      column_.sets.insert(column_.sets.begin() + where, former.begin(), former.end());
    }
    points.insert(points.begin() + at, literal.value);
    if (!column_.storage.empty()) column_.storage.insert(column_.storage.begin() + at, literal.storage);
    column_.set_of.clear();
    column_.text_slots.clear();
    column_.cuts.clear();
    fill_text_slots();
    fill_cuts();
    assign_sets();
    return true;
  }

  [[nodiscard]] std::size_t most_sets() const {
    return std::max<std::size_t>(8, Index::kMaxBytesOfInput / (words_ * sizeof(Word)));
  }

  void collect_points(const UnaryTest& test) {
    // Without a test that compares by order, all values between the literals are alike, and one class holds them.
    column_.ordered = column_.ordered || compares_order(test);
    for (const Test& one : test.tests) {
      if (one.kind == Test::Kind::kAny || one.kind == Test::Kind::kBlank) continue;
      column_.points.push_back(one.low.value);
      if (one.kind == Test::Kind::kRange) column_.points.push_back(one.high.value);
    }
  }

  void sort_points() {
    auto& points = column_.points;
    if (!points.empty() && points[0].kind() == Value::Kind::kCheckbox) {
      std::sort(points.begin(), points.end(),
                [](const Value& a, const Value& b) { return a.as_checkbox() < b.as_checkbox(); });
    } else {
      std::sort(points.begin(), points.end(), before);
    }
    points.erase(std::unique(points.begin(), points.end(), same), points.end());
  }

  void fill_text_slots() {
    if (column_.points.empty() || column_.points[0].kind() != Value::Kind::kText) return;
    std::uint64_t size = 4;
    while (size < 2 * column_.points.size()) size *= 2;
    column_.text_slots.resize(size);
    column_.text_shift = std::countl_zero(size - 1);
    for (std::uint32_t p = 0; p < column_.points.size(); ++p) {
      const TextKey key(column_.points[p].as_text());
      column_.text_slots[column_.slot_of(column_.points[p].as_text())] = {key.head, key.tail, key.size, p + 1};
    }
  }

  /// The table's tests may go while the column stays.
  void own_texts(const std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>& rules_of_test) {
    if (column_.text_slots.empty()) return;
    column_.storage.resize(column_.points.size());
    for (const auto& [test, rules] : rules_of_test) {
      for (const Test& one : table_.tests[test].tests) {
        for (const Literal* literal : {&one.low, &one.high}) {
          if (!literal->storage) continue;
          auto& storage = column_.storage[point_of(literal->value)];
          if (storage) continue;
          storage = literal->storage;
          column_.points[point_of(literal->value)] = literal->value;
        }
      }
    }
  }

  void fill_cuts() {
    std::vector<std::int64_t> cuts;
    for (const Value& point : column_.points) {
      if (point.kind() == Value::Kind::kNumber) column_.places = std::max(column_.places, point.as_number().scale());
    }
    for (const Value& point : column_.points) {
      bool is_exact = true;
      const bool is_number = point.kind() == Value::Kind::kNumber;
      const auto cut = is_number ? point.as_number().units(column_.places, is_exact) : whole_number(point);
      if (!cut) return;
      cuts.push_back(*cut);
    }
    column_.cuts = std::move(cuts);
  }

  /// One set a class, or one for several neighbours when that takes too much memory. Other, blank and error always have
  /// their own.
  void assign_sets() {
    const std::size_t present = column_.other_class();
    const std::size_t share = present / most_sets() + 1;
    column_.is_shared = share > 1;
    for (std::size_t c = 0; c < present; ++c) column_.set_of.push_back(static_cast<std::uint32_t>(c / share));
    const std::uint32_t next = present == 0 ? 0 : column_.set_of.back() + 1;
    for (std::uint32_t i = 0; i < 3; ++i) column_.set_of.push_back(next + i);
  }

  void add_rules(const UnaryTest& test, const std::vector<std::uint32_t>& rules) {
    for (const ClassRange& passed : classes_that_pass(test)) {
      for_each_set(passed, [&](Word* set) {
        for (const std::uint32_t rule : rules) set[rule / Index::kWordBits] |= bit_of(rule);
      });
    }
  }

  /// Neighbouring classes have the same set or the next.
  template <class Take>
  void for_each_set(const ClassRange& classes, Take take) {
    const std::uint32_t last = column_.set_of[classes.end - 1];
    for (std::uint32_t set = column_.set_of[classes.begin]; set <= last; ++set) {
      take(column_.sets.data() + set * words_);
    }
  }

  static Word bit_of(std::uint32_t rule) { return Word{1} << (rule % Index::kWordBits); }

  [[nodiscard]] std::size_t point_of(const Value& literal) const {
    return column_.text_slots[column_.slot_of(literal.as_text())].point - 1;
  }

  [[nodiscard]] std::size_t class_of_literal(const Value& literal) const {
    // An empty text is a literal like any other here, but a blank value as an input. Only texts can be empty.
    return literal.is_blank() ? column_.point_class(point_of(literal)) : column_.class_of(literal);
  }

  /// What rules/unary_test.h says a test passes, as ranges that are not empty; they may overlap. O(tests log tests).
  [[nodiscard]] std::vector<ClassRange> classes_that_pass(const UnaryTest& test) const {
    std::vector<ClassRange> passed;
    for (const Test& one : test.tests) add_passed(one, passed);
    if (test.negated) passed = all_but(std::move(passed));
    std::erase_if(passed, [](const ClassRange& range) { return range.begin >= range.end; });
    const std::size_t blank = column_.blank_class();
    if (passes(test, Value(), table_.input_blanks[column_.input])) passed.push_back({blank, blank + 1});
    return passed;
  }

  /// The classes of present values that are in none of the ranges.
  [[nodiscard]] std::vector<ClassRange> all_but(std::vector<ClassRange> ranges) const {
    std::sort(ranges.begin(), ranges.end(), [](const ClassRange& a, const ClassRange& b) { return a.begin < b.begin; });
    std::vector<ClassRange> rest;
    std::size_t from = 0;
    for (const ClassRange& range : ranges) {
      rest.push_back({from, range.begin});
      from = std::max(from, range.end);
    }
    rest.push_back({from, column_.other_class() + 1});
    return rest;
  }

  void add_passed(const Test& test, std::vector<ClassRange>& passed) const {
    const std::size_t end = column_.other_class();
    const bool compares = test.kind != Test::Kind::kAny && test.kind != Test::Kind::kBlank;
    const std::size_t low = compares ? class_of_literal(test.low.value) : 0;
    switch (test.kind) {
      case Test::Kind::kAny:
        return passed.push_back({0, end + 1});
      case Test::Kind::kBlank:
        return;
      case Test::Kind::kEqual:
        return passed.push_back({low, low + 1});
      case Test::Kind::kNotEqual:
        passed.push_back({0, low});
        return passed.push_back({low + 1, end + 1});
      case Test::Kind::kLess:
        return passed.push_back({0, low});
      case Test::Kind::kLessOrEqual:
        return passed.push_back({0, low + 1});
      case Test::Kind::kGreater:
        return passed.push_back({low + 1, end});
      case Test::Kind::kGreaterOrEqual:
        return passed.push_back({low, end});
      case Test::Kind::kRange:
        return passed.push_back(
            {low + (test.low_open ? 1 : 0), class_of_literal(test.high.value) + (test.high_open ? 0 : 1)});
    }
  }

  const Table& table_;
  std::size_t words_;
  Index::Column column_;
};

namespace {

/// Share of the rules in the sets of a column, over all classes: small is selective.
double density(std::span<const std::uint64_t> sets) {
  std::uint64_t bits = 0;
  for (const std::uint64_t word : sets) bits += static_cast<std::uint64_t>(std::popcount(word));
  return static_cast<double>(bits) / static_cast<double>(sets.size());
}

}  // namespace

/// The rules of a table by input and test.
class RulesByTest {
 public:
  /// `only`: of this input alone.
  RulesByTest(const Table& table, std::size_t words, std::optional<std::uint32_t> only = std::nullopt)
      : unchecked_(table.inputs.size(), all_rules(table.rules.size(), words)), tests_(table.inputs.size()) {
    std::vector<std::size_t> place(table.tests.size(), kNone);
    for (std::uint32_t r = 0; r < table.rules.size(); ++r) {
      for (std::uint32_t i = table.rules[r].checks_begin; i < table.rules[r].checks_end; ++i) {
        const auto [input, test] = table.checks[i];
        if (only && *only != input) continue;
        if (place[test] == kNone) {
          place[test] = tests_[input].size();
          tests_[input].push_back({test, {}});
        }
        tests_[input][place[test]].second.push_back(r);
        unchecked_[input][r / Index::kWordBits] &= ~(Index::Word{1} << (r % Index::kWordBits));
      }
    }
  }

  [[nodiscard]] const auto& unchecked(std::uint32_t input) const { return unchecked_[input]; }
  [[nodiscard]] const auto& tests(std::uint32_t input) const { return tests_[input]; }

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  static std::vector<Index::Word> all_rules(std::size_t rules, std::size_t words) {
    std::vector<Index::Word> set(words);
    std::fill_n(set.begin(), rules / Index::kWordBits, ~Index::Word{0});
    if (rules % Index::kWordBits != 0)
      set[rules / Index::kWordBits] = (Index::Word{1} << (rules % Index::kWordBits)) - 1;
    return set;
  }

  std::vector<std::vector<Index::Word>> unchecked_;
  std::vector<std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>> tests_;
};

std::shared_ptr<const Index> Index::build(const Table& table) {
  if (table.inputs.empty() || table.rules.size() < kMinRules) return nullptr;
  const std::shared_ptr<Index> index(new Index);
  constexpr std::size_t kBlockBits = kBlockWords * kWordBits;
  index->words_ = (table.rules.size() + kBlockBits - 1) / kBlockBits * kBlockWords;
  const RulesByTest rules(table, index->words_);
  for (std::uint32_t input = 0; input < table.inputs.size(); ++input) {
    if (rules.tests(input).empty()) continue;
    // The selected values of a multi-select picklist are many values at once: no class holds them.
    if (table.inputs[input].formula.type() == Type::kMultiPicklist || index->columns_.size() == kMaxInputs) {
      index->exact_ = false;
      continue;
    }
    ColumnBuilder builder(table, input, index->words_);
    index->columns_.push_back(builder.build(rules.unchecked(input), rules.tests(input)));
    if (index->columns_.back().is_shared) index->exact_ = false;
  }
  if (index->columns_.empty()) return nullptr;
  std::stable_sort(index->columns_.begin(), index->columns_.end(),
                   [](const Column& a, const Column& b) { return density(a.sets) < density(b.sets); });
  return index;
}

std::shared_ptr<const Index> Index::with_rule(const Table& table, std::uint32_t rule) const {
  std::vector<const UnaryTest*> tests(table.inputs.size());
  for (const Check& check : table.checks_of(table.rules[rule])) tests[check.input] = &table.tests[check.test];
  const std::shared_ptr<Index> index(new Index);
  index->words_ = words_;
  index->exact_ = exact_;
  for (const Column& column : columns_) {
    const UnaryTest* const test = std::exchange(tests[column.input], nullptr);
    ColumnBuilder builder(table, column, words_);
    // A shared set stays as large as it is.
    if (column.is_shared) return build(table);
    if (!test || builder.learn(*test)) {
      index->columns_.push_back(builder.with_rule(rule, test));
      continue;
    }
    const RulesByTest rules(table, words_, column.input);
    index->columns_.push_back(
        ColumnBuilder(table, column.input, words_).build(rules.unchecked(column.input), rules.tests(column.input)));
    if (index->columns_.back().is_shared) index->exact_ = false;
  }
  // An input without a column is tested for the first time, or cannot have one.
  const auto is_tested = [](const UnaryTest* test) { return test != nullptr; };
  return std::any_of(tests.begin(), tests.end(), is_tested) ? build(table) : index;
}

}  // namespace signalbox::rules
