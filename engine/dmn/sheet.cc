#include "dmn/sheet.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/unicode.h"
#include "dmn/sheet_cells.h"
#include "model/json_writer.h"
#include "model/reader.h"

namespace signalbox::dmn {

namespace {

std::string_view text_of(json::Node node, std::string_view name) {
  const auto member = node.find(name);
  return member && member->is(json::Kind::kText) ? member->as_text() : std::string_view();
}

bool is_textual_name(std::string_view type) { return type == "Text" || type == "Picklist" || type == "Id"; }

class SheetWriter {
 public:
  SheetWriter(std::string_view name, json::Node decision, std::vector<Finding>& findings)
      : node_(decision), findings_(findings) {
    sheet_.decision = name;
  }

  Sheet write() {
    for (const std::string_view member : {"note", "enabled"}) {
      if (any_rule_has(member)) extras_.emplace_back(member);
    }
    if (any_rule_has("effective")) extras_.insert(extras_.end(), {"from", "until"});
    write_header();
    for (std::size_t i = 0; i < rules().size(); ++i) write_rule(rules().at(i), i);
    if (const auto row = node_.find("default")) write_default(*row);
    if (!good_) sheet_.rows.clear();
    return std::move(sheet_);
  }

 private:
  [[nodiscard]] json::Node rules() const { return *node_.find("rules"); }
  [[nodiscard]] json::Node outputs() const { return *node_.find("outputs"); }
  [[nodiscard]] std::size_t input_count() const {
    const auto inputs = node_.find("inputs");
    return inputs ? inputs->size() : 1;
  }
  [[nodiscard]] std::size_t annotation_count() const {
    const auto annotations = node_.find("annotations");
    return annotations ? annotations->size() : 0;
  }

  [[nodiscard]] bool any_rule_has(std::string_view member) const {
    for (std::size_t i = 0; i < rules().size(); ++i) {
      if (rules().at(i).find(member)) return true;
    }
    return false;
  }

  void write_header() {
    std::vector<std::string> row;
    const std::string_view how = text_of(node_, "collect");
    row.push_back("decision " + sheet_.decision + ", hit " + std::string(text_of(node_, "hit")) +
                  (how.empty() ? "" : " " + std::string(how)));
    const auto inputs = node_.find("inputs");
    if (!inputs) row.emplace_back(kConditionHeader);
    for (std::size_t i = 0; inputs && i < inputs->size(); ++i) {
      row.push_back(std::string(kWhenHeader) + std::string(inputs->at(i).as_text()));
    }
    for (std::size_t i = 0; i < outputs().size(); ++i) row.push_back(output_header(outputs().at(i)));
    for (std::size_t i = 0; i < annotation_count(); ++i) {
      row.push_back(std::string(kAnnotationHeader) + std::string(node_.find("annotations")->at(i).as_text()));
    }
    row.insert(row.end(), extras_.begin(), extras_.end());
    sheet_.rows.push_back(std::move(row));
  }

  static std::string output_header(json::Node output) {
    const std::string_view type = text_of(output, "type");
    std::string header = std::string(kThenHeader) + std::string(text_of(output, "name")) + " (" + std::string(type);
    if (const auto values = output.find("values")) {
      for (std::size_t i = 0; i < values->size(); ++i) {
        header += i == 0 ? ": " : ", ";
        if (is_textual_name(type)) {
          json::append_quoted(values->at(i).as_text(), header);
        } else {
          header += literal(values->at(i), false);
        }
      }
    }
    return header + ")";
  }

  /// A literal or formula of a `then` cell.
  static std::string literal(json::Node cell, bool is_text) {
    if (cell.is(json::Kind::kNull)) return {};
    if (cell.is(json::Kind::kBool)) return cell.as_bool() ? "true" : "false";
    return is_text ? marked(cell.as_text()) : std::string(cell.as_text());
  }

  /// A text as it is; in quotes where it could be taken for no text, or for one in quotes.
  static std::string marked(std::string_view text) {
    if (!text.empty() && text[0] != '"') return std::string(text);
    std::string quoted;
    json::append_quoted(text, quoted);
    return quoted;
  }

  void write_outputs(json::Node cells, std::vector<std::string>& row) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      row.push_back(literal(cells.at(i), is_textual_name(text_of(outputs().at(i), "type"))));
    }
  }

