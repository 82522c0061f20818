#include "escalation/read_action.h"

#include <algorithm>
#include <array>

#include "escalation/content.h"
#include "model/json_writer.h"

namespace signalbox::escalation {

namespace {

/// By Action::Kind; "reprioritise" is a kSet as well.
constexpr std::array<std::string_view, 8> kNames = {"set",    "owner",    "reassign", "route",
                                                    "notify", "instruct", "start",    "custom"};
constexpr std::string_view kReprioritise = "reprioritise";
constexpr std::string_view kPriorityField = "Priority";
constexpr std::int64_t kMaxLevelsUp = 10;

std::vector<std::string_view> all_names() {
  std::vector<std::string_view> names(kNames.begin(), kNames.end());
  names.push_back(kReprioritise);
  return names;
}

class ActionReader {
 public:
  explicit ActionReader(const Surroundings& surroundings) : around_(surroundings) {}

  std::optional<Action> read(const Place& place) {
    if (!place.is_object()) return std::nullopt;
    if (place.node().size() != 1) {
      place.report("action-kind", "An entry of `do` is one action.", "an object with one member",
                   std::to_string(place.node().size()) + " members");
      return std::nullopt;
    }
    const std::string_view name = place.node().key(0);
    const Place member = place.at(0);
    if (name == kReprioritise) return reprioritise(member);
    const auto at = std::find(kNames.begin(), kNames.end(), name);
    if (at == kNames.end()) {
      member.report_unknown("action", name, all_names());
      return std::nullopt;
    }
    Action action;
    action.path = member.path();
    action.kind = static_cast<Action::Kind>(at - kNames.begin());
    read_payload(member, action);
    return action;
  }

 private:
  void read_payload(const Place& place, Action& action) {
    switch (action.kind) {
      case Action::Kind::kSet:
        return read_fields(place, action);
      case Action::Kind::kOwner:
        action.content = read_content(place, around_.scope, Type::kText);
        return;
      case Action::Kind::kReassign:
        return read_known(place, "policy", around_.policies, action.name);
      case Action::Kind::kStart:
        return read_known(place, "step", around_.steps, action.name);
      case Action::Kind::kRoute:
        if (const auto queue = place.non_empty_text()) action.name = *queue;
        return;
      case Action::Kind::kNotify:
      case Action::Kind::kInstruct:
        return read_message(place, action);
      case Action::Kind::kCustom:
        return read_custom(place, action);
    }
  }

  std::optional<Action> reprioritise(const Place& place) {
    const auto slot = around_.scope.layout().find(kPriorityField);
    if (!slot) {
      place.report("unknown-field", "There is no field `Priority` that this could set.", "a declared field `Priority`");
      return std::nullopt;
    }
    Action action;
    action.fields.push_back({*slot, read_content(place, around_.scope, around_.scope.layout().field(*slot).type)});
    return action;
  }

  void read_fields(const Place& place, Action& action) {
    if (!place.is_object()) return;
    const Layout& layout = around_.scope.layout();
    for (std::size_t i = 0; i < place.node().size(); ++i) {
      const std::string_view name = place.node().key(i);
      const Place member = place.at(i);
      member.mention_member(name);
      const auto slot = layout.find(name);
      if (!slot) {
        std::vector<std::string_view> names;
        for (std::size_t f = 0; f < layout.size(); ++f) names.push_back(layout.field(f).name);
        member.report_unknown("field", name, names);
        continue;
      }
      action.fields.push_back({*slot, read_content(member, around_.scope, layout.field(*slot).type)});
    }
  }

  static void read_known(const Place& place, std::string_view word, const std::vector<std::string_view>& names,
                         std::string& name) {
    const auto text = place.non_empty_text();
    if (!text) return;
    name = *text;
    if (std::find(names.begin(), names.end(), *text) == names.end()) place.report_unknown(word, *text, names);
  }

  void read_message(const Place& place, Action& action) {
    if (!place.is_object()) return;
    place.only_members({"to", "text"});
    if (const auto to = place.required("to")) read_to(*to, action);
    const bool needs_text = action.kind == Action::Kind::kInstruct;
    const auto text = needs_text ? place.required("text") : place.find("text");
    if (text) action.content = read_content(*text, around_.scope, Type::kText);
  }

  static void read_to(const Place& place, Action& action) {
    if (place.node().is(json::Kind::kText)) {
      const std::string_view word = place.node().as_text();
      if (word == "owner") {
        action.to = Action::To::kOwner;
      } else if (word == "manager") {
        action.to = Action::To::kManager;
      } else if (word == "customerSuccessManager") {
        action.to = Action::To::kCustomerSuccessManager;
      } else {
        place.report_unknown("recipient", word, {"owner", "manager", "customerSuccessManager"});
      }
      return;
    }
    if (!place.is_object()) return;
    place.only_members({"manager", "queue", "address"});
    if (place.node().size() != 1) {
      place.report("recipient", "A message goes to one recipient.", "`manager`, `queue` or `address`");
    }
    if (const auto levels = place.find("manager")) {
      action.to = Action::To::kManager;
      action.levels_up = levels->integer(1, kMaxLevelsUp).value_or(1);
    }
    const auto named = [&](std::string_view member, Action::To to) {
      const auto found = place.find(member);
      const auto text = found ? found->non_empty_text() : std::nullopt;
      if (!text) return;
      action.to = to;
      action.name = *text;
    };
    named("queue", Action::To::kQueue);
    named("address", Action::To::kAddress);
  }

  static void read_custom(const Place& place, Action& action) {
    if (!place.is_object()) return;
    place.only_members({"name", "with"});
    const auto name = place.required("name");
    if (const auto text = name ? name->non_empty_text() : std::nullopt) action.name = *text;
    const auto with = place.find("with");
    if (!with || !with->is_object()) return;
    json::Writer(action.with).node(with->node());
  }

  const Surroundings& around_;
};

}  // namespace

std::string_view action_name(Action::Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::vector<Action> read_actions(const Place& place, const Surroundings& surroundings) {
  std::vector<Action> actions;
  if (!place.is_array()) return actions;
  ActionReader reader(surroundings);
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    if (auto action = reader.read(place.at(i))) actions.push_back(std::move(*action));
  }
  if (place.node().size() == 0) place.report("no-action", "A rule that does nothing is none.", "at least one action");
  return actions;
}

}  // namespace signalbox::escalation
