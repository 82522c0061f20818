#include "rules/table.h"

#include <algorithm>
#include <array>

#include "rules/literal.h"

namespace signalbox::rules {

namespace {

constexpr std::array<std::string_view, 7> kHitNames = {"first",   "unique",    "any",        "priority",
                                                       "collect", "ruleOrder", "outputOrder"};
constexpr std::array<std::string_view, 5> kAggregationNames = {"list", "sum", "min", "max", "count"};

}  // namespace

std::string_view hit_name(Hit hit) { return kHitNames[static_cast<std::size_t>(hit)]; }
std::string_view aggregation_name(Aggregation aggregation) {
  return kAggregationNames[static_cast<std::size_t>(aggregation)];
}

std::uint32_t Output::rank_of(const Value& value) const {
  const auto at = std::find_if(values.begin(), values.end(),
                               [&](const Literal& allowed) { return compare(allowed.value, value) == 0; });
  return at == values.end() ? kUnranked : static_cast<std::uint32_t>(at - values.begin());
}

std::optional<std::uint32_t> Table::find_output(std::string_view wanted) const {
  for (std::uint32_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].name == wanted) return i;
  }
  return std::nullopt;
}

Type Table::output_type(std::uint32_t output) const {
  return hit == Hit::kCollect && aggregation == Aggregation::kCount ? Type::kNumber : outputs[output].type;
}

std::vector<PlacedFormula> Table::formulas() const {
  std::vector<PlacedFormula> all = inputs;
  const auto add = [&](const OutputCell& cell, const std::string& at) {
    if (cell.formula) all.push_back({*cell.formula, at});
  };
  for (std::size_t r = 0; r < rules.size(); ++r) {
    for (const Condition& condition : conditions_of(rules[r])) all.push_back(condition.placed);
    for (std::size_t o = 0; o < outputs.size(); ++o) {
      const OutputCell& cell = cells[r * outputs.size() + o];
      if (cell.formula) add(cell, path + "/rules/" + std::to_string(r) + "/then/" + std::to_string(o));
    }
  }
  for (std::size_t o = 0; o < defaults.size(); ++o) add(defaults[o], path + "/default/" + std::to_string(o));
  return all;
}

}  // namespace signalbox::rules
