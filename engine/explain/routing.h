// Why this queue and this agent: as data and as sentences.
#pragma once

#include <string>
#include <vector>

#include "model/json_writer.h"
#include "routing/route.h"

namespace signalbox::explain {

/// Everything an explanation of a routing reads. The result was made with `explain` set.
struct RoutingStory {
  const routing::Policy& policy;
  const Directory& directory;
  const Roster& roster;
  const routing::Result& result;
};

/// Writes the `routing` object of docs/engine-api.md as one value. O(candidates + exclusions).
void write_routing(json::Writer& writer, const RoutingStory& story);

/// Appends in plain English where the record goes and to whom.
void add_routing_sentences(const RoutingStory& story, std::vector<std::string>& sentences);
/// Appends one sentence for each agent who was excluded.
void add_exclusion_sentences(const RoutingStory& story, std::vector<std::string>& sentences);

}  // namespace signalbox::explain
