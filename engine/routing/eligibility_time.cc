// When time alone lets agents in, and when it takes them away.
#include <algorithm>

#include "routing/eligibility.h"

namespace signalbox::routing {

std::optional<Instant> Eligibility::could_change(AgentIndex agent, std::uint32_t rank, bool except_capacity) {
  std::optional<Instant> latest;
  for (const Need& need : result_.needs) {
    if (except_capacity && need.requirement->kind == RequirementKind::kCapacity) continue;
    const auto failed = check(need, agent, rank);
    if (!failed) continue;
    const auto until = failed->until ? failed->until : turns(need, agent, rank);
    if (!until) return std::nullopt;
    latest = std::max(latest, until);
  }
  return latest;
}

std::optional<Instant> Eligibility::could_leave(AgentIndex agent, std::uint32_t rank) {
  std::optional<Instant> first;
  for (const Need& need : result_.needs) {
    const auto end = ends(need, agent, rank);
    if (end && *end > input_.frame.now && (!first || *end < *first)) first = end;
  }
  return first;
}

/// Of a requirement that is a formula about agents.
std::optional<Instant> Eligibility::turns(const Need& need, AgentIndex agent, std::uint32_t rank) {
  if (!input_.turns || need.requirement->kind != RequirementKind::kFormula) return std::nullopt;
  return input_.turns->next(*need.requirement, person(agent, rank));
}

/// When an agent who meets the need does so no longer, at the earliest.
std::optional<Instant> Eligibility::ends(const Need& need, AgentIndex agent, std::uint32_t rank) {
  const Agent& who = input_.directory.agent(agent);
  switch (need.requirement->kind) {
    case RequirementKind::kAbility: {
      const AgentSkill* held = need.skill ? who.held(need.requirement->ability, *need.skill) : nullptr;
      return held ? held->until : std::nullopt;
    }
    case RequirementKind::kHours:
      return closes(agent);
    case RequirementKind::kInOffice: {
      const auto is_ahead = [&](const Absence& absence) { return absence.from > input_.frame.now; };
      const auto next = std::find_if(who.absences.begin(), who.absences.end(), is_ahead);  // they are in order
      return next == who.absences.end() ? std::nullopt : std::optional(next->from);
    }
    case RequirementKind::kFormula:
      return turns(need, agent, rank);
    default:
      return std::nullopt;
  }
}

/// When the queue's hours close, or the last of the agent's that are open.
std::optional<Instant> Eligibility::closes(AgentIndex agent) {
  const auto closing = [&](HoursIndex hours) {
    const std::string& name = input_.directory.hours_names()[static_cast<std::uint32_t>(hours)];
    const calendar::BusinessHours* found = input_.calendar ? input_.calendar->find(name) : nullptr;
    return found ? found->next_closing(input_.frame.now) : std::nullopt;
  };
  const auto of_queue = queue_ && queue_->hours ? closing(*queue_->hours) : std::nullopt;
  std::optional<Instant> last;
  for (const HoursIndex hours : input_.directory.agent(agent).hours) {
    if (!open(hours).is_open) continue;
    const auto end = closing(hours);
    if (!end) return of_queue;  // always open
    last = std::max(last, end);
  }
  if (!of_queue || !last) return of_queue ? of_queue : last;
  return std::min(*of_queue, *last);
}

}  // namespace signalbox::routing
