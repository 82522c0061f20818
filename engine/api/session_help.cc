// Messages of an editor that ask about a place in a formula: what is this, what comes here, which names are read.
#include <algorithm>

#include "api/program.h"
#include "api/session_call.h"
#include "api/utf16_spans.h"
#include "formula/format.h"
#include "formula/functions/registry.h"
#include "formula/help.h"
#include "formula/names.h"
#include "formula/own_global.h"

namespace signalbox::api {

namespace {

json::Writer begin_answer(Call& call) {
  json::Writer writer(call.out());
  writer.begin_object();
  writer.key("ok").boolean(true);
  return writer;
}

/// A formula, and a caret in it as a byte.
struct Question {
  Program program;
  std::string_view text;
  std::size_t byte;
};

std::optional<Question> question_at(Call& call) {
  call.only_members({"op", "program", "offset"});
  auto program = call.program();
  const auto offset = call.integer("offset", 0, INT64_MAX);
  const auto text = call.text_body();
  if (call.has_failed()) return std::nullopt;
  return Question{std::move(*program), *text, unicode::byte_offset_of_utf16(*text, static_cast<std::size_t>(*offset))};
}

void write_unless_empty(json::Writer& writer, std::string_view key, std::string_view text) {
  if (!text.empty()) writer.key(key).text(text);
}

void write_hover(json::Writer& writer, Units& units, const formula::Hover& hover) {
  writer.begin_object();
  units.write(writer, hover.span);
  writer.key("kind").text(hover.kind);
  writer.key("name").text(hover.name);
  write_unless_empty(writer, "type", hover.type);
  write_unless_empty(writer, "label", hover.label);
  if (hover.field && !hover.field->values.empty()) {
    writer.key("values").begin_array();
    for (const std::string& value : hover.field->values) writer.text(value);
    writer.end_array();
  }
  write_unless_empty(writer, "signature", hover.signature);
  write_unless_empty(writer, "sentence", hover.sentence);
  writer.end_object();
}

/// One name of a formula with its places.
struct Name {
  std::string_view name;
  std::string_view kind;
  std::optional<Type> type;
  std::vector<Span> spans;
};

/// By name, in the order of their first places.
std::vector<Name> collect(std::string_view text, const formula::Scope& scope) {
  std::vector<Name> all;
  for (const formula::NameUse& use : formula::names(text)) {
    const std::string_view written = text.substr(use.span.begin, use.span.end - use.span.begin);
    Name name{written, "unknown", std::nullopt, {}};
    if (const auto found = scope.find(written)) {
      name.type = found->type;
      name.kind = found->is_global ? "global" : "field";
      name.name = found->is_global ? std::string_view(scope.globals()[found->slot - scope.layout().size()].name)
                                   : std::string_view(scope.layout().field(found->slot).name);
    } else if (const formula::OwnGlobal* own = formula::find_own_global(written)) {
      name = {own->name, "global", own->type, {}};
    }
    auto known = std::find_if(all.begin(), all.end(), [&](const Name& one) {
      return unicode::equals_ignoring_ascii_case(one.name, name.name);
    });
    if (known == all.end()) known = all.insert(known, std::move(name));
    known->spans.push_back(use.span);
  }
  return all;
}

}  // namespace

void answer_formula_format(Call& call) {
  call.only_members({"op", "program"});
  const auto program = call.program();
  const auto text = call.text_body();
  if (call.has_failed()) return;
  Diagnostics diagnostics;
  const auto formatted = formula::format(*text, *program->parts().scope, diagnostics);
  if (!formatted) return call.fail(diagnostics, *text);
  json::Writer writer = begin_answer(call);
  writer.key("text").text(*formatted).end_object();
}

void answer_formula_references(Call& call) {
  call.only_members({"op", "program"});
  const auto program = call.program();
  const auto text = call.text_body();
  if (call.has_failed()) return;
  json::Writer writer = begin_answer(call);
  Units units(*text);
  writer.key("names").begin_array();
  for (const Name& name : collect(*text, *program->parts().scope)) {
    writer.begin_object();
    writer.key("name").text(name.name);
    writer.key("kind").text(name.kind);
    if (name.type) writer.key("type").text(type_name(*name.type));
    writer.key("uses").begin_array();
    for (const Span span : name.spans) {
      writer.begin_object();
      units.write(writer, span);
      writer.end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
}

void answer_formula_hover(Call& call) {
  const auto question = question_at(call);
  if (!question) return;
  const auto hover = formula::hover(question->text, question->byte, *question->program.parts().scope);
  json::Writer writer = begin_answer(call);
  Units units(question->text);
  writer.key("hover");
  if (hover) {
    write_hover(writer, units, *hover);
  } else {
    writer.null();
  }
  writer.end_object();
}

void answer_formula_signature(Call& call) {
  const auto question = question_at(call);
  if (!question) return;
  const auto help = formula::signature_help(question->text, question->byte);
  json::Writer writer = begin_answer(call);
  writer.key("call");
  if (!help) {
    writer.null().end_object();
    return;
  }
  writer.begin_object();
  Units(question->text).write(writer, help->name);
  writer.key("function").text(help->function->name);
  writer.key("signature").text(help->function->signature);
  writer.key("sentence").text(help->function->sentence);
  writer.key("argument").number(static_cast<std::int64_t>(help->argument));
  if (help->parameter.begin < help->parameter.end) {
    writer.key("parameter").begin_object();
    Units(help->function->signature).write(writer, help->parameter);
    writer.end_object();
  }
  write_unless_empty(writer, "takes", help->noun);
  writer.end_object().end_object();
}

}  // namespace signalbox::api
