// The directory: the people and places that work is given to.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/agent_bits.h"
#include "model/layout.h"
#include "model/reader.h"
#include "model/territories.h"
#include "model/value.h"

namespace signalbox {

/// Indexes into the directory's lists. Distinct types, so that a queue cannot be passed for an agent.
enum class AgentIndex : std::uint32_t {};
enum class QueueIndex : std::uint32_t {};
enum class SkillIndex : std::uint32_t {};
enum class HoursIndex : std::uint32_t {};
enum class WorkIndex : std::uint32_t {};
enum class ChannelIndex : std::uint32_t {};

/// What an agent can bring: each kind has a list of names of its own in the directory, in which a SkillIndex counts.
enum class Ability : std::uint8_t { kSkill, kLanguage, kCertification };
inline constexpr std::size_t kAbilityCount = 3;
/// "skill", "language", "certification".
[[nodiscard]] std::string_view ability_word(Ability ability);

/// Skill levels in tenths, 0..100, for levels 0.0 to 10.0.
using LevelTenths = std::uint8_t;
inline constexpr int kMaxLevel = 10;

/// The skill level at `place`: 0 to 10 in steps of 0.1; anything else is reported and nullopt.
[[nodiscard]] std::optional<LevelTenths> read_level(const Place& place);

struct AgentSkill {
  SkillIndex skill;
  LevelTenths level_tenths = 10 * kMaxLevel;  ///< Certifications: full.
  std::optional<Instant> until = {};          ///< From this instant on it counts no longer.
};

/// Planned time away, from `from` up to `until`.
struct Absence {
  Instant from;
  Instant until;
};

struct TravelTime {
  std::string place;
  std::uint32_t minutes;
};

/// A person or crew who takes work.
struct Agent {
  std::string id;
  std::string name;                                           ///< The id where the directory gives none.
  std::array<std::vector<AgentSkill>, kAbilityCount> skills;  ///< By Ability; sorted by skill.
  std::uint32_t capacity = 0;                                 ///< Units of open work at most.
  std::uint32_t interruptible_capacity = 0;                   ///< Units of work that may be interrupted, beside those.
  std::uint32_t weight = 1;                                   ///< Share in a fair distribution, 0..10,000.
  std::vector<TerritoryIndex> territories;
  std::vector<HoursIndex> hours;  ///< At work when one of them is open; always, when there are none.
  std::vector<Absence> absences;  ///< By `from`.
  std::optional<AgentIndex> delegate;
  std::optional<Location> location;
  std::vector<TravelTime> travel;  ///< To places, as the host measured it; sorted by place.
  std::vector<Value> fields;       ///< By Directory::agent_fields(); empty when there are none.

  /// nullopt when the agent lacks it. O(log skills).
  [[nodiscard]] const AgentSkill* held(Ability ability, SkillIndex skill) const;
  [[nodiscard]] std::optional<LevelTenths> level(SkillIndex skill) const;
};

/// The end of the absence in which `at` lies, planned absences that touch being one; nullopt when there is none.
[[nodiscard]] std::optional<Instant> planned_return(const Agent& agent, Instant at);

/// A group whose members are members of a queue.
struct QueueGroup {
  std::uint32_t group;  ///< Index into Directory::groups().
  std::uint32_t rank;
};

struct Queue {
  std::string name;
  std::string label;                 ///< The name where the directory gives none.
  std::vector<AgentIndex> members;   ///< As listed, without repeats; then those of its groups.
  std::vector<std::uint32_t> ranks;  ///< Of the members, 1..100; 1 is asked first.
  std::vector<QueueGroup> groups;
  std::optional<HoursIndex> hours;
  std::vector<std::uint32_t> by_agent;  ///< Positions of the members, in the order of the directory.
  bool is_about_hours = false;          ///< It has hours, or one of its members has.
  /// Only of a queue to which a good part of all agents belongs; else empty: its members, and a rank for each agent.
  AgentBits member_bits;
  std::vector<std::uint8_t> rank_of;

  [[nodiscard]] bool has_columns() const { return !rank_of.empty(); }
  /// Position among the members; nullopt for anybody else. O(log members).
  [[nodiscard]] std::optional<std::uint32_t> position(AgentIndex agent) const;
};

/// People by a list, or by a formula over their fields.
struct Group {
  std::string name;
  std::string formula;  ///< Empty: the members are listed.
  std::string path;     ///< JSON pointer of the formula.
  std::vector<AgentIndex> members;
};

/// How much of an agent an open record of a kind takes.
struct Work {
  std::string name;
  std::uint32_t units = 1;
  std::uint32_t percent = 0;  ///< Of the agent's capacity, beside the units.
  bool interruptible = false;
  std::int64_t after_work_ms = 0;  ///< How long an agent is kept free after finishing one.
  std::optional<ChannelIndex> channel;
};

/// A capacity that a formula computes, until complete_directory (routing/people.h) has.
struct CapacityFormula {
  AgentIndex agent;
  std::string formula;
  std::string path;
};

/// Lists that agents have in common, such as their hours: each is kept once.
struct SharedLists {
  std::vector<std::uint32_t> of_agent;            ///< Index into `lists`, by agent.
  std::vector<std::vector<std::uint32_t>> lists;  ///< Of indexes.
};

/// Immutable once completed. Names and ids are compared byte for byte. Texts of fields are shared between copies.
class Directory {
 public:
  /// Reads and checks a directory document (docs/engine-api.md) but for its formulas, calendars and holidays. nullopt
  /// when there are errors, all of which are reported. O(n log n).
  static std::optional<Directory> read(const Place& root);

