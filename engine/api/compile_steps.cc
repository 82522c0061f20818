#include <algorithm>
#include <array>
#include <unordered_set>

#include "api/compile.h"
#include "base/unicode.h"
#include "formula/located.h"

namespace signalbox::api {

namespace {

class StepCompiler {
 public:
  StepCompiler(const std::vector<std::string_view>& decision_names, const std::vector<std::string_view>& policy_names,
               Program::Parts& parts)
      : decision_names_(decision_names), policy_names_(policy_names), parts_(parts) {}

  void compile(const Place& place) {
    if (!place.is_object()) return;
    Step step;
    if (const auto member = place.required("id")) read_id(*member, step);
    parts_.step_ids.push_back(step.id);
    if (is_of_workflow(place)) return;
    place.only_members({"id", "when", "decide", "route", "next", "timeout", "retry", "catch", "compensate"});
    if (const auto when = place.find("when")) {
      auto compiled = formula::compile_at(*when, *parts_.scope, Type::kCheckbox);
      if (compiled) {
        step.reads = reads_of({&*compiled}, parts_);
        step.when = rules::PlacedFormula{std::move(*compiled), when->path()};
      }
    }
    read_action(place, step);
    parts_.steps.push_back(std::move(step));
  }

 private:
  /// Only a run takes such a step; the operation `workflow.open` and `signalbox check` read it.
  static bool is_of_workflow(const Place& place) {
    static constexpr std::array<std::string_view, 20> kKinds = {
        "intake", "classify", "enrich",  "call",     "match",   "assign", "wait",     "approve", "notify", "instruct",
        "set",    "split",    "handoff", "followUp", "resolve", "switch", "parallel", "forEach", "try",    "end"};
    const json::Node node = place.node();
    if (node.find("decide") || node.find("route")) return reads_run(node);
    return std::any_of(kKinds.begin(), kKinds.end(),
                       [&](std::string_view kind) { return node.find(kind).has_value(); });
  }

  /// Does its condition name what only a run knows?
  static bool reads_run(const json::Node& step) {
    const auto when = step.find("when");
    if (!when || !when->is(json::Kind::kText)) return false;
    const std::string text = unicode::ascii_lower(when->as_text());
    const auto has = [&](std::string_view global) { return text.find(global) != std::string::npos; };
    return has("$step.") || has("$input.") || has("$item.");
  }

  void read_id(const Place& place, Step& step) {
    const auto id = place.non_empty_text();
    if (!id) return;
    step.id = *id;
    if (ids_.insert(step.id).second) return;
    place.report("duplicate-step", "The step id `" + quote_for_message(*id) + "` is taken.", "an id of its own");
  }

  void read_action(const Place& place, Step& step) {
    const auto decide = place.find("decide");
    const auto route = place.find("route");
    if (decide.has_value() == route.has_value()) {
      place.report("step-kind", "A step either decides or routes.", "`decide` or `route`",
                   decide ? "both `decide` and `route`" : "neither");
    } else if (decide) {
      step.kind = Step::Kind::kDecide;
      read_decide(*decide, step);
    } else {
      step.kind = Step::Kind::kRoute;
      read_route(*route, step);
    }
  }

  void read_decide(const Place& place, Step& step) {
    const auto name = place.non_empty_text();
    if (!name) return;
    if (std::find(decision_names_.begin(), decision_names_.end(), *name) == decision_names_.end()) {
      place.report_unknown("decision", *name, decision_names_);
      return;
    }
    const auto at = std::find_if(parts_.decisions.begin(), parts_.decisions.end(),
                                 [&](const rules::Table& table) { return table.name == *name; });
    if (at == parts_.decisions.end()) return;  // its errors have been reported
    step.target = static_cast<std::uint32_t>(at - parts_.decisions.begin());
    for (const rules::Output& output : at->outputs) step.outputs.push_back(outcome_index(output.name));
  }

  void read_route(const Place& place, Step& step) {
    const auto name = place.non_empty_text();
    if (!name) return;
    if (std::find(policy_names_.begin(), policy_names_.end(), *name) == policy_names_.end()) {
      place.report_unknown("policy", *name, policy_names_);
      return;
    }
    for (std::uint32_t i = 0; i < parts_.policies.size(); ++i) {
      if (parts_.policies[i].policy.name == *name) step.target = i;
    }
  }

  std::uint32_t outcome_index(const std::string& name) {
    auto& names = parts_.output_names;
    const auto at = std::find(names.begin(), names.end(), name);
    const auto index = static_cast<std::uint32_t>(at - names.begin());
    if (at == names.end()) names.push_back(name);
    return index;
  }

  const std::vector<std::string_view>& decision_names_;
  const std::vector<std::string_view>& policy_names_;
  Program::Parts& parts_;
  std::unordered_set<std::string> ids_;
};

}  // namespace

void compile_steps(const Place& place, const std::vector<std::string_view>& decision_names,
                   const std::vector<std::string_view>& policy_names, Program::Parts& parts) {
  if (!place.is_array()) return;
  StepCompiler compiler(decision_names, policy_names, parts);
  for (std::size_t i = 0; i < place.node().size(); ++i) compiler.compile(place.at(i));
}

}  // namespace signalbox::api
