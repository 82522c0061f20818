// From rows to a decision, and the decision into its definition.
#include <algorithm>
#include <optional>
#include <utility>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/unicode.h"
#include "dmn/sheet.h"
#include "dmn/sheet_cells.h"
#include "model/csv.h"
#include "model/json_writer.h"
#include "model/reader.h"
#include "model/type.h"

namespace signalbox::dmn {

namespace {

/// What a column holds.
enum class Column : unsigned char {
  kId,
  kUnknown,
  kCondition,
  kWhen,
  kThen,
  kAnnotation,
  kNote,
  kEnabled,
  kFrom,
  kUntil
};

struct Head {
  Column column;
  std::string text;    ///< kWhen: the formula; kThen, kAnnotation: the name.
  std::string type;    ///< kThen.
  std::string values;  ///< kThen: items of a JSON array.
};

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool takes_text(std::string_view type) { return type == "Text" || type == "Picklist" || type == "Id"; }
bool takes_number(std::string_view type) { return type == "Number" || type == "Currency" || type == "Percent"; }

std::string quoted(std::string_view text) {
  std::string json;
  json::append_quoted(text, json);
  return json;
}

/// A text in quotes, as JSON has it.
bool is_quoted_text(std::string_view text) {
  if (text.empty() || text[0] != '"') return false;
  Diagnostics diagnostics;
  const auto document = json::Document::parse(text, diagnostics);
  return document && document->root().is(json::Kind::kText);
}

class RowReader {
 public:
  RowReader(const Rows& rows, std::string_view sheet, Imported& imported)
      : rows_(rows), sheet_(sheet), imported_(imported) {}

  std::string read() {
    if (rows_.empty() || rows_[0].empty()) {
      report(0, 0, "sheet-header", "This sheet is empty.", kHeaderShape);
      return {};
    }
    for (std::size_t i = 0; i < rows_[0].size(); ++i) read_head(rows_[0][i], i);
    check_heads();
    if (imported_.has_errors()) return {};
    std::string rules;
    for (std::size_t i = 1; i < rows_.size(); ++i) read_row(rows_[i], i, rules);
    if (imported_.has_errors()) return {};
    return decision(rules);
  }

 private:
  static constexpr const char* kHeaderShape =
      "`decision NAME, hit POLICY`, then `when: FORMULA` or `condition`, `then: NAME (TYPE)`, and `annotation: NAME`, "
      "`note`, `enabled`, `from`, `until` where wanted";

  [[nodiscard]] Origin origin(std::size_t column, std::size_t row) const {
    return {(sheet_.empty() ? "" : std::string(sheet_) + "!") + cell_address(column, row),
            static_cast<std::int64_t>(row + 1)};
  }
  void report(std::size_t column, std::size_t row, std::string code, std::string sentence, std::string expected,
              std::string_view found = {}) {
    imported_.report(origin(column, row), std::move(code), std::move(sentence), std::move(expected),
                     std::string(found));
  }
  [[nodiscard]] std::string path() const { return "/decisions/" + imported_.decision; }

  void read_head(std::string_view text, std::size_t column) {
    if (column == 0) return read_corner(text);
    const auto begins = [&](std::string_view word) { return text.substr(0, word.size()) == word; };
    if (text == kConditionHeader) {
      heads_.push_back({Column::kCondition, {}, {}, {}});
    } else if (begins(kWhenHeader)) {
      heads_.push_back({Column::kWhen, std::string(text.substr(kWhenHeader.size())), {}, {}});
      imported_.origins[path() + "/inputs/" + std::to_string(inputs_++)] = origin(column, 0);
    } else if (begins(kThenHeader)) {
      read_output_head(text.substr(kThenHeader.size()), column);
    } else if (begins(kAnnotationHeader)) {
      heads_.push_back({Column::kAnnotation, std::string(text.substr(kAnnotationHeader.size())), {}, {}});
    } else if (text == "note" || text == "enabled" || text == "from" || text == "until") {
      heads_.push_back({text == "note"      ? Column::kNote
                        : text == "enabled" ? Column::kEnabled
                        : text == "from"    ? Column::kFrom
                                            : Column::kUntil,
                        {},
                        {},
                        {}});
    } else {
      heads_.push_back({Column::kUnknown, {}, {}, {}});
      report(column, 0, "sheet-header", "This header says no kind of column.", kHeaderShape, text);
    }
  }

  /// `decision NAME, hit POLICY`, `decision NAME, hit collect sum`.
  void read_corner(std::string_view text) {
    constexpr std::string_view kDecision = "decision ";
    constexpr std::string_view kHit = ", hit ";
    heads_.push_back({Column::kId, {}, {}, {}});
    const std::size_t hit = text.rfind(kHit);
    if (text.substr(0, kDecision.size()) != kDecision || hit == std::string_view::npos || hit <= kDecision.size()) {
      return report(0, 0, "sheet-header", "The first cell names the decision and its hit policy.", kHeaderShape, text);
    }
    imported_.decision = text.substr(kDecision.size(), hit - kDecision.size());
    const std::string_view words = text.substr(hit + kHit.size());
    const std::size_t space = words.find(' ');
    hit_ = words.substr(0, space);
    if (space != std::string_view::npos) collect_ = words.substr(space + 1);
    imported_.origins[path()] = origin(0, 0);
  }

