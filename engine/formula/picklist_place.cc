#include "formula/picklist_place.h"

#include "base/unicode.h"
#include "formula/names.h"

namespace signalbox::formula {
namespace {

bool is_named(std::string_view word, std::string_view name) { return unicode::equals_ignoring_ascii_case(word, name); }

/// The one picklist that a piece of text is: `Severity__c` or `TEXT(Severity__c)`.
const Field* picklist_in(std::string_view text, const Scope& scope) {
  const auto uses = names(text);
  if (uses.size() != 1 || uses[0].is_global) return nullptr;
  for (Token token = next_token(text, 0); token.kind != TokenKind::kEnd; token = next_token(text, token.span.end)) {
    const std::string_view word = text.substr(token.span.begin, token.span.end - token.span.begin);
    const bool allowed = token.span.end == uses[0].span.end || token.kind == TokenKind::kLeftParen ||
                         token.kind == TokenKind::kRightParen || token.kind == TokenKind::kComment ||
                         token.kind == TokenKind::kMergeOpen || token.kind == TokenKind::kMergeClose ||
                         (token.kind == TokenKind::kName && is_named(word, "TEXT"));
    if (!allowed) return nullptr;
  }
  const auto found = scope.find(text.substr(uses[0].span.begin, uses[0].span.end - uses[0].span.begin));
  if (!found) return nullptr;
  const Field& field = scope.layout().field(found->slot);
  return field.values.empty() ? nullptr : &field;
}

bool takes_values(std::string_view function, std::uint32_t argument) {
  if (is_named(function, "CASE")) return argument % 2 == 1;
  if (is_named(function, "IN")) return argument >= 1;
  return argument == 1 && (is_named(function, "ISPICKVAL") || is_named(function, "INCLUDES"));
}

/// What stands directly before byte `end`: a name, or a call that closes there.
std::string_view operand_before(std::string_view text, std::size_t end) {
  while (end > 0 && (text[end - 1] == ' ' || text[end - 1] == '\n')) --end;
  std::size_t begin = end;
  if (begin > 0 && text[begin - 1] == ')') begin = text.substr(0, begin).rfind('(');
  if (begin != std::string_view::npos && begin > 0 && text[begin - 1] == '}') begin = text.substr(0, begin).rfind("{!");
  if (begin == std::string_view::npos) return {};
  const auto is_part = [](char c) { return is_name_start(c) || is_digit(c) || c == '.' || c == '$' || c == ':'; };
  while (begin > 0 && is_part(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

}  // namespace

const Field* picklist_at(std::string_view text, const Cursor& cursor, const Scope& scope) {
  if (cursor.before && (cursor.before->kind == TokenKind::kEqual || cursor.before->kind == TokenKind::kNotEqual))
    return picklist_in(operand_before(text, cursor.before->span.begin), scope);
  const bool begins_argument = cursor.before && (cursor.before->kind == TokenKind::kComma);
  if (!cursor.call || !begins_argument) return nullptr;
  const OpenCall& call = *cursor.call;
  if (!takes_values(text.substr(call.name.begin, call.name.end - call.name.begin), call.argument)) return nullptr;
  return picklist_in(text.substr(call.first_begin, call.first_end - call.first_begin), scope);
}

}  // namespace signalbox::formula
