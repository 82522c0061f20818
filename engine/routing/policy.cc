#include "routing/policy.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "routing/people.h"
#include "routing/policy_reader.h"

namespace signalbox::routing {

namespace {

class PolicyReader {
 public:
  PolicyReader(const Place& place, PolicyScope& scope, const std::vector<std::string_view>& decisions, Policy& policy)
      : place_(place), scope_(scope), decisions_(decisions), policy_(policy) {}

  void read() {
    place_.only_members({"queue", "queuedAt", "owner", "formerOwner", "returns", "work", "require", "prefer", "relax",
                         "skipIf", "otherwise", "stopAt", "ramp", "fairBy", "travel", "urgency", "next"});
    if (const auto queue = place_.required("queue")) read_queue_source(*queue);
    if (const auto require = place_.find("require")) policy_.require = read_requirements(*require, scope_);
    policy_.queued_at = formula("queuedAt", Type::kDateTime);
    policy_.owner = formula("owner", Type::kText);
    policy_.former_owner = formula("formerOwner", Type::kText);
    policy_.urgency = formula("urgency", Type::kNumber);
    policy_.returns_to_former_owner = flag("returns");
    policy_.ramp_ms = duration(place_, "ramp");
    if (const auto travel = place_.find("travel")) read_travel(*travel, scope_, policy_);
    read_words();
    if (const auto prefer = place_.find("prefer")) read_preferences(*prefer, scope_, policy_);
    if (const auto skip = place_.find("skipIf")) policy_.skip_if_nobody = read_skip(*skip);
    if (const auto relax = place_.find("relax")) policy_.relax = read_relax(*relax, scope_);
    if (const auto otherwise = place_.find("otherwise"); otherwise && otherwise->is_object()) {
      otherwise->only_members({"queue", "after"});
      policy_.otherwise_after_ms = duration(*otherwise, "after");
      if (const auto queue = otherwise->required("queue")) policy_.otherwise = read_queue_name(*queue);
    }
    if (const auto next = place_.find("next"); next && next->is_object()) read_next(*next);
    check_returns();
  }

 private:
  std::optional<PlacedFormula> formula(std::string_view name, Type type) {
    const auto member = place_.find(name);
    return member ? scope_.placed(*member, type) : std::nullopt;
  }
  [[nodiscard]] bool flag(std::string_view name) const {
    const auto member = place_.find(name);
    return member && member->boolean().value_or(false);
  }
  static std::int64_t duration(const Place& place, std::string_view name) {
    const auto member = place.find(name);
    return member ? read_duration(*member).value_or(0) : 0;
  }

  void check_returns() const {
    if (policy_.returns_to_former_owner && !policy_.former_owner) {
      place_.find("returns")->report("factor-source", "Who the former owner is stands in `formerOwner`.",
                                     "`formerOwner` beside `returns`");
    }
    const bool must_wait = !policy_.relax.empty() || policy_.otherwise_after_ms > 0;
    if (must_wait && !policy_.queued_at) {
      place_.report("queued-at", "The policy has deadlines, and they count from `queuedAt`, which is missing.",
                    "`queuedAt`, a formula of the type DateTime", {}, {}, Severity::kWarning);
    }
  }

  void read_words() {
    if (const auto work = place_.find("work")) {
      policy_.work = work->non_empty_text().value_or(std::string_view());
      policy_.work_path = work->path();
    }
    if (const auto stop = place_.find("stopAt")) {
      const auto word = stop->text();
      policy_.stops_at_queue = word && *word == "queue";
      if (word && *word != "queue" && *word != "agent") stop->report_unknown("level", *word, {"queue", "agent"});
    }
    if (const auto fair = place_.find("fairBy")) {
      const auto word = fair->text();
      if (word && *word == "weight") {
        policy_.fair_by = FairBy::kWeight;
      } else if (word && *word == "capacity") {
        policy_.fair_by = FairBy::kCapacity;
      } else if (word && *word != "count") {
        fair->report_unknown("measure", *word, {"count", "weight", "capacity"});
      }
    }
  }

  void read_next(const Place& place) {
    place.only_members({"priority", "ageing", "reservation", "manual"});
    if (const auto priority = place.find("priority")) policy_.next.priority = scope_.placed(*priority, Type::kNumber);
    policy_.next.ageing_ms = duration(place, "ageing");
    policy_.next.reservation_ms = duration(place, "reservation");
    if (const auto manual = place.find("manual")) policy_.next.allows_manual = manual->boolean().value_or(false);
  }

  void read_queue_source(const Place& place) {
    policy_.queue_path = place.path();
    if (place.node().is(json::Kind::kText)) {
      policy_.queue_fixed = read_queue_name(place);
      return;
    }
    if (!place.is_object()) return;
    place.only_members({"decision", "formula"});
    const auto decision = place.find("decision");
    const auto queue_formula = place.find("formula");
    if (decision.has_value() == queue_formula.has_value()) {
      place.report("queue-source", "A queue comes from a decision or from a formula, exactly one of them.",
                   "`decision` or `formula`");
      return;
    }
    if (queue_formula) {
      policy_.queue_formula = scope_.record_formula(*queue_formula, Type::kText);
      return;
    }
    const auto name = decision->non_empty_text();
    if (!name) return;
    if (std::find(decisions_.begin(), decisions_.end(), *name) == decisions_.end()) {
      decision->report_unknown("decision", *name, decisions_);
    } else {
      policy_.queue_decision = *name;
    }
  }

