#include "formula/names.h"

#include <algorithm>
#include <iterator>

#include "base/unicode.h"
#include "formula/record_path.h"

namespace signalbox::formula {
namespace {

NameUse global_use(std::string_view text, const Token& token) {
  const std::string_view word = text.substr(token.span.begin, token.span.end - token.span.begin);
  const auto path = static_cast<std::uint32_t>(field_path(word).size());
  return {{token.span.end - path, token.span.end}, path == word.size()};
}

}  // namespace

bool is_keyword(std::string_view word) {
  return std::any_of(std::begin(kKeywords), std::end(kKeywords),
                     [=](std::string_view keyword) { return unicode::equals_ignoring_ascii_case(keyword, word); });
}

bool is_called(std::string_view text, const Token& name) {
  Token next = next_token(text, name.span.end);
  while (next.kind == TokenKind::kComment) next = next_token(text, next.span.end);
  return next.kind == TokenKind::kLeftParen;
}

std::vector<NameUse> names(std::string_view text) {
  std::vector<NameUse> uses;
  for (Token token = next_token(text, 0); token.kind != TokenKind::kEnd; token = next_token(text, token.span.end)) {
    if (token.kind == TokenKind::kGlobal) uses.push_back(global_use(text, token));
    if (token.kind != TokenKind::kName || is_called(text, token)) continue;
    if (!is_keyword(text.substr(token.span.begin, token.span.end - token.span.begin)))
      uses.push_back({token.span, false});
  }
  return uses;
}

bool is_below(std::string_view name, std::string_view whole) {
  if (name.size() > whole.size() && name[whole.size()] != '.') return false;
  return unicode::equals_ignoring_ascii_case(name.substr(0, whole.size()), whole);
}

std::string renamed(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t copied = 0;
  for (const NameUse& use : names(text)) {
    const std::string_view name = text.substr(use.span.begin, use.span.end - use.span.begin);
    if (use.is_global || !is_below(name, from)) continue;
    out += text.substr(copied, use.span.begin - copied);
    out += to;
    copied = use.span.begin + from.size();
  }
  out += text.substr(copied);
  return out;
}

}  // namespace signalbox::formula
