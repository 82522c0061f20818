// A decision table as compiled from a definition.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "formula/formula.h"
#include "model/reader.h"
#include "rules/unary_test.h"

namespace signalbox::rules {

/// Hit policies of DMN.
enum class Hit : std::uint8_t { kFirst, kUnique, kAny, kPriority, kCollect, kRuleOrder, kOutputOrder };
/// What collect makes of the outputs of the rules that match.
enum class Aggregation : std::uint8_t { kList, kSum, kMin, kMax, kCount };

/// "first", "unique", "any", "priority", "collect", "ruleOrder", "outputOrder"; "list", "sum", "min", "max", "count".
[[nodiscard]] std::string_view hit_name(Hit hit);
[[nodiscard]] std::string_view aggregation_name(Aggregation aggregation);

/// A formula and where it stands in the definition.
struct PlacedFormula {
  formula::Formula formula;
  std::string path;  ///< JSON pointer.
};

/// Rank of a value that the allowed values of its output do not order: below all of them.
inline constexpr std::uint32_t kUnranked = UINT32_MAX;

struct Output {
  std::string name;
  Type type = Type::kText;
  std::vector<Literal> values;  ///< Allowed values, the highest priority first; empty: any value.

  /// Index among the allowed values, or kUnranked. O(values).
  [[nodiscard]] std::uint32_t rank_of(const Value& value) const;
};

/// A `then` cell: a literal or a formula.
struct OutputCell {
  Literal literal;
  std::optional<formula::Formula> formula;
  std::uint32_t rank = kUnranked;  ///< Of the literal among the allowed values of its output.
};

[[nodiscard]] inline bool is_computed(const OutputCell& cell) { return cell.formula.has_value(); }

/// One test that a rule makes: which input, and which of the table's distinct tests.
struct Check {
  std::uint32_t input;
  std::uint32_t test;
};

/// A formula that a rule asks beside its checks: a cell `= formula`, or the condition of a rule of a rule list.
struct Condition {
  std::optional<std::uint32_t> input;  ///< The cell's; nullopt in a rule list.
  PlacedFormula placed;
  bool equals_input = false;  ///< Holds when the input equals the formula's value; otherwise when the value is true.
};

struct Rule {
  std::string id;
  std::uint32_t checks_begin = 0;  ///< Into Table::checks; cells `-` are no checks.
  std::uint32_t checks_end = 0;
  std::uint32_t conditions_begin = 0;  ///< Into Table::conditions.
  std::uint32_t conditions_end = 0;
  bool is_enabled = true;
  std::optional<Instant> from;   ///< Effective from this instant ...
  std::optional<Instant> until;  ///< ... and before this one.

  [[nodiscard]] bool is_effective(Instant at) const { return (!from || *from <= at) && (!until || at < *until); }
};

class Index;

/// The distinct tests of a table. Copies of it share them.
class TestList {
 public:
  [[nodiscard]] const UnaryTest& operator[](std::size_t index) const { return *tests_[index]; }
  [[nodiscard]] std::size_t size() const { return tests_.size(); }
  void add(UnaryTest test) { tests_.push_back(std::make_shared<const UnaryTest>(std::move(test))); }
  /// Adds the test of another list.
  void share(const TestList& other, std::size_t index) { tests_.push_back(other.tests_[index]); }

 private:
  std::vector<std::shared_ptr<const UnaryTest>> tests_;
};

/// Immutable once compiled. A rule list is a table without inputs, each of whose rules has one condition.
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
  std::size_t annotations = 0;        ///< Columns of annotations.
  TestList tests;                     ///< Each distinct test of an input once, in the order met.
  std::vector<Check> checks;          ///< Of all rules, rule by rule, inputs ascending.
  std::vector<Condition> conditions;  ///< Of all rules, rule by rule, inputs ascending.
  std::vector<Rule> rules;
  /// Every rule matches when its checks pass: none is disabled, effective for a time or has conditions.
  bool checks_decide = true;
  std::vector<OutputCell> cells;       ///< rules x outputs.
  std::vector<OutputCell> defaults;    ///< One for each output, or empty without a default.
  std::shared_ptr<const Index> index;  ///< Null for small tables and rule lists.

  [[nodiscard]] std::optional<std::uint32_t> find_output(std::string_view name) const;
  [[nodiscard]] std::span<const Check> checks_of(const Rule& rule) const {
    return std::span(checks).subspan(rule.checks_begin, rule.checks_end - rule.checks_begin);
  }
  [[nodiscard]] std::span<const Condition> conditions_of(const Rule& rule) const {
    return std::span(conditions).subspan(rule.conditions_begin, rule.conditions_end - rule.conditions_begin);
  }
  /// Collect without an aggregation, rule order and output order: each output is a list.
  [[nodiscard]] bool yields_lists() const {
    return hit >= Hit::kRuleOrder || (hit == Hit::kCollect && aggregation == Aggregation::kList);
  }
  /// Collect with an aggregation.
  [[nodiscard]] bool aggregates() const { return hit == Hit::kCollect && aggregation != Aggregation::kList; }
  /// Rules are ranked by the allowed values of their outputs.
  [[nodiscard]] bool ranks() const { return hit == Hit::kPriority || hit == Hit::kOutputOrder; }
  /// Type of the values that an output yields: a count is a Number, whatever its output is declared as.
  [[nodiscard]] Type output_type(std::uint32_t output) const;
  /// Every formula of the table with its place: inputs, then rule by rule conditions and cells. O(cells).
  [[nodiscard]] std::vector<PlacedFormula> formulas() const;
};

/// Reads and compiles the decision at `place`. nullopt when it has errors, all of which are reported.
[[nodiscard]] std::optional<Table> compile_table(const Place& place, std::string_view name,
                                                 const formula::Scope& scope);

/// `former` with the rule at `index` as `place` has it: the same as compiling all of it anew, but the other rules are
/// taken over as they are. nullopt when more than unary tests and literal outputs of that rule may change (another id,
/// formulas, validity, tests of what is no field), or when anything is to be reported. O(rules + checks).
[[nodiscard]] std::optional<Table> with_rule(const Table& former, std::uint32_t index, const Place& place,
                                             const formula::Scope& scope);

}  // namespace signalbox::rules
