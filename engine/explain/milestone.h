// What the clocks show: as data and as sentences.
#pragma once

#include <string>
#include <vector>

#include "model/json_writer.h"
#include "sla/wake.h"

namespace signalbox::explain {

/// One clock with what the engine knows about it.
struct MilestoneStory {
  const sla::Milestone& milestone;
  std::uint32_t index;  ///< Of the milestone in the definition.
  const sla::Clock& clock;
  const std::vector<sla::Threshold>& thresholds;  ///< Of the whole definition.
  const std::vector<sla::Crossing>& crossings;    ///< Of the whole record, earliest first.
};

/// Writes the object under `milestones.<name>` of docs/engine-api.md; what is not known is null.
void write_milestone(json::Writer& writer, const MilestoneStory& story);

/// Appends the state in plain English, and the next threshold.
void add_milestone_sentences(const MilestoneStory& story, std::vector<std::string>& sentences);

}  // namespace signalbox::explain
