#include "routing/policy.h"

#include <algorithm>
#include <utility>

#include "formula/located.h"

namespace signalbox::routing {

namespace {

constexpr std::array<std::string_view, kFactorCount> kFactorNames = {"skillFit", "spareCapacity", "longestIdle"};

std::optional<QueueReference> read_queue_name(const Place& place) {
  const auto name = place.non_empty_text();
  if (!name) return std::nullopt;
  return QueueReference{std::string(*name), place.path(), place.node().span()};
}

void read_queue_source(const Place& place, const formula::Scope& scope, const std::vector<std::string_view>& decisions,
                       Policy& policy) {
  policy.queue_path = place.path();
  if (place.node().is(json::Kind::kText)) {
    policy.queue_fixed = read_queue_name(place);
    return;
  }
  if (!place.is_object()) return;
  place.only_members({"decision", "formula"});
  const auto decision = place.find("decision");
  const auto formula = place.find("formula");
  if (decision.has_value() == formula.has_value()) {
    place.report("queue-source", "A queue comes from a decision or from a formula, exactly one of them.",
                 "`decision` or `formula`");
    return;
  }
  if (formula) {
    policy.queue_formula = formula::compile_at(*formula, scope, Type::kText);
    return;
  }
  const auto name = decision->non_empty_text();
  if (!name) return;
  if (std::find(decisions.begin(), decisions.end(), *name) == decisions.end()) {
    decision->report_unknown("decision", *name, decisions);
  } else {
    policy.queue_decision = *name;
  }
}

void read_skill_requirement(const Place& place, const formula::Scope& scope, Policy& policy) {
  place.only_members({"skill", "level"});
  const auto skill = place.required("skill");
  const auto level = place.find("level");
  const auto tenths = level ? read_level(*level) : std::optional<LevelTenths>(0);
  if (!skill) return;
  auto formula = formula::compile_at(*skill, scope, Type::kText);
  if (!formula || !tenths) return;
  policy.skills.push_back({std::move(*formula), *tenths, skill->path()});
}

void read_requirement(const Place& place, const formula::Scope& scope, Policy& policy) {
  if (place.node().is(json::Kind::kObject)) {
    read_skill_requirement(place, scope, policy);
    return;
  }
  const auto word = place.text();
  if (!word) return;
  if (*word == "presence") {
    policy.needs_presence = true;
  } else if (*word == "capacity") {
    policy.needs_capacity = true;
  } else {
    place.report_unknown("requirement", *word, {"presence", "capacity"});
  }
}

void read_preferences(const Place& place, Policy& policy) {
  if (!place.is_object()) return;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const std::string_view name = place.node().key(i);
    const auto at = std::find(kFactorNames.begin(), kFactorNames.end(), name);
    if (at == kFactorNames.end()) {
      place.at(i).report_unknown("factor", name, {kFactorNames.begin(), kFactorNames.end()});
      continue;
    }
    const auto weight = place.at(i).integer(1, kMillion);
    if (!weight) continue;
    policy.prefer.push_back({static_cast<Factor>(at - kFactorNames.begin()), static_cast<std::uint32_t>(*weight)});
  }
}

void check_queue(const std::optional<QueueReference>& reference, const Directory& directory, Diagnostics& diagnostics) {
  if (!reference || directory.find_queue(reference->name)) return;
  const std::string shown = quote_for_message(reference->name);
  diagnostics.push_back({"unknown-queue", Severity::kError, reference->path, reference->span,
                         "The directory has no queue `" + shown + "`.", "a queue of the directory", shown,
                         closest_name(reference->name, directory.queue_names())});
}

}  // namespace

std::string_view factor_name(Factor factor) { return kFactorNames[static_cast<std::size_t>(factor)]; }

std::optional<Policy> compile_policy(const Place& place, std::string_view name, const formula::Scope& scope,
                                     const std::vector<std::string_view>& decisions) {
  if (!place.is_object()) return std::nullopt;
  const auto errors_before = place.diagnostics().size();
  place.only_members({"queue", "require", "prefer", "otherwise"});
  Policy policy;
  policy.name = name;
  if (const auto queue = place.required("queue")) read_queue_source(*queue, scope, decisions, policy);
  if (const auto require = place.find("require"); require && require->is_array()) {
    for (std::size_t i = 0; i < require->node().size(); ++i) read_requirement(require->at(i), scope, policy);
  }
  if (const auto prefer = place.find("prefer")) read_preferences(*prefer, policy);
  if (const auto otherwise = place.find("otherwise"); otherwise && otherwise->is_object()) {
    otherwise->only_members({"queue"});
    if (const auto queue = otherwise->required("queue")) policy.otherwise = read_queue_name(*queue);
  }
  const auto added = place.diagnostics().begin() + static_cast<std::ptrdiff_t>(errors_before);
  if (has_errors({added, place.diagnostics().end()})) return std::nullopt;
  return policy;
}

std::vector<const formula::Formula*> formulas_of(const Policy& policy) {
  std::vector<const formula::Formula*> formulas;
  if (policy.queue_formula) formulas.push_back(&*policy.queue_formula);
  for (const SkillRequirement& requirement : policy.skills) formulas.push_back(&requirement.skill);
  return formulas;
}

void check_policy(const Policy& policy, const Directory& directory, Diagnostics& diagnostics) {
  check_queue(policy.queue_fixed, directory, diagnostics);
  check_queue(policy.otherwise, directory, diagnostics);
  for (const SkillRequirement& requirement : policy.skills) {
    for (const std::string& value : requirement.skill.domain()) {
      if (directory.find_skill(value)) continue;
      diagnostics.push_back(
          {"unknown-skill", Severity::kWarning, requirement.path, Span{},
           "The picklist value `" + value + "` is no skill of the directory: nobody can take such a record.",
           "a skill of the directory", value, closest_name(value, directory.skill_names())});
    }
  }
}

}  // namespace signalbox::routing
