// What a policy prefers.
#include <algorithm>
#include <array>
#include <utility>

#include "routing/policy_reader.h"

namespace signalbox::routing {

namespace {

constexpr std::array<std::string_view, 10> kFactorNames = {"skillFit",   "spareCapacity", "longestIdle", "rank",
                                                           "territory",  "continuity",    "fairness",    "slaUrgency",
                                                           "travelTime", "formula"};
/// Those that a name alone tells; a formula is written out.
constexpr std::size_t kNamedFactors = 9;
constexpr std::int64_t kMaxSpeed = 1'000;

/// What a factor reads has to be there.
void check_source(const Place& place, Factor factor, const Policy& policy) {
  const auto misses = [&](bool is_missing, std::string_view member) {
    if (!is_missing) return;
    place.report("factor-source", "This factor reads `" + std::string(member) + "` of the policy, which is missing.",
                 "`" + std::string(member) + "` beside `prefer`");
  };
  const auto requires_territory = [](const Requirement& one) { return one.kind == RequirementKind::kTerritory; };
  misses(factor == Factor::kContinuity && !policy.former_owner, "formerOwner");
  misses(factor == Factor::kSlaUrgency && !policy.urgency, "urgency");
  misses(factor == Factor::kTravelTime && !policy.travel, "travel");
  misses(factor == Factor::kTerritory && std::none_of(policy.require.begin(), policy.require.end(), requires_territory),
         "require: territory");
}

void add(const Place& factor_place, std::string_view name, const std::optional<Place>& weight_place, Policy& policy) {
  const auto at = std::find(kFactorNames.begin(), kFactorNames.begin() + kNamedFactors, name);
  if (at == kFactorNames.begin() + kNamedFactors) {
    factor_place.report_unknown("factor", name, {kFactorNames.begin(), kFactorNames.begin() + kNamedFactors});
    return;
  }
  const auto weight = weight_place ? weight_place->integer(1, kMillion) : std::nullopt;
  if (!weight) return;
  const auto factor = static_cast<Factor>(at - kFactorNames.begin());
  check_source(factor_place, factor, policy);
  policy.prefer.push_back({factor, static_cast<std::uint32_t>(*weight)});
}

void read_listed(const Place& place, PolicyScope& scope, Policy& policy) {
  if (!place.is_object()) return;
  place.only_members({"factor", "formula", "weight"});
  const auto factor = place.find("factor");
  const auto formula = place.find("formula");
  const auto weight_place = place.required("weight");
  if (factor.has_value() == formula.has_value()) {
    place.report("factor-kind", "A preference is a factor or a formula, exactly one of them.", "`factor` or `formula`");
  } else if (factor) {
    if (const auto name = factor->non_empty_text()) add(*factor, *name, weight_place, policy);
  } else {
    auto compiled = scope.agent_formula(*formula, Type::kNumber);
    const auto weight = weight_place ? weight_place->integer(1, kMillion) : std::nullopt;
    if (!compiled || !weight) return;
    policy.prefer.push_back(
        {Factor::kFormula, static_cast<std::uint32_t>(*weight), PlacedFormula{std::move(*compiled), formula->path()}});
  }
}

}  // namespace

std::string_view factor_name(Factor factor) { return kFactorNames[static_cast<std::size_t>(factor)]; }

void read_preferences(const Place& place, PolicyScope& scope, Policy& policy) {
  if (place.node().is(json::Kind::kArray)) {
    for (std::size_t i = 0; i < place.node().size(); ++i) read_listed(place.at(i), scope, policy);
    return;
  }
  if (!place.is_object()) return;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    add(place.at(i), place.node().key(i), place.at(i), policy);
  }
}

void read_travel(const Place& place, PolicyScope& scope, Policy& policy) {
  if (!place.is_object()) return;
  place.only_members({"to", "speed", "place", "within"});
  Travel travel;
  const auto to = place.find("to");
  const auto named = place.find("place");
  if (to.has_value() == named.has_value()) {
    place.report("travel-kind", "Travel goes to a location at a speed, or to a place of the directory's travel times.",
                 "`to` with `speed`, or `place`");
    return;
  }
  if (const auto within = place.required("within")) {
    travel.within_minutes = static_cast<std::uint32_t>(read_duration(*within).value_or(0) / kMsPerMinute);
    if (travel.within_minutes == 0)
      within->report("out-of-range", "Less than a minute is no travel.", "a minute or more");
  }
  if (named) {
    travel.place = scope.placed(*named, Type::kText);
  } else if (const auto speed = place.required("speed")) {
    travel.speed_km_per_hour = static_cast<std::uint32_t>(speed->integer(1, kMaxSpeed).value_or(1));
    const auto target = scope.record_formula(*to, Type::kLocation);
    auto distance =
        target ? scope.made_formula(*to, "DISTANCE($Agent.Location, (" + target->text() + "), \"km\")", Type::kNumber)
               : std::nullopt;
    if (distance) travel.distance_km = PlacedFormula{std::move(*distance), to->path()};
  }
  policy.travel = std::move(travel);
}

}  // namespace signalbox::routing
