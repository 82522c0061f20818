// Which rules of a table a record can match, found without asking rule by rule.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

#include "rules/index_values.h"
#include "rules/table.h"

namespace signalbox::rules {

/// For every input, the literals of its tests cut the values into classes (each literal, and each gap between two
/// neighbours) within which no test tells values apart; for every class there is a set of rules, one bit a rule. A
/// record's rules are the intersection of one set an input.
///
/// Memory: classes x rules / 8 bytes an input (rules rounded up to the next 512), at most kMaxBytesOfInput; beyond it,
/// neighbouring classes share a set that is too large by the rules which only some of them pass (is_exact() is then
/// false and the caller asks the surviving rules). A literal takes 40 bytes more (a text 88 to 136, a number or date
/// 48). Sources: bitmap indexes as in O'Neil and Quass, "Improved query performance with variant indexes" (1997).
class Index {
 public:
  static constexpr std::size_t kMaxBytesOfInput = 4u << 20;
  /// Below this number of rules asking each in turn is as quick.
  static constexpr std::size_t kMinRules = 4;
  /// Inputs beyond this number are left to the caller.
  static constexpr std::size_t kMaxInputs = 32;

  /// nullptr when the table has conditions instead of inputs, too few rules, or no input that could be indexed.
  /// O(inputs x classes x rules) within the memory bound.
  static std::shared_ptr<const Index> build(const Table& table);

  /// The index of `table`, which differs from this index's table in the tests of one rule only. Columns of which a test
  /// asks for a new literal are made anew; the others are copied. O(memory), and for a new column O(classes x rules).
  [[nodiscard]] std::shared_ptr<const Index> with_rule(const Table& table, std::uint32_t rule) const;

  /// Calls `take(rule)` for the rules that these inputs pass, ascending, until it answers false. O(inputs x rules / 64)
  /// up to the last rule taken.
  template <class Take>
  void for_each(std::span<const Value> inputs, Take take) const;

  /// Does for_each yield just the rules that match? If not, it yields those and a few more.
  [[nodiscard]] bool is_exact() const { return exact_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  using Word = std::uint64_t;
  static constexpr std::size_t kWordBits = 64;
  /// Words that are intersected at once, without a branch between them.
  static constexpr std::size_t kBlockWords = 8;
  /// Two words at once, where the processor can.
  using Lane = Word __attribute__((vector_size(2 * sizeof(Word))));
  static Lane lane_at(const Word* words) {
    Lane lane;
    std::memcpy(&lane, words, sizeof lane);
    return lane;
  }

  /// Text literals by hash, with their keys (index_values.h): most inputs are text.
  struct TextSlot {
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    std::uint32_t size = 0;
    std::uint32_t point = 0;  ///< Index into points, plus one; 0: free.
  };
  /// The classes of one input, in this order: the literals (between and around them the gaps, when values of the type
  /// have an order), then any other value, blank, error.
  struct Column {
    std::uint32_t input = 0;
    bool ordered = false;
    bool is_shared = false;                            ///< Neighbouring classes share sets.
    bool ids = false;                                  ///< Values are compared as ids.
    std::vector<Value> points;                         ///< Distinct literals, ascending when ordered.
    std::vector<std::shared_ptr<const void>> storage;  ///< Of the points; empty for other types than text.
    std::vector<TextSlot> text_slots;                  ///< Open addressing, a power of two; empty for other types.
    int text_shift = 0;                                ///< That leaves of a hash as many bits as tell the slots.
    std::vector<std::int64_t> cuts;     ///< The points as whole numbers, in units; empty where they are none.
    int places = 0;                     ///< Numbers count in units of 10^-places.
    std::vector<std::uint32_t> set_of;  ///< Set by class.
    std::vector<Word> sets;             ///< One after the other, words_ each.

    [[nodiscard]] std::size_t point_class(std::size_t point) const { return ordered ? 2 * point + 1 : point; }
    [[nodiscard]] std::size_t other_class() const { return ordered ? 2 * points.size() + 1 : points.size(); }
    [[nodiscard]] std::size_t blank_class() const { return other_class() + 1; }
    [[nodiscard]] std::size_t error_class() const { return other_class() + 2; }
    [[nodiscard]] std::size_t classes() const { return other_class() + 3; }
    [[nodiscard]] std::size_t class_of(const Value& value) const;
    [[nodiscard]] std::size_t class_of_comparable(const Value& value) const;
    [[nodiscard]] std::size_t class_of_present(const Value& value) const;
    [[nodiscard]] std::size_t class_of_text(const Value& value) const;
    /// Where the text is, or would be: its slot, or a free one. There are slots.
    [[nodiscard, gnu::always_inline]] std::size_t slot_of(std::string_view text) const;
    [[nodiscard]] std::size_t class_of_number(const Value& value) const;
    [[nodiscard]] std::size_t class_between(std::size_t place, bool is_point) const {
      if (is_point) return point_class(place);
      return ordered ? 2 * place : other_class();
    }
  };
  friend class ColumnBuilder;
  friend class RulesByTest;

  Index() = default;
  [[nodiscard]] const Word* set_for(const Column& column, const Value& value) const {
    return column.sets.data() + column.set_of[column.class_of(value)] * words_;
  }

  std::size_t words_ = 0;  ///< Of a set: a multiple of kBlockWords.
  bool exact_ = true;
  std::vector<Column> columns_;  ///< The most selective first.
};

inline std::size_t Index::Column::slot_of(std::string_view text) const {
  const index_values::TextKey key(text);
  const std::size_t last = text_slots.size() - 1;
  for (std::size_t i = key.hash() >> text_shift;; i = (i + 1) & last) {
    const TextSlot& slot = text_slots[i];
    if (slot.point == 0) return i;
    if (slot.head != key.head || slot.tail != key.tail || slot.size != key.size) continue;
    if (text.size() <= index_values::TextKey::kWhole || points[slot.point - 1].as_text() == text) return i;
  }
}

template <class Take>
void Index::for_each(std::span<const Value> inputs, Take take) const {
  const Word* sets[kMaxInputs];
  const std::size_t count = columns_.size();
  for (std::size_t c = 0; c < count; ++c) sets[c] = set_for(columns_[c], inputs[columns_[c].input]);
  for (std::size_t w = 0; w < words_; w += kBlockWords) {
    // Four variables, for compilers keep an array of lanes in memory.
    Lane first = lane_at(sets[0] + w);
    Lane second = lane_at(sets[0] + w + 2);
    Lane third = lane_at(sets[0] + w + 4);
    Lane fourth = lane_at(sets[0] + w + 6);
    for (std::size_t c = 1; c < count; ++c) {
      const Word* const set = sets[c] + w;
      first &= lane_at(set);
      second &= lane_at(set + 2);
      third &= lane_at(set + 4);
      fourth &= lane_at(set + 6);
    }
    const Lane any = (first | second) | (third | fourth);
    if ((any[0] | any[1]) == 0) continue;
    const Word words[kBlockWords] = {first[0], first[1], second[0], second[1],
                                     third[0], third[1], fourth[0], fourth[1]};
    for (std::size_t i = 0; i < kBlockWords; ++i) {
      for (Word rules = words[i]; rules != 0; rules &= rules - 1) {
        const std::size_t bit = (w + i) * kWordBits + static_cast<std::size_t>(std::countr_zero(rules));
        if (!take(static_cast<std::uint32_t>(bit))) return;
      }
    }
  }
}

}  // namespace signalbox::rules
