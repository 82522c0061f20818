// How time enters a program: which quantities of which clocks it reads, and when it has to be asked again.
#include <algorithm>

#include "api/compile.h"
#include "api/follow.h"

namespace signalbox::api {

namespace {

class TimeCompiler {
 public:
  TimeCompiler(const Place& root, Program::Parts& parts)
      : root_(root),
        parts_(parts),
        first_global_(static_cast<std::uint32_t>(parts.layout->size())),
        thresholds_(first_global_, parts.first_decision_slot) {
    parts_.quantities_read.resize(parts_.scope->globals().size());
  }

  void compile() {
    for (const rules::Table& table : parts_.decisions) {
      const auto formulas = table.formulas();
      for (std::size_t i = 0; i < formulas.size(); ++i) {
        // An input that is a quantity and nothing else is compared by the tests of its column, which are solved.
        const bool is_solved = i < table.inputs.size() && formulas[i].formula.bare_slot().value_or(0) >= first_global_;
        read(formulas[i].formula, formulas[i].path, is_solved);
      }
      thresholds_.add(table);
    }
    for (const sla::Milestone& milestone : parts_.milestones) {
      read(milestone.start.formula, milestone.start.path);
      if (milestone.stop) read(milestone.stop->formula, milestone.stop->path);
      if (milestone.hours_formula) read(milestone.hours_formula->formula, milestone.hours_formula->path);
    }
    for (const RoutingPolicy& linked : parts_.policies) read_policy(linked);
    for (const Step& step : parts_.steps) {
      if (!step.when) continue;
      read(step.when->formula, step.when->path);
      thresholds_.add(step.when->formula);
    }
    parts_.thresholds = thresholds_.take();
    find_validity_changes();
  }

 private:
  void find_validity_changes() {
    auto& changes = parts_.validity_changes;
    for (const rules::Table& table : parts_.decisions) {
      for (const rules::Rule& rule : table.rules) {
        if (!rule.is_enabled) continue;
        if (rule.from) changes.push_back(*rule.from);
        if (rule.until) changes.push_back(*rule.until);
      }
    }
    std::sort(changes.begin(), changes.end());
  }

  void read_policy(const RoutingPolicy& linked) {
    for (const routing::FormulaAt& one : routing::formulas_of(linked.policy)) {
      read(*one.formula, one.path);
      thresholds_.add(*one.formula);
    }
  }

  void read(const formula::Formula& formula, const std::string& path, bool is_solved = false) {
    for (const std::uint32_t slot : formula.slots()) {
      // Slots behind are those of agents, which the routing fills itself.
      const std::size_t global = slot - first_global_;
      if (slot >= first_global_ && global < parts_.quantities_read.size()) parts_.quantities_read[global] = true;
    }
    if (!formula.is_sampled() || is_solved) return;
    follow(root_, path)
        .report("sampled",
                "This formula can change its value at an instant that cannot be known beforehand; it is "
                "looked at only when something else happens.",
                "a comparison of a milestone's clock with a constant", formula.text(), {}, Severity::kInfo);
  }

  const Place& root_;
  Program::Parts& parts_;
  std::uint32_t first_global_;
  sla::ThresholdList thresholds_;
};

}  // namespace

void compile_time(const Place& root, Program::Parts& parts) { TimeCompiler(root, parts).compile(); }

}  // namespace signalbox::api
