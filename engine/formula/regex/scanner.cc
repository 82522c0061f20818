#include "formula/regex/scanner.h"

#include <algorithm>
#include <utility>

#include "formula/regex/syntax.h"

namespace signalbox::formula::regex {

bool Scanner::take(std::string_view token) {
  if (!looking_at(token)) return false;
  position_ += token.size();
  return true;
}

char32_t Scanner::take_char() { return next_code_point(text_, position_); }

std::string_view Scanner::take_view() {
  const std::size_t first = position_;
  (void)take_char();
  return text_.substr(first, position_ - first);
}

std::string_view Scanner::take_until(char end, std::size_t from, std::string_view sentence) {
  const std::size_t first = position_;
  while (!at_end() && text_[position_] != end) ++position_;
  const std::string_view taken = text_.substr(first, position_ - first);
  if (at_end()) {
    fail("regex-syntax", from, std::string(sentence), std::string("`") + end + "`");
  } else {
    ++position_;
  }
  return taken;
}

bool Scanner::fail(std::string code, std::size_t from, std::string sentence, std::string expected) {
  if (failed_) return false;
  failed_ = true;
  const std::size_t to = std::max(from, std::min(position_ + 1, text_.size()));
  constexpr std::size_t kQuoted = 20;
  diagnostics_.push_back({std::move(code),
                          Severity::kError,
                          "",
                          {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)},
                          std::move(sentence),
                          std::move(expected),
                          std::string(text_.substr(from, std::min(to - from, kQuoted))),
                          ""});
  return false;
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const auto lead = static_cast<unsigned char>(text[position++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t c = lead & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) c = (c << 6) | (static_cast<unsigned char>(text[position++]) & 0x3Fu);
  return c;
}

bool is_line_break(char32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }

bool is_word_char(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace signalbox::formula::regex
