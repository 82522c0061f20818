// A policy beside a directory: names that one has and the other lacks, and requirements that nobody can meet.
#include <algorithm>

#include "base/arena.h"
#include "routing/policy.h"

namespace signalbox::routing {

namespace {

class PolicyCheck {
 public:
  PolicyCheck(const Policy& policy, const Directory& directory, Diagnostics& diagnostics)
      : policy_(policy), directory_(directory), diagnostics_(diagnostics) {}

  void check() {
    check_queue(policy_.queue_fixed);
    check_queue(policy_.otherwise);
    if (!policy_.work.empty() && !directory_.find_work(policy_.work)) {
      report(Severity::kError, policy_.work_path, "work", policy_.work, "The directory has no work", {});
    }
    for (const Field& field : policy_.agent_fields) check_field(field);
    for (const Requirement& requirement : policy_.require) {
      check_requirement(requirement);
      check_reachable(requirement);
    }
    for (const RelaxStep& step : policy_.relax) {
      check_queue(step.queue);
      if (!step.require) continue;
      for (const Requirement& requirement : *step.require) check_requirement(requirement);
    }
  }

 private:
  void report(Severity severity, const std::string& path, std::string_view word, std::string_view name,
              std::string_view sentence, const std::vector<std::string_view>& names) {
    const std::string shown = quote_for_message(name);
    diagnostics_.push_back({"unknown-" + std::string(word), severity, path, Span{},
                            std::string(sentence) + " `" + shown + "`.", "a " + std::string(word) + " of the directory",
                            shown, closest_name(name, names)});
  }

  void check_queue(const std::optional<QueueReference>& reference) {
    if (!reference || directory_.find_queue(reference->name)) return;
    report(Severity::kError, reference->path, "queue", reference->name, "The directory has no queue",
           directory_.queue_names());
  }

  /// A field of the definition's `agentFields` that the directory does not tell in the same type.
  void check_field(const Field& field) {
    const auto slot = directory_.agent_fields().find(field.name);
    const bool fits = slot && directory_.agent_fields().field(*slot).type == field.type;
    if (fits) return;
    diagnostics_.push_back(
        {"agent-field",
         Severity::kWarning,
         "/agentFields",
         Span{},
         "The directory does not tell `" + field.name + "` of agents as " + std::string(type_name(field.type)) + ".",
         "the field in the directory's `agentFields`",
         field.name,
         {}});
  }

  [[nodiscard]] bool is_known(const Requirement& requirement, std::string_view name) const {
    if (requirement.kind == RequirementKind::kTerritory) return directory_.territories().find(name).has_value();
    return directory_.find_skill(name, requirement.ability).has_value();
  }

  void check_requirement(const Requirement& requirement) {
    if (requirement.kind == RequirementKind::kGroup && !directory_.find_group(requirement.name)) {
      std::vector<std::string_view> names;
      names.reserve(directory_.groups().size());
      for (const Group& group : directory_.groups()) names.emplace_back(group.name);
      report(Severity::kError, requirement.path, "group", requirement.name, "The directory has no group", names);
    }
    const bool is_territory = requirement.kind == RequirementKind::kTerritory;
    if (requirement.kind != RequirementKind::kAbility && !is_territory) return;
    const std::string_view word = is_territory ? "territory" : ability_word(requirement.ability);
    for (const std::string& value : requirement.formula->domain()) {
      if (is_known(requirement, value)) continue;
      diagnostics_.push_back({"unknown-" + std::string(word), Severity::kWarning, requirement.path, Span{},
                              "The picklist value `" + value + "` is no " + std::string(word) +
                                  " of the directory: nobody can take such a record.",
                              "a " + std::string(word) + " of the directory", value,
                              closest_name(value, is_territory ? directory_.territories().names()
                                                               : directory_.skill_names(requirement.ability))});
    }
  }

  /// The level that is left of a requirement that always holds, when everything has been relaxed.
  [[nodiscard]] LevelTenths lowest_level(const Requirement& requirement) const {
    int level = requirement.level_tenths;
    for (const RelaxStep& step : policy_.relax) level -= step.lower_tenths;
    return static_cast<LevelTenths>(std::max(0, level));
  }

  /// A skill that every record needs, and that no member of the queue has.
  void check_reachable(const Requirement& requirement) {
    const bool may_pass = requirement.kind != RequirementKind::kAbility || requirement.additional > 0 ||
                          !requirement.formula->slots().empty() || !policy_.queue_fixed ||
                          std::any_of(policy_.relax.begin(), policy_.relax.end(),
                                      [](const RelaxStep& step) { return step.require || step.queue; });
    const auto queue = may_pass ? std::nullopt : directory_.find_queue(policy_.queue_fixed->name);
    if (!queue) return;
    Arena arena;
    const Value name = requirement.formula->evaluate({}, arena);
    if (name.is_error() || name.is_blank()) return;
    const auto skill = directory_.find_skill(name.as_text(), requirement.ability);
    const auto& members = directory_.queue(*queue).members;
    const bool somebody = skill && std::any_of(members.begin(), members.end(), [&](AgentIndex member) {
                            const AgentSkill* held = directory_.agent(member).held(requirement.ability, *skill);
                            return held && held->level_tenths >= lowest_level(requirement);
                          });
    if (somebody) return;
    diagnostics_.push_back({"never-matches",
                            Severity::kWarning,
                            requirement.path,
                            Span{},
                            "No member of the queue `" + policy_.queue_fixed->name +
                                "` meets this requirement: the "
                                "policy never finds an agent.",
                            "a requirement that somebody meets",
                            quote_for_message(name.as_text()),
                            {}});
  }

  const Policy& policy_;
  const Directory& directory_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_policy(const Policy& policy, const Directory& directory, Diagnostics& diagnostics) {
  PolicyCheck(policy, directory, diagnostics).check();
}

}  // namespace signalbox::routing
