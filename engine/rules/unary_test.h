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
#include "model/type.h"
#include "model/value.h"

namespace signalbox::rules {

/// A value that a document spells out, owning its text. Cheap to copy: copies share the text.
struct Literal {
  Value value;
  std::shared_ptr<const void> storage;  ///< Holds the characters that a text views; null for other kinds.

  static Literal of_text(std::string text);
};

/// One comparison. Bounds are those of DMN intervals.
struct Test {
  enum class Kind : unsigned char {
    kAny,
    kBlank,
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kRange
  };
  Kind kind = Kind::kAny;
  Literal low;   ///< The operand; the lower bound of a range.
  Literal high;  ///< The upper bound of a range.
  bool low_open = false;
  bool high_open = false;
};

/// Any of `tests`, with `negated` none of them, with `all` each of them. Grammar in docs/engine-api.md ("Unary tests").
/// Immutable.
struct UnaryTest {
  std::string text;  ///< As written.
  /// Of the input that it tests. Literals of ids are what ids are compared by (id_key).
  Type type = Type::kText;
  std::vector<Test> tests;
  bool negated = false;
  bool all = false;  ///< `includes(...)`, of a multi-select picklist.

  /// The test `-`, which every value passes.
  [[nodiscard]] bool is_any() const { return !negated && tests.size() == 1 && tests[0].kind == Test::Kind::kAny; }
};

/// nullopt with errors (spans in bytes of `text`), all of them. `domain` are the values that an input of `type` can
/// have (empty: any): a literal outside is the error `not-in-picklist`, with a suggestion. A range that holds no value
/// is the warning `empty-range`. O(n).
[[nodiscard]] std::optional<UnaryTest> parse_unary_test(std::string_view text, Type type,
                                                        std::span<const std::string> domain, Diagnostics& diagnostics);

/// The formula of a cell `= formula`; nullopt when the cell is a unary test. A cell that begins with `=` and one
/// literal
/// (`= 3`, `= "DE", "AT"`, `= blank`) is a unary test. Points into `cell`. O(n).
[[nodiscard]] std::optional<std::string_view> cell_formula(std::string_view cell);

/// What a value of the type is compared by: an id by its key (id_key), any other value by itself.
[[nodiscard]] Value comparable(Type type, const Value& value);

/// Does the input equal a value that was computed, as `= x` says for a literal? Two blanks are equal, an error equals
/// nothing. `type` is the input's.
[[nodiscard]] bool equals_input(Type type, const Value& input, const Value& computed, formula::Blanks blanks);

/// Does the value pass? An error value passes nothing but `-`. A blank number also counts as 0 when blanks are zeroes;
/// a blank checkbox also counts as false; a multi-select picklist passes `= x` when x is among the selected values.
/// O(tests).
[[nodiscard]] bool passes(const UnaryTest& test, const Value& value, formula::Blanks blanks);

}  // namespace signalbox::rules
