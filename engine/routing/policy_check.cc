// A policy beside a directory: names that one has and the other lacks, and requirements that nobody can meet.
#include <algorithm>

#include "routing/policy.h"
#include "routing/policy_reach.h"

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
    for (const Requirement& requirement : policy_.require) check_requirement(requirement);
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

  const Policy& policy_;
  const Directory& directory_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_policy(const Policy& policy, const Directory& directory, Diagnostics& diagnostics) {
  PolicyCheck(policy, directory, diagnostics).check();
  check_reach(policy, directory, diagnostics);
}

}  // namespace signalbox::routing
