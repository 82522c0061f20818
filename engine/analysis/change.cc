#include "analysis/change.h"

#include <algorithm>
#include <bit>
#include <queue>
#include <utility>

#include "analysis/change_cost.h"
#include "analysis/work.h"
#include "base/limits.h"

namespace signalbox::analysis {

namespace {

/// A part of the space that is not ruled out, and its cheapest point.
struct Part {
  Box box;
  Cost cost;
  std::uint64_t number = 0;  ///< In the order made: the tie-break.

  /// For the queue, whose top is the greatest.
  friend bool operator<(const Part& a, const Part& b) {
    if (a.cost < b.cost || b.cost < a.cost) return b.cost < a.cost;
    return a.number > b.number;
  }
};

rules::Literal owned(const Value& value) {
  if (value.kind() == Value::Kind::kText) return rules::Literal::of_text(std::string(value.as_text()));
  return {value, nullptr};
}

class ChangeSearch {
 public:
  ChangeSearch(const TableIn& in, std::uint32_t rule, const std::vector<Value>& record, const Try& decide,
               const Space& space, std::uint64_t budget)
      : table_(*in.table),
        rule_(rule),
        record_(record),
        decide_(decide),
        space_(space),
        rows_(space.rows(0)),
        costs_(in, space),
        budget_(budget),
        outcomes_(in),
        precedence_(precedence_of(*in.table)) {}

  SmallestChange run() {
    const Trial now = decide_(record_);
    if (wins(now.evaluation)) {
      change_.result = SmallestChange::Result::kWins;
    } else {
      find_failed(now);
      search();
    }
    change_.steps = budget_.used();
    if (change_.rows.size() > kMaxRowsNamed) change_.rows.resize(kMaxRowsNamed);
    return std::move(change_);
  }

 private:
  /// Looking at the rivals of a part, and deciding its point, counts as this share of the rows.
  static constexpr std::size_t kScans = 4;

  void finish(SmallestChange::Result result, SmallestChange::Reason reason) {
    change_.result = result;
    change_.reason = reason;
  }

  void search() {
    if (!table_.rules[rule_].is_enabled)
      return finish(SmallestChange::Result::kNever, SmallestChange::Reason::kDisabled);
    if (rows_.is_impossible[rule_])
      return finish(SmallestChange::Result::kNever, SmallestChange::Reason::kContradiction);
    Box box = space_.box_of(rows_, rule_);
    if (!hold_fixed(box)) return;
    std::vector<std::uint32_t> rivals;
    for (std::uint32_t row = 0; row < rows_.size(); ++row) {
      if (rows_.unknown[row] == 0 && is_rival(row)) rivals.push_back(row);
    }
    rivals_ = candidates_in(box, space_.axes(), rows_, rivals);
    add(std::move(box));
    while (!parts_.empty()) {
      change_.at_least = parts_.top().cost.fields;
      if (parts_.size() > limits::kMaxChangeParts || !budget_.spend(rivals_.size() + rows_.size() / kScans + 1)) {
        return finish(SmallestChange::Result::kUndecided, SmallestChange::Reason::kBudget);
      }
      const Part part = parts_.top();
      parts_.pop();
      if (settle(part)) return;
    }
    finish(is_certain_ ? SmallestChange::Result::kNever : SmallestChange::Result::kUndecided,
           is_certain_ ? SmallestChange::Reason::kMasked : SmallestChange::Reason::kFormula);
  }

  /// Inputs that are no fields keep their values. False when the rule then cannot match.
  bool hold_fixed(Box& box) {
    for (std::size_t a = 0; a < box.size(); ++a) {
      if (costs_.slot_of(a)) continue;
      const Axis& axis = space_.axes()[a];
      if (axis.is_known()) box[a].keep(axis.alike());
      if (!box[a].empty()) continue;
      if (axis.subject().source == Source::kTime) {
        finish(SmallestChange::Result::kNever, SmallestChange::Reason::kNotEffective);
        return false;
      }
      add_formula(input_of(a));
    }
    if (change_.formulas.empty()) return true;
    finish(SmallestChange::Result::kUndecided, SmallestChange::Reason::kFormula);
    return false;
  }

  [[nodiscard]] const rules::PlacedFormula& input_of(std::size_t axis) const {
    const auto& axes = rows_.axis_of_input;
    return table_.inputs[static_cast<std::size_t>(std::find(axes.begin(), axes.end(), axis) - axes.begin())];
  }

