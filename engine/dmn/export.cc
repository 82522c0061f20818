#include "dmn/export.h"

#include <algorithm>
#include <utility>

#include "base/unicode.h"
#include "dmn/export_parts.h"
#include "dmn/own_names.h"
#include "model/json_writer.h"
#include "model/type.h"

namespace signalbox::dmn {

namespace {

/// A name that FEEL reads as one word wherever it stands: letters, digits and single spaces.
bool is_plain_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (name.empty() || !is_letter(name[0]) || name.back() == ' ' || name.find("  ") != std::string_view::npos)
    return false;
  for (const std::string_view word : {"if", "then", "else", "and", "or", "in", "not", "null", "true", "false", "for",
                                      "some", "every", "function", "between", "instance"}) {
    if (name == word) return false;
  }
  return std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == ' '; });
}

std::string own_type_name(Type type, bool is_picklist_with_values) {
  switch (type) {
    case Type::kText:
    case Type::kNumber:
    case Type::kCheckbox:
    case Type::kDate:
    case Type::kDateTime:
    case Type::kTime:
      return {};
    default:
      return is_picklist_with_values && type == Type::kPicklist ? std::string() : std::string(type_name(type));
  }
}

/// Fields and decisions with the names that they have in the model.
class ModelWriter {
 public:
  ModelWriter(json::Node definition, Exported& exported) : definition_(definition), exported_(exported) {}

  void write() {
    read_fields();
    read_decisions();
    report_left_out();
    XmlWriter xml(exported_.xml);
    const std::string name(text_member(definition_, "name"));
    xml.open("definitions", {{"xmlns", std::string(kDmn15)},
                             {"xmlns:signalbox", std::string(kNameSpace)},
                             {"id", "definitions"},
                             {"name", checked(name)},
                             {"namespace", "urn:signalbox:definition"},
                             {"signalbox:object", checked(text_member(definition_, "object"))},
                             {"signalbox:blanks", std::string(blanks())}});
    for (const FieldGroup& group : groups_) write_item_definition(group, xml);
    for (const FieldGroup& group : groups_) write_input_data(group, xml);
    for (const DecisionOut& decision : decisions_) write_decision(decision, names_, requirements_, exported_, xml);
    xml.close();
    const bool has_errors =
        std::any_of(exported_.findings.begin(), exported_.findings.end(),
                    [](const Finding& finding) { return finding.diagnostic.severity == Severity::kError; });
    if (has_errors) exported_.xml.clear();
  }

 private:
  struct FieldOut {
    std::string path;
    std::string part;  ///< Below the group; empty when the group is the field.
    Type type = Type::kText;
    std::vector<std::string> values;
  };
  /// An input data: one field, or the fields whose paths begin alike.
  struct FieldGroup {
    std::string name;
    std::string id;
    std::string path;
    std::vector<FieldOut> fields;
    [[nodiscard]] bool is_structure() const { return !fields[0].part.empty(); }
    [[nodiscard]] std::string type_name_of() const { return "t" + id; }
  };

  [[nodiscard]] std::string_view blanks() const {
    const std::string_view mode = text_member(definition_, "blanks");
    return mode.empty() ? "zero" : mode;
  }

  std::string checked(std::string_view text) { return checked_xml(text, {}, exported_); }

  void read_fields() {
    const auto fields = definition_.find("fields");
    std::vector<std::string> alone;
    for (std::size_t i = 0; i < fields->size(); ++i) {
      if (fields->key(i).find('.') == std::string_view::npos) alone.push_back(unicode::ascii_lower(fields->key(i)));
    }
    for (std::size_t i = 0; i < fields->size(); ++i) read_field(fields->key(i), fields->at(i), alone);
    for (FieldGroup& group : groups_) add_names(group);
  }

  void read_field(std::string_view path, json::Node node, const std::vector<std::string>& alone) {
    const bool is_object = node.is(json::Kind::kObject);
    FieldOut field{std::string(path), {}, Type::kText, {}};
    field.type = parse_type(is_object ? text_member(node, "type") : node.as_text()).value_or(Type::kText);
    if (const auto values = is_object ? node.find("values") : std::nullopt) {
      for (std::size_t i = 0; i < values->size(); ++i) field.values.emplace_back(values->at(i).as_text());
    }
    const std::size_t dot = path.find('.');
    const std::string head(path.substr(0, dot));
    const bool is_part = dot != std::string_view::npos &&
                         std::find(alone.begin(), alone.end(), unicode::ascii_lower(head)) == alone.end();
    if (is_part) field.part = path.substr(dot + 1);
    const std::string group_path = is_part ? head : std::string(path);
    const auto known =
        std::find_if(groups_.begin(), groups_.end(), [&](const FieldGroup& group) { return group.path == group_path; });
    if (known != groups_.end()) {
      known->fields.push_back(std::move(field));
      return;
    }
    const std::string label = is_object && !is_part ? std::string(text_member(node, "label")) : std::string();
    groups_.push_back({take_name(label, group_path), ids_.make(group_path), group_path, {std::move(field)}});
  }

