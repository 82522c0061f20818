#include "api/functions.h"

#include <algorithm>
#include <string>

#include "formula/functions/registry.h"
#include "model/json_writer.h"

namespace signalbox::api {

namespace {

std::string_view returned(const formula::Function& function) {
  const bool first = function.result == formula::Result::kFirst || function.form == formula::Form::kPriorValue;
  if (first) return "first";
  return function.result == formula::Result::kUnified ? "common" : type_name(function.type);
}

/// The signature, with arguments that may be left out in brackets: `FIND(search_text, text[, start_num])`.
std::string usage(const formula::Function& function) {
  std::string usage(function.signature);
  if (function.most == formula::Function::kAny) return usage;
  std::size_t comma = usage.find('(');
  for (unsigned argument = 1; argument <= function.most; ++argument) {
    const std::size_t end = std::min(usage.find(',', comma + 1), usage.rfind(')'));
    if (argument > function.least) usage.insert(end, "]").insert(comma, "[");
    comma = end + (argument > function.least ? 2 : 0);
  }
  return usage;
}

void write_function(const formula::Function& function, json::Writer& writer) {
  writer.begin_object().key("name").text(function.name);
  if (function.form == formula::Form::kRefused) {
    writer.key("refused").text(function.sentence);
  } else {
    writer.key("signature").text(usage(function));
    writer.key("sentence").text(function.sentence);
    writer.key("returns").text(returned(function));
  }
  writer.end_object();
}

}  // namespace

std::string formula_functions() {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const formula::Family& family : formula::families()) {
    writer.begin_object().key("family").text(family.title).key("functions").begin_array();
    for (const formula::Function& function : family.functions) write_function(function, writer);
    writer.end_array().end_object();
  }
  writer.end_array();
  return out;
}

}  // namespace signalbox::api
