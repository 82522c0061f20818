#include "dmn/import.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/unicode.h"
#include "dmn/feel_words.h"
#include "dmn/model.h"
#include "dmn/own_names.h"
#include "model/json_writer.h"
#include "model/reader.h"

namespace signalbox::dmn {

namespace {

constexpr std::array<std::string_view, 3> kNameSpaces = {
    "https://www.omg.org/spec/DMN/20191111/MODEL/",  // 1.3
    "https://www.omg.org/spec/DMN/20211108/MODEL/",  // 1.4
    kDmn15,
};

std::string or_empty(const std::string& label, const std::string& name) { return label == name ? "" : label; }

/// The type of a decision whose value is a list is the type of its items.
bool gives_list(const Element& table) {
  const std::string_view hit = table.attribute("hitPolicy");
  return hit == "RULE ORDER" || hit == "OUTPUT ORDER" || (hit == "COLLECT" && table.attribute("aggregation").empty());
}

class ModelReader {
 public:
  ModelReader(const Element& definitions, Model& model, Imported& imported)
      : definitions_(definitions), types_(definitions), model_(model), imported_(imported) {}

  void read() {
    gather_input_values();
    for (const Element& element : definitions_.children("inputData")) read_input_data(element);
    for (const Element& element : definitions_.children("decision")) read_decision(element);
    for (const Element& element : definitions_.children()) report_left_out(element);
  }

 private:
  static std::string_view type_reference(const Element& element) {
    for (const Element& variable : element.children("variable")) return variable.attribute("typeRef");
    return {};
  }

  [[nodiscard]] bool take_name(const Element& element, const std::string& name) {
    if (name.empty()) {
      imported_.report(element.origin(), "missing-member", "This element needs a name.", "an attribute `name`");
      return false;
    }
    if (names_.insert(name).second) return true;
    imported_.report(element.origin(), "duplicate-name", "The name `" + quote_for_message(name) + "` is taken.",
                     "a name of its own", name);
    return false;
  }

  void read_input_data(const Element& element) {
    const std::string name = normal_name(element.attribute("name"));
    if (!take_name(element, name)) return;
    const std::string_view own_path = element.attribute(own_attribute("field"));
    const std::string identifier = own_path.empty() ? identifiers_.make(name) : std::string(own_path);
    const ItemType type = types_.find(type_reference(element));
    Variable variable = field_variable(name, identifier, name, type, element);
    model_.vocabulary.add(std::move(variable));
  }

  /// The variable of an input data or of a part of one, and the fields below it.
  Variable field_variable(const std::string& name, const std::string& path, const std::string& label,
                          const ItemType& type, const Element& element) {
    Variable variable;
    variable.name = name;
    variable.unsupported = type.is_list ? "a list" : type.unsupported;
    if (!variable.unsupported.empty()) return variable;
    Identifiers part_names;
    for (const ItemType::Part& part : type.parts) {
      variable.parts.push_back(field_variable(part.name, path + "." + part_names.make(part.name),
                                              label + "." + part.name, part.type, element));
    }
    if (!type.parts.empty()) return variable;
    const std::string_view own_type = element.attribute(own_attribute("type"));
    ModelField field{path,        or_empty(label, path),
                     type.type,   own_type.empty() ? type.own_type : std::string(own_type),
                     type.values, element.origin()};
    const auto allowed = input_values_.find(label);
    if (field.type == Type::kText && field.values.empty() && allowed != input_values_.end() &&
        !allowed->second.is_open) {
      field.values = allowed->second.values;
    }
    // Without a type it is read as text, as FEEL would read it from a record.
    variable.is_untyped = field.type == Type::kAny && field.own_type.empty();
    if (field.type == Type::kAny) field.type = Type::kText;
    if (!field.values.empty() && field.own_type.empty()) field.type = Type::kPicklist;
    if (field.own_type == "Picklist" || field.own_type == "MultiPicklist") field.type = *parse_type(field.own_type);
    variable.formula = path;
    variable.type = field.type;
    model_.fields.push_back(std::move(field));
    return variable;
  }

  /// What the tables allow for a name that is an input by itself: a picklist, when all tables that ask for it say so.
  struct InputValues {
    std::vector<std::string> values;
    bool is_open = false;
  };

  void gather_input_values() {
    for (const Element& decision : definitions_.children("decision")) {
      for (const Element& table : decision.children("decisionTable")) {
        for (const Element& input : table.children("input")) gather_input_values(input);
      }
    }
  }

