// What an editor needs while somebody types a formula: tokens to colour, names to offer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "formula/scope.h"

namespace signalbox::formula {

struct ColouredToken {
  Span span;              ///< Bytes of the formula.
  std::string_view kind;  ///< number text field global function operator keyword punctuation comment invalid
};

/// Tokens of any text, well-formed or not; covers everything but white space. O(n).
[[nodiscard]] std::vector<ColouredToken> tokens(std::string_view text, const Scope& scope);

struct Completion {
  std::string label;   ///< What to insert.
  std::string kind;    ///< field, global, path (a relationship or milestone, to go on from), value, function, keyword.
  std::string detail;  ///< Type of a field, the field that a value belongs to, or a function's signature.
  std::string info;    ///< One sentence about a function; may be empty.
};

struct Completions {
  std::size_t from = 0;  ///< Byte offset where the completed word begins ...
  std::size_t to = 0;    ///< ... and ends: behind the offset when the rest of a text is replaced as well.
  std::vector<Completion> items;
};

/// What may stand at byte `offset`, best first: values where a picklist is compared (`ISPICKVAL(Severity__c, `), then
/// prefix matches before matches inside the name, fields that the argument takes before others, fields before
/// functions. Long paths are offered segment by segment. O(length + fields + functions).
[[nodiscard]] Completions complete(std::string_view text, std::size_t offset, const Scope& scope);

}  // namespace signalbox::formula
