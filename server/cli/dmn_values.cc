#include "server/cli/dmn_values.h"

#include <optional>
#include <utility>

#include "base/decimal.h"
#include "base/time.h"
#include "model/json_writer.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

std::string label_or(json::Node node, std::string_view name) {
  const std::string_view label = text_member(node, "label");
  return std::string(label.empty() ? name : label);
}

bool is_error(json::Node value) { return value.is(json::Kind::kObject) && value.find("error").has_value(); }

/// A value as a record holds it: text of numbers becomes a number, a date-time gets its zone.
void write_field(json::Node value, std::string_view type, json::Writer& writer) {
  if (value.is(json::Kind::kText)) {
    if (type == "Number") {
      if (const auto number = Decimal::parse(value.as_text())) {
        writer.number(*number);
        return;
      }
    }
    if (type == "DateTime" && !parse_instant(value.as_text())) {
      writer.text(std::string(value.as_text()) + "Z");
      return;
    }
  }
  writer.node(value);
}

}  // namespace

ModelNames::ModelNames(json::Node definition) {
  const auto fields = definition.find("fields");
  for (std::size_t i = 0; fields && i < fields->size(); ++i) {
    const json::Node field = fields->at(i);
    const bool is_object = field.is(json::Kind::kObject);
    const std::string name(fields->key(i));
    fields_[is_object ? label_or(field, name) : name] = {
        name, std::string(is_object ? text_member(field, "type") : field.as_text())};
  }
  const auto decisions = definition.find("decisions");
  for (std::size_t i = 0; decisions && i < decisions->size(); ++i) {
    const json::Node node = decisions->at(i);
    Decision decision{std::string(decisions->key(i)), label_or(node, decisions->key(i)), false, {}};
    const std::string_view hit = text_member(node, "hit");
    const std::string_view how = text_member(node, "collect");
    decision.is_list =
        hit == "ruleOrder" || hit == "outputOrder" || (hit == "collect" && (how.empty() || how == "list"));
    const json::Node outputs = *node.find("outputs");
    for (std::size_t j = 0; j < outputs.size(); ++j) {
      const std::string_view name = text_member(outputs.at(j), "name");
      decision.outputs.push_back({std::string(name), label_or(outputs.at(j), name)});
    }
    decisions_.push_back(std::move(decision));
  }
}

void ModelNames::add_fields(json::Node value, const std::string& path, std::string& members) const {
  const auto field = fields_.find(path);
  if (field != fields_.end()) {
    std::string text;
    json::Writer writer(text);
    write_field(value, field->second.type, writer);
    if (!members.empty()) members += ',';
    json::append_quoted(field->second.name, members);
    members += ':' + text;
  } else if (value.is(json::Kind::kObject)) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      add_fields(value.at(i), path + (path.empty() ? "" : ".") + std::string(value.key(i)), members);
    }
  }
}

std::string ModelNames::record(json::Node inputs) const {
  std::string members;
  if (inputs.is(json::Kind::kObject)) add_fields(inputs, {}, members);
  return "{" + members + "}";
}

void ModelNames::write_row(const Decision& decision, json::Node outputs, std::optional<std::size_t> row,
                           json::Writer& writer) {
  writer.begin_object();
  for (const Output& output : decision.outputs) {
    const json::Node value = *outputs.find(output.name);
    writer.key(output.model_name);
    writer.node(row ? value.at(*row) : value);
  }
  writer.end_object();
}

void ModelNames::write_result(const Decision& decision, json::Node story, json::Writer& writer) {
  const json::Node outputs = *story.find("outputs");
  const json::Node first = *outputs.find(decision.outputs[0].name);
  const bool has_none = story.find("winners")->size() == 0 && !story.find("default")->as_bool();
  if (is_error(first)) return (void)writer.node(first);
  if (has_none && !decision.is_list && decision.outputs.size() > 1) {
    writer.null();
  } else if (decision.outputs.size() == 1) {
    writer.node(first);
  } else if (!decision.is_list) {
    write_row(decision, outputs, std::nullopt, writer);
  } else {
    writer.begin_array();
    for (std::size_t row = 0; row < first.size(); ++row) write_row(decision, outputs, row, writer);
    writer.end_array();
  }
}

std::string ModelNames::results(json::Node decision) const {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  const auto explain = decision.find("explain");
  const auto made = explain ? explain->find("decisions") : std::nullopt;
  for (const Decision& one : decisions_) {
    const auto story = made ? made->find(one.name) : std::nullopt;
    if (!story) continue;
    writer.key(one.model_name);
    write_result(one, *story, writer);
  }
  writer.end_object();
  return out;
}

}  // namespace signalbox::cli