  void gather_input_values(const Element& input) {
    const auto expressions = input.children("inputExpression");
    if (expressions.empty()) return;
    InputValues& known = input_values_[normal_name(expressions[0].text_of("text"))];
    const auto allowed = input.children("inputValues");
    auto values = allowed.empty() ? std::nullopt : text_values(allowed[0].text_of("text"));
    if (!values) known.is_open = true;
    for (std::size_t i = 0; values && i < values->size(); ++i) {
      std::string& value = (*values)[i];
      if (std::find(known.values.begin(), known.values.end(), value) == known.values.end()) {
        known.values.push_back(std::move(value));
      }
    }
  }

  void read_decision(const Element& element) {
    const std::string label = normal_name(element.attribute("name"));
    if (!take_name(element, label)) return;
    const std::string_view own_name = element.attribute(own_attribute("name"));
    ModelDecision decision{
        own_name.empty() ? identifiers_.make(label) : std::string(own_name), {}, element, std::nullopt, {}, false};
    decision.label = or_empty(label, decision.name);
    for (const Element& child : element.children()) {
      if (child.name() == "decisionTable" || child.name() == "literalExpression") decision.logic = child;
      for (const std::string_view other : {"invocation", "context", "list", "relation", "functionDefinition",
                                           "conditional", "filter", "for", "every", "some"}) {
        if (child.name() == other) return report_logic(child);
      }
    }
    if (!decision.logic) {
      return imported_.report(element.origin(), "dmn-logic", "This decision has no logic.",
                              "a decision table or a literal expression");
    }
    read_outputs(decision, label);
    model_.vocabulary.add(decision_variable(decision, label));
    model_.decisions.push_back(std::move(decision));
  }

  void report_logic(const Element& logic) {
    imported_.report(logic.origin(), "dmn-unsupported",
                     "A decision whose logic is `" + std::string(logic.name()) + "` cannot be taken over.",
                     "a decision table or a literal expression", std::string(logic.name()));
  }

  void read_outputs(ModelDecision& decision, const std::string& label) {
    const bool is_table = decision.logic->name() == "decisionTable";
    decision.is_list = is_table && gives_list(*decision.logic);
    std::string_view whole = type_reference(decision.element);
    if (whole.empty()) whole = decision.logic->attribute("typeRef");
    const ItemType type = types_.find(whole);
    const auto outputs = decision.logic->children("output");
    if (!is_table || outputs.size() == 1) {
      add_single_output(decision, label, type, is_table ? &outputs[0] : nullptr);
      return;
    }
    Identifiers names;
    for (const Element& output : outputs) {
      const std::string name = normal_name(output.attribute("name"));
      if (name.empty()) {
        imported_.report(output.origin(), "missing-member", "Each of several outputs needs a name.",
                         "an attribute `name`");
      }
      ItemType own = types_.find(output.attribute("typeRef"));
      for (const ItemType::Part& part : type.parts) {
        if (part.name == name && output.attribute("typeRef").empty()) own = part.type;
      }
      const std::string_view own_name = output.attribute(own_attribute("name"));
      ModelOutput made{own_name.empty() ? names.make(name) : std::string(own_name),
                       {},
                       own,
                       std::string(output.attribute(own_attribute("type")))};
      made.label = or_empty(name, made.name);
      decision.outputs.push_back(std::move(made));
    }
  }

  /// A table with one output gives its value, not a structure; the output has the name of the decision.
  void add_single_output(ModelDecision& decision, const std::string& label, ItemType type, const Element* output) {
    const bool counts = decision.logic->attribute("aggregation") == "COUNT";
    if (output && (counts || !output->attribute("typeRef").empty())) type = types_.find(output->attribute("typeRef"));
    if (output && decision.is_list) type.is_list = false;
    ModelOutput made{decision.name, or_empty(label, decision.name), std::move(type), {}};
    if (output) {
      made.own_type = output->attribute(own_attribute("type"));
      const std::string_view own_name = output->attribute(own_attribute("name"));
      if (!own_name.empty()) {
        made.name = own_name;
        made.label = output->attribute(own_attribute("label"));
      }
    }
    decision.outputs.push_back(std::move(made));
  }

  static Variable decision_variable(const ModelDecision& decision, const std::string& label) {
    const auto part = [&](const ModelOutput& output, const std::string& name) {
      Variable variable;
      variable.name = name;
      variable.formula = "$Decision." + decision.name + "." + output.name;
      variable.type = output.type.type;
      variable.unsupported = decision.is_list || output.type.is_list ? "a list" : output.type.unsupported;
      return variable;
    };
    if (decision.outputs.size() == 1) return part(decision.outputs[0], label);
    Variable whole;
    whole.name = label;
    whole.unsupported = decision.is_list ? "a list" : "";
    for (const ModelOutput& output : decision.outputs) {
      whole.parts.push_back(part(output, output.label.empty() ? output.name : output.label));
    }
    return whole;
  }

