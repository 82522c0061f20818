// Sheets into definitions: rows from JSON or CSV, and the decision put into the text of its definition.
#include <algorithm>
#include <optional>
#include <utility>

#include "base/decimal.h"
#include "base/limits.h"
#include "dmn/sheet.h"
#include "dmn/sheet_cells.h"
#include "model/csv.h"
#include "model/json_writer.h"

namespace signalbox::dmn {

namespace {

std::string quoted(std::string_view text) {
  std::string json;
  json::append_quoted(text, json);
  return json;
}

/// The definition's text with the decision put in: in the place of the one of that name, or as the last.
std::optional<std::string> with_decision(std::string_view definition, const std::string& decision, Imported& imported) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(definition, diagnostics);
  if (!document || !document->root().is(json::Kind::kObject)) {
    imported.adopt_compiled(diagnostics);
    if (document) imported.report({}, "wrong-type", "A definition is an object.", "an object");
    return std::nullopt;
  }
  const auto replaced = [&](Span span, const std::string& text) {
    return std::string(definition.substr(0, span.begin)) + text + std::string(definition.substr(span.end));
  };
  const std::string member = quoted(imported.decision) + ":" + decision;
  const auto decisions = document->root().find("decisions");
  if (!decisions || !decisions->is(json::Kind::kObject)) {
    const std::uint32_t end = document->root().span().end - 1;
    const std::string comma = document->root().size() == 0 ? "" : ",";
    return replaced({end, end}, comma + "\"decisions\":{" + member + "}");
  }
  if (const auto old = decisions->find(imported.decision)) return replaced(old->span(), decision);
  const std::uint32_t end = decisions->span().end - 1;
  return replaced({end, end}, (decisions->size() == 0 ? "" : ",") + member);
}

Imported import_sheet(std::string_view definition, const Rows& rows, std::string_view sheet) {
  Imported imported;
  const std::string decision = read_decision_rows(rows, sheet, imported);
  if (decision.empty()) return imported;
  if (auto text = with_decision(definition, decision, imported)) imported.definition = std::move(*text);
  return imported;
}

/// Numbers and booleans of a spreadsheet are their text.
std::optional<std::string> cell_text(json::Node cell) {
  switch (cell.kind()) {
    case json::Kind::kNull:
      return std::string();
    case json::Kind::kBool:
      return cell.as_bool() ? "true" : "false";
    case json::Kind::kNumber: {
      const auto number = Decimal::parse(cell.as_text());
      return number ? number->to_text() : std::string(cell.as_text());
    }
    case json::Kind::kText:
      return std::string(cell.as_text());
    default:
      return std::nullopt;
  }
}

/// False, reported, when it is not an array of arrays of plain values, or holds more than a table may.
bool read_rows(json::Node node, std::string_view sheet, Rows& rows, Imported& imported) {
  const auto fail = [&](std::size_t row, std::string code, std::string sentence, std::string expected) {
    imported.report({(sheet.empty() ? "" : std::string(sheet) + "!") + cell_address(0, row), 0}, std::move(code),
                    std::move(sentence), std::move(expected));
    return false;
  };
  if (!node.is(json::Kind::kArray)) return fail(0, "wrong-type", "Rows are an array of arrays.", "an array");
  if (node.size() > limits::kMaxRules + 2) {
    return fail(limits::kMaxRules, "too-many",
                "A decision has at most " + std::to_string(limits::kMaxRules) + " rules.",
                "at most " + std::to_string(limits::kMaxRules) + " rules");
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    const json::Node row = node.at(i);
    if (!row.is(json::Kind::kArray)) return fail(i, "wrong-type", "A row is an array of cells.", "an array");
    std::vector<std::string> cells;
    for (std::size_t j = 0; j < row.size(); ++j) {
      auto text = cell_text(row.at(j));
      if (!text) return fail(i, "wrong-type", "A cell is a text, a number, true, false or null.", "a plain value");
      cells.push_back(std::move(*text));
    }
    rows.push_back(std::move(cells));
  }
  return true;
}

/// What stands between the fields: commas, or the semicolons or tabs with which spreadsheets write CSV where commas
/// stand in numbers.
char separator_of(std::string_view csv) {
  const std::string_view header = csv.substr(0, csv.find_first_of("\r\n"));
  const auto separates = [&](char sign) {
    for (const std::string_view word : {kWhenHeader, kThenHeader, kConditionHeader}) {
      for (const std::string_view quote : {"", "\""}) {
        std::string begin(1, sign);
        if (header.find(begin.append(quote).append(word)) != std::string_view::npos) return true;
      }
    }
    return false;
  };
  if (separates(',')) return ',';
  return separates(';') ? ';' : separates('\t') ? '\t' : ',';
}

/// Behind the text in quotes that begins there.
std::size_t end_of_text(std::string_view cell, std::size_t begin) {
  std::size_t at = begin + 1;
  for (; at < cell.size() && cell[at] != cell[begin]; ++at) at += cell[at] == '\\' ? 1 : 0;
  return at + 1;
}

/// A whole number, a comma and a digit, outside of quotes: `0,2` is one number where a comma is the decimal sign, and
/// two values in a cell. Empty when there is none.
std::string_view decimal_comma(std::string_view cell) {
  constexpr std::string_view kDigits = "0123456789";
  constexpr std::string_view kWord = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.:-";
  for (std::size_t at = 0; at < cell.size();) {
    if (cell[at] == '"' || cell[at] == '\'') {
      at = end_of_text(cell, at);
      continue;
    }
    const std::size_t end = std::min(cell.find_first_not_of(kWord, at), cell.size());
    std::string_view word = cell.substr(at, end - at);
    at = std::max(end, at + 1);
    if (const std::size_t dots = word.rfind(".."); dots != std::string_view::npos) word.remove_prefix(dots + 2);
    if (word.starts_with('-')) word.remove_prefix(1);
    const bool is_whole = !word.empty() && word.find_first_not_of(kDigits) == std::string_view::npos;
    const std::size_t last = std::min(cell.find_first_not_of(kDigits, end + 1), cell.size());
    if (is_whole && end + 1 < last && cell[end] == ',') {
      return cell.substr(end - word.size(), last - end + word.size());
    }
  }
  return {};
}

/// False, reported, when a cell could mean either.
bool check_decimal_commas(const Rows& rows, Imported& imported) {
  bool good = true;
  for (std::size_t row = 1; row < rows.size(); ++row) {
    for (std::size_t column = 1; column < std::min(rows[row].size(), rows[0].size()); ++column) {
      const std::string& head = rows[0][column];
      const std::string& cell = rows[row][column];
      const bool is_test = head.starts_with(kWhenHeader) || head == kConditionHeader || cell.starts_with('=');
      const std::string_view found = is_test ? decimal_comma(cell) : std::string_view();
      if (found.empty()) continue;
      const std::string shown(found);
      const std::size_t comma = shown.find(',');
      std::string number = shown;
      number[comma] = '.';
      std::string expected = "`";
      expected.append(number).append("` for one number, `").append(shown.substr(0, comma + 1));
      expected.append(" ").append(shown.substr(comma + 1)).append("` for two");
      imported.report({cell_address(column, row), static_cast<std::int64_t>(row + 1)}, "decimal-comma",
                      "`" + shown + "` is one number or two values: no commas separate the fields here.",
                      std::move(expected), shown);
      good = false;
    }
  }
  return good;
}

}  // namespace

