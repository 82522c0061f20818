#include "routing/policy_reach.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/arena.h"
#include "routing/eligibility.h"

namespace signalbox::routing {

namespace {

/// A list of requirements and what the steps of `relax` make of it before the next list.
struct Spell {
  const std::vector<Requirement>* require;
  std::vector<const QueueReference*> queues;  ///< All that are asked; null among them: one that no name tells.
  int lowered_tenths = 0;
  std::uint32_t territory_rings = 0;
  std::uint32_t rank_rings = 0;
  bool drops_additional = false;
};

std::vector<Spell> spells_of(const Policy& policy) {
  const QueueReference* queue = policy.queue_fixed ? &*policy.queue_fixed : nullptr;
  std::vector<Spell> spells = {{&policy.require, {queue}}};
  for (const RelaxStep& step : policy.relax) {
    if (step.queue) queue = &*step.queue;
    if (step.require) spells.push_back({&*step.require, {queue}});
    Spell& spell = spells.back();
    if (step.queue && !step.require) spell.queues.push_back(queue);
    spell.lowered_tenths += step.lower_tenths;
    spell.territory_rings += step.widens_territory ? 1 : 0;
    spell.rank_rings += step.widens_rank ? 1 : 0;
    spell.drops_additional = spell.drops_additional || step.drops_additional;
  }
  return spells;
}

class ReachCheck {
 public:
  ReachCheck(const Policy& policy, const Directory& directory, Diagnostics& diagnostics)
      : policy_(policy), directory_(directory), diagnostics_(diagnostics) {
    if (const Work* work = directory.find_work(policy.work)) work_ = *work;
  }

  void check() {
    check_members(policy_.queue_fixed);
    for (const RelaxStep& step : policy_.relax) check_members(step.queue);
    for (const Spell& spell : spells_of(policy_)) check(spell);
  }

 private:
  void warn(std::string_view code, const std::string& path, std::string sentence, std::string expected,
            std::string_view found) {
    diagnostics_.push_back({std::string(code),
                            Severity::kWarning,
                            path,
                            Span{},
                            std::move(sentence),
                            std::move(expected),
                            quote_for_message(found),
                            {}});
  }

  void check_members(const std::optional<QueueReference>& reference) {
    const auto queue = reference ? directory_.find_queue(reference->name) : std::nullopt;
    if (!queue || !directory_.queue(*queue).members.empty()) return;
    warn("empty-queue", reference->path,
         "The queue `" + quote_for_message(reference->name) + "` has no members: the policy finds no agent in it.",
         "a queue with members", reference->name);
  }

  /// Who is asked: members of the queues, with their best ranks; everybody, when one is not known beforehand.
  void find_asked(const Spell& spell) {
    const std::size_t agents = directory_.agents().size();
    ranks_.assign(agents, 0);
    who_ = "the queue";
    for (const QueueReference* reference : spell.queues) {
      const auto index = reference ? directory_.find_queue(reference->name) : std::nullopt;
      if (!index) {
        ranks_.assign(agents, 1);
        who_ = "the directory";
        return;
      }
      const Queue& queue = directory_.queue(*index);
      for (std::size_t i = 0; i < queue.members.size(); ++i) {
        std::uint32_t& rank = ranks_[static_cast<std::uint32_t>(queue.members[i])];
        rank = rank == 0 ? queue.ranks[i] : std::min(rank, queue.ranks[i]);
      }
      who_ += (reference == spell.queues.front() ? " `" : " or `") + quote_for_message(queue.name) + "`";
    }
  }

  void check(const Spell& spell) {
    find_asked(spell);
    std::vector<bool> left;
    for (const std::uint32_t rank : ranks_) left.push_back(rank > 0);
    if (std::find(left.begin(), left.end(), true) == left.end()) return;  // said of the queue already
    for (const Requirement& requirement : *spell.require) {
      if (requirement.additional > 0 && spell.drops_additional) continue;
      check_values(spell, requirement);
      const auto name = name_of(requirement);
      if (!name) continue;
      if (requirement.kind == RequirementKind::kGroup) find_group(*name);
      bool is_met = false;
      bool is_met_with_others = false;
      for (std::uint32_t i = 0; i < left.size(); ++i) {
        if (ranks_[i] == 0) continue;
        const bool meets = can_meet(spell, requirement, *name, AgentIndex{i});
        is_met = is_met || meets;
        left[i] = left[i] && meets;
        is_met_with_others = is_met_with_others || left[i];
      }
      if (is_met_with_others) continue;
      warn("never-matches", requirement.path,
           "Nobody of " + who_ +
               (is_met ? " meets this requirement together with those before it" : " can meet this requirement") +
               ": no agent is found while it holds.",
           is_met ? "requirements that somebody meets" : "a requirement that somebody meets",
           shown(requirement, *name));
      return;  // with nobody left, the rest would all be told of
    }
  }