  /// `queue (Text)`, `queue (Text: "A", "B")`.
  void read_output_head(std::string_view text, std::size_t column) {
    Head head{Column::kThen, {}, "Text", {}};
    const std::size_t open = text.find(" (");
    if (open == std::string_view::npos || open == 0 || text.back() != ')') {
      report(column, 0, "sheet-header", "An output is a name and, in parentheses, its type.", "`then: NAME (TYPE)`",
             text);
    } else {
      head.text = text.substr(0, open);
      const std::string_view inside = text.substr(open + 2, text.size() - open - 3);
      const std::size_t colon = inside.find(": ");
      head.type = inside.substr(0, colon);
      if (colon != std::string_view::npos) read_values(inside.substr(colon + 2), head, column);
    }
    imported_.origins[path() + "/outputs/" + std::to_string(outputs_++)] = origin(column, 0);
    heads_.push_back(std::move(head));
  }

  /// Allowed values: texts in double quotes, others as they are, with commas between them.
  void read_values(std::string_view list, Head& head, std::size_t column) {
    std::string items(list);
    if (!takes_text(head.type) && !takes_number(head.type) && head.type != "Checkbox") {
      items.clear();
      for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t comma = std::min(list.find(", ", begin), list.size());
        items += (items.empty() ? "" : ",") + quoted(list.substr(begin, comma - begin));
        begin = comma + 2;
      }
    }
    Diagnostics diagnostics;
    const auto document = json::Document::parse("[" + items + "]", diagnostics);
    if (!document) {
      return report(column, 0, "sheet-header", "These allowed values are no list.", "`\"A\", \"B\"`", list);
    }
    head.values = std::move(items);
  }

  void check_heads() {
    const auto count = [&](Column column) {
      return std::count_if(heads_.begin(), heads_.end(), [&](const Head& head) { return head.column == column; });
    };
    is_list_ = count(Column::kCondition) == 1 && count(Column::kWhen) == 0;
    if (!is_list_ && (count(Column::kWhen) == 0 || count(Column::kCondition) > 0)) {
      report(0, 0, "sheet-header", "A table has `when:` columns, a rule list one column `condition`.", kHeaderShape);
    }
    if (count(Column::kThen) == 0) report(0, 0, "sheet-header", "There is no output.", kHeaderShape);
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      const Column once = heads_[i].column;
      const auto is_same = [&](const Head& head) { return head.column == once; };
      const auto first = std::find_if(heads_.begin(), heads_.end(), is_same) - heads_.begin();
      if (once < Column::kNote || static_cast<std::size_t>(first) == i) continue;
      report(i, 0, "sheet-header",
             "The column `" + quote_for_message(rows_[0][i]) + "` stands here again, after " +
                 cell_address(static_cast<std::size_t>(first), 0) + ".",
             "this column once", rows_[0][i]);
    }
  }

  /// What the cells of one row say, as pieces of JSON.
  struct Parts {
    std::string when;
    std::string then;
    std::string notes;
    std::string rest;
    std::string effective;
    std::size_t inputs = 0;
    std::size_t outputs = 0;
  };

  static void append(std::string& list, const std::string& item) { list += (list.empty() ? "" : ",") + item; }

  void read_row(const std::vector<std::string>& row, std::size_t number, std::string& rules) {
    if (std::all_of(row.begin(), row.end(), is_blank)) return;
    for (std::size_t i = heads_.size(); i < row.size(); ++i) {
      if (!is_blank(row[i])) report(i, number, "cell-count", "This cell has no header above it.", "a header", row[i]);
    }
    if (row.size() < heads_.size()) {
      // RFC 4180: as many fields as the header. An end that was cut off would be a wider rule.
      return imported_.report(origin(row.size(), number), "cell-count", "This row ends before its header does.",
                              std::to_string(heads_.size()) + " cells", std::to_string(row.size()));
    }
    if (row[0] == kDefaultId) return read_default(row, number);
    const std::string place = path() + "/rules/" + std::to_string(rule_count_++);
    imported_.origins[place] = origin(0, number);
    Parts parts;
    for (std::size_t i = 1; i < heads_.size(); ++i) read_cell(row[i], i, number, place, parts);
    std::string rule = "{\"id\":" + quoted(is_blank(row[0]) ? "row-" + std::to_string(number + 1) : row[0]);
    rule += ",\"when\":" + (is_list_ ? parts.when : "[" + parts.when + "]") + ",\"then\":[" + parts.then + "]";
    rule += parts.rest;
    if (!parts.effective.empty()) rule += ",\"effective\":{" + parts.effective + "}";
    if (!parts.notes.empty()) rule += ",\"annotations\":[" + parts.notes + "]";
    append(rules, rule + "}");
  }

