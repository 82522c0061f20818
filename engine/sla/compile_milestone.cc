#include <algorithm>
#include <utility>

#include "formula/located.h"
#include "sla/milestone.h"

namespace signalbox::sla {

namespace {

class MilestoneCompiler {
 public:
  MilestoneCompiler(const Place& place, const formula::Scope& scope, const std::vector<bool>& clock_slots,
                    const std::vector<rules::Table>& decisions, const std::vector<std::string_view>& decision_names)
      : place_(place),
        scope_(scope),
        clock_slots_(clock_slots),
        decisions_(decisions),
        decision_names_(decision_names) {}

  std::optional<Milestone> compile(std::string_view name) {
    place_.only_members({"target", "start", "stop", "hours"});
    if (const auto target = place_.required("target")) read_target(*target);
    auto start = place_.required("start");
    auto start_formula = start ? read_formula(*start, Type::kDateTime) : std::nullopt;
    std::optional<rules::PlacedFormula> stop;
    if (const auto member = place_.find("stop")) stop = read_stop(*member);
    if (const auto member = place_.find("hours")) read_hours(*member);
    if (!start_formula) return std::nullopt;
    return Milestone{std::string(name), place_.path() + "/target", target_ms_,
                     target_decision_,  std::move(*start_formula), std::move(stop),
                     std::move(hours_), std::move(hours_formula_), place_.path() + "/hours"};
  }

 private:
  [[nodiscard]] bool reads_milestone(const formula::Formula& formula) const {
    const auto slots = formula.slots();
    return std::any_of(slots.begin(), slots.end(), [&](std::uint32_t slot) { return clock_slots_[slot]; });
  }

  std::optional<rules::PlacedFormula> read_formula(const Place& place, Type expected) {
    auto compiled = formula::compile_at(place, scope_, expected);
    if (!compiled) return std::nullopt;
    if (reads_milestone(*compiled)) {
      place.report("milestone-cycle", "A milestone's start, stop and hours must not read milestones.",
                   "fields of the record");
      return std::nullopt;
    }
    return rules::PlacedFormula{std::move(*compiled), place.path()};
  }

  std::optional<rules::PlacedFormula> read_stop(const Place& place) {
    auto placed = read_formula(place, Type::kAny);
    if (!placed) return std::nullopt;
    const Type type = placed->formula.type();
    if (type == Type::kDateTime || type == Type::kCheckbox) return placed;
    place.report(
        "formula-type",
        "A stop is a DateTime or a Checkbox, and this formula is of the type " + std::string(type_name(type)) + ".",
        "a DateTime or Checkbox formula");
    return std::nullopt;
  }

  /// A name, or `{"formula": ...}` that yields one.
  void read_hours(const Place& place) {
    if (place.node().is(json::Kind::kText)) {
      if (const auto name = place.non_empty_text()) hours_ = *name;
      return;
    }
    if (!place.is_object()) return;
    place.only_members({"formula"});
    if (const auto member = place.required("formula")) hours_formula_ = read_formula(*member, Type::kText);
  }

  void read_target(const Place& place) {
    if (place.node().is(json::Kind::kText)) {
      target_ms_ = parse_duration_ms(place.node().as_text());
      if (!target_ms_) {
        place.report("bad-duration", "`" + quote_for_message(place.node().as_text()) + "` is not a duration.",
                     "a duration such as `4h`, `90m` or `1d12h`");
      }
      return;
    }
    if (!place.is_object()) return;
    place.only_members({"decision"});
    if (const auto member = place.required("decision")) read_target_decision(*member);
  }

  void read_target_decision(const Place& place) {
    const auto name = place.non_empty_text();
    if (!name) return;
    if (std::find(decision_names_.begin(), decision_names_.end(), *name) == decision_names_.end()) {
      place.report_unknown("decision", *name, decision_names_);
      return;
    }
    for (std::uint32_t i = 0; i < decisions_.size(); ++i) {
      if (decisions_[i].name == *name) check_target_decision(place, i);
    }
  }

  void check_target_decision(const Place& place, std::uint32_t index) {
    const rules::Table& table = decisions_[index];
    const auto output = table.find_output("target");
    const bool fits = output && !table.yields_lists() &&
                      (table.output_type(*output) == Type::kText || is_numeric(table.output_type(*output)));
    if (!fits) {
      place.report("target-output",
                   "The decision `" + table.name +
                       "` must have an output `target`: a Text such as `4h`, or a Number of minutes.",
                   "an output `target` of the type Text or Number");
      return;
    }
    const auto formulas = table.formulas();
    if (std::any_of(formulas.begin(), formulas.end(), [&](const auto& one) { return reads_milestone(one.formula); })) {
      place.report("milestone-cycle",
                   "The decision `" + table.name + "` sets a milestone's target, so it must not read milestones.",
                   "a decision that reads fields only");
      return;
    }
    target_decision_ = TargetDecision{index, *output};
  }

  const Place& place_;
  const formula::Scope& scope_;
  const std::vector<bool>& clock_slots_;
  const std::vector<rules::Table>& decisions_;
  const std::vector<std::string_view>& decision_names_;
  std::optional<std::int64_t> target_ms_;
  std::optional<TargetDecision> target_decision_;
  std::string hours_;
  std::optional<rules::PlacedFormula> hours_formula_;
};

}  // namespace

std::optional<Milestone> compile_milestone(const Place& place, std::string_view name, const formula::Scope& scope,
                                           const std::vector<bool>& clock_slots,
                                           const std::vector<rules::Table>& decisions,
                                           const std::vector<std::string_view>& decision_names) {
  if (!place.is_object()) return std::nullopt;
  const auto before = static_cast<std::ptrdiff_t>(place.diagnostics().size());
  auto milestone = MilestoneCompiler(place, scope, clock_slots, decisions, decision_names).compile(name);
  if (has_errors({place.diagnostics().begin() + before, place.diagnostics().end()})) return std::nullopt;
  return milestone;
}

}  // namespace signalbox::sla
