// Escalation of one record: from its history and what was done before to what is to be done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/timeline.h"
#include "escalation/state.h"

namespace signalbox::api {

/// Goes through the moments of one record, fires what is due, and remembers it. A pure function of what it is given.
class Escalator {
 public:
  struct Input {
    const Program::Parts& program;
    const calendar::Calendar& calendar;
    const History& history;
    Instant at;                         ///< When it is carried out.
    bool is_replay = false;             ///< Every moment counts as now: nothing is late, and every mark is kept.
    std::optional<Instant> until = {};  ///< What happens later is left for another look; nullopt: all up to `at`.
  };
  /// What is referred to must outlive it.
  Escalator(const Input& input, escalation::State state);

  /// Up to `until`, which is included.
  void run();

  [[nodiscard]] Timeline& timeline() { return timeline_; }
  [[nodiscard]] const escalation::State& state() const { return state_; }
  /// The earliest instant after the last look at which anything may have to be done; nullopt when never.
  [[nodiscard]] std::optional<Instant> wake();
  /// JSON arrays: commands for the host, decisions for the log, events for the history.
  [[nodiscard]] std::string take_commands() { return "[" + commands_ + "]"; }
  [[nodiscard]] std::string take_decisions() { return "[" + decisions_ + "]"; }
  [[nodiscard]] std::string take_events() { return "[" + events_ + "]"; }

  /// The cycle that the rule watches now, known by its start; nullopt when it watches none.
  [[nodiscard]] std::optional<Instant> open_cycle(const escalation::Rule& rule) const;
  /// What became of the level in the cycle; null when it has not had its turn.
  [[nodiscard]] const escalation::Mark* mark_of(const escalation::Rule& rule, const escalation::Level& level,
                                                Instant cycle) const;
  /// When all conditions of the level hold, from the instant after now on; nullopt when they do not before `until`.
  [[nodiscard]] std::optional<Instant> next_due(const escalation::Level& level, Instant until);

 private:
  /// A level that is due now.
  struct Due {
    const escalation::Rule* rule;
    const escalation::Level* level;
    Instant cycle;
    Instant due;
  };
  struct Change {
    std::uint32_t slot;
    Value value;
  };

  void look();
  void carry_out_request();
  void override_rule(const HistoryEvent& request);
  void pull_back(const HistoryEvent& request);
  void restore(const std::string& before);
  void open_held();
  void judge();
  [[nodiscard]] std::vector<Due> find_due();
  [[nodiscard]] bool holds(const escalation::Level& level);
  void fire(const Due& due, bool was_held);
  [[nodiscard]] bool is_suppressed(const escalation::Rule& rule) const;
  /// When the rule may act again; nullopt when it may now.
  [[nodiscard]] std::optional<Instant> quiet_until(const escalation::Rule& rule);
  void act(const Due& due);
  void write_action(const Due& due, const escalation::Action& action, std::size_t index);
  void set_fields(const escalation::Action& action, json::Writer& writer);
  [[nodiscard]] Value content_value(const escalation::Content& content);
  void write_content(std::string_view name, const escalation::Content& content, json::Writer& writer);
  void apply_changes();
  void write_changes();
  void add_mark(const Due& due, escalation::Result result, Instant at);
  void log(const Due& due, escalation::Result result, const HistoryEvent* request, std::optional<Instant> opens);
  void forget_old_marks();
  [[nodiscard]] std::optional<Instant> next_own(Instant until);
  [[nodiscard]] const escalation::Rule* find_rule(std::string_view name) const;
  [[nodiscard]] Instant until() const { return input_.until ? std::min(*input_.until, input_.at) : input_.at; }
  [[nodiscard]] bool is_late() const { return !input_.is_replay && timeline_.now() < input_.at; }
  [[nodiscard]] Instant carried_out() const { return input_.is_replay ? timeline_.now() : input_.at; }
  [[nodiscard]] std::string key_of(const Due& due) const;

  Input input_;
  escalation::State state_;
  Timeline timeline_;
  Arena arena_;  ///< Of the values that are set.
  std::int64_t requests_seen_ = 0;
  std::vector<Change> changes_;
  bool has_set_late_ = false;  ///< Fields, at `at`, behind the last look.
  std::string commands_;
  std::string decisions_;
  std::string events_;
};

/// Writes a field's value as records hold it.
void write_field(json::Writer& writer, Type type, const Value& value);

}  // namespace signalbox::api
