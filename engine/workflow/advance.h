// The only way forward of a run: one event in, the changed run and commands out.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/event.h"
#include "workflow/run.h"
#include "workflow/visit.h"
#include "workflow/world.h"

namespace signalbox::workflow {

/// Pure: equal runs and events give equal runs and commands. What each event does, in which order, stands in
/// docs/workflow.md. O(steps visited), at most limits::kMaxVisits.
class Advance {
 public:
  /// All must outlive it. `keeps_history`: the definition has clocks or escalations.
  Advance(const Workflow& workflow, const Layout& layout, Run& run, World& world, bool keeps_history)
      : workflow_(workflow), layout_(layout), run_(run), world_(world), keeps_history_(keeps_history) {}

  void apply(const Event& event);

  /// Each one JSON object.
  [[nodiscard]] const std::vector<std::string>& commands() const { return commands_; }
  [[nodiscard]] const std::vector<std::string>& trace() const { return trace_; }
  /// When the host must send an event although nothing happened; nullopt: never.
  [[nodiscard]] std::optional<Instant> wake() const;

 private:
  friend class Visit;

  // The event (advance.cc).
  [[nodiscard]] bool counts(const Event& event);
  void take(const Event& event);
  void create(const Place& body);
  void enter_workflow();
  void update(const Place& body);
  void tell_all(Happening happening, const Answer& about);
  void answer_command(const Place& body);
  void answer_person(const Place& body);
  void override_step(const Place& body);
  void carry_override(Token& token, const Place& body);
  void repair(const Place& changed);
  void close_child(const Place& body);
  void cancel(const Place& body);
  void settle_status();

  // Time and escalation (advance_time.cc).
  void fire_timers(Instant until, bool inclusive);
  void fire(std::uint32_t token, bool is_deadline);
  void watch();
  void move_to(Instant now);
  void note_history(std::string_view member, const std::string& fields);

  // Tokens (advance_tokens.cc).
  std::uint32_t add_token(std::uint32_t step, std::uint32_t parent, std::int64_t index);
  void run_queue();
  void enter(std::uint32_t token);
  void conclude(std::uint32_t token, const Outcome& outcome);
  void go(std::uint32_t token, Way way);
  void end_token(std::uint32_t token);
  void drop_children(std::uint32_t token);
  void drop(std::uint32_t token);

  // Failures (failure.cc).
  void fail(std::uint32_t token, const Outcome& failure);
  [[nodiscard]] bool retry(Token& token);
  [[nodiscard]] bool is_caught(std::uint32_t token, const Outcome& failure);
  void open_incident(Token& token, const Outcome& failure);
  void close_incidents_of(std::uint32_t token);
  void finish(Ending ending);
  void take_back_next();

  [[nodiscard]] std::vector<Value> globals_of(std::uint32_t token);
  void trace(std::string_view what, const Step* step, std::string_view detail);

  const Workflow& workflow_;
  const Layout& layout_;
  Run& run_;
  World& world_;
  bool keeps_history_;
  Instant now_;
  std::int64_t jitter_ppm_ = 0;
  std::vector<Value> prior_;         ///< The record before the event; empty: it is new.
  std::deque<std::uint32_t> queue_;  ///< Tokens that come to their step.
  std::size_t visits_ = 0;
  std::optional<Instant> watched_wake_;
  std::vector<std::string> commands_;
  std::vector<std::string> trace_;
};

}  // namespace signalbox::workflow
