#include "model/csv.h"

#include <algorithm>
#include <cstdint>

namespace signalbox::csv {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

Reader::Reader(std::string_view text) : Reader(text, ',') { separator_ = separator_of_first_line(); }

Reader::Reader(std::string_view text, char separator) : text_(text), separator_(separator) {
  if (text_.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
}

char Reader::separator_of_first_line() const {
  char found = ',';
  bool is_quoted = false;
  for (std::size_t i = position_; i < text_.size(); ++i) {
    const char c = text_[i];
    if (c == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (c == ',' || c == '\n' || c == '\r') return c == ',' ? c : found;
    if (c == ';' || (c == '\t' && found == ',')) found = c;
  }
  return found;
}

bool Reader::at_line_end() const {
  return position_ == text_.size() || text_[position_] == '\n' || text_[position_] == '\r';
}

void Reader::take_line_end() {
  if (position_ == text_.size()) return;
  const bool carriage_return = text_[position_++] == '\r';
  if (carriage_return && position_ < text_.size() && text_[position_] == '\n') ++position_;
  ++line_;
}

bool Reader::next(std::vector<std::string_view>& fields, Diagnostics& diagnostics) {
  fields.clear();
  buffer_.clear();
  buffered_.clear();
  while (position_ < text_.size() && at_line_end()) take_line_end();
  row_offset_ = position_;
  row_line_ = line_;
  if (position_ == text_.size()) return false;
  for (;;) {
    const bool quoted = position_ < text_.size() && text_[position_] == '"';
    fields.push_back(quoted ? quoted_field(fields.size(), diagnostics) : plain_field());
    if (!at_separator()) break;
    ++position_;
  }
  take_line_end();
  for (const Buffered& piece : buffered_) {
    fields[piece.field] = std::string_view(buffer_).substr(piece.offset, piece.size);
  }
  return true;
}

std::string_view Reader::plain_field() {
  const std::size_t start = position_;
  while (!at_line_end() && !at_separator()) ++position_;
  return text_.substr(start, position_ - start);
}

std::string_view Reader::quoted_field(std::size_t field, Diagnostics& diagnostics) {
  const std::size_t start = ++position_;
  bool doubled = false;
  for (;; ++position_) {
    if (position_ == text_.size()) {
      report(diagnostics, start - 1, "The quote that opens here is never closed.", "a closing `\"`");
      return text_.substr(start);
    }
    const char c = text_[position_];
    if (c == '"') {
      if (position_ + 1 == text_.size() || text_[position_ + 1] != '"') break;
      doubled = true;
      ++position_;
    } else if (c == '\n' || (c == '\r' && (position_ + 1 == text_.size() || text_[position_ + 1] != '\n'))) {
      ++line_;
    }
  }
  const std::string_view raw = text_.substr(start, position_ - start);
  ++position_;
  if (!at_line_end() && !at_separator()) {
    const std::string separator = separator_ == '\t' ? "a tab" : '`' + std::string(1, separator_) + '`';
    report(diagnostics, position_, "Text follows the closing quote of a field.", separator + " or the end of the line");
    plain_field();
  }
  return doubled ? unescaped_field(field, raw) : raw;
}

std::string_view Reader::unescaped_field(std::size_t field, std::string_view raw) {
  const std::size_t offset = buffer_.size();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    buffer_ += raw[i];
    if (raw[i] == '"') ++i;  // The second of a pair.
  }
  buffered_.push_back({field, offset, buffer_.size() - offset});
  return {};
}

void Reader::report(Diagnostics& diagnostics, std::size_t offset, std::string sentence, std::string expected) const {
  const auto begin = static_cast<std::uint32_t>(std::min<std::size_t>(offset, UINT32_MAX - 1));
  const Span span{begin, begin + (offset < text_.size() ? 1u : 0u)};
  const std::string_view found = text_.substr(offset, 1);
  diagnostics.push_back(
      {"csv-quote", Severity::kError, {}, span, std::move(sentence), std::move(expected), std::string(found), {}});
}

}  // namespace signalbox::csv
