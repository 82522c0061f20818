#include "formula/functions/pattern.h"

#include "formula/functions/registry.h"
#include "model/json.h"

namespace signalbox::formula {
namespace {

Value regex_match(const Call& call) {
  Diagnostics diagnostics;
  const auto pattern = regex::Pattern::compile(call.text(1), diagnostics);
  return pattern ? match_pattern(*pattern, call.text(0), call.arena) : Value::error(ErrorCode::kBadPattern);
}

/// A member of a JSON object: a text decoded, anything else as it is written.
Value json_value(const Call& call) {
  if (call.text(0).empty()) return Value();
  Diagnostics diagnostics;
  const auto document = json::Document::parse(call.text(0), diagnostics);
  if (!document) return Value::error(ErrorCode::kBadArgument);
  const auto member = document->root().is(json::Kind::kObject) ? document->root().find(call.text(1)) : std::nullopt;
  if (!member || member->is(json::Kind::kNull)) return Value();
  if (member->is(json::Kind::kText)) return made_text(member->as_text(), call.arena);
  const Span span = member->span();
  return made_text(document->source().substr(span.begin, span.end - span.begin), call.arena);
}

constexpr Function kFunctions[] = {
    {"REGEX", "REGEX(text, pattern)", "TRUE when the whole text matches a regular expression in Java's syntax.", "tt",
     2, 2, Result::kFixed, Type::kCheckbox, Form::kStrict, regex_match},
    {"JSONVALUE", "JSONVALUE(json, name)", "A member of a JSON object, as text.", "tt", 2, 2, Result::kFixed,
     Type::kText, Form::kStrict, json_value},
};

}  // namespace

Value match_pattern(const regex::Pattern& pattern, std::string_view text, Arena& arena) {
  const auto matches = pattern.matches(text, arena);
  return matches ? Value::checkbox(*matches) : Value::error(ErrorCode::kTextTooLong);
}

std::span<const Function> pattern_functions() { return kFunctions; }

}  // namespace signalbox::formula
