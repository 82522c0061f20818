#include "routing/score.h"

#include <algorithm>

namespace signalbox::routing {

namespace {

__extension__ typedef unsigned __int128 Wide;  // products of counts, shares and a million do not fit 64 bits

constexpr std::int64_t kMinutesPerHour = 60;

constexpr std::uint32_t kAll = static_cast<std::uint32_t>(kMillion);
constexpr std::uint64_t kFits = UINT64_MAX / (4 * kMillion);  ///< Up to here 64 bits hold what shares are made of.

bool is_about_territory(const Need& need) { return need.requirement->kind == RequirementKind::kTerritory; }

bool is_less(const Rate& a, const Rate& b) { return Wide{a.count} * b.share < Wide{b.count} * a.share; }

/// part / whole in millionths, rounded half up; `whole` > 0, part <= whole.
std::uint32_t share_millionths(std::uint64_t part, std::uint64_t whole) {
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

}  // namespace

Scorer::Scorer(const Policy& policy, const RouteInput& input, Arena& arena, Result& result, Eligibility& eligibility)
    : policy_(policy),
      input_(input),
      arena_(arena),
      result_(result),
      eligibility_(eligibility),
      columns_(input.roster.columns()),
      scales_(result.scales) {}

Value Scorer::evaluate(const PlacedFormula& formula) {
  const Value value = formula.formula.evaluate(input_.frame, arena_);
  if (value.is_error()) result_.errors.push_back({value.as_error(), formula.path, {}});
  return value;
}

void Scorer::find_scales() {
  scales_ = {};
  for (const Need& need : result_.needs) {
    scales_.abilities += need.requirement->kind == RequirementKind::kAbility ? 1 : 0;
  }
  for (const Preference& preference : policy_.prefer) {
    scales_.weights += preference.weight;
    if (preference.factor == Factor::kLongestIdle) find_longest_idle();
    if (preference.factor == Factor::kFairness) find_highest_rate();
    if (preference.factor == Factor::kSlaUrgency) {
      scales_.urgency = evaluate(*policy_.urgency);
      scales_.urgency_millionths = clamped_millionths(scales_.urgency);
    }
    if (preference.factor == Factor::kTravelTime && policy_.travel->place) {
      scales_.place = evaluate(*policy_.travel->place);
    }
  }
}

std::uint64_t Scorer::idle_ms(AgentIndex agent) const {
  const std::int64_t last_ms = columns_.last_assigned_ms[static_cast<std::uint32_t>(agent)];
  return last_ms >= input_.frame.now.ms ? 0 : static_cast<std::uint64_t>(input_.frame.now.ms - last_ms);
}

void Scorer::find_longest_idle() {
  for (const Candidate& candidate : result_.candidates) {
    if (is_never_assigned(candidate.agent)) continue;
    scales_.longest_idle_ms = std::max(scales_.longest_idle_ms, idle_ms(candidate.agent));
  }
}

Rate Scorer::rate(AgentIndex agent) const {
  const auto number = static_cast<std::uint32_t>(agent);
  std::uint64_t share = 1;
  if (policy_.fair_by == FairBy::kWeight) share = input_.directory.agent(agent).weight;
  if (policy_.fair_by == FairBy::kCapacity) share = input_.directory.capacity(agent);
  return {columns_.assigned[number], share * std::max(1u, columns_.present_minutes[number])};
}

void Scorer::find_highest_rate() {
  Rate& highest = scales_.highest_rate;
  for (const Candidate& candidate : result_.candidates) {
    const Rate one = rate(candidate.agent);
    if (one.share > 0 && is_less(highest, one)) highest = one;
  }
}

template <class Use>
void Scorer::with_factor(const Preference& preference, Use use) {
  switch (preference.factor) {
    case Factor::kSkillFit: {
      const std::uint64_t most = scales_.abilities * 10 * kMaxLevel;
      return use([&](const Candidate& one) { return most == 0 ? kAll : share_millionths(one.tenths, most); });
    }
    case Factor::kSpareCapacity:
      return use([&](const Candidate& one) { return spare_capacity(one.agent); });
    case Factor::kLongestIdle:
      return use([&](const Candidate& one) { return longest_idle(one.agent); });
    case Factor::kRank:
      return use([&](const Candidate& one) { return one.rank == 1 ? kAll : share_millionths(1, one.rank); });
    case Factor::kTerritory:
      return use([&](const Candidate& one) { return territory(input_.directory.agent(one.agent)); });
    case Factor::kContinuity:
      return use([&](const Candidate& one) { return result_.former_owner.agent == one.agent ? kAll : 0; });
    case Factor::kFairness:
      return use([&](const Candidate& one) { return fairness(one.agent); });
    case Factor::kSlaUrgency:
      return use([&](const Candidate&) { return scales_.urgency_millionths; });
    case Factor::kTravelTime:
      return use([&](const Candidate& one) { return travel_time(one); });
    case Factor::kFormula:
      return use([&](const Candidate& one) {
        const PlacedFormula& placed = *preference.formula;
        return clamped_millionths(eligibility_.evaluate(placed.formula, placed.path, one.agent, one.rank));
      });
  }
}

void Scorer::score_all() {
  auto& candidates = result_.candidates;
  auto& sums = result_.sums;
  const std::size_t width = input_.explain ? policy_.prefer.size() : 0;
  sums.assign(candidates.size(), 0);
  result_.factors.resize(candidates.size() * width);
  result_.raws.resize(candidates.size() * width);
  for (std::size_t p = 0; p < policy_.prefer.size(); ++p) {
    const std::uint64_t weight = policy_.prefer[p].weight;
    with_factor(policy_.prefer[p], [&](auto factor_of) {
      for (std::size_t i = 0; i < candidates.size(); ++i) {
        const std::uint32_t factor = factor_of(candidates[i]);
        if (width > 0) result_.factors[i * width + p] = factor;
        sums[i] += weight * factor;
      }
    });
    if (width == 0) continue;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      result_.raws[i * width + p] = raw(policy_.prefer[p], candidates[i]);
    }
  }
  if (scales_.weights == 0) return;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    candidates[i].sheet = static_cast<std::uint32_t>(i * width);
    candidates[i].score_millionths =
        static_cast<std::uint32_t>((2 * sums[i] + scales_.weights) / (2 * scales_.weights));
  }
}

