// One record's journey through one version of a workflow: all that is remembered between two events.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "model/json_writer.h"
#include "model/reader.h"
#include "model/value.h"
#include "workflow/workflow.h"

namespace signalbox::workflow {

/// Where a run stands: one for each branch under way.
struct Token {
  enum class State : std::uint8_t {
    kWaiting,   ///< For an answer, an event, or `due`.
    kRetrying,  ///< Until `due`, when the step is asked again.
    kBlocks,    ///< For the blocks of its step.
    kIncident,  ///< For a person.
  };
  std::uint32_t id = 0;      ///< From 1, never given twice.
  std::uint32_t parent = 0;  ///< The token whose step made this one; 0: none.
  std::uint32_t step = 0;
  State state = State::kWaiting;
  std::string key;            ///< Of its command under way: run, step and attempt; empty: it has none.
  std::int64_t commands = 0;  ///< Given under the key.
  std::int64_t tries = 0;     ///< Of this visit, that failed.
  std::int64_t index = 0;     ///< Of the branch or of the item.
  Instant since;
  std::optional<Instant> due;       ///< The step's own timer, or the next try.
  std::optional<Instant> deadline;  ///< Its timeout.
  std::vector<std::string> notes;   ///< What the kind keeps: items, voters, children.
};

/// Trouble that waits for a person.
struct Incident {
  std::int64_t id = 0;
  std::uint32_t token = 0;
  std::string code;
  std::string sentence;
  Instant at;
};

enum class Status : std::uint8_t { kNew, kIdle, kWaiting, kIncident, kCompleted, kFailed, kCancelled };

/// "new", "idle", "waiting", "incident", "completed", "failed", "cancelled".
[[nodiscard]] std::string_view status_name(Status status);

/// Texts live in `arena`.
struct Run {
  std::string id;
  std::string workflow;
  std::int64_t version = 0;
  Status status = Status::kNew;
  std::optional<Ending> ending;  ///< While what was done is taken back: how it will end.
  std::optional<Instant> at;     ///< Of the last event.
  std::int64_t events = 0;       ///< That counted.
  std::uint32_t last_token = 0;
  std::int64_t last_incident = 0;
  std::vector<Value> record;
  std::vector<Value> data;
  std::vector<Token> tokens;  ///< By id.
  std::vector<Incident> incidents;
  std::vector<std::int64_t> attempts;      ///< By step: keys given out.
  std::vector<std::uint32_t> done;         ///< Steps with a compensation, in the order in which they were done.
  std::vector<std::string> seen;           ///< Ids of the latest events.
  std::vector<std::string> open_children;  ///< Records that were split off and are not closed.
  std::string history;     ///< The record's events as a JSON array, for clocks and escalation; or empty.
  std::string escalation;  ///< State of its escalation as JSON; or empty.
  Arena arena;

  [[nodiscard]] Token* find(std::uint32_t token) {
    for (Token& one : tokens) {
      if (one.id == token) return &one;
    }
    return nullptr;
  }
  [[nodiscard]] bool has_ended() const { return status >= Status::kCompleted; }
};

/// Reads what `write_run` wrote. nullptr when it has errors, which are reported; steps that the workflow does not have
/// (`unknown-step`) as well, unless `mapping` gives them another name. A run of another version needs a mapping.
[[nodiscard]] std::unique_ptr<Run> read_run(const Place& place, const Workflow& workflow, const Layout& layout,
                                            const std::optional<Place>& mapping);
/// The run before its first event.
[[nodiscard]] std::unique_ptr<Run> new_run(std::string_view id, std::string_view name, const Workflow& workflow,
                                           const Layout& layout);
void write_run(const Run& run, const Workflow& workflow, const Layout& layout, json::Writer& writer);

/// Writes the record as an object without its blank fields.
void write_fields(const std::vector<Value>& values, const Layout& layout, json::Writer& writer);
/// The value as documents hold it; blanks are null.
void write_in_record(const Value& value, Type type, json::Writer& writer);

}  // namespace signalbox::workflow
