#include "formula/lexer.h"

#include <cstddef>

namespace signalbox::formula {
namespace {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
constexpr bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

/// Reads one token from `position_`.
class Scanner {
 public:
  Scanner(std::string_view text, std::size_t position) : text_(text), begin_(position), position_(position) {}

  Token scan() {
    const char c = text_[position_];
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
    if (is_name_start(c)) return name(TokenKind::kName);
    if (c == '$' && is_name_start(peek(1))) {
      ++position_;
      return name(TokenKind::kGlobal);
    }
    if (c == '"' || c == '\'') return quoted(c);
    if (c == '/' && peek(1) == '*') return comment();
    return symbol(c);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }

  [[nodiscard]] Token token(TokenKind kind) const {
    return {kind, {static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(position_)}};
  }

  Token take(TokenKind kind, std::size_t size) {
    position_ += size;
    return token(kind);
  }

  void digits() {
    while (is_digit(peek(0))) ++position_;
  }

  Token number() {
    digits();
    if (peek(0) == '.') {
      ++position_;
      digits();
    }
    const bool exponent = (peek(0) == 'e' || peek(0) == 'E') &&
                          (is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2))));
    if (exponent) {
      position_ += 2;
      digits();
    }
    if (!is_name_part(peek(0)) && peek(0) != '.') return token(TokenKind::kNumber);
    while (is_name_part(peek(0)) || peek(0) == '.') ++position_;
    return token(TokenKind::kInvalid);
  }

  /// `Account.Owner.Name`, `Owner:User.Email`.
  Token name(TokenKind kind) {
    while (true) {
      while (is_name_part(peek(0))) ++position_;
      const bool joined = (peek(0) == '.' && is_name_part(peek(1))) || (peek(0) == ':' && is_name_start(peek(1)));
      if (!joined) return token(kind);
      ++position_;
    }
  }

  Token quoted(char quote) {
    for (++position_; position_ < text_.size(); ++position_) {
      if (text_[position_] == '\\') {
        ++position_;
      } else if (text_[position_] == quote) {
        return take(TokenKind::kText, 1);
      }
    }
    position_ = text_.size();
    return token(TokenKind::kUnclosedText);
  }

  Token comment() {
    const std::size_t end = text_.find("*/", position_ + 2);
    position_ = end == std::string_view::npos ? text_.size() : end + 2;
    return token(end == std::string_view::npos ? TokenKind::kUnclosedComment : TokenKind::kComment);
  }

  Token symbol(char c) {
    const char next = peek(1);
    switch (c) {
      case '(':
        return take(TokenKind::kLeftParen, 1);
      case ')':
        return take(TokenKind::kRightParen, 1);
      case '{':
        return next == '!' ? take(TokenKind::kMergeOpen, 2) : take(TokenKind::kInvalid, 1);
      case '}':
        return take(TokenKind::kMergeClose, 1);
      case ',':
        return take(TokenKind::kComma, 1);
      case '+':
        return take(TokenKind::kPlus, 1);
      case '-':
        return take(TokenKind::kMinus, 1);
      case '*':
        return take(TokenKind::kStar, 1);
      case '/':
        return take(TokenKind::kSlash, 1);
      case '^':
        return take(TokenKind::kCaret, 1);
      case '&':
        return next == '&' ? take(TokenKind::kAnd, 2) : take(TokenKind::kAmpersand, 1);
      case '|':
        return next == '|' ? take(TokenKind::kOr, 2) : take(TokenKind::kInvalid, 1);
      case '=':
        return take(TokenKind::kEqual, next == '=' ? 2 : 1);
      case '!':
        return next == '=' ? take(TokenKind::kNotEqual, 2) : take(TokenKind::kNot, 1);
      case '<':
        if (next == '>') return take(TokenKind::kNotEqual, 2);
        return next == '=' ? take(TokenKind::kLessOrEqual, 2) : take(TokenKind::kLess, 1);
      case '>':
        return next == '=' ? take(TokenKind::kGreaterOrEqual, 2) : take(TokenKind::kGreater, 1);
      default:
        return invalid_character();
    }
  }

  /// One whole character, so that a diagnostic never cuts one in half.
  Token invalid_character() {
    ++position_;
    while (position_ < text_.size() && (static_cast<unsigned char>(text_[position_]) & 0xC0) == 0x80) ++position_;
    return token(TokenKind::kInvalid);
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t position_;
};

}  // namespace

Token next_token(std::string_view text, std::uint32_t position) {
  while (position < text.size() && is_space(text[position])) ++position;
  if (position >= text.size()) {
    const auto end = static_cast<std::uint32_t>(text.size());
    return {TokenKind::kEnd, {end, end}};
  }
  return Scanner(text, position).scan();
}

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  std::uint32_t position = 0;
  while (true) {
    const Token token = next_token(text, position);
    if (token.kind != TokenKind::kComment) tokens.push_back(token);
    if (token.kind == TokenKind::kEnd) return tokens;
    position = token.span.end;
  }
}

}  // namespace signalbox::formula
