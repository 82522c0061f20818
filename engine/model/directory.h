// The directory: the people and places that work is given to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/reader.h"

namespace signalbox {

/// Indexes into the directory's lists. Distinct types, so that a queue cannot be passed for an agent.
enum class AgentIndex : std::uint32_t {};
enum class QueueIndex : std::uint32_t {};
enum class SkillIndex : std::uint32_t {};

/// Skill levels in tenths, 0..100, for levels 0.0 to 10.0.
using LevelTenths = std::uint8_t;
inline constexpr int kMaxLevel = 10;

/// The skill level at `place`: 0 to 10 in steps of 0.1; anything else is reported and nullopt.
[[nodiscard]] std::optional<LevelTenths> read_level(const Place& place);

struct AgentSkill {
  SkillIndex skill;
  LevelTenths level_tenths;
};

/// A person or crew who takes work.
struct Agent {
  std::string id;
  std::string name;                ///< The id where the directory gives none.
  std::vector<AgentSkill> skills;  ///< Sorted by skill.
  std::uint32_t capacity = 0;      ///< Open records at most.

  /// nullopt when the agent lacks the skill. O(log skills).
  [[nodiscard]] std::optional<LevelTenths> level(SkillIndex skill) const;
};

struct Queue {
  std::string name;
  std::string label;                ///< The name where the directory gives none.
  std::vector<AgentIndex> members;  ///< As listed, without repeats.
};

/// Immutable once read. Names and ids are compared byte for byte.
class Directory {
 public:
  /// Reads and checks a directory document (docs/engine-api.md). nullopt when there are errors, all of which are
  /// reported. O(n log n).
  static std::optional<Directory> read(const Place& root);

  [[nodiscard]] const std::vector<Agent>& agents() const { return agents_; }
  [[nodiscard]] const std::vector<Queue>& queues() const { return queues_; }
  [[nodiscard]] const std::vector<std::string>& skills() const { return skills_; }
  [[nodiscard]] const Agent& agent(AgentIndex index) const { return agents_[static_cast<std::uint32_t>(index)]; }
  [[nodiscard]] const Queue& queue(QueueIndex index) const { return queues_[static_cast<std::uint32_t>(index)]; }
  [[nodiscard]] const std::string& skill(SkillIndex index) const { return skills_[static_cast<std::uint32_t>(index)]; }

  // By exact name, O(log n).
  [[nodiscard]] std::optional<AgentIndex> find_agent(std::string_view id) const;
  [[nodiscard]] std::optional<QueueIndex> find_queue(std::string_view name) const;
  [[nodiscard]] std::optional<SkillIndex> find_skill(std::string_view name) const;

  [[nodiscard]] std::vector<std::string_view> agent_ids() const;
  [[nodiscard]] std::vector<std::string_view> queue_names() const;
  [[nodiscard]] std::vector<std::string_view> skill_names() const;

 private:
  Directory() = default;
  void read_skills(const Place& place);
  void read_agents(const Place& place);
  void read_agent(const Place& place, Agent& agent) const;
  void read_agent_skills(const Place& place, Agent& agent) const;
  void read_queues(const Place& place);
  void read_queue(const Place& place, Queue& queue) const;

  std::vector<std::string> skills_;  ///< Sorted.
  std::vector<Agent> agents_;        ///< Sorted by id.
  std::vector<Queue> queues_;        ///< Sorted by name.
};

}  // namespace signalbox
