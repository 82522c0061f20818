#include "model/directory.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"

namespace signalbox {

namespace {

/// Position of `key` in `items`, which are sorted by `project(item)`.
template <class Index, class Items, class Project>
std::optional<Index> find_sorted(const Items& items, std::string_view key, Project project) {
  const auto at = std::lower_bound(items.begin(), items.end(), key,
                                   [&](const auto& item, std::string_view name) { return project(item) < name; });
  if (at == items.end() || project(*at) != key) return std::nullopt;
  return Index(static_cast<std::uint32_t>(at - items.begin()));
}

template <class Items, class Project>
std::vector<std::string_view> names_of(const Items& items, Project project) {
  std::vector<std::string_view> names;
  names.reserve(items.size());
  for (const auto& item : items) names.push_back(project(item));
  return names;
}

std::string_view skill_name(const std::string& skill) { return skill; }
std::string_view agent_id(const Agent& agent) { return agent.id; }
std::string_view queue_name(const Queue& queue) { return queue.name; }

/// Member indexes of an object in the order of their names, without the empty name, which is reported.
std::vector<std::size_t> members_by_name(const Place& place, std::size_t limit) {
  std::vector<std::size_t> order;
  const json::Node node = place.node();
  if (node.size() > limit) {
    place.report("too-many", "There are " + std::to_string(node.size()) + " members here.",
                 "at most " + std::to_string(limit), std::to_string(node.size()));
    return order;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (node.key(i).empty()) {
      place.at(i).report("empty-text", "A name must not be empty.", "a name", "an empty name");
    } else {
      order.push_back(i);
    }
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return node.key(a) < node.key(b); });
  return order;
}

}  // namespace

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

std::optional<LevelTenths> Agent::level(SkillIndex skill) const {
  const auto at = std::lower_bound(skills.begin(), skills.end(), skill,
                                   [](const AgentSkill& held, SkillIndex wanted) { return held.skill < wanted; });
  if (at == skills.end() || at->skill != skill) return std::nullopt;
  return at->level_tenths;
}

std::optional<AgentIndex> Directory::find_agent(std::string_view id) const {
  return find_sorted<AgentIndex>(agents_, id, agent_id);
}
std::optional<QueueIndex> Directory::find_queue(std::string_view name) const {
  return find_sorted<QueueIndex>(queues_, name, queue_name);
}
std::optional<SkillIndex> Directory::find_skill(std::string_view name) const {
  return find_sorted<SkillIndex>(skills_, name, skill_name);
}
std::vector<std::string_view> Directory::agent_ids() const { return names_of(agents_, agent_id); }
std::vector<std::string_view> Directory::queue_names() const { return names_of(queues_, queue_name); }
std::vector<std::string_view> Directory::skill_names() const { return names_of(skills_, skill_name); }

std::optional<Directory> Directory::read(const Place& root) {
  if (!root.is_object() || !check_format_version(root)) return std::nullopt;
  const auto errors_before = root.diagnostics().size();
  root.only_members({"signalbox", "skills", "queues", "agents", "holidays", "businessHours"});
  Directory directory;
  if (const auto skills = root.find("skills"); skills && skills->is_array()) directory.read_skills(*skills);
  if (const auto agents = root.required("agents"); agents && agents->is_object()) directory.read_agents(*agents);
  if (const auto queues = root.required("queues"); queues && queues->is_object()) directory.read_queues(*queues);
  if (root.diagnostics().size() != errors_before) return std::nullopt;
  return directory;
}

void Directory::read_skills(const Place& place) {
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    if (const auto name = place.at(i).non_empty_text()) skills_.emplace_back(*name);
  }
  std::sort(skills_.begin(), skills_.end());
  const auto repeat = std::adjacent_find(skills_.begin(), skills_.end());
  if (repeat != skills_.end()) {
    place.report("duplicate-name", "The skill `" + quote_for_message(*repeat) + "` is listed twice.", "each skill once",
                 *repeat);
  }
}

void Directory::read_agents(const Place& place) {
  for (const std::size_t i : members_by_name(place, limits::kMaxAgents)) {
    Agent agent;
    agent.id = place.node().key(i);
    agent.name = agent.id;
    if (const Place at = place.at(i); at.is_object()) read_agent(at, agent);
    agents_.push_back(std::move(agent));
  }
}

void Directory::read_agent(const Place& place, Agent& agent) const {
  place.only_members({"name", "skills", "capacity"});
  if (const auto member = place.find("name")) {
    if (const auto name = member->non_empty_text()) agent.name = *name;
  }
  if (const auto member = place.required("capacity")) {
    if (const auto capacity = member->integer(0, 1'000'000)) agent.capacity = static_cast<std::uint32_t>(*capacity);
  }
  if (const auto member = place.find("skills"); member && member->is_object()) read_agent_skills(*member, agent);
}

void Directory::read_agent_skills(const Place& place, Agent& agent) const {
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const Place at = place.at(i);
    const std::string_view name = place.node().key(i);
    const auto skill = find_skill(name);
    if (!skill) at.report_unknown("skill", name, skill_names());
    const auto level = read_level(at);
    if (skill && level) agent.skills.push_back({*skill, *level});
  }
  std::sort(agent.skills.begin(), agent.skills.end(),
            [](const AgentSkill& a, const AgentSkill& b) { return a.skill < b.skill; });
}

void Directory::read_queues(const Place& place) {
  for (const std::size_t i : members_by_name(place, limits::kMaxQueues)) {
    Queue queue;
    queue.name = place.node().key(i);
    queue.label = queue.name;
    if (const Place at = place.at(i); at.is_object()) read_queue(at, queue);
    queues_.push_back(std::move(queue));
  }
}

void Directory::read_queue(const Place& place, Queue& queue) const {
  place.only_members({"label", "members"});
  if (const auto member = place.find("label")) {
    if (const auto label = member->non_empty_text()) queue.label = *label;
  }
  const auto members = place.required("members");
  if (!members || !members->is_array()) return;
  std::vector<bool> seen(agents_.size());
  for (std::size_t i = 0; i < members->node().size(); ++i) {
    const Place at = members->at(i);
    const auto id = at.non_empty_text();
    if (!id) continue;
    const auto agent = find_agent(*id);
    if (!agent) {
      at.report_unknown("agent", *id, agent_ids());
    } else if (seen[static_cast<std::uint32_t>(*agent)]) {
      at.report("duplicate-name", "The agent `" + quote_for_message(*id) + "` is listed twice.", "each agent once");
    } else {
      seen[static_cast<std::uint32_t>(*agent)] = true;
      queue.members.push_back(*agent);
    }
  }
}

}  // namespace signalbox
