#include "analysis/difference.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "analysis/compare.h"
#include "analysis/outputs.h"
#include "analysis/work.h"
#include "base/limits.h"
#include "base/sort.h"
#include "base/unicode.h"
#include "model/json_writer.h"

namespace signalbox::analysis {

namespace {

using RowList = std::vector<std::uint32_t>;

/// Parts of the space with the same two outcomes, which may be joined.
struct Part {
  std::vector<std::uint32_t> sets;  ///< By axis.
  std::size_t outcome = 0;          ///< Which pair of outcomes.
  std::array<RowList, 2> matching;  ///< Before, after: the rows that answer.
};

class Comparer {
 public:
  Comparer(const TableIn& before, const TableIn& after, Space space, std::uint64_t steps)
      : in_{before, after},
        space_(std::move(space)),
        budget_(steps),
        nothing_(space_.axes().size(), Axis::kAll),
        precedence_{precedence_of(*before.table), precedence_of(*after.table)} {}

  Difference compare() {
    Version before = version(0);
    Version after = version(1);
    Comparison::Policies policies = {is_first(0), is_first(1), same_policy()};
    if (policies.same) mark_changes(before, after, space_.axes().size());
    Comparison comparison(space_.axes(), budget_, policies, [&](const Disagreement& part) { return take(part); });
    const Answer answer = comparison.run(space_.whole(), std::move(before), std::move(after));
    return finish(answer);
  }

 private:
  [[nodiscard]] const rules::Table& table(std::size_t version) const { return *in_[version].table; }
  [[nodiscard]] bool is_first(std::size_t version) const { return !precedence_[version].empty(); }
  [[nodiscard]] bool same_policy() const {
    const auto names = [](const rules::Table& one) {
      std::vector<std::string> all;
      for (const rules::Output& output : one.outputs) {
        all.push_back(output.name);
        json::Writer writer(all.emplace_back());
        for (const rules::Literal& value : output.values) writer.value(value.value);
      }
      return all;
    };
    return table(0).hit == table(1).hit && table(0).aggregation == table(1).aggregation &&
           names(table(0)) == names(table(1)) && outputs_json(in_[0], {}) == outputs_json(in_[1], {});
  }

  /// Numbers of outcomes are those of their JSON.
  std::uint32_t outcome_number(std::size_t version, const RowList& rows) {
    return outcomes_.emplace(outputs_json(in_[version], rows), static_cast<std::uint32_t>(outcomes_.size()))
        .first->second;
  }

  Version version(std::size_t index) {
    const Rows& rows = space_.rows(index);
    RowList all;
    for (std::uint32_t r = 0; r < rows.size(); ++r) all.push_back(r);
    Version version;
    for (const Candidate& row : candidates_in(space_.whole(), space_.axes(), rows, all)) {
      version.push_back({row, outcome_number(index, {row.row}), true});
    }
    if (is_first(index)) {
      sort_all(version, [&](const VersionRow& a, const VersionRow& b) {
        return precedence_[index][a.place.row] < precedence_[index][b.place.row];
      });
      const auto end = static_cast<std::uint32_t>(rows.size());
      version.push_back({{nothing_.data(), end, 0}, outcome_number(index, {}), true});
    }
    return version;
  }

  /// The rows that answer; the default is none of them.
  [[nodiscard]] RowList answering(std::size_t index, const Version& rows) const {
    RowList list;
    for (const VersionRow& row : rows) {
      if (row.place.row < space_.rows(index).size()) list.push_back(row.place.row);
    }
    return list;
  }

  bool take(const Disagreement& found) {
    Part part;
    part.matching = {answering(0, found.before), answering(1, found.after)};
    std::pair<std::string, std::string> texts = {outputs_json(in_[0], part.matching[0]),
                                                 outputs_json(in_[1], part.matching[1])};
    if (texts.first == texts.second) return true;
    const auto [at, is_new] = pairs_.emplace(texts, pairs_.size());
    if (is_new) pair_texts_.push_back(std::move(texts));
    part.outcome = at->second;
    for (std::size_t a = 0; a < found.box.size(); ++a) part.sets.push_back(space_.axes()[a].number_of(found.box[a]));
    parts_.push_back(std::move(part));
    return parts_.size() < limits::kMaxChangedParts;
  }

