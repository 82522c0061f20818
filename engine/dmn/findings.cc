#include "dmn/findings.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "model/reader.h"

namespace signalbox::dmn {

bool Imported::has_errors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.diagnostic.severity == Severity::kError; });
}

void Imported::report(const Origin& origin, std::string code, std::string sentence, std::string expected,
                      std::string found, std::string suggestion, Severity severity) {
  findings.push_back({Diagnostic{std::move(code),
                                 severity,
                                 origin.place,
                                 {},
                                 std::move(sentence),
                                 std::move(expected),
                                 quote_for_message(found),
                                 std::move(suggestion)},
                      origin.line});
}

void Imported::adopt(const Origin& origin, const Diagnostics& inner, std::string_view text) {
  for (Diagnostic one : inner) {
    one.path = origin.place;
    one.span = {};
    one.sentence += " In `" + quote_for_message(text) + "`.";
    findings.push_back({std::move(one), origin.line});
  }
}

void Imported::adopt_compiled(const Diagnostics& diagnostics) {
  for (Diagnostic one : diagnostics) {
    std::string path = one.path;
    auto at = origins.find(path);
    while (at == origins.end() && !path.empty()) {
      path.erase(std::min(path.rfind('/'), path.size()));
      at = origins.find(path);
    }
    if (at != origins.end()) one.path = at->second.place;
    one.span = {};
    findings.push_back({std::move(one), at == origins.end() ? 0 : at->second.line});
  }
  if (has_errors()) definition.clear();
}

}  // namespace signalbox::dmn
