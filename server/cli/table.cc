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

}  // namespace

TextTable::Row DecisionTable::row_of(std::string_view decision_line) const {
  const auto document = parse_own(decision_line);
  const json::Node root = document->root();
  if (const auto error = root.find("error"))
    return {"error", member_cell(*document, error, "code") + ": " + member_cell(*document, error, "sentence")};
  const std::optional<json::Node> outcome = root.find("outcome");
  TextTable::Row row{member_cell(*document, root.find("record"), "id"), member_cell(*document, outcome, "queue"),
                     member_cell(*document, outcome, "agent"), member_cell(*document, root, "wake")};
  for (const std::string& output : outputs_) row.push_back(member_cell(*document, outcome->find("outputs"), output));
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
  TextTable::Row heading(std::begin(kFixedColumns), std::end(kFixedColumns));
  heading.insert(heading.end(), outputs_.begin(), outputs_.end());
  table_.emplace(std::move(heading));
  for (const std::string_view line : lines) table_->widen(row_of(line));
}

std::string DecisionTable::rows(std::string_view decision_lines) {
  const std::vector<std::string_view> lines = split_lines(decision_lines);
  std::string text;
  if (!table_ && !lines.empty()) {
    take_columns(lines);
    text += table_->heading();
  }
  for (const std::string_view line : lines) text += table_->line(row_of(line));
  return text;
}

}  // namespace signalbox::cli