  /// Joins parts that differ in one axis only, until none do.
  void join_parts() {
    for (std::size_t before = parts_.size() + 1; parts_.size() < before;) {
      before = parts_.size();
      for (std::size_t axis = 0; axis < space_.axes().size(); ++axis) join_along(axis);
    }
  }

  void join_along(std::size_t axis) {
    std::map<std::vector<std::uint32_t>, std::size_t> place_of;
    std::vector<Part> joined;
    for (Part& part : parts_) {
      std::vector<std::uint32_t> key = part.sets;
      key[axis] = static_cast<std::uint32_t>(part.outcome);
      const auto [at, is_new] = place_of.emplace(std::move(key), joined.size());
      if (is_new) {
        joined.push_back(std::move(part));
        continue;
      }
      Part& into = joined[at->second];
      BitSet set = space_.axes()[axis].set(into.sets[axis]);
      set.join(space_.axes()[axis].set(part.sets[axis]));
      into.sets[axis] = space_.axes()[axis].number_of(set);
    }
    parts_ = std::move(joined);
  }

  [[nodiscard]] std::vector<std::string> ids(std::size_t index, const RowList& rows) const {
    std::vector<std::string> names;
    for (const std::uint32_t row : rows) names.push_back(table(index).rules[row].id);
    return names;
  }

  Change described(const Part& part, Prover& before, Prover& after) const {
    Box box;
    for (std::size_t a = 0; a < part.sets.size(); ++a) box.push_back(space_.axes()[a].set(part.sets[a]));
    before.stand_in(box);
    after.stand_in(box);
    const bool shown = outputs_json(in_[0], before.winners()) == pair_texts_[part.outcome].first &&
                       outputs_json(in_[1], after.winners()) == pair_texts_[part.outcome].second;
    Change change;
    std::tie(change.before, change.after) = pair_texts_[part.outcome];
    change.rows_before = ids(0, before.winners());
    change.rows_after = ids(1, after.winners());
    if (!shown) {
      change.rows_before = ids(0, part.matching[0]);
      change.rows_after = ids(1, part.matching[1]);
    }
    change.region = conditions_of(space_, box);
    change.witness = after.witness(shown && space_.is_of_fields(box));
    return change;
  }

  /// Parts as single unary tests say them.
  void split_unsayable() {
    for (std::size_t a = 0; a < space_.axes().size(); ++a) {
      Axis& axis = space_.axes()[a];
      std::vector<Part> parts;
      for (const Part& part : parts_) {
        BitSet rest = axis.set(part.sets[a]);
        while (!rest.empty()) {
          const BitSet said = axis.sayable_part(rest, rest.front());
          parts.push_back(part);
          parts.back().sets[a] = axis.number_of(said);
          rest.remove(said);
        }
      }
      parts_ = std::move(parts);
    }
  }

  Difference finish(Answer answer) {
    join_parts();
    split_unsayable();
    Difference difference;
    difference.steps = budget_.used();
    difference.is_complete = answer == Answer::kYes;
    if (answer == Answer::kNo) difference.why = "There are more changes than are looked for.";
    if (answer == Answer::kUndecided) difference.why = "The budget ended the search; there may be more changes.";
    difference.count = parts_.size();
    Prover before(in_[0], space_, space_.rows(0));
    Prover after(in_[1], space_, space_.rows(1));
    for (std::size_t i = 0; i < parts_.size() && i < limits::kMaxChangedRegions; ++i) {
      difference.changes.push_back(described(parts_[i], before, after));
    }
    return difference;
  }

