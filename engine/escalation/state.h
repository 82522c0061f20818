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

/// Which cycle of a milestone. What happened late may give a cycle another start or another number, but rarely both.
struct CycleName {
  std::int64_t number = 1;  ///< The first is 1; 0: the history does not hold it any more, or that is not known.
  Instant start;
  std::int64_t again = 0;  ///< How many cycles before it start at that instant, too.
  friend bool operator==(const CycleName&, const CycleName&) = default;
};

/// As it stands in the keys of commands: its start, and which one it is where several start then.
[[nodiscard]] std::string cycle_text(const CycleName& cycle);

/// A field that a level set; values as JSON.
struct Setting {
  std::string field;
  std::string before;  ///< What it would be had the level not fired.
  std::string after;   ///< Empty in a state of an older engine: not known.
};

/// A level that has had its turn in a cycle, or is held until hours open.
struct Mark {
  std::string rule;
  std::string level;  ///< Empty for a rule without levels.
  CycleName cycle;    ///< As the history tells it that was looked at last.
  std::string key;    ///< The cycle's text when the level had its turn: part of the keys of its commands.
  Result result = Result::kFired;
  Instant due;
  Instant fired;  ///< When it had its turn, had it been looked at in time: `due`, or the end of quiet hours.
  Instant at;     ///< When it was carried out; kHeld: when the hours open.
  std::optional<Instant> pulled_back;  ///< When that was carried out.
  std::vector<Setting> settings;
};

/// An override or a pull-back that has been carried out, by everything that its event says.
struct Request {
  Instant at;
  bool is_pull_back = false;
  std::string rule;
  std::string level;
  std::string by;
  std::string reason;
  friend bool operator==(const Request&, const Request&) = default;
};

struct State {
  std::optional<Instant> until;  ///< Looked at up to here, this instant included.
  /// Of a state of an older engine: so many requests, the first of the history, have been carried out.
  std::int64_t requests_before = 0;
  std::vector<Request> requests;
  std::vector<Mark> marks;  ///< In the order in which they were made.
};

/// For how many cycles before the open one the marks of a recurring milestone are kept: what happened late may change
/// those cycles without a level firing twice in one.
inline constexpr std::int64_t kCyclesRemembered = 16;

/// Reads what `write_state` wrote, or an older engine; null is no state. nullopt when it has errors, which are
/// reported.
[[nodiscard]] std::optional<State> read_state(const Place& place);
void write_state(const State& state, json::Writer& writer);

}  // namespace signalbox::escalation
