#include "routing/score.h"

#include <algorithm>

namespace signalbox::routing {

namespace {

__extension__ typedef unsigned __int128 Wide;  // products of counts, shares and a million do not fit 64 bits

constexpr std::int64_t kMinutesPerHour = 60;

/// part / whole in millionths, rounded half up; `whole` > 0, part <= whole.
std::uint32_t share_millionths(std::uint64_t part, std::uint64_t whole) {
  constexpr std::uint64_t kFits = UINT64_MAX / (4 * kMillion);
  if (whole <= kFits) return static_cast<std::uint32_t>((part * 2 * kMillion + whole) / (whole * 2));
  return static_cast<std::uint32_t>((Wide{part} * 2 * kMillion + whole) / (Wide{whole} * 2));
}

/// A number as a share: below 0 is 0, above 1 is 1; nothing is 0.
std::uint32_t clamped_millionths(const Value& value) {
  if (value.kind() != Value::Kind::kNumber || value.as_number().is_negative()) return 0;
  if (value.as_number() >= Decimal::from_int(1)) return kMillion;
  const auto millionths = value.as_number().rounded(6, Decimal::Rounding::kHalfUp).shifted(-6);
  return static_cast<std::uint32_t>(millionths ? millionths->to_int().value_or(0) : 0);
}

/// Time since the last assignment; none when never assigned. An assignment that lies ahead counts as now.
std::optional<std::uint64_t> idle_ms(const AgentState& state, Instant now) {
  if (!state.last_assigned) return std::nullopt;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, now.ms - state.last_assigned->ms));
}

}  // namespace

Scorer::Scorer(const Policy& policy, const RouteInput& input, Arena& arena, Result& result, Eligibility& eligibility)
    : policy_(policy), input_(input), result_(result), eligibility_(eligibility) {
  for (const Need& need : result.needs) abilities_ += need.requirement->kind == RequirementKind::kAbility ? 1 : 0;
  for (const Preference& preference : policy.prefer) {
    weights_ += preference.weight;
    if (preference.factor == Factor::kLongestIdle) find_longest_idle();
    if (preference.factor == Factor::kFairness) find_highest_rate();
    if (preference.factor == Factor::kSlaUrgency) {
      const Value urgency = policy.urgency->formula.evaluate(input.frame, arena);
      if (urgency.is_error()) result.errors.push_back({urgency.as_error(), policy.urgency->path, {}});
      urgency_ = clamped_millionths(urgency);
    }
    if (preference.factor == Factor::kTravelTime && policy.travel->place) {
      place_ = policy.travel->place->formula.evaluate(input.frame, arena);
      if (place_.is_error()) result.errors.push_back({place_.as_error(), policy.travel->place->path, {}});
    }
  }
}

void Scorer::find_longest_idle() {
  for (const Candidate& candidate : result_.candidates) {
    const auto idle = idle_ms(input_.roster.state(candidate.agent), input_.frame.now);
    longest_idle_ms_ = std::max(longest_idle_ms_, idle.value_or(0));
  }
}

Scorer::Rate Scorer::rate(const Candidate& candidate) const {
  const Agent& agent = input_.directory.agent(candidate.agent);
  const AgentState& state = input_.roster.state(candidate.agent);
  std::uint64_t share = 1;
  if (policy_.fair_by == FairBy::kWeight) share = agent.weight;
  if (policy_.fair_by == FairBy::kCapacity) share = agent.capacity;
  return {state.assigned, share * std::max<std::uint64_t>(1, state.present_minutes)};
}

void Scorer::find_highest_rate() {
  for (const Candidate& candidate : result_.candidates) {
    const Rate one = rate(candidate);
    if (one.share > 0 && Wide{one.count} * highest_.share > Wide{highest_.count} * one.share) highest_ = one;
  }
}

std::uint32_t Scorer::score(const Candidate& candidate, std::uint32_t* factors) {
  std::uint64_t sum = 0;
  for (const Preference& preference : policy_.prefer) {
    const std::uint32_t value = factor(preference, candidate);
    if (factors) *factors++ = value;
    sum += std::uint64_t{preference.weight} * value;
  }
  return weights_ == 0 ? 0 : static_cast<std::uint32_t>((2 * sum + weights_) / (2 * weights_));
}