Imported import_rows(std::string_view definition, std::string_view rows, std::string_view sheet) {
  Imported imported;
  Diagnostics diagnostics;
  const auto document = json::Document::parse(rows, diagnostics);
  if (!document) {
    for (Diagnostic& one : diagnostics) imported.findings.push_back({std::move(one), 0});
    return imported;
  }
  Rows read;
  if (!read_rows(document->root(), sheet, read, imported)) return imported;
  return import_sheet(definition, read, sheet);
}

Imported import_csv(std::string_view definition, std::string_view csv) {
  Imported imported;
  Diagnostics diagnostics;
  const char separator = separator_of(csv);
  csv::Reader reader(csv, separator);
  std::vector<std::string_view> fields;
  Rows rows;
  while (reader.next(fields, diagnostics) && rows.size() <= limits::kMaxRules + 2) {
    // Cell addresses count lines as a spreadsheet shows them: blank ones too.
    rows.emplace_back(fields.begin(), fields.end());
    if (!diagnostics.empty()) break;
  }
  for (const Diagnostic& one : diagnostics) {
    imported.report({cell_address(0, rows.size() - 1), static_cast<std::int64_t>(reader.line())}, one.code,
                    one.sentence, one.expected, one.found);
  }
  if (rows.size() > limits::kMaxRules + 2) {
    imported.report({cell_address(0, rows.size() - 1), 0}, "too-many",
                    "A decision has at most " + std::to_string(limits::kMaxRules) + " rules.",
                    "at most " + std::to_string(limits::kMaxRules) + " rules");
  }
  if (imported.has_errors() || (separator != ',' && !check_decimal_commas(rows, imported))) return imported;
  return import_sheet(definition, rows, {});
}

}  // namespace signalbox::dmn