  void add_formula(const rules::PlacedFormula& placed) {
    auto& known = change_.formulas;
    if (std::any_of(known.begin(), known.end(), [&](const auto& one) { return one.path == placed.path; })) return;
    known.push_back({placed.path, placed.formula.text()});
  }

  /// Does the rule not win where this row matches as well?
  [[nodiscard]] bool is_rival(std::uint32_t row) const {
    if (row == rule_) return false;
    switch (table_.hit) {
      case rules::Hit::kFirst:
        return row < rule_;
      case rules::Hit::kPriority:
        return !precedence_.empty() && precedence_[row] < precedence_[rule_];
      case rules::Hit::kUnique:
        return true;
      case rules::Hit::kAny:
        return outcomes_.of_row[row] != outcomes_.of_row[rule_] && !outcomes_.is_computed[row] &&
               !outcomes_.is_computed[rule_];
      default:
        return false;
    }
  }

  [[nodiscard]] bool wins(const rules::Evaluation& evaluation) const {
    const auto& winners = evaluation.winners;
    if (!std::binary_search(winners.begin(), winners.end(), rule_)) return false;
    if (table_.hit == rules::Hit::kUnique) return winners.size() == 1;
    if (table_.hit != rules::Hit::kAny) return true;
    const Value& value = evaluation.values.front();
    return !value.is_error() || value.as_error() != ErrorCode::kDifferentOutputs;
  }

  void find_failed(const Trial& now) {
    for (const rules::Check& check : table_.checks_of(table_.rules[rule_])) {
      const Value& value = now.evaluation.inputs[check.input];
      const rules::UnaryTest& test = table_.tests[check.test];
      if (rules::passes(test, value, table_.input_blanks[check.input])) continue;
      FailedTest failed{check, owned(value), std::nullopt, std::nullopt};
      costs_.nearest(*rows_.axis_of_input[check.input], test, table_.input_blanks[check.input], failed);
      change_.failed.push_back(std::move(failed));
    }
    if (!change_.failed.empty()) return;
    change_.condition = rules::judge(table_, rule_, now.frame, now.evaluation, now.arena).condition;
  }

  void add(Box box) {
    Cost cost = costs_.least(box);
    parts_.push({std::move(box), std::move(cost), made_++});
  }

  /// Has the search ended? Otherwise the part is split where something keeps its cheapest point from winning.
  bool settle(const Part& part) {
    if (const Candidate* rival = rival_at(part)) {
      note_rival(*rival);
      split(part, space_.box_of(rows_, rival->row));
      return false;
    }
    std::vector<Value> changed = record_;
    for (std::size_t a = 0; a < part.box.size(); ++a) {
      const auto slot = costs_.slot_of(a);
      if (slot && costs_.is_change(a, part.cost.point[a])) changed[*slot] = costs_.value(a, part.cost.point[a]).value;
    }
    const Trial trial = decide_(changed);
    if (wins(trial.evaluation)) {
      take(part);
      return true;
    }
    split(part, obstacle(part, trial));
    return false;
  }

  void note_rival(const Candidate& rival) {
    const auto at = std::lower_bound(change_.rows.begin(), change_.rows.end(), rival.row);
    if (at != change_.rows.end() && *at == rival.row) return;
    change_.rows.insert(at, rival.row);
    // The change of a field may move a computed input, and so may lead around the row where its box does not say so.
    for (std::size_t a = 0; a < rows_.axes; ++a) {
      if (costs_.slot_of(a) || rival.sets[a] == Axis::kAll || space_.axes()[a].subject().source == Source::kTime)
        continue;
      if (costs_.axes_read(input_of(a).formula) == 0) continue;
      add_formula(input_of(a));
      is_certain_ = false;
    }
  }

  /// Of the rivals that match at the part's cheapest point the one that leaves the fewest ways around it.
  [[nodiscard]] const Candidate* rival_at(const Part& part) const {
    const Candidate* best = nullptr;
    for (const Candidate& rival : rivals_) {
      bool meets = true;
      for (std::size_t a = 0; meets && a < part.box.size(); ++a) {
        meets = space_.axes()[a].set(rival.sets[a]).contains(part.cost.point[a]);
      }
      if (meets && (!best || std::popcount(rival.restricts) < std::popcount(best->restricts))) best = &rival;
    }
    return best;
  }

  /// Keeps of the part what lies outside of `without`, in pieces that do not meet.
  void split(const Part& part, const Box& without) {
    Box inside = part.box;
    for (std::size_t a = 0; a < inside.size(); ++a) {
      if (inside[a].is_within(without[a])) continue;
      Box outside = inside;
      outside[a].remove(without[a]);
      add(std::move(outside));
      inside[a].keep(without[a]);
    }
  }

