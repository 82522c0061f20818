#include "rules/test_tokens.h"

#include "base/unicode.h"

namespace signalbox::rules {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || c == '.' ||
         c == '+' || c == '-';
}

/// Reads one token at a time; positions are bytes.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<TestToken> all() {
    std::vector<TestToken> tokens;
    while (true) {
      while (position_ < text_.size() && is_space(text_[position_])) ++position_;
      if (position_ == text_.size()) return tokens;
      const std::size_t begin = position_;
      const TestToken::Kind kind = next();
      tokens.push_back({kind, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(position_)}});
    }
  }

 private:
  [[nodiscard]] bool at(std::string_view word) const { return text_.substr(position_, word.size()) == word; }
  TestToken::Kind take(std::size_t size, TestToken::Kind kind) {
    position_ += size;
    return kind;
  }

  TestToken::Kind next() {
    using Kind = TestToken::Kind;
    const char c = text_[position_];
    if (c == '"' || c == '\'') return quoted(c);
    if (at("..")) return take(2, Kind::kRange);
    if (at("!=") || at("<>") || at("<=") || at(">=") || at("==")) return take(2, Kind::kOperator);
    if (c == '=' || c == '<' || c == '>') return take(1, Kind::kOperator);
    if (c == '[' || c == ']' || c == '(' || c == ')' || c == ',') return take(1, Kind::kPunctuation);
    if (c == '-' && (position_ + 1 == text_.size() || !is_word(text_[position_ + 1]))) return take(1, Kind::kDash);
    if (is_word(c)) return word();
    return invalid();
  }

  TestToken::Kind quoted(char quote) {
    ++position_;
    while (position_ < text_.size()) {
      const char c = text_[position_++];
      if (c == quote) return TestToken::Kind::kText;
      if (c == '\\' && position_ < text_.size()) ++position_;
    }
    return TestToken::Kind::kUnclosed;
  }

  TestToken::Kind word() {
    while (position_ < text_.size() && is_word(text_[position_]) && !at("..")) ++position_;
    return TestToken::Kind::kWord;
  }

  TestToken::Kind invalid() {
    ++position_;
    while (position_ < text_.size() && (static_cast<unsigned char>(text_[position_]) & 0xC0) == 0x80) ++position_;
    return TestToken::Kind::kInvalid;
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

std::vector<TestToken> test_tokens(std::string_view text) { return Lexer(text).all(); }

std::string_view colour_of(const TestToken& token, std::string_view text) {
  switch (token.kind) {
    case TestToken::Kind::kText:
      return "text";
    case TestToken::Kind::kDash:
      return "keyword";
    case TestToken::Kind::kOperator:
    case TestToken::Kind::kRange:
      return "operator";
    case TestToken::Kind::kPunctuation:
      return "punctuation";
    case TestToken::Kind::kUnclosed:
    case TestToken::Kind::kInvalid:
      return "invalid";
    case TestToken::Kind::kWord:
      break;
  }
  const std::string_view word = text.substr(token.span.begin, token.span.end - token.span.begin);
  for (const std::string_view keyword : {"blank", "not", "true", "false", "includes", "excludes"}) {
    if (unicode::equals_ignoring_ascii_case(word, keyword)) return "keyword";
  }
  return word.find_first_of("0123456789") == std::string_view::npos ? "invalid" : "number";
}

}  // namespace signalbox::rules
