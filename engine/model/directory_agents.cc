// Reading the agents of a directory document.
#include <algorithm>

#include "base/limits.h"
#include "base/sort.h"
#include "model/directory_reader.h"
#include "model/record.h"

namespace signalbox {

namespace {

constexpr std::int64_t kMaxWeight = 10'000;
constexpr std::size_t kShownChain = 8;  // delegates named in a message

}  // namespace

void DirectoryReader::read_agents() {
  const auto agents = root_.required("agents");
  if (!agents || !agents->is_object()) return;
  const auto members = members_by_name(*agents, limits::kMaxAgents);
  for (const std::size_t i : members) {
    Agent& agent = directory_.agents_.emplace_back();
    agent.id = agents->node().key(i);
    agent.name = agent.id;
  }
  for (std::size_t n = 0; n < members.size(); ++n) {
    const Place at = agents->at(members[n]);
    if (at.is_object()) read_agent(at, AgentIndex(static_cast<std::uint32_t>(n)), directory_.agents_[n]);
  }
  check_delegates(*agents, members);
}

void DirectoryReader::read_agent(const Place& place, AgentIndex index, Agent& agent) {
  place.only_members({"name", "skills", "languages", "certifications", "capacity", "weight", "territories", "hours",
                      "absences", "delegate", "location", "travelMinutes", "fields"});
  if (const auto member = place.find("name")) {
    if (const auto name = member->non_empty_text()) agent.name = *name;
  }
  if (const auto member = place.required("capacity")) read_capacity(*member, index, agent);
  read_abilities(object_member(place, "skills"), Ability::kSkill, agent);
  read_abilities(object_member(place, "languages"), Ability::kLanguage, agent);
  read_abilities(object_member(place, "certifications"), Ability::kCertification, agent);
  if (const auto member = place.find("weight")) {
    if (const auto weight = member->integer(0, kMaxWeight)) agent.weight = static_cast<std::uint32_t>(*weight);
  }
  for_each_element(place, "territories", [&](const Place& at) {
    const auto name = at.non_empty_text();
    const auto found = name ? directory_.territories_.find(*name) : std::nullopt;
    if (found) agent.territories.push_back(*found);
    if (name && !found) at.report_unknown("territory", *name, directory_.territories_.names());
  });
  for_each_element(place, "hours", [&](const Place& at) {
    if (const auto hours = read_hours(at)) agent.hours.push_back(*hours);
  });
  read_absences(place, agent);
  if (const auto member = place.find("delegate")) agent.delegate = read_agent_id(*member);
  if (const auto member = place.find("location")) read_agent_location(*member, agent);
  read_travel(object_member(place, "travelMinutes"), agent);
  if (const auto member = object_member(place, "fields")) read_fields(*member, agent);
}

void DirectoryReader::read_capacity(const Place& place, AgentIndex index, Agent& agent) {
  if (!place.node().is(json::Kind::kObject)) {
    read_units(place, agent.capacity);
    return;
  }
  place.only_members({"units", "percent", "formula", "interruptible"});
  int kinds = 0;
  for (const std::string_view kind : {"units", "percent"}) {
    if (const auto member = place.find(kind)) {
      read_units(*member, agent.capacity);
      ++kinds;
    }
  }
  if (const auto member = place.find("formula")) {
    if (const auto text = member->non_empty_text()) {
      directory_.capacity_formulas_.push_back({index, std::string(*text), member->path()});
    }
    ++kinds;
  }
  if (kinds != 1) {
    place.report("capacity-kind", "A capacity is written in units, as a percentage or as a formula.",
                 "exactly one of `units`, `percent`, `formula`");
  }
  if (const auto member = place.find("interruptible")) read_units(*member, agent.interruptible_capacity);
}

void DirectoryReader::read_abilities(const std::optional<Place>& place, Ability ability, Agent& agent) {
  auto& held = agent.skills[static_cast<std::size_t>(ability)];
  for (std::size_t i = 0; place && i < place->node().size(); ++i) {
    const Place at = place->at(i);
    const std::string_view name = place->node().key(i);
    const auto skill = directory_.find_skill(name, ability);
    if (!skill) at.report_unknown(ability_word(ability), name, directory_.skill_names(ability));
    AgentSkill one{skill.value_or(SkillIndex{})};
    if (ability == Ability::kCertification) {
      if (!at.node().is(json::Kind::kNull)) one.until = at.instant();
    } else if (at.node().is(json::Kind::kObject)) {
      at.only_members({"level", "until"});
      const auto level = at.required("level");
      if (level) one.level_tenths = read_level(*level).value_or(0);
      if (const auto until = at.find("until")) one.until = until->instant();
    } else {
      one.level_tenths = read_level(at).value_or(0);
    }
    if (skill) held.push_back(one);
  }
  sort_all(held, [](const AgentSkill& a, const AgentSkill& b) { return a.skill < b.skill; });
}

void DirectoryReader::read_absences(const Place& place, Agent& agent) {
  for_each_element(place, "absences", [&](const Place& at) {
    if (!at.is_object()) return;
    at.only_members({"from", "until", "reason"});
    const auto from_member = at.required("from");
    const auto until_member = at.required("until");
    const auto from = from_member ? from_member->instant() : std::nullopt;
    const auto until = until_member ? until_member->instant() : std::nullopt;
    if (const auto reason = at.find("reason")) (void)reason->text();
    if (!from || !until) return;
    if (*from >= *until) {
      at.report("absence-backwards", "An absence ends after it begins.", "`until` later than `from`");
    } else if (agent.absences.size() == limits::kMaxAbsences) {
      at.report("too-many", "An agent has at most " + std::to_string(limits::kMaxAbsences) + " absences.");
    } else {
      agent.absences.push_back({*from, *until});
    }
  });
  sort_all(agent.absences, [](const Absence& a, const Absence& b) { return a.from < b.from; });
}

void DirectoryReader::read_agent_location(const Place& place, Agent& agent) {
  if (!place.is_object()) return;
  const Value location = read_location(place.node());
  if (location.kind() == Value::Kind::kLocation) {
    agent.location = location.as_location();
  } else {
    place.report("bad-location", "This is no place on the globe.", "`latitude` and `longitude` in degrees");
  }
}

void DirectoryReader::read_travel(const std::optional<Place>& place, Agent& agent) {
  if (!place) return;
  for (const std::size_t i : members_by_name(*place, limits::kMaxTerritories)) {
    std::uint32_t minutes = 0;
    read_units(place->at(i), minutes);
    agent.travel.push_back({std::string(place->node().key(i)), minutes});
  }
}

void DirectoryReader::read_fields(const Place& place, Agent& agent) {
  const Layout& layout = *directory_.agent_fields_;
  std::vector<std::string_view> names;
  for (std::size_t f = 0; f < layout.size(); ++f) names.emplace_back(layout.field(f).name);
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const std::string_view name = place.node().key(i);
    if (!layout.find(name)) place.at(i).report_unknown("field", name, names);
  }
  Record record;
  if (!read_record(place.node(), layout, *directory_.texts_, record, place.diagnostics())) return;
  for (std::size_t f = 0; f < layout.size(); ++f) {
    const auto at = place.find(layout.field(f).name);
    if (!record.values[f].is_error() || !at) continue;
    const std::string type(type_name(layout.field(f).type));
    at->report("field-type", "The field `" + layout.field(f).name + "` is of the type " + type + ".",
               "a value of the type " + type);
  }
  agent.fields = std::move(record.values);
}

