// The tree of a pattern.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "formula/regex/char_set.h"

namespace signalbox::formula::regex {

/// A place between characters that must be of a kind.
enum class Assertion : std::uint8_t {
  kTextBegin,
  kTextEnd,
  kTextEndOrFinalBreak,  ///< Java's `$` and `\Z`: the end, or before a line break that ends the text.
  kLineBegin,
  kLineEnd,
  kWordBoundary,
  kNoWordBoundary,
};

inline constexpr int kUnbounded = -1;

/// One element of a pattern.
struct Node {
  enum class Kind : std::uint8_t { kSet, kAssertion, kSequence, kAlternatives, kRepeat };
  Kind kind = Kind::kSequence;
  CharSet set;                                  ///< kSet
  Assertion assertion{};                        ///< kAssertion
  int least = 0;                                ///< kRepeat
  int most = kUnbounded;                        ///< kRepeat
  std::vector<std::unique_ptr<Node>> children;  ///< kSequence (empty: the empty text), kAlternatives, kRepeat (one).
};

/// Parses Java's pattern syntax (java.util.regex.Pattern) as far as it describes regular languages. What goes beyond
/// (back references, look-around, possessive and atomic groups) and what is malformed is reported with its span in
/// bytes of `pattern`: codes `regex-syntax`, `regex-unsupported`, `regex-too-large`. `pattern` is valid UTF-8. nullptr
/// when it has errors. O(length), nesting limited.
[[nodiscard]] std::unique_ptr<Node> parse(std::string_view pattern, Diagnostics& diagnostics);

/// Code point at `position`, which is moved past it. `text` is valid UTF-8 and position < text.size().
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& position);

/// \n, \r, U+0085, U+2028, U+2029: what ends a line.
[[nodiscard]] bool is_line_break(char32_t c);
/// [a-zA-Z0-9_]
[[nodiscard]] bool is_word_char(char32_t c);

}  // namespace signalbox::formula::regex
