// The history of a record, gone through moment by moment.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/future.h"
#include "api/history.h"
#include "api/run.h"
#include "sla/cycle.h"

namespace signalbox::api {

/// An evaluation error of a record's history, each once.
struct TimelineError {
  ErrorCode code;
  std::string path;
  std::string text;
};

/// Stands at one instant of a history, with the record and its clocks as they were then.
class Timeline {
 public:
  /// All must outlive it.
  Timeline(const Program::Parts& program, const calendar::Calendar& calendar, const History& history);

  /// Moves to the next moment, `until` at the latest: an event, or an instant at which a milestone changes by itself.
  /// False, and nothing has changed, when there is none.
  bool step(Instant until);
  /// Moves to an instant before the next moment.
  void move_to(Instant at);
  /// An event now, beside those of the history: the record becomes `values`.
  void change(std::vector<Value> values);

  [[nodiscard]] Instant now() const { return now_; }
  /// Before the first event, and after the record was deleted, there is no record.
  [[nodiscard]] bool has_record() const { return has_record_; }
  /// The event that the last step moved to; null at other moments.
  [[nodiscard]] const HistoryEvent* event() const { return event_; }
  [[nodiscard]] std::span<const Value> record() const { return row_; }
  /// Before the event; the same at other moments, and empty at the beginning.
  [[nodiscard]] std::span<const Value> record_before() const { return prior_; }
  [[nodiscard]] const std::vector<sla::Clock>& clocks() const { return clocks_; }
  [[nodiscard]] const std::vector<sla::ContactCount>& contacts() const { return contacts_; }
  [[nodiscard]] const sla::MilestoneWalk& walk(std::uint32_t milestone) const { return walks_[milestone]; }
  [[nodiscard]] RecordFuture& future() { return future_; }
  [[nodiscard]] const std::vector<TimelineError>& errors() const { return errors_; }
  /// Of the record now; at an event, with the record before it. Text lives until the next move.
  [[nodiscard]] Value evaluate(const formula::Formula& formula, std::string_view path);
  /// The next instant after now, and before `until`, at which a milestone changes by itself.
  [[nodiscard]] std::optional<Instant> next_turn(Instant until);

 private:
  void take_row(const HistoryEvent& event);
  void count_contacts(std::span<const Value> prior);
  void look(std::span<const Value> prior, bool is_beginning);
  void show_clocks(std::span<const Value> prior);
  void add_errors();

  const Program::Parts& program_;
  const calendar::Calendar& calendar_;
  const History& history_;
  std::vector<sla::MilestoneWalk> walks_;
  std::vector<sla::Clock> clocks_;
  std::vector<sla::ContactCount> contacts_;
  std::vector<TimelineError> errors_;
  Run run_;
  std::vector<Value> row_;
  std::vector<Value> prior_;                   ///< The record before the event.
  std::vector<std::optional<Value>> changed_;  ///< By slot: what `change` made of the field.
  std::size_t next_event_ = 0;
  const HistoryEvent* event_ = nullptr;
  Instant now_{INT64_MIN / 2};
  bool has_record_ = false;
  RecordFuture future_;
};

}  // namespace signalbox::api
