#include "calendar/calendar.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/sort.h"
#include "calendar/holidays.h"
#include "calendar/hours_text.h"

namespace signalbox::calendar {

namespace {

using Week = std::array<std::vector<WrittenHours>, 7>;
constexpr auto kDayMs = static_cast<std::int32_t>(kMsPerDay);

bool is_combination(const Place& place) { return place.find("anyOf") || place.find("allOf"); }

/// `Mon` or `Fri-Mon` -> first and last day.
std::optional<std::pair<int, int>> read_days(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = read_weekday(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : read_weekday(text.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  return std::pair(*first, *last);
}

class CalendarReader {
 public:
  CalendarReader(const Place& root, std::vector<BusinessHours>& hours) : root_(root), hours_(hours) {}

  void read() {
    if (const auto holidays = object("holidays", limits::kMaxHolidayLists)) {
      for (std::size_t i = 0; i < holidays->node().size(); ++i) {
        lists_.push_back(read_holidays(holidays->at(i), holidays->node().key(i)));
      }
    }
    const auto hours = object("businessHours", limits::kMaxBusinessHours);
    if (!hours) return;
    names_ = keys(*hours);
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const Place at = hours->at(i);
      if (at.is_object() && !is_combination(at)) read_hours_of_week(at, names_[i]);
    }
    sort();
    const std::size_t plain = hours_.size();
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (is_combination(hours->at(i))) read_combination(hours->at(i), names_[i], plain);
    }
    sort();
  }

 private:
  std::optional<Place> object(std::string_view name, std::size_t limit) const {
    auto member = root_.find(name);
    if (!member || !member->is_object()) return std::nullopt;
    const std::size_t count = member->node().size();
    if (count > limit) {
      member->report("too-many", "There are " + std::to_string(count) + " members here.",
                     "at most " + std::to_string(limit), std::to_string(count));
      return std::nullopt;
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (member->node().key(i).empty()) {
        member->at(i).report("empty-text", "A name must not be empty.", "a name", "an empty name");
      }
    }
    return member;
  }

  static std::vector<std::string_view> keys(const Place& place) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < place.node().size(); ++i) names.push_back(place.node().key(i));
    return names;
  }

  void sort() {
    sort_all(hours_, [](const BusinessHours& a, const BusinessHours& b) { return a.name() < b.name(); });
  }

  void read_hours_of_week(const Place& place, std::string_view name) {
    place.only_members({"zone", "week", "holidays"});
    const auto zone = read_zone(place);
    const std::size_t before = place.diagnostics().size();
    const auto week_place = place.required("week");
    const auto week = week_place ? read_week(*week_place) : std::array<DayHours, 7>();
    const auto special = read_special_days(place);
    if (place.diagnostics().size() != before) return;
    const auto has_hours = [](const DayHours& hours) { return !hours.empty(); };
    if (std::none_of(week.begin(), week.end(), has_hours)) {
      week_place->report("no-hours", "These business hours are never open.", "hours on at least one day of the week",
                         "no hours");
      return;
    }
    if (zone) hours_.emplace_back(std::string(name), *zone, zoned_time(Schedule(week, special), *zone));
  }

  static std::optional<Zone> read_zone(const Place& place) {
    const auto member = place.required("zone");
    const auto name = member ? member->non_empty_text() : std::nullopt;
    if (!name) return std::nullopt;
    auto zone = Zone::find(*name);
    if (!zone) member->report_unknown("zone", *name, Zone::names());
    return zone;
  }

  static std::array<DayHours, 7> read_week(const Place& place) {
    Week week;
    std::array<DayHours, 7> joined;
    if (place.node().is(json::Kind::kText)) {
      if (place.node().as_text() == "24x7") {
        joined.fill({Interval{0, kDayMs}});
      } else {
        place.report("bad-hours", "`" + quote_for_message(place.node().as_text()) + "` is not a week.",
                     "an object with the hours of each day, or `24x7`");
      }
      return joined;
    }
    if (!place.is_object()) return joined;
    for (std::size_t i = 0; i < place.node().size(); ++i) read_days_of_week(place.at(i), place.node().key(i), week);
    for (std::size_t day = 0; day < week.size(); ++day) joined[day] = join_hours(std::move(week[day]));
    return joined;
  }

  /// Hours across midnight are hours of both days.
  static void read_days_of_week(const Place& place, std::string_view key, Week& week) {
    const auto days = read_days(key);
    std::vector<WrittenHours> hours;
    read_hours(place, true, hours);
    if (!days) {
      place.report("bad-hours", "`" + quote_for_message(key) + "` is not a day of the week.",
                   "a day such as `Mon`, or days such as `Mon-Fri`", quote_for_message(key));
      return;
    }
    for (int day = days->first;; day = (day + 1) % 7) {
      for (const WrittenHours& one : hours) {
        week[static_cast<std::size_t>(day)].push_back({one.open_ms, std::min(one.close_ms, kDayMs), one.place});
        if (one.close_ms <= kDayMs) continue;
        week[static_cast<std::size_t>((day + 1) % 7)].push_back({0, one.close_ms - kDayMs, one.place});
      }
      if (day == days->second) return;
    }
  }

