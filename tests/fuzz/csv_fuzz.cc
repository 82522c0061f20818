// Any bytes: rows follow each other, and what was read, written with every field quoted, reads back equal.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/csv.h"
#include "tests/fuzz/require.h"

namespace {

using signalbox::test::require;

using Rows = std::vector<std::vector<std::string>>;

Rows read(std::string_view text, signalbox::Diagnostics& diagnostics) {
  signalbox::csv::Reader reader(text);
  Rows rows;
  std::vector<std::string_view> fields;
  std::size_t end = 0;
  std::size_t line = 0;
  while (reader.next(fields, diagnostics)) {
    require(!fields.empty());
    require(reader.offset() >= end && reader.end_offset() > reader.offset() && reader.end_offset() <= text.size());
    require(reader.line() > line);
    end = reader.end_offset();
    line = reader.line();
    rows.emplace_back(fields.begin(), fields.end());
  }
  return rows;
}

std::string write(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i != 0) text += ',';
      text += '"';
      for (const char c : row[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
      text += '"';
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(data), size);
  signalbox::Diagnostics diagnostics;
  const Rows rows = read(source, diagnostics);
  for (const auto& diagnostic : diagnostics) {
    require(diagnostic.code == "csv-quote" && diagnostic.span.begin <= diagnostic.span.end &&
            diagnostic.span.end <= size);
  }
  diagnostics.clear();
  require(read(write(rows), diagnostics) == rows);
  require(diagnostics.empty());
  return 0;
}