  /// Values of a picklist are names that records will have.
  void check_values(const Spell& spell, const Requirement& requirement) {
    if (!requirement.formula || !names_something(requirement)) return;
    for (const std::string& value : requirement.formula->domain()) {
      if (!is_known(requirement, value)) continue;  // unknown-skill says more
      bool is_met = false;
      for (std::uint32_t i = 0; i < ranks_.size() && !is_met; ++i) {
        is_met = ranks_[i] > 0 && can_meet(spell, requirement, value, AgentIndex{i});
      }
      if (is_met) continue;
      warn("never-matches", requirement.path,
           "Nobody of " + who_ + " can meet this requirement for the picklist value `" + quote_for_message(value) +
               "`: such a record finds no agent.",
           "a value that somebody serves", value);
    }
  }

  void find_group(std::string_view name) {
    const Group* group = directory_.find_group(name);
    group_.assign(ranks_.size(), group == nullptr);  // unknown-group says more
    if (!group) return;
    for (const AgentIndex member : group->members) group_[static_cast<std::uint32_t>(member)] = true;
  }

  static bool names_something(const Requirement& requirement) {
    return requirement.kind == RequirementKind::kAbility || requirement.kind == RequirementKind::kTerritory;
  }
  [[nodiscard]] bool is_known(const Requirement& requirement, std::string_view name) const {
    if (requirement.kind == RequirementKind::kTerritory) return directory_.territories().find(name).has_value();
    return directory_.find_skill(name, requirement.ability).has_value();
  }

  /// What the requirement asks of every record; nullopt when it depends on the record, or asks nothing.
  std::optional<std::string> name_of(const Requirement& requirement) {
    switch (requirement.kind) {
      case RequirementKind::kAbility:
      case RequirementKind::kTerritory: {
        const Value name = constant(requirement);
        if (name.kind() != Value::Kind::kText || name.is_blank()) return std::nullopt;
        return std::string(name.as_text());
      }
      case RequirementKind::kFormula: {
        const Value holds = constant(requirement);
        const bool never_holds = requirement.formula->is_constant() && !holds.is_error() &&
                                 (holds.kind() != Value::Kind::kCheckbox || !holds.as_checkbox());
        return never_holds ? std::optional<std::string>(std::string()) : std::nullopt;
      }
      case RequirementKind::kCap: {
        if (!requirement.formula) return requirement.name;
        const Value holds = constant(requirement);
        const bool always = holds.kind() == Value::Kind::kCheckbox && holds.as_checkbox();
        return always ? std::optional(requirement.name) : std::nullopt;
      }
      case RequirementKind::kRank:
      case RequirementKind::kGroup:
      case RequirementKind::kCapacity:
        return requirement.name;
      default:
        return std::nullopt;
    }
  }
  /// Blank when it is not the same for every record.
  Value constant(const Requirement& requirement) {
    return requirement.formula->is_constant() ? requirement.formula->evaluate({}, arena_) : Value();
  }

  [[nodiscard]] bool can_meet(const Spell& spell, const Requirement& requirement, std::string_view name,
                              AgentIndex index) const {
    const Agent& agent = directory_.agent(index);
    switch (requirement.kind) {
      case RequirementKind::kAbility: {
        const auto skill = directory_.find_skill(name, requirement.ability);
        const AgentSkill* held = skill ? agent.held(requirement.ability, *skill) : nullptr;
        if (!held || (held->until && directory_.as_of() && *held->until <= *directory_.as_of())) return false;
        return held->level_tenths + spell.lowered_tenths >= requirement.level_tenths;
      }
      case RequirementKind::kTerritory: {
        const auto work = directory_.territories().find(name);
        return work && std::any_of(agent.territories.begin(), agent.territories.end(), [&](TerritoryIndex covered) {
                 return directory_.territories().serves(covered, *work, spell.territory_rings);
               });
      }
      case RequirementKind::kRank:
        return ranks_[static_cast<std::uint32_t>(index)] <= 1 + spell.rank_rings;
      case RequirementKind::kGroup:
        return group_[static_cast<std::uint32_t>(index)];
      case RequirementKind::kCap:
        return requirement.limit > 0;
      case RequirementKind::kCapacity:
        return room_for(agent, AgentState(), work_, 0, Instant()).fits();
      default:
        return false;  // a formula that is never true
    }
  }

  static std::string shown(const Requirement& requirement, const std::string& name) {
    if (requirement.kind == RequirementKind::kFormula) return requirement.formula->text();
    if (requirement.kind == RequirementKind::kRank) return "rank";
    return requirement.kind == RequirementKind::kCapacity ? "capacity" : name;
  }

  const Policy& policy_;
  const Directory& directory_;
  Diagnostics& diagnostics_;
  Work work_;
  Arena arena_;
  std::vector<std::uint32_t> ranks_;  ///< By agent; 0: not asked.
  std::vector<bool> group_;           ///< By agent: belongs to the group that was looked up last.
  std::string who_;
};

}  // namespace

void check_reach(const Policy& policy, const Directory& directory, Diagnostics& diagnostics) {
  if (!policy.stops_at_queue) ReachCheck(policy, directory, diagnostics).check();
}

}  // namespace signalbox::routing
