#include "formula/help.h"

#include <algorithm>

#include "base/unicode.h"
#include "formula/cursor.h"
#include "formula/functions/registry.h"
#include "formula/names.h"
#include "formula/own_global.h"
#include "formula/record_path.h"

namespace signalbox::formula {
namespace {

std::string_view cut(std::string_view text, Span span) { return text.substr(span.begin, span.end - span.begin); }

std::vector<Span> parameters_of(std::string_view signature) {
  std::vector<Span> spans;
  std::size_t at = signature.find('(') + 1;
  const std::size_t end = signature.rfind(')');
  while (at < end) {
    const std::size_t comma = std::min(signature.find(',', at), end);
    spans.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(comma)});
    at = signature.find_first_not_of(" ,", comma);
  }
  return spans;
}

/// Further arguments are those of the `...`: in CASE values and results take turns, and the last result is for the
/// rest.
Span parameter_for(const Function& function, std::uint32_t argument) {
  const std::vector<Span> spans = parameters_of(function.signature);
  const auto dots =
      std::find_if(spans.begin(), spans.end(), [&](Span span) { return cut(function.signature, span) == "..."; });
  const auto index = static_cast<std::size_t>(argument);
  const auto before = static_cast<std::size_t>(dots - spans.begin());
  if (index < before) return spans[index];
  if (dots == spans.end()) return {};
  return *dots;
}

/// The word that the byte is in, or directly behind.
std::optional<Token> word_at(std::string_view text, std::size_t offset) {
  std::optional<Token> touched;
  for (Token token = next_token(text, 0); token.kind != TokenKind::kEnd && token.span.begin <= offset;
       token = next_token(text, token.span.end)) {
    if (offset < token.span.end) return token;
    if (offset == token.span.end) touched = token;
  }
  return touched;
}

Hover literal(const Token& token, std::string_view word, std::string_view kind, std::string_view type) {
  Hover found{token.span, kind, std::string(word), type, {}, nullptr, {}, {}};
  return found;
}

Hover keyword(const Token& token, std::string_view word) {
  if (unicode::equals_ignoring_ascii_case(word, "NULL")) {
    Hover found = literal(token, "NULL", "keyword", {});
    found.sentence = "No value: blank.";
    return found;
  }
  return literal(token, unicode::equals_ignoring_ascii_case(word, "TRUE") ? "TRUE" : "FALSE", "keyword",
                 type_name(Type::kCheckbox));
}

Hover function_word(const Token& token, std::string_view word) {
  Hover found = literal(token, word, "function", {});
  const Function* function = find_function(word);
  if (!function) {
    found.kind = "unknown";
    found.sentence = "There is no such function.";
    return found;
  }
  found.name = function->name;
  found.signature = function->signature;
  found.sentence = function->sentence;
  return found;
}

Hover name_word(const Token& token, std::string_view word, const Scope& scope) {
  Hover found = literal(token, word, "unknown", {});
  if (const auto known = scope.find(word)) {
    found.type = type_name(known->type);
    found.kind = known->is_global ? "global" : "field";
    if (known->is_global) {
      const Global& global = scope.globals()[known->slot - scope.layout().size()];
      found.name = global.name;
      found.sentence = global.meaning;
    } else {
      found.field = &scope.layout().field(known->slot);
      found.name = found.field->name;
      found.label = found.field->label;
      if (has_prefix(word, kPriorRecordPrefix)) found.sentence = "Its value before the change.";
    }
  } else if (const OwnGlobal* own = find_own_global(word)) {
    found = literal(token, own->name, "global", type_name(own->type));
    found.sentence = own->meaning;
  } else {
    found.sentence = word.starts_with('$') ? "There is no such global." : "There is no such field.";
  }
  return found;
}

}  // namespace

std::optional<SignatureHelp> signature_help(std::string_view text, std::size_t offset) {
  const Cursor cursor = cursor_at(text, std::min(offset, text.size()));
  const bool in_comment =
      cursor.at && (cursor.at->kind == TokenKind::kComment || cursor.at->kind == TokenKind::kUnclosedComment);
  if (!cursor.call || in_comment) return std::nullopt;
  const Function* function = find_function(cut(text, cursor.call->name));
  if (!function || function->form == Form::kRefused) return std::nullopt;
  SignatureHelp help{function, cursor.call->name, cursor.call->argument, {}, {}};
  help.parameter = parameter_for(*function, help.argument);
  const bool taken = function->most == Function::kAny || help.argument < function->most;
  if (taken && !function->parameters.empty()) help.noun = parameter_noun(function->parameter(help.argument));
  return help;
}

std::optional<Hover> hover(std::string_view text, std::size_t offset, const Scope& scope) {
  const auto token = word_at(text, std::min(offset, text.size()));
  if (!token) return std::nullopt;
  const std::string_view word = cut(text, token->span);
  switch (token->kind) {
    case TokenKind::kNumber:
      return literal(*token, word, "number", type_name(Type::kNumber));
    case TokenKind::kText:
      return literal(*token, word, "text", type_name(Type::kText));
    case TokenKind::kGlobal:
      return name_word(*token, word, scope);
    case TokenKind::kName:
      break;
    default:
      return std::nullopt;
  }
  const auto uses = names(text);
  const bool is_name =
      std::any_of(uses.begin(), uses.end(), [&](const NameUse& use) { return use.span == token->span; });
  if (is_name) return name_word(*token, word, scope);
  if (is_keyword(word)) return keyword(*token, word);
  return function_word(*token, word);
}

}  // namespace signalbox::formula
