#include "analysis/space.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "analysis/formula_text.h"
#include "base/unicode.h"

namespace signalbox::analysis {

namespace {

constexpr std::string_view kNow = "$Now";

Axis::Subject subject_of(const formula::Formula& formula, const formula::Scope& scope) {
  Axis::Subject subject;
  subject.text = formula.text();
  subject.type = formula.type();
  auto slot = formula.bare_slot();
  const std::string text = slot ? std::string() : canonical_text(formula, scope);
  if (!slot && formula.slots().size() == 1 && formula.slots()[0] < scope.layout().size()) {
    const Field& field = scope.layout().field(formula.slots()[0]);
    if (field.type == Type::kPicklist && text == "TEXT(" + field.name + ")") slot = formula.slots()[0];
  }
  if (text == kNow) {
    subject.text = kNow;
    subject.source = Source::kTime;
  } else if (!slot) {
    subject.key = "formula " + text;
    return subject;
  } else if (*slot < scope.layout().size()) {
    const Field& field = scope.layout().field(*slot);
    subject.text = field.name;
    subject.source = Source::kField;
    subject.type = field.type;
    subject.domain = field.values;
  } else {
    const formula::Global& global = scope.globals()[*slot - scope.layout().size()];
    subject.text = global.name;
    subject.source = Source::kGlobal;
    subject.is_supplied = global.is_timed;
    subject.domain = global.values;
  }
  subject.key = "name " + unicode::ascii_lower(subject.text);
  return subject;
}

}  // namespace

/// Collects the axes of all tables, then the rows of each.
class SpaceBuilder {
 public:
  SpaceBuilder(std::span<const TableIn> tables, Formulas formulas, const Space::Here* here = nullptr)
      : tables_(tables), formulas_(formulas), here_(here) {
    is_true_.type = Type::kCheckbox;
    rules::Test test;
    test.kind = rules::Test::Kind::kEqual;
    test.low.value = Value::checkbox(true);
    is_true_.tests.push_back(std::move(test));
  }

  std::optional<Space> build() {
    for (const TableIn& one : tables_) take_inputs(one);
    if (subjects_.size() > Space::kMaxAxes) return std::nullopt;
    for (std::size_t a = 0; a < subjects_.size(); ++a) space_.axes_.emplace_back(subjects_[a], tests_[a]);
    for (std::size_t t = 0; t < tables_.size(); ++t) take_rows(t);
    return std::move(space_);
  }

 private:
  /// Where a test stands among those of its axis.
  struct Place {
    bool is_taken = false;
    std::uint32_t axis = 0;
    std::size_t test = 0;
  };

  void take_inputs(const TableIn& in) {
    const rules::Table& table = *in.table;
    Rows rows;
    rows.table = &table;
    rows.axis_of_input.resize(table.inputs.size());
    places_.emplace_back(table.tests.size());
    for (const rules::Check& check : table.checks) {
      auto& axis = rows.axis_of_input[check.input];
      if (!axis) {
        Axis::Subject subject = subject_of(table.inputs[check.input].formula, *in.scope);
        if (here_) subject.present = &here_->inputs[check.input];
        axis = axis_for(std::move(subject));
      }
      Place& place = places_.back()[check.test];
      if (place.is_taken) continue;
      place = {true, *axis, tests_[*axis].size()};
      tests_[*axis].push_back({&table.tests[check.test], table.input_blanks[check.input]});
    }
    space_.rows_.push_back(std::move(rows));
    take_windows(table);
    if (formulas_ == Formulas::kAxes) take_conditions(in);
  }

  /// Whether a condition holds is an axis of its own.
  void take_conditions(const TableIn& in) {
    for (const rules::Condition& condition : in.table->conditions) {
      if (constant_of(condition)) continue;
      const std::uint32_t axis = axis_for(condition_subject(in, condition));
      const auto [at, is_new] = is_true_tests_.emplace(axis, tests_[axis].size());
      if (is_new) tests_[axis].push_back({&is_true_, formula::Blanks::kAsBlank});
    }
  }

