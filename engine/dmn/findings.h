// Findings about a model or a sheet, each with its place there.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "dmn/element.h"

namespace signalbox::dmn {

/// A finding: `diagnostic.path` is the place (see Origin); its span says nothing.
struct Finding {
  Diagnostic diagnostic;
  std::int64_t line = 0;  ///< From 1; 0: not known.
};

/// What was imported, and what there is to say about it.
struct Imported {
  std::string definition;  ///< JSON text; empty when there are errors.
  std::string decision;    ///< Name of the decision that a sheet held.
  std::vector<Finding> findings;
  std::map<std::string, Origin, std::less<>> origins;  ///< JSON pointer into the definition -> where it came from.

  [[nodiscard]] bool has_errors() const;
  void report(const Origin& origin, std::string code, std::string sentence, std::string expected = {},
              std::string found = {}, std::string suggestion = {}, Severity severity = Severity::kError);
  /// Adds what a part of the engine said about a text that stands at `origin`.
  void adopt(const Origin& origin, const Diagnostics& inner, std::string_view text);
  /// Adds diagnostics about `definition`, each at the nearest origin at or above its place, and drops the definition
  /// when there are errors.
  void adopt_compiled(const Diagnostics& diagnostics);
};

}  // namespace signalbox::dmn
