#include "formula/literal.h"

#include <cstddef>
#include <utility>

#include "base/unicode.h"
#include "formula/lexer.h"
#include "formula/report.h"

namespace signalbox::formula {
namespace {

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The four digits of `\\uXXXX` at the start of `rest`; nullopt when there are none.
std::optional<std::uint32_t> utf16_unit(std::string_view rest) {
  if (rest.size() < 6 || rest[0] != '\\' || rest[1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  for (std::size_t i = 2; i < 6; ++i) {
    if (hex_digit(rest[i]) < 0) return std::nullopt;
    unit = unit * 16 + static_cast<std::uint32_t>(hex_digit(rest[i]));
  }
  return unit;
}

/// `\\uXXXX`, where two surrogates in a row are one character; answers how many bytes follow the backslash, 0 for what
/// is no character.
std::size_t unicode_escape(std::string_view rest, std::string& out) {
  const auto high = utf16_unit(rest);
  if (!high) return 0;
  if (*high < 0xD800 || *high > 0xDFFF) {
    unicode::append_code_point(*high, out);
    return 5;
  }
  const auto low = utf16_unit(rest.substr(6));
  if (*high > 0xDBFF || !low || *low < 0xDC00 || *low > 0xDFFF) return 0;
  unicode::append_code_point(0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00), out);
  return 11;
}

/// Reads the escape at the start of `rest`; answers how many bytes follow the backslash, 0 for one that is unknown.
std::size_t escape(std::string_view rest, std::string& out) {
  // A letter and the character that it stands for.
  constexpr std::string_view kEscapes = "n\nr\rt\tb\bf\f\\\\//\"\"''";
  if (rest[1] == 'u') return unicode_escape(rest, out);
  for (std::size_t i = 0; i < kEscapes.size(); i += 2) {
    if (kEscapes[i] != rest[1]) continue;
    out += kEscapes[i + 1];
    return 1;
  }
  return 0;
}

/// Bytes of the character at the start of `rest`.
std::size_t character_size(std::string_view rest) {
  std::size_t size = 1;
  while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0) == 0x80) ++size;
  return size;
}

}  // namespace

std::optional<std::string> decode_text(std::string_view source, Span span, Diagnostics& diagnostics) {
  const std::string_view inner = source.substr(span.begin + 1, span.end - span.begin - 2);
  std::string out;
  bool good = true;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\') {
      out += inner[i];
      continue;
    }
    std::size_t size = escape(inner.substr(i), out);
    if (size == 0) {
      good = false;
      size = character_size(inner.substr(i + 1));
      const std::string_view written = inner.substr(i, size + 1);
      const auto begin = static_cast<std::uint32_t>(span.begin + 1 + i);
      report(diagnostics, "bad-escape", {begin, static_cast<std::uint32_t>(begin + size + 1)},
             "In a text, " + quoted(written) + " means nothing. A backslash itself is written twice.",
             "`n`, `r`, `t`, `b`, `f`, `u0000`, a quote, `/` or another backslash behind the backslash", written,
             "\\" + std::string(written));
    }
    i += size;
  }
  return good ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace signalbox::formula
