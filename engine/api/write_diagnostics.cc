#include "api/write_diagnostics.h"

#include <algorithm>

#include "base/limits.h"

namespace signalbox::api {

namespace {

std::string_view severity_name(Severity severity) {
  return severity == Severity::kError ? "error" : severity == Severity::kWarning ? "warning" : "info";
}

void write_position(json::Writer& writer, std::size_t offset, const LineIndex& lines) {
  const auto [line, column] = lines.at(offset);
  writer.begin_object();
  writer.key("offset").number(static_cast<std::int64_t>(offset));
  writer.key("line").number(line);
  writer.key("column").number(column).end_object();
}

void write_unless_empty(json::Writer& writer, std::string_view name, std::string_view text) {
  if (!text.empty()) writer.key(name).text(text);
}

Diagnostic too_many(std::size_t more) {
  Diagnostic diagnostic;
  diagnostic.code = "too-many-diagnostics";
  diagnostic.sentence = "There are " + std::to_string(more) + " more diagnostics.";
  return diagnostic;
}

}  // namespace

LineIndex::LineIndex(std::string_view source) : source_(source), starts_{0} {
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\n') starts_.push_back(i + 1);
  }
}

LineIndex::Position LineIndex::at(std::size_t offset) const {
  offset = std::min(offset, source_.size());
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const std::size_t start = *(after - 1);
  std::int64_t column = 1;
  for (const char c : source_.substr(start, offset - start)) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++column;
  }
  return {after - starts_.begin(), column};
}

void write_diagnostic_members(json::Writer& writer, const Diagnostic& diagnostic, const LineIndex& lines) {
  writer.key("code").text(diagnostic.code);
  writer.key("severity").text(severity_name(diagnostic.severity));
  writer.key("path").text(diagnostic.path);
  writer.key("start");
  write_position(writer, diagnostic.span.begin, lines);
  writer.key("end");
  write_position(writer, diagnostic.span.end, lines);
  writer.key("sentence").text(diagnostic.sentence);
  write_unless_empty(writer, "expected", diagnostic.expected);
  write_unless_empty(writer, "found", diagnostic.found);
  write_unless_empty(writer, "suggestion", diagnostic.suggestion);
}

void write_diagnostics(json::Writer& writer, const Diagnostics& diagnostics, std::string_view source) {
  const LineIndex lines(source);
  const auto write = [&](const Diagnostic& diagnostic) {
    writer.begin_object();
    write_diagnostic_members(writer, diagnostic, lines);
    writer.end_object();
  };
  writer.begin_array();
  const bool cut = diagnostics.size() > limits::kMaxDiagnostics;
  const std::size_t shown = cut ? limits::kMaxDiagnostics - 1 : diagnostics.size();
  for (std::size_t i = 0; i < shown; ++i) write(diagnostics[i]);
  if (cut) write(too_many(diagnostics.size() - shown));
  writer.end_array();
}

std::string diagnostics_json(const Diagnostics& diagnostics, std::string_view source) {
  std::string out;
  json::Writer writer(out);
  write_diagnostics(writer, diagnostics, source);
  return out;
}

void write_failure(std::string_view code, std::string_view sentence, const Diagnostics& diagnostics,
                   std::string_view source, std::string& out) {
  json::Writer writer(out);
  writer.begin_object();
  writer.key("ok").boolean(false);
  writer.key("error").begin_object();
  writer.key("code").text(code);
  writer.key("sentence").text(sentence).end_object();
  writer.key("diagnostics");
  write_diagnostics(writer, diagnostics, source);
  writer.end_object();
}

void write_failure(const Diagnostics& diagnostics, std::string_view source, std::string& out) {
  const auto first = std::find_if(diagnostics.begin(), diagnostics.end(),
                                  [](const Diagnostic& one) { return one.severity == Severity::kError; });
  write_failure(first->code, first->sentence, diagnostics, source, out);
}

void write_record_error(json::Writer& writer, std::size_t index, const Diagnostic& diagnostic) {
  writer.begin_object();
  writer.key("index").number(static_cast<std::int64_t>(index));
  writer.key("code").text(diagnostic.code);
  writer.key("sentence").text(diagnostic.sentence);
  writer.key("path").text(diagnostic.path);
  writer.end_object();
}

}  // namespace signalbox::api