  /// Where a formula, and not the boxes, keeps the rule from winning: as far as the formula reads no field, all of the
  /// row that it belongs to; along the fields that it reads, only values like these.
  Box obstacle(const Part& part, const Trial& trial) {
    is_certain_ = false;
    std::uint64_t held = 0;
    std::uint32_t row = rule_;
    const auto add_opaque = [&](const rules::PlacedFormula& placed) {
      held |= costs_.axes_read(placed.formula);
      add_formula(placed);
    };
    const auto& winners = trial.evaluation.winners;
    const bool matches = std::binary_search(winners.begin(), winners.end(), rule_);
    const auto verdict = rules::judge(table_, rule_, trial.frame, trial.evaluation, trial.arena);
    if (!matches && verdict.condition) {
      add_opaque(verdict.condition->placed);
    } else if (!matches && verdict.check) {
      add_opaque(table_.inputs[verdict.check->input]);
    } else {
      row = rival_among(winners);
      if (row == rule_) held = ~held;
      add_formulas_of(row, add_opaque);
      if (!is_rival(row)) add_formulas_of(rule_, add_opaque);
    }
    Box box = row == rule_ ? space_.whole() : space_.box_of(rows_, row);
    for (std::size_t a = 0; a < box.size(); ++a) {
      if ((held >> a & 1u) == 0 && box[a].contains(part.cost.point[a])) continue;
      box[a] = BitSet(space_.axes()[a].classes());
      box[a].add(part.cost.point[a]);
    }
    return box;
  }

  [[nodiscard]] std::uint32_t rival_among(const std::vector<std::uint32_t>& winners) const {
    for (const std::uint32_t row : winners) {
      if (row != rule_ && (table_.hit != rules::Hit::kAny || outcomes_.of_row[row] != outcomes_.of_row[rule_] ||
                           outcomes_.is_computed[row]))
        return row;
    }
    return rule_;
  }

  /// What may have made the row match, or go before: its conditions, inputs that are computed, outputs.
  template <class Take>
  void add_formulas_of(std::uint32_t row, Take take) {
    for (const rules::Condition& condition : table_.conditions_of(table_.rules[row])) take(condition.placed);
    for (const rules::Check& check : table_.checks_of(table_.rules[row])) {
      const std::uint32_t axis = *rows_.axis_of_input[check.input];
      if (!costs_.slot_of(axis)) take(table_.inputs[check.input]);
    }
    for (std::size_t o = 0; o < table_.outputs.size(); ++o) {
      const auto& cell = table_.cells[row * table_.outputs.size() + o];
      if (cell.formula) {
        take({*cell.formula, table_.path + "/rules/" + std::to_string(row) + "/then/" + std::to_string(o)});
      }
    }
  }

  void take(const Part& part) {
    finish(SmallestChange::Result::kChange, SmallestChange::Reason::kNone);
    change_.is_smallest = is_certain_;
    for (std::size_t a = 0; a < part.box.size(); ++a) {
      const auto slot = costs_.slot_of(a);
      const std::size_t one = part.cost.point[a];
      if (!slot || !costs_.is_change(a, one)) continue;
      change_.fields.push_back({*slot, record_[*slot], costs_.value(a, one), costs_.distance(a, one)});
    }
  }

  const rules::Table& table_;
  std::uint32_t rule_;
  const std::vector<Value>& record_;
  const Try& decide_;
  const Space& space_;
  const Rows& rows_;
  ChangeCosts costs_;
  Budget budget_;
  Outcomes outcomes_;
  std::vector<std::uint32_t> precedence_;
  Candidates rivals_;
  std::priority_queue<Part> parts_;
  std::uint64_t made_ = 0;
  bool is_certain_ = true;  ///< Nothing was ruled out but by boxes.
  SmallestChange change_;
};

}  // namespace

SmallestChange find_change(const TableIn& in, std::uint32_t rule, const std::vector<Value>& record, Instant now,
                           const Try& decide, std::uint64_t budget) {
  // Copied: another trial takes their place.
  std::vector<rules::Literal> kept;
  std::vector<Value> inputs;
  for (const Value& value : decide(record).evaluation.inputs) {
    kept.push_back(owned(value));
    inputs.push_back(kept.back().value);
  }
  auto space = Space::around(in, {inputs, Value::date_time(now)});
  if (!space) {
    SmallestChange change;
    change.reason = SmallestChange::Reason::kInputs;
    return change;
  }
  return ChangeSearch(in, rule, record, decide, *space, budget).run();
}

}  // namespace signalbox::analysis
