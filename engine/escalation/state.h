// What escalation remembers of one record between two looks.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/json_writer.h"
#include "model/reader.h"

namespace signalbox::escalation {

/// What became of a level in a cycle.
enum class Result : std::uint8_t { kFired, kSuppressed, kDropped, kOverridden, kPulledBack, kHeld };

/// "fired", "suppressed", "dropped", "overridden", "pulledBack", "held".
[[nodiscard]] std::string_view result_name(Result result);

/// A level that has had its turn in a cycle, or is held until hours open.
struct Mark {
  std::string rule;
  std::string level;  ///< Empty for a rule without levels.
  Instant cycle;      ///< Start of the cycle.
  Result result = Result::kFired;
  Instant due;
  Instant at;          ///< When it was carried out; kHeld: when the hours open.
  std::string before;  ///< JSON object: the fields that it set, as they were; empty when it set none.
};

struct State {
  std::optional<Instant> until;  ///< Looked at up to here, this instant included.
  std::int64_t requests = 0;     ///< Overrides and pull-backs of the history that have been carried out.
  std::vector<Mark> marks;       ///< In the order in which they were made.
};

/// Reads what `write_state` wrote; null is no state. nullopt when it has errors, which are reported.
[[nodiscard]] std::optional<State> read_state(const Place& place);
void write_state(const State& state, json::Writer& writer);

}  // namespace signalbox::escalation
