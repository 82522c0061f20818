#include "formula/unexpected.h"

#include <string>

#include "base/limits.h"
#include "base/unicode.h"
#include "formula/misspelling.h"
#include "formula/report.h"

namespace signalbox::formula {
namespace {

/// By TokenKind, from kPlus to kOr.
constexpr Operator kOperators[] = {
    Operator::kAdd,         Operator::kSubtract,       Operator::kMultiply, Operator::kDivide, Operator::kPower,
    Operator::kConcatenate, Operator::kEqual,          Operator::kNotEqual, Operator::kLess,   Operator::kLessOrEqual,
    Operator::kGreater,     Operator::kGreaterOrEqual, Operator::kAnd,      Operator::kOr};

/// Two signs in a row that other languages write for one comparison.
struct Pair {
  TokenKind first;
  TokenKind second;
  WrittenOperator meant;
};
constexpr Pair kPairs[] = {
    {TokenKind::kEqual, TokenKind::kGreater, {Operator::kGreaterOrEqual, 2, ">="}},
    {TokenKind::kEqual, TokenKind::kLess, {Operator::kLessOrEqual, 2, "<="}},
    {TokenKind::kEqual, TokenKind::kEqual, {Operator::kEqual, 2, "="}},
    {TokenKind::kNotEqual, TokenKind::kEqual, {Operator::kNotEqual, 2, "<>"}},
};

std::string_view slice(std::string_view source, Span span) { return source.substr(span.begin, span.end - span.begin); }

/// `1,000,000`, of which `tokens[comma]` is the first comma: how many tokens follow the first number; 0 for another
/// text.
std::size_t thousands(std::span<const Token> tokens, std::size_t comma) {
  std::size_t at = comma;
  while (at > 0 && at + 1 < tokens.size() && tokens[at].kind == TokenKind::kComma) {
    const Token& before = tokens[at - 1];
    const Token& behind = tokens[at + 1];
    const bool joined = before.kind == TokenKind::kNumber && before.span.end == tokens[at].span.begin &&
                        behind.kind == TokenKind::kNumber && tokens[at].span.end == behind.span.begin &&
                        behind.span.end - behind.span.begin == 3;
    if (!joined) break;
    at += 2;
  }
  return at - comma;
}

/// Slips that the tokens around tell; false when it is none of them.
bool report_slip(std::string_view source, std::span<const Token> tokens, std::size_t at, Diagnostics& diagnostics) {
  const Token& token = tokens[at];
  if (const std::size_t more = thousands(tokens, at)) {
    const Span span{tokens[at - 1].span.begin, tokens[at + more - 1].span.end};
    std::string digits;
    for (std::size_t i = at - 1; i < at + more; i += 2) digits += slice(source, tokens[i].span);
    report(diagnostics, "unexpected-token", span, "Numbers are written without a comma for the thousands.", {},
           slice(source, span), digits.size() > limits::kMaxQuotedBytes ? std::string() : digits);
    return true;
  }
  const bool slashes = token.kind == TokenKind::kSlash && at > 0 && tokens[at - 1].kind == TokenKind::kSlash &&
                       tokens[at - 1].span.end == token.span.begin;
  if (!slashes) return false;
  report(diagnostics, "unexpected-token", {tokens[at - 1].span.begin, token.span.end},
         "Comments stand between `/*` and `*/`.", "`/*`", "//");
  return true;
}

void report_invalid(std::string_view source, Span span, std::string_view expected, Diagnostics& diagnostics) {
  const std::string_view found = slice(source, span);
  if (is_digit(found[0]) || found[0] == '.') {
    report(diagnostics, "bad-number", span, quoted(found) + " is no number.", expected, found);
    return;
  }
  const Misspelling* known = misspelling(found);
  std::string sentence = quoted(found) + " means nothing in a formula.";
  if (known != nullptr) sentence += " " + std::string(known->sentence);
  report(diagnostics, "bad-character", span, std::move(sentence), expected, found,
         known == nullptr ? std::string_view{} : known->instead);
}

}  // namespace

WrittenOperator operator_at(std::string_view source, std::span<const Token> tokens) {
  const Token& token = tokens[0];
  if (token.kind == TokenKind::kName) {
    const std::string_view word = slice(source, token.span);
    if (unicode::equals_ignoring_ascii_case(word, "AND")) return {Operator::kAnd, 1, "&&"};
    if (unicode::equals_ignoring_ascii_case(word, "OR")) return {Operator::kOr, 1, "||"};
  }
  if (token.kind < TokenKind::kPlus || token.kind > TokenKind::kOr) return {};
  for (const Pair& pair : kPairs) {
    if (pair.first == token.kind && pair.second == tokens[1].kind && token.span.end == tokens[1].span.begin)
      return pair.meant;
  }
  return {kOperators[static_cast<std::size_t>(token.kind) - static_cast<std::size_t>(TokenKind::kPlus)]};
}

void report_unexpected(std::string_view source, std::span<const Token> tokens, std::size_t at,
                       std::string_view expected, Diagnostics& diagnostics) {
  const Token& token = tokens[at];
  const std::string_view found = slice(source, token.span);
  switch (token.kind) {
    case TokenKind::kEnd:
      report(diagnostics, "unexpected-end", token.span,
             "The formula ends where " + std::string(expected) + " should be.", expected);
      return;
    case TokenKind::kUnclosedText:
      report(diagnostics, "unclosed-text", token.span, "This text is never closed.", std::string(1, found[0]));
      return;
    case TokenKind::kUnclosedComment:
      report(diagnostics, "unclosed-comment", token.span, "This comment is never closed.", "*/");
      return;
    case TokenKind::kInvalid:
      return report_invalid(source, token.span, expected, diagnostics);
    default:
      if (report_slip(source, tokens, at, diagnostics)) return;
      report(diagnostics, "unexpected-token", token.span,
             "Here should be " + std::string(expected) + ", not " + quoted(found) + ".", expected, found);
  }
}

std::uint32_t report_curly_text(std::string_view source, Span quote, Diagnostics& diagnostics) {
  // The quotes are E2 80 98 to E2 80 9D; the two single ones come first.
  constexpr std::string_view kBegin = "\xE2\x80";
  const auto kind = [&](std::size_t at) {
    if (source.substr(at, 2) != kBegin || at + 2 >= source.size()) return 0;
    const int last = static_cast<unsigned char>(source[at + 2]);
    return last == 0x98 || last == 0x99 ? 1 : last == 0x9C || last == 0x9D ? 2 : 0;
  };
  const int opening = kind(quote.begin);
  if (opening == 0) return 0;
  std::size_t closing = source.find(kBegin, quote.end);
  while (closing != std::string_view::npos && kind(closing) != opening) closing = source.find(kBegin, closing + 1);
  if (closing == std::string_view::npos) return 0;
  const Span span{quote.begin, static_cast<std::uint32_t>(closing + 3)};
  const std::string_view inner = source.substr(quote.end, closing - quote.end);
  const bool plain = inner.size() <= limits::kMaxQuotedBytes && inner.find_first_of("\"\\") == std::string_view::npos;
  report(diagnostics, "bad-character", span, "Texts stand in straight quotes.", "a value", slice(source, span),
         plain ? "\"" + std::string(inner) + "\"" : std::string());
  return span.end;
}

}  // namespace signalbox::formula
