// Spans as editors count them.
#pragma once

#include <algorithm>
#include <string_view>

#include "base/span.h"
#include "base/unicode.h"
#include "model/json_writer.h"

namespace signalbox::api {

/// Byte offsets of one text as UTF-16 units; cheap for offsets that ascend, as those of tokens do.
class Units {
 public:
  explicit Units(std::string_view text) : text_(text) {}

  std::int64_t at(std::size_t byte) {
    byte = std::min(byte, text_.size());
    if (byte < byte_) byte_ = units_ = 0;
    units_ += unicode::utf16_length(text_.substr(byte_, byte - byte_));
    byte_ = byte;
    return static_cast<std::int64_t>(units_);
  }
  /// Writes the members `from` and `to` into an open object.
  void write(json::Writer& writer, Span span) {
    writer.key("from").number(at(span.begin));
    writer.key("to").number(at(span.end));
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::size_t units_ = 0;
};

}  // namespace signalbox::api
