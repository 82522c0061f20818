// A cell of a decision table: a test of one input.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "formula/scope.h"
#include "model/value.h"

namespace signalbox::rules {

/// A value that a test compares with, owning its text.
struct Literal {
  Value value;       ///< kText views `text`.
  std::string text;  ///< Storage of a text literal.
};

/// One comparison. Bounds are those of DMN intervals.
struct Test {
  enum class Kind : unsigned char { kAny, kBlank, kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kRange };
  Kind kind = Kind::kAny;
  Literal low;   ///< The operand; the lower bound of a range.
  Literal high;  ///< The upper bound of a range.
  bool low_open = false;
  bool high_open = false;
};

/// Any of `tests`, or with `negated` none of them. Grammar in docs/engine-api.md ("Unary tests"). Immutable.
struct UnaryTest {
  std::string text;  ///< As written.
  std::vector<Test> tests;
  bool negated = false;
};

/// nullopt with errors (spans in bytes of `text`). `type` is the input's; `domain` its picklist values (empty: not restricted): a literal outside it is the error `not-in-picklist`, with a suggestion. O(n).
[[nodiscard]] std::optional<UnaryTest> parse_unary_test(std::string_view text, Type type, std::span<const std::string> domain, Diagnostics& diagnostics);

/// Does the value pass? An error value passes nothing. O(tests).
[[nodiscard]] bool passes(const UnaryTest& test, const Value& value, formula::Blanks blanks);

}  // namespace signalbox::rules
