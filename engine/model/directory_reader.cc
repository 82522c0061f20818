// Reading a directory document.
#include <algorithm>
#include <map>
#include <utility>

#include "base/limits.h"
#include "model/directory.h"
#include "model/names.h"
#include "model/record.h"

namespace signalbox {

namespace {

constexpr std::int64_t kMaxUnits = 1'000'000;
constexpr std::int64_t kMaxWeight = 10'000;
constexpr std::int64_t kMaxRank = 100;

void read_units(const Place& place, std::uint32_t& units) {
  if (const auto number = place.integer(0, kMaxUnits)) units = static_cast<std::uint32_t>(*number);
}

/// The member when it is there and an object; anything else is reported.
std::optional<Place> object_member(const Place& place, std::string_view name) {
  auto member = place.find(name);
  if (member && !member->is_object()) member.reset();
  return member;
}

void read_label(const Place& place, std::string_view name, std::string& label) {
  const auto member = place.find(name);
  if (const auto text = member ? member->non_empty_text() : std::nullopt) label = *text;
}

/// Calls `read` for each element of the array `name`, if there is one.
template <class Read>
void for_each_element(const Place& place, std::string_view name, Read read) {
  const auto member = place.find(name);
  if (!member || !member->is_array()) return;
  for (std::size_t i = 0; i < member->node().size(); ++i) read(member->at(i));
}

}  // namespace

std::vector<Field> read_agent_fields(const Place& place) {
  std::vector<Field> fields;
  if (!place.is_object()) return fields;
  for (const std::size_t i : members_by_name(place, limits::kMaxFields)) {
    const Place at = place.at(i);
    const auto name = at.text();
    const auto type = name ? parse_type(*name) : std::nullopt;
    if (type) {
      fields.push_back({std::string(place.node().key(i)), *type, "", {}});
    } else if (name) {
      at.report_unknown("type", *name, {"Text", "Number", "Checkbox", "Date", "DateTime", "Picklist", "Location"});
    }
  }
  return fields;
}

class DirectoryReader {
 public:
  DirectoryReader(const Place& root, Directory& directory) : root_(root), directory_(directory) {}

  void read() {
    root_.only_members({"signalbox", "asOf", "skills", "languages", "certifications", "channels", "territories", "work",
                        "agentFields", "queues", "groups", "agents", "holidays", "businessHours"});
    if (const auto member = root_.find("asOf")) directory_.as_of_ = member->instant();
    constexpr std::string_view kLists[] = {"skills", "languages", "certifications"};
    for (std::size_t a = 0; a < kAbilityCount; ++a) {
      if (const auto list = root_.find(kLists[a])) {
        directory_.skills_[a] = read_names(*list, ability_word(static_cast<Ability>(a)));
      }
    }
    if (const auto list = root_.find("channels")) directory_.channels_ = read_names(*list, "channel");
    if (const auto tree = object_member(root_, "territories")) directory_.territories_ = Territories::read(*tree);
    if (const auto fields = root_.find("agentFields")) {
      directory_.agent_fields_ = std::make_shared<const Layout>(read_agent_fields(*fields));
    }
    read_all(object_member(root_, "work"), kMaxUnits, directory_.work_, &DirectoryReader::read_work);
    read_agents();
    read_all(object_member(root_, "groups"), limits::kMaxGroups, directory_.groups_, &DirectoryReader::read_group);
    const auto queues = root_.required("queues");
    if (queues && !queues->is_object()) return;
    read_all(queues, limits::kMaxQueues, directory_.queues_, &DirectoryReader::read_queue);
  }

 private:
  /// Reads named things in the order of their names.
  template <class T>
  void read_all(const std::optional<Place>& place, std::size_t limit, std::vector<T>& things,
                void (DirectoryReader::*read_one)(const Place&, T&)) {
    if (!place) return;
    for (const std::size_t i : members_by_name(*place, limit)) {
      T thing;
      thing.name = place->node().key(i);
      if (const Place at = place->at(i); at.is_object()) (this->*read_one)(at, thing);
      things.push_back(std::move(thing));
    }
  }

  void read_work(const Place& place, Work& work) {
    place.only_members({"units", "percent", "interruptible", "afterWork", "channel"});
    const auto percent = place.find("percent");
    if (const auto units = place.find("units")) {
      read_units(*units, work.units);
    } else if (percent) {
      work.units = 0;
    }
    if (percent) {
      if (const auto share = percent->integer(0, 100)) work.percent = static_cast<std::uint32_t>(*share);
    }
    if (const auto member = place.find("interruptible")) work.interruptible = member->boolean().value_or(false);
    if (const auto member = place.find("afterWork")) work.after_work_ms = read_duration(*member);
    if (const auto member = place.find("channel")) {
      const auto name = member->non_empty_text();
      work.channel = name ? directory_.find_channel(*name) : std::nullopt;
      if (name && !work.channel) member->report_unknown("channel", *name, as_views(directory_.channels_));
    }
  }

  static std::int64_t read_duration(const Place& place) {
    const auto text = place.text();
    const auto ms = text ? parse_duration_ms(*text) : std::nullopt;
    if (text && !ms) {
      place.report("bad-duration", "`" + quote_for_message(*text) + "` is no duration.", "a duration such as `90m`");
    }
    return ms.value_or(0);
  }

  static std::vector<std::string_view> as_views(const std::vector<std::string>& names) {
    return {names.begin(), names.end()};
  }

