// A decision table as compiled from a definition.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formula/formula.h"
#include "model/reader.h"
#include "rules/unary_test.h"

namespace signalbox::rules {

/// Hit policies of DMN.
enum class Hit : std::uint8_t { kFirst, kUnique, kCollect };
/// What collect makes of the outputs of the rules that match.
enum class Aggregation : std::uint8_t { kList, kSum, kMin, kMax, kCount };

/// "first", "unique", "collect"; "list", "sum", "min", "max", "count".
[[nodiscard]] std::string_view hit_name(Hit hit);
[[nodiscard]] std::string_view aggregation_name(Aggregation aggregation);

/// A formula and where it stands in the definition.
struct PlacedFormula {
  formula::Formula formula;
  std::string path;  ///< JSON pointer.
};

struct Output {
  std::string name;
  Type type = Type::kText;
};

/// A `then` cell: a literal or a formula.
struct OutputCell {
  Literal literal;
  std::optional<formula::Formula> formula;
};

/// One test that a rule makes: which input, and which of the table's distinct tests.
struct Check {
  std::uint32_t input;
  std::uint32_t test;
};

struct Rule {
  std::string id;
  std::uint32_t checks_begin = 0;  ///< Into Table::checks; cells `-` are no checks.
  std::uint32_t checks_end = 0;
  std::optional<PlacedFormula> condition;  ///< Of a rule list; a table's rules have checks instead.
};

class Index;

/// Immutable once compiled. A rule list is a table without inputs, whose rules have conditions.
struct Table {
  std::string name;
  std::string path;  ///< JSON pointer: "/decisions/queue".
  Hit hit = Hit::kFirst;
  Aggregation aggregation = Aggregation::kList;
  std::vector<PlacedFormula> inputs;
  /// By input: only a field's blank can count as zero. A global without a value stays blank, or a clock that has not
  /// started would look late.
  std::vector<formula::Blanks> input_blanks;
  std::vector<Output> outputs;
  std::vector<UnaryTest> tests;  ///< Each distinct test of an input once.
  std::vector<Check> checks;     ///< Of all rules, rule by rule, inputs ascending.
  std::vector<Rule> rules;
  std::vector<OutputCell> cells;       ///< rules x outputs.
  std::vector<OutputCell> defaults;    ///< One for each output, or empty without a default.
  std::shared_ptr<const Index> index;  ///< Null for small tables and rule lists. Views the literals of `tests`.

  [[nodiscard]] std::optional<std::uint32_t> find_output(std::string_view name) const;
  /// Collect without an aggregation: each output is a list.
  [[nodiscard]] bool yields_lists() const { return hit == Hit::kCollect && aggregation == Aggregation::kList; }
  /// Type of the values that an output yields: a count is a Number, whatever its output is declared as.
  [[nodiscard]] Type output_type(std::uint32_t output) const;
  /// Every formula of the table with its place: inputs, conditions, then cells. O(cells).
  [[nodiscard]] std::vector<PlacedFormula> formulas() const;
};

/// Reads and compiles the decision at `place`. nullopt when it has errors, all of which are reported.
[[nodiscard]] std::optional<Table> compile_table(const Place& place, std::string_view name,
                                                 const formula::Scope& scope);

}  // namespace signalbox::rules
