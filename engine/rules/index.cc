#include "rules/index.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "rules/literal.h"

namespace signalbox::rules {

namespace {

template <class Word>
std::uint64_t word_at(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  // High bits first come down: texts often differ in their last byte only.
  hash ^= word ^ (word >> 32);
  hash *= 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

/// For tables in memory only: the order of the bytes in a word shows in it.
std::uint64_t hash_of(std::string_view text) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  constexpr std::size_t kHalf = sizeof(std::uint32_t);
  const std::size_t size = text.size();
  const char* const bytes = text.data();
  std::uint64_t hash = size;
  if (size >= kWord) {
    for (std::size_t i = 0; i + kWord < size; i += kWord) hash = mixed(hash, word_at<std::uint64_t>(bytes + i));
    return mixed(hash, word_at<std::uint64_t>(bytes + size - kWord));
  }
  if (size >= kHalf) {
    return mixed(hash, word_at<std::uint32_t>(bytes) << 32 | word_at<std::uint32_t>(bytes + size - kHalf));
  }
  std::uint64_t word = 0;
  for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
  return mixed(hash, word);
}

/// Dates and times as whole numbers.
std::optional<std::int64_t> whole_number(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kDate:
      return value.as_date().days;
    case Value::Kind::kDateTime:
      return value.as_date_time().ms;
    case Value::Kind::kTime:
      return value.as_time().ms;
    default:
      return std::nullopt;
  }
}

bool compares_order(const UnaryTest& test) {
  return std::any_of(test.tests.begin(), test.tests.end(),
                     [](const Test& one) { return one.kind >= Test::Kind::kLess; });
}

bool before(const Value& a, const Value& b) {
  const auto order = compare(a, b);
  return order && *order < 0;
}

bool same(const Value& a, const Value& b) {
  const auto order = compare(a, b);
  return order && *order == 0;
}

}  // namespace

std::size_t Index::Column::class_of(const Value& value) const {
  if (value.is_error()) return error_class();
  if (value.is_blank()) return blank_class();
  if (!text_slots.empty() && value.kind() == Value::Kind::kText) {
    const std::uint64_t hash = hash_of(value.as_text());
    for (std::size_t i = hash & (text_slots.size() - 1);; i = (i + 1) & (text_slots.size() - 1)) {
      const TextSlot& slot = text_slots[i];
      if (slot.point == 0 && !ordered) return other_class();
      if (slot.point == 0) break;
      if (slot.hash == hash && points[slot.point - 1].as_text() == value.as_text()) return point_class(slot.point - 1);
    }
  }
  return class_of_present(value);
}

std::size_t Index::Column::class_of_present(const Value& value) const {
  if (points.empty() || points[0].kind() != value.kind()) return other_class();
  if (!cuts.empty()) return class_of_number(value);
  const bool checkbox = value.kind() == Value::Kind::kCheckbox;
  const auto at = checkbox ? std::find_if(points.begin(), points.end(), [&](const Value& p) { return same(p, value); })
                           : std::lower_bound(points.begin(), points.end(), value, before);
  return class_between(static_cast<std::size_t>(at - points.begin()), at != points.end() && same(*at, value));
}

std::size_t Index::Column::class_of_number(const Value& value) const {
  bool is_exact = true;
  const bool is_number = value.kind() == Value::Kind::kNumber;
  const auto key = is_number ? value.as_number().units(places, is_exact) : whole_number(value);
  // Too large for 64 bits: beyond all points.
  if (!key) return class_between(value.as_number().is_negative() ? 0 : cuts.size(), false);
  std::size_t place = 0;
  for (std::size_t size = cuts.size(); size > 1;) {
    const std::size_t half = size / 2;
    place += cuts[place + half - 1] < *key ? half : 0;
    size -= half;
  }
  place += cuts[place] < *key ? 1 : 0;
  const bool is_at_cut = place < cuts.size() && cuts[place] == *key;
  return class_between(is_at_cut && !is_exact ? place + 1 : place, is_at_cut && is_exact);
}

/// Makes the column of one input.
class ColumnBuilder {
 public:
  using Word = Index::Word;

  ColumnBuilder(const Table& table, std::uint32_t input, std::size_t words) : table_(table), words_(words) {
    column_.input = input;
  }

  /// `unchecked`: the rules with `-` in this input. `rules_of_test`: the rules by test, for the tests of this input.
  Index::Column build(const std::vector<Word>& unchecked,
                      const std::vector<std::pair<std::uint32_t, std::vector<std::uint32_t>>>& rules_of_test) {
    for (const auto& [test, rules] : rules_of_test) collect_points(table_.tests[test]);
    sort_points();
    fill_text_slots();
    fill_cuts();
    assign_sets();
    const std::size_t sets = column_.set_of.back() + 1u;
    for (std::size_t set = 0; set < sets; ++set) {
      column_.sets.insert(column_.sets.end(), unchecked.begin(), unchecked.end());
    }
    for (const auto& [test, rules] : rules_of_test) add_rules(table_.tests[test], rules);
    return std::move(column_);
  }

  [[nodiscard]] bool merged() const { return merged_; }