  static Axis::Subject condition_subject(const TableIn& in, const rules::Condition& condition) {
    const formula::Formula& formula = condition.placed.formula;
    Axis::Subject subject;
    subject.text = formula.text();
    subject.key = "formula " + canonical_text(formula, *in.scope);
    if (condition.equals_input) {
      const formula::Formula& input = in.table->inputs[*condition.input].formula;
      subject.text = input.text() + " = " + subject.text;
      subject.key = "equal " + canonical_text(input, *in.scope) + " and " + subject.key;
    }
    subject.type = Type::kCheckbox;
    return subject;
  }

  static bool is_timed(const rules::Rule& rule) { return rule.from || rule.until; }

  /// The rules' windows are tests of the instant.
  void take_windows(const rules::Table& table) {
    windows_.emplace_back(table.rules.size());
    for (std::size_t r = 0; r < table.rules.size(); ++r) {
      const rules::Rule& rule = table.rules[r];
      if (!rule.is_enabled || !is_timed(rule)) continue;
      Axis::Subject subject;
      subject.text = kNow;
      subject.key = "name $now";
      subject.source = Source::kTime;
      subject.type = Type::kDateTime;
      if (here_) subject.present = &here_->now;
      const std::uint32_t axis = axis_for(std::move(subject));
      windows_.back()[r] = {true, axis, tests_[axis].size()};
      window_tests_.push_back(window_test(rule));
      tests_[axis].push_back({&window_tests_.back(), formula::Blanks::kAsBlank});
    }
  }

  static rules::UnaryTest window_test(const rules::Rule& rule) {
    rules::Test test;
    const auto literal = [](const std::optional<Instant>& at) {
      return rules::Literal{Value::date_time(*at), nullptr};
    };
    if (rule.from && rule.until) {
      test = {rules::Test::Kind::kRange, literal(rule.from), literal(rule.until), false, true};
    } else {
      test.kind = rule.from ? rules::Test::Kind::kGreaterOrEqual : rules::Test::Kind::kLess;
      test.low = literal(rule.from ? rule.from : rule.until);
    }
    rules::UnaryTest window;
    window.type = Type::kDateTime;
    window.tests.push_back(std::move(test));
    return window;
  }

  std::uint32_t axis_for(Axis::Subject subject) {
    const auto [at, is_new] = axis_by_key_.emplace(subject.key, static_cast<std::uint32_t>(subjects_.size()));
    if (is_new) {
      subjects_.push_back(std::move(subject));
      tests_.emplace_back();
    } else {
      join_domains(subjects_[at->second].domain, subject.domain);
    }
    return at->second;
  }

  /// Two versions of a field, or of a decision's output, may have either's values; without a list in one of them, any.
  static void join_domains(std::vector<std::string>& domain, const std::vector<std::string>& other) {
    if (other.empty()) domain.clear();
    if (domain.empty()) return;
    for (const std::string& value : other) {
      if (std::find(domain.begin(), domain.end(), value) == domain.end()) domain.push_back(value);
    }
  }

  void take_rows(std::size_t index) {
    Rows& rows = space_.rows_[index];
    const rules::Table& table = *rows.table;
    rows.axes = space_.axes_.size();
    const std::size_t count = table.rules.size();
    rows.sets.assign(count * rows.axes, Axis::kAll);
    rows.is_impossible.assign(count, false);
    rows.unknown.assign(count, 0);
    for (std::size_t r = 0; r < count; ++r) {
      std::string formulas;
      for (const rules::Check& check : table.checks_of(table.rules[r])) add_check(index, r, check, formulas);
      for (const rules::Condition& condition : table.conditions_of(table.rules[r])) {
        add_condition(condition, r, index, formulas);
      }
      if (windows_[index][r].is_taken) restrict(rows, r, windows_[index][r]);
      if (!formulas.empty()) rows.unknown[r] = number_of(std::move(formulas));
      if (!table.rules[r].is_enabled) rows.is_impossible[r] = true;
    }
  }

  void add_check(std::size_t index, std::size_t row, const rules::Check& check, std::string& formulas) {
    const Place& place = places_[index][check.test];
    const Axis& axis = space_.axes_[place.axis];
    if (axis.is_known()) return restrict(space_.rows_[index], row, place);
    formulas += axis.subject().key + " " + space_.rows_[index].table->tests[check.test].text + "\n";
  }

