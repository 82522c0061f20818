// Decision tables and literal expressions of a model as decisions of a definition.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "dmn/feel_words.h"
#include "dmn/model.h"
#include "model/json_writer.h"
#include "model/reader.h"

namespace signalbox::dmn {

namespace {

struct HitName {
  std::string_view dmn;
  std::string_view own;
};

constexpr std::array kHits = {HitName{"UNIQUE", "unique"},           HitName{"FIRST", "first"},
                              HitName{"PRIORITY", "priority"},       HitName{"ANY", "any"},
                              HitName{"COLLECT", "collect"},         HitName{"RULE ORDER", "ruleOrder"},
                              HitName{"OUTPUT ORDER", "outputOrder"}};
constexpr std::array kAggregations = {HitName{"SUM", "sum"}, HitName{"MIN", "min"}, HitName{"MAX", "max"},
                                      HitName{"COUNT", "count"}};

template <std::size_t N>
std::string_view own_name(const std::array<HitName, N>& names, std::string_view dmn) {
  for (const HitName& one : names) {
    if (one.dmn == dmn) return one.own;
  }
  return {};
}

/// The text of an expression, as FEEL or as Signalbox wrote it.
bool is_own(const Element& element, std::string_view language) {
  return element.attribute("expressionLanguage") == language;
}

/// Reads the expressions of one decision and writes it.
class DecisionWriter {
 public:
  DecisionWriter(const ModelDecision& decision, const Model& model, Imported& imported, std::string& json)
      : decision_(decision), model_(model), imported_(imported), writer_(json), path_("/decisions/" + decision.name) {}

  void table() {
    const Element& table = *decision_.logic;
    remember(path_, table);
    writer_.begin_object();
    write_label(decision_.label);
    write_hit(table);
    for (const Element& input : table.children("input")) read_input(input);
    if (inputs_.empty()) {
      imported_.report(table.origin(), "input-count", "A decision table needs at least one input.", "an input");
    }
    writer_.key("inputs").begin_array();
    for (const Input& input : inputs_) writer_.text(input.formula);
    writer_.end_array();
    read_annotation_names(table);
    read_entries(table);
    write_outputs(table);
    write_rules();
    // A sum without a hit is null in DMN, but 0 in a definition that does not say otherwise.
    for (std::size_t i = 0; is_sum_ && !has_default_ && i < decision_.outputs.size(); ++i) {
      defaults_ += i == 0 ? "null" : ",null";
    }
    if (!defaults_.empty()) writer_.key("default").raw("[" + defaults_ + "]");
    writer_.end_object();
  }

  void literal_expression() {
    const Element& logic = *decision_.logic;
    remember(path_, logic);
    entry_types_.assign(1, Type::kAny);
    const std::string then = output_entry(logic, 0);
    writer_.begin_object();
    write_label(decision_.label);
    writer_.key("hit").text("first");
    write_outputs(logic);
    writer_.key("rules").begin_array().begin_object();
    writer_.key("id").text("value").key("when").text("TRUE").key("then").raw("[" + then + "]");
    writer_.end_object().end_array().end_object();
  }

 private:
  struct Input {
    std::string formula;   ///< As the definition has it.
    Translated in_a_cell;  ///< What `?` stands for.
  };
  struct Row {
    std::string id;
    std::string when;  ///< JSON array of cells, without its brackets.
    std::string then;
    std::string note;
    std::string own;  ///< Members that only Signalbox has, as JSON members with a comma before each.
  };

  void remember(std::string path, const Element& element) {
    imported_.origins.emplace(std::move(path), element.origin());
  }

  void write_label(const std::string& label) {
    if (!label.empty()) writer_.key("label").text(label);
  }

