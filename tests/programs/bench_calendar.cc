// Working-time arithmetic over ten years and 300 holidays, beside the same arithmetic on hours that never close, on
// bare instants, and walked day by day as one would write it first. Usage: bench_calendar REPEATS. Prints one line of
// JSON: nanoseconds for each addition and each difference.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <vector>

#include "calendar/business_hours.h"
#include "sla/course.h"
#include "tests/support/seeds.h"

namespace {

using signalbox::Date;
using signalbox::Instant;
using signalbox::kMsPerDay;
using signalbox::kMsPerHour;
using signalbox::calendar::BusinessHours;
using signalbox::calendar::DayHours;
using signalbox::calendar::Interval;
using signalbox::calendar::Schedule;
using signalbox::calendar::SpecialDay;
using signalbox::calendar::Zone;

constexpr std::size_t kPairs = 4096;
constexpr std::int32_t kFirstDay = 18'262;  ///< 2020-01-01
constexpr int kDays = 3653;
constexpr int kHolidays = 300;

std::array<DayHours, 7> office_week() {
  const auto at = [](int hour) { return static_cast<std::int32_t>(hour * kMsPerHour); };
  std::array<DayHours, 7> week;
  for (std::size_t day = 0; day < 5; ++day) week[day] = {Interval{at(9), at(12)}, Interval{at(13), at(17)}};
  return week;
}

std::vector<SpecialDay> random_holidays(signalbox::test::Random& random) {
  std::vector<std::int32_t> days;
  while (days.size() < kHolidays) {
    const auto day = kFirstDay + static_cast<std::int32_t>(random.below(kDays));
    if (std::find(days.begin(), days.end(), day) == days.end()) days.push_back(day);
  }
  std::sort(days.begin(), days.end());
  std::vector<SpecialDay> holidays;
  for (const std::int32_t day : days) holidays.push_back({Date{day}, {}});
  return holidays;
}

/// Working time found by looking at every day.
class DayWalk {
 public:
  DayWalk(std::array<DayHours, 7> week, const std::vector<SpecialDay>& holidays, const Zone& zone)
      : week_(std::move(week)), zone_(zone) {
    for (const SpecialDay& holiday : holidays) holidays_.push_back(holiday.date);
  }

  [[nodiscard]] std::int64_t measure_ms(Instant from, Instant to) const {
    if (to < from) return -measure_ms(to, from);
    std::int64_t worked_ms = 0;
    for (std::int64_t day = day_of(from); day <= day_of(to); ++day) {
      for (const Interval& interval : hours_of(day)) {
        const Instant open = std::max(from, zone_.first_instant({day * kMsPerDay + interval.open_ms}));
        const Instant close = std::min(to, zone_.first_instant({day * kMsPerDay + interval.close_ms}));
        if (open < close) worked_ms += close.ms - open.ms;
      }
    }
    return worked_ms;
  }
  [[nodiscard]] Instant add(Instant from, std::int64_t ms) const {
    for (std::int64_t day = day_of(from);; ++day) {
      for (const Interval& interval : hours_of(day)) {
        const Instant open = std::max(from, zone_.first_instant({day * kMsPerDay + interval.open_ms}));
        const Instant close = zone_.first_instant({day * kMsPerDay + interval.close_ms});
        if (open >= close) continue;
        if (close.ms - open.ms >= ms) return {open.ms + ms};
        ms -= close.ms - open.ms;
      }
    }
  }

 private:
  [[nodiscard]] std::int64_t day_of(Instant at) const { return signalbox::date_of({zone_.local(at).ms}).days; }
  [[nodiscard]] DayHours hours_of(std::int64_t day) const {
    const Date date{static_cast<std::int32_t>(day)};
    if (std::binary_search(holidays_.begin(), holidays_.end(), date)) return {};
    return week_[static_cast<std::size_t>(signalbox::calendar::weekday_of(date))];
  }

  std::array<DayHours, 7> week_;
  std::vector<Date> holidays_;
  const Zone& zone_;
};

struct Task {
  Instant from;
  Instant to;
  std::int64_t ms;  ///< To add, some of it up to ten years later.
};

/// Least nanoseconds for one task. The sum of all answers is compared by the caller, so that nothing is left out.
template <class Work>
double least_ns(const std::vector<Task>& tasks, int repeats, std::int64_t& sum, Work work) {
  double least = std::numeric_limits<double>::infinity();
  for (; repeats > 0; --repeats) {
    const auto start = std::chrono::steady_clock::now();
    sum = 0;
    for (const Task& task : tasks) sum += work(task);
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    least = std::min(least, spent.count() / static_cast<double>(tasks.size()));
  }
  return least;
}

BusinessHours make_hours(const std::array<DayHours, 7>& week, const std::vector<SpecialDay>& holidays,
                         const Zone& zone) {
  return {"hours", zone, signalbox::calendar::zoned_time(Schedule(week, holidays), zone)};
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "usage: bench_calendar REPEATS\n";
    return 2;
  }
  const int repeats = std::max(1, std::atoi(words[1]));
  signalbox::test::Random random(20260131);
  const Zone zone = *Zone::find("Europe/Berlin");
  const std::vector<SpecialDay> holidays = random_holidays(random);
  const BusinessHours office = make_hours(office_week(), holidays, zone);
  std::array<DayHours, 7> all_week;
  all_week.fill({Interval{0, static_cast<std::int32_t>(kMsPerDay)}});
  const BusinessHours always = make_hours(all_week, {}, *Zone::find("UTC"));
  const DayWalk walk(office_week(), holidays, zone);

  std::vector<Task> tasks;
  while (tasks.size() < kPairs) {
    const auto pick = [&] {
      return Instant{kFirstDay * kMsPerDay + static_cast<std::int64_t>(random.below(kDays * kMsPerDay))};
    };
    Task task{pick(), pick(), 0};
    if (task.to < task.from) std::swap(task.from, task.to);
    task.ms = office.measure_ms(task.from, task.to) + 1;
    tasks.push_back(task);
  }
  const std::vector<Task> few(tasks.begin(), tasks.begin() + 64);
  std::int64_t sum = 0;
  std::int64_t check = 0;
  const auto add = [](const BusinessHours& hours) {
    return [&hours](const Task& task) { return hours.add(task.from, task.ms)->ms; };
  };
  const auto measure = [](const BusinessHours& hours) {
    return [&hours](const Task& task) { return hours.measure_ms(task.from, task.to); };
  };
  std::cout << "{\"add\":{\"office\":" << least_ns(tasks, repeats, sum, add(office))
            << ",\"always\":" << least_ns(tasks, repeats, sum, add(always)) << ",\"bare\":"
            << least_ns(tasks, repeats, sum,
                        [](const Task& task) { return signalbox::sla::Course(task.from).at(task.ms)->ms; })
            << ",\"walk\":"
            << least_ns(few, 1, check, [&](const Task& task) { return walk.add(task.from, task.ms).ms; });
  (void)least_ns(few, 1, sum, add(office));
  if (sum != check) return 1;
  std::cout << "},\"measure\":{\"office\":" << least_ns(tasks, repeats, sum, measure(office))
            << ",\"always\":" << least_ns(tasks, repeats, sum, measure(always)) << ",\"bare\":"
            << least_ns(tasks, repeats, sum,
                        [](const Task& task) { return signalbox::sla::Course(task.from).elapsed_ms(task.to); })
            << ",\"walk\":"
            << least_ns(few, 1, check, [&](const Task& task) { return walk.measure_ms(task.from, task.to); }) << "}}\n";
  (void)least_ns(few, 1, sum, measure(office));
  return sum == check ? 0 : 1;
}
