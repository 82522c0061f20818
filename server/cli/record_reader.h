// Cuts a stream of records into pieces that can be decided apart from each other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "server/cli/byte_source.h"

namespace signalbox::cli {

/// Some records in input order.
struct RecordPiece {
  std::string text;           ///< JSON: the records' text, see `records`. CSV: the header and some rows.
  std::vector<Span> records;  ///< JSON: where each record stands in `text`. CSV: empty.
  bool is_csv = false;
};

/// Reads JSON lines, a JSON array, JSON objects over several lines, or CSV with a header, told apart by the first
/// character and the first line. A record that is cut wrongly, because a bracket or a quote is missing, is handed over
/// as it stands: the engine says what is wrong with it. Memory: one piece and the longest record.
class RecordReader {
 public:
  explicit RecordReader(ByteSource source) : source_(std::move(source)) {}

  /// Fills `piece`; false at the end.
  bool next(RecordPiece& piece);
  /// A read error, an array without an end, or text after its end.
  [[nodiscard]] Result<void> state() const;

 private:
  enum class Form : unsigned char { kLines, kObjects, kArray, kCsv };
  struct Cut {
    std::size_t record_bytes;  ///< The record's text, from the start of the window.
    std::size_t total_bytes;   ///< With what separates it from the next.
  };

  [[nodiscard]] bool find_form();
  [[nodiscard]] bool skip_separators();
  [[nodiscard]] std::optional<Cut> cut() const;
  [[nodiscard]] std::optional<Cut> cut_line() const;
  [[nodiscard]] std::optional<Cut> cut_rest() const;
  [[nodiscard]] bool next_record(RecordPiece& piece, bool may_wait);
  void end_array();

  ByteSource source_;
  std::optional<Form> form_;
  std::string csv_header_;
  bool too_long_ = false;     ///< JSON lines: the rest of a record that was cut for its length is still to be dropped.
  bool after_comma_ = false;  ///< JSON array: another element must follow, be it an empty text that the engine refuses.
  bool array_ended_ = false;
  Result<void> state_;
};

}  // namespace signalbox::cli
