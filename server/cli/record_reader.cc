#include "server/cli/record_reader.h"

#include <algorithm>

#include "base/limits.h"
#include "server/cli/record_cuts.h"

namespace signalbox::cli {
namespace {

constexpr std::size_t kPieceBytes = 128u << 10;
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Result<void> RecordReader::state() const { return source_.state() ? state_ : source_.state(); }

bool RecordReader::find_form() {
  while (source_.window().size() < kByteOrderMark.size() && source_.more()) {
  }
  if (source_.window().starts_with(kByteOrderMark)) source_.drop(kByteOrderMark.size());
  while (source_.window().find_first_not_of(kBlanks) == std::string_view::npos) {
    source_.drop(source_.window().size());
    if (!source_.more()) return false;
  }
  source_.drop(source_.window().find_first_not_of(kBlanks));
  const char first = source_.window().front();
  if (first == '[') {
    form_ = Form::kArray;
    source_.drop(1);
  } else if (first == '{') {
    while (source_.window().find('\n') == std::string_view::npos &&
           source_.window().size() <= limits::kMaxRecordBytes && source_.more()) {
    }
    const std::string_view line = source_.window().substr(0, source_.window().find('\n'));
    form_ = json_value_end(line) ? Form::kLines : Form::kObjects;
  } else {
    form_ = Form::kCsv;
    while (!csv_row_end(source_.window(), source_.at_end()) && source_.window().size() <= limits::kMaxRecordBytes &&
           source_.more()) {
    }
    const std::size_t header = csv_row_end(source_.window(), true).value_or(0);
    csv_header_ = source_.window().substr(0, header);
    source_.drop(header);
  }
  return true;
}

std::optional<RecordReader::Cut> RecordReader::cut_rest() const {
  const std::size_t size = source_.window().size();
  if (size > limits::kMaxRecordBytes) return Cut{limits::kMaxRecordBytes + 1, limits::kMaxRecordBytes + 1};
  if (source_.at_end() && size > 0) return Cut{size, size};
  return std::nullopt;
}

std::optional<RecordReader::Cut> RecordReader::cut_line() const {
  const std::size_t end = source_.window().find('\n');
  if (end > limits::kMaxRecordBytes) return cut_rest();  // No line end is the greatest number of all.
  return Cut{end, end + 1};
}

/// The record at the start of the window; nullopt when it goes on after what has been read.
std::optional<RecordReader::Cut> RecordReader::cut() const {
  std::optional<std::size_t> end;
  switch (*form_) {
    case Form::kLines:
      return cut_line();
    case Form::kObjects:
      end = json_value_end(source_.window());
      return end ? Cut{*end, *end} : cut_rest();
    case Form::kArray:
      end = json_element_end(source_.window());
      if (!end) return cut_rest();
      return Cut{*end, *end + (source_.window()[*end] == ',' ? 1 : 0)};
    case Form::kCsv:
      end = csv_row_end(source_.window(), source_.at_end());
      return end ? Cut{*end, *end} : cut_rest();
  }
  return std::nullopt;
}

/// Drops what stands between records; false when the window is empty then.
bool RecordReader::skip_separators() {
  if (too_long_) {
    const std::size_t end = source_.window().find('\n');
    source_.drop(std::min(end, source_.window().size()));
    too_long_ = end == std::string_view::npos;
  }
  const std::size_t blanks = source_.window().find_first_not_of(*form_ == Form::kCsv ? "\r\n" : kBlanks);
  source_.drop(std::min(blanks, source_.window().size()));
  return !source_.window().empty();
}

void RecordReader::end_array() {
  array_ended_ = true;
  source_.drop(1);
  do {
    if (skip_separators()) {
      state_ =
          fail(Exit::kInputWrong, "There is text after the `]` that ends the array of records; it was not decided.");
      return;
    }
  } while (source_.more());
}

/// Moves the next record into `piece`. Waits for more input only when `may_wait`.
bool RecordReader::next_record(RecordPiece& piece, bool may_wait) {
  if (array_ended_) return false;
  for (;;) {
    const bool here = skip_separators();
    if (here && *form_ == Form::kArray && source_.window().front() == ']' && !after_comma_) {
      end_array();
      return false;
    }
    const std::optional<Cut> record = here ? cut() : std::nullopt;
    if (record) {
      const auto begin = static_cast<std::uint32_t>(piece.text.size());
      piece.text += source_.window().substr(0, record->record_bytes);
      if (*form_ != Form::kCsv) piece.records.push_back({begin, static_cast<std::uint32_t>(piece.text.size())});
      too_long_ = *form_ == Form::kLines && record->record_bytes > limits::kMaxRecordBytes;
      after_comma_ = *form_ == Form::kArray && record->total_bytes > record->record_bytes;
      source_.drop(record->total_bytes);
      return true;
    }
    if (!may_wait) return false;
    if (source_.more() || !source_.window().empty()) continue;
    if (*form_ == Form::kArray) state_ = fail(Exit::kInputWrong, "The array of records has no `]` at its end.");
    return false;
  }
}

bool RecordReader::next(RecordPiece& piece) {
  piece.text.clear();
  piece.records.clear();
  if (!form_ && !find_form()) return false;
  piece.is_csv = *form_ == Form::kCsv;
  piece.text = csv_header_;
  bool any = false;
  while (piece.text.size() < kPieceBytes && next_record(piece, !any)) any = true;
  return any;
}

}  // namespace signalbox::cli
