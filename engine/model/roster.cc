#include "model/roster.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox {

namespace {

constexpr std::array<std::string_view, 4> kPresenceNames = {"Online", "Busy", "Away", "Offline"};
constexpr std::int64_t kMaxCount = 1'000'000;
constexpr std::int64_t kMaxSequence = 9'007'199'254'740'991;  // whole numbers that every JSON reader keeps

/// The states that a document tells, as they stand there.
struct ToldStates {
  std::uint64_t sequence = 0;
  std::vector<std::pair<AgentIndex, AgentState>> agents;
};

std::optional<Presence> read_presence(const Place& place) {
  const auto text = place.text();
  if (!text) return std::nullopt;
  for (std::size_t i = 0; i < kPresenceNames.size(); ++i) {
    if (kPresenceNames[i] == *text) return static_cast<Presence>(i);
  }
  place.report_unknown("presence", *text, {kPresenceNames.begin(), kPresenceNames.end()});
  return std::nullopt;
}

void read_count(const Place& place, std::string_view name, std::uint32_t& count) {
  const auto member = place.find(name);
  const auto number = member ? member->integer(0, kMaxCount) : std::nullopt;
  if (number) count = static_cast<std::uint32_t>(*number);
}

/// null says the same as nothing.
void read_instant(const Place& place, std::string_view name, std::optional<Instant>& instant) {
  const auto member = place.find(name);
  if (member && !member->node().is(json::Kind::kNull)) instant = member->instant();
}

class StateReader {
 public:
  StateReader(const Directory& directory, AgentState& state) : directory_(directory), state_(state) {}

  void read(const Place& place, const Agent& agent) {
    place.only_members({"presence", "channels", "available", "status", "open", "openPercent", "openInterruptible",
                        "work", "assigned", "presentMinutes", "lastAssigned", "absentUntil", "afterWorkUntil",
                        "presentSince", "counts"});
    if (const auto member = place.required("presence")) {
      if (const auto presence = read_presence(*member)) state_.presence = *presence;
    }
    if (const auto member = place.find("channels")) read_channels(*member);
    if (const auto member = place.find("available")) state_.is_available = member->boolean().value_or(true);
    if (const auto member = place.find("status")) state_.status = member->text().value_or(std::string_view());
    read_count(place, "open", state_.open);
    read_count(place, "openPercent", state_.open_percent);
    read_count(place, "openInterruptible", state_.open_interruptible);
    if (const auto member = place.find("work")) read_work(*member, agent);
    read_count(place, "assigned", state_.assigned);
    read_count(place, "presentMinutes", state_.present_minutes);
    read_instant(place, "lastAssigned", state_.last_assigned);
    read_instant(place, "absentUntil", state_.absent_until);
    read_instant(place, "afterWorkUntil", state_.after_work_until);
    read_instant(place, "presentSince", state_.present_since);
    if (const auto member = place.find("counts")) read_counts(*member);
  }

 private:
  void read_channels(const Place& place) {
    if (!place.is_object()) return;
    for (std::size_t i = 0; i < place.node().size(); ++i) {
      const std::string_view name = place.node().key(i);
      const auto channel = directory_.find_channel(name);
      if (!channel) {
        const auto& names = directory_.channels();
        place.at(i).report_unknown("channel", name, {names.begin(), names.end()});
      }
      const auto presence = read_presence(place.at(i));
      if (channel && presence) state_.channels.emplace_back(*channel, *presence);
    }
  }

  /// Open records by kind: each weighs what the directory says.
  void read_work(const Place& place, const Agent& agent) {
    if (!place.is_object()) return;
    for (std::size_t i = 0; i < place.node().size(); ++i) {
      const std::string_view name = place.node().key(i);
      const Work* work = directory_.find_work(name);
      if (!work) {
        std::vector<std::string_view> names;
        names.reserve(directory_.work().size());
        for (const Work& known : directory_.work()) names.emplace_back(known.name);
        place.at(i).report_unknown("work", name, names);
      }
      const auto count = place.at(i).integer(0, kMaxCount);
      if (!work || !count) continue;
      const std::int64_t units = *count * work->units;
      const std::int64_t percent = *count * work->percent;
      if (units > kMaxCount || percent > kMaxCount) {
        place.at(i).report("out-of-range", "So much work of `" + quote_for_message(agent.id) + "` cannot be open.");
        continue;
      }
      (work->interruptible ? state_.open_interruptible : state_.open) += static_cast<std::uint32_t>(units);
      state_.open_percent += static_cast<std::uint32_t>(percent);
    }
  }

  void read_counts(const Place& place) {
    if (!place.is_object()) return;
    for (std::size_t i = 0; i < place.node().size(); ++i) {
      const auto count = place.at(i).integer(0, kMaxCount);
      if (count) state_.counts.push_back({std::string(place.node().key(i)), static_cast<std::uint32_t>(*count)});
    }
  }