  std::vector<SpecialDay> read_special_days(const Place& place) {
    std::vector<const HolidayList*> chosen;
    const auto member = place.find("holidays");
    if (!member || !member->is_array()) return {};
    for (std::size_t i = 0; i < member->node().size(); ++i) {
      const Place at = member->at(i);
      const auto name = at.non_empty_text();
      if (!name) continue;
      const auto list =
          std::find_if(lists_.begin(), lists_.end(), [&](const HolidayList& one) { return one.name == *name; });
      if (list == lists_.end()) {
        report_none(at, "holidays", "holidays", *name, list_names());
      } else if (std::find(chosen.begin(), chosen.end(), &*list) != chosen.end()) {
        at.report("duplicate-name", "The holidays `" + quote_for_message(*name) + "` are listed twice.",
                  "each list once");
      } else {
        chosen.push_back(&*list);
      }
    }
    auto days = special_days(chosen);
    special_days_ += days.size();
    if (special_days_ > limits::kMaxSpecialDays) {
      member->report("too-many", "The business hours of this directory have more special days than fit.",
                     "at most " + std::to_string(limits::kMaxSpecialDays) + " in all");
      days.clear();
    }
    return days;
  }

  [[nodiscard]] std::vector<std::string_view> list_names() const {
    std::vector<std::string_view> names;
    names.reserve(lists_.size());
    for (const HolidayList& list : lists_) names.push_back(list.name);
    return names;
  }

  /// `plain`: how many of hours_ are no combinations, and sorted.
  void read_combination(const Place& place, std::string_view name, std::size_t plain) {
    const bool is_any = place.find("anyOf").has_value();
    place.only_members({is_any ? "anyOf" : "allOf"});
    const Place list = *place.find(is_any ? "anyOf" : "allOf");
    if (++combinations_ > limits::kMaxCombinedHours) {
      list.report("too-many", "There are more combinations of business hours than fit.",
                  "at most " + std::to_string(limits::kMaxCombinedHours));
      return;
    }
    const std::size_t before = place.diagnostics().size();
    const auto parts = read_parts(list, plain);
    if (place.diagnostics().size() != before || parts.size() != list.node().size()) return;
    std::vector<const WorkingTime*> times;
    times.reserve(parts.size());
    for (const BusinessHours* part : parts) times.push_back(&part->time());
    auto time = combined_time(times, is_any ? Combination::kAny : Combination::kAll);
    if (time->openings().empty()) {
      list.report("no-hours", "These business hours are never open together.", "hours that have some time in common",
                  "no hours");
      return;
    }
    Zone zone = parts.front()->zone();
    hours_.emplace_back(std::string(name), std::move(zone), std::move(time));
  }

  std::vector<const BusinessHours*> read_parts(const Place& list, std::size_t plain) {
    std::vector<const BusinessHours*> parts;
    if (!list.is_array()) return parts;
    for (std::size_t i = 0; i < list.node().size(); ++i) {
      const Place at = list.at(i);
      const auto name = at.non_empty_text();
      if (!name) continue;
      const auto end = hours_.begin() + static_cast<std::ptrdiff_t>(plain);
      const auto part =
          std::find_if(hours_.begin(), end, [&](const BusinessHours& one) { return one.name() == *name; });
      if (part == end) {
        report_part(at, *name);
      } else if (std::find(parts.begin(), parts.end(), &*part) != parts.end()) {
        at.report("duplicate-name", "The business hours `" + quote_for_message(*name) + "` are listed twice.",
                  "each of them once");
      } else {
        parts.push_back(&*part);
      }
    }
    if (list.node().size() == 0) {
      list.report("no-hours", "A combination needs business hours to combine.", "names of business hours", "none");
    }
    return parts;
  }

  void report_part(const Place& at, std::string_view name) const {
    const auto members = root_.find("businessHours");
    const auto named = members->find(name);
    if (!named) {
      report_none(at, "hours", "business hours", name, names_);
    } else if (is_combination(*named)) {
      at.report("nested-hours", "`" + quote_for_message(name) + "` is a combination itself.",
                "business hours with a week of their own");
    }
    // What stands in the document and is neither has errors of its own, which are reported where it stands.
  }

  const Place& root_;
  std::vector<BusinessHours>& hours_;
  std::vector<HolidayList> lists_;
  std::vector<std::string_view> names_;  ///< Of all business hours that the document declares.
  std::size_t special_days_ = 0;
  std::size_t combinations_ = 0;
};

}  // namespace

void report_none(const Place& place, std::string_view word, std::string_view noun, std::string_view name,
                 const std::vector<std::string_view>& names) {
  const std::string shown = quote_for_message(name);
  place.report("unknown-" + std::string(word), "There are no " + std::string(noun) + " `" + shown + "`.",
               "the name of " + std::string(noun), shown, closest_name(name, names));
}

std::optional<Calendar> Calendar::read(const Place& root) {
  const std::size_t before = root.diagnostics().size();
  Calendar calendar;
  CalendarReader(root, calendar.hours_).read();
  if (root.diagnostics().size() != before) return std::nullopt;
  return calendar;
}

const BusinessHours* Calendar::find(std::string_view name) const {
  const auto at =
      std::lower_bound(hours_.begin(), hours_.end(), name,
                       [](const BusinessHours& hours, std::string_view wanted) { return hours.name() < wanted; });
  return at != hours_.end() && at->name() == name ? &*at : nullptr;
}

std::vector<std::string_view> Calendar::names() const {
  std::vector<std::string_view> names;
  names.reserve(hours_.size());
  for (const BusinessHours& hours : hours_) names.push_back(hours.name());
  return names;
}

}  // namespace signalbox::calendar
