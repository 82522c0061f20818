#include "analysis/outputs.h"

#include <algorithm>
#include <optional>
#include <span>

#include "model/json_writer.h"
#include "rules/aggregate.h"

namespace signalbox::analysis {

namespace {

using rules::OutputCell;

/// The cells of one output, row by row.
using Cells = std::vector<const OutputCell*>;

void write_cell(json::Writer& writer, const OutputCell& cell) {
  if (cell.formula) {
    writer.begin_object().key("formula").text(cell.formula->text()).end_object();
  } else {
    writer.value(cell.literal.value);
  }
}

void write_list(json::Writer& writer, const Cells& cells) {
  writer.begin_array();
  for (const OutputCell* cell : cells) write_cell(writer, *cell);
  writer.end_array();
}

void write_aggregate(json::Writer& writer, const rules::Table& table, const Cells& cells) {
  const bool counts = table.aggregation == rules::Aggregation::kCount;
  const bool computed =
      std::any_of(cells.begin(), cells.end(), [](const OutputCell* cell) { return cell->formula.has_value(); });
  if (computed && !counts) {
    writer.begin_object().key(rules::aggregation_name(table.aggregation));
    write_list(writer, cells);
    writer.end_object();
    return;
  }
  rules::Evaluation evaluation;
  for (const OutputCell* cell : cells) evaluation.values.push_back(cell->literal.value);
  evaluation.rows = cells.size();
  rules::EvaluationErrors errors;
  rules::aggregate(table, evaluation, errors);
  writer.value(evaluation.values[0]);
}

void write_nothing(json::Writer& writer, const rules::Table& table) {
  const bool zero = table.hit == rules::Hit::kCollect &&
                    (table.aggregation == rules::Aggregation::kSum || table.aggregation == rules::Aggregation::kCount);
  if (table.yields_lists()) {
    writer.begin_array().end_array();
  } else {
    writer.value(zero ? Value::number(Decimal()) : Value());
  }
}

std::span<const OutputCell> row_of(const rules::Table& table, std::uint32_t row) {
  return std::span(table.cells).subspan(row * table.outputs.size(), table.outputs.size());
}

/// Why rows that match together give an error. Under any, computed outputs are taken to agree when their formulas do.
std::optional<ErrorCode> clash_of(const rules::Table& table, const std::vector<std::uint32_t>& matching) {
  if (matching.size() < 2) return std::nullopt;
  if (table.hit == rules::Hit::kUnique) return ErrorCode::kNotUnique;
  if (table.hit != rules::Hit::kAny) return std::nullopt;
  const auto written = [&](std::uint32_t row) {
    std::string text;
    json::Writer writer(text);
    for (const OutputCell& cell : row_of(table, row)) write_cell(writer, cell);
    return text;
  };
  const bool agree = std::all_of(matching.begin(), matching.end(),
                                 [&](std::uint32_t row) { return written(row) == written(matching.front()); });
  return agree ? std::nullopt : std::optional(ErrorCode::kDifferentOutputs);
}

/// Under output order the rows by their ranks.
std::vector<std::uint32_t> ordered(const rules::Table& table, std::vector<std::uint32_t> rows) {
  if (table.hit != rules::Hit::kOutputOrder) return rows;
  std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto left = row_of(table, a);
    const auto right = row_of(table, b);
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](const OutputCell& x, const OutputCell& y) { return x.rank < y.rank; });
  });
  return rows;
}

}  // namespace

std::string outputs_json(const rules::Table& table, const std::vector<std::uint32_t>& matching) {
  const std::size_t width = table.outputs.size();
  const auto clash = clash_of(table, matching);
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  for (std::size_t o = 0; o < width; ++o) {
    writer.key(table.outputs[o].name);
    Cells cells;
    for (const std::uint32_t row : ordered(table, matching)) cells.push_back(&table.cells[row * width + o]);
    const bool by_default = cells.empty() && !table.defaults.empty();
    if (by_default) cells.push_back(&table.defaults[o]);
    if (clash) {
      writer.value(Value::error(*clash));
    } else if (cells.empty()) {
      write_nothing(writer, table);
    } else if (table.yields_lists()) {
      write_list(writer, cells);
    } else if (table.hit == rules::Hit::kCollect && !by_default) {
      write_aggregate(writer, table, cells);
    } else {
      write_cell(writer, *cells.front());
    }
  }
  writer.end_object();
  return text;
}

}  // namespace signalbox::analysis
