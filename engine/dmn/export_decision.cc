// Decisions of a definition as decisions of a model.
#include <algorithm>
#include <array>
#include <utility>

#include "base/decimal.h"
#include "base/unicode.h"
#include "dmn/export_parts.h"
#include "dmn/own_names.h"
#include "model/reader.h"
#include "rules/unary_test.h"

namespace signalbox::dmn {

namespace {

struct HitName {
  std::string_view own;
  std::string_view dmn;
};

constexpr std::array kHits = {HitName{"unique", "UNIQUE"},
                              HitName{"first", "FIRST"},
                              HitName{"priority", "PRIORITY"},
                              HitName{"any", "ANY"},
                              HitName{"collect", "COLLECT"},
                              HitName{"ruleOrder", "RULE ORDER"},
                              HitName{"outputOrder", "OUTPUT ORDER"},
                              HitName{"sum", "SUM"},
                              HitName{"min", "MIN"},
                              HitName{"max", "MAX"},
                              HitName{"count", "COUNT"}};

/// Of a hit policy or an aggregation; empty for `list`, which DMN does not name.
std::string dmn_name(std::string_view own) {
  for (const HitName& one : kHits) {
    if (one.own == own) return std::string(one.dmn);
  }
  return {};
}

class DecisionExport {
 public:
  DecisionExport(const DecisionOut& decision, const NamePairs& names, const Requirements& requirements,
                 Exported& exported, XmlWriter& xml)
      : decision_(decision),
        node_(decision.node),
        names_(names),
        requirements_(requirements),
        exported_(exported),
        xml_(xml) {}

  void write() {
    xml_.open("decision", {{"id", "decision_" + decision_.id},
                           {"name", checked(decision_.name)},
                           {"signalbox:name", decision_.name == decision_.key ? "" : checked(decision_.key)}});
    xml_.empty("variable", {{"name", decision_.name}, {"typeRef", is_value() ? output_type(0) : ""}});
    write_requirements();
    if (is_value()) {
      write_entry("literalExpression", rule(0).find("then")->at(0), output_kind(0), decision_.path + "/rules/0/then/0");
    } else {
      write_table();
    }
    xml_.close();
  }

 private:
  [[nodiscard]] json::Node rules() const { return *node_.find("rules"); }
  [[nodiscard]] json::Node rule(std::size_t index) const { return rules().at(index); }
  [[nodiscard]] json::Node outputs() const { return *node_.find("outputs"); }
  [[nodiscard]] bool is_list() const { return !node_.find("inputs").has_value(); }
  /// A rule list that is nothing but one value, as literal expressions come in.
  [[nodiscard]] bool is_value() const {
    return is_list() && outputs().size() == 1 && rules().size() == 1 && !node_.find("default") &&
           text_member(rule(0), "when") == "TRUE" && text_member(rule(0), "id") == "value" &&
           text_member(node_, "hit") == "first" && rule(0).size() == 3 && !outputs().at(0).find("values");
  }
  [[nodiscard]] Type output_kind(std::size_t index) const {
    return parse_type(text_member(outputs().at(index), "type")).value_or(Type::kText);
  }
  [[nodiscard]] std::string output_type(std::size_t index) const { return std::string(feel_type(output_kind(index))); }
  std::string checked(std::string_view text) { return checked_xml(text, decision_.path, exported_); }

  void warn_own(const std::string& path, std::string_view text) {
    exported_.findings.push_back(
        {Diagnostic{"dmn-own-language",
                    Severity::kWarning,
                    path,
                    {},
                    "This has no equal in FEEL: it stays as it is, and other tools cannot read it.",
                    "what docs/tables-in-and-out.md lists",
                    quote_for_message(text),
                    {}},
         0});
  }

  /// `<element><text>...`, in FEEL where there is one, else in Signalbox's own language.
  void write_text(std::string_view element, std::string_view text, std::string_view language) {
    xml_.open(element, {{"expressionLanguage", std::string(language)}});
    xml_.text("text", checked(text));
    xml_.close();
  }

  void write_formula(std::string_view element, std::string_view formula, const std::string& path) {
    const auto feel = feel_of_formula(formula, names_);
    if (!feel) warn_own(path, formula);
    write_text(element, feel ? *feel : std::string(formula), feel ? "" : kFormulaLanguage);
  }

