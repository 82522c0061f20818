#include "explain/milestone.h"

#include <algorithm>

#include "explain/words.h"

namespace signalbox::explain {

namespace {

using sla::Clock;

/// Digits after the point that a clock shows; comparisons use the exact value.
constexpr int kShownScale = 6;

Decimal shown_number(const Value& value) { return value.as_number().rounded(kShownScale, Decimal::Rounding::kHalfUp); }

void write_instant(json::Writer& writer, std::string_view name, const std::optional<Instant>& instant) {
  writer.key(name).value(instant ? Value::date_time(*instant) : Value());
}

void write_quantity(json::Writer& writer, std::string_view name, const Clock& clock, sla::Quantity quantity) {
  const Value value = sla::quantity_value(clock, quantity);
  writer.key(name);
  if (value.kind() == Value::Kind::kNumber) {
    writer.number(shown_number(value));
  } else {
    writer.null();
  }
}

void write_thresholds(json::Writer& writer, const MilestoneStory& story) {
  writer.key("thresholds").begin_array();
  for (const sla::Crossing& crossing : story.crossings) {
    const sla::Threshold& threshold = story.thresholds[crossing.threshold];
    if (threshold.milestone != story.index) continue;
    writer.begin_object();
    writer.key("formula").text(threshold.formula);
    writer.key("test").text(threshold.test);
    writer.key("at").value(Value::date_time(crossing.at));
    writer.end_object();
  }
  writer.end_array();
}

const calendar::BusinessHours* hours_of(const Clock& clock) { return clock.course ? clock.course->hours() : nullptr; }

/// Which hours the clock runs in, and what the wall clock shows where they are when it is due.
void write_hours(json::Writer& writer, const Clock& clock) {
  const calendar::BusinessHours* hours = hours_of(clock);
  if (!hours || !clock.due) return;
  writer.key("hours").begin_object();
  writer.key("name").text(hours->name());
  writer.key("zone").text(hours->zone().name());
  writer.key("due").text(calendar::to_local_text(*clock.due, hours->zone()));
  writer.end_object();
}

std::string minutes_words(const Clock& clock, std::int64_t ms) {
  const Decimal count = shown_minutes(ms);
  return count.to_text() + (hours_of(clock) ? " working" : "") +
         (count == Decimal::from_int(1) ? " minute" : " minutes");
}

/// The due instant, and in business hours what the clock on the wall shows then.
std::string due_words(const Clock& clock) {
  const calendar::BusinessHours* hours = hours_of(clock);
  std::string due = to_text(*clock.due);
  if (!hours) return due;
  return due + ", which is " + calendar::to_local_text(*clock.due, hours->zone()) + " in " +
         std::string(hours->zone().name());
}

std::string completed_words(const Clock& clock) {
  if (!clock.completed) return " is completed; the instant is not known.";
  const std::string at = " was completed at " + to_text(*clock.completed);
  const std::int64_t left_ms = clock.remaining_ms();
  if (clock.completed == clock.due) return at + ", at the very instant it was due.";
  if (left_ms > 0) return at + ", " + minutes_words(clock, left_ms) + " before it was due.";
  return at + ", " + minutes_words(clock, -left_ms) + " after it was due.";
}

std::string paused_words(const Clock& clock) {
  std::string words = " stands";
  if (clock.paused) words += " since " + to_text(*clock.paused);
  if (!clock.elapsed_ms) return words + "; what is left of it is told only by the record's history.";
  return words + ": " + minutes_words(clock, clock.remaining_ms()) + " left.";
}

std::string state_words(const Clock& clock) {
  switch (clock.state) {
    case Clock::State::kNotStarted:
      return clock.start ? " starts at " + to_text(*clock.start) + "." : " has not started.";
    case Clock::State::kRunning:
      return " is running: " + minutes_words(clock, clock.remaining_ms()) + " left, due at " + due_words(clock) + ".";
    case Clock::State::kBreached:
      return " is breached: it was due at " + due_words(clock) + ", " + minutes_words(clock, -clock.remaining_ms()) +
             " ago.";
    case Clock::State::kPaused:
      return paused_words(clock);
    case Clock::State::kCompleted:
      break;
  }
  return completed_words(clock);
}

}  // namespace

void write_milestone(json::Writer& writer, const MilestoneStory& story) {
  const Clock& clock = story.clock;
  writer.begin_object();
  writer.key("state").text(sla::state_name(clock.state));
  write_instant(writer, "start", clock.start);
  write_instant(writer, "due", clock.due);
  write_instant(writer, "completed", clock.completed);
  writer.key("targetMinutes");
  if (clock.target_ms > 0) {
    writer.number(shown_minutes(clock.target_ms));
  } else {
    writer.null();
  }
  write_quantity(writer, "remaining", clock, sla::Quantity::kRemaining);
  write_quantity(writer, "remainingMinutes", clock, sla::Quantity::kRemainingMinutes);
  if (clock.paused) write_instant(writer, "paused", clock.paused);
  if (clock.restarts) write_instant(writer, "restarts", clock.restarts);
  if (clock.is_partial) writer.key("partial").boolean(true);
  write_hours(writer, clock);
  write_thresholds(writer, story);
  writer.end_object();
}

void add_milestone_sentences(const MilestoneStory& story, std::vector<std::string>& sentences) {
  sentences.push_back("The milestone " + story.milestone.name + state_words(story.clock));
  if (const calendar::BusinessHours* hours = hours_of(story.clock)) {
    sentences.push_back("The milestone " + story.milestone.name + " counts the business hours `" + hours->name() +
                        "` in the time zone " + std::string(hours->zone().name()) + ".");
  }
  const auto next = std::find_if(story.crossings.begin(), story.crossings.end(), [&](const sla::Crossing& crossing) {
    return story.thresholds[crossing.threshold].milestone == story.index;
  });
  if (next == story.crossings.end()) return;
  const sla::Threshold& threshold = story.thresholds[next->threshold];
  sentences.push_back("At " + to_text(next->at) + " the test `" + threshold.test + "` in `" + threshold.formula +
                      "` changes its truth.");
}

}  // namespace signalbox::explain
