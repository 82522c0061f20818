// The words of a FEEL text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/span.h"
#include "dmn/feel.h"

namespace signalbox::dmn {

enum class WordKind : std::uint8_t { kEnd, kNumber, kText, kTemporal, kName, kSign, kInvalid };

struct Word {
  WordKind kind = WordKind::kEnd;
  Span span;
  std::string text;  ///< kText, kTemporal: decoded; kName: with single spaces; else as written.
};

/// The word at or after `position`, white space and comments skipped; kEnd at the end. A name is the longest of `names`
/// and FEEL's own functions that stands there, else one identifier. kInvalid: an unclosed text, a bad escape, or a
/// character that begins nothing. O(names x length of the word).
[[nodiscard]] Word next_word(std::string_view text, std::size_t position, const FeelNames& names);

/// `text` without white space around it, and one space for each white space within.
[[nodiscard]] std::string normal_name(std::string_view text);

}  // namespace signalbox::dmn
