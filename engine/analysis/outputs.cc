#include "analysis/outputs.h"

#include <map>
#include <memory>

#include "analysis/formula_text.h"
#include "model/json_writer.h"
#include "rules/evaluate.h"
#include "rules/rank.h"

namespace signalbox::analysis {

namespace {

using rules::OutputCell;

/// Values of cells, with a text of its own in the place of a formula's.
class CellValues {
 public:
  explicit CellValues(const formula::Scope& scope) : scope_(scope) {}

  Value of(const OutputCell& cell) {
    if (!cell.formula) return cell.literal.value;
    auto text = std::make_unique<const std::string>(canonical_text(*cell.formula, scope_));
    const Value value = Value::text(*text);
    formulas_.emplace(value.as_text().data(), std::move(text));
    return value;
  }

  [[nodiscard]] bool is_formula(const Value& value) const {
    return value.kind() == Value::Kind::kText && formulas_.count(value.as_text().data()) > 0;
  }

  void write(json::Writer& writer, const Value& value) const {
    if (!is_formula(value)) {
      writer.value(value);
      return;
    }
    writer.begin_object().key("formula").text(value.as_text()).end_object();
  }

 private:
  const formula::Scope& scope_;
  std::map<const char*, std::unique_ptr<const std::string>> formulas_;  ///< By the beginning of the text.
};

/// The value of an output that is no list; of a list, row by row.
void write_output(json::Writer& writer, const rules::Table& table, const rules::Evaluation& evaluation,
                  std::size_t output, const CellValues& values) {
  const bool is_list = table.yields_lists();
  if (is_list) writer.begin_array();
  for (std::size_t row = 0; row < evaluation.rows; ++row) {
    values.write(writer, evaluation.values[row * table.outputs.size() + output]);
  }
  if (is_list) writer.end_array();
}

}  // namespace

std::string cells_json(std::span<const OutputCell> cells, const formula::Scope& scope) {
  CellValues values(scope);
  std::string text;
  json::Writer writer(text);
  writer.begin_array();
  for (const OutputCell& cell : cells) values.write(writer, values.of(cell));
  writer.end_array();
  return text;
}

std::string outputs_json(const TableIn& in, const std::vector<std::uint32_t>& matching) {
  const rules::Table& table = *in.table;
  const std::size_t width = table.outputs.size();
  CellValues values(*in.scope);
  rules::Evaluation evaluation;
  rules::EvaluationErrors ignored;
  bool is_computed = false;
  const auto add_row = [&](const OutputCell* cells) {
    for (std::size_t o = 0; o < width; ++o) {
      evaluation.values.push_back(values.of(cells[o]));
      is_computed = is_computed || cells[o].formula;
    }
    ++evaluation.rows;
  };
  evaluation.winners = matching;
  evaluation.used_default = matching.empty() && !table.defaults.empty();
  if (evaluation.used_default) add_row(table.defaults.data());
  for (const std::uint32_t row : matching) add_row(&table.cells[row * width]);
  const bool may_clash = table.hit == rules::Hit::kAny && !rules::rows_agree(table, evaluation);
  const bool is_open = is_computed && !evaluation.used_default && (table.aggregates() || may_clash);
  if (!is_open) rules::combine(table, evaluation, ignored);
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  for (std::size_t o = 0; o < width; ++o) {
    writer.key(table.outputs[o].name);
    if (is_open)
      writer.begin_object().key(may_clash ? "any" : rules::aggregation_name(table.aggregation)).begin_array();
    write_output(writer, table, evaluation, o, values);
    if (is_open) writer.end_array().end_object();
  }
  writer.end_object();
  return text;
}

}  // namespace signalbox::analysis
