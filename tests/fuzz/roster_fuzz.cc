// Any bytes as a roster: diagnostics that say what is wrong, or a roster whose columns tell what its states tell, by
// which a record is decided with and without an explanation alike, and which its own text changes no more as an update.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/api.h"
#include "api/program.h"
#include "model/json.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::is_json;
using test::require;

const api::Directory& directory() {
  static const auto loaded = api::load_directory(
      R"({"signalbox":1,"asOf":"2026-01-01T00:00:00Z","skills":["A"],"channels":["chat","voice"],)"
      R"("work":{"call":{"units":2,"channel":"voice"},"note":{"percent":30},"idle":{"interruptible":true}},)"
      R"("queues":{"Q":{"members":["x","y",{"agent":"z","rank":2}]}},"agents":{)"
      R"("x":{"skills":{"A":5},"capacity":{"units":3,"interruptible":1},"delegate":"y"},)"
      R"("y":{"skills":{"A":{"level":3,"until":"2026-02-01T00:00:00Z"}},"capacity":2,)"
      R"("absences":[{"from":"2026-01-30T00:00:00Z","until":"2026-01-31T09:00:00Z"}]},)"
      R"("z":{"capacity":1,"weight":3}}})");
  return *loaded.value;
}

const api::Program& program() {
  static const auto loaded = api::load_definition(
      R"({"signalbox":1,"name":"t","object":"Case","fields":{"Skill":"Text"},"routing":{"r":{"queue":"Q","work":"call",)"
      R"("require":[{"skill":"Skill"},{"cap":"daily","limit":2},"presence","available","inOffice","capacity"],)"
      R"("prefer":{"skillFit":4,"spareCapacity":3,"longestIdle":2,"fairness":1},"ramp":"10m"}},)"
      R"("steps":[{"id":"place","route":"r"}]})");
  return *loaded.value;
}

void check_columns(const signalbox::Roster& roster) {
  const RosterColumns& columns = roster.columns();
  for (std::uint32_t i = 0; i < columns.open.size(); ++i) {
    const AgentIndex agent{i};
    const AgentState& state = roster.state(agent);
    require(columns.open[i] == state.open && columns.assigned[i] == state.assigned);
    require(columns.present_minutes[i] == state.present_minutes);
    require((columns.last_assigned_ms[i] != RosterColumns::kNever) == state.last_assigned.has_value());
    require((columns.after_work_ms[i] != RosterColumns::kNever) == state.after_work_until.has_value());
    require(columns.available.has(agent) == state.is_available);
    require(columns.told_away.has(agent) == state.absent_until.has_value());
    require(columns.in_part.has(agent) == (state.open_percent > 0));
    require(columns.counted.has(agent) == !state.counts.empty());
    for (std::uint32_t c = 0; c < columns.online.size(); ++c) {
      const auto channel = c == 0 ? std::nullopt : std::optional(ChannelIndex{c - 1});
      require(columns.online[c].has(agent) == (state.presence_on(channel) == Presence::kOnline));
    }
  }
}

/// The outcome of a decision line.
std::string outcome(const api::Roster& roster, bool explain) {
  api::Decider decider({program(), directory(), roster, Instant{1'769'846'400'000}, explain});
  std::string line;
  require(decider.decide(R"({"Id":"1","Skill":"A"})", line));
  require(is_json(line));
  return line.substr(0, line.find(",\"milestones\""));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto loaded = api::load_roster(text, directory());
  require(is_json(loaded.diagnostics));
  require(loaded.value.has_value() == (loaded.diagnostics == "[]"));
  if (!loaded.value) return 0;
  check_columns(loaded.value->parts().roster);
  const std::string before = outcome(*loaded.value, true);
  require(outcome(*loaded.value, false) == before);
  // Whether or not it counts as an update, it says what has been said already.
  require(is_json(api::update(*loaded.value, text)));
  check_columns(loaded.value->parts().roster);
  require(outcome(*loaded.value, false) == before);
  return 0;
}
