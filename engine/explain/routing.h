// Why this queue and this agent: as data and as sentences.
#pragma once

#include <string>
#include <vector>

#include "calendar/calendar.h"
#include "model/json_writer.h"
#include "routing/route.h"

namespace signalbox::explain {

/// Everything an explanation of a routing reads. The result was made with `explain` set.
struct RoutingStory {
  const routing::Policy& policy;
  const Directory& directory;
  const Roster& roster;
  const routing::Result& result;
  const calendar::Calendar* calendar = nullptr;  ///< Where instants are told in the zones of agents; null: in UTC.
  Instant now = {};
};

/// Writes the `routing` object of docs/engine-api.md as one value. O(candidates + exclusions).
void write_routing(json::Writer& writer, const RoutingStory& story);

/// Appends in plain English where the record goes and to whom.
void add_routing_sentences(const RoutingStory& story, std::vector<std::string>& sentences);
/// Appends one sentence for each agent who was excluded.
void add_exclusion_sentences(const RoutingStory& story, std::vector<std::string>& sentences);

/// "skill-missing", "capacity", ...: the code of an exclusion.
[[nodiscard]] std::string exclusion_code(const routing::Result& result, const routing::Exclusion& exclusion);
/// Writes what stands behind the agent in an exclusion: its code and the numbers.
void write_reason(json::Writer& writer, const RoutingStory& story, const routing::Exclusion& exclusion);
/// The reason as the second half of a sentence: "lacks the skill Payments".
[[nodiscard]] std::string reason_words(const RoutingStory& story, const routing::Exclusion& exclusion);
/// `2026-12-02 09:00 Europe/Berlin`: in the zone of the agent's hours, or UTC.
[[nodiscard]] std::string local_words(const RoutingStory& story, const Agent& agent, Instant at);

}  // namespace signalbox::explain
