// Messages of an editor: about one formula, or one unary test, while somebody types it.
#include <algorithm>

#include "api/program.h"
#include "api/session_call.h"
#include "api/write_diagnostics.h"
#include "base/unicode.h"
#include "formula/batch.h"
#include "formula/editing.h"
#include "rules/test_tokens.h"
#include "rules/unary_test.h"

namespace signalbox::api {

namespace {

std::int64_t units(std::string_view text, std::size_t byte) {
  return static_cast<std::int64_t>(unicode::utf16_index_of_byte(text, std::min(byte, text.size())));
}

void write_token(json::Writer& writer, std::string_view text, Span span, std::string_view kind) {
  writer.begin_object();
  writer.key("from").number(units(text, span.begin));
  writer.key("to").number(units(text, span.end));
  writer.key("kind").text(kind).end_object();
}

/// Ends the answer with diagnostics that carry editor offsets as well.
void end_with_diagnostics(json::Writer& writer, const Diagnostics& diagnostics, std::string_view text) {
  const LineIndex lines(text);
  writer.key("diagnostics").begin_array();
  for (const Diagnostic& diagnostic : diagnostics) {
    writer.begin_object();
    write_diagnostic_members(writer, diagnostic, lines);
    writer.key("from").number(units(text, diagnostic.span.begin));
    writer.key("to").number(units(text, diagnostic.span.end)).end_object();
  }
  writer.end_array().end_object();
}

void begin_check(json::Writer& writer, std::optional<Type> type) {
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("type");
  if (type) {
    writer.text(type_name(*type));
  } else {
    writer.null();
  }
  writer.key("tokens").begin_array();
}

std::optional<Type> expected_type(Call& call) {
  if (!call.has("expect")) return Type::kAny;
  const auto name = call.text("expect");
  if (!name) return std::nullopt;
  if (*name == type_name(Type::kAny)) return Type::kAny;
  const auto type = parse_type(*name);
  if (!type) call.fail("unknown-type", "There is no type `" + quote_for_message(*name) + "`.");
  return type;
}

const rules::Table* find_table(Call& call, const Program& program, std::string_view name) {
  for (const rules::Table& table : program.parts().decisions) {
    if (table.name == name) return &table;
  }
  call.fail("unknown-decision", "There is no decision `" + quote_for_message(name) + "`.");
  return nullptr;
}

}  // namespace

void answer_formula_check(Call& call) {
  call.only_members({"op", "program", "expect"});
  const auto program = call.program();
  const auto expected = expected_type(call);
  const auto text = call.text_body();
  if (call.has_failed()) return;
  const formula::Scope& scope = *program->parts().scope;
  Diagnostics diagnostics;
  const auto compiled = formula::Formula::compile(*text, scope, *expected, diagnostics);
  json::Writer writer(call.out());
  begin_check(writer, compiled ? std::optional(compiled->type()) : std::nullopt);
  for (const formula::ColouredToken& token : formula::tokens(*text, scope)) {
    write_token(writer, *text, token.span, token.kind);
  }
  writer.end_array();
  end_with_diagnostics(writer, diagnostics, *text);
}

void answer_test_check(Call& call) {
  call.only_members({"op", "program", "decision", "input"});
  const auto program = call.program();
  const auto name = call.text("decision");
  const auto input = call.integer("input", 0, INT64_MAX);
  const auto text = call.text_body();
  if (call.has_failed()) return;
  const rules::Table* table = find_table(call, *program, *name);
  if (!table) return;
  if (static_cast<std::size_t>(*input) >= table->inputs.size()) {
    return call.fail("no-such-input", "The decision has " + std::to_string(table->inputs.size()) + " inputs.");
  }
  const formula::Formula& formula = table->inputs[static_cast<std::size_t>(*input)].formula;
  Diagnostics diagnostics;
  (void)rules::parse_unary_test(*text, formula.type(), formula.domain(), diagnostics);
  json::Writer writer(call.out());
  begin_check(writer, formula.type());
  for (const rules::TestToken& token : rules::test_tokens(*text)) {
    write_token(writer, *text, token.span, rules::colour_of(token, *text));
  }
  writer.end_array();
  end_with_diagnostics(writer, diagnostics, *text);
}

void answer_formula_complete(Call& call) {
  call.only_members({"op", "program", "offset"});
  const auto program = call.program();
  const auto offset = call.integer("offset", 0, INT64_MAX);
  const auto text = call.text_body();
  if (call.has_failed()) return;
  const std::size_t byte = unicode::byte_offset_of_utf16(*text, static_cast<std::size_t>(*offset));
  const formula::Completions completions = formula::complete(*text, byte, *program->parts().scope);
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  writer.key("from").number(units(*text, completions.from));
  writer.key("items").begin_array();
  for (const formula::Completion& item : completions.items) {
    writer.begin_object();
    writer.key("label").text(item.label);
    writer.key("kind").text(item.kind);
    writer.key("detail").text(item.detail);
    if (!item.info.empty()) writer.key("info").text(item.info);
    writer.end_object();
  }
  writer.end_array().end_object();
}

void answer_formula_batch(Call& call) {
  call.only_members({"op"});
  if (const auto text = call.text_body()) call.out() += formula::evaluate_case(*text);
}

}  // namespace signalbox::api
