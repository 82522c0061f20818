#include "formula/literal.h"

#include <cstddef>

#include "formula/lexer.h"
#include "formula/report.h"

namespace signalbox::formula {
namespace {

void append_utf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
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
    case 'u': {
      std::uint32_t code = 0;
      bool good = rest.size() >= 6;
      for (std::size_t i = 2; good && i < 6; ++i) {
        good = hex_digit(rest[i]) >= 0;
        code = code * 16 + static_cast<std::uint32_t>(hex_digit(rest[i]));
      }
      if (good && (code < 0xD800 || code > 0xDFFF)) {
        append_utf8(code, out);
        return 5;
      }
      break;
    }
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