  void write_hit(const Element& table) {
    const std::string_view written = table.attribute("hitPolicy");
    const std::string_view hit = own_name(kHits, written.empty() ? "UNIQUE" : written);
    if (hit.empty()) {
      imported_.report(
          table.origin(), "unknown-hit-policy", "There is no hit policy `" + quote_for_message(written) + "`.",
          "`UNIQUE`, `FIRST`, `PRIORITY`, `ANY`, `COLLECT`, `RULE ORDER` or `OUTPUT ORDER`", std::string(written));
    }
    writer_.key("hit").text(hit);
    const std::string_view aggregation = table.attribute("aggregation");
    if (aggregation.empty() || hit != "collect") return;
    const std::string_view how = own_name(kAggregations, aggregation);
    if (how.empty()) {
      imported_.report(table.origin(), "unknown-aggregation",
                       "There is no aggregation `" + quote_for_message(aggregation) + "`.",
                       "`SUM`, `MIN`, `MAX` or `COUNT`", std::string(aggregation));
    }
    is_sum_ = how == "sum";
    writer_.key("collect").text(how);
  }

  void read_input(const Element& input) {
    const auto expressions = input.children("inputExpression");
    Input read;
    if (expressions.empty()) {
      imported_.report(input.origin(), "missing-member", "This input has no expression.", "an `inputExpression`");
    } else {
      remember(path_ + "/inputs/" + std::to_string(inputs_.size()), expressions[0]);
      read = expression(expressions[0]);
    }
    inputs_.push_back(std::move(read));
  }

  Input expression(const Element& element) {
    const std::string_view text = element.text_of("text");
    if (is_own(element, kFormulaLanguage)) return {std::string(text), {std::string(text), Type::kAny}};
    if (!check_language(element)) return {};
    Diagnostics inner;
    auto translated = translate_expression(text, model_.vocabulary, inner);
    imported_.adopt(element.origin(), inner, text);
    if (!translated) return {};
    // A picklist is an input as it is; formulas ask for its text.
    const std::string& formula = translated->formula;
    const bool is_text = formula.substr(0, 5) == "TEXT(" && formula.back() == ')';
    std::string bare = is_text ? formula.substr(5, formula.size() - 6) : formula;
    const bool is_picklist =
        is_text && std::any_of(model_.fields.begin(), model_.fields.end(), [&](const ModelField& field) {
          return field.path == bare && field.type == Type::kPicklist;
        });
    return {is_picklist ? std::move(bare) : formula, *translated};
  }

  /// FEEL or nothing: an expression in another language would be misread.
  bool check_language(const Element& element) {
    const std::string_view language = element.attribute("expressionLanguage");
    if (language.empty() || language.find("FEEL") != std::string_view::npos ||
        language.find("feel") != std::string_view::npos) {
      return true;
    }
    imported_.report(element.origin(), "dmn-unsupported", "This expression is in a language other than FEEL.", "FEEL",
                     std::string(language));
    return false;
  }

  void read_entries(const Element& table) {
    entry_types_.assign(decision_.outputs.size(), Type::kAny);
    std::size_t number = 0;
    for (const Element& rule : table.children("rule")) {
      const std::string path = path_ + "/rules/" + std::to_string(number++);
      remember(path, rule);
      rows_.push_back(read_rule(rule, path, number));
    }
    const auto outputs = table.children("output");
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const auto entries = outputs[i].children("defaultOutputEntry");
      defaults_ += (i == 0 ? "" : ",") + (entries.empty() ? "null" : output_entry(entries[0], i));
      has_default_ = has_default_ || !entries.empty();
    }
    if (!has_default_) defaults_.clear();
  }

  Row read_rule(const Element& rule, const std::string& path, std::size_t number) {
    Row row;
    const auto inputs = rule.children("inputEntry");
    const auto outputs = rule.children("outputEntry");
    if (inputs.size() != inputs_.size() || outputs.size() != decision_.outputs.size()) {
      imported_.report(
          rule.origin(), "cell-count", "This rule has another number of cells than the table has columns.",
          std::to_string(inputs_.size()) + " inputs and " + std::to_string(decision_.outputs.size()) + " outputs",
          std::to_string(inputs.size()) + " and " + std::to_string(outputs.size()));
      return row;
    }
    row.id = rule_id(rule, number);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      remember(path + "/when/" + std::to_string(i), inputs[i]);
      row.when += i == 0 ? "" : ",";
      json::append_quoted(cell(inputs[i], inputs_[i]), row.when);
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      remember(path + "/then/" + std::to_string(i), outputs[i]);
      row.then += (i == 0 ? "" : ",") + output_entry(outputs[i], i);
    }
    read_annotations(rule, row);
    read_own_members(rule, row);
    return row;
  }

