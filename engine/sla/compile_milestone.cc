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
    place_.only_members({"target", "start", "stop", "pause", "resume", "hours", "recurrence", "reopen"});
    if (const auto target = place_.required("target")) read_target(*target);
    const auto start = place_.required("start");
    auto start_formula = start ? read_turn(*start, "start") : std::nullopt;
    std::optional<rules::PlacedFormula> stop;
    if (const auto member = place_.find("stop")) stop = read_turn(*member, "stop");
    if (const auto member = place_.find("hours")) read_hours(*member);
    auto pauses = read_pauses();
    auto resume = read_resume();
    const auto recurrence = read_word("recurrence", {"none", "independent", "sequential"});
    const auto reopening = read_word("reopen", {"stay", "resume", "total"});
    check_reopening(stop, recurrence);
    if (!start_formula) return std::nullopt;
    return Milestone{std::string(name),
                     place_.path() + "/target",
                     target_ms_,
                     target_decision_,
                     std::move(target_formula_),
                     std::move(*start_formula),
                     std::move(stop),
                     std::move(hours_),
                     std::move(hours_formula_),
                     place_.path() + "/hours",
                     std::move(pauses),
                     std::move(resume),
                     static_cast<Recurrence>(recurrence),
                     static_cast<Reopening>(reopening)};
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
      place.report("milestone-cycle", "A milestone's formulas must not read milestones.", "fields of the record");
      return std::nullopt;
    }
    return rules::PlacedFormula{std::move(*compiled), place.path()};
  }

  /// A start or a stop. `word` says which.
  std::optional<rules::PlacedFormula> read_turn(const Place& place, std::string_view word) {
    auto placed = read_formula(place, Type::kAny);
    if (!placed) return std::nullopt;
    const Type type = placed->formula.type();
    if (type == Type::kDateTime || type == Type::kCheckbox) return placed;
    place.report("formula-type",
                 "A " + std::string(word) + " is a DateTime or a Checkbox, and this formula is of the type " +
                     std::string(type_name(type)) + ".",
                 "a DateTime or Checkbox formula");
    return std::nullopt;
  }

  /// A formula, or a list of conditions with their reasons.
  std::vector<Pause> read_pauses() {
    std::vector<Pause> pauses;
    const auto member = place_.find("pause");
    if (!member) return pauses;
    if (!member->node().is(json::Kind::kArray)) {
      read_pause(*member, {}, pauses);
      return pauses;
    }
    for (std::size_t i = 0; i < member->node().size(); ++i) {
      const Place at = member->at(i);
      if (!at.is_object()) continue;
      at.only_members({"when", "reason"});
      const auto reason = at.find("reason");
      const auto words = reason ? reason->non_empty_text() : std::nullopt;
      if (const auto when = at.required("when")) read_pause(*when, words.value_or(std::string_view()), pauses);
    }
    return pauses;
  }

  void read_pause(const Place& place, std::string_view reason, std::vector<Pause>& pauses) {
    auto when = read_formula(place, Type::kCheckbox);
    if (!when) return;
    std::string words(reason.empty() ? std::string_view(when->formula.text()) : reason);
    pauses.push_back({std::move(*when), std::move(words)});
  }

  std::optional<rules::PlacedFormula> read_resume() {
    const auto member = place_.find("resume");
    if (!member) return std::nullopt;
    if (!place_.find("pause")) {
      member->report("resume-without-pause", "There is no `pause` that this could end.", "a milestone with `pause`");
    }
    return read_formula(*member, Type::kCheckbox);
  }

  /// Index of the word that the member holds; 0 when it is absent.
  std::size_t read_word(std::string_view name, const std::vector<std::string_view>& words) {
    const auto member = place_.find(name);
    const auto word = member ? member->text() : std::nullopt;
    if (!word) return 0;
    const auto at = std::find(words.begin(), words.end(), *word);
    if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
    member->report_unknown(name, *word, words);
    return 0;
  }

  void check_reopening(const std::optional<rules::PlacedFormula>& stop, std::size_t recurrence) {
    const auto member = place_.find("reopen");
    if (!member) return;
    const bool makes_sense = stop && stop->formula.type() == Type::kCheckbox && recurrence == 0;
    if (makes_sense) return;
    member->report("reopen-without-stop",
                   "Only a milestone without recurrence whose `stop` is a Checkbox formula can be reopened.",
                   "a Checkbox `stop` and no `recurrence`");
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
    place.only_members({"decision", "formula"});
    if (const auto member = place.find("formula")) {
      read_target_formula(*member);
    } else if (const auto decision = place.required("decision")) {
      read_target_decision(*decision);
    }
  }

  void read_target_formula(const Place& place) {
    auto placed = read_formula(place, Type::kAny);
    if (!placed) return;
    const Type type = placed->formula.type();
    if (!is_textual(type) && !is_numeric(type)) {
      place.report("formula-type",
                   "A target is a Text such as `4h` or a Number of minutes, and this formula is of the type " +
                       std::string(type_name(type)) + ".",
                   "a Text or Number formula");
    }
    target_formula_ = std::move(placed);
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
  std::optional<rules::PlacedFormula> target_formula_;
  std::string hours_;
  std::optional<rules::PlacedFormula> hours_formula_;
};

}  // namespace

std::vector<const rules::PlacedFormula*> Milestone::formulas() const {
  std::vector<const rules::PlacedFormula*> all;
  const auto add = [&](const std::optional<rules::PlacedFormula>& one) {
    if (one) all.push_back(&*one);
  };
  add(target_formula);
  all.push_back(&start);
  add(stop);
  for (const Pause& pause : pauses) all.push_back(&pause.when);
  add(resume);
  add(hours_formula);
  return all;
}

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
