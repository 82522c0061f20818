#include "formula/cursor.h"

#include <vector>

namespace signalbox::formula {
namespace {

/// A parenthesis that is open.
struct Open {
  bool is_call;
  OpenCall call;
};

bool is_word(TokenKind kind) {
  return kind == TokenKind::kName || kind == TokenKind::kGlobal || kind == TokenKind::kNumber;
}

/// Is the caret in the token? Behind a word it still belongs to it; behind a closed text or a sign it does not.
bool holds(const Token& token, std::size_t offset) {
  if (token.span.begin < offset && offset < token.span.end) return true;
  const bool open = token.kind == TokenKind::kUnclosedText || token.kind == TokenKind::kUnclosedComment;
  return offset == token.span.end && (is_word(token.kind) || open);
}

void step(std::vector<Open>& open, const Token& token, const std::optional<Token>& before) {
  if (token.kind == TokenKind::kLeftParen) {
    const bool is_call = before && before->kind == TokenKind::kName;
    open.push_back({is_call, {is_call ? before->span : Span{}, 0, token.span.end, token.span.end}});
  } else if (token.kind == TokenKind::kRightParen && !open.empty()) {
    open.pop_back();
  } else if (token.kind == TokenKind::kComma && !open.empty()) {
    OpenCall& call = open.back().call;
    if (call.argument++ == 0) call.first_end = token.span.begin;
  }
}

}  // namespace

Cursor cursor_at(std::string_view text, std::size_t offset) {
  Cursor cursor;
  std::vector<Open> open;
  for (Token token = next_token(text, 0); token.kind != TokenKind::kEnd; token = next_token(text, token.span.end)) {
    if (holds(token, offset)) {
      cursor.at = token;
      break;
    }
    if (token.span.begin >= offset) break;
    if (token.kind == TokenKind::kComment) continue;
    step(open, token, cursor.before);
    cursor.second_before = cursor.before;
    cursor.before = token;
  }
  while (!open.empty() && !open.back().is_call) open.pop_back();
  if (!open.empty()) cursor.call = open.back().call;
  return cursor;
}

}  // namespace signalbox::formula