  /// The column `note` is the note of the rule; others stay annotations. Entries may be missing at the end.
  void read_annotations(const Element& rule, Row& row) {
    const auto entries = rule.children("annotationEntry");
    std::string texts;
    for (std::size_t i = 0; i < annotations_.size(); ++i) {
      const std::string_view text = i < entries.size() ? entries[i].text_of("text") : std::string_view();
      if (annotations_[i] == "note") {
        row.note = text;
      } else {
        texts += texts.empty() ? "" : ",";
        json::append_quoted(text, texts);
      }
    }
    if (!texts.empty()) row.own += ",\"annotations\":[" + texts + "]";
  }

  void read_annotation_names(const Element& table) {
    for (const Element& annotation : table.children("annotation")) {
      const std::string name = normal_name(annotation.attribute("name"));
      annotations_.push_back(name.empty() ? "Annotation " + std::to_string(annotations_.size() + 1) : name);
    }
    if (std::count(annotations_.begin(), annotations_.end(), "note") > 1) annotations_.back() += " 2";
    std::string names;
    for (const std::string& name : annotations_) {
      if (name == "note") continue;
      names += names.empty() ? "" : ",";
      json::append_quoted(name, names);
    }
    if (!names.empty()) writer_.key("annotations").raw("[" + names + "]");
  }

  std::string rule_id(const Element& rule, std::size_t number) {
    std::string_view written = rule.attribute(own_attribute("id"));
    if (written.empty()) written = rule.attribute("id");
    std::string id = written.empty() ? "rule-" + std::to_string(number) : std::string(written);
    while (!rule_ids_.insert(id).second) id += "-" + std::to_string(number);
    return id;
  }

  static void read_own_members(const Element& rule, Row& row) {
    if (rule.attribute(own_attribute("enabled")) == "false") row.own += ",\"enabled\":false";
    std::string effective;
    for (const std::string_view name : {"from", "until"}) {
      const std::string_view value = rule.attribute(own_attribute(name));
      if (value.empty()) continue;
      effective += (effective.empty() ? "\"" : ",\"") + std::string(name) + "\":";
      json::append_quoted(value, effective);
    }
    if (!effective.empty()) row.own += ",\"effective\":{" + effective + "}";
  }

  /// Equal cells of a column are translated once: large tables repeat a few.
  std::string cell(const Element& entry, const Input& input) {
    const std::string_view text = entry.text_of("text");
    if (is_own(entry, kTestLanguage)) return std::string(text);
    if (!check_language(entry) || input.formula.empty()) return "-";
    if (normal_name(text).empty()) return "-";  // DMN 1.5, 8.3.3: an empty entry is irrelevant
    const auto known = known_cells_.find({&input, text});
    if (known != known_cells_.end()) return known->second;
    Diagnostics inner;
    const auto translated = translate_cell(text, input.in_a_cell, model_.vocabulary, inner);
    imported_.adopt(entry.origin(), inner, text);
    if (!translated) return "-";
    known_cells_.emplace(std::pair{&input, text}, *translated);
    return *translated;
  }