  void write_requirements() {
    std::set<std::string> read;
    for (std::size_t i = 0; !is_list() && i < node_.find("inputs")->size(); ++i) {
      add_names_read(node_.find("inputs")->at(i).as_text(), read);
    }
    for (std::size_t i = 0; i < rules().size(); ++i) add_names_of_rule(rule(i), read);
    if (const auto row = node_.find("default")) add_names_of_cells(*row, read);
    std::set<std::pair<bool, std::string>> required;
    for (const std::string& name : read) {
      const auto found = requirements_.find(name);
      if (found != requirements_.end()) required.emplace(found->second.is_decision, found->second.id);
    }
    for (const auto& [is_decision, id] : required) {
      xml_.open("informationRequirement");
      xml_.empty(is_decision ? "requiredDecision" : "requiredInput", {{"href", "#" + id}});
      xml_.close();
    }
  }

  void add_names_of_rule(json::Node rule, std::set<std::string>& read) const {
    const json::Node when = *rule.find("when");
    if (is_list()) {
      add_names_read(when.as_text(), read);
    } else {
      for (std::size_t i = 0; i < when.size(); ++i) {
        if (const auto formula = rules::cell_formula(when.at(i).as_text())) add_names_read(*formula, read);
      }
    }
    add_names_of_cells(*rule.find("then"), read);
  }

  static void add_names_of_cells(json::Node cells, std::set<std::string>& read) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (is_formula(cells.at(i))) add_names_read(cells.at(i).as_text().substr(1), read);
    }
  }
  static bool is_formula(json::Node cell) { return cell.is(json::Kind::kText) && cell.as_text().substr(0, 1) == "="; }

  void write_table() {
    const std::string how = dmn_name(text_member(node_, "collect"));
    xml_.open("decisionTable", {{"hitPolicy", dmn_name(text_member(node_, "hit"))}, {"aggregation", how}});
    write_inputs();
    for (std::size_t i = 0; i < outputs().size(); ++i) write_output(i);
    for (const std::string& name : annotation_names()) xml_.empty("annotation", {{"name", checked(name)}});
    if (has_notes()) xml_.empty("annotation", {{"name", "note"}});
    for (std::size_t i = 0; i < rules().size(); ++i) write_rule(rule(i), i);
    xml_.close();
  }

