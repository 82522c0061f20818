#include "model/directory.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/names.h"

namespace signalbox {

namespace {

constexpr std::array<std::string_view, kAbilityCount> kAbilityWords = {"skill", "language", "certification"};

std::string_view own_name(const std::string& name) { return name; }
std::string_view agent_id(const Agent& agent) { return agent.id; }
template <class T>
std::string_view name_of(const T& thing) {
  return thing.name;
}

}  // namespace

std::string_view ability_word(Ability ability) { return kAbilityWords[static_cast<std::size_t>(ability)]; }

std::optional<LevelTenths> read_level(const Place& place) {
  const auto level = place.number(0, kMaxLevel);
  if (!level) return std::nullopt;
  const auto tenths = level->shifted(-1);
  const auto whole = tenths ? tenths->to_int() : std::nullopt;
  if (!whole) {
    place.report("out-of-range", "A skill level has at most one digit after the point.", "a multiple of 0.1");
    return std::nullopt;
  }
  return static_cast<LevelTenths>(*whole);
}

const AgentSkill* Agent::held(Ability ability, SkillIndex skill) const {
  const auto& all = skills[static_cast<std::size_t>(ability)];
  const auto at = std::lower_bound(all.begin(), all.end(), skill,
                                   [](const AgentSkill& one, SkillIndex wanted) { return one.skill < wanted; });
  return at == all.end() || at->skill != skill ? nullptr : &*at;
}

std::optional<LevelTenths> Agent::level(SkillIndex skill) const {
  const AgentSkill* one = held(Ability::kSkill, skill);
  return one ? std::optional(one->level_tenths) : std::nullopt;
}

std::optional<Instant> planned_return(const Agent& agent, Instant at) {
  std::optional<Instant> back;
  for (const Absence& absence : agent.absences) {
    if (absence.from <= back.value_or(at) && absence.until > back.value_or(at)) back = absence.until;
  }
  return back;
}

std::optional<AgentIndex> Directory::find_agent(std::string_view id) const {
  return find_sorted<AgentIndex>(agents_, id, agent_id);
}
std::optional<QueueIndex> Directory::find_queue(std::string_view name) const {
  return find_sorted<QueueIndex>(queues_, name, name_of<Queue>);
}
std::optional<SkillIndex> Directory::find_skill(std::string_view name, Ability ability) const {
  return find_sorted<SkillIndex>(skills(ability), name, own_name);
}
std::optional<ChannelIndex> Directory::find_channel(std::string_view name) const {
  return find_sorted<ChannelIndex>(channels_, name, own_name);
}
const Work* Directory::find_work(std::string_view name) const {
  const auto at = find_sorted<WorkIndex>(work_, name, name_of<Work>);
  return at ? &work_[static_cast<std::uint32_t>(*at)] : nullptr;
}
const Group* Directory::find_group(std::string_view name) const {
  const auto at = find_sorted<WorkIndex>(groups_, name, name_of<Group>);
  return at ? &groups_[static_cast<std::uint32_t>(*at)] : nullptr;
}
std::vector<std::string_view> Directory::agent_ids() const { return names_of(agents_, agent_id); }
std::vector<std::string_view> Directory::queue_names() const { return names_of(queues_, name_of<Queue>); }
std::vector<std::string_view> Directory::skill_names(Ability ability) const {
  return names_of(skills(ability), own_name);
}

void Directory::join_groups() {
  for (Queue& queue : queues_) {
    std::vector<std::uint32_t> place_of;  // 1 + position among the members
    if (!queue.groups.empty()) place_of.assign(agents_.size(), 0);
    for (std::uint32_t i = 0; i < queue.members.size() && !queue.groups.empty(); ++i) {
      place_of[static_cast<std::uint32_t>(queue.members[i])] = i + 1;
    }
    for (const QueueGroup& joined : queue.groups) {
      for (const AgentIndex agent : groups_[joined.group].members) {
        std::uint32_t& place = place_of[static_cast<std::uint32_t>(agent)];
        if (place == 0) {
          queue.members.push_back(agent);
          queue.ranks.push_back(joined.rank);
          place = static_cast<std::uint32_t>(queue.members.size());
        } else {
          queue.ranks[place - 1] = std::min(queue.ranks[place - 1], joined.rank);
        }
      }
    }
    index_members(queue);
  }
}

}  // namespace signalbox
