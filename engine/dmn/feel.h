// FEEL, the expression language of DMN (DMN 1.5, chapter 10): the part that decision tables are written in, as a tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/span.h"

namespace signalbox::dmn {

enum class FeelKind : std::uint8_t {
  kInvalid,  ///< Stands where the text made no sense; a diagnostic has been given.
  kNull,
  kBoolean,   ///< text: "true" or "false".
  kNumber,    ///< text: as written.
  kText,      ///< text: decoded.
  kTemporal,  ///< `@"2026-01-31"`; text: what stands in the quotes.
  kName,      ///< text: the name, inner white space as single spaces.
  kInput,     ///< `?`: the value of the input, in a unary test.
  kMember,    ///< text: the member's name; children: of what.
  kNegate,
  kBinary,   ///< `op` of two children.
  kIf,       ///< Children: condition, then, else.
  kCall,     ///< text: the function; children: arguments.
  kList,     ///< `[a, b]`
  kRange,    ///< Children: the bounds.
  kBetween,  ///< Children: value, low, high.
  kIn,       ///< Children: value, then tests.
  kTest,     ///< `op` and one operand, as in `< 3`.
  kTests,    ///< A cell: children are tests; negated by `not(...)`.
  kAny,      ///< The cell `-`.
};

enum class FeelOperator : std::uint8_t {
  kNone,
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
  kMultiply,
  kDivide,
  kPower,
};

struct FeelNode {
  FeelKind kind = FeelKind::kInvalid;
  FeelOperator op = FeelOperator::kNone;
  bool low_open = false;   ///< kRange.
  bool high_open = false;  ///< kRange.
  bool negated = false;    ///< kTests.
  Span span{};             ///< In the FEEL text.
  std::string text{};
  std::vector<std::uint32_t> children{};  ///< Into Feel::nodes.
  std::size_t height = 1;                 ///< Levels of the tree below and with it; at most kMaxFormulaDepth.
};

struct Feel {
  std::string_view source;
  std::vector<FeelNode> nodes;  ///< Children before their parents; the root is the last.

  [[nodiscard]] const FeelNode& root() const { return nodes.back(); }
  [[nodiscard]] const FeelNode& child(const FeelNode& node, std::size_t index) const {
    return nodes[node.children[index]];
  }
};

/// The names in view, which may hold spaces and signs (`Approval Status`, `Approved/Declined`): where one of them
/// stands, the longest is read as one word. White space inside them is one space.
using FeelNames = std::vector<std::string_view>;

/// An expression. Always gives a tree with at least one node; where the text made no sense `diagnostics` says why
/// (`feel-syntax`, `feel-unsupported`, `too-deep`, `too-large`; spans in bytes of `text`). O(length x names).
[[nodiscard]] Feel parse_expression(std::string_view text, const FeelNames& names, Diagnostics& diagnostics);

/// A cell of a decision table: unary tests with commas between them, `-`, or `not(...)`. The root is kAny or kTests.
[[nodiscard]] Feel parse_unary_tests(std::string_view text, const FeelNames& names, Diagnostics& diagnostics);

/// As written in FEEL: `<=`, `and`.
[[nodiscard]] std::string_view operator_text(FeelOperator op);

}  // namespace signalbox::dmn
