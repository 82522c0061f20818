// The table of functions: one row each drives parsing, type and arity checks, completion, hover help, documentation and
// evaluation.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/type.h"
#include "model/value.h"

namespace signalbox::formula {

/// One evaluation of a function: its arguments, none of them an error.
struct Call {
  const Value* const* arguments;
  std::size_t count;
  Arena& arena;
  std::uint64_t& steps;  ///< Steps of matching that the evaluation has left (limits::kMaxMatchSteps at its start).

  [[nodiscard]] const Value& operator[](std::size_t index) const { return *arguments[index]; }
  /// A text argument; a blank is "".
  [[nodiscard]] std::string_view text(std::size_t index) const {
    return arguments[index]->kind() == Value::Kind::kText ? arguments[index]->as_text() : std::string_view{};
  }
  [[nodiscard]] const Decimal& number(std::size_t index) const { return arguments[index]->as_number(); }
};

/// How the compiler treats a function.
enum class Form : std::uint8_t {
  kStrict,  ///< All arguments are evaluated, then `evaluate` is called; a blank argument that is no text makes the
            ///< result blank.
  kStrictWithBlanks,  ///< The same, but `evaluate` sees blanks.
  kIf,
  kCase,
  kAnd,
  kOr,
  kNot,
  kIsBlank,
  kIsNull,
  kBlankValue,
  kNullValue,
  kIfError,
  kIn,
  kIsPickVal,
  kPriorValue,
  kIsChanged,
  kIsNew,
  kIsClone,
  kNow,
  kToday,
  kTimeNow,
  kRefused,  ///< Exists in Salesforce and not here; `sentence` says why.
};

/// The type of a call.
enum class Result : std::uint8_t {
  kFixed,    ///< `type`.
  kFirst,    ///< The type of the first argument.
  kUnified,  ///< What the arguments that may become the result have in common (IF, CASE, MIN ...).
};

/// An argument that is judged where it is written out in the formula.
struct ConstantCheck {
  std::uint8_t argument;
  std::string_view code;      ///< Of the diagnostic.
  std::string_view expected;  ///< "`\"mi\"` or `\"km\"`"
  /// What is wrong with the text, empty when nothing is. `states` counts what patterns of one formula need together.
  std::string (*complaint)(std::string_view text, std::size_t& states);
};

/// `parameters`: a letter each, the last one repeated for further arguments:
///   t text, n number, b checkbox, d date, s date-time, D date or date-time, m time, M time or date-time, p picklist, f
///   field, g location, q picklist or multi-select picklist, Q multi-select picklist, T anything that TEXT takes, V
///   text, date or date-time, W text, time or date-time, X number, time or date-time, Y checkbox, time or date-time, a
///   anything.
struct Function {
  static constexpr std::uint8_t kAny = 255;  ///< As `most`: any number of arguments.

  std::string_view name;       ///< In capitals.
  std::string_view signature;  ///< "LEFT(text, number_of_characters)"
  std::string_view sentence;   ///< For hover help and documentation.
  std::string_view parameters;
  std::uint8_t least;
  std::uint8_t most;
  Result result;
  Type type;
  Form form;
  Value (*evaluate)(const Call& call) = nullptr;
  const ConstantCheck* constant = nullptr;

  [[nodiscard]] char parameter(std::size_t index) const {
    return parameters[index < parameters.size() ? index : parameters.size() - 1];
  }
};

/// One family, in the order of the documentation.
[[nodiscard]] std::span<const Function> logical_functions();
[[nodiscard]] std::span<const Function> text_functions();
[[nodiscard]] std::span<const Function> pattern_functions();
[[nodiscard]] std::span<const Function> json_functions();
[[nodiscard]] std::span<const Function> formatting_functions();
[[nodiscard]] std::span<const Function> math_functions();
[[nodiscard]] std::span<const Function> location_functions();
[[nodiscard]] std::span<const Function> date_time_functions();
[[nodiscard]] std::span<const Function> refused_functions();

/// (location, number) -> its latitude or longitude; the number where it is blank. No function of the language: what
/// the part of a location compiles to.
[[nodiscard]] const Function& location_part_function(LocationPart part);

struct Family {
  std::string_view title;
  std::span<const Function> functions;
};
/// All of them; refused_functions() last.
[[nodiscard]] std::span<const Family> families();

/// Without regard to case; nullptr when there is none. O(functions).
[[nodiscard]] const Function* find_function(std::string_view name);
/// For suggestions and completion, without the refused ones.
[[nodiscard]] std::vector<std::string_view> function_names();

/// "a number", "a text": what a parameter letter takes.
[[nodiscard]] std::string_view parameter_noun(char letter);
[[nodiscard]] bool parameter_takes(char letter, Type type);

/// A text result that lives in the arena, or kTextTooLong.
[[nodiscard]] Value made_text(std::string_view text, Arena& arena);
/// A number result, or `otherwise` when there is none.
[[nodiscard]] Value made_number(const std::optional<Decimal>& number, ErrorCode otherwise = ErrorCode::kOverflow);

/// Calls a strict function: blanks as its form says.
[[nodiscard]] Value call_function(const Function& function, const Call& call);

}  // namespace signalbox::formula
