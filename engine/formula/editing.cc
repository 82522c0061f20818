#include "formula/editing.h"

#include <algorithm>

#include "base/unicode.h"
#include "formula/functions/registry.h"
#include "formula/lexer.h"

namespace signalbox::formula {
namespace {

constexpr std::string_view kKeywords[] = {"FALSE", "NULL", "TRUE"};

bool is_keyword(std::string_view word) {
  return std::any_of(std::begin(kKeywords), std::end(kKeywords),
                     [=](std::string_view keyword) { return unicode::equals_ignoring_ascii_case(keyword, word); });
}

bool is_own_global(std::string_view word) {
  return unicode::equals_ignoring_ascii_case(word, "$Now") ||
         unicode::equals_ignoring_ascii_case(word, "$System.OriginDateTime");
}

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
      return name_kind(word, next_token(text, token.span.end).kind == TokenKind::kLeftParen, scope);
    case TokenKind::kGlobal:
      return scope.find(word) || is_own_global(word) ? "global" : "invalid";
    case TokenKind::kLeftParen:
    case TokenKind::kRightParen:
    case TokenKind::kComma:
      return "punctuation";
    default:
      return "operator";
  }
}

/// How well `name` goes with what has been typed: 0 begins with it, 1 has it inside, 2 not at all.
int rank(std::string_view name, std::string_view typed) {
  const std::string lower = unicode::ascii_lower(name);
  const std::size_t at = lower.find(typed);
  if (at == std::string::npos) return 2;
  return at == 0 ? 0 : 1;
}

/// The word that ends at `offset`, and whether names may stand there at all: not inside texts, comments and numbers.
struct Word {
  std::size_t from;
  bool wanted;
};

Word word_before(std::string_view text, std::size_t offset) {
  std::uint32_t position = 0;
  while (true) {
    const Token token = next_token(text, position);
    if (token.kind == TokenKind::kEnd || token.span.begin >= offset) return {offset, true};
    const bool name = token.kind == TokenKind::kName || token.kind == TokenKind::kGlobal;
    const bool dollar = token.kind == TokenKind::kInvalid && text[token.span.begin] == '$';
    if (name || dollar) {
      // "Account." is a name and then a lone point: both belong to the word.
      const bool point = token.span.end < offset && text[token.span.end] == '.' && token.span.end + 1 == offset;
      if (offset <= token.span.end || point) return {token.span.begin, true};
    } else if (offset < token.span.end || token.kind == TokenKind::kUnclosedText ||
               token.kind == TokenKind::kUnclosedComment ||
               (token.kind == TokenKind::kNumber && offset == token.span.end)) {
      return {offset, false};
    }
    position = token.span.end;
  }
}

struct Ranked {
  int rank;
  Completion completion;
};

}  // namespace

std::vector<ColouredToken> tokens(std::string_view text, const Scope& scope) {
  std::vector<ColouredToken> coloured;
  for (Token token = next_token(text, 0); token.kind != TokenKind::kEnd; token = next_token(text, token.span.end)) {
    coloured.push_back({token.span, kind_of(text, token, scope)});
  }
  return coloured;
}

Completions complete(std::string_view text, std::size_t offset, const Scope& scope) {
  offset = std::min(offset, text.size());
  const Word word = word_before(text, offset);
  Completions completions;
  completions.from = word.from;
  if (!word.wanted) return completions;
  const std::string typed = unicode::ascii_lower(text.substr(word.from, offset - word.from));
  std::vector<Ranked> found;
  const auto offer = [&](std::string_view label, std::string_view kind, std::string_view detail,
                         std::string_view info) {
    const int how = rank(label, typed);
    if (how < 2)
      found.push_back({how, {std::string(label), std::string(kind), std::string(detail), std::string(info)}});
  };
  for (std::size_t i = 0; i < scope.layout().size(); ++i) {
    const Field& field = scope.layout().field(i);
    offer(field.name, "field", type_name(field.type), field.label);
  }
  for (const Global& global : scope.globals()) offer(global.name, "global", type_name(global.type), "");
  offer("$Now", "global", type_name(Type::kDateTime), "");
  if (typed.find('.') == std::string::npos && !typed.starts_with('$')) {
    for (const Family& family : families()) {
      for (const Function& function : family.functions) {
        if (function.form != Form::kRefused) offer(function.name, "function", function.signature, function.sentence);
      }
    }
    for (const std::string_view keyword : kKeywords) offer(keyword, "keyword", "", "");
  }
  std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
  for (Ranked& entry : found) completions.items.push_back(std::move(entry.completion));
  return completions;
}

}  // namespace signalbox::formula
