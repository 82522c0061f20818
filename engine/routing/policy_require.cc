// What a policy requires, and what it asks for less as time passes.
#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "routing/policy_reader.h"

namespace signalbox::routing {

namespace {

constexpr std::int64_t kMaxAdditional = 100;
constexpr std::int64_t kMaxCount = 1'000'000;

struct Word {
  std::string_view name;
  RequirementKind kind;
};
/// Requirements that are a word and nothing else.
constexpr std::array<Word, 6> kWords = {{{"rank", RequirementKind::kRank},
                                         {"hours", RequirementKind::kHours},
                                         {"presence", RequirementKind::kPresence},
                                         {"available", RequirementKind::kAvailable},
                                         {"inOffice", RequirementKind::kInOffice},
                                         {"capacity", RequirementKind::kCapacity}}};
/// Requirements that are an object, by the member that tells them apart.
constexpr std::array<Word, 7> kObjects = {{{"skill", RequirementKind::kAbility},
                                           {"language", RequirementKind::kAbility},
                                           {"certification", RequirementKind::kAbility},
                                           {"territory", RequirementKind::kTerritory},
                                           {"group", RequirementKind::kGroup},
                                           {"formula", RequirementKind::kFormula},
                                           {"cap", RequirementKind::kCap}}};

std::vector<std::string_view> names_of_words() {
  std::vector<std::string_view> names;
  names.reserve(kWords.size());
  for (const Word& word : kWords) names.push_back(word.name);
  return names;
}

void read_cap(const Place& place, PolicyScope& scope, Requirement& requirement) {
  place.only_members({"cap", "limit", "per", "when"});
  const auto limit = place.required("limit");
  const auto number = limit ? limit->integer(0, kMaxCount) : std::nullopt;
  requirement.limit = static_cast<std::uint32_t>(number.value_or(0));
  if (const auto per = place.find("per")) requirement.per_ms = read_duration(*per).value_or(0);
  if (const auto when = place.find("when")) requirement.formula = scope.record_formula(*when, Type::kCheckbox);
}

void read_ability(const Place& place, const Place& name, PolicyScope& scope, Requirement& requirement) {
  if (requirement.ability == Ability::kCertification) {
    place.only_members({"certification", "additional"});
  } else {
    place.only_members({ability_word(requirement.ability), "level", "additional"});
    const auto level = place.find("level");
    requirement.level_tenths = level ? read_level(*level).value_or(0) : LevelTenths{0};
  }
  if (const auto additional = place.find("additional")) {
    const auto number = additional->integer(1, kMaxAdditional);
    requirement.additional = static_cast<std::uint32_t>(number.value_or(1));
  }
  requirement.formula = scope.record_formula(name, Type::kText);
}

std::optional<Requirement> read_object(const Place& place, PolicyScope& scope) {
  const Word* word = nullptr;
  for (const Word& known : kObjects) {
    if (!word && place.find(known.name)) word = &known;
  }
  if (!word) {
    // The one that an empty object most likely lacks.
    place.only_members({"skill", "level"});
    (void)place.required("skill");
    return std::nullopt;
  }
  const Place value = *place.find(word->name);
  Requirement requirement{word->kind};
  requirement.path = value.path();
  requirement.span = value.node().span();
  switch (word->kind) {
    case RequirementKind::kAbility:
      requirement.ability = static_cast<Ability>(word - kObjects.data());
      read_ability(place, value, scope, requirement);
      break;
    case RequirementKind::kTerritory:
      place.only_members({"territory"});
      requirement.formula = scope.record_formula(value, Type::kText);
      break;
    case RequirementKind::kFormula:
      place.only_members({"formula"});
      requirement.formula = scope.agent_formula(value, Type::kCheckbox);
      break;
    case RequirementKind::kCap:
      requirement.name = value.non_empty_text().value_or(std::string_view());
      read_cap(place, scope, requirement);
      break;
    default:
      place.only_members({"group"});
      requirement.name = value.non_empty_text().value_or(std::string_view());
  }
  const bool is_named = word->kind == RequirementKind::kGroup || word->kind == RequirementKind::kCap;
  if (is_named ? requirement.name.empty() : !requirement.formula) return std::nullopt;
  return requirement;
}

std::optional<Requirement> read_requirement(const Place& place, PolicyScope& scope) {
  if (place.node().is(json::Kind::kObject)) return read_object(place, scope);
  const auto name = place.text();
  if (!name) return std::nullopt;
  for (const Word& word : kWords) {
    if (word.name != *name) continue;
    Requirement requirement{word.kind};
    requirement.path = place.path();
    return requirement;
  }
  place.report_unknown("requirement", *name, names_of_words());
  return std::nullopt;
}

void read_widen(const Place& place, RelaxStep& step) {
  const auto word = place.text();
  if (!word) return;
  step.widens_territory = *word == "territory";
  step.widens_rank = *word == "rank";
  if (!step.widens_territory && !step.widens_rank) place.report_unknown("ring", *word, {"territory", "rank"});
}

RelaxStep read_step(const Place& place, PolicyScope& scope) {
  RelaxStep step;
  if (!place.is_object()) return step;
  place.only_members({"after", "drop", "lower", "widen", "queue", "require", "skipIf"});
  if (const auto after = place.required("after")) step.after_ms = read_duration(*after).value_or(0);
  if (const auto drop = place.find("drop")) {
    const auto word = drop->text();
    step.drops_additional = word && *word == "additional";
    if (word && !step.drops_additional) drop->report_unknown("requirement", *word, {"additional"});
  }
  if (const auto lower = place.find("lower")) step.lower_tenths = read_level(*lower).value_or(0);
  if (const auto widen = place.find("widen")) read_widen(*widen, step);
  if (const auto queue = place.find("queue")) step.queue = read_queue_name(*queue);
  if (const auto require = place.find("require")) step.require = read_requirements(*require, scope);
  if (const auto skip = place.find("skipIf")) step.skip_if_nobody = read_skip(*skip);
  if (place.node().size() < 2) {
    place.report("empty-step", "This step relaxes nothing.", "`drop`, `lower`, `widen`, `queue` or `require`");
  }
  return step;
}

/// What is given would count twice under one name.
bool repeats_cap(const Requirement& one, const std::vector<Requirement>& others) {
  return one.kind == RequirementKind::kCap && std::any_of(others.begin(), others.end(), [&](const Requirement& other) {
           return other.kind == RequirementKind::kCap && other.name == one.name;
         });
}

}  // namespace

std::vector<Requirement> read_requirements(const Place& place, PolicyScope& scope) {
  std::vector<Requirement> requirements;
  if (!place.is_array()) return requirements;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    auto requirement = read_requirement(place.at(i), scope);
    if (!requirement) continue;
    if (repeats_cap(*requirement, requirements)) {
      place.at(i).find("cap")->report("duplicate-cap", "A cap of this name stands above: it would count twice.",
                                      "another name", requirement->name);
    }
    requirements.push_back(std::move(*requirement));
  }
  return requirements;
}

bool read_skip(const Place& place) {
  const auto word = place.text();
  if (word && *word != "nobody") place.report_unknown("condition", *word, {"nobody"});
  return word && *word == "nobody";
}

std::vector<RelaxStep> read_relax(const Place& place, PolicyScope& scope) {
  std::vector<RelaxStep> steps;
  if (!place.is_array()) return steps;
  if (place.node().size() > limits::kMaxRelaxSteps) {
    const std::string limit = std::to_string(limits::kMaxRelaxSteps);
    place.report("too-many", "A policy has at most " + limit + " steps that relax it.", "at most " + limit + " steps");
    return steps;
  }
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    RelaxStep step = read_step(place.at(i), scope);
    if (!steps.empty() && step.after_ms < steps.back().after_ms) {
      place.at(i).report("step-order", "This step comes before the one above it.", "deadlines that do not descend");
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace signalbox::routing
