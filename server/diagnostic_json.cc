#include "server/diagnostic_json.h"

#include <algorithm>

namespace signalbox {
namespace {

/// Line and column from 1, the column in code points.
void write_place(json::Writer& writer, std::string_view name, std::string_view source, std::size_t offset) {
  const std::string_view before = source.substr(0, std::min(offset, source.size()));
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto is_lead_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto column =
      1 + std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(), is_lead_byte);
  writer.key(name).begin_object().key("offset").number(static_cast<std::int64_t>(offset));
  writer.key("line")
      .number(static_cast<std::int64_t>(line))
      .key("column")
      .number(static_cast<std::int64_t>(column))
      .end_object();
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "info";
  }
  return {};
}

}  // namespace

std::string diagnostics_json(const Diagnostics& diagnostics, std::string_view source) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const Diagnostic& diagnostic : diagnostics) {
    writer.begin_object().key("code").text(diagnostic.code).key("severity").text(severity_name(diagnostic.severity));
    writer.key("path").text(diagnostic.path);
    write_place(writer, "start", source, diagnostic.span.begin);
    write_place(writer, "end", source, diagnostic.span.end);
    writer.key("sentence").text(diagnostic.sentence);
    if (!diagnostic.expected.empty()) writer.key("expected").text(diagnostic.expected);
    if (!diagnostic.found.empty()) writer.key("found").text(diagnostic.found);
    if (!diagnostic.suggestion.empty()) writer.key("suggestion").text(diagnostic.suggestion);
    writer.end_object();
  }
  writer.end_array();
  return out;
}

std::string joined_arrays(const std::vector<std::string>& arrays) {
  std::string out = "[";
  for (const std::string& array : arrays) {
    const std::string_view elements = std::string_view(array).substr(1, array.size() - 2);
    if (elements.empty()) continue;
    if (out.size() > 1) out += ',';
    out += elements;
  }
  return out + "]";
}

}  // namespace signalbox
