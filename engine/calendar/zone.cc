#include "calendar/zone.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::calendar {

namespace {

/// The n-th weekday of a month (Sunday is 0, week 5 is the last) and a time of it, which may lie on another day.
struct RuleDay {
  int month;
  int week;
  int weekday;
  int time;  ///< In units, on the clock before the change.
};

/// POSIX rule of a zone: both offsets in units; month 0 where the clock is never changed.
struct Rule {
  int standard;
  int summer;
  std::array<RuleDay, 2> days;  ///< To summer time and back.
};

#include "calendar/zones/tables.inc"

static_assert(kLastYear == kTableLastYear);

/// Reads the packed numbers of the tables.
class Reader {
 public:
  explicit Reader(const std::uint8_t* bytes) : bytes_(bytes) {}

  std::uint32_t number() {
    std::uint32_t value = 0;
    int shift = 0;
    for (; *bytes_ > 127; shift += 7) value += (*bytes_++ - 128u) << shift;
    return value + (static_cast<std::uint32_t>(*bytes_++) << shift);
  }
  std::int32_t signed_number() {
    const auto value = static_cast<std::int32_t>(number());
    return value % 2 == 0 ? value / 2 : -(value + 1) / 2;
  }

 private:
  const std::uint8_t* bytes_;
};

struct Step {
  std::int64_t after_s;
  std::int32_t by_ms;
};

/// The steps that zones are made of.
std::vector<Step> read_steps() {
  std::vector<Step> steps;
  steps.reserve(kStepCount);
  Reader reader(kSteps);
  for (std::uint32_t i = 0; i < kStepCount; ++i) {
    const std::int64_t after = reader.number();
    steps.push_back({after * kUnitSeconds, reader.signed_number() * kUnitSeconds * static_cast<int>(kMsPerSecond)});
  }
  return steps;
}

/// Seconds since 1970 at which a clock on Greenwich time would show the day and time of the rule.
std::int64_t rule_day_s(const RuleDay& day, int year) {
  const std::int32_t first = date_from_civil({year, day.month, 1})->days;
  const int first_weekday = (first + 4) % 7;  // 1970-01-01 was a Thursday
  int from_first = (day.weekday - first_weekday + 7) % 7 + 7 * (day.week - 1);
  while (from_first >= days_in_month(year, day.month)) from_first -= 7;
  return (first + from_first) * (kMsPerDay / kMsPerSecond) + std::int64_t{day.time} * kUnitSeconds;
}

/// Index of the name in the table, which is in byte order; each name ends with a line end.
std::optional<std::size_t> find_name(const std::vector<std::string_view>& names, std::string_view name) {
  const auto at = std::lower_bound(names.begin(), names.end(), name);
  if (at == names.end() || *at != name) return std::nullopt;
  return static_cast<std::size_t>(at - names.begin());
}

std::string two_digits(std::int64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string offset_text(std::int32_t offset_ms) {
  if (offset_ms == 0) return "Z";
  const std::int64_t ms = offset_ms < 0 ? -std::int64_t{offset_ms} : offset_ms;
  const std::int64_t seconds = ms / kMsPerSecond % 60;
  return (offset_ms < 0 ? "-" : "+") + two_digits(ms / kMsPerHour) + ":" + two_digits(ms / kMsPerMinute % 60) +
         (seconds == 0 ? "" : ":" + two_digits(seconds));
}

}  // namespace

std::string_view tzdata_version() { return kVersion; }

std::vector<std::string_view> Zone::names() {
  std::vector<std::string_view> names;
  names.reserve(std::size(kBodyOf));
  for (std::string_view rest = kNames; !rest.empty(); rest.remove_prefix(names.back().size() + 1)) {
    names.push_back(rest.substr(0, rest.find('\n')));
  }
  return names;
}

std::optional<Zone> Zone::find(std::string_view name) {
  const auto all = names();
  const auto index = find_name(all, name);
  if (!index) return std::nullopt;
  Reader body(kBodies + kBodyOf[*index]);
  const Rule& rule = kRules[body.number()];
  const int rule_from_year = kFirstYear + static_cast<int>(body.number());
  constexpr std::int32_t kUnitMs = kUnitSeconds * static_cast<std::int32_t>(kMsPerSecond);
  Zone zone(all[*index], body.signed_number() * kUnitMs);
  const std::vector<Step> steps = read_steps();
  std::int64_t at_s = 0;
  for (std::uint32_t left = body.number(); left > 0; --left) {
    const Step& step = steps[body.number()];
    at_s += step.after_s;
    zone.add(at_s, zone.offset_after(zone.changes_.size()) + step.by_ms);
  }
  for (int year = rule_from_year; year <= kLastYear && rule.days[0].month != 0; ++year) {
    std::array<std::pair<std::int64_t, int>, 2> turns = {
        std::pair(rule_day_s(rule.days[0], year) - std::int64_t{rule.standard} * kUnitSeconds, rule.summer),
        std::pair(rule_day_s(rule.days[1], year) - std::int64_t{rule.summer} * kUnitSeconds, rule.standard)};
    if (turns[1] < turns[0]) std::swap(turns[0], turns[1]);
    for (const auto& [turn_s, offset] : turns) zone.add(turn_s, std::int64_t{offset} * kUnitMs);
  }
  return zone;
}

void Zone::add(std::int64_t at_s, std::int64_t offset_ms) {
  const std::int32_t before_ms = offset_after(changes_.size());
  if (before_ms == offset_ms) return;
  changes_.push_back({Instant{at_s * kMsPerSecond}, before_ms, static_cast<std::int32_t>(offset_ms)});
}

std::int32_t Zone::offset_ms(Instant at) const {
  const auto next = std::upper_bound(changes_.begin(), changes_.end(), at,
                                     [](Instant instant, const Change& change) { return instant < change.at; });
  return offset_after(static_cast<std::size_t>(next - changes_.begin()));
}

/// How many changes lie behind when the clock first shows `time` or has skipped it: those up to which it shows earlier
/// times only.
std::size_t Zone::changes_passed(LocalTime time) const {
  const auto next = std::partition_point(changes_.begin(), changes_.end(), [&](const Change& change) {
    return change.at.ms + change.before_ms <= time.ms;
  });
  return static_cast<std::size_t>(next - changes_.begin());
}

Instant Zone::instant(LocalTime time) const {
  const std::size_t passed = changes_passed(time);
  const bool is_skipped = passed > 0 && time.ms < changes_[passed - 1].at.ms + changes_[passed - 1].after_ms;
  return {time.ms - (is_skipped ? changes_[passed - 1].before_ms : offset_after(passed))};
}

Instant Zone::first_instant(LocalTime time) const {
  const std::size_t passed = changes_passed(time);
  const std::int64_t ms = time.ms - offset_after(passed);
  return {passed > 0 ? std::max(ms, changes_[passed - 1].at.ms) : ms};
}

std::string to_local_text(Instant at, const Zone& zone) {
  const std::int32_t offset_ms = zone.offset_ms(at);
  const Instant shown{at.ms + offset_ms};
  return to_text(date_of(shown)) + 'T' + to_text(time_of(shown)) + offset_text(offset_ms);
}

}  // namespace signalbox::calendar