  void restrict(Rows& rows, std::size_t row, const Place& place) {
    Axis& axis = space_.axes_[place.axis];
    std::uint32_t& set = rows.sets[row * rows.axes + place.axis];
    const std::uint32_t more = axis.set_of_test(place.test);
    if (set == Axis::kAll) {
      set = more;
    } else if (more != Axis::kAll && more != set) {
      BitSet both = axis.set(set);
      both.keep(axis.set(more));
      set = axis.number_of(both);
    }
    if (axis.set(set).empty()) rows.is_impossible[row] = true;
  }

  void add_condition(const rules::Condition& condition, std::size_t row, std::size_t index, std::string& formulas) {
    Rows& rows = space_.rows_[index];
    if (const auto constant = constant_of(condition)) {
      if (!*constant) rows.is_impossible[row] = true;
      return;
    }
    Axis::Subject subject = condition_subject(tables_[index], condition);
    if (formulas_ == Formulas::kAxes) {
      const std::uint32_t axis = axis_for(std::move(subject));
      restrict(rows, row, {true, axis, is_true_tests_.at(axis)});
    } else {
      formulas += subject.key + "\n";
    }
  }

  std::uint32_t number_of(std::string formulas) {
    return unknowns_.emplace(std::move(formulas), static_cast<std::uint32_t>(unknowns_.size() + 1)).first->second;
  }

  std::span<const TableIn> tables_;
  Formulas formulas_;
  const Space::Here* here_;
  rules::UnaryTest is_true_;
  Space space_;
  std::vector<Axis::Subject> subjects_;
  std::vector<std::vector<AxisTest>> tests_;  ///< By axis.
  std::vector<std::vector<Place>> places_;    ///< By table and test.
  std::vector<std::vector<Place>> windows_;   ///< By table and rule.
  std::deque<rules::UnaryTest> window_tests_;
  std::map<std::uint32_t, std::size_t> is_true_tests_;  ///< By axis of a condition: the test that it holds.
  std::map<std::string, std::uint32_t> axis_by_key_;
  std::map<std::string, std::uint32_t> unknowns_;
};

std::optional<bool> constant_of(const rules::Condition& condition) {
  const formula::Formula& formula = condition.placed.formula;
  if (condition.equals_input || !formula.is_constant()) return std::nullopt;
  Arena arena;
  const Value value = formula.evaluate({}, arena);
  return value.kind() == Value::Kind::kCheckbox && value.as_checkbox();
}

std::optional<Space> Space::of(std::span<const TableIn> tables, Formulas formulas) {
  return SpaceBuilder(tables, formulas).build();
}

std::optional<Space> Space::around(const TableIn& table, const Here& here) {
  return SpaceBuilder({&table, 1}, Formulas::kUnknown, &here).build();
}

Box Space::whole() const {
  Box box;
  for (const Axis& axis : axes_) box.push_back(axis.set(Axis::kAll));
  return box;
}

Box Space::box_of(const Rows& rows, std::size_t row) const {
  Box box;
  for (std::size_t a = 0; a < axes_.size(); ++a) box.push_back(axes_[a].set(rows[row][a]));
  return box;
}

Box Space::sayable_part(Box box) const {
  for (std::size_t a = 0; a < box.size(); ++a) box[a] = axes_[a].sayable_part(box[a], box[a].front());
  return box;
}

std::vector<const Axis*> Space::axes_beside_fields(const Box& box) const {
  std::vector<const Axis*> axes;
  for (std::size_t a = 0; a < axes_.size(); ++a) {
    const bool is_free = axes_[a].set(Axis::kAll).is_within(box[a]);
    const Source source = axes_[a].subject().source;
    if (!is_free && source != Source::kField && source != Source::kTime) axes.push_back(&axes_[a]);
  }
  return axes;
}

bool Space::is_of_fields(const Box& box) const { return axes_beside_fields(box).empty(); }

bool Space::can_be_had(const Box& box) const {
  const auto others = axes_beside_fields(box);
  return others.empty() || (others.size() == 1 && others.front()->subject().source == Source::kGlobal &&
                            others.front()->subject().is_supplied);
}

}  // namespace signalbox::analysis