  /// A rule list asks each of its conditions in a column of its own.
  void write_inputs() {
    const std::size_t count = is_list() ? rules().size() : node_.find("inputs")->size();
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view formula =
          is_list() ? rule(i).find("when")->as_text() : node_.find("inputs")->at(i).as_text();
      xml_.open("input");
      write_formula("inputExpression", formula,
                    decision_.path + (is_list() ? "/rules/" : "/inputs/") + std::to_string(i));
      xml_.close();
      inputs_.push_back(as_imported(formula));
    }
  }

  /// What an import will take for the value of the input.
  [[nodiscard]] Translated as_imported(std::string_view formula) const {
    Diagnostics diagnostics;
    const auto feel = feel_of_formula(formula, names_);
    auto back = feel ? translate_expression(*feel, names_.vocabulary, diagnostics) : std::nullopt;
    return back ? std::move(*back) : Translated{std::string(formula), Type::kAny};
  }

  void write_output(std::size_t index) {
    const json::Node output = outputs().at(index);
    const std::string name(text_member(output, "name"));
    const std::string label(text_member(output, "label"));
    const bool is_only = outputs().size() == 1;
    const Type type = output_kind(index);
    const bool is_plain = type == Type::kText || type == Type::kNumber || type == Type::kCheckbox ||
                          type == Type::kDate || type == Type::kDateTime || type == Type::kTime;
    const bool own_name = is_only ? name != decision_.key : !label.empty();
    xml_.open("output", {{"name", is_only ? "" : checked(label.empty() ? name : label)},
                         {"typeRef", output_type(index)},
                         {"signalbox:name", own_name ? checked(name) : ""},
                         {"signalbox:label", is_only && own_name ? checked(label) : ""},
                         {"signalbox:type", is_plain ? "" : std::string(type_name(type))}});
    if (const auto values = output.find("values")) {
      std::string list;
      for (std::size_t i = 0; i < values->size(); ++i) list += (i == 0 ? "" : ", ") + literal(values->at(i), type);
      xml_.open("outputValues");
      xml_.text("text", checked(list));
      xml_.close();
    }
    if (const auto row = node_.find("default")) {
      write_entry("defaultOutputEntry", row->at(index), type, decision_.path + "/default/" + std::to_string(index));
    } else if (text_member(node_, "collect") == "sum") {
      write_text("defaultOutputEntry", "0", {});  // of no hits; DMN would give null
    }
    xml_.close();
  }

  /// A JSON literal as FEEL.
  static std::string literal(json::Node node, Type type) {
    if (node.is(json::Kind::kNull)) return "null";
    if (node.is(json::Kind::kBool)) return node.as_bool() ? "true" : "false";
    const bool is_text = type == Type::kText || type == Type::kPicklist || type == Type::kId;
    const auto word = is_text ? std::nullopt : feel_of_word(node.as_text());
    return word ? *word : feel_of_text(node.as_text());
  }

  void write_entry(std::string_view element, json::Node cell, Type type, const std::string& path) {
    if (!is_formula(cell)) return write_text(element, literal(cell, type), {});
    const std::string_view formula = cell.as_text().substr(1);
    write_formula(element, formula, path);
  }

  void write_cell(std::string_view test, const Translated& input, const std::string& path) {
    const auto formula = rules::cell_formula(test);
    auto feel = formula ? feel_of_formula(*formula, names_) : feel_of_test(test);
    if (formula && feel && !comes_back(*feel, input, *formula)) feel.reset();
    if (!feel) warn_own(path, test);
    write_text("inputEntry", feel ? *feel : std::string(test), feel ? "" : kTestLanguage);
  }

  /// A condition may look like a value that the input is compared with.
  [[nodiscard]] bool comes_back(const std::string& feel, const Translated& input, std::string_view formula) const {
    Diagnostics diagnostics;
    const auto back = translate_cell(feel, input, names_.vocabulary, diagnostics);
    return back && *back == "= " + canonical_formula(formula);
  }

  [[nodiscard]] std::vector<std::string> annotation_names() const {
    std::vector<std::string> names;
    const auto annotations = node_.find("annotations");
    for (std::size_t i = 0; annotations && i < annotations->size(); ++i)
      names.emplace_back(annotations->at(i).as_text());
    return names;
  }
  [[nodiscard]] bool has_notes() const {
    for (std::size_t i = 0; i < rules().size(); ++i) {
      if (!text_member(rule(i), "note").empty()) return true;
    }
    return false;
  }

  void write_rule(json::Node rule, std::size_t index) {
    const std::string path = decision_.path + "/rules/" + std::to_string(index);
    const std::string_view id = text_member(rule, "id");
    const auto enabled = rule.find("enabled");
    const auto effective = rule.find("effective");
    const bool is_off = enabled && enabled->is(json::Kind::kBool) && !enabled->as_bool();
    if (is_off || effective) {
      exported_.findings.push_back({Diagnostic{"dmn-left-out",
                                               Severity::kWarning,
                                               path,
                                               {},
                                               "Other tools do not know when a rule is enabled or effective.",
                                               {},
                                               {},
                                               {}},
                                    0});
    }
    // An id must be unlike all others of the model, so that of the rule stands beside it.
    xml_.open("rule", {{"id", "rule_" + decision_.id + "_" + std::to_string(index + 1)},
                       {"signalbox:id", checked(id)},
                       {"signalbox:enabled", is_off ? "false" : ""},
                       {"signalbox:from", std::string(effective ? text_member(*effective, "from") : "")},
                       {"signalbox:until", std::string(effective ? text_member(*effective, "until") : "")}});
    write_cells(rule, index, path);
    const auto then = *rule.find("then");
    for (std::size_t i = 0; i < then.size(); ++i) {
      write_entry("outputEntry", then.at(i), output_kind(i), path + "/then/" + std::to_string(i));
    }
    write_annotations(rule);
    xml_.close();
  }

  void write_cells(json::Node rule, std::size_t index, const std::string& path) {
    if (is_list()) {
      for (std::size_t i = 0; i < rules().size(); ++i) write_text("inputEntry", i == index ? "true" : "-", {});
      return;
    }
    const json::Node when = *rule.find("when");
    for (std::size_t i = 0; i < when.size(); ++i) {
      write_cell(when.at(i).as_text(), inputs_[i], path + "/when/" + std::to_string(i));
    }
  }

  void write_annotations(json::Node rule) {
    const auto entries = rule.find("annotations");
    const std::size_t count = annotation_names().size();
    for (std::size_t i = 0; i < count; ++i) {
      write_text("annotationEntry", entries && i < entries->size() ? entries->at(i).as_text() : std::string_view(), {});
    }
    if (has_notes()) write_text("annotationEntry", text_member(rule, "note"), {});
  }

  const DecisionOut& decision_;
  json::Node node_;
  const NamePairs& names_;
  const Requirements& requirements_;
  Exported& exported_;
  XmlWriter& xml_;
  std::vector<Translated> inputs_;
};

}  // namespace

void write_decision(const DecisionOut& decision, const NamePairs& names, const Requirements& requirements,
                    Exported& exported, XmlWriter& xml) {
  DecisionExport(decision, names, requirements, exported, xml).write();
}

}  // namespace signalbox::dmn
