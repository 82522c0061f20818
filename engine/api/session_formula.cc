// Messages of an editor: about one formula, or one unary test, while somebody types it.
#include "api/filter.h"
#include "api/program.h"
#include "api/session_call.h"
#include "api/utf16_spans.h"
#include "api/write_diagnostics.h"
#include "base/unicode.h"
#include "formula/batch.h"
#include "formula/editing.h"
#include "rules/test_tokens.h"
#include "rules/unary_test.h"

namespace signalbox::api {

namespace {

void write_token(json::Writer& writer, Units& units, Span span, std::string_view kind) {
  writer.begin_object();
  units.write(writer, span);
  writer.key("kind").text(kind).end_object();
}

/// Ends the answer with diagnostics that carry editor offsets as well.
void end_with_diagnostics(json::Writer& writer, const Diagnostics& diagnostics, std::string_view text) {
  const LineIndex lines(text);
  Units units(text);
  writer.key("diagnostics").begin_array();
  for (const Diagnostic& diagnostic : diagnostics) {
    writer.begin_object();
    write_diagnostic_members(writer, diagnostic, lines);
    units.write(writer, diagnostic.span);
    writer.end_object();
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

/// A cell `= formula`: the sign, then the formula's words.
void check_cell_formula(Call& call, const Program& program, std::string_view text, std::string_view formula) {
  const formula::Scope& scope = *program.parts().scope;
  const auto begin = static_cast<std::uint32_t>(formula.data() - text.data());
  const auto moved = [&](Span span) { return Span{span.begin + begin, span.end + begin}; };
  Diagnostics diagnostics;
  const auto compiled = formula::Formula::compile(formula, scope, Type::kAny, diagnostics);
  for (Diagnostic& diagnostic : diagnostics) diagnostic.span = moved(diagnostic.span);
  json::Writer writer(call.out());
  begin_check(writer, compiled ? std::optional(compiled->type()) : std::nullopt);
  Units units(text);
  const auto sign = static_cast<std::uint32_t>(text.find('='));
  write_token(writer, units, {sign, sign + 1}, "operator");
  for (const formula::ColouredToken& token : formula::tokens(formula, scope)) {
    write_token(writer, units, moved(token.span), token.kind);
  }
  writer.end_array();
  end_with_diagnostics(writer, diagnostics, text);
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
  Units units(*text);
  for (const formula::ColouredToken& token : formula::tokens(*text, scope)) {
    write_token(writer, units, token.span, token.kind);
  }
  writer.end_array();
  end_with_diagnostics(writer, diagnostics, *text);
}

void answer_test_check(Call& call) {
  call.only_members({"op", "program", "decision", "input"});
  const auto program = call.program();
  const auto input = call.decision_input(program);
  const auto text = call.text_body();
  if (call.has_failed()) return;
  const formula::Formula& formula = input->formula;
  if (const auto cell = rules::cell_formula(*text)) return check_cell_formula(call, *program, *text, *cell);
  Diagnostics diagnostics;
  (void)rules::parse_unary_test(*text, formula.type(), formula.domain(), diagnostics);
  json::Writer writer(call.out());
  begin_check(writer, formula.type());
  Units units(*text);
  for (const rules::TestToken& token : rules::test_tokens(*text)) {
    write_token(writer, units, token.span, rules::colour_of(token, *text));
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
  Units units(*text);
  writer.key("from").number(units.at(completions.from));
  writer.key("to").number(units.at(completions.to));
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

void answer_formula_filter(Call& call) {
  call.only_members({"op", "program", "directory", "records", "at"});
  const auto program = call.program();
  const auto directory = call.has("directory") ? call.directory() : std::nullopt;
  const auto records = call.records_for(program ? &*program : nullptr);
  const auto at = call.instant("at");
  const auto text = call.text_body();
  if (call.has_failed()) return;
  Diagnostics diagnostics;
  const auto condition = formula::Formula::compile(*text, *program->parts().scope, Type::kCheckbox, diagnostics);
  if (!condition) return call.fail(diagnostics, *text);
  const calendar::Calendar none;
  const calendar::Calendar& calendar = directory ? directory->parts().calendar : none;
  write_matches(*program, calendar, *condition, *at, *records, call.out());
}

}  // namespace signalbox::api