  std::array<TableIn, 2> in_;
  Space space_;
  Budget budget_;
  std::vector<std::uint32_t> nothing_;
  std::array<std::vector<std::uint32_t>, 2> precedence_;
  std::map<std::string, std::uint32_t> outcomes_;
  std::map<std::pair<std::string, std::string>, std::size_t> pairs_;
  std::vector<std::pair<std::string, std::string>> pair_texts_;
  std::vector<Part> parts_;
};

/// Priorities by outputs that are formulas.
bool depends_on_computed(const rules::Table& table) {
  return table.ranks() && std::any_of(table.cells.begin(), table.cells.end(), rules::is_computed);
}

/// Types whose values are the same, and mean the same to every formula.
std::string_view values_of(Type type) {
  if (type == Type::kPercent) return type_name(type);  // records hold 20, formulas see 0.20
  if (is_numeric(type)) return type_name(Type::kNumber);
  return is_textual(type) || type == Type::kPicklist ? type_name(Type::kText) : type_name(type);
}

/// Calls `take` with every formula of the table, bare fields too.
template <class Take>
void for_each_formula(const rules::Table& table, Take take) {
  for (const rules::PlacedFormula& input : table.inputs) take(input.formula);
  for (const rules::Condition& condition : table.conditions) take(condition.placed.formula);
  for (const auto* cells : {&table.cells, &table.defaults}) {
    for (const rules::OutputCell& cell : *cells) {
      if (cell.formula) take(*cell.formula);
    }
  }
}

struct Name {
  std::string text;
  Type type;
};

/// What the formulas of a table read, by lower-case name.
std::map<std::string, Name> names_read(const TableIn& in) {
  const formula::Scope& scope = *in.scope;
  std::map<std::string, Name> names;
  for_each_formula(*in.table, [&](const formula::Formula& formula) {
    for (const std::uint32_t slot : formula.slots()) {
      const bool is_field = slot < scope.layout().size();
      Name name = is_field ? Name{scope.layout().field(slot).name, scope.layout().field(slot).type}
                           : Name{scope.globals()[slot - scope.layout().size()].name,
                                  scope.globals()[slot - scope.layout().size()].type};
      names.emplace(unicode::ascii_lower(name.text), std::move(name));
    }
  });
  return names;
}

bool computes(const rules::Table& table) {
  bool found = false;
  for_each_formula(table, [&](const formula::Formula& formula) { found = found || !formula.bare_slot(); });
  return found;
}

/// Why tests and formulas that read alike do not mean the same in both versions; empty: they do.
std::string why_not_comparable(const TableIn& before, const TableIn& after) {
  const auto names = names_read(before);
  for (const auto& [key, name] : names_read(after)) {
    const auto former = names.find(key);
    if (former == names.end() || values_of(former->second.type) == values_of(name.type)) continue;
    return "`" + name.text + "` has become a " + std::string(type_name(name.type)) + " and was a " +
           std::string(type_name(former->second.type)) + ": its values cannot be compared.";
  }
  const bool other_blanks = before.scope->blanks() != after.scope->blanks();
  if (other_blanks && computes(*before.table) && computes(*after.table)) {
    return "Blank numbers count as zero in one version only, and formulas may depend on it.";
  }
  return {};
}

}  // namespace

Difference difference(const TableIn& before, const TableIn& after, std::uint64_t budget) {
  const std::array<TableIn, 2> tables = {before, after};
  Difference open;
  open.is_complete = false;
  if (depends_on_computed(*before.table) || depends_on_computed(*after.table)) {
    open.why = "Which row has priority depends on formulas.";
    return open;
  }
  open.why = why_not_comparable(before, after);
  if (!open.why.empty()) return open;
  auto space = Space::of(tables, Formulas::kAxes);
  const auto unknown = [](const Rows& rows) {
    return std::any_of(rows.unknown.begin(), rows.unknown.end(), [](std::uint32_t one) { return one != 0; });
  };
  if (space && !unknown(space->rows(0)) && !unknown(space->rows(1))) {
    return Comparer(before, after, std::move(*space), budget).compare();
  }
  open.why = space ? "An input that is a multi-select picklist is tested for too many values to be compared."
                   : "The two versions test more than " + std::to_string(Space::kMaxAxes) +
                         " inputs and conditions, too many to be compared.";
  return open;
}

}  // namespace signalbox::analysis
