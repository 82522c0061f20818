#include "model/roster.h"

#include <array>
#include <utility>

namespace signalbox {

namespace {

constexpr std::array<std::string_view, 4> kPresenceNames = {"Online", "Busy", "Away", "Offline"};

std::optional<Presence> read_presence(const Place& place) {
  const auto text = place.text();
  if (!text) return std::nullopt;
  for (std::size_t i = 0; i < kPresenceNames.size(); ++i) {
    if (kPresenceNames[i] == *text) return static_cast<Presence>(i);
  }
  place.report_unknown("presence", *text, {kPresenceNames.begin(), kPresenceNames.end()});
  return std::nullopt;
}

void read_state(const Place& place, AgentState& state) {
  place.only_members({"presence", "open", "lastAssigned"});
  if (const auto member = place.required("presence")) {
    if (const auto presence = read_presence(*member)) state.presence = *presence;
  }
  if (const auto member = place.find("open")) {
    if (const auto open = member->integer(0, 1'000'000)) state.open = static_cast<std::uint32_t>(*open);
  }
  if (const auto member = place.find("lastAssigned"); member && !member->node().is(json::Kind::kNull)) {
    state.last_assigned = member->instant();
  }
}

}  // namespace

std::string_view presence_name(Presence presence) { return kPresenceNames[static_cast<std::size_t>(presence)]; }

std::optional<Roster> Roster::read(const Place& root, const Directory& directory) {
  if (!root.is_object() || !check_format_version(root)) return std::nullopt;
  const auto errors_before = root.diagnostics().size();
  root.only_members({"signalbox", "agents"});
  std::vector<AgentState> states(directory.agents().size());
  const auto agents = root.required("agents");
  if (!agents || !agents->is_object()) return std::nullopt;
  for (std::size_t i = 0; i < agents->node().size(); ++i) {
    const Place at = agents->at(i);
    const std::string_view id = agents->node().key(i);
    const auto agent = directory.find_agent(id);
    if (!agent) at.report_unknown("agent", id, directory.agent_ids());
    if (at.is_object() && agent) read_state(at, states[static_cast<std::uint32_t>(*agent)]);
  }
  if (root.diagnostics().size() != errors_before) return std::nullopt;
  return Roster(std::move(states), false);
}

Roster Roster::assumed(const Directory& directory) {
  AgentState idle;
  idle.presence = Presence::kOnline;
  return Roster(std::vector<AgentState>(directory.agents().size(), idle), true);
}

}  // namespace signalbox
