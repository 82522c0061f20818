#include "routing/stage.h"

#include <algorithm>

namespace signalbox::routing {

namespace {

/// Drops the additional requirements with the highest number among those that are left.
void drop_additional(std::vector<const Requirement*>& requirements) {
  std::uint32_t last = 0;
  for (const Requirement* one : requirements) last = std::max(last, one->additional);
  if (last == 0) return;
  const auto is_dropped = [last](const Requirement* one) { return one->additional == last; };
  requirements.erase(std::remove_if(requirements.begin(), requirements.end(), is_dropped), requirements.end());
}

void point_at(const std::vector<Requirement>& requirements, std::vector<const Requirement*>& all) {
  all.clear();
  for (const Requirement& one : requirements) all.push_back(&one);
}

/// Puts the text that the formula gives into `need.name`; false when it is blank. An error is reported, and then nobody
/// meets the need.
bool find_name(Need& need, const RouteInput& input, Arena& arena, Result& result) {
  const Value name = need.requirement->formula->evaluate(input.frame, arena);
  need.has_failed = name.is_error();
  if (need.has_failed) result.errors.push_back({name.as_error(), need.requirement->path, {}});
  if (need.has_failed || name.is_blank()) return need.has_failed;
  need.name = name.as_text();
  return true;
}

AgentBits members_of(const Group* group, const Directory& directory) {
  AgentBits bits(directory.agents().size());
  if (!group) return bits;
  for (const AgentIndex member : group->members) bits.set(member, true);
  return bits;
}

/// False when this record does not need it.
bool fill(Need& need, const Stage& stage, const RouteInput& input, Arena& arena, Result& result) {
  const Requirement& requirement = *need.requirement;
  switch (requirement.kind) {
    case RequirementKind::kAbility: {
      if (!find_name(need, input, arena, result)) return false;
      need.skill = input.directory.find_skill(need.name, requirement.ability);
      const int lowered = int{requirement.level_tenths} - stage.lower_tenths;
      need.level_tenths = static_cast<LevelTenths>(std::max(0, lowered));
      return true;
    }
    case RequirementKind::kTerritory: {
      if (!find_name(need, input, arena, result)) return false;
      need.territory = input.directory.territories().find(need.name);
      need.widened = stage.territory_rings;
      return true;
    }
    case RequirementKind::kRank:
      need.widened = stage.rank_rings;
      return true;
    case RequirementKind::kGroup:
      need.name = requirement.name;
      need.group = members_of(input.directory.find_group(requirement.name), input.directory);
      return true;
    case RequirementKind::kCap: {
      need.name = requirement.name;
      if (!requirement.formula) return true;
      const Value counts = requirement.formula->evaluate(input.frame, arena);
      // Nobody can tell whether it counts: then it does.
      if (counts.is_error()) result.errors.push_back({counts.as_error(), requirement.path, {}});
      return counts.is_error() || (counts.kind() == Value::Kind::kCheckbox && counts.as_checkbox());
    }
    default:
      return true;
  }
}

}  // namespace

void find_stage(const Policy& policy, std::uint32_t steps, Stage& stage) {
  point_at(policy.require, stage.requirements);
  stage.lower_tenths = 0;
  stage.territory_rings = 0;
  stage.rank_rings = 0;
  stage.queue = nullptr;
  stage.skip_if_nobody = policy.skip_if_nobody;
  for (std::uint32_t i = 0; i < steps; ++i) {
    const RelaxStep& step = policy.relax[i];
    if (step.require) {
      point_at(*step.require, stage.requirements);
      stage.lower_tenths = 0;
      stage.territory_rings = 0;
      stage.rank_rings = 0;
    }
    if (step.drops_additional) drop_additional(stage.requirements);
    stage.lower_tenths = static_cast<LevelTenths>(std::min(10 * kMaxLevel, stage.lower_tenths + step.lower_tenths));
    stage.territory_rings += step.widens_territory ? 1 : 0;
    stage.rank_rings += step.widens_rank ? 1 : 0;
    if (step.queue) stage.queue = &*step.queue;
    stage.skip_if_nobody = step.skip_if_nobody;
  }
}

void find_needs(const Stage& stage, const RouteInput& input, Arena& arena, Result& result) {
  result.needs.clear();
  for (const Requirement* requirement : stage.requirements) {
    Need need{requirement};
    if (fill(need, stage, input, arena, result)) result.needs.push_back(std::move(need));
  }
}

}  // namespace signalbox::routing
