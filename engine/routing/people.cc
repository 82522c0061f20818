#include "routing/people.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/arena.h"
#include "formula/formula.h"

namespace signalbox::routing {

namespace {

struct Named {
  std::string_view name;
  Type type;
};
constexpr std::array<Named, kPersonSlots> kSlots = {{{"$Agent.Id", Type::kText},
                                                     {"$Agent.Name", Type::kText},
                                                     {"$Agent.Weight", Type::kNumber},
                                                     {"$Agent.Location", Type::kLocation},
                                                     {"$Agent.Capacity", Type::kNumber},
                                                     {"$Agent.Presence", Type::kText},
                                                     {"$Agent.Open", Type::kNumber},
                                                     {"$Agent.Spare", Type::kNumber},
                                                     {"$Agent.IdleMinutes", Type::kNumber},
                                                     {"$Queue.Name", Type::kText},
                                                     {"$Queue.Label", Type::kText},
                                                     {"$Queue.Rank", Type::kNumber}}};
constexpr std::string_view kAgent = "$Agent.";
constexpr std::uint32_t kMaxUnits = 1'000'000;

Value whole(std::int64_t number) { return Value::number(Decimal::from_int(number)); }

Value idle_minutes(const Person& person) {
  if (!person.state.last_assigned) return {};
  return whole(std::max<std::int64_t>(0, person.now.ms - person.state.last_assigned->ms) / kMsPerMinute);
}

/// The formulas of a directory, over what is known of an agent without a roster.
class Completer {
 public:
  Completer(const Place& root, Directory& directory)
      : root_(root), directory_(directory), scope_(layout(), person_globals(kStaticPersonSlots, fields()), kBlanks) {}

  void find_groups() {
    for (std::size_t g = 0; g < directory_.groups().size(); ++g) {
      const Group& group = directory_.groups()[g];
      if (group.formula.empty()) continue;
      const Place place = place_of("groups", group.name).find("formula").value();
      const auto formula = compile(place, group.formula, Type::kCheckbox);
      if (!formula) continue;
      std::vector<AgentIndex> members;
      for (std::uint32_t i = 0; i < directory_.agents().size(); ++i) {
        const Value value = evaluate(*formula, AgentIndex{i});
        if (value.kind() == Value::Kind::kCheckbox && value.as_checkbox()) members.push_back(AgentIndex{i});
      }
      directory_.set_group_members(g, std::move(members));
    }
    directory_.join_groups();
  }

  void find_capacities() {
    for (const CapacityFormula& one : directory_.capacity_formulas()) {
      const Place place = place_of("agents", directory_.agent(one.agent).id).find("capacity")->find("formula").value();
      const auto formula = compile(place, one.formula, Type::kNumber);
      if (!formula) continue;
      const Value value = evaluate(*formula, one.agent);
      const auto units = value.kind() == Value::Kind::kNumber ? value.as_number().to_int() : std::nullopt;
      if (units && *units >= 0 && *units <= kMaxUnits) {
        directory_.set_capacity(one.agent, static_cast<std::uint32_t>(*units));
      } else {
        place.report("capacity-value", "This formula gives no capacity for the agent.",
                     "a whole number from 0 to " + std::to_string(kMaxUnits));
      }
    }
  }

 private:
  static constexpr auto kBlanks = formula::Blanks::kAsZero;
  static std::shared_ptr<const Layout> layout() { return std::make_shared<const Layout>(std::vector<Field>()); }

  [[nodiscard]] std::vector<Field> fields() const {
    std::vector<Field> fields;
    const Layout& own = directory_.agent_fields();
    for (std::size_t f = 0; f < own.size(); ++f) fields.push_back(own.field(f));
    return fields;
  }
  [[nodiscard]] Place place_of(std::string_view member, std::string_view name) const {
    return root_.find(member)->find(name).value();
  }

  std::optional<formula::Formula> compile(const Place& place, std::string_view text, Type type) {
    Diagnostics inner;
    auto formula = formula::Formula::compile(text, scope_, type, inner);
    place.adopt(inner);
    return formula;
  }

  Value evaluate(const formula::Formula& formula, AgentIndex index) {
    const Agent& agent = directory_.agent(index);
    const Person person{directory_, agent, no_state_, nullptr, 1, {}};
    slots_.clear();
    for (std::uint32_t s = 0; s < kStaticPersonSlots; ++s) {
      slots_.push_back(person_value(person, static_cast<PersonSlot>(s)));
    }
    if (agent.fields.empty()) {
      slots_.resize(scope_.slots());
    } else {
      slots_.insert(slots_.end(), agent.fields.begin(), agent.fields.end());
    }
    return formula.evaluate({slots_, {}, {}}, arena_);
  }

  const Place& root_;
  Directory& directory_;
  formula::Scope scope_;
  AgentState no_state_;
  std::vector<Value> slots_;
  Arena arena_;
};

}  // namespace

std::vector<formula::Global> person_globals(std::uint32_t count, const std::vector<Field>& fields) {
  std::vector<formula::Global> globals;
  globals.reserve(count + fields.size());
  for (std::uint32_t s = 0; s < count; ++s) globals.push_back({std::string(kSlots[s].name), kSlots[s].type, {}, false});
  for (const Field& field : fields) globals.push_back({std::string(kAgent) + field.name, field.type, {}, false});
  return globals;
}

void check_agent_fields(const Place& place, const std::vector<Field>& fields) {
  for (const Field& field : fields) {
    const std::string global = std::string(kAgent) + field.name;
    const bool is_taken =
        std::any_of(kSlots.begin(), kSlots.end(), [&](const Named& slot) { return slot.name == global; });
    if (is_taken) {
      place.find(field.name)
          ->report("duplicate-name", "Every agent has `" + global + "` already.", "another name", field.name);
    }
  }
}

Value person_value(const Person& person, PersonSlot slot) {
  switch (slot) {
    case PersonSlot::kId:
      return Value::text(person.agent.id);
    case PersonSlot::kName:
      return Value::text(person.agent.name);
    case PersonSlot::kWeight:
      return whole(person.agent.weight);
    case PersonSlot::kLocation:
      return person.agent.location ? Value::location(*person.agent.location) : Value();
    case PersonSlot::kCapacity:
      return whole(person.agent.capacity);
    case PersonSlot::kPresence:
      return Value::text(presence_name(person.state.presence));
    case PersonSlot::kOpen:
      return whole(person.state.open);
    case PersonSlot::kSpare:
      return whole(std::max<std::int64_t>(0, std::int64_t{person.agent.capacity} - person.state.open));
    case PersonSlot::kIdleMinutes:
      return idle_minutes(person);
    case PersonSlot::kQueueName:
      return Value::text(person.queue->name);
    case PersonSlot::kQueueLabel:
      return Value::text(person.queue->label);
    case PersonSlot::kQueueRank:
      return whole(person.rank);
  }
  return {};
}

Value agent_field(const Directory& directory, const Agent& agent, const Field& field) {
  const auto slot = directory.agent_fields().find(field.name);
  if (!slot || agent.fields.empty()) return {};
  if (directory.agent_fields().field(*slot).type != field.type) return Value::error(ErrorCode::kFieldType);
  return agent.fields[*slot];
}

bool complete_directory(const Place& root, Directory& directory) {
  const std::size_t before = root.diagnostics().size();
  Completer completer(root, directory);
  completer.find_groups();
  completer.find_capacities();
  return root.diagnostics().size() == before;
}

}  // namespace signalbox::routing