  void write_rule(json::Node rule, std::size_t index) {
    const std::string_view id = text_of(rule, "id");
    if (id == kDefaultId) {
      good_ = false;
      findings_.push_back({Diagnostic{"sheet-id",
                                      Severity::kError,
                                      "/decisions/" + sheet_.decision + "/rules/" + std::to_string(index) + "/id",
                                      {},
                                      "In a sheet `(default)` marks the default row; give this rule another id.",
                                      "another id",
                                      std::string(id),
                                      {}},
                           0});
    }
    std::vector<std::string> row{std::string(id)};
    const json::Node when = *rule.find("when");
    if (when.is(json::Kind::kText)) row.emplace_back(when.as_text());
    for (std::size_t i = 0; when.is(json::Kind::kArray) && i < when.size(); ++i) row.emplace_back(when.at(i).as_text());
    write_outputs(*rule.find("then"), row);
    const auto notes = rule.find("annotations");
    for (std::size_t i = 0; i < annotation_count(); ++i) {
      row.emplace_back(notes && i < notes->size() ? notes->at(i).as_text() : std::string_view());
    }
    for (const std::string& extra : extras_) row.push_back(extra_cell(rule, extra));
    sheet_.rows.push_back(std::move(row));
  }

  static std::string extra_cell(json::Node rule, const std::string& extra) {
    if (extra == "enabled") {
      const auto enabled = rule.find("enabled");
      return !enabled ? "" : enabled->as_bool() ? "true" : "false";
    }
    if (extra == "note") return rule.find("note") ? marked(text_of(rule, "note")) : std::string();
    const auto effective = rule.find("effective");
    return effective ? std::string(text_of(*effective, extra)) : std::string();
  }

  void write_default(json::Node cells) {
    std::vector<std::string> row{std::string(kDefaultId)};
    row.resize(1 + input_count());
    write_outputs(cells, row);
    row.resize(sheet_.rows[0].size());
    sheet_.rows.push_back(std::move(row));
  }

  json::Node node_;
  std::vector<Finding>& findings_;
  Sheet sheet_;
  std::vector<std::string> extras_;
  bool good_ = true;
};

bool needs_quotes(std::string_view field) {
  return field.find_first_of(",\"\r\n") != std::string_view::npos ||
         (!field.empty() && (field.front() == ' ' || field.back() == ' '));
}

}  // namespace

Sheet export_sheet(json::Node definition, std::string_view decision, std::vector<Finding>& findings) {
  const auto decisions = definition.find("decisions");
  std::vector<std::string_view> names;
  for (std::size_t i = 0; decisions && i < decisions->size(); ++i) {
    names.push_back(decisions->key(i));
    const bool is_only = decision.empty() && decisions->size() == 1;
    if (is_only || decisions->key(i) == decision) {
      return SheetWriter(decisions->key(i), decisions->at(i), findings).write();
    }
  }
  const std::string sentence = decision.empty() ? "The definition has " + std::to_string(names.size()) +
                                                      " decisions; say which of them goes into the sheet."
                                                : "There is no decision `" + quote_for_message(decision) + "`.";
  findings.push_back({Diagnostic{"unknown-decision",
                                 Severity::kError,
                                 "/decisions",
                                 {},
                                 sentence,
                                 "the name of a decision",
                                 std::string(decision),
                                 closest_name(decision, names)},
                      0});
  return {};
}

std::string rows_json(const Sheet& sheet) {
  std::string json;
  json::Writer writer(json);
  writer.begin_array();
  for (const auto& row : sheet.rows) {
    writer.begin_array();
    for (const std::string& cell : row) writer.text(cell);
    writer.end_array();
  }
  writer.end_array();
  return json;
}

std::string csv_text(const Sheet& sheet) {
  std::string csv;
  for (const auto& row : sheet.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i != 0) csv += ',';
      if (!needs_quotes(row[i])) {
        csv += row[i];
        continue;
      }
      csv += '"';
      for (const char c : row[i]) csv += c == '"' ? std::string("\"\"") : std::string(1, c);
      csv += '"';
    }
    csv += "\r\n";
  }
  return csv;
}

}  // namespace signalbox::dmn