std::optional<HoursIndex> DirectoryReader::read_hours(const Place& place) {
  const auto name = place.non_empty_text();
  if (!name) return std::nullopt;
  const auto known = hours_.find(std::string(*name));
  if (known != hours_.end()) return known->second;
  const auto declared = root_.find("businessHours");
  if (!declared || !declared->find(*name)) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; declared && i < declared->node().size(); ++i) {
      if (declared->node().is(json::Kind::kObject)) names.push_back(declared->node().key(i));
    }
    place.report_unknown("hours", *name, names);
    return std::nullopt;
  }
  const HoursIndex index{static_cast<std::uint32_t>(directory_.hours_.size())};
  directory_.hours_.emplace_back(*name);
  hours_.emplace(*name, index);
  return index;
}

std::optional<AgentIndex> DirectoryReader::read_agent_id(const Place& place) {
  const auto id = place.non_empty_text();
  const auto agent = id ? directory_.find_agent(*id) : std::nullopt;
  if (id && !agent) place.report_unknown("agent", *id, directory_.agent_ids());
  return agent;
}

void DirectoryReader::check_delegates(const Place& agents, const std::vector<std::size_t>& members) {
  std::vector<std::size_t> walk_of(members.size(), 0);  // 1 + where the walk began that came by first
  for (std::size_t first = 0; first < members.size(); ++first) {
    std::size_t at = first;
    while (walk_of[at] == 0) {
      walk_of[at] = first + 1;
      if (const auto next = directory_.agents_[at].delegate) at = static_cast<std::uint32_t>(*next);
    }
    const bool is_circle = walk_of[at] == first + 1 && directory_.agents_[at].delegate.has_value();
    if (is_circle) report_circle(agents.at(members[at]), at);
  }
}

void DirectoryReader::report_circle(const Place& place, std::size_t begin) {
  std::string chain = quote_for_message(directory_.agents_[begin].id);
  std::size_t at = begin;
  for (std::size_t steps = 0; steps < kShownChain && (steps == 0 || at != begin); ++steps) {
    at = static_cast<std::uint32_t>(*directory_.agents_[at].delegate);
    chain += ", for whom " + quote_for_message(directory_.agents_[at].id);
  }
  place.find("delegate")
      ->report("delegate-cycle", "Delegates stand in for each other in a circle: for " + chain + " stands in.",
               "a chain of delegates that ends");
}

}  // namespace signalbox
