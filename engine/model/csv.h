// CSV (RFC 4180) as records come out of spreadsheets and report exports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace signalbox::csv {

/// Reads rows one by one: comma, double quotes doubled inside quotes, LF, CRLF or CR ends, an optional byte order mark. Fields are views into `text` or into the reader's buffer,
/// valid until the next call.
class Reader {
 public:
  explicit Reader(std::string_view text);

  /// Next row; false at the end. An unclosed quote is the diagnostic `csv-quote` and the last row. A blank line is skipped.
  bool next(std::vector<std::string_view>& fields, Diagnostics& diagnostics);
  /// Byte offset and line (from 1) of the row returned last.
  [[nodiscard]] std::size_t offset() const { return row_offset_; }
  [[nodiscard]] std::size_t line() const { return row_line_; }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  std::size_t row_offset_ = 0;
  std::size_t row_line_ = 0;
  std::string buffer_;  ///< Unquoted fields of the row.
};

}  // namespace signalbox::csv