  /// What no decision here depends on may stay behind, but not in silence.
  void report_left_out(const Element& element) {
    for (const std::string_view name : {"businessKnowledgeModel", "decisionService", "import"}) {
      if (element.name() != name) continue;
      imported_.report(element.origin(), "dmn-left-out",
                       "`" + std::string(name) + "` is not taken over; decisions that use it are errors.", {},
                       std::string(element.attribute("name")), {}, Severity::kWarning);
    }
  }

  const Element& definitions_;
  ItemTypes types_;
  Model& model_;
  Imported& imported_;
  Identifiers identifiers_;
  std::set<std::string> names_;
  std::map<std::string, InputValues> input_values_;
};

void write_field(const ModelField& field, json::Writer& writer) {
  writer.key(field.path);
  const std::string_view type = field.own_type.empty() ? type_name(field.type) : field.own_type;
  if (field.label.empty() && field.values.empty()) {
    writer.text(type);
    return;
  }
  writer.begin_object().key("type").text(type);
  if (!field.values.empty()) {
    writer.key("values").begin_array();
    for (const std::string& value : field.values) writer.text(value);
    writer.end_array();
  }
  if (!field.label.empty()) writer.key("label").text(field.label);
  writer.end_object();
}

std::string pointer_part(std::string_view name) {
  std::string escaped;
  for (const char c : name) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

/// Attribute of Signalbox on the root, or what stands for it in a model of others.
std::string own_or(const Element& root, std::string_view name, std::string_view otherwise) {
  const std::string_view own = root.attribute(own_attribute(name));
  return std::string(own.empty() ? otherwise : own);
}

std::string write_definition(const Element& root, const Model& model, Imported& imported) {
  std::string json;
  json::Writer writer(json);
  writer.begin_object();
  writer.key("signalbox").number(kFormatVersion);
  const std::string name = normal_name(root.attribute("name"));
  writer.key("name").text(name.empty() ? "decisions" : name);
  writer.key("object").text(own_or(root, "object", "Record"));
  writer.key("blanks").text(own_or(root, "blanks", "blank"));
  writer.key("fields").begin_object();
  for (const ModelField& field : model.fields) {
    imported.origins["/fields/" + pointer_part(field.path)] = field.origin;
    write_field(field, writer);
  }
  writer.end_object();
  writer.key("decisions").begin_object();
  for (const ModelDecision& decision : model.decisions) {
    std::string member;
    if (decision.logic->name() == "decisionTable") {
      write_table(decision, model, imported, member);
    } else {
      write_literal_expression(decision, model, imported, member);
    }
    writer.key(decision.name).raw(member);
  }
  writer.end_object();
  writer.key("steps").begin_array();
  for (const ModelDecision& decision : model.decisions) {
    writer.begin_object().key("id").text(decision.name).key("decide").text(decision.name).end_object();
  }
  writer.end_array().end_object();
  return json;
}

}  // namespace

std::string Identifiers::make(std::string_view name) {
  std::string base;
  for (const char c : name) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_digit = c >= '0' && c <= '9';
    if (base.empty() && !is_letter) base += "x";
    if (is_letter || is_digit) {
      base += c;
    } else if (base.back() != '_') {
      base += '_';
    }
  }
  while (base.size() > 1 && base.back() == '_' && name.back() != '_') base.pop_back();
  if (base.empty()) base = "x";
  std::string made = base;
  for (int number = 2; !taken_.insert(unicode::ascii_lower(made)).second; ++number) {
    made = base + "_" + std::to_string(number);
  }
  return made;
}

Imported import_model(std::string_view tree) {
  Imported imported;
  Diagnostics diagnostics;
  const auto document = json::Document::parse(tree, diagnostics);
  if (!document || !check_tree(document->root(), diagnostics)) {
    for (Diagnostic& one : diagnostics) imported.findings.push_back({std::move(one), 0});
    return imported;
  }
  const Element root(document->root(), "/" + std::string(Element(document->root(), {}).name()));
  if (root.name() != "definitions" ||
      std::find(kNameSpaces.begin(), kNameSpaces.end(), root.name_space()) == kNameSpaces.end()) {
    imported.report(root.origin(), "dmn-version", "This is no model of DMN 1.3, 1.4 or 1.5.",
                    "`definitions` in the namespace `" + std::string(kNameSpaces.back()) + "`",
                    std::string(root.name()) + " in " + std::string(root.name_space()));
    return imported;
  }
  Model model;
  ModelReader(root, model, imported).read();
  if (model.decisions.empty() && !imported.has_errors()) {
    imported.report(root.origin(), "dmn-logic", "This model has no decision.", "a decision");
  }
  imported.definition = write_definition(root, model, imported);
  if (imported.has_errors()) imported.definition.clear();
  return imported;
}

}  // namespace signalbox::dmn