  /// A cell of output `index`, as JSON.
  std::string output_entry(const Element& entry, std::size_t index) {
    const std::string_view text = entry.text_of("text");
    if (is_own(entry, kFormulaLanguage)) {
      std::string json;
      json::append_quoted("=" + std::string(text), json);
      return json;
    }
    if (!check_language(entry)) return "null";
    if (normal_name(text).empty()) return "null";
    Diagnostics inner;
    auto translated = translate_output(text, model_.vocabulary, inner);
    imported_.adopt(entry.origin(), inner, text);
    if (!translated) return "null";
    if (entry_types_[index] == Type::kAny) entry_types_[index] = translated->type;
    return std::move(translated->json);
  }

  void write_outputs(const Element& logic) {
    const auto elements = logic.children("output");
    writer_.key("outputs").begin_array();
    for (std::size_t i = 0; i < decision_.outputs.size(); ++i) {
      const ModelOutput& output = decision_.outputs[i];
      const Element& element = i < elements.size() ? elements[i] : logic;
      remember(path_ + "/outputs/" + std::to_string(i), element);
      write_output(output, element, i);
    }
    writer_.end_array();
  }

  void write_output(const ModelOutput& output, const Element& element, std::size_t index) {
    if (output.type.is_list || !output.type.parts.empty() || !output.type.unsupported.empty()) {
      const std::string what = output.type.is_list         ? "a list"
                               : output.type.parts.empty() ? output.type.unsupported
                                                           : "a structure";
      imported_.report(element.origin(), "dmn-unsupported", "This output is " + what + ", which no output can be.",
                       "text, a number, a boolean, a date, a time or a date and time");
    }
    Type type = output.type.type != Type::kAny ? output.type.type : entry_types_[index];
    if (type == Type::kAny) type = Type::kText;
    writer_.begin_object();
    writer_.key("name").text(output.name);
    writer_.key("type").text(output.own_type.empty() ? type_name(type) : output.own_type);
    write_label(output.label);
    write_allowed(output, element);
    writer_.end_object();
  }

  /// Allowed values: of the output, else of its type. They order the rules under priority and output order.
  void write_allowed(const ModelOutput& output, const Element& element) {
    std::string values;
    for (const Element& allowed : element.children("outputValues")) {
      const std::string_view text = allowed.text_of("text");
      if (auto literals = translate_values(text)) {
        values = std::move(*literals);
      } else {
        imported_.report(allowed.origin(), "dmn-left-out",
                         "Output values that are no list of literals are not checked.",
                         "literals with commas between them", std::string(text), {}, Severity::kWarning);
      }
    }
    for (const std::string& value : output.type.values) {
      if (!element.children("outputValues").empty()) break;
      values += values.empty() ? "" : ",";
      json::append_quoted(value, values);
    }
    if (!values.empty()) writer_.key("values").raw("[" + values + "]");
  }

  void write_rules() {
    writer_.key("rules").begin_array();
    for (const Row& row : rows_) {
      std::string id;
      json::append_quoted(row.id, id);
      std::string json = "{\"id\":" + id + ",\"when\":[" + row.when + "],\"then\":[" + row.then + "]";
      if (!row.note.empty()) {
        json += ",\"note\":";
        json::append_quoted(row.note, json);
      }
      writer_.raw(json + row.own + "}");
    }
    writer_.end_array();
  }

  const ModelDecision& decision_;
  const Model& model_;
  Imported& imported_;
  json::Writer writer_;
  std::string path_;
  std::vector<Input> inputs_;
  std::vector<Row> rows_;
  std::vector<std::string> annotations_;
  std::string defaults_;
  bool has_default_ = false;
  bool is_sum_ = false;
  std::vector<Type> entry_types_;  ///< By output: the first type that an entry has.
  std::set<std::string> rule_ids_;
  std::map<std::pair<const Input*, std::string_view>, std::string> known_cells_;
};

}  // namespace

void write_table(const ModelDecision& decision, const Model& model, Imported& imported, std::string& json) {
  DecisionWriter(decision, model, imported, json).table();
}

void write_literal_expression(const ModelDecision& decision, const Model& model, Imported& imported,
                              std::string& json) {
  DecisionWriter(decision, model, imported, json).literal_expression();
}

}  // namespace signalbox::dmn
