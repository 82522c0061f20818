// Agents and queues as formulas see them: `$Agent.<name>`, `$Queue.<name>`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "formula/scope.h"
#include "model/directory.h"
#include "model/roster.h"

namespace signalbox::routing {

/// What every agent has, in the order of the slots; the first ones are known without a roster. The fields of the
/// definition follow.
enum class PersonSlot : std::uint32_t {
  kId,
  kName,
  kWeight,
  kLocation,
  kCapacity,
  kPresence,
  kOpen,
  kSpare,
  kIdleMinutes,
  kQueueName,
  kQueueLabel,
  kQueueRank,
};
inline constexpr std::uint32_t kPersonSlots = 12;
inline constexpr std::uint32_t kStaticPersonSlots = 4;

/// Globals for the slots of PersonSlot (of the first `count`), then for the fields.
[[nodiscard]] std::vector<formula::Global> person_globals(std::uint32_t count, const std::vector<Field>& fields);

/// Reports fields whose names every agent has already.
void check_agent_fields(const Place& place, const std::vector<Field>& fields);

/// An agent as the candidate for work of a queue.
struct Person {
  const Directory& directory;
  const Agent& agent;
  const AgentState& state;
  const Queue* queue;
  std::uint32_t rank;
  Instant now;
};

/// The value of a slot below kPersonSlots.
[[nodiscard]] Value person_value(const Person& person, PersonSlot slot);
/// The value of a field that a definition declares so; kFieldType when the directory declares it otherwise.
[[nodiscard]] Value agent_field(const Directory& directory, const Agent& agent, const Field& field);

/// Computes what the directory leaves to formulas: members of groups and capacities. False when formulas are wrong,
/// or a capacity is no whole number from 0 to 1,000,000; all is reported. O(agents x formulas).
bool complete_directory(const Place& root, Directory& directory);

}  // namespace signalbox::routing
