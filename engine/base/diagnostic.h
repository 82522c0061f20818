// Diagnostics: what is wrong with a document or a formula, for a person who has to mend it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace signalbox {

enum class Severity : unsigned char { kError, kWarning, kInfo };

/// One finding. A diagnostic is about the definition (or directory, roster, formula) as written; trouble that a single
/// record makes is an evaluation error (model/value.h) instead, and the two never mix.
struct Diagnostic {
  std::string code;  ///< Stable, kebab case: "unknown-field".
  Severity severity = Severity::kError;
  std::string path;        ///< JSON pointer (RFC 6901) of the element, empty for a bare formula.
  Span span;               ///< In the document, or in the formula when `path` is empty.
  std::string sentence;    ///< One sentence; code elements in backticks; never a C++ type name.
  std::string expected;    ///< What would have been right; may be empty.
  std::string found;       ///< What stands there; may be empty; at most kMaxQuotedBytes of it.
  std::string suggestion;  ///< A replacement for `found`; may be empty.
};

using Diagnostics = std::vector<Diagnostic>;

/// True when any of them is an error. O(n).
[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);

/// The candidate most like `name` (Damerau-Levenshtein without regard to ASCII case, at most a third of its length
/// away), or empty. Ties go to the first candidate. O(candidates x length squared), lengths capped.
[[nodiscard]] std::string closest_name(std::string_view name, const std::vector<std::string_view>& candidates);

/// "1 row", "2 rows".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

}  // namespace signalbox
