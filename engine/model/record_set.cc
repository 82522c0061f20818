// Many records: JSON arrays, JSON lines, CSV.
#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/unicode.h"
#include "model/csv.h"
#include "model/record.h"
#include "model/record_reader.h"
#include "model/record_template.h"

namespace signalbox {

namespace {

constexpr std::string_view kSpace = " \t\r\n";

bool is_space(char c) { return kSpace.find(c) != std::string_view::npos; }

std::size_t skip_space(std::string_view text, std::size_t position) {
  return std::min(text.find_first_not_of(kSpace, position), text.size());
}

std::string_view trimmed(std::string_view text) {
  if (!text.empty() && !is_space(text.front()) && !is_space(text.back())) return text;
  const std::size_t begin = skip_space(text, 0);
  return begin == text.size() ? std::string_view() : text.substr(begin, text.find_last_not_of(kSpace) + 1 - begin);
}

std::uint32_t shifted(std::uint32_t offset, std::size_t by) {
  return static_cast<std::uint32_t>(std::min<std::size_t>(offset + by, UINT32_MAX));
}

}  // namespace

/// Builds a RecordSet.
class RecordSetReader {
 public:
  RecordSetReader(std::string_view body, RecordSet& set, const RecordSet::Take* take)
      : body_(body), set_(set), take_(take), reader_(*set.layout_, set.arena_) {}

  void read(RecordSet::Format format) {
    read_as(format);
    if (take_) hand_over();
  }

 private:
  void read_as(RecordSet::Format format);
  void read_single();
  void read_array();
  void read_lines();
  void read_csv();
  bool read_csv_header(csv::Reader& rows);
  void read_csv_row(const csv::Reader& rows);
  [[nodiscard]] bool is_single_object();

  /// Reads the record at the beginning of `text` as the ones before it were written; nullopt when it differs.
  std::optional<std::size_t> add_alike(std::string_view text, bool whole);
  void add(json::Node node, std::string_view text, std::size_t offset, std::size_t line);
  /// Gives what was read so far away.
  void hand_over();
  /// Says that the record begun last is bad. Offset: of the text that the diagnostic's span counts from; line: 0 for
  /// none.
  void mark_bad(Diagnostic diagnostic, std::size_t offset, std::size_t line);
  void add_bad(Diagnostic diagnostic, std::size_t offset, std::size_t line);
  void add_bad(std::string_view code, std::size_t offset, std::size_t line, std::string sentence, std::string expected,
               std::string found);
  void add_too_large(std::size_t offset, std::size_t line);
  Value* begin_row();
  [[nodiscard]] bool has_room(std::size_t offset);