  void read_agents() {
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

  void read_agent(const Place& place, AgentIndex index, Agent& agent) {
    place.only_members({"name", "skills", "languages", "certifications", "capacity", "weight", "territories", "hours",
                        "absences", "delegate", "location", "travelMinutes", "fields"});
    read_label(place, "name", agent.name);
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

  /// Units, or `{"units","interruptible"}`, or `{"percent"}`, or `{"formula"}`.
  void read_capacity(const Place& place, AgentIndex index, Agent& agent) {
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

  /// A level; `{"level","until"}`; of a certification an instant at which it expires, or null.
  void read_abilities(const std::optional<Place>& place, Ability ability, Agent& agent) {
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
    std::sort(held.begin(), held.end(), [](const AgentSkill& a, const AgentSkill& b) { return a.skill < b.skill; });
  }

  void read_absences(const Place& place, Agent& agent) {
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
    std::sort(agent.absences.begin(), agent.absences.end(),
              [](const Absence& a, const Absence& b) { return a.from < b.from; });
  }

  static void read_agent_location(const Place& place, Agent& agent) {
    if (!place.is_object()) return;
    const Value location = read_location(place.node());
    if (location.kind() == Value::Kind::kLocation) {
      agent.location = location.as_location();
    } else {
      place.report("bad-location", "This is no place on the globe.", "`latitude` and `longitude` in degrees");
    }
  }

  void read_travel(const std::optional<Place>& place, Agent& agent) {
    if (!place) return;
    for (const std::size_t i : members_by_name(*place, limits::kMaxTerritories)) {
      std::uint32_t minutes = 0;
      read_units(place->at(i), minutes);
      agent.travel.push_back({std::string(place->node().key(i)), minutes});
    }
  }

  void read_fields(const Place& place, Agent& agent) {
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

  /// Names of business hours are those that the same document declares.
  std::optional<HoursIndex> read_hours(const Place& place) {
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

  std::optional<AgentIndex> read_agent_id(const Place& place) {
    const auto id = place.non_empty_text();
    const auto agent = id ? directory_.find_agent(*id) : std::nullopt;
    if (id && !agent) place.report_unknown("agent", *id, directory_.agent_ids());
    return agent;
  }

  /// Reports each circle once: at its first agent by id.
  void check_delegates(const Place& agents, const std::vector<std::size_t>& members) {
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

  void report_circle(const Place& place, std::size_t begin) {
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

  void read_group(const Place& place, Group& group) {
    place.only_members({"members", "formula"});
    const auto formula = place.find("formula");
    if (formula.has_value() == place.find("members").has_value()) {
      place.report("group-kind", "The members of a group are listed, or found by a formula.", "`members` or `formula`");
      return;
    }
    if (formula) {
      group.formula = formula->non_empty_text().value_or(std::string_view());
      group.path = formula->path();
      return;
    }
    std::vector<bool> seen(directory_.agents_.size());
    for_each_element(place, "members", [&](const Place& at) {
      if (const auto agent = read_new_agent(at, seen)) group.members.push_back(*agent);
    });
  }

  std::optional<AgentIndex> read_new_agent(const Place& place, std::vector<bool>& seen) {
    const auto agent = read_agent_id(place);
    if (!agent) return std::nullopt;
    if (!seen[static_cast<std::uint32_t>(*agent)]) {
      seen[static_cast<std::uint32_t>(*agent)] = true;
      return agent;
    }
    place.report("duplicate-name", "The agent `" + quote_for_message(place.node().as_text()) + "` is listed twice.",
                 "each agent once");
    return std::nullopt;
  }

  /// `name`, or `{<word>: name, "rank": n}`.
  static std::optional<Place> read_ranked(const Place& place, std::string_view word, std::uint32_t& rank) {
    rank = 1;
    if (!place.node().is(json::Kind::kObject)) return place;
    place.only_members({word, "rank"});
    if (const auto member = place.find("rank")) {
      if (const auto number = member->integer(1, kMaxRank)) rank = static_cast<std::uint32_t>(*number);
    }
    return place.required(word);
  }

  void read_queue(const Place& place, Queue& queue) {
    place.only_members({"label", "members", "groups", "hours"});
    queue.label = queue.name;
    read_label(place, "label", queue.label);
    if (!place.find("groups")) (void)place.required("members");
    std::vector<bool> seen(directory_.agents_.size());
    std::uint32_t rank = 1;
    for_each_element(place, "members", [&](const Place& at) {
      const auto id = read_ranked(at, "agent", rank);
      const auto agent = id ? read_new_agent(*id, seen) : std::nullopt;
      if (!agent) return;
      queue.members.push_back(*agent);
      queue.ranks.push_back(rank);
    });
    for_each_element(place, "groups", [&](const Place& at) {
      const auto member = read_ranked(at, "group", rank);
      const auto name = member ? member->non_empty_text() : std::nullopt;
      const Group* group = name ? directory_.find_group(*name) : nullptr;
      if (group) queue.groups.push_back({static_cast<std::uint32_t>(group - directory_.groups_.data()), rank});
      if (name && !group) member->report_unknown("group", *name, group_names());
    });
    if (const auto member = place.find("hours")) queue.hours = read_hours(*member);
  }

  [[nodiscard]] std::vector<std::string_view> group_names() const {
    return names_of(directory_.groups_, [](const Group& group) { return std::string_view(group.name); });
  }

  static constexpr std::size_t kShownChain = 8;  ///< Delegates named in a message.

  const Place& root_;
  Directory& directory_;
  std::map<std::string, HoursIndex> hours_;
};

std::optional<Directory> Directory::read(const Place& root) {
  if (!root.is_object() || !check_format_version(root)) return std::nullopt;
  const auto errors_before = root.diagnostics().size();
  Directory directory;
  DirectoryReader(root, directory).read();
  if (root.diagnostics().size() != errors_before) return std::nullopt;
  directory.join_groups();
  directory.make_columns();
  return directory;
}

}  // namespace signalbox
