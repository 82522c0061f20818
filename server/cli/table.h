// Decisions as an aligned table, for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/cli/text_table.h"

namespace signalbox::cli {

/// Turns decision lines into table rows. The widths and the output columns are those of the first lines it is given, so
/// that memory stays bounded; a longer text of a later line moves the rest of its row to the right.
class DecisionTable {
 public:
  /// The rows of some decision lines; before the first of them the heading.
  [[nodiscard]] std::string rows(std::string_view decision_lines);

 private:
  [[nodiscard]] TextTable::Row row_of(std::string_view decision_line) const;
  void take_columns(const std::vector<std::string_view>& lines);

  std::vector<std::string> outputs_;  ///< Names of the outcome's outputs, in order of first appearance.
  std::optional<TextTable> table_;
};

}  // namespace signalbox::cli
