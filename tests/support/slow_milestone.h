// A milestone by the book (docs/escalation.md, "Cycles"), minute by minute. Slow, and read in one go.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::test {

/// The fields of a record that a slow milestone reads.
struct SlowRecord {
  bool start = false;
  bool stop = false;
  bool pause_one = false;
  bool pause_two = false;
  bool resume = false;
  bool contact = false;  ///< An event at which it is set counts as a contact.
  int target_minutes = 60;
  bool office_hours = false;  ///< Monday to Friday from nine to five (UTC); else around the clock.
};

struct SlowEvent {
  std::int64_t minute = 0;  ///< Since 1970.
  SlowRecord record;        ///< After it.
};

enum class SlowRecurrence { kNone, kIndependent, kSequential };
enum class SlowReopening { kStay, kResume, kTotal };

struct SlowCycle {
  std::int64_t start = 0;
  std::optional<std::int64_t> completed;
  std::int64_t elapsed = 0;
  std::string paused;  ///< The reason, while it stands.
};

inline bool is_office_hour(std::int64_t minute) {
  const std::int64_t day = minute / 1440;
  const std::int64_t weekday = (day + 3) % 7;  // 1970-01-01 was a Thursday; Monday is 0
  const std::int64_t of_day = minute % 1440;
  return weekday < 5 && of_day >= 9 * 60 && of_day < 17 * 60;
}

inline bool works(const SlowRecord& record, std::int64_t minute) {
  return !record.office_hours || is_office_hour(minute);
}

/// Each contact of the last `contact_window` minutes makes the target longer by so much.
constexpr int kMinutesForContact = 7;

class SlowMilestone {
 public:
  SlowMilestone(SlowRecurrence recurrence, SlowReopening reopening, bool has_resume, int contact_window)
      : recurrence_(recurrence), reopening_(reopening), has_resume_(has_resume), contact_window_(contact_window) {}

  /// Goes on to `minute`; the events of that minute have happened then.
  void walk_to(std::int64_t minute, const std::vector<SlowEvent>& events) {
    if (next_event_ == 0) now_ = events.front().minute;
    for (;;) {
      const int contacts = count_contacts();
      while (next_event_ < events.size() && events[next_event_].minute == now_) happen(events[next_event_++].record);
      if (contacts != contacts_before_ && has_open()) update();
      contacts_before_ = count_contacts();
      // A cycle that waits for the due instant of the one before.
      if (!has_open() && !cycles.empty() && not_before_ == now_) look_for_start();
      if (now_ >= minute) return;
      if (has_open() && cycles.back().paused.empty() && works(counted_, now_)) ++cycles.back().elapsed;
      if (total_ && works(counted_, now_)) ++since_stopped_;
      ++now_;
    }
  }

  std::vector<SlowCycle> cycles;

  [[nodiscard]] const SlowRecord& record() const { return record_; }
  [[nodiscard]] bool has_open() const { return !cycles.empty() && !cycles.back().completed; }
  [[nodiscard]] int target() const { return target_; }
  [[nodiscard]] int count_contacts() const {
    int count = 0;
    for (const std::int64_t minute : contacts_) count += now_ - minute < contact_window_ ? 1 : 0;
    return count;
  }
  /// The minute at which the target of an open cycle will be used up, if nothing happens; nullopt when it stands.
  [[nodiscard]] std::optional<std::int64_t> due() const {
    if (!cycles.back().paused.empty() || cycles.back().elapsed >= target_) return std::nullopt;
    return walk_due();
  }

 private:
  [[nodiscard]] std::int64_t walk_due() const {
    std::int64_t left = target_ - cycles.back().elapsed;
    std::int64_t minute = now_;
    for (; left > 0; ++minute) left -= works(counted_, minute) ? 1 : 0;
    return minute;
  }

  void happen(const SlowRecord& record) {
    record_ = record;
    if (record.contact) contacts_.push_back(now_);
    if (has_open()) {
      if (record.stop) {
        cycles.back().completed = now_;
        total_ = reopening_ == SlowReopening::kTotal && cycles.back().paused.empty();
        since_stopped_ = 0;
        not_before_ = due().value_or(now_);
      }
    } else if (!cycles.empty() && reopening_ != SlowReopening::kStay && !record.stop) {
      cycles.back().completed.reset();
      cycles.back().elapsed += total_ ? since_stopped_ : 0;
      if (reopening_ == SlowReopening::kResume) cycles.back().paused.clear();
      total_ = false;
    }
    if (!has_open()) look_for_start();
    if (has_open()) update();
  }

  void look_for_start() {
    if (!cycles.empty() && recurrence_ == SlowRecurrence::kNone) return;
    if (!record_.start || record_.stop) return;
    if (!cycles.empty() && recurrence_ == SlowRecurrence::kSequential && now_ < not_before_) return;
    cycles.push_back({now_, std::nullopt, 0, ""});
    update();
  }

  void update() {
    target_ = record_.target_minutes + kMinutesForContact * count_contacts();
    counted_ = record_;
    const std::string before = cycles.back().paused;
    const std::string now = record_.pause_one ? "one" : record_.pause_two ? "two" : "";
    cycles.back().paused = now;
    if (!has_resume_) return;
    if (record_.resume) {
      cycles.back().paused.clear();
    } else if (!before.empty()) {
      cycles.back().paused = before;
    }
  }

  SlowRecurrence recurrence_;
  SlowReopening reopening_;
  bool has_resume_;
  int contact_window_;
  std::vector<std::int64_t> contacts_;  ///< The minutes of those that ever were.
  int contacts_before_ = 0;             ///< How many counted a minute ago.
  SlowRecord record_;
  SlowRecord counted_;  ///< As it was when the cycle last looked at it.
  int target_ = 0;
  std::int64_t now_ = 0;
  std::size_t next_event_ = 0;
  std::int64_t not_before_ = -1;
  bool total_ = false;
  std::int64_t since_stopped_ = 0;
};

}  // namespace signalbox::test
