#include "server/cli/table.h"

#include <algorithm>

#include "server/json_text.h"

namespace signalbox::cli {
namespace {

constexpr std::string_view kFixedColumns[] = {"Record", "Queue", "Agent", "Next change"};

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// A member of an object as a cell: texts without quotes, null as nothing, lists as JSON. Control characters would
/// break the table.
std::string cell(const json::Document& document, std::optional<json::Node> object, std::string_view name) {
  const std::optional<json::Node> value = object && object->is(json::Kind::kObject) ? object->find(name) : std::nullopt;
  if (!value || value->is(json::Kind::kNull)) return "-";
  std::string text(value->is(json::Kind::kText) ? value->as_text() : raw_bytes(document, *value));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

}  // namespace

DecisionTable::Row DecisionTable::row_of(std::string_view decision_line) const {
  const auto document = parse_own(decision_line);
  const json::Node root = document->root();
  if (const auto error = root.find("error"))
    return {"error", cell(*document, error, "code") + ": " + cell(*document, error, "sentence")};
  const std::optional<json::Node> outcome = root.find("outcome");
  Row row{cell(*document, root.find("record"), "id"), cell(*document, outcome, "queue"),
          cell(*document, outcome, "agent"), cell(*document, root, "wake")};
  for (const std::string& output : outputs_) row.push_back(cell(*document, outcome->find("outputs"), output));
  return row;
}

void DecisionTable::take_columns(const std::vector<std::string_view>& lines) {
  for (const std::string_view line : lines) {
    const auto document = parse_own(line);
    const std::optional<json::Node> outcome = document->root().find("outcome");
    const std::optional<json::Node> outputs = outcome ? outcome->find("outputs") : std::nullopt;
    for (std::size_t i = 0; outputs && i < outputs->size(); ++i) {
      const std::string_view name = outputs->key(i);
      if (std::find(outputs_.begin(), outputs_.end(), name) == outputs_.end()) outputs_.emplace_back(name);
    }
  }
  for (const std::string_view heading : kFixedColumns) widths_.push_back(heading.size());
  for (const std::string& output : outputs_) widths_.push_back(width_of(output));
  for (const std::string_view line : lines) {
    const Row row = row_of(line);
    for (std::size_t i = 0; row.size() == widths_.size() && i < row.size(); ++i)
      widths_[i] = std::max(widths_[i], width_of(row[i]));
  }
}

std::string DecisionTable::aligned(const Row& row) const {
  std::string text;
  for (std::size_t i = 0; i < row.size(); ++i) {
    text += row[i];
    if (i + 1 < row.size()) text.append(2 + widths_[i] - std::min(widths_[i], width_of(row[i])), ' ');
  }
  return text + "\n";
}

std::string DecisionTable::rows(std::string_view decision_lines) {
  const std::vector<std::string_view> lines = split_lines(decision_lines);
  std::string text;
  if (widths_.empty() && !lines.empty()) {
    take_columns(lines);
    Row heading(std::begin(kFixedColumns), std::end(kFixedColumns));
    heading.insert(heading.end(), outputs_.begin(), outputs_.end());
    text += aligned(heading);
  }
  for (const std::string_view line : lines) text += aligned(row_of(line));
  return text;
}

}  // namespace signalbox::cli
