// How time enters a program: which quantities of which clocks it reads, and when it has to be asked again.
#include <algorithm>

#include "api/compile.h"
#include "api/follow.h"
#include "base/limits.h"
#include "base/sort.h"
#include "formula/report.h"
#include "routing/people.h"

namespace signalbox::api {

namespace {

class TimeCompiler {
 public:
  TimeCompiler(const Place& root, Program::Parts& parts)
      : root_(root),
        parts_(parts),
        first_global_(static_cast<std::uint32_t>(parts.layout->size())),
        thresholds_(first_global_, parts.first_contact_slot) {
    parts_.quantities_read.resize(parts_.scope->globals().size());
  }

  void compile() {
    find_decision_turnings();
    for (const rules::Table& table : parts_.decisions) {
      const auto formulas = table.formulas();
      for (std::size_t i = 0; i < formulas.size(); ++i) {
        if (i < table.inputs.size()) {
          read_input(table, static_cast<std::uint32_t>(i));
        } else {
          read(formulas[i].formula, formulas[i].path);
        }
      }
      thresholds_.add(table);
    }
    for (const sla::Milestone& milestone : parts_.milestones) {
      parts_.milestones_timed.push_back(timed_of(milestone));
    }
    for (RoutingPolicy& linked : parts_.policies) read_policy(linked);
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
    sort_all(changes);
  }

  void read_policy(RoutingPolicy& linked) {
    for (const routing::FormulaAt& one : routing::formulas_of(linked.policy)) {
      if (is_required(linked.policy, *one.formula)) {
        read_required(*one.formula, one.path, linked);
      } else {
        read(*one.formula, one.path);
      }
      thresholds_.add(*one.formula);
    }
  }

  [[nodiscard]] bool is_about_agents(const formula::Formula& formula) const {
    return !formula.slots().empty() && formula.slots().back() >= parts_.scope->slots();
  }

  /// Of agents, who must meet it.
  [[nodiscard]] bool is_required(const routing::Policy& policy, const formula::Formula& formula) const {
    const auto is_among = [&](const std::vector<routing::Requirement>& requirements) {
      return std::any_of(requirements.begin(), requirements.end(),
                         [&](const routing::Requirement& one) { return one.formula && &*one.formula == &formula; });
    };
    return is_about_agents(formula) &&
           (is_among(policy.require) || std::any_of(policy.relax.begin(), policy.relax.end(), [&](const auto& step) {
              return step.require && is_among(*step.require);
            }));
  }

  void read_required(const formula::Formula& formula, const std::string& path, RoutingPolicy& linked) {
    mark_read(formula);
    const routing::Policy& policy = linked.policy;
    if (!agent_scope_) {
      auto globals = parts_.scope->globals();
      const auto own = routing::person_globals(routing::kPersonSlots, policy.agent_fields);
      globals.insert(globals.end(), own.begin(), own.end());
      agent_scope_ = std::make_unique<const formula::Scope>(parts_.layout, std::move(globals), parts_.scope->blanks());
    }
    const std::uint32_t idle = policy.first_agent_slot + static_cast<std::uint32_t>(routing::PersonSlot::kIdleMinutes);
    sla::Turning turning =
        sla::Turning::of(formula.text(), *agent_scope_, first_global_, parts_.decision_turnings, idle);
    report(turning, formula, path);
    if (turning.is_timed()) linked.turning.push_back({path, {formula, std::move(turning)}});
  }

  [[nodiscard]] bool is_timed(const formula::Formula& formula) const {
    const auto slots = formula.slots();
    return formula.is_sampled() || (!slots.empty() && slots.back() >= first_global_);
  }

  [[nodiscard]] sla::Turning turning_of(const std::string& text) const {
    return sla::Turning::of(text, *parts_.scope, first_global_, parts_.decision_turnings);
  }

  /// What decisions' outputs turn with: all formulas of the decision. They are known in the order of their chains.
  void find_decision_turnings() {
    std::vector<sla::Turning> by_decision(parts_.decisions.size());
    parts_.decision_turnings.resize(parts_.decision_globals.size());
    // Each round reaches one decision further along the chains.
    for (std::size_t round = 0; round < limits::kMaxDecisionDepth; ++round) {
      bool changed = false;
      for (std::size_t d = 0; d < parts_.decisions.size(); ++d) {
        if (by_decision[d].is_timed()) continue;
        by_decision[d] = turning_of(parts_.decisions[d]);
        changed = changed || by_decision[d].is_timed();
      }
      if (!changed) break;
      for (std::size_t g = 0; g < parts_.decision_globals.size(); ++g) {
        parts_.decision_turnings[g] = by_decision[parts_.decision_globals[g].decision];
      }
    }
  }

  [[nodiscard]] sla::Turning turning_of(const rules::Table& table) const {
    sla::Turning all;
    const auto formulas = table.formulas();
    for (std::size_t i = 0; i < formulas.size(); ++i) {
      if (!is_timed(formulas[i].formula)) continue;
      if (i >= table.inputs.size()) {
        all.add(turning_of(formulas[i].formula.text()));
        continue;
      }
      for (const std::string& test : tests_of(table, static_cast<std::uint32_t>(i))) all.add(turning_of(test));
    }
    return all;
  }

