// Decisions, milestones and routing policies: each compiled by its own part of the engine.
#include "api/compile.h"
#include "routing/people.h"
#include "sla/milestone.h"

namespace signalbox::api {

namespace {

/// Finds the decision that the policy takes its queue from, and its output `queue`.
void link_queue_decision(const Place& place, const std::vector<rules::Table>& decisions, RoutingPolicy& linked) {
  for (std::uint32_t i = 0; i < decisions.size(); ++i) {
    const rules::Table& table = decisions[i];
    if (table.name != linked.policy.queue_decision) continue;
    const auto output = table.find_output("queue");
    const Type type = output ? table.output_type(*output) : Type::kAny;
    if (output && !table.yields_lists() && (is_textual(type) || type == Type::kPicklist)) {
      linked.decision = i;
      linked.output = *output;
      return;
    }
    place.report("queue-output", "The decision `" + table.name + "` must have an output `queue` of the type Text.",
                 "an output `queue` of the type Text");
  }
}

}  // namespace

void compile_decisions(const Place& place, Program::Parts& parts) {
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    auto table = rules::compile_table(place.at(i), place.node().key(i), *parts.scope);
    if (table) parts.decisions.push_back(std::move(*table));
  }
}

void compile_contacts(const Place& place, Program::Parts& parts) {
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    auto contact = sla::compile_contact(place.at(i), place.node().key(i), *parts.scope);
    if (contact) parts.contacts.push_back(std::move(*contact));
  }
}

void compile_milestones(const Place& place, const std::vector<std::string_view>& decision_names,
                        Program::Parts& parts) {
  const auto clocks = clock_slots(parts);
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    auto milestone =
        sla::compile_milestone(place.at(i), place.node().key(i), *parts.scope, clocks, parts.decisions, decision_names);
    if (!milestone) continue;
    std::vector<const formula::Formula*> formulas;
    for (const rules::PlacedFormula* placed : milestone->formulas()) formulas.push_back(&placed->formula);
    parts.milestone_reads.push_back(reads_of(formulas, parts));
    parts.milestones.push_back(std::move(*milestone));
  }
}

void compile_policies(const Place& place, const std::vector<std::string_view>& decision_names,
                      const std::optional<Place>& agent_fields, Program::Parts& parts) {
  const auto fields = agent_fields ? read_agent_fields(*agent_fields) : std::vector<Field>();
  if (agent_fields) routing::check_agent_fields(*agent_fields, fields);
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const Place at = place.at(i);
    auto policy = routing::compile_policy(at, place.node().key(i), *parts.scope, decision_names, fields);
    if (!policy) continue;
    RoutingPolicy linked{std::move(*policy)};
    if (!linked.policy.queue_decision.empty()) link_queue_decision(*at.find("queue"), parts.decisions, linked);
    std::vector<const formula::Formula*> formulas;
    const auto placed = routing::formulas_of(linked.policy);
    for (const routing::FormulaAt& one : placed) formulas.push_back(one.formula);
    linked.reads = reads_of(formulas, parts);
    parts.policies.push_back(std::move(linked));
  }
}

}  // namespace signalbox::api
