#include "formula/report.h"

#include <utility>

#include "base/limits.h"

namespace signalbox::formula {

std::string quoted_part(std::string_view text) {
  if (text.size() <= limits::kMaxQuotedBytes) return std::string(text);
  std::size_t end = limits::kMaxQuotedBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end));
}

std::string quoted(std::string_view text) { return "`" + quoted_part(text) + "`"; }

void report(Diagnostics& diagnostics, std::string_view code, Span span, std::string sentence, std::string_view expected,
            std::string_view found, std::string_view suggestion, Severity severity) {
  if (diagnostics.size() >= limits::kMaxDiagnostics) {
    // Nothing with a mistake may pass for sound because of what was said before.
    if (severity == Severity::kError) diagnostics.back().severity = severity;
    return;
  }
  Diagnostic diagnostic;
  if (diagnostics.size() + 1 == limits::kMaxDiagnostics) {
    code = "too-many-diagnostics";
    sentence = "There is more to mend than can be shown.";
    expected = found = suggestion = {};
  }
  diagnostic.code = code;
  diagnostic.severity = severity;
  diagnostic.span = span;
  diagnostic.sentence = std::move(sentence);
  diagnostic.expected = expected;
  diagnostic.found = quoted_part(found);
  diagnostic.suggestion = suggestion;
  diagnostics.push_back(std::move(diagnostic));
}

}  // namespace signalbox::formula