 private:
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
    std::size_t size = 4;
    while (size < 2 * column_.points.size()) size *= 2;
    column_.text_slots.resize(size);
    for (std::uint32_t p = 0; p < column_.points.size(); ++p) {
      const std::uint64_t hash = hash_of(column_.points[p].as_text());
      std::size_t i = hash & (size - 1);
      while (column_.text_slots[i].point != 0) i = (i + 1) & (size - 1);
      column_.text_slots[i] = {hash, p + 1};
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
    const std::size_t most = std::max<std::size_t>(8, Index::kMaxBytesOfInput / (words_ * sizeof(Word)));
    const std::size_t present = column_.other_class();
    const std::size_t share = present / most + 1;
    merged_ = share > 1;
    for (std::size_t c = 0; c < present; ++c) column_.set_of.push_back(static_cast<std::uint32_t>(c / share));
    const std::uint32_t next = present == 0 ? 0 : column_.set_of.back() + 1;
    for (std::uint32_t i = 0; i < 3; ++i) column_.set_of.push_back(next + i);
  }

  void add_rules(const UnaryTest& test, const std::vector<std::uint32_t>& rules) {
    const std::vector<bool> passed = classes_that_pass(test);
    std::uint32_t last_set = ~0u;
    for (std::size_t c = 0; c < passed.size(); ++c) {
      if (!passed[c] || column_.set_of[c] == last_set) continue;
      last_set = column_.set_of[c];
      Word* set = column_.sets.data() + last_set * words_;
      for (const std::uint32_t rule : rules) set[rule / Index::kWordBits] |= Word{1} << (rule % Index::kWordBits);
    }
  }

  [[nodiscard]] std::size_t point_of(const Value& literal) const {
    std::size_t i = 0;
    while (!same(column_.points[i], literal)) ++i;
    return i;
  }

  [[nodiscard]] std::size_t class_of_literal(const Value& literal) const {
    // An empty text is a literal like any other here, but a blank value as an input.
    return literal.is_blank() ? column_.point_class(point_of(literal)) : column_.class_of(literal);
  }

  /// What rules/unary_test.h says a test passes, class by class.
  [[nodiscard]] std::vector<bool> classes_that_pass(const UnaryTest& test) const {
    std::vector<bool> passed(column_.classes());
    for (const Test& one : test.tests) mark(one, passed);
    if (test.negated) {
      for (std::size_t c = 0; c <= column_.other_class(); ++c) passed[c] = !passed[c];
    }
    passed[column_.blank_class()] = passes(test, Value(), table_.input_blanks[column_.input]);
    return passed;
  }

  void mark(const Test& test, std::vector<bool>& passed) const {
    const std::size_t end = column_.other_class();
    const auto mark_range = [&](std::size_t first, std::size_t last) {
      for (std::size_t c = first; c < last; ++c) passed[c] = true;
    };
    switch (test.kind) {
      case Test::Kind::kAny:
        mark_range(0, end + 1);
        return;
      case Test::Kind::kBlank:
        return;
      case Test::Kind::kEqual:
        passed[class_of_literal(test.low.value)] = true;
        return;
      case Test::Kind::kNotEqual: {
        const std::size_t point = class_of_literal(test.low.value);
        mark_range(0, point);
        mark_range(point + 1, end + 1);
        return;
      }
      case Test::Kind::kLess:
        mark_range(0, class_of_literal(test.low.value));
        return;
      case Test::Kind::kLessOrEqual:
        mark_range(0, class_of_literal(test.low.value) + 1);
        return;
      case Test::Kind::kGreater:
        mark_range(class_of_literal(test.low.value) + 1, end);
        return;
      case Test::Kind::kGreaterOrEqual:
        mark_range(class_of_literal(test.low.value), end);
        return;
      case Test::Kind::kRange:
        mark_range(class_of_literal(test.low.value) + (test.low_open ? 1 : 0),
                   class_of_literal(test.high.value) + (test.high_open ? 0 : 1));
        return;
    }
  }

  const Table& table_;
  std::size_t words_;
  Index::Column column_;
  bool merged_ = false;
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
  explicit RulesByTest(const Table& table, std::size_t words)
      : unchecked_(table.inputs.size(), all_rules(table.rules.size(), words)), tests_(table.inputs.size()) {
    std::vector<std::size_t> place(table.tests.size(), kNone);
    for (std::uint32_t r = 0; r < table.rules.size(); ++r) {
      for (std::uint32_t i = table.rules[r].checks_begin; i < table.rules[r].checks_end; ++i) {
        const auto [input, test] = table.checks[i];
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
    if (builder.merged()) index->exact_ = false;
  }
  if (index->columns_.empty()) return nullptr;
  std::stable_sort(index->columns_.begin(), index->columns_.end(),
                   [](const Column& a, const Column& b) { return density(a.sets) < density(b.sets); });
  return index;
}

std::size_t Index::bytes() const {
  std::size_t total = 0;
  for (const Column& column : columns_) {
    total += column.sets.size() * sizeof(Word) + column.set_of.size() * sizeof(std::uint32_t) +
             column.points.size() * sizeof(Value) + column.text_slots.size() * sizeof(TextSlot) +
             column.cuts.size() * sizeof(std::int64_t);
  }
  return total;
}

}  // namespace signalbox::rules
