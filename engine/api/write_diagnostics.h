// Diagnostics as JSON.
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/json_writer.h"

namespace signalbox::api {

/// Finds lines and columns of byte offsets: lines count from 1 and end at LF, columns count code points from 1.
class LineIndex {
 public:
  explicit LineIndex(std::string_view source);

  struct Position {
    std::int64_t line;
    std::int64_t column;
  };
  /// O(log lines + length of the line). An offset past the end counts as the end.
  [[nodiscard]] Position at(std::size_t offset) const;

 private:
  std::string_view source_;
  std::vector<std::size_t> starts_;
};

/// Writes the members of one diagnostic (docs/engine-api.md, "Diagnostics") into an open object.
void write_diagnostic_members(json::Writer& writer, const Diagnostic& diagnostic, const LineIndex& lines);
/// Writes an array of at most kMaxDiagnostics; the last one then says how many more there are. O(source + diagnostics).
void write_diagnostics(json::Writer& writer, const Diagnostics& diagnostics, std::string_view source);
/// The same as text.
[[nodiscard]] std::string diagnostics_json(const Diagnostics& diagnostics, std::string_view source);

/// Writes `{"index","code","sentence","path"}`: why the record at `index` of a body is bad.
void write_record_error(json::Writer& writer, std::size_t index, const Diagnostic& diagnostic);

/// Appends `{"ok":false,"error":{"code","sentence"},"diagnostics":[...]}`.
void write_failure(std::string_view code, std::string_view sentence, const Diagnostics& diagnostics,
                   std::string_view source, std::string& out);
/// The same for a document with errors: code and sentence are those of its first error.
void write_failure(const Diagnostics& diagnostics, std::string_view source, std::string& out);

}  // namespace signalbox::api