  std::string_view body_;
  RecordSet& set_;
  const RecordSet::Take* take_;
  std::size_t first_ = 0;  ///< Number of the first record of the set.
  RecordReader reader_;
  TemplateCache templates_;
  json::Parser parser_;
  Diagnostics diagnostics_;
  std::vector<std::string_view> cells_;
  struct Column {
    std::optional<std::uint32_t> slot;  ///< nullopt where no field is declared.
    std::optional<Layout::Part> part;   ///< Of a location.
  };
  std::vector<Column> columns_;
  std::size_t id_column_ = SIZE_MAX;
  bool has_index_ = true;  ///< Paths begin with the record's index.
};

void RecordSetReader::read_as(RecordSet::Format format) {
  const std::size_t begin = skip_space(body_, 0);
  const char first = begin < body_.size() ? body_[begin] : '\0';
  switch (format) {
    case RecordSet::Format::kJson:
      return first == '[' ? read_array() : read_single();
    case RecordSet::Format::kJsonLines:
      return read_lines();
    case RecordSet::Format::kCsv:
      return read_csv();
    case RecordSet::Format::kAuto:
      break;
  }
  if (first == '[') return read_array();
  if (first == '{') return is_single_object() ? read_single() : read_lines();
  if (begin != body_.size()) read_csv();
}

bool RecordSetReader::is_single_object() {
  const std::size_t begin = skip_space(body_, 0);
  Diagnostics ignored;
  if (parser_.read_only(body_.substr(begin, body_.find('\n', begin) - begin), ignored)) return false;
  const auto size = parser_.read_first(body_.substr(begin, limits::kMaxRecordBytes), ignored);
  return size && skip_space(body_, begin + *size) == body_.size();
}

void RecordSetReader::read_single() {
  has_index_ = false;
  if (body_.size() > limits::kMaxRecordBytes) return add_too_large(0, 0);
  diagnostics_.clear();
  if (parser_.read_only(body_, diagnostics_)) {
    add(parser_.root(), body_, 0, 0);
  } else {
    add_bad(std::move(diagnostics_.front()), 0, 0);
  }
}

void RecordSetReader::read_array() {
  std::size_t position = skip_space(body_, 0) + 1;
  for (bool first = true;; first = false) {
    position = skip_space(body_, position);
    if (first && position < body_.size() && body_[position] == ']') break;
    if (!has_room(position)) return;
    const std::string_view window = body_.substr(position, limits::kMaxRecordBytes);
    auto size = add_alike(window, false);
    if (!size) {
      diagnostics_.clear();
      size = parser_.read_first(window, diagnostics_);
      if (!size) {
        const bool cut_off = window.size() < body_.size() - position && diagnostics_.front().span.end == window.size();
        return cut_off ? add_too_large(position, 0) : add_bad(std::move(diagnostics_.front()), position, 0);
      }
      add(parser_.root(), window, position, 0);
    }
    position = skip_space(body_, position + *size);
    if (position == body_.size() || body_[position] != ',') break;
    ++position;
  }
  if (position == body_.size() || body_[position] != ']') {
    return add_bad("json-syntax", position, 0, "The array of records is not continued properly here.", "`,` or `]`",
                   {});
  }
  position = skip_space(body_, position + 1);
  if (position != body_.size()) {
    add_bad("json-syntax", position, 0, "Text follows the array of records.", "the end of the document", {});
  }
}

void RecordSetReader::read_lines() {
  std::size_t line = 0;
  for (std::size_t begin = 0; begin < body_.size();) {
    const std::size_t end = std::min(body_.find('\n', begin), body_.size());
    const std::string_view text = trimmed(body_.substr(begin, end - begin));
    const std::size_t offset = text.empty() ? begin : static_cast<std::size_t>(text.data() - body_.data());
    begin = end + 1;
    ++line;
    if (text.empty()) continue;
    if (!has_room(offset)) return;
    if (text.size() > limits::kMaxRecordBytes) {
      add_too_large(offset, line);
      continue;
    }
    if (add_alike(text, true)) continue;
    diagnostics_.clear();
    if (parser_.read_only(text, diagnostics_)) {
      add(parser_.root(), text, offset, line);
    } else {
      add_bad(std::move(diagnostics_.front()), offset, line);
    }
  }
}

void RecordSetReader::read_csv() {
  csv::Reader rows(body_);
  if (!read_csv_header(rows)) return;
  const std::size_t columns = columns_.size();
  for (;;) {
    diagnostics_.clear();
    if (!rows.next(cells_, diagnostics_) || !has_room(rows.offset())) return;
    const std::size_t size = rows.end_offset() - rows.offset();
    if (size > limits::kMaxRecordBytes) {
      add_too_large(rows.offset(), rows.line());
    } else if (!diagnostics_.empty()) {
      add_bad(std::move(diagnostics_.front()), 0, rows.line());
    } else if (cells_.size() != columns) {
      add_bad(
          "csv-ragged", rows.offset(), rows.line(),
          "This row has " + counted(cells_.size(), "cell") + " where the header has " + std::to_string(columns) + ".",
          counted(columns, "cell"), counted(cells_.size(), "cell"));
    } else {
      read_csv_row(rows);
    }
  }
}

bool RecordSetReader::read_csv_header(csv::Reader& rows) {
  const bool found = rows.next(cells_, diagnostics_);
  if (!diagnostics_.empty()) {
    add_bad(std::move(diagnostics_.front()), 0, rows.line());
    return false;
  }
  const auto fail = [&](std::string sentence, std::string expected, std::string_view cell) {
    add_bad("csv-header", rows.offset(), rows.line(), std::move(sentence), std::move(expected),
            std::string(cell.substr(0, limits::kMaxQuotedBytes)));
    return false;
  };
  constexpr std::string_view kExpected = "a header with the names of fields";
  if (!found) return fail("The CSV has no header.", std::string(kExpected), {});
  bool any = set_.layout_->size() == 0;
  for (const std::string_view cell : cells_) {
    if (!unicode::is_valid_utf8(cell)) {
      add_bad("csv-utf8", rows.offset(), rows.line(), "The header is not valid UTF-8.", "UTF-8", {});
      return false;
    }
    const std::string_view name = trimmed(cell);
    if (unicode::equals_ignoring_ascii_case(name, "Id")) id_column_ = columns_.size();
    const auto slot = set_.layout_->find(name);
    const auto part = slot ? std::nullopt : set_.layout_->find_part(name);
    const auto is_same = [&](const Column& column) {
      return slot ? column.slot == slot : part && column.part && *column.part == *part;
    };
    if (std::any_of(columns_.begin(), columns_.end(), is_same)) {
      return fail("Two columns of the header are named `" + std::string(name) + "`.", "each field once", name);
    }
    columns_.push_back({slot, part});
    any = any || slot || part || id_column_ != SIZE_MAX;
  }
  return any || fail("No column of the header is a declared field.", std::string(kExpected), cells_.front());
}

void RecordSetReader::read_csv_row(const csv::Reader& rows) {
  const std::size_t size = rows.end_offset() - rows.offset();
  const std::size_t valid = unicode::valid_utf8_prefix(body_.substr(rows.offset(), size));
  if (valid != size) {
    return add_bad("csv-utf8", rows.offset() + valid, rows.line(), "This row is not valid UTF-8.", "UTF-8", {});
  }
  Value* row = begin_row();
  for (std::size_t column = 0; column < cells_.size(); ++column) {
    if (column == id_column_) set_.ids_.back() = set_.arena_.keep(cells_[column]);
    const auto [slot, part] = columns_[column];
    if (slot) row[*slot] = read_cell(cells_[column], set_.layout_->field(*slot).type, set_.arena_);
    if (part) reader_.add_part(*part, read_cell(cells_[column], Type::kNumber, set_.arena_));
  }
  reader_.apply_parts(row);
}

Value* RecordSetReader::begin_row() {
  constexpr std::size_t kAtOnce = 128;
  if (take_ && set_.ids_.size() == kAtOnce) hand_over();
  set_.ids_.emplace_back();
  set_.values_.resize(set_.values_.size() + set_.layout_->size());
  return set_.values_.data() + set_.values_.size() - set_.layout_->size();
}

void RecordSetReader::hand_over() {
  (*take_)(set_, first_);
  first_ += set_.ids_.size();
  set_.ids_.clear();
  set_.values_.clear();
  set_.bad_.clear();
  set_.arena_.reset();
}

std::optional<std::size_t> RecordSetReader::add_alike(std::string_view text, bool whole) {
  if (templates_.is_empty()) return std::nullopt;
  Value* row = begin_row();
  const auto size =
      templates_.read(text, whole, take_ != nullptr, set_.arena_, {row, set_.layout_->size()}, set_.ids_.back());
  if (size) return size;
  set_.ids_.pop_back();
  set_.values_.resize(set_.values_.size() - set_.layout_->size());
  return std::nullopt;
}

void RecordSetReader::add(json::Node node, std::string_view text, std::size_t offset, std::size_t line) {
  diagnostics_.clear();
  Value* row = begin_row();
  std::string_view id;
  const bool good = reader_.read(node, row, id, diagnostics_);
  set_.ids_.back() = id;
  if (good) return templates_.learn(node, text, reader_.trace(), *set_.layout_);
  std::fill_n(row, set_.layout_->size(), Value());
  mark_bad(std::move(diagnostics_.front()), offset, line);
}

void RecordSetReader::add_bad(Diagnostic diagnostic, std::size_t offset, std::size_t line) {
  begin_row();
  mark_bad(std::move(diagnostic), offset, line);
}

void RecordSetReader::mark_bad(Diagnostic diagnostic, std::size_t offset, std::size_t line) {
  const std::size_t index = set_.ids_.size() - 1;
  diagnostic.span = {shifted(diagnostic.span.begin, offset), shifted(diagnostic.span.end, offset)};
  if (has_index_) diagnostic.path.insert(0, '/' + std::to_string(first_ + index));
  if (line != 0) diagnostic.sentence.insert(0, "Line " + std::to_string(line) + ": ");
  set_.bad_.push_back({index, std::move(diagnostic)});
}

void RecordSetReader::add_bad(std::string_view code, std::size_t offset, std::size_t line, std::string sentence,
                              std::string expected, std::string found) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.sentence = std::move(sentence);
  diagnostic.expected = std::move(expected);
  diagnostic.found = std::move(found);
  add_bad(std::move(diagnostic), offset, line);
}