void Scorer::find_factors(const Candidate& candidate, std::vector<std::uint32_t>& factors) {
  factors.clear();
  for (const Preference& preference : policy_.prefer) {
    with_factor(preference, [&](auto factor_of) { factors.push_back(factor_of(candidate)); });
  }
}

/// What the columns tell is enough, but for percentages and ramp-ups.
std::uint32_t Scorer::spare_capacity(AgentIndex agent) const {
  if (policy_.ramp_ms == 0 && !eligibility_.work().interruptible && !columns_.in_part.has(agent)) {
    const std::uint64_t capacity = input_.directory.capacity(agent);
    const std::uint64_t open = columns_.open[static_cast<std::uint32_t>(agent)];
    return open >= capacity ? 0 : share_millionths(capacity - open, capacity);
  }
  const Room room = room_for(input_.directory.agent(agent), input_.roster.state(agent), eligibility_.work(),
                             policy_.ramp_ms, input_.frame.now);
  return room.used >= room.capacity ? 0 : share_millionths(room.capacity - room.used, room.capacity);
}

std::uint32_t Scorer::longest_idle(AgentIndex agent) const {
  if (is_never_assigned(agent)) return kAll;
  return scales_.longest_idle_ms == 0 ? 0 : share_millionths(idle_ms(agent), scales_.longest_idle_ms);
}

std::optional<std::uint32_t> Scorer::territory_steps(const Agent& agent) const {
  std::optional<std::uint32_t> nearest;
  const auto need = std::find_if(result_.needs.begin(), result_.needs.end(), is_about_territory);
  if (need == result_.needs.end()) return nearest;
  for (const TerritoryIndex covered : agent.territories) {
    const auto steps = input_.directory.territories().steps(covered, *need->territory);
    if (steps && (!nearest || *steps < *nearest)) nearest = steps;
  }
  return nearest;
}

std::uint32_t Scorer::territory(const Agent& agent) const {
  if (std::none_of(result_.needs.begin(), result_.needs.end(), is_about_territory)) return kAll;
  const auto steps = territory_steps(agent);
  return steps ? share_millionths(1, 1 + *steps) : 0;
}

std::uint32_t Scorer::fairness(AgentIndex agent) const {
  const Rate own = rate(agent);
  const Rate& highest = scales_.highest_rate;
  if (own.share == 0) return 0;
  if (highest.count == 0) return kAll;
  const Wide whole = Wide{highest.count} * own.share;
  const Wide ahead = Wide{own.count} * highest.share;
  if (whole <= kFits)
    return share_millionths(static_cast<std::uint64_t>(whole - ahead), static_cast<std::uint64_t>(whole));
  return static_cast<std::uint32_t>(((whole - ahead) * 2 * kMillion + whole) / (whole * 2));
}

std::optional<std::uint32_t> Scorer::travel_minutes(const Agent& agent) const {
  const Value& place = scales_.place;
  if (place.kind() != Value::Kind::kText) return std::nullopt;
  const auto at = std::lower_bound(agent.travel.begin(), agent.travel.end(), place.as_text(),
                                   [](const TravelTime& one, std::string_view name) { return one.place < name; });
  if (at == agent.travel.end() || at->place != place.as_text()) return std::nullopt;
  return at->minutes;
}

Value Scorer::distance_km(const Candidate& candidate) {
  const PlacedFormula& distance = *policy_.travel->distance_km;
  return eligibility_.evaluate(distance.formula, distance.path, candidate.agent, candidate.rank);
}

std::uint32_t Scorer::travel_time(const Candidate& candidate) {
  const Travel& travel = *policy_.travel;
  if (travel.place) {
    const auto minutes = travel_minutes(input_.directory.agent(candidate.agent));
    if (!minutes || *minutes >= travel.within_minutes) return 0;
    return share_millionths(travel.within_minutes - *minutes, travel.within_minutes);
  }
  const Value km = distance_km(candidate);
  if (km.kind() != Value::Kind::kNumber) return 0;
  const Decimal whole = Decimal::from_int(std::int64_t{travel.speed_km_per_hour} * travel.within_minutes);
  const auto share = km.as_number().times(Decimal::from_int(kMinutesPerHour))->divided_by(whole);
  if (!share) return 0;
  return kAll - clamped_millionths(Value::number(*share));
}

}  // namespace signalbox::routing
