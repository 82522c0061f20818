#include "rules/rank.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "rules/literal.h"

namespace signalbox::rules {

namespace {

bool is_same(const Value& a, const Value& b) {
  if (a.is_error() || b.is_error()) return a.is_error() && b.is_error() && a.as_error() == b.as_error();
  if (a.is_blank() || b.is_blank()) return a.is_blank() && b.is_blank();
  return compare(a, b) == 0;
}

}  // namespace

bool rows_agree(const Table& table, const Evaluation& evaluation) {
  const std::span values(evaluation.values);
  const std::size_t width = table.outputs.size();
  for (std::size_t at = width; at < values.size(); at += width) {
    const auto row = values.subspan(at, width);
    if (!std::equal(row.begin(), row.end(), values.begin(), is_same)) return false;
  }
  return true;
}

void rank(const Table& table, Evaluation& evaluation) {
  const std::size_t width = table.outputs.size();
  const auto rank_of = [&](std::uint32_t row, std::size_t output) {
    const OutputCell& cell = table.cells[evaluation.winners[row] * width + output];
    return cell.formula ? table.outputs[output].rank_of(evaluation.values[row * width + output]) : cell.rank;
  };
  const auto is_before = [&](std::uint32_t a, std::uint32_t b) {
    for (std::size_t output = 0; output < width; ++output) {
      const std::uint32_t of_a = rank_of(a, output);
      const std::uint32_t of_b = rank_of(b, output);
      if (of_a != of_b) return of_a < of_b;
    }
    return a < b;
  };
  auto& order = evaluation.order;
  order.resize(evaluation.winners.size());
  std::iota(order.begin(), order.end(), 0u);
  if (table.hit == Hit::kPriority) {
    order.front() = *std::min_element(order.begin(), order.end(), is_before);
    order.resize(1);
  } else {
    std::sort(order.begin(), order.end(), is_before);
  }
  evaluation.sorted.clear();
  for (const std::uint32_t row : order) {
    const auto values = evaluation.values.begin() + static_cast<std::ptrdiff_t>(row * width);
    evaluation.sorted.insert(evaluation.sorted.end(), values, values + static_cast<std::ptrdiff_t>(width));
    evaluation.ranked.push_back(evaluation.winners[row]);
  }
  evaluation.values.swap(evaluation.sorted);
  evaluation.rows = order.size();
  if (table.hit == Hit::kPriority) evaluation.winners.swap(evaluation.ranked);
  if (table.hit == Hit::kPriority) evaluation.ranked.clear();
}

}  // namespace signalbox::rules