void RecordSetReader::add_too_large(std::size_t offset, std::size_t line) {
  const std::string most = std::to_string(limits::kMaxRecordBytes) + " bytes";
  add_bad("record-too-large", offset, line, "This record has more than " + most + ".", "at most " + most, {});
}

bool RecordSetReader::has_room(std::size_t offset) {
  if (first_ + set_.ids_.size() < limits::kMaxRecordsInBatch) return true;
  const std::string most = counted(limits::kMaxRecordsInBatch, "record");
  add_bad("too-many-records", offset, 0, "There are more than " + most + ".", "at most " + most, {});
  return false;
}

RecordSet RecordSet::read(std::string_view body, Format format, std::shared_ptr<const Layout> layout) {
  RecordSet set;
  set.layout_ = std::move(layout);
  RecordSetReader(body, set, nullptr).read(format);
  return set;
}

void RecordSet::stream(std::string_view body, Format format, std::shared_ptr<const Layout> layout, const Take& take) {
  RecordSet set;
  set.layout_ = std::move(layout);
  RecordSetReader(body, set, &take).read(format);
}

std::span<const Value> RecordSet::values(std::size_t index) const {
  return std::span<const Value>(values_).subspan(index * layout_->size(), layout_->size());
}

bool RecordSet::is_bad(std::size_t index) const {
  const auto at =
      std::lower_bound(bad_.begin(), bad_.end(), index, [](const Bad& bad, std::size_t i) { return bad.index < i; });
  return at != bad_.end() && at->index == index;
}

std::optional<RecordSet::Format> record_format(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames = {"auto", "json", "jsonl", "csv"};
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<RecordSet::Format>(found - kNames.begin());
}

}  // namespace signalbox
