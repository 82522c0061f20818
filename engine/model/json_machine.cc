#include "model/json_machine.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/unicode.h"

namespace signalbox::json {

namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// True for a character that ends the plain part of a text: a quote, a backslash or a control character.
bool ends_plain_text(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

/// Offset of the first character at or after `offset` that ends the plain part of a text, or the end of the source.
std::size_t plain_text_end(std::string_view source, std::size_t offset) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  constexpr std::uint64_t kHighs = 0x8080808080808080u;
  // Eight bytes at once: the high bit of each byte of `stops` tells whether it is one. The lowest set one is always
  // right.
  while (std::endian::native == std::endian::little && source.size() - offset >= 8) {
    std::uint64_t block;
    std::memcpy(&block, source.data() + offset, 8);
    const std::uint64_t quotes = block ^ (kOnes * '"');
    const std::uint64_t escapes = block ^ (kOnes * '\\');
    const std::uint64_t stops =
        (((quotes - kOnes) & ~quotes) | ((escapes - kOnes) & ~escapes) | ((block - kOnes * 0x20) & ~block)) & kHighs;
    if (stops != 0) return offset + static_cast<std::size_t>(std::countr_zero(stops)) / 8;
    offset += 8;
  }
  while (offset < source.size() && !ends_plain_text(source[offset])) ++offset;
  return offset;
}

}  // namespace

bool Parser::Machine::parse(std::string_view text, Diagnostics& diagnostics) {
  tree.source = text;
  tree.entries.clear();
  tree.decoded.clear();
  pending_.clear();
  frames_.clear();
  position = 0;
  next_ = Entry{};
  has_key_ = false;
  diagnostics_ = &diagnostics;
  if (text.starts_with("\xEF\xBB\xBF")) {
    return fail("json-syntax", 0, 3, "The document begins with a byte order mark, which JSON does not allow.",
                "a JSON value");
  }
  Next next = Next::kValue;
  do {
    if (!step(next)) return false;
  } while (next == Next::kValue || !frames_.empty());
  tree.entries.push_back(pending_.back());
  return true;
}

bool Parser::Machine::expect_end() {
  skip_space();
  return at_end() || unexpected("the end of the document");
}

bool Parser::Machine::step(Next& next) {
  skip_space();
  return next == Next::kValue ? take_value(next) : take_after_value(next);
}

void Parser::Machine::skip_space() {
  while (!at_end() && is_space(tree.source[position])) ++position;
}

bool Parser::Machine::take_value(Next& next) {
  Entry entry = next_;
  entry.span.begin = static_cast<std::uint32_t>(position);
  const char c = peek();
  if (c == '{' || c == '[') {
    entry.kind = c == '{' ? Kind::kObject : Kind::kArray;
    return open_container(entry, next);
  }
  next = Next::kAfterValue;
  if (c == '"') {
    entry.kind = Kind::kText;
    return take_text(entry.text, entry.text_decoded) && finish_value(entry);
  }
  if (c == '-' || at_digit()) return take_number(entry) && finish_value(entry);
  return take_literal(entry) && finish_value(entry);
}

bool Parser::Machine::open_container(Entry entry, Next& next) {
  if (frames_.size() == limits::kMaxJsonDepth) {
    return fail("json-too-deep", position, position + 1,
                "Arrays and objects are nested more than " + std::to_string(limits::kMaxJsonDepth) + " deep.",
                "at most " + std::to_string(limits::kMaxJsonDepth) + " levels");
  }
  const bool is_object = entry.kind == Kind::kObject;
  frames_.push_back({entry, pending_.size()});
  has_key_ = false;
  next_ = Entry{};
  ++position;
  skip_space();
  next = Next::kAfterValue;
  if (peek() == (is_object ? '}' : ']')) return close_container();
  next = Next::kValue;
  return !is_object || take_key();
}

bool Parser::Machine::take_after_value(Next& next) {
  const bool in_object = frames_.back().entry.kind == Kind::kObject;
  const char c = peek();
  if (c == ',') {
    ++position;
    next = Next::kValue;
    return !in_object || take_key();
  }
  if (c == (in_object ? '}' : ']')) return close_container();
  return unexpected(in_object ? "`,` or `}`" : "`,` or `]`");
}

bool Parser::Machine::close_container() {
  const Frame frame = frames_.back();
  const Entry* children = pending_.data() + frame.first_child;
  const std::size_t count = pending_.size() - frame.first_child;
  if (frame.entry.kind == Kind::kObject) {
    const std::size_t second = duplicates_.find(tree, children, count);
    if (second != count) {
      const Entry& member = children[second];
      const Span place = tree.key_span(member);
      return fail(
          "json-duplicate-member", place.begin, place.end,
          "The member `" + std::string(tree.key(member).substr(0, limits::kMaxQuotedBytes)) + "` is there twice.",
          "each member once");
    }
  }
  Entry entry = frame.entry;
  entry.text = {static_cast<std::uint32_t>(tree.entries.size()), static_cast<std::uint32_t>(count)};
  tree.entries.insert(tree.entries.end(), children, children + count);
  pending_.resize(frame.first_child);
  frames_.pop_back();
  ++position;
  return finish_value(entry);
}

bool Parser::Machine::finish_value(Entry entry) {
  if (pending_.size() + tree.entries.size() >= limits::kMaxJsonNodes) {
    return fail("json-too-large", entry.span.begin, position,
                "The document has more than " + std::to_string(limits::kMaxJsonNodes) + " values.",
                "at most " + std::to_string(limits::kMaxJsonNodes) + " values");
  }
  entry.span.end = static_cast<std::uint32_t>(position);
  pending_.push_back(entry);
  next_ = Entry{};
  has_key_ = false;
  return true;
}

