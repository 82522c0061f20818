// Text in aligned columns, for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json.h"

namespace signalbox::cli {

/// Columns are as wide as the heading and the rows that it was shown; a longer text moves the rest of its row to the
/// right. Widths count code points.
class TextTable {
 public:
  using Row = std::vector<std::string>;

  explicit TextTable(Row heading);
  /// Makes room for a row. A row with another number of cells, such as a note, counts for nothing.
  void widen(const Row& row);
  [[nodiscard]] std::string heading() const { return line(heading_); }
  /// One line with its line end.
  [[nodiscard]] std::string line(const Row& row) const;

 private:
  Row heading_;
  std::vector<std::size_t> widths_;
};

/// A member of an object as a cell: texts without quotes, lists as JSON, `-` for null and for what is absent. Control
/// characters, which would break the table, become spaces.
[[nodiscard]] std::string member_cell(const json::Document& document, std::optional<json::Node> object,
                                      std::string_view name);

}  // namespace signalbox::cli
