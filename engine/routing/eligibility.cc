#include "routing/eligibility.h"

#include <algorithm>

namespace signalbox::routing {

namespace {

constexpr std::uint64_t kPercent = 100;

/// What is left of a capacity while it comes back evenly: at least one unit.
std::uint64_t ramped(std::uint64_t capacity, const AgentState& state, std::int64_t ramp_ms, Instant now) {
  if (ramp_ms == 0 || !state.present_since || capacity == 0) return capacity;
  const std::int64_t since = std::max<std::int64_t>(0, now.ms - state.present_since->ms);
  if (since >= ramp_ms) return capacity;
  return std::max<std::uint64_t>(1, capacity * static_cast<std::uint64_t>(since) / static_cast<std::uint64_t>(ramp_ms));
}

/// When a ramp-up will have brought the capacity back to so many units; rounded up to a millisecond.
Instant reaches(std::uint64_t units, std::uint64_t capacity, const AgentState& state, std::int64_t ramp_ms) {
  const auto ramp = static_cast<std::uint64_t>(ramp_ms);
  return {state.present_since->ms + static_cast<std::int64_t>((units * ramp + capacity - 1) / capacity)};
}

}  // namespace

std::optional<Instant> absent_until(const Agent& agent, const AgentState& state, Instant now) {
  if (state.is_free) return std::nullopt;
  Instant back = now;
  // An absence told by the roster and planned ones may follow each other; a second look finds planned ones behind it.
  for (int look = 0; look < 2; ++look) {
    back = planned_return(agent, back).value_or(back);
    if (state.absent_until && *state.absent_until > back) back = *state.absent_until;
  }
  return back > now ? std::optional(back) : std::nullopt;
}

std::uint32_t counted(const AgentState& state, const Requirement& cap) {
  if (state.is_free && cap.per_ms == 0) return 0;
  const auto is_this = [&](const CapCount& one) { return one.cap == cap.name; };
  const auto count = std::find_if(state.counts.begin(), state.counts.end(), is_this);
  return count == state.counts.end() ? 0 : count->count;
}

Room room_for(const Agent& agent, const AgentState& state, const Work& work, std::int64_t ramp_ms, Instant now) {
  const std::uint64_t own = work.interruptible ? agent.interruptible_capacity : agent.capacity;
  const std::uint64_t open = work.interruptible ? state.open_interruptible : state.open;
  const std::uint64_t percent = work.interruptible ? 0 : state.open_percent;
  return {open * kPercent + percent * own, work.units * kPercent + work.percent * own,
          ramped(own, state, ramp_ms, now) * kPercent};
}

Eligibility::Eligibility(const Policy& policy, const RouteInput& input, Arena& arena, Result& result)
    : policy_(policy), input_(input), arena_(arena), result_(result) {
  const Work* work = policy.work.empty() ? nullptr : input.directory.find_work(policy.work);
  if (work) work_ = *work;
  if (policy.agent_reads.empty()) return;
  const auto& slots = input.frame.slots;
  result.agent_slots.assign(slots.begin(), slots.end());
  result.agent_slots.resize(policy.first_agent_slot + kPersonSlots + policy.agent_fields.size());
}

std::optional<Exclusion> Eligibility::failure(AgentIndex agent, std::uint32_t rank, bool except_capacity) {
  if (std::find(input_.barred.begin(), input_.barred.end(), agent) != input_.barred.end()) {
    return Exclusion{agent, ExclusionReason::kBarred};
  }
  tenths_ = 0;
  for (std::uint32_t i = 0; i < result_.needs.size(); ++i) {
    const Need& need = result_.needs[i];
    if (except_capacity && need.requirement->kind == RequirementKind::kCapacity) continue;
    if (auto failed = check(need, agent, rank)) {
      failed->need = i;
      return failed;
    }
  }
  return std::nullopt;
}

std::optional<Exclusion> Eligibility::check(const Need& need, AgentIndex agent, std::uint32_t rank) {
  const Requirement& requirement = *need.requirement;
  if (need.has_failed) return Exclusion{agent, ExclusionReason::kFormula};
  switch (requirement.kind) {
    case RequirementKind::kAbility:
      return check_ability(need, agent);
    case RequirementKind::kTerritory: {
      const auto& covered = input_.directory.agent(agent).territories;
      const bool serves = need.territory && std::any_of(covered.begin(), covered.end(), [&](TerritoryIndex one) {
                            return input_.directory.territories().serves(one, *need.territory, need.widened);
                          });
      return serves ? std::nullopt : std::optional(Exclusion{agent, ExclusionReason::kTerritory});
    }
    case RequirementKind::kRank:
      if (rank <= 1 + need.widened) return std::nullopt;
      return Exclusion{agent, ExclusionReason::kRank, 0, rank, 1 + need.widened};
    case RequirementKind::kGroup:
      if (need.group.has(agent)) return std::nullopt;
      return Exclusion{agent, ExclusionReason::kGroup};
    case RequirementKind::kFormula: {
      const Value holds = evaluate(*requirement.formula, requirement.path, agent, rank);
      if (holds.kind() == Value::Kind::kCheckbox && holds.as_checkbox()) return std::nullopt;
      return Exclusion{agent, ExclusionReason::kFormula};
    }
    case RequirementKind::kCap:
      return check_cap(need, agent);
    case RequirementKind::kHours:
      return check_hours(agent);
    case RequirementKind::kPresence:
      return check_presence(agent);
    case RequirementKind::kAvailable:
      return check_available(agent);
    case RequirementKind::kInOffice:
      return check_office(agent);
    case RequirementKind::kCapacity:
      return check_capacity(agent);
  }
  return std::nullopt;
}

std::optional<Exclusion> Eligibility::check_ability(const Need& need, AgentIndex agent) {
  const AgentSkill* held =
      need.skill ? input_.directory.agent(agent).held(need.requirement->ability, *need.skill) : nullptr;
  if (!held) return Exclusion{agent, ExclusionReason::kSkillMissing};
  if (held->until && *held->until <= input_.frame.now) return Exclusion{agent, ExclusionReason::kExpired};
  tenths_ += held->level_tenths;
  if (held->level_tenths >= need.level_tenths) return std::nullopt;
  return Exclusion{agent, ExclusionReason::kSkillLevel, 0, held->level_tenths};
}

const Eligibility::Open& Eligibility::open(HoursIndex hours) {
  hours_.resize(input_.directory.hours_names().size());
  Open& open = hours_[static_cast<std::uint32_t>(hours)];
  if (open.is_known) return open;
  open.is_known = true;
  const std::string& name = input_.directory.hours_names()[static_cast<std::uint32_t>(hours)];
  const calendar::BusinessHours* found = input_.calendar ? input_.calendar->find(name) : nullptr;
  if (!found) return open;
  open.is_open = found->is_open(input_.frame.now);
  if (!open.is_open) open.next = found->next_opening(input_.frame.now);
  return open;
}

std::optional<Exclusion> Eligibility::check_hours(AgentIndex agent) {
  if (queue_ && queue_->hours) {
    const Open& of_queue = open(*queue_->hours);
    if (!of_queue.is_open) return Exclusion{agent, ExclusionReason::kQueueHours, 0, 0, 0, of_queue.next};
  }
  if (input_.roster.state(agent).is_free) return std::nullopt;
  std::optional<Instant> next;
  const auto& own = input_.directory.agent(agent).hours;
  for (const HoursIndex hours : own) {
    const Open& one = open(hours);
    if (one.is_open) return std::nullopt;
    if (one.next && (!next || *one.next < *next)) next = one.next;
  }
  if (own.empty()) return std::nullopt;
  return Exclusion{agent, ExclusionReason::kHours, 0, 0, 0, next};
}

std::optional<Exclusion> Eligibility::check_presence(AgentIndex agent) const {
  const Presence presence = input_.roster.state(agent).presence_on(work_.channel);
  if (presence == Presence::kOnline) return std::nullopt;
  return Exclusion{agent, ExclusionReason::kPresence, 0, static_cast<std::uint32_t>(presence)};
}

std::optional<Exclusion> Eligibility::check_available(AgentIndex agent) const {
  if (input_.roster.state(agent).is_available) return std::nullopt;
  return Exclusion{agent, ExclusionReason::kUnavailable};
}

std::optional<Exclusion> Eligibility::check_office(AgentIndex agent) const {
  const auto back = absent_until(input_.directory.agent(agent), input_.roster.state(agent), input_.frame.now);
  if (!back) return std::nullopt;
  return Exclusion{agent, ExclusionReason::kAbsent, 0, 0, 0, back};
}

std::optional<Exclusion> Eligibility::check_capacity(AgentIndex agent) const {
  const AgentState& state = input_.roster.state(agent);
  if (state.after_work_until && *state.after_work_until > input_.frame.now) {
    return Exclusion{agent, ExclusionReason::kAfterWork, 0, 0, 0, state.after_work_until};
  }
  const Agent& person = input_.directory.agent(agent);
  const Room room = room_for(person, state, work_, policy_.ramp_ms, input_.frame.now);
  if (room.fits()) return std::nullopt;
  Exclusion out{agent, ExclusionReason::kCapacity};
  out.has = room.used / kPercent;
  out.limit = room.capacity / kPercent;
  const std::uint64_t own = work_.interruptible ? person.interruptible_capacity : person.capacity;
  const std::uint64_t wanted = (room.used + std::max<std::uint64_t>(room.needed, 1) + kPercent - 1) / kPercent;
  if (wanted <= own && out.limit < own) out.until = reaches(wanted, own, state, policy_.ramp_ms);
  return out;
}

std::optional<Exclusion> Eligibility::check_cap(const Need& need, AgentIndex agent) const {
  const std::uint64_t count = counted(input_.roster.state(agent), *need.requirement);
  if (count < need.requirement->limit) return std::nullopt;
  return Exclusion{agent, ExclusionReason::kCap, 0, count, need.requirement->limit, {}, need.requirement};
}

template <class Use>
void Eligibility::for_each_obstacle(AgentIndex agent, Use use) const {
  const auto goes_on = [&](const std::optional<Exclusion>& failed) { return !failed || use(*failed); };
  if (!goes_on(check_office(agent)) || !goes_on(check_presence(agent)) || !goes_on(check_available(agent))) return;
  if (!goes_on(check_capacity(agent))) return;
  for (const Need& need : result_.needs) {
    if (need.requirement->kind == RequirementKind::kCap && !goes_on(check_cap(need, agent))) return;
  }
}

std::optional<Exclusion> Eligibility::cannot_take_back(AgentIndex agent) const {
  std::optional<Exclusion> first;
  for_each_obstacle(agent, [&](const Exclusion& failed) {
    first = failed;
    return false;
  });
  return first;
}

std::optional<Instant> Eligibility::could_take_back(AgentIndex agent) const {
  std::optional<Instant> latest;
  for_each_obstacle(agent, [&](const Exclusion& failed) {
    latest = failed.until ? std::max(latest, failed.until) : std::nullopt;
    return failed.until.has_value();
  });
  return latest;
}

void fill_person(const Policy& policy, const Person& person, std::vector<Value>& slots) {
  for (const std::uint32_t read : policy.agent_reads) {
    slots[policy.first_agent_slot + read] =
        read < kPersonSlots ? person_value(person, static_cast<PersonSlot>(read))
                            : agent_field(person.directory, person.agent, policy.agent_fields[read - kPersonSlots]);
  }
}

Value Eligibility::evaluate(const formula::Formula& formula, std::string_view path, AgentIndex agent,
                            std::uint32_t rank) {
  fill_person(policy_, person(agent, rank), result_.agent_slots);
  formula::Frame frame = input_.frame;
  if (!policy_.agent_reads.empty()) frame.slots = result_.agent_slots;
  const Value value = formula.evaluate(frame, arena_);
  const auto is_same = [&](const RouteError& error) { return error.path == path && error.code == value.as_error(); };
  if (value.is_error() && std::none_of(result_.errors.begin(), result_.errors.end(), is_same)) {
    result_.errors.push_back({value.as_error(), path, {}});
  }
  return value;
}

}  // namespace signalbox::routing