  [[nodiscard]] const std::vector<Agent>& agents() const { return agents_; }
  [[nodiscard]] const std::vector<Queue>& queues() const { return queues_; }
  [[nodiscard]] const std::vector<std::string>& skills(Ability ability = Ability::kSkill) const {
    return skills_[static_cast<std::size_t>(ability)];
  }
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  [[nodiscard]] const std::vector<Work>& work() const { return work_; }
  [[nodiscard]] const std::vector<std::string>& channels() const { return channels_; }
  [[nodiscard]] const std::vector<std::string>& hours_names() const { return hours_; }
  [[nodiscard]] const Territories& territories() const { return territories_; }
  [[nodiscard]] const std::vector<CapacityFormula>& capacity_formulas() const { return capacity_formulas_; }
  /// What the directory says of agents beside what every agent has: `$Agent.<name>` in formulas.
  [[nodiscard]] const Layout& agent_fields() const { return *agent_fields_; }
  /// When the directory was written; nullopt when it does not say.
  [[nodiscard]] std::optional<Instant> as_of() const { return as_of_; }

  [[nodiscard]] const Agent& agent(AgentIndex index) const { return agents_[static_cast<std::uint32_t>(index)]; }
  [[nodiscard]] const Queue& queue(QueueIndex index) const { return queues_[static_cast<std::uint32_t>(index)]; }
  [[nodiscard]] const std::string& skill(SkillIndex index) const { return skills()[static_cast<std::uint32_t>(index)]; }

  // By exact name, O(log n).
  [[nodiscard]] std::optional<AgentIndex> find_agent(std::string_view id) const;
  [[nodiscard]] std::optional<QueueIndex> find_queue(std::string_view name) const;
  [[nodiscard]] std::optional<SkillIndex> find_skill(std::string_view name, Ability ability = Ability::kSkill) const;
  /// Leaves those who have the skill at this level, if only for a time. O(agents / 8), or O(agents / 64 + holders) when
  /// they are few.
  void keep_holders(Ability ability, SkillIndex skill, LevelTenths level_tenths, AgentBits& bits) const;
  /// Some of its holders have it for a time only.
  [[nodiscard]] bool expires(Ability ability, SkillIndex skill) const { return holders(ability, skill).expires; }
  /// The level of an agent who has the skill. O(1), or O(log skills) when its holders are few.
  [[nodiscard]] LevelTenths level_of(Ability ability, SkillIndex skill, AgentIndex agent) const;
  [[nodiscard]] std::optional<ChannelIndex> find_channel(std::string_view name) const;
  [[nodiscard]] const Work* find_work(std::string_view name) const;
  [[nodiscard]] const Group* find_group(std::string_view name) const;

  [[nodiscard]] std::vector<std::string_view> agent_ids() const;
  [[nodiscard]] std::vector<std::string_view> queue_names() const;
  [[nodiscard]] std::vector<std::string_view> skill_names(Ability ability = Ability::kSkill) const;

  // What the agents are asked most, column by column.
  [[nodiscard]] std::uint32_t capacity(AgentIndex agent) const {
    return capacities_[static_cast<std::uint32_t>(agent)];
  }
  /// Those with planned absences.
  [[nodiscard]] const AgentBits& planned_away() const { return planned_away_; }
  [[nodiscard]] const SharedLists& hours_lists() const { return hours_lists_; }
  [[nodiscard]] const SharedLists& territory_lists() const { return territory_lists_; }

  // What formulas give, once they are computed.
  void set_capacity(AgentIndex agent, std::uint32_t units) {
    agents_[static_cast<std::uint32_t>(agent)].capacity = units;
    capacities_[static_cast<std::uint32_t>(agent)] = units;
  }
  void set_group_members(std::size_t group, std::vector<AgentIndex> members) {
    groups_[group].members = std::move(members);
  }
  /// Adds the members of groups to the queues that name them: an agent who belongs twice keeps the better rank.
  void join_groups();

 private:
  friend class DirectoryReader;
  Directory() = default;
  void make_columns();
  void index_members(Queue& queue) const;

  struct Holder {
    AgentIndex agent;
    LevelTenths level_tenths;
  };
  /// Who has one skill: a column of levels when many do (0: lacks it, else 1 + tenths; 64 agents a word), else a list
  /// in the order of the agents.
  struct Holders {
    std::vector<std::uint8_t> column;
    std::vector<Holder> list;
    bool expires = false;
  };
  [[nodiscard]] const Holders& holders(Ability ability, SkillIndex skill) const {
    return holders_[static_cast<std::size_t>(ability)][static_cast<std::uint32_t>(skill)];
  }

  std::array<std::vector<std::string>, kAbilityCount> skills_;  ///< Each sorted.
  std::array<std::vector<Holders>, kAbilityCount> holders_;     ///< By skill.
  std::vector<std::string> channels_;                           ///< Sorted.
  std::vector<std::string> hours_;                              ///< Those that agents and queues name.
  Territories territories_;
  std::vector<Work> work_;     ///< Sorted by name.
  std::vector<Agent> agents_;  ///< Sorted by id.
  std::vector<Queue> queues_;  ///< Sorted by name.
  std::vector<Group> groups_;  ///< Sorted by name.
  std::vector<CapacityFormula> capacity_formulas_;
  std::vector<std::uint32_t> capacities_;  ///< By agent.
  AgentBits planned_away_;
  SharedLists hours_lists_;
  SharedLists territory_lists_;
  std::shared_ptr<const Layout> agent_fields_ = std::make_shared<const Layout>(std::vector<Field>());
  std::shared_ptr<Arena> texts_ = std::make_shared<Arena>();
  std::optional<Instant> as_of_;
};

/// Names and types at `place` (`{"Grade__c":"Number"}`), for `$Agent.<name>`. What is wrong is reported and left out.
[[nodiscard]] std::vector<Field> read_agent_fields(const Place& place);

}  // namespace signalbox
