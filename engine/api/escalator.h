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

  /// The cycle that the rule watches now; nullopt when it watches none.
  [[nodiscard]] std::optional<escalation::CycleName> open_cycle(const escalation::Rule& rule) const;
  /// What became of the level in the cycle; null when it has not had its turn.
  [[nodiscard]] const escalation::Mark* mark_of(const escalation::Rule& rule, const escalation::Level& level,
                                                const escalation::CycleName& cycle) const;
  /// When all conditions of the level hold, from the instant after now on; nullopt when they do not before `until`.
  [[nodiscard]] std::optional<Instant> next_due(const escalation::Level& level, Instant until);

 private:
  /// A level that is due now.
  struct Due {
    const escalation::Rule* rule;
    const escalation::Level* level;
    escalation::CycleName cycle;
    std::string key;  ///< The cycle's text, in the keys of commands.
    Instant due;
  };
  /// A manager's request that has not been carried out, and the cycle that was open when it was made.
  struct Asked {
    const HistoryEvent* event;
    std::optional<escalation::CycleName> cycle;
  };
  /// A field that is about to be set.
  struct Change {
    std::uint32_t slot;
    Value value;
    const escalation::Rule* rule = nullptr;  ///< Null: it returns to what it was.
    const escalation::Level* level = nullptr;
    escalation::CycleName cycle;
  };

  void look();
  void look_again(Instant last);
  /// The request that is made now; nullopt when there is none, or it has been carried out before.
  [[nodiscard]] std::optional<Asked> take_request();
  void carry_out(const Asked& asked);
  void override_rule(const escalation::Rule& rule, const Asked& asked);
  void pull_back(const escalation::Rule& rule, const Asked& asked);
  void pull_back_mark(std::size_t mark, const escalation::Rule& rule, const HistoryEvent& request);
  [[nodiscard]] std::string take_back(const escalation::Level& level, std::size_t mark);
  /// Of the next level that has fired and set the field, in the order of the marks; null when there is none.
  [[nodiscard]] escalation::Setting* later_setting(std::size_t mark, std::string_view field);
  /// As a JSON object, with what is about to be set.
  [[nodiscard]] std::string fields_now(std::vector<std::uint32_t> slots) const;
  void set_again(const std::string& fields);
  void forget_settings(const HistoryEvent& event);
  [[nodiscard]] bool is_own(const HistoryEvent& event, std::uint32_t slot);
  void recognise_cycles();
  [[nodiscard]] escalation::CycleName recognised(const escalation::Mark& mark,
                                                 const std::vector<sla::Cycle>& cycles) const;
  void open_held();
  /// A level that is held until now or before, whose mark goes.
  [[nodiscard]] std::optional<Due> take_held(const escalation::Rule& rule, const escalation::Level& level);
  void judge();
  [[nodiscard]] std::vector<Due> find_due();
  [[nodiscard]] bool holds(const escalation::Level& level);
  void fire(const Due& due, bool was_held);
  [[nodiscard]] bool is_suppressed(const escalation::Rule& rule) const;
  /// When the rule may act again; nullopt when it may now.
  [[nodiscard]] std::optional<Instant> quiet_until(const escalation::Rule& rule);
  void act(const Due& due);
  /// The members of the action's command; false when a formula of it fails, so that there is nothing to be done.
  bool write_action(const Due& due, const escalation::Action& action, json::Writer& writer);
  bool set_fields(const Due& due, const escalation::Action& action, json::Writer& writer);
  /// nullopt when its formula fails, which is noted for the log.
  [[nodiscard]] std::optional<Value> content_value(const escalation::Content& content);
  /// False when its formula fails.
  bool write_content(std::string_view name, const escalation::Content& content, json::Writer& writer);
  void apply_changes();
  void write_changes();
  void note_setting(const Change& change, const std::string& before);
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
  bool has_set_late_ = false;            ///< Fields, at `at`, behind the last look.
  std::vector<TimelineError> failures_;  ///< Of the formulas of the level that fires.
  std::string commands_;
  std::string decisions_;
  std::string events_;
};

/// Writes a field's value as records hold it.
void write_field(json::Writer& writer, Type type, const Value& value);
/// The same alone.
[[nodiscard]] std::string field_text(Type type, const Value& value);
/// Appends a comma to a list of JSON values that has one already.
void begin_entry(std::string& list);

}  // namespace signalbox::api
