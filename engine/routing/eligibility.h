// Who may take a record: one agent against the requirements in force.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "routing/people.h"
#include "routing/route.h"

namespace signalbox::routing {

/// Up to when the agent is out of office, planned or told by the roster; nullopt: in office.
[[nodiscard]] std::optional<Instant> absent_until(const Agent& agent, const AgentState& state, Instant now);

/// How much counts for the agent under the cap. O(caps of the agent).
[[nodiscard]] std::uint32_t counted(const AgentState& state, const Requirement& cap);

/// Room in hundredths of units. `capacity` is what a ramp-up leaves of the agent's own.
struct Room {
  std::uint64_t used;
  std::uint64_t needed;
  std::uint64_t capacity;
  [[nodiscard]] bool fits() const { return used + needed <= capacity && (needed > 0 || used < capacity); }
};
[[nodiscard]] Room room_for(const Agent& agent, const AgentState& state, const Work& work, std::int64_t ramp_ms,
                            Instant now);

/// Fills what the policy's formulas read of the person.
void fill_person(const Policy& policy, const Person& person, std::vector<Value>& slots);

/// Asks the agents of one queue. Keeps what they share: open hours, the work.
class Eligibility {
 public:
  Eligibility(const Policy& policy, const RouteInput& input, Arena& arena, Result& result);

  /// The work that the policy says the record is.
  [[nodiscard]] const Work& work() const { return work_; }
  /// From here on agents are asked as members of this queue.
  void set_queue(const Queue* queue) { queue_ = queue; }

  /// The first requirement that fails. `except_capacity`: does not ask for room.
  [[nodiscard]] std::optional<Exclusion> failure(AgentIndex agent, std::uint32_t rank, bool except_capacity = false);
  /// Of whom failure() was asked last and failed nothing: the sum of the levels of what is required.
  [[nodiscard]] std::uint32_t tenths() const { return tenths_; }
  /// When time alone would let the agent in; nullopt when it takes more than that.
  [[nodiscard]] std::optional<Instant> could_change(AgentIndex agent, std::uint32_t rank, bool except_capacity = false);
  /// When time alone would let out an agent who meets all but room; nullopt when it takes more than that.
  [[nodiscard]] std::optional<Instant> could_leave(AgentIndex agent, std::uint32_t rank);
  /// Does the agent meet this one?
  [[nodiscard]] bool meets(const Need& need, AgentIndex agent, std::uint32_t rank) { return !check(need, agent, rank); }
  [[nodiscard]] bool is_open(HoursIndex hours) { return open(hours).is_open; }
  /// Why a former owner cannot have the record back: must be in office, online, available, with room and below the
  /// caps among Result::needs. O(caps).
  [[nodiscard]] std::optional<Exclusion> cannot_take_back(AgentIndex agent) const;
  /// When time alone would let a refused former owner have it back; nullopt when it takes more than that.
  [[nodiscard]] std::optional<Instant> could_take_back(AgentIndex agent) const;

  /// A formula over this agent; errors are reported once for each formula.
  [[nodiscard]] Value evaluate(const formula::Formula& formula, std::string_view path, AgentIndex agent,
                               std::uint32_t rank);

 private:
  struct Open {
    bool is_known = false;
    bool is_open = true;
    std::optional<Instant> next;
  };
  [[nodiscard]] std::optional<Exclusion> check(const Need& need, AgentIndex agent, std::uint32_t rank);
  [[nodiscard]] std::optional<Exclusion> check_ability(const Need& need, AgentIndex agent);
  [[nodiscard]] std::optional<Exclusion> check_hours(AgentIndex agent);
  [[nodiscard]] std::optional<Exclusion> check_capacity(AgentIndex agent) const;
  [[nodiscard]] std::optional<Exclusion> check_presence(AgentIndex agent) const;
  [[nodiscard]] std::optional<Exclusion> check_available(AgentIndex agent) const;
  [[nodiscard]] std::optional<Exclusion> check_office(AgentIndex agent) const;
  [[nodiscard]] std::optional<Exclusion> check_cap(const Need& need, AgentIndex agent) const;
  /// `use(failed)` with what keeps a former owner from having the record back, until it returns false.
  template <class Use>
  void for_each_obstacle(AgentIndex agent, Use use) const;
  [[nodiscard]] const Open& open(HoursIndex hours);
  [[nodiscard]] std::optional<Instant> turns(const Need& need, AgentIndex agent, std::uint32_t rank);
  [[nodiscard]] std::optional<Instant> ends(const Need& need, AgentIndex agent, std::uint32_t rank);
  [[nodiscard]] std::optional<Instant> closes(AgentIndex agent);
  [[nodiscard]] Person person(AgentIndex agent, std::uint32_t rank) const {
    return {input_.directory, input_.directory.agent(agent), input_.roster.state(agent), queue_, rank,
            input_.frame.now};
  }

  const Policy& policy_;
  const RouteInput& input_;
  Arena& arena_;
  Result& result_;
  const Queue* queue_ = nullptr;
  Work work_;
  std::vector<Open> hours_;  ///< By HoursIndex.
  std::uint32_t tenths_ = 0;
};

}  // namespace signalbox::routing
