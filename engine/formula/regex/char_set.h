// Sets of code points, for character classes.
#pragma once

#include <cstdint>
#include <vector>

namespace signalbox::formula::regex {

inline constexpr char32_t kLastCodePoint = 0x10FFFF;

/// Inclusive range of code points.
struct CharRange {
  char32_t first;
  char32_t last;
};

/// A set of code points as sorted ranges that neither touch nor overlap. Value semantics.
class CharSet {
 public:
  CharSet() = default;
  CharSet(std::initializer_list<CharRange> ranges);

  /// Adds a range; `first <= last`. O(ranges).
  void add(char32_t first, char32_t last);
  void add(char32_t c) { add(c, c); }
  /// O(ranges of both).
  void add(const CharSet& other);
  [[nodiscard]] CharSet complement() const;
  [[nodiscard]] CharSet intersection(const CharSet& other) const;
  /// With the other case of every ASCII letter in it, as Java's CASE_INSENSITIVE.
  [[nodiscard]] CharSet ignoring_ascii_case() const;
  /// O(log ranges).
  [[nodiscard]] bool contains(char32_t c) const;
  [[nodiscard]] const std::vector<CharRange>& ranges() const { return ranges_; }

 private:
  std::vector<CharRange> ranges_;
};

}  // namespace signalbox::formula::regex
