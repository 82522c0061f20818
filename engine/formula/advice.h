// What to write instead of an operand of the wrong type.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formula/ast.h"

namespace signalbox::formula {

/// `TEXT(Amount)`: the node in the function that makes it a `wanted`; empty when there is none, or when the text of the
/// node is long.
[[nodiscard]] std::string converted(const Ast& ast, const Node& node, Type wanted);

/// Of two operands that do not go together, the one to convert, and what to write for it.
struct Conversion {
  const Node* node;
  std::string suggestion;
};
/// What makes the two one type: texts win over other values, dates and times over date-times. nullopt when nothing
/// does.
[[nodiscard]] std::optional<Conversion> conversion(const Ast& ast, const Node& a, const Node& b);

/// The name node of the field whose picklist values a node has: of `Status`, `TEXT(Status)`, `PRIORVALUE(Status)`.
/// nullptr for others.
[[nodiscard]] const Node* picklist_field(const Ast& ast, const Node& node);

/// The type that a global of Salesforce most likely has, for an example.
[[nodiscard]] std::string_view likely_type(std::string_view global);

/// A number that is written out, with signs, or as a quotient or product of such: `-5`, `1/24`.
[[nodiscard]] std::optional<Decimal> written_number(const Ast& ast, const Node& node);

}  // namespace signalbox::formula
