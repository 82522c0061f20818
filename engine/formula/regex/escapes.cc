#include "formula/regex/escapes.h"

#include "formula/regex/classes.h"

namespace signalbox::formula::regex {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char32_t read_hex(Scanner& in, int digits, std::size_t from) {
  char32_t value = 0;
  for (int i = 0; i < digits; ++i) {
    const int digit = in.at_end() ? -1 : hex_value(in.peek());
    if (digit < 0) {
      in.fail("regex-syntax", from, "This escape lacks hexadecimal digits.",
              std::to_string(digits) + " hexadecimal digits");
      return 0;
    }
    value = value * 16 + static_cast<char32_t>(digit);
    (void)in.take_char();
  }
  return value;
}

/// `\uXXXX`, where two surrogates in a row are one code point.
char32_t read_utf16(Scanner& in, std::size_t from) {
  const char32_t high = read_hex(in, 4, from);
  if (high < 0xD800 || high > 0xDBFF || !in.take("\\u")) return high;
  const char32_t low = read_hex(in, 4, from);
  if (low >= 0xDC00 && low <= 0xDFFF) return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
  in.fail("regex-syntax", from, "This is half of a surrogate pair.", "a low surrogate after a high one");
  return 0;
}

char32_t read_hex_in_braces(Scanner& in, std::size_t from) {
  char32_t value = 0;
  const std::size_t first = in.position();
  while (!in.at_end() && hex_value(in.peek()) >= 0 && value <= kLastCodePoint) {
    value = value * 16 + static_cast<char32_t>(hex_value(in.peek()));
    (void)in.take_char();
  }
  if (in.position() == first || value > kLastCodePoint || !in.take("}")) {
    in.fail("regex-syntax", from, "This is no code point.", "`\\x{10FFFF}` at most");
  }
  return value;
}

char32_t read_octal(Scanner& in, std::size_t from) {
  constexpr char32_t kLast = 0377;
  char32_t value = 0;
  const std::size_t first = in.position();
  while (!in.at_end() && in.peek() >= '0' && in.peek() <= '7' && value * 8 <= kLast) {
    value = value * 8 + (in.take_char() - '0');
  }
  if (in.position() == first) {
    in.fail("regex-syntax", from, "This escape lacks octal digits.", "one to three octal digits");
  }
  return value;
}

/// The character that a letter, or 0, stands for after a backslash.
char32_t read_char(Scanner& in, char32_t letter, std::size_t from) {
  switch (letter) {
    case 't':
      return '\t';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    case 'a':
      return 0x07;
    case 'e':
      return 0x1B;
    case 'x':
      return in.take("{") ? read_hex_in_braces(in, from) : read_hex(in, 2, from);
    case 'u':
      return read_utf16(in, from);
    case '0':
      return read_octal(in, from);
    case 'c':
      if (!in.at_end()) return in.take_char() ^ 64;
      break;
    default:
      break;
  }
  in.fail("regex-syntax", from, "This escape is not known.", "an escape such as `\\d`, or the character itself");
  return 0;
}

CharSet read_property(Scanner& in, std::size_t from, bool negated) {
  std::string_view name;
  if (in.take("{")) {
    name = in.take_until('}', from, "This class name is not closed.");
  } else if (!in.at_end()) {
    name = in.take_view();
  }
  const auto set = class_of_property(name);
  if (!set) {
    in.fail("regex-unsupported", from, "This character class is not supported.",
            "a POSIX class such as `\\p{Alpha}` or a general category such as `\\p{L}` or `\\p{Lu}`");
    return {};
  }
  return negated ? set->complement() : *set;
}

}  // namespace

std::optional<CharSet> read_escape(Scanner& in, std::size_t from, char32_t& c) {
  if (in.at_end()) {
    in.fail("regex-syntax", from, "The pattern ends with a lone backslash.", "`\\\\`");
    return std::nullopt;
  }
  c = in.take_char();
  if (c == 'p' || c == 'P') return read_property(in, from, c == 'P');
  if (auto set = class_of_escape(c)) return set;
  if (c == 'N' || c == 'X') {
    in.fail("regex-unsupported", from, "Named characters and grapheme clusters are not supported.",
            "the character itself or `\\x{...}`");
    return std::nullopt;
  }
  if ((c >= '1' && c <= '9') || c == 'k') {
    in.fail("regex-unsupported", from, "Back references are not supported.", "a plain group");
    return std::nullopt;
  }
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '0') c = read_char(in, c, from);
  return std::nullopt;
}

}  // namespace signalbox::formula::regex
