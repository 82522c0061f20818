#include <algorithm>
#include <limits>
#include <utility>

#include "calendar/search.h"
#include "calendar/working_time.h"

namespace signalbox::calendar {

namespace {

constexpr std::int64_t kFarPast = std::numeric_limits<std::int64_t>::min();
constexpr int kBlockBits = 34;  ///< Blocks of 2^34 ms, 199 days: a change or two of the zone each.

/// Between two changes of the zone.
struct Stretch {
  std::int64_t from_ms;  ///< Instant.
  std::int64_t offset_ms;
  std::int64_t resume_ms;  ///< Local time from which on the clock shows what it has not shown before.
  std::int64_t worked_ms;  ///< Up to `from_ms`.
  std::int64_t shift_ms;   ///< To what the schedule has worked, from `resume_ms` on.
  bool is_held_open;       ///< Open while the clock shows again what it has shown.
};

class ZonedTime final : public WorkingTime {
 public:
  ZonedTime(Schedule schedule, const Zone& zone) : schedule_(std::move(schedule)), zone_(zone) {
    const std::int64_t start_ms = zone.changes().empty() ? zone.offset_ms({}) : zone.changes().front().before_ms;
    stretches_.push_back({kFarPast, start_ms, kFarPast, kFarPast, 0, false});
    std::int64_t shown_ms = kFarPast;  // the latest local time that the clock has come to
    for (const Zone::Change& change : zone.changes()) add(change, shown_ms);
    make_guide();
  }

  [[nodiscard]] std::int64_t worked_ms(Instant at) const override {
    const Stretch& stretch = stretch_at(at);
    const std::int64_t local_ms = at.ms + stretch.offset_ms;
    if (local_ms >= stretch.resume_ms) return schedule_.worked_ms({local_ms}) + stretch.shift_ms;
    return stretch.worked_ms + (stretch.is_held_open ? at.ms - stretch.from_ms : 0);
  }

  [[nodiscard]] std::optional<Instant> reached(std::int64_t worked_ms) const override {
    const std::size_t behind = count_before(stretches_.data() + 1, stretches_.size() - 1,
                                            [&](const Stretch& one) { return one.worked_ms < worked_ms; });
    const Stretch& stretch = stretches_[behind];
    if (stretch.is_held_open) {
      const std::int64_t at_ms = stretch.from_ms + worked_ms - stretch.worked_ms;
      if (at_ms + stretch.offset_ms <= stretch.resume_ms) return Instant{at_ms};
    }
    const auto local = schedule_.reached(worked_ms - stretch.shift_ms);
    if (!local) return std::nullopt;
    return Instant{local->ms - stretch.offset_ms};
  }

  [[nodiscard]] Openings openings() const override {
    const Instant first = instant_at(*date_from_civil({kFirstYear, 1, 1}), {});
    const Instant end = instant_at(*date_from_civil({kLastYear + 1, 1, 1}), {});
    Openings openings;
    for (std::int32_t day = date_of(first).days - 1; day <= date_of(end).days; ++day) {
      for (const Interval& interval : schedule_.hours_of(Date{day})) {
        const Instant open = std::max(first, zone_.first_instant({day * kMsPerDay + interval.open_ms}));
        const Instant close = std::min(end, zone_.first_instant({day * kMsPerDay + interval.close_ms}));
        if (open >= close) continue;
        if (!openings.empty() && openings.back().close == open) {
          openings.back().close = close;
        } else {
          openings.push_back({open, close});
        }
      }
    }
    return openings;
  }

 private:
  void add(const Zone::Change& change, std::int64_t& shown_ms) {
    shown_ms = std::max(shown_ms, change.at.ms + change.before_ms);
    const std::int64_t resume_ms = std::max(shown_ms, change.at.ms + change.after_ms);
    const bool is_held = change.at.ms + change.after_ms < shown_ms;
    const bool is_open = is_held && schedule_.worked_ms({shown_ms}) > schedule_.worked_ms({shown_ms - 1});
    const std::int64_t before_ms = worked_up_to(change.at);
    const std::int64_t held_ms = is_open ? resume_ms - change.at.ms - change.after_ms : 0;
    stretches_.push_back({change.at.ms, change.after_ms, resume_ms, before_ms,
                          before_ms + held_ms - schedule_.worked_ms({resume_ms}), is_open});
  }

  /// By the last stretch so far.
  [[nodiscard]] std::int64_t worked_up_to(Instant at) const {
    const Stretch& last = stretches_.back();
    const std::int64_t local_ms = at.ms + last.offset_ms;
    if (local_ms >= last.resume_ms) return schedule_.worked_ms({local_ms}) + last.shift_ms;
    return last.worked_ms + (last.is_held_open ? at.ms - last.from_ms : 0);
  }

  void make_guide() {
    guide_.push_back(0);
    for (std::uint32_t i = 1; i < stretches_.size(); ++i) {
      const auto block = static_cast<std::size_t>(stretches_[i].from_ms >> kBlockBits);
      while (guide_.size() <= block) guide_.push_back(i - 1);
    }
  }

  /// The guide names the stretch in which a block of time begins.
  [[nodiscard]] const Stretch& stretch_at(Instant at) const {
    const std::int64_t block =
        std::clamp<std::int64_t>(at.ms >> kBlockBits, 0, static_cast<std::int64_t>(guide_.size()) - 1);
    std::size_t index = guide_[static_cast<std::size_t>(block)];
    while (index + 1 < stretches_.size() && stretches_[index + 1].from_ms <= at.ms) ++index;
    return stretches_[index];
  }

  Schedule schedule_;
  Zone zone_;
  std::vector<Stretch> stretches_;
  std::vector<std::uint32_t> guide_;
};

}  // namespace

std::unique_ptr<const WorkingTime> zoned_time(Schedule schedule, const Zone& zone) {
  return std::make_unique<const ZonedTime>(std::move(schedule), zone);
}

}  // namespace signalbox::calendar
