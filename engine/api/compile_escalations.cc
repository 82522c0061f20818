// Escalation rules, and what they read of clocks and decisions.
#include "api/compile.h"

namespace signalbox::api {

void compile_escalations(const Place& place, Program::Parts& parts) {
  escalation::Surroundings around{*parts.scope, {}, {}, {}, parts.decision_turnings};
  for (const sla::Milestone& milestone : parts.milestones) around.milestones.push_back(milestone.name);
  for (const RoutingPolicy& linked : parts.policies) around.policies.push_back(linked.policy.name);
  for (const std::string& id : parts.step_ids) around.steps.push_back(id);
  std::vector<formula::Formula> read;
  parts.escalations = escalation::compile_rules(place, around, read);
  const std::size_t fields = parts.layout->size();
  for (const formula::Formula& formula : read) {
    for (const std::uint32_t slot : formula.slots()) {
      if (slot >= fields) parts.quantities_read[slot - fields] = true;
    }
  }
}

}  // namespace signalbox::api
