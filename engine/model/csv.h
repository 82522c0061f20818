// CSV (RFC 4180) as records come out of spreadsheets and report exports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace signalbox::csv {

/// Reads rows one by one: fields between commas (semicolons or tabs, when the first line has those and no comma outside
/// quotes: what spreadsheets write where the comma is the decimal sign), double quotes doubled inside quotes, LF, CRLF
/// or CR ends, an optional byte order mark. Fields are views into `text` or into the reader's buffer, valid until the
/// next call. A quote inside a field that does not begin with one is an ordinary character.
class Reader {
 public:
  explicit Reader(std::string_view text);
  /// The same, with a separator that is known.
  Reader(std::string_view text, char separator);

  /// Next row; false at the end. A blank line is skipped. Text behind a closing quote is the diagnostic `csv-quote`,
  /// and so is an unclosed quote, which makes this the last row; the row is returned all the same. O(row).
  bool next(std::vector<std::string_view>& fields, Diagnostics& diagnostics);
  /// Byte offset and line (from 1) of the row returned last.
  [[nodiscard]] std::size_t offset() const { return row_offset_; }
  [[nodiscard]] std::size_t line() const { return row_line_; }
  /// Byte offset behind the row returned last, its line end included.
  [[nodiscard]] std::size_t end_offset() const { return position_; }

 private:
  /// A field that stands in the buffer; its view is made when the buffer no longer grows.
  struct Buffered {
    std::size_t field;
    std::size_t offset;
    std::size_t size;
  };

  [[nodiscard]] char separator_of_first_line() const;
  [[nodiscard]] bool at_line_end() const;
  [[nodiscard]] bool at_separator() const { return position_ < text_.size() && text_[position_] == separator_; }
  void take_line_end();
  std::string_view plain_field();
  std::string_view quoted_field(std::size_t field, Diagnostics& diagnostics);
  std::string_view unescaped_field(std::size_t field, std::string_view raw);
  void report(Diagnostics& diagnostics, std::size_t offset, std::string sentence, std::string expected) const;

  std::string_view text_;
  std::size_t position_ = 0;
  char separator_ = ',';
  std::size_t line_ = 1;
  std::size_t row_offset_ = 0;
  std::size_t row_line_ = 0;
  std::string buffer_;  ///< The fields of the row in which quotes were doubled.
  std::vector<Buffered> buffered_;
};

}  // namespace signalbox::csv
