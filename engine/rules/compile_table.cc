#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "base/limits.h"
#include "formula/located.h"
#include "rules/compile_condition.h"
#include "rules/compile_output.h"
#include "rules/index.h"
#include "rules/replace_rule.h"
#include "rules/table.h"

namespace signalbox::rules {

namespace {

class TableCompiler {
 public:
  TableCompiler(const Place& place, const formula::Scope& scope, Table& table)
      : place_(place), scope_(scope), table_(table) {}

  void compile() {
    place_.only_members({"label", "hit", "collect", "inputs", "outputs", "annotations", "rules", "default"});
    if (const auto label = place_.find("label")) (void)label->text();
    read_hit();
    is_list_ = !place_.find("inputs").has_value();
    if (const auto inputs = place_.find("inputs")) read_inputs(*inputs);
    if (const auto outputs = place_.required("outputs")) table_.outputs = read_outputs(*outputs);
    check_aggregation();
    check_ranks();
    if (const auto annotations = place_.find("annotations")) table_.annotations = read_texts(*annotations);
    if (const auto rules = place_.required("rules")) read_rules(*rules);
    if (const auto row = place_.find("default")) {
      if (auto cells = read_output_row(*row, table_.outputs, scope_)) table_.defaults = std::move(*cells);
    }
    gather_texts(table_.cells);
  }

  /// One rule of a table whose inputs and outputs are there.
  void compile_rule() {
    is_list_ = table_.inputs.empty();
    columns_ = table_.inputs.size();
    for (std::uint32_t i = 0; i < columns_; ++i) input_index_.emplace_back(i);
    distinct_.resize(columns_);
    if (place_.is_object()) read_rule(place_);
  }

 private:
  template <class Enum, std::size_t N>
  static std::optional<Enum> read_word(const Place& place, std::string_view what, std::string_view (*name_of)(Enum),
                                       const std::array<Enum, N>& known) {
    const auto word = place.text();
    if (!word) return std::nullopt;
    std::vector<std::string_view> names;
    for (const Enum one : known) {
      if (name_of(one) == *word) return one;
      names.push_back(name_of(one));
    }
    place.report_unknown(what, *word, names);
    return std::nullopt;
  }

  void read_hit() {
    constexpr std::array kHits = {Hit::kFirst,   Hit::kUnique,    Hit::kAny,        Hit::kPriority,
                                  Hit::kCollect, Hit::kRuleOrder, Hit::kOutputOrder};
    constexpr std::array kAggregations = {Aggregation::kList, Aggregation::kSum, Aggregation::kMin, Aggregation::kMax,
                                          Aggregation::kCount};
    if (const auto member = place_.required("hit")) {
      if (const auto hit = read_word(*member, "hit-policy", hit_name, kHits)) table_.hit = *hit;
    }
    const auto member = place_.find("collect");
    if (!member) return;
    if (const auto how = read_word(*member, "aggregation", aggregation_name, kAggregations)) table_.aggregation = *how;
    if (table_.hit != Hit::kCollect) {
      member->report("aggregation", "Only the hit policy collect has `collect`.", "the hit policy `collect`");
    }
  }

  /// One output only, as in DMN, and of a type that can be added or ordered.
  void check_aggregation() {
    const auto member = place_.find("collect");
    if (!member || table_.hit != Hit::kCollect || table_.aggregation == Aggregation::kList) return;
    if (table_.outputs.size() > 1) {
      member->report("aggregation", "An aggregation needs a decision with one output.", "one output",
                     std::to_string(table_.outputs.size()) + " outputs");
      return;
    }
    if (table_.outputs.empty() || table_.aggregation == Aggregation::kCount) return;
    const Type type = table_.outputs[0].type;
    const bool dated = type == Type::kDate || type == Type::kDateTime || type == Type::kTime;
    const bool fits = type == Type::kAny || is_numeric(type) || (dated && table_.aggregation != Aggregation::kSum);
    if (fits) return;
    const bool is_sum = table_.aggregation == Aggregation::kSum;
    const std::string made = is_sum                                    ? "A sum is made"
                             : table_.aggregation == Aggregation::kMin ? "The least is taken"
                                                                       : "The greatest is taken";
    member->report("aggregation",
                   made + " of " + (is_sum ? "numbers" : "numbers, dates or times") + ", and the output `" +
                       quote_for_message(table_.outputs[0].name) + "` has the type " + std::string(type_name(type)) +
                       ".",
                   is_sum ? "a number output" : "a number, date or time output",
                   std::string(aggregation_name(table_.aggregation)));
  }

