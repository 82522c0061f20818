#include "formula/literal.h"

#include <cstddef>
#include <optional>

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

/// Reads the escape at the start of `rest`; answers how many bytes follow the backslash.
std::size_t escape(std::string_view rest, std::uint32_t begin, std::string& out, Diagnostics& diagnostics) {
  const char c = rest.size() > 1 ? rest[1] : '\0';
  switch (c) {
    case 'n':
      out += '\n';
      return 1;
    case 'r':
      out += '\r';
      return 1;
    case 't':
      out += '\t';
      return 1;
    case 'b':
      out += '\b';
      return 1;
    case 'f':
      out += '\f';
      return 1;
    case '\\':
    case '/':
    case '"':
    case '\'':
      out += c;
      return 1;
    case 'u':
      if (const std::size_t size = unicode_escape(rest, out)) return size;
      break;
    default:
      break;
  }
  report(diagnostics, "bad-escape", {begin, begin + 2},
         "A backslash in a text stands before `n`, `r`, `t`, `b`, `f`, `u0000`, a quote, `/` or another backslash.",
         "\\\\", rest.substr(0, 2), "\\\\");
  return 1;
}

}  // namespace

std::string decode_text(std::string_view source, Span span, Diagnostics& diagnostics) {
  const std::string_view inner = source.substr(span.begin + 1, span.end - span.begin - 2);
  std::string out;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    if (inner[i] != '\\') {
      out += inner[i];
    } else {
      i += escape(inner.substr(i), static_cast<std::uint32_t>(span.begin + 1 + i), out, diagnostics);
    }
  }
  return out;
}

}  // namespace signalbox::formula