  void read_cell(std::string_view text, std::size_t column, std::size_t row, const std::string& place, Parts& parts) {
    const Head& head = heads_[column];
    switch (head.column) {
      case Column::kWhen:
        imported_.origins[place + "/when/" + std::to_string(parts.inputs++)] = origin(column, row);
        return append(parts.when, quoted(is_blank(text) ? "-" : text));
      case Column::kCondition:
        imported_.origins[place + "/when"] = origin(column, row);
        parts.when = quoted(text);
        return;
      case Column::kThen:
        imported_.origins[place + "/then/" + std::to_string(parts.outputs++)] = origin(column, row);
        return append(parts.then, output_cell(text, head, column, row));
      case Column::kAnnotation:
        return append(parts.notes, quoted(text));
      default:
        read_extra(text, column, row, parts);
    }
  }

  void read_extra(std::string_view text, std::size_t column, std::size_t row, Parts& parts) {
    if (text.empty() || (heads_[column].column != Column::kNote && is_blank(text))) return;
    switch (heads_[column].column) {
      case Column::kNote:
        parts.rest += ",\"note\":" + (is_quoted_text(text) ? std::string(text) : quoted(text));
        return;
      case Column::kEnabled:
        parts.rest += ",\"enabled\":" + checkbox(text, column, row);
        return;
      case Column::kFrom:
        return append(parts.effective, "\"from\":" + quoted(text));
      default:
        return append(parts.effective, "\"until\":" + quoted(text));
    }
  }

  void read_default(const std::vector<std::string>& row, std::size_t number) {
    if (!default_.empty()) report(0, number, "sheet-default", "There is a second default row.", "one default row");
    default_.clear();
    std::size_t outputs = 0;
    for (std::size_t i = 1; i < heads_.size(); ++i) {
      const std::string_view text = row[i];
      if (heads_[i].column == Column::kThen) {
        imported_.origins[path() + "/default/" + std::to_string(outputs++)] = origin(i, number);
        default_ += (default_.empty() ? "" : ",") + output_cell(text, heads_[i], i, number);
      } else if (!is_blank(text)) {
        report(i, number, "sheet-default", "The default row holds outputs only.", "an empty cell", text);
      }
    }
  }

  std::string checkbox(std::string_view text, std::size_t column, std::size_t row) {
    const std::string word = unicode::ascii_lower(text);
    if (word == "true" || word == "false") return word;
    report(column, row, "output-type", "This cell holds neither `true` nor `false`.", "`true` or `false`", text);
    return "null";
  }

  /// A `then` cell as JSON.
  std::string output_cell(std::string_view text, const Head& head, std::size_t column, std::size_t row) {
    if (text.empty() || (is_blank(text) && !takes_text(head.type))) return "null";
    if (text[0] == '=') return quoted(text);
    if (takes_text(head.type)) {
      if (text[0] != '"') return quoted(text);
      if (is_quoted_text(text)) return std::string(text);
      report(column, row, "output-type", "A text that begins with a quote is written in quotes, as JSON has it.",
             "`\"...\"`", text);
      return "null";
    }
    if (head.type == "Checkbox") return checkbox(text, column, row);
    if (!takes_number(head.type)) return quoted(text);
    Diagnostics diagnostics;
    const auto document = json::Document::parse(text, diagnostics);
    if (document && document->root().is(json::Kind::kNumber)) return std::string(document->root().as_text());
    report(column, row, "output-type", "This cell holds no number.", "a number such as `3` or `0.5`", text);
    return "null";
  }

  [[nodiscard]] std::string decision(const std::string& rules) const {
    std::string inputs;
    std::string outputs;
    std::string notes;
    for (const Head& head : heads_) {
      if (head.column == Column::kWhen) inputs += (inputs.empty() ? "" : ",") + quoted(head.text);
      if (head.column == Column::kAnnotation) notes += (notes.empty() ? "" : ",") + quoted(head.text);
      if (head.column != Column::kThen) continue;
      outputs += (outputs.empty() ? "" : ",") + ("{\"name\":" + quoted(head.text)) + ",\"type\":" + quoted(head.type);
      if (!head.values.empty()) outputs += ",\"values\":[" + head.values + "]";
      outputs += "}";
    }
    std::string json = "{\"hit\":" + quoted(hit_);
    if (!collect_.empty()) json += ",\"collect\":" + quoted(collect_);
    if (!is_list_) json += ",\"inputs\":[" + inputs + "]";
    json += ",\"outputs\":[" + outputs + "]";
    if (!notes.empty()) json += ",\"annotations\":[" + notes + "]";
    json += ",\"rules\":[" + rules + "]";
    if (!default_.empty()) json += ",\"default\":[" + default_ + "]";
    return json + "}";
  }

  const Rows& rows_;
  std::string_view sheet_;
  Imported& imported_;
  std::vector<Head> heads_;
  std::string hit_;
  std::string collect_;
  std::string default_;
  bool is_list_ = false;
  std::size_t inputs_ = 0;
  std::size_t outputs_ = 0;
  std::size_t rule_count_ = 0;
};

}  // namespace

std::string cell_address(std::size_t column, std::size_t row) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters + std::to_string(row + 1);
}

std::string read_decision_rows(const Rows& rows, std::string_view sheet, Imported& imported) {
  return RowReader(rows, sheet, imported).read();
}

}  // namespace signalbox::dmn
