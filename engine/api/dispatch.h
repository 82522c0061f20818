// Work given out event by event: the operations `dispatch.open`, `dispatch.events` and `dispatch.report`.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/program.h"
#include "api/run.h"
#include "model/json_writer.h"
#include "model/record.h"
#include "routing/dispatch.h"

namespace signalbox::api {

/// One dispatch: what waits, what is offered, who holds what. Memory O(items that ever arrived).
class Dispatcher final : private routing::ItemRouter {
 public:
  /// `fair_window_ms`: what was given longer ago counts no longer for a fair distribution; 0: everything counts.
  Dispatcher(Program program, Directory directory, const Roster& roster, std::int64_t fair_window_ms = 0);

  /// Applies the events of a JSON array (docs/engine-api.md, "Dispatch"), and writes for each what the host must do.
  /// With errors nothing is applied: false. One call goes through limits::kMaxDispatchMoments at most; what is left of
  /// the events is kept, and the next call begins with it.
  bool apply(std::string_view json, json::Writer& writer, Diagnostics& diagnostics);
  /// Events are left for the next call.
  [[nodiscard]] bool has_more() const { return !pending_.empty(); }
  /// Writes how much waits, and how evenly the assigned work is spread.
  void write_report(json::Writer& writer) const;

 private:
  /// What went wrong with an item.
  struct Trouble {
    ErrorCode code;
    std::string path;
    std::string sentence;
    friend bool operator==(const Trouble&, const Trouble&) = default;
  };
  struct Item {
    std::string id;
    Record record;
    std::vector<Trouble> troubles;  ///< Told already.
  };
  struct ItemTrouble {
    std::uint32_t item;
    Instant at;
    Trouble trouble;
  };
  struct Event {
    enum class Kind : std::uint8_t { kArrive, kAccept, kDecline, kTake, kFinish, kWithdraw, kRoster, kTick };
    Kind kind = Kind::kTick;
    Instant at;
    std::string item;
    std::optional<AgentIndex> agent;
    std::optional<Instant> queued_at;
    Record record;
    std::vector<routing::ToldState> told;
  };

  [[nodiscard]] std::vector<Event> read_events(const Place& root);
  void read_event(const Place& place, std::vector<Event>& events);
  void read_roster(const Place& place, Event& event);
  void read_arrival(const Place& place, Event& event);
  void read_answer(const Place& place, Event& event, bool needs_agent);
  void apply_event(Event& event, std::vector<routing::Command>& commands);
  void write_commands(const std::vector<routing::Command>& commands, bool has_more, json::Writer& writer);
  void write_command(const routing::Command& command, json::Writer& writer) const;
  void write_troubles(json::Writer& writer);
  void take_back_words();
  void note(std::uint32_t item, Instant at, Trouble trouble);
  routing::Attempt attempt(std::uint32_t item, Instant now, const signalbox::Roster& roster,
                           const routing::AttemptLimits& limits) override;

  Program program_;
  Directory directory_;
  signalbox::Roster told_;                       ///< What the host told last, in events that are pending as well.
  std::vector<routing::ToldState> told_before_;  ///< While events are read: what they replaced, to take them back.
  routing::Dispatch dispatch_;
  std::deque<Event> pending_;
  std::vector<ItemTrouble> troubles_;  ///< Since the last answer.
  Arena texts_;                        ///< Of the records.
  std::vector<Item> items_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  ///< By id.
  Run run_;
};

}  // namespace signalbox::api