  const Place& place_;
  PolicyScope& scope_;
  const std::vector<std::string_view>& decisions_;
  Policy& policy_;
};

void add_formulas(const std::vector<Requirement>& requirements, std::vector<FormulaAt>& formulas) {
  for (const Requirement& requirement : requirements) {
    if (requirement.formula) formulas.push_back({&*requirement.formula, requirement.path});
  }
}

}  // namespace

std::optional<PlacedFormula> PolicyScope::placed(const Place& place, Type expected) const {
  auto formula = record_formula(place, expected);
  if (!formula) return std::nullopt;
  return PlacedFormula{std::move(*formula), place.path()};
}

const formula::Scope& PolicyScope::agent_scope() {
  if (!with_agents_) {
    std::vector<Field> fields;
    fields.reserve(scope_.layout().size());
    for (std::size_t f = 0; f < scope_.layout().size(); ++f) fields.push_back(scope_.layout().field(f));
    auto globals = scope_.globals();
    const auto own = person_globals(kPersonSlots, agent_fields_);
    globals.insert(globals.end(), own.begin(), own.end());
    with_agents_ = std::make_unique<const formula::Scope>(std::make_shared<const Layout>(std::move(fields)),
                                                          std::move(globals), scope_.blanks());
  }
  return *with_agents_;
}

void PolicyScope::note_reads(const std::optional<formula::Formula>& formula) {
  if (!formula) return;
  for (const std::uint32_t slot : formula->slots()) {
    if (slot >= first_agent_slot()) reads_.push_back(slot - first_agent_slot());
  }
  std::sort(reads_.begin(), reads_.end());
  reads_.erase(std::unique(reads_.begin(), reads_.end()), reads_.end());
}

std::optional<formula::Formula> PolicyScope::agent_formula(const Place& place, Type expected) {
  auto formula = formula::compile_at(place, agent_scope(), expected);
  note_reads(formula);
  return formula;
}

std::optional<formula::Formula> PolicyScope::made_formula(const Place& place, std::string_view text, Type expected) {
  Diagnostics inner;
  auto formula = formula::Formula::compile(text, agent_scope(), expected, inner);
  for (const Diagnostic& one : inner) place.report(one.code, one.sentence, one.expected, one.found);
  note_reads(formula);
  return formula;
}

std::optional<std::int64_t> read_duration(const Place& place) {
  const auto text = place.text();
  const auto ms = text ? parse_duration_ms(*text) : std::nullopt;
  if (text && !ms) {
    place.report("bad-duration", "`" + quote_for_message(*text) + "` is no duration.", "a duration such as `90m`");
  }
  return ms;
}

std::optional<QueueReference> read_queue_name(const Place& place) {
  const auto name = place.non_empty_text();
  if (!name) return std::nullopt;
  return QueueReference{std::string(*name), place.path(), place.node().span()};
}

bool Policy::needs_capacity(std::uint32_t stage) const {
  const auto is_capacity = [](const Requirement& one) { return one.kind == RequirementKind::kCapacity; };
  // Room is never an additional requirement: only a list of its own takes it away.
  for (std::uint32_t step = stage; step > 0; --step) {
    const auto& own = relax[step - 1].require;
    if (own) return std::any_of(own->begin(), own->end(), is_capacity);
  }
  return std::any_of(require.begin(), require.end(), is_capacity);
}

std::optional<Policy> compile_policy(const Place& place, std::string_view name, const formula::Scope& scope,
                                     const std::vector<std::string_view>& decisions,
                                     const std::vector<Field>& agent_fields) {
  if (!place.is_object()) return std::nullopt;
  const auto errors_before = place.diagnostics().size();
  Policy policy;
  policy.name = name;
  PolicyScope policy_scope(scope, agent_fields);
  PolicyReader(place, policy_scope, decisions, policy).read();
  const auto added = place.diagnostics().begin() + static_cast<std::ptrdiff_t>(errors_before);
  if (has_errors({added, place.diagnostics().end()})) return std::nullopt;
  policy.agent_fields = agent_fields;
  policy.first_agent_slot = policy_scope.first_agent_slot();
  policy.agent_reads = policy_scope.agent_reads();
  return policy;
}

std::vector<FormulaAt> formulas_of(const Policy& policy) {
  std::vector<FormulaAt> formulas;
  if (policy.queue_formula) formulas.push_back({&*policy.queue_formula, policy.queue_path + "/formula"});
  const auto add = [&](const std::optional<PlacedFormula>& one) {
    if (one) formulas.push_back({&one->formula, one->path});
  };
  add(policy.queued_at);
  add(policy.owner);
  add(policy.former_owner);
  add(policy.urgency);
  add(policy.next.priority);
  if (policy.travel) {
    add(policy.travel->distance_km);
    add(policy.travel->place);
  }
  for (const Preference& preference : policy.prefer) add(preference.formula);
  add_formulas(policy.require, formulas);
  for (const RelaxStep& step : policy.relax) {
    if (step.require) add_formulas(*step.require, formulas);
  }
  return formulas;
}

}  // namespace signalbox::routing
