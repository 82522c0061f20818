// The tree of a formula: nodes in one vector, children before their parents, so that most passes are plain loops.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/span.h"
#include "model/type.h"

namespace signalbox::formula {

struct Function;  // functions/registry.h

enum class NodeKind : std::uint8_t {
  kInvalid,  ///< Stands where the text made no sense; a diagnostic has been given.
  kBlank,    ///< NULL
  kCheckbox,
  kNumber,
  kText,
  kName,  ///< A field or a global.
  kUnary,
  kBinary,
  kCall,
};

enum class Operator : std::uint8_t {
  kNone,
  kNegate,
  kPlus,  ///< Unary plus.
  kNot,
  kOr,
  kAnd,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAdd,
  kSubtract,
  kConcatenate,
  kPower,
  kMultiply,
  kDivide,
};

/// What a name stands for.
enum class NameKind : std::uint8_t {
  kField,
  kGlobal,
  kNow,
  kToday,
  kOriginDateTime,
  kLatitude,   ///< Of the location in the slot.
  kLongitude,  ///< Likewise.
};

struct Node {
  NodeKind kind = NodeKind::kInvalid;
  Operator op = Operator::kNone;
  bool flag = false;          ///< kCheckbox: its value.
  std::uint32_t payload = 0;  ///< kNumber: index into numbers; kText: index into texts.
  std::uint32_t first = 0;    ///< First child, as an index into children.
  std::uint32_t count = 0;    ///< Number of children.
  Span span;                  ///< All of it, without enclosing parentheses.
  Span name;                  ///< kName, kCall: the name; kUnary, kBinary: the operator.

  // Filled by the checker.
  bool failed = false;  ///< It, or a part of it, has been reported: no further complaint.
  Type type = Type::kAny;
  NameKind name_kind = NameKind::kField;
  std::uint32_t slot = 0;              ///< kName: of a field, a global or a part of a location.
  const Function* function = nullptr;  ///< kCall
};

struct Ast {
  std::string_view source;
  std::vector<Node> nodes;  ///< Post-order.
  std::vector<std::uint32_t> children;
  std::vector<Decimal> numbers;
  std::vector<std::string> texts;  ///< Decoded.
  std::uint32_t root = 0;
  bool is_whole = true;  ///< False when a limit stopped the parser: the rest was not read.

  [[nodiscard]] const Node& child(const Node& node, std::uint32_t index) const {
    return nodes[children[node.first + index]];
  }
  [[nodiscard]] std::string_view slice(Span span) const { return source.substr(span.begin, span.end - span.begin); }
};

[[nodiscard]] constexpr bool is_comparison(Operator op) {
  return op >= Operator::kEqual && op <= Operator::kGreaterOrEqual;
}

/// How strongly a binary operator binds; higher binds more strongly. The exponent binds less than `*` and `/`, as
/// Salesforce has it.
[[nodiscard]] constexpr int binding(Operator op) {
  switch (op) {
    case Operator::kOr:
      return 1;
    case Operator::kAnd:
      return 2;
    case Operator::kEqual:
    case Operator::kNotEqual:
      return 3;
    case Operator::kLess:
    case Operator::kLessOrEqual:
    case Operator::kGreater:
    case Operator::kGreaterOrEqual:
      return 4;
    case Operator::kAdd:
    case Operator::kSubtract:
    case Operator::kConcatenate:
      return 5;
    case Operator::kPower:
      return 6;
    case Operator::kMultiply:
    case Operator::kDivide:
      return 7;
    default:
      return 0;
  }
}

/// As the printer writes it: `<>`, `&&`.
[[nodiscard]] std::string_view operator_text(Operator op);

}  // namespace signalbox::formula
