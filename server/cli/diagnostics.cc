#include "server/cli/diagnostics.h"

#include <fmt/format.h>

#include "server/json_text.h"

namespace signalbox::cli {
namespace {

std::string_view place_part(json::Node diagnostic, std::string_view part) {
  const std::optional<json::Node> start = diagnostic.find("start");
  const std::optional<json::Node> number = start ? start->find(part) : std::nullopt;
  return number ? number->as_text() : "1";
}

/// A record that shows the finding, or values of the inputs that do.
std::string witness_line(json::Node witness, std::string_view source) {
  const auto inputs = witness.find("inputs");
  const Span span = (inputs ? *inputs : *witness.find("record")).span();
  return fmt::format("    {}: {}\n", inputs ? "for example, inputs" : "for example",
                     source.substr(span.begin, span.end - span.begin));
}

}  // namespace

std::size_t count_errors(std::string_view diagnostics_json) {
  const auto document = parse_own(diagnostics_json);
  std::size_t errors = 0;
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    if (text_member(document->root().at(i), "severity") == "error") ++errors;
  }
  return errors;
}

std::string diagnostic_lines(std::string_view file, std::string_view diagnostics_json) {
  const auto document = parse_own(diagnostics_json);
  std::string lines;
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    const json::Node diagnostic = document->root().at(i);
    lines += fmt::format("{}:{}:{}: {}: {} [{}]\n", file, place_part(diagnostic, "line"),
                         place_part(diagnostic, "column"), text_member(diagnostic, "severity"),
                         text_member(diagnostic, "sentence"), text_member(diagnostic, "code"));
    for (const std::string_view detail : {"expected", "found", "suggestion"}) {
      const std::string_view text = text_member(diagnostic, detail);
      if (!text.empty()) lines += fmt::format("    {}: {}\n", detail, text);
    }
    if (const auto witness = diagnostic.find("witness")) lines += witness_line(*witness, diagnostics_json);
  }
  return lines;
}

}  // namespace signalbox::cli