  /// Rules are ranked by allowed values, so some output must have them.
  void check_ranks() {
    if (!table_.ranks() || table_.outputs.empty()) return;
    const auto has_values = [](const Output& output) { return !output.values.empty() || output.type == Type::kAny; };
    if (std::any_of(table_.outputs.begin(), table_.outputs.end(), has_values)) return;
    place_.find("outputs")->report("priority-values",
                                   "The hit policy `" + std::string(hit_name(table_.hit)) +
                                       "` ranks rules by the allowed values of an output, and no output has `values`.",
                                   "an output with `values`, the highest priority first");
  }

  /// How many texts a list has; 0 for none.
  static std::size_t read_texts(const Place& place) {
    if (!place.is_array()) return 0;
    for (std::size_t i = 0; i < place.node().size(); ++i) (void)place.at(i).text();
    return place.node().size();
  }

  void read_annotations(const Place& place) {
    if (has_cells(place, table_.annotations, "annotation")) (void)read_texts(place);
  }

  void read_inputs(const Place& place) {
    if (!place.is_array()) return;
    const std::size_t count = place.node().size();
    if (count == 0 || count > limits::kMaxColumns) {
      place.report("input-count",
                   "A decision table has 1 to " + std::to_string(limits::kMaxColumns) +
                       " inputs; a rule list has no member `inputs`.",
                   "1 to " + std::to_string(limits::kMaxColumns) + " inputs", std::to_string(count));
      return;
    }
    columns_ = count;
    for (std::size_t i = 0; i < count; ++i) {
      const Place at = place.at(i);
      auto compiled = formula::compile_at(at, scope_, Type::kAny);
      if (compiled && compiled->type() == Type::kLocation) {
        at.report("input-type", "A location cannot be the input of a decision table.", "a value that can be compared");
        compiled.reset();
      }
      input_index_.push_back(compiled ? std::optional(static_cast<std::uint32_t>(table_.inputs.size())) : std::nullopt);
      if (!compiled) continue;
      const auto slot = compiled->bare_slot();
      const bool is_field = slot && *slot < scope_.layout().size();
      table_.input_blanks.push_back(is_field ? scope_.blanks() : formula::Blanks::kAsBlank);
      table_.inputs.push_back({std::move(*compiled), at.path()});
    }
    distinct_.resize(count);
  }

  void read_rules(const Place& place) {
    if (!place.is_array()) return;
    const std::size_t count = place.node().size();
    if (count > limits::kMaxRules) {
      place.report("too-many", "A decision has at most " + std::to_string(limits::kMaxRules) + " rules.",
                   "at most " + std::to_string(limits::kMaxRules) + " rules", std::to_string(count));
      return;
    }
    table_.rules.reserve(count);
    table_.cells.reserve(count * table_.outputs.size());
    for (std::size_t i = 0; i < count; ++i) {
      const Place at = place.at(i);
      if (at.is_object()) read_rule(at);
    }
  }

  void read_rule(const Place& place) {
    place.only_members({"id", "when", "then", "enabled", "effective", "note", "annotations"});
    Rule rule;
    if (const auto member = place.required("id")) read_rule_id(*member, rule);
    if (const auto note = place.find("note")) (void)note->text();
    if (const auto annotations = place.find("annotations")) read_annotations(*annotations);
    read_validity(place, rule);
    rule.checks_begin = static_cast<std::uint32_t>(table_.checks.size());
    rule.conditions_begin = static_cast<std::uint32_t>(table_.conditions.size());
    if (const auto when = place.required("when")) {
      if (is_list_) {
        if (auto condition = formula::compile_at(*when, scope_, Type::kCheckbox)) {
          table_.conditions.push_back({std::nullopt, {std::move(*condition), when->path()}});
        }
      } else {
        read_checks(*when);
      }
    }
    rule.checks_end = static_cast<std::uint32_t>(table_.checks.size());
    rule.conditions_end = static_cast<std::uint32_t>(table_.conditions.size());
    const bool is_plain = rule.conditions_begin == rule.conditions_end && rule.is_enabled && !rule.from && !rule.until;
    table_.checks_decide = table_.checks_decide && is_plain;
    if (const auto then = place.required("then")) {
      if (auto row = read_output_row(*then, table_.outputs, scope_)) {
        std::move(row->begin(), row->end(), std::back_inserter(table_.cells));
      }
    }
    table_.rules.push_back(std::move(rule));
  }

