// Sets of small numbers: the classes that a cell lets through, the rows that can meet another.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace signalbox::analysis {

/// A set of the numbers 0 .. size - 1, one bit each. Sets that are combined have the same size. Everything is O(words
/// between the least member and the greatest).
class BitSet {
 public:
  BitSet() = default;
  explicit BitSet(std::size_t size) : words_((size + kWordBits - 1) / kWordBits) {}

  /// Adds first .. last - 1.
  void add_range(std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) words_[i / kWordBits] |= Word{1} << (i % kWordBits);
    if (first < last) widen(first / kWordBits, (last - 1) / kWordBits + 1);
  }
  void add(std::size_t one) { add_range(one, one + 1); }

  [[nodiscard]] bool contains(std::size_t one) const {
    return ((words_[one / kWordBits] >> (one % kWordBits)) & 1u) != 0;
  }
  [[nodiscard]] bool empty() const { return first_ == last_; }
  [[nodiscard]] std::size_t count() const {
    std::size_t sum = 0;
    for (std::size_t w = first_; w < last_; ++w) sum += static_cast<std::size_t>(std::popcount(words_[w]));
    return sum;
  }
  /// The least member of a set that is not empty.
  [[nodiscard]] std::size_t front() const {
    return first_ * kWordBits + static_cast<std::size_t>(std::countr_zero(words_[first_]));
  }

  [[nodiscard]] bool intersects(const BitSet& other) const {
    const std::size_t end = last_ < other.last_ ? last_ : other.last_;
    for (std::size_t w = first_ > other.first_ ? first_ : other.first_; w < end; ++w) {
      if ((words_[w] & other.words_[w]) != 0) return true;
    }
    return false;
  }
  [[nodiscard]] bool is_within(const BitSet& other) const {
    for (std::size_t w = first_; w < last_; ++w) {
      if ((words_[w] & ~other.words_[w]) != 0) return false;
    }
    return true;
  }

  void keep(const BitSet& other) {
    for (std::size_t w = first_; w < last_; ++w) words_[w] &= other.words_[w];
    tighten();
  }
  void remove(const BitSet& other) {
    for (std::size_t w = first_; w < last_; ++w) words_[w] &= ~other.words_[w];
    tighten();
  }
  void join(const BitSet& other) {
    for (std::size_t w = other.first_; w < other.last_; ++w) words_[w] |= other.words_[w];
    if (!other.empty()) widen(other.first_, other.last_);
  }

  /// Calls `take(member)`, ascending.
  template <class Take>
  void for_each(Take take) const {
    for (std::size_t w = first_; w < last_; ++w) {
      for (Word rest = words_[w]; rest != 0; rest &= rest - 1) {
        take(w * kWordBits + static_cast<std::size_t>(std::countr_zero(rest)));
      }
    }
  }

  friend bool operator==(const BitSet& a, const BitSet& b) { return a.words_ == b.words_; }
  friend bool operator<(const BitSet& a, const BitSet& b) { return a.words_ < b.words_; }

 private:
  using Word = std::uint64_t;
  static constexpr std::size_t kWordBits = 64;

  void widen(std::size_t first, std::size_t last) {
    const bool none = first_ == last_;
    first_ = none || first < first_ ? first : first_;
    last_ = none || last > last_ ? last : last_;
  }
  /// Every member lies within words first_ .. last_ - 1, the ends of which are not zero.
  void tighten() {
    while (first_ < last_ && words_[first_] == 0) ++first_;
    while (last_ > first_ && words_[last_ - 1] == 0) --last_;
    if (first_ == last_) first_ = last_ = 0;
  }

  std::vector<Word> words_;
  std::size_t first_ = 0;
  std::size_t last_ = 0;
};

}  // namespace signalbox::analysis