  const Directory& directory_;
  AgentState& state_;
};

void check_age(const Place& root, const Directory& directory) {
  const auto member = root.find("asOf");
  const auto as_of = member ? member->instant() : std::nullopt;
  if (!as_of || !directory.as_of() || *as_of >= *directory.as_of()) return;
  member->report("stale-roster",
                 "This roster is older than the directory, which is of " + to_text(*directory.as_of()) + ".",
                 "a roster that is as new as its directory");
}

/// nullopt when there are errors.
std::optional<ToldStates> read_states(const Place& root, const Directory& directory, bool needs_sequence) {
  if (!root.is_object() || !check_format_version(root)) return std::nullopt;
  const auto errors_before = root.diagnostics().size();
  root.only_members({"signalbox", "asOf", "sequence", "agents"});
  check_age(root, directory);
  ToldStates told;
  const auto number = needs_sequence ? root.required("sequence") : root.find("sequence");
  const auto sequence = number ? number->integer(0, kMaxSequence) : std::nullopt;
  told.sequence = static_cast<std::uint64_t>(sequence.value_or(0));
  const auto agents = root.required("agents");
  if (!agents || !agents->is_object()) return std::nullopt;
  for (std::size_t i = 0; i < agents->node().size(); ++i) {
    const Place at = agents->at(i);
    const std::string_view id = agents->node().key(i);
    const auto agent = directory.find_agent(id);
    if (!agent) at.report_unknown("agent", id, directory.agent_ids());
    if (!at.is_object() || !agent) continue;
    AgentState& state = told.agents.emplace_back(*agent, AgentState()).second;
    state.sequence = told.sequence;
    StateReader(directory, state).read(at, directory.agent(*agent));
  }
  if (root.diagnostics().size() != errors_before) return std::nullopt;
  return told;
}

}  // namespace

std::string_view presence_name(Presence presence) { return kPresenceNames[static_cast<std::size_t>(presence)]; }

Presence AgentState::presence_on(std::optional<ChannelIndex> channel) const {
  if (channel) {
    for (const auto& [named, its_presence] : channels) {
      if (named == *channel) return its_presence;
    }
  }
  return presence;
}

std::optional<Roster> Roster::read(const Place& root, const Directory& directory) {
  auto told = read_states(root, directory, false);
  if (!told) return std::nullopt;
  AgentState offline;
  offline.sequence = told->sequence;
  Roster roster(directory, offline, false);
  for (auto& [agent, told_state] : told->agents) {
    roster.change(agent, [its = &told_state](AgentState& state) { state = std::move(*its); });
  }
  return roster;
}

std::optional<Roster::Update> Roster::update(const Place& root, const Directory& directory) {
  auto told = read_states(root, directory, true);
  if (!told) return std::nullopt;
  Update update;
  for (auto& [agent, told_state] : told->agents) {
    const bool is_newer = told_state.sequence > state(agent).sequence;
    (is_newer ? update.applied : update.stale).push_back(agent);
    if (!is_newer) continue;
    change(agent, [its = &told_state](AgentState& state) { state = std::move(*its); });
  }
  return update;
}

Roster Roster::assumed(const Directory& directory) {
  AgentState idle;
  idle.presence = Presence::kOnline;
  return Roster(directory, idle, true);
}

void Roster::make_free(AgentIndex agent) {
  change(agent, [](AgentState& changed) {
    AgentState free;
    free.presence = Presence::kOnline;
    free.last_assigned = changed.last_assigned;
    free.assigned = changed.assigned;
    free.present_minutes = changed.present_minutes;
    free.counts = std::move(changed.counts);
    free.sequence = changed.sequence;
    free.is_free = true;
    changed = std::move(free);
  });
}

Roster::Roster(const Directory& directory, const AgentState& state, bool assumed)
    : states_(directory.agents().size(), state), assumed_(assumed) {
  const std::size_t agents = states_.size();
  for (auto* column : {&columns_.open, &columns_.assigned, &columns_.present_minutes}) column->resize(agents);
  for (auto* column : {&columns_.last_assigned_ms, &columns_.after_work_ms}) column->resize(agents);
  columns_.online.assign(1 + directory.channels().size(), AgentBits(agents));
  for (AgentBits* bits : {&columns_.available, &columns_.told_away, &columns_.in_part, &columns_.counted}) {
    *bits = AgentBits(agents);
  }
  for (std::uint32_t i = 0; i < agents; ++i) update_columns(AgentIndex{i});
}

void Roster::update_columns(AgentIndex agent) {
  const AgentState& now = state(agent);
  const auto number = static_cast<std::uint32_t>(agent);
  columns_.open[number] = now.open;
  columns_.assigned[number] = now.assigned;
  columns_.present_minutes[number] = now.present_minutes;
  const auto ms = [](const std::optional<Instant>& at) { return at ? at->ms : RosterColumns::kNever; };
  columns_.last_assigned_ms[number] = ms(now.last_assigned);
  columns_.after_work_ms[number] = ms(now.after_work_until);
  for (std::uint32_t c = 0; c < columns_.online.size(); ++c) {
    const auto channel = c == 0 ? std::nullopt : std::optional(ChannelIndex{c - 1});
    columns_.online[c].set(agent, now.presence_on(channel) == Presence::kOnline);
  }
  columns_.available.set(agent, now.is_available);
  columns_.told_away.set(agent, now.absent_until.has_value());
  columns_.in_part.set(agent, now.open_percent > 0);
  columns_.counted.set(agent, !now.counts.empty());
}

}  // namespace signalbox
