#include "routing/sieve.h"

#include <algorithm>

namespace signalbox::routing {

bool Sieve::takes(const std::vector<Need>& needs) {
  return std::none_of(needs.begin(), needs.end(), [](const Need& need) {
    return need.has_failed || need.requirement->kind == RequirementKind::kFormula;
  });
}

void Sieve::run() {
  left_ = queue_.member_bits;
  for (const AgentIndex barred : input_.barred) left_.set(barred, false);
  // What is told of 64 agents at once goes first: the others are then asked about fewer.
  for (const Need& need : result_.needs) keep_by_bits(need);
  for (const Need& need : result_.needs) drop_one_by_one(need);
}

std::uint32_t Sieve::tenths(AgentIndex agent) const {
  std::uint32_t sum = 0;
  for (const Need& need : result_.needs) {
    if (need.requirement->kind != RequirementKind::kAbility) continue;
    sum += input_.directory.level_of(need.requirement->ability, *need.skill, agent);
  }
  return sum;
}

void Sieve::keep_by_bits(const Need& need) {
  const RosterColumns& columns = input_.roster.columns();
  switch (need.requirement->kind) {
    case RequirementKind::kAbility:
      if (!need.skill) return left_.drop_if([](AgentIndex) { return true; });
      return input_.directory.keep_holders(need.requirement->ability, *need.skill, need.level_tenths, left_);
    case RequirementKind::kGroup:
      return left_.keep(need.group);
    case RequirementKind::kPresence: {
      const auto channel = eligibility_.work().channel;
      return left_.keep(columns.online[channel ? 1 + static_cast<std::uint32_t>(*channel) : 0]);
    }
    case RequirementKind::kAvailable:
      return left_.keep(columns.available);
    default:
      return;
  }
}

void Sieve::drop_one_by_one(const Need& need) {
  const Requirement& requirement = *need.requirement;
  switch (requirement.kind) {
    case RequirementKind::kAbility:
      if (need.skill && input_.directory.expires(requirement.ability, *need.skill)) drop_doubtful(need, left_);
      return;
    case RequirementKind::kTerritory:
      return drop_lists(input_.directory.territory_lists(), serving_lists(need));
    case RequirementKind::kRank:
      return left_.drop_if(
          [&](AgentIndex agent) { return queue_.rank_of[static_cast<std::uint32_t>(agent)] > 1 + need.widened; });
    case RequirementKind::kCap:
      return drop_doubtful(need, requirement.limit == 0 ? left_ : input_.roster.columns().counted);
    case RequirementKind::kHours:
      return drop_closed();
    case RequirementKind::kInOffice:
      drop_doubtful(need, input_.directory.planned_away());
      return drop_doubtful(need, input_.roster.columns().told_away);
    case RequirementKind::kCapacity:
      return drop_full(need);
    default:
      return;
  }
}

bool Sieve::fails(const Need& need, AgentIndex agent) {
  return !eligibility_.meets(need, agent, queue_.rank_of[static_cast<std::uint32_t>(agent)]);
}

void Sieve::drop_doubtful(const Need& need, const AgentBits& doubtful) {
  left_.drop_if([&](AgentIndex agent) { return doubtful.has(agent) && fails(need, agent); });
}

void Sieve::drop_lists(const SharedLists& lists, const std::vector<bool>& holds) {
  left_.drop_if([&](AgentIndex agent) { return !holds[lists.of_agent[static_cast<std::uint32_t>(agent)]]; });
}

void Sieve::drop_full(const Need& need) {
  const Work& work = eligibility_.work();
  if (policy_.ramp_ms > 0 || work.percent > 0 || work.interruptible) return drop_doubtful(need, left_);
  const RosterColumns& columns = input_.roster.columns();
  const std::uint64_t units = std::max(1u, work.units);  // what takes nothing needs room all the same
  left_.drop_if([&](AgentIndex agent) {
    const auto number = static_cast<std::uint32_t>(agent);
    if (columns.open[number] + units > input_.directory.capacity(agent)) return true;
    if (columns.after_work_ms[number] > input_.frame.now.ms) return true;
    return columns.in_part.has(agent) && fails(need, agent);
  });
}

void Sieve::drop_closed() {
  if (queue_.hours && !eligibility_.is_open(*queue_.hours)) return left_.drop_if([](AgentIndex) { return true; });
  const SharedLists& lists = input_.directory.hours_lists();
  std::vector<bool> open;
  for (const auto& list : lists.lists) {
    const auto is_open = [&](std::uint32_t hours) { return eligibility_.is_open(HoursIndex{hours}); };
    open.push_back(list.empty() || std::any_of(list.begin(), list.end(), is_open));
  }
  left_.drop_if([&](AgentIndex agent) {
    return !open[lists.of_agent[static_cast<std::uint32_t>(agent)]] && !input_.roster.state(agent).is_free;
  });
}

std::vector<bool> Sieve::serving_lists(const Need& need) const {
  const Territories& tree = input_.directory.territories();
  std::vector<bool> serving;
  for (const auto& list : input_.directory.territory_lists().lists) {
    const auto serves = [&](std::uint32_t covered) {
      return tree.serves(TerritoryIndex{covered}, *need.territory, need.widened);
    };
    serving.push_back(need.territory && std::any_of(list.begin(), list.end(), serves));
  }
  return serving;
}

}  // namespace signalbox::routing
