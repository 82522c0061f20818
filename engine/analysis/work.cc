#include "analysis/work.h"

#include <numeric>
#include <utility>

#include "analysis/outputs.h"
#include "base/limits.h"
#include "base/sort.h"
#include "model/reader.h"

namespace signalbox::analysis {

namespace {

constexpr std::size_t kMaxConditionsNamed = 6;

std::string ticked(std::string_view text) { return "`" + quote_for_message(text) + "`"; }

}  // namespace

Meetings::Meetings(const std::vector<Axis>& axes, const Rows& rows) : axes_(axes), rows_(rows) {
  std::size_t bytes = 0;
  for (const Axis& axis : axes) {
    bytes += axis.sets() * (rows.size() + axis.classes()) / 8;
    rows_of_.emplace_back(axis.sets());
    holding_.emplace_back(axis.sets());
  }
  possible_ = bytes <= limits::kMaxAnalysisBytes;
  for (std::uint32_t r = 0; r < rows.size(); ++r) {
    for (std::size_t a = 0; a < axes.size(); ++a) rows_of_[a][rows[r][a]].push_back(r);
  }
}

const BitSet& Meetings::holding(std::size_t axis, std::uint32_t set) {
  std::optional<BitSet>& known = holding_[axis][set];
  if (known) return *known;
  known.emplace(rows_.size());
  for (std::uint32_t other = 0; other < rows_of_[axis].size(); ++other) {
    if (rows_of_[axis][other].empty() || !axes_[axis].set(set).intersects(axes_[axis].set(other))) continue;
    for (const std::uint32_t row : rows_of_[axis][other]) known->add(row);
  }
  return *known;
}

BitSet Meetings::of(std::uint32_t row) {
  BitSet meeting(rows_.size());
  meeting.add_range(0, rows_.size());
  for (std::size_t a = 0; a < axes_.size(); ++a) {
    if (rows_[row][a] != Axis::kAll) meeting.keep(holding(a, rows_[row][a]));
  }
  return meeting;
}

Outcomes::Outcomes(const TableIn& in) {
  const rules::Table& table = *in.table;
  const std::size_t width = table.outputs.size();
  std::map<std::string, std::uint32_t> numbers;
  const auto number_of = [&](const rules::OutputCell* cells) {
    return numbers.emplace(cells_json({cells, width}, *in.scope), static_cast<std::uint32_t>(numbers.size() + 1))
        .first->second;
  };
  for (std::size_t r = 0; r < table.rules.size(); ++r) {
    const rules::OutputCell* const cells = &table.cells[r * width];
    of_row.push_back(number_of(cells));
    is_computed.push_back(std::any_of(cells, cells + width, rules::is_computed));
  }
  if (!table.defaults.empty()) otherwise = number_of(table.defaults.data());
}

std::vector<std::uint32_t> precedence_of(const rules::Table& table) {
  std::vector<std::uint32_t> rows(table.rules.size());
  std::iota(rows.begin(), rows.end(), 0);
  if (table.hit == rules::Hit::kFirst) return rows;
  const std::size_t width = table.outputs.size();
  if (table.hit != rules::Hit::kPriority || std::any_of(table.cells.begin(), table.cells.end(), rules::is_computed))
    return {};
  sort_all(rows, [&](std::uint32_t a, std::uint32_t b) {
    const auto begin = table.cells.begin();
    return std::lexicographical_compare(
        begin + static_cast<std::ptrdiff_t>(a * width), begin + static_cast<std::ptrdiff_t>((a + 1) * width),
        begin + static_cast<std::ptrdiff_t>(b * width), begin + static_cast<std::ptrdiff_t>((b + 1) * width),
        [](const rules::OutputCell& x, const rules::OutputCell& y) { return x.rank < y.rank; });
  });
  std::vector<std::uint32_t> precedence(rows.size());
  for (std::uint32_t place = 0; place < rows.size(); ++place) precedence[rows[place]] = place;
  return precedence;
}

Work::Work(const TableIn& table_in, Space& of_table, Budget& steps)
    : in(table_in),
      table(*table_in.table),
      space(of_table),
      rows(of_table.rows(0)),
      budget(steps),
      meetings(of_table.axes(), rows),
      prover(in, space, rows),
      outcomes(in),
      precedence(precedence_of(table)),
      reached(rows.size()) {
  std::vector<std::uint32_t> possible;
  for (std::uint32_t r = 0; r < rows.size(); ++r) {
    if (!rows.is_impossible[r]) possible.push_back(r);
  }
  if (possible.size() < 2 || !is_ordered()) return;
  sort_by_precedence(possible);
  const std::uint32_t last = possible.back();
  const bool takes_all =
      std::all_of(rows[last], rows[last] + rows.axes, [](std::uint32_t set) { return set == Axis::kAll; });
  if (takes_all && is_certain(last)) catch_all = last;
}

std::vector<std::uint32_t> Work::members(const BitSet& set) {
  std::vector<std::uint32_t> rows;
  set.for_each([&](std::size_t row) { rows.push_back(static_cast<std::uint32_t>(row)); });
  return rows;
}

Budget Work::share() const {
  constexpr std::uint64_t kQuestions = 32;
  return Budget(std::min(budget.left(), budget.given() / kQuestions + 1));
}

bool Work::is_worth_describing(std::string_view code) const {
  const auto at = counts.find(code);
  return at == counts.end() || at->second < limits::kMaxFindingsOfCode;
}

void Work::add(Finding finding, std::string_view code, Severity severity) {
  finding.diagnostic.code = code;
  finding.diagnostic.severity = severity;
  finding.row_count = std::max(finding.row_count, finding.rows.size());
  if (finding.rows.size() > kMaxRowsNamed) finding.rows.resize(kMaxRowsNamed);
  if (is_worth_describing(code)) findings.push_back(std::move(finding));
  count(code);
}

void Work::add_undecided(std::string path, std::string sentence) {
  Finding finding;
  finding.diagnostic.path = std::move(path);
  finding.diagnostic.sentence = std::move(sentence);
  add(std::move(finding), "undecided", Severity::kInfo);
}

std::string names_of(const rules::Table& table, const std::vector<std::uint32_t>& rows, std::size_t count) {
  const std::size_t named = std::min<std::size_t>(rows.size(), count > 4 ? 3 : 4);
  std::string text;
  for (std::size_t i = 0; i < named; ++i) {
    const bool is_last = i + 1 == named && named == count;
    text += (i == 0 ? "" : is_last ? " and " : ", ") + ticked(table.rules[rows[i]].id);
  }
  return named < count ? text + " and " + std::to_string(count - named) + " more" : text;
}

std::string when(const std::vector<Condition>& region) {
  if (region.empty()) return "for every record";
  std::string text = "when ";
  for (std::size_t i = 0; i < region.size() && i < kMaxConditionsNamed; ++i) {
    if (i > 0) text += " and ";
    text += ticked(region[i].input) + " is " + ticked(region[i].test);
  }
  if (region.size() > kMaxConditionsNamed) {
    text += " and " + std::to_string(region.size() - kMaxConditionsNamed) + " more inputs are as the region says";
  }
  return text;
}

}  // namespace signalbox::analysis
