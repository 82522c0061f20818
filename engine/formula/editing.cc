#include "formula/editing.h"

#include "base/unicode.h"
#include "formula/functions/registry.h"
#include "formula/names.h"
#include "formula/own_global.h"

namespace signalbox::formula {
namespace {

std::string_view name_kind(std::string_view word, bool called, const Scope& scope) {
  if (called) {
    const Function* function = find_function(word);
    return function != nullptr && function->form != Form::kRefused ? "function" : "invalid";
  }
  if (is_keyword(word)) return "keyword";
  return scope.find(word) ? "field" : "invalid";
}

std::string_view kind_of(std::string_view text, const Token& token, const Scope& scope) {
  const std::string_view word = text.substr(token.span.begin, token.span.end - token.span.begin);
  switch (token.kind) {
    case TokenKind::kInvalid:
      return "invalid";
    case TokenKind::kComment:
    case TokenKind::kUnclosedComment:
      return "comment";
    case TokenKind::kNumber:
      return "number";
    case TokenKind::kText:
    case TokenKind::kUnclosedText:
      return "text";
    case TokenKind::kName:
      return name_kind(word, is_called(text, token), scope);
    case TokenKind::kGlobal:
      return scope.find(word) || find_own_global(word) != nullptr ? "global" : "invalid";
    case TokenKind::kLeftParen:
    case TokenKind::kRightParen:
    case TokenKind::kMergeOpen:
    case TokenKind::kMergeClose:
    case TokenKind::kComma:
      return "punctuation";
    default:
      return "operator";
  }
}

}  // namespace

std::vector<ColouredToken> tokens(std::string_view text, const Scope& scope) {
  std::vector<ColouredToken> coloured;
  for (Token token = next_token(text, 0); token.kind != TokenKind::kEnd; token = next_token(text, token.span.end)) {
    coloured.push_back({token.span, kind_of(text, token, scope)});
  }
  return coloured;
}

}  // namespace signalbox::formula