std::uint32_t Scorer::factor(const Preference& preference, const Candidate& candidate) {
  switch (preference.factor) {
    case Factor::kSkillFit:
      return skill_fit(candidate);
    case Factor::kSpareCapacity:
      return spare_capacity(candidate);
    case Factor::kLongestIdle:
      return longest_idle(input_.roster.state(candidate.agent));
    case Factor::kRank:
      return share_millionths(1, candidate.rank);
    case Factor::kTerritory:
      return territory(input_.directory.agent(candidate.agent));
    case Factor::kContinuity:
      return result_.former_owner.agent == candidate.agent ? kMillion : 0;
    case Factor::kFairness:
      return fairness(candidate);
    case Factor::kSlaUrgency:
      return urgency_;
    case Factor::kTravelTime:
      return travel_time(candidate);
    case Factor::kFormula:
      return clamped_millionths(eligibility_.evaluate(preference.formula->formula, preference.formula->path,
                                                      candidate.agent, candidate.rank));
  }
  return 0;
}

std::uint32_t Scorer::skill_fit(const Candidate& candidate) const {
  return abilities_ == 0 ? kMillion : share_millionths(candidate.tenths, abilities_ * 10 * kMaxLevel);
}

std::uint32_t Scorer::spare_capacity(const Candidate& candidate) const {
  const Room room = room_for(input_.directory.agent(candidate.agent), input_.roster.state(candidate.agent),
                             eligibility_.work(), policy_.ramp_ms, input_.frame.now);
  return room.used >= room.capacity ? 0 : share_millionths(room.capacity - room.used, room.capacity);
}

std::uint32_t Scorer::longest_idle(const AgentState& state) const {
  const auto idle = idle_ms(state, input_.frame.now);
  if (!idle) return kMillion;
  return longest_idle_ms_ == 0 ? 0 : share_millionths(*idle, longest_idle_ms_);
}

std::uint32_t Scorer::territory(const Agent& agent) const {
  for (const Need& need : result_.needs) {
    if (need.requirement->kind != RequirementKind::kTerritory) continue;
    std::optional<std::uint32_t> nearest;
    for (const TerritoryIndex covered : agent.territories) {
      const auto steps = input_.directory.territories().steps(covered, *need.territory);
      if (steps && (!nearest || *steps < *nearest)) nearest = steps;
    }
    return nearest ? share_millionths(1, 1 + *nearest) : 0;
  }
  return kMillion;
}

std::uint32_t Scorer::fairness(const Candidate& candidate) const {
  const Rate own = rate(candidate);
  if (own.share == 0) return 0;
  if (highest_.count == 0) return kMillion;
  const Wide whole = Wide{highest_.count} * own.share;
  const Wide ahead = Wide{own.count} * highest_.share;
  return static_cast<std::uint32_t>(((whole - ahead) * 2 * kMillion + whole) / (whole * 2));
}

std::uint32_t Scorer::travel_time(const Candidate& candidate) {
  const Travel& travel = *policy_.travel;
  if (travel.place) {
    if (place_.kind() != Value::Kind::kText) return 0;
    const auto& measured = input_.directory.agent(candidate.agent).travel;
    const auto at = std::lower_bound(measured.begin(), measured.end(), place_.as_text(),
                                     [](const TravelTime& one, std::string_view name) { return one.place < name; });
    if (at == measured.end() || at->place != place_.as_text() || at->minutes >= travel.within_minutes) return 0;
    return share_millionths(travel.within_minutes - at->minutes, travel.within_minutes);
  }
  const Value km =
      eligibility_.evaluate(travel.distance_km->formula, travel.distance_km->path, candidate.agent, candidate.rank);
  if (km.kind() != Value::Kind::kNumber) return 0;
  const Decimal whole = Decimal::from_int(std::int64_t{travel.speed_km_per_hour} * travel.within_minutes);
  const auto share = km.as_number().times(Decimal::from_int(kMinutesPerHour))->divided_by(whole);
  if (!share) return 0;
  return static_cast<std::uint32_t>(kMillion) - clamped_millionths(Value::number(*share));
}

}  // namespace signalbox::routing