  /// The comparisons that the column of an input makes, as formulas.
  [[nodiscard]] static std::vector<std::string> tests_of(const rules::Table& table, std::uint32_t input) {
    const std::string& text = table.inputs[input].formula.text();
    if (table.inputs[input].formula.type() == Type::kCheckbox) return {text};
    std::vector<std::string> tests = {"ISBLANK(" + text + ")"};
    const auto add = [&](const Value& bound) {
      const auto literal = literal_text(bound);
      if (!literal) return;
      const std::string compared = "(" + text + ") ";
      if (bound.kind() == Value::Kind::kText) {
        tests.push_back(compared + "= " + *literal);
        return;
      }
      // What passes a bound between two milliseconds is never equal to it.
      tests.push_back(compared + "< " + *literal);
      tests.push_back(compared + "<= " + *literal);
    };
    std::vector<bool> seen(table.tests.size());
    for (const rules::Check& check : table.checks) {
      if (check.input != input || seen[check.test]) continue;
      seen[check.test] = true;
      for (const rules::Test& test : table.tests[check.test].tests) {
        add(test.low.value);
        add(test.high.value);
      }
    }
    return tests;
  }

  [[nodiscard]] static std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out + '"';
  }

  /// A literal of a column as a formula; nullopt for what does not move with the time.
  [[nodiscard]] static std::optional<std::string> literal_text(const Value& value) {
    switch (value.kind()) {
      case Value::Kind::kNumber:
        return value.as_number().to_text();
      case Value::Kind::kText:
        return quoted(value.as_text());
      case Value::Kind::kDate:
        return "DATEVALUE(\"" + to_text(value.as_date()) + "\")";
      case Value::Kind::kDateTime:
        return "DATETIMEVALUE(\"" + to_text(value.as_date_time()) + "\")";
      case Value::Kind::kTime:
        return "TIMEVALUE(\"" + to_text(value.as_time()) + "\")";
      default:
        return std::nullopt;
    }
  }

  void mark_read(const formula::Formula& formula) {
    for (const std::uint32_t slot : formula.slots()) {
      // Slots behind are those of agents, which the routing fills itself.
      const std::size_t global = slot - first_global_;
      if (slot >= first_global_ && global < parts_.quantities_read.size()) parts_.quantities_read[global] = true;
    }
  }

  void read_input(const rules::Table& table, std::uint32_t input) {
    const rules::PlacedFormula& placed = table.inputs[input];
    mark_read(placed.formula);
    // A quantity and nothing else is compared by the tests of its column, which are thresholds.
    if (!placed.formula.is_sampled() || placed.formula.bare_slot().value_or(0) >= first_global_) return;
    sla::Turning all;
    for (const std::string& test : tests_of(table, input)) {
      Diagnostics ignored;
      auto compiled = formula::Formula::compile(test, *parts_.scope, Type::kCheckbox, ignored);
      sla::Turning turning = compiled ? turning_of(test) : sla::Turning::sampled();
      all.add(turning);
      if (!compiled) continue;
      if (turning.is_timed()) parts_.timed.push_back({std::move(*compiled), std::move(turning)});
    }
    report(all, placed.formula, placed.path);
  }

  void read(const formula::Formula& formula, const std::string& path) {
    mark_read(formula);
    if (!formula.is_sampled()) return;
    if (is_about_agents(formula)) return report(sla::Turning::sampled(), formula, path);
    sla::Turning turning = turning_of(formula.text());
    report(turning, formula, path);
    parts_.timed.push_back({formula, std::move(turning)});
  }

  [[nodiscard]] std::vector<sla::TimedFormula> timed_of(const sla::Milestone& milestone) {
    std::vector<sla::TimedFormula> timed;
    for (const rules::PlacedFormula* placed : milestone.formulas()) {
      mark_read(placed->formula);
      if (!is_timed(placed->formula)) continue;
      sla::Turning turning = turning_of(placed->formula.text());
      report(turning, placed->formula, placed->path);
      if (turning.is_timed()) timed.push_back({placed->formula, std::move(turning)});
    }
    return timed;
  }

  /// Says so when not all turns of the formula are solved.
  void report(const sla::Turning& turning, const formula::Formula& formula, const std::string& path) {
    const auto advice = turning.advice();
    if (!advice) return;
    follow(root_, path)
        .report(advice->code, std::string(advice->sentence), std::string(advice->expected),
                formula::quoted_part(formula.text()), {}, Severity::kInfo);
  }

  const Place& root_;
  Program::Parts& parts_;
  std::uint32_t first_global_;
  sla::ThresholdList thresholds_;
  std::unique_ptr<const formula::Scope> agent_scope_;  ///< Made when first needed: with what agents have.
};

}  // namespace

void compile_time(const Place& root, Program::Parts& parts) { TimeCompiler(root, parts).compile(); }

}  // namespace signalbox::api