bool Parser::Machine::take_key() {
  skip_space();
  if (peek() != '"') return unexpected("a member's name in double quotes");
  next_ = Entry{};
  next_.key_begin = static_cast<std::uint32_t>(position);
  if (!take_text(next_.key, next_.key_decoded)) return false;
  has_key_ = true;
  skip_space();
  if (peek() != ':') return unexpected("`:`");
  ++position;
  return true;
}

bool Parser::Machine::take_text(TextPiece& piece, bool& is_decoded) {
  const std::size_t start = position + 1;
  std::size_t end = plain_text_end(tree.source, start);
  is_decoded = end < tree.source.size() && tree.source[end] == '\\';
  position = end;
  if (is_decoded) {
    if (!decode_text(start, piece)) return false;
  } else {
    piece = {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start)};
  }
  if (at_end())
    return fail("json-syntax", start - 1, position, "The text that begins here is never closed.", "a closing `\"`");
  if (peek() != '"') {
    return fail("json-syntax", position, position + 1, "A control character in a text must be written as an escape.",
                "an escape such as `\\n`");
  }
  const std::string_view raw = tree.source.substr(start, position - start);
  const std::size_t valid = unicode::valid_utf8_prefix(raw);
  if (valid != raw.size()) {
    return fail("json-utf8", start + valid, start + valid + 1, "This byte is not valid UTF-8.", "UTF-8");
  }
  ++position;
  return true;
}

bool Parser::Machine::decode_text(std::size_t start, TextPiece& piece) {
  const std::size_t offset = tree.decoded.size();
  for (;;) {
    tree.decoded.append(tree.source.substr(start, position - start));
    if (peek() != '\\' || at_end()) break;
    if (!take_escape()) return false;
    start = position;
    position = plain_text_end(tree.source, start);
  }
  piece = {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(tree.decoded.size() - offset)};
  return true;
}

bool Parser::Machine::take_escape() {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t start = position++;
  if (!at_end()) {
    if (peek() == 'u') return take_unicode_escape();
    const std::size_t which = kLetters.find(peek());
    if (which != std::string_view::npos) {
      tree.decoded += kMeanings[which];
      ++position;
      return true;
    }
  }
  return fail("json-syntax", start, std::min(start + 2, tree.source.size()), "This is no escape of JSON.",
              "one of `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, `\\u0000`");
}

bool Parser::Machine::take_unicode_escape() {
  const std::size_t start = position - 1;
  const int unit = hex_digits(tree.source, start + 2);
  if (unit < 0) {
    return fail("json-syntax", start, std::min(start + 6, tree.source.size()),
                "After `\\u` four hexadecimal digits are needed.", "four hexadecimal digits");
  }
  auto code = static_cast<std::uint32_t>(unit);
  position = start + 6;
  if (is_high_surrogate(code) && tree.source.substr(position, 2) == "\\u") {
    const int low = hex_digits(tree.source, position + 2);
    if (low >= 0 && is_low_surrogate(static_cast<std::uint32_t>(low))) {
      code = join_surrogates(code, static_cast<std::uint32_t>(low));
      position += 6;
    }
  }
  if (is_high_surrogate(code) || is_low_surrogate(code)) {
    return fail("json-utf8", start, start + 6, "This half of a surrogate pair stands alone.", "a pair of surrogates");
  }
  unicode::append_code_point(code, tree.decoded);
  return true;
}

bool Parser::Machine::take_number(Entry& entry) {
  const std::size_t start = position;
  if (peek() == '-') ++position;
  const std::size_t whole = position;
  if (!take_digits("here")) return false;
  if (tree.source[whole] == '0' && position - whole > 1) {
    return fail("json-syntax", start, position, "A number must not begin with a needless zero.",
                "a number without leading zeros");
  }
  if (peek() == '.') {
    ++position;
    if (!take_digits("after the point")) return false;
  }
  const bool has_exponent = peek() == 'e' || peek() == 'E';
  if (has_exponent) {
    ++position;
    if (peek() == '+' || peek() == '-') ++position;
    if (!take_digits("in the exponent")) return false;
  }
  entry.kind = Kind::kNumber;
  entry.text = {static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(position - start)};
  return check_number(start, has_exponent);
}

bool Parser::Machine::take_digits(std::string_view where) {
  if (!at_digit()) return unexpected("a digit " + std::string(where));
  while (at_digit()) ++position;
  return true;
}

bool Parser::Machine::check_number(std::size_t start, bool has_exponent) {
  constexpr std::size_t kAlwaysFits = 57;
  const std::string_view text = tree.source.substr(start, position - start);
  if (text.size() > limits::kMaxNumberBytes) {
    return fail("json-number", start, position,
                "This number has more than " + std::to_string(limits::kMaxNumberBytes) + " characters.",
                "at most " + std::to_string(limits::kMaxNumberBytes) + " characters");
  }
  if ((!has_exponent && text.size() <= kAlwaysFits) || Decimal::parse(text)) return true;
  return fail(
      "json-number", start, position,
      "This number is too large: numbers stay below 10 to the power of " + std::to_string(limits::kMaxExponent) + ".",
      "a number below 10^" + std::to_string(limits::kMaxExponent));
}

bool Parser::Machine::take_literal(Entry& entry) {
  const std::string_view rest = tree.source.substr(position);
  if (rest.starts_with("null")) {
    entry.kind = Kind::kNull;
    position += 4;
  } else if (rest.starts_with("true")) {
    entry.kind = Kind::kBool;
    entry.value = true;
    position += 4;
  } else if (rest.starts_with("false")) {
    entry.kind = Kind::kBool;
    position += 5;
  } else {
    return no_value();
  }
  return true;
}

}  // namespace signalbox::json