  void read_rule_id(const Place& place, Rule& rule) {
    const auto id = place.non_empty_text();
    if (!id) return;
    rule.id = *id;
    const auto [first, is_new] = rule_ids_.emplace(rule.id, place.path());
    if (is_new) return;
    place.report("duplicate-rule", "The rule id `" + quote_for_message(*id) + "` is taken by " + first->second + ".",
                 "an id of its own");
  }

  void read_checks(const Place& place) {
    const bool is_reported = columns_ == 0 && place.node().is(json::Kind::kArray) && place.node().size() != 0;
    if (is_reported || !has_cells(place, columns_, "input")) return;
    for (std::size_t column = 0; column < columns_; ++column) read_check(place.at(column), column);
  }

  void read_check(const Place& place, std::size_t column) {
    const auto text = place.text();
    if (!text || !input_index_[column]) return;
    const std::uint32_t input = *input_index_[column];
    if (cell_formula(*text)) {
      if (auto condition = read_cell_condition(place, table_, input, scope_)) {
        table_.conditions.push_back(std::move(*condition));
      }
      return;
    }
    const auto known = distinct_[column].find(std::string(*text));
    if (known != distinct_[column].end()) return add_check(input, known->second);
    const formula::Formula& formula = table_.inputs[input].formula;
    Diagnostics inner;
    auto test = parse_unary_test(*text, formula.type(), formula.domain(), inner);
    place.adopt(inner);
    if (!test) return;
    constexpr std::uint32_t kNoTest = UINT32_MAX;
    std::uint32_t index = kNoTest;
    if (!test->is_any()) {
      index = static_cast<std::uint32_t>(table_.tests.size());
      table_.tests.add(std::move(*test));
    }
    distinct_[column].emplace(*text, index);
    add_check(input, index);
  }

  /// `-` is no check.
  void add_check(std::uint32_t input, std::uint32_t test) {
    if (test != UINT32_MAX) table_.checks.push_back({input, test});
  }

  const Place& place_;
  const formula::Scope& scope_;
  Table& table_;
  bool is_list_ = false;
  std::size_t columns_ = 0;
  std::vector<std::optional<std::uint32_t>> input_index_;  ///< By column; nullopt for an input with errors.
  std::vector<std::unordered_map<std::string, std::uint32_t>> distinct_;  ///< By column: cell text -> test.
  std::unordered_map<std::string, std::string> rule_ids_;                 ///< Id -> path of its first use.
};

}  // namespace

std::optional<Table> compile_table(const Place& place, std::string_view name, const formula::Scope& scope) {
  if (!place.is_object()) return std::nullopt;
  const auto before = static_cast<std::ptrdiff_t>(place.diagnostics().size());
  Table table;
  table.name = name;
  table.path = place.path();
  TableCompiler(place, scope, table).compile();
  if (has_errors({place.diagnostics().begin() + before, place.diagnostics().end()})) return std::nullopt;
  table.index = Index::build(table);
  return table;
}

std::optional<Table> with_rule(const Table& former, std::uint32_t index, const Place& place,
                               const formula::Scope& scope) {
  const std::size_t before = place.diagnostics().size();
  Table row;
  row.name = former.name;
  row.path = former.path;
  row.inputs = former.inputs;
  row.input_blanks = former.input_blanks;
  row.outputs = former.outputs;
  row.annotations = former.annotations;
  TableCompiler(place, scope, row).compile_rule();
  if (place.diagnostics().size() != before || row.rules.empty()) return std::nullopt;
  return RuleReplacement(former, index, scope.layout().size()).table(row);
}

}  // namespace signalbox::rules
