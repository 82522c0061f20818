// What the factors of a score sheet were made of, each in its own unit.
#include <algorithm>

#include "routing/score.h"

namespace signalbox::routing {

namespace {

constexpr int kPlaces = 6;
constexpr std::uint64_t kTenthsPerLevel = 10;
constexpr int kCentsScale = 2;  ///< Room is counted in hundredths of units.

std::optional<Decimal> rounded(const std::optional<Decimal>& number) {
  if (!number) return std::nullopt;
  return number->rounded(kPlaces, Decimal::Rounding::kHalfUp);
}
std::optional<Decimal> whole(std::uint64_t number) { return Decimal::from_int(static_cast<std::int64_t>(number)); }
std::optional<Decimal> quotient(std::uint64_t part, std::uint64_t of) {
  return of == 0 ? std::nullopt : rounded(whole(part)->divided_by(*whole(of)));
}
std::optional<Decimal> number_of(const Value& value) {
  return value.kind() == Value::Kind::kNumber ? rounded(value.as_number()) : std::nullopt;
}

}  // namespace

std::string_view factor_unit(const Policy& policy, Factor factor) {
  switch (factor) {
    case Factor::kSkillFit:
      return "level";
    case Factor::kSpareCapacity:
      return "units";
    case Factor::kLongestIdle:
      return "minutes";
    case Factor::kRank:
      return "rank";
    case Factor::kTerritory:
      return "steps";
    case Factor::kFairness:
      return "perMinute";
    case Factor::kTravelTime:
      return policy.travel->place ? "minutes" : "km";
    default:
      return "";
  }
}

std::optional<Decimal> Scorer::raw_rate(AgentIndex agent) const {
  const Rate own = rate(agent);
  return quotient(own.count, own.share);
}

std::optional<Decimal> Scorer::raw_travel(const Candidate& candidate) {
  if (!policy_.travel->place) return number_of(distance_km(candidate));
  const auto minutes = travel_minutes(input_.directory.agent(candidate.agent));
  return minutes ? whole(*minutes) : std::nullopt;
}

std::optional<Decimal> Scorer::raw(const Preference& preference, const Candidate& candidate) {
  const Agent& agent = input_.directory.agent(candidate.agent);
  switch (preference.factor) {
    case Factor::kSkillFit:
      return quotient(candidate.tenths, kTenthsPerLevel * scales_.abilities);
    case Factor::kSpareCapacity: {
      const Room room =
          room_for(agent, input_.roster.state(candidate.agent), eligibility_.work(), policy_.ramp_ms, input_.frame.now);
      const std::uint64_t spare = room.capacity - std::min(room.used, room.capacity);
      return Decimal::from_scaled(static_cast<std::int64_t>(spare), kCentsScale);
    }
    case Factor::kLongestIdle:
      if (is_never_assigned(candidate.agent)) return std::nullopt;
      return quotient(idle_ms(candidate.agent), static_cast<std::uint64_t>(kMsPerMinute));
    case Factor::kRank:
      return whole(candidate.rank);
    case Factor::kTerritory: {
      const auto steps = territory_steps(agent);
      return steps ? whole(*steps) : std::nullopt;
    }
    case Factor::kContinuity:
      return whole(result_.former_owner.agent == candidate.agent ? 1 : 0);
    case Factor::kFairness:
      return raw_rate(candidate.agent);
    case Factor::kSlaUrgency:
      return number_of(scales_.urgency);
    case Factor::kTravelTime:
      return raw_travel(candidate);
    case Factor::kFormula:
      return number_of(eligibility_.evaluate(preference.formula->formula, preference.formula->path, candidate.agent,
                                             candidate.rank));
  }
  return std::nullopt;
}

}  // namespace signalbox::routing
