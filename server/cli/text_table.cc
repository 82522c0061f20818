#include "server/cli/text_table.h"

#include <algorithm>

#include "server/json_text.h"

namespace signalbox::cli {
namespace {

std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

TextTable::TextTable(Row heading) : heading_(std::move(heading)), widths_(heading_.size()) { widen(heading_); }

void TextTable::widen(const Row& row) {
  for (std::size_t i = 0; row.size() == widths_.size() && i < row.size(); ++i) {
    widths_[i] = std::max(widths_[i], width_of(row[i]));
  }
}

std::string TextTable::line(const Row& row) const {
  std::string text;
  for (std::size_t i = 0; i < row.size(); ++i) {
    text += row[i];
    if (i + 1 < row.size()) text.append(2 + widths_[i] - std::min(widths_[i], width_of(row[i])), ' ');
  }
  return text + "\n";
}

std::string member_cell(const json::Document& document, std::optional<json::Node> object, std::string_view name) {
  const std::optional<json::Node> value = object && object->is(json::Kind::kObject) ? object->find(name) : std::nullopt;
  if (!value || value->is(json::Kind::kNull)) return "-";
  std::string text(value->is(json::Kind::kText) ? value->as_text() : raw_bytes(document, *value));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

}  // namespace signalbox::cli