  std::string take_name(const std::string& label, const std::string& path) {
    if (is_plain_name(label) && taken_names_.insert(label).second) return label;
    taken_names_.insert(path);
    return path;
  }

  void add_names(const FieldGroup& group) {
    Variable variable;
    variable.name = group.name;
    for (const FieldOut& field : group.fields) {
      const std::string feel = field.part.empty() ? group.name : group.name + "." + field.part;
      names_.feel_names[unicode::ascii_lower(field.path)] = feel;
      requirements_[unicode::ascii_lower(field.path)] = {"input_" + group.id, false};
      if (field.part.empty()) {
        variable.formula = field.path;
        variable.type = variable_type(field.type);
      } else {
        add_part(variable, field.part, field);
      }
    }
    names_.vocabulary.add(std::move(variable));
  }

  static Type variable_type(Type type) {
    return type == Type::kCurrency || type == Type::kPercent ? Type::kNumber : type == Type::kId ? Type::kText : type;
  }

  /// Parts of parts: `Account.Owner.Name`.
  static void add_part(Variable& whole, std::string_view part, const FieldOut& field) {
    const std::size_t dot = part.find('.');
    const std::string head(part.substr(0, dot));
    auto known =
        std::find_if(whole.parts.begin(), whole.parts.end(), [&](const Variable& one) { return one.name == head; });
    if (known == whole.parts.end()) {
      Variable made;
      made.name = head;
      whole.parts.push_back(std::move(made));
      known = std::prev(whole.parts.end());
    }
    if (dot != std::string_view::npos) return add_part(*known, part.substr(dot + 1), field);
    known->formula = field.path;
    known->type = variable_type(field.type);
  }

  void read_decisions() {
    const auto decisions = definition_.find("decisions");
    for (std::size_t i = 0; decisions && i < decisions->size(); ++i) {
      DecisionOut decision{std::string(decisions->key(i)), {}, {}, decisions->at(i), {}};
      decision.path = "/decisions/" + decision.key;
      decision.id = ids_.make(decision.key);
      const std::string label(text_member(decision.node, "label"));
      decision.name = take_name(label, decision.key);
      decisions_.push_back(std::move(decision));
    }
    for (const DecisionOut& decision : decisions_) add_names(decision);
    if (!decisions_.empty()) return;
    exported_.findings.push_back(
        {Diagnostic{
             "dmn-logic", Severity::kError, "/decisions", {}, "There is no decision to export.", "a decision", {}, {}},
         0});
  }

  void add_names(const DecisionOut& decision) {
    const auto outputs = decision.node.find("outputs");
    Variable whole;
    whole.name = decision.name;
    for (std::size_t i = 0; i < outputs->size(); ++i) {
      const std::string_view name = text_member(outputs->at(i), "name");
      const std::string global = "$Decision." + decision.key + "." + std::string(name);
      const auto type = parse_type(text_member(outputs->at(i), "type"));
      const bool is_only = outputs->size() == 1;
      names_.feel_names[unicode::ascii_lower(global)] =
          is_only ? decision.name : decision.name + "." + std::string(name);
      requirements_[unicode::ascii_lower(global)] = {"decision_" + decision.id, true};
      Variable part;
      part.name = is_only ? decision.name : std::string(name);
      part.formula = global;
      part.type = variable_type(type.value_or(Type::kAny));
      if (is_only) {
        whole = std::move(part);
      } else {
        whole.parts.push_back(std::move(part));
      }
    }
    names_.vocabulary.add(std::move(whole));
  }

  void warn(std::string_view path, std::string sentence) {
    exported_.findings.push_back(
        {Diagnostic{"dmn-left-out", Severity::kWarning, std::string(path), {}, std::move(sentence), {}, {}, {}}, 0});
  }

  void report_left_out() {
    for (const std::string_view member : {"milestones", "routing", "escalations", "examples"}) {
      const auto found = definition_.find(member);
      if (found && found->size() > 0) {
        warn("/" + std::string(member), "A DMN model has no place for `" + std::string(member) + "`.");
      }
    }
    for (const FieldGroup& group : groups_) {
      for (const FieldOut& field : group.fields) warn_of_form(field);
    }
    if (!has_plain_steps()) warn("/steps", "A DMN model has no steps: all its decisions are made.");
    if (blanks() == "zero") {
      warn("/blanks", "Other tools do not count blank numbers as zero; in a DMN model they are null.");
    }
  }

