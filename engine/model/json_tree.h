// How a parsed JSON document is kept: the inside of json::Document and json::Parser.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/json.h"

namespace signalbox::json {

/// A text of the document: a piece of the source where it stands there as it is, else of the decoded texts.
struct TextPiece {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

/// One value.
struct Entry {
  Span span;                    ///< In the source.
  TextPiece text;               ///< kText, kNumber. Containers: index of the first child, number of children.
  TextPiece key;                ///< Name, when this is a member.
  std::uint32_t key_begin = 0;  ///< Of the name's opening quote.
  Kind kind = Kind::kNull;
  bool value = false;         ///< kBool.
  bool text_decoded = false;  ///< `text` is a piece of the decoded texts.
  bool key_decoded = false;
};

/// All values of a document. The children of a container stand side by side; the root is the last entry.
struct Tree {
  std::string_view source;
  std::vector<Entry> entries;
  std::string decoded;  ///< Texts that are written with escapes, one after the other.

  [[nodiscard]] std::string_view piece(TextPiece text, bool is_decoded) const {
    return (is_decoded ? std::string_view(decoded) : source).substr(text.offset, text.size);
  }
  [[nodiscard]] std::string_view key(const Entry& entry) const { return piece(entry.key, entry.key_decoded); }
  /// Where the name of a member stands, quotes included.
  [[nodiscard]] Span key_span(const Entry& member) const;
};

/// The value of four hexadecimal digits at `offset`; -1 when they are not there.
[[nodiscard]] int hex_digits(std::string_view source, std::size_t offset);

inline bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
inline bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }
inline std::uint32_t join_surrogates(std::uint32_t high, std::uint32_t low) {
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

}  // namespace signalbox::json