  /// Records hold values of these types in another form than tests and formulas compare.
  void warn_of_form(const FieldOut& field) {
    const std::string path = "/fields/" + field.path;
    if (field.type == Type::kPercent) {
      warn(path, "Records hold this Percent as 20 where the model asks for 0.2: other tools need the fraction.");
    } else if (field.type == Type::kMultiPicklist) {
      warn(path, "Other tools take the selections of this MultiPicklist for one text: `A;B` is not `A` there.");
    }
  }

  /// The steps that an import writes: each decision, in order, and nothing else.
  [[nodiscard]] bool has_plain_steps() const {
    const auto steps = definition_.find("steps");
    if (!steps || steps->size() != decisions_.size()) return !steps && decisions_.empty();
    for (std::size_t i = 0; i < steps->size(); ++i) {
      if (text_member(steps->at(i), "decide") != decisions_[i].key || steps->at(i).find("when")) return false;
    }
    return true;
  }

  void write_item_definition(const FieldGroup& group, XmlWriter& xml) {
    if (group.is_structure()) {
      std::vector<std::pair<std::string, const FieldOut*>> parts;
      for (const FieldOut& field : group.fields) parts.emplace_back(field.part, &field);
      xml.open("itemDefinition", {{"name", group.type_name_of()}});
      write_parts(parts, xml);
      xml.close();
    } else if (!group.fields[0].values.empty()) {
      write_simple("itemDefinition", group.type_name_of(), group.fields[0], xml);
    }
  }

  void write_parts(const std::vector<std::pair<std::string, const FieldOut*>>& parts, XmlWriter& xml) {
    std::vector<std::string> done;
    for (const auto& [part, field] : parts) {
      const std::string head = part.substr(0, part.find('.'));
      if (std::find(done.begin(), done.end(), head) != done.end()) continue;
      done.push_back(head);
      if (head == part) {
        write_simple("itemComponent", head, *field, xml);
        continue;
      }
      std::vector<std::pair<std::string, const FieldOut*>> below;
      for (const auto& [other, its_field] : parts) {
        if (other.substr(0, head.size() + 1) == head + ".")
          below.emplace_back(other.substr(head.size() + 1), its_field);
      }
      xml.open("itemComponent", {{"name", head}});
      write_parts(below, xml);
      xml.close();
    }
  }

  void write_simple(std::string_view element, const std::string& name, const FieldOut& field, XmlWriter& xml) {
    xml.open(element, {{"name", name}, {"signalbox:type", own_type_name(field.type, !field.values.empty())}});
    xml.text("typeRef", feel_type(field.type));
    if (!field.values.empty()) {
      xml.open("allowedValues");
      std::string list;
      for (const std::string& value : field.values) list += (list.empty() ? "" : ", ") + feel_of_text(checked(value));
      xml.text("text", list);
      xml.close();
    }
    xml.close();
  }

  void write_input_data(const FieldGroup& group, XmlWriter& xml) {
    const FieldOut& field = group.fields[0];
    const bool has_type = group.is_structure() || !field.values.empty();
    xml.open("inputData", {{"id", "input_" + group.id},
                           {"name", group.name},
                           {"signalbox:field", group.name == group.path ? "" : group.path},
                           {"signalbox:type", has_type ? "" : own_type_name(field.type, false)}});
    xml.empty("variable", {{"name", group.name},
                           {"typeRef", has_type ? group.type_name_of() : std::string(feel_type(field.type))}});
    xml.close();
  }

  json::Node definition_;
  Exported& exported_;
  std::vector<FieldGroup> groups_;
  std::vector<DecisionOut> decisions_;
  NamePairs names_;
  Requirements requirements_;
  Identifiers ids_;
  std::set<std::string> taken_names_;
};

}  // namespace

std::string_view text_member(json::Node node, std::string_view name) {
  const auto member = node.find(name);
  return member && member->is(json::Kind::kText) ? member->as_text() : std::string_view();
}

std::string checked_xml(std::string_view text, const std::string& path, Exported& exported) {
  if (!fits_xml(text)) {
    exported.findings.push_back({Diagnostic{"xml-character",
                                            Severity::kError,
                                            path,
                                            {},
                                            "This text holds a control character, which XML cannot hold.",
                                            "a text without control characters",
                                            {},
                                            {}},
                                 0});
  }
  return std::string(text);
}

std::string_view feel_type(Type type) {
  switch (type) {
    case Type::kNumber:
    case Type::kCurrency:
    case Type::kPercent:
      return "number";
    case Type::kCheckbox:
      return "boolean";
    case Type::kDate:
      return "date";
    case Type::kDateTime:
      return "date and time";
    case Type::kTime:
      return "time";
    default:
      return "string";
  }
}

Exported export_model(json::Node definition) {
  Exported exported;
  ModelWriter(definition, exported).write();
  return exported;
}

}  // namespace signalbox::dmn
