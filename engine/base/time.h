// Instants, dates and times of day. No clock: what time it is arrives as data.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox {

/// Milliseconds since 1970-01-01T00:00:00Z. Range: years 0001 to 9999.
struct Instant {
  std::int64_t ms = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// Days since 1970-01-01 in the proleptic Gregorian calendar. Range: years 0001 to 9999.
struct Date {
  std::int32_t days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

/// Milliseconds since midnight, 0..86,399,999.
struct TimeOfDay {
  std::int32_t ms = 0;
  friend auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};

/// Year, month 1..12, day 1..31.
struct CivilDate {
  int year;
  int month;
  int day;
};

inline constexpr std::int64_t kMsPerSecond = 1000;
inline constexpr std::int64_t kMsPerMinute = 60 * kMsPerSecond;
inline constexpr std::int64_t kMsPerHour = 60 * kMsPerMinute;
inline constexpr std::int64_t kMsPerDay = 24 * kMsPerHour;

/// nullopt when there is no such day (30 February) or the year is outside 1..9999. O(1).
[[nodiscard]] std::optional<Date> date_from_civil(CivilDate civil);
[[nodiscard]] CivilDate civil_from_date(Date date);
/// Days in that month of that year, 28..31.
[[nodiscard]] int days_in_month(int year, int month);
/// UTC date and time of day of an instant (floors, so also right before 1970).
[[nodiscard]] Date date_of(Instant instant);
[[nodiscard]] TimeOfDay time_of(Instant instant);
[[nodiscard]] Instant instant_at(Date date, TimeOfDay time);
/// False when outside years 0001 to 9999.
[[nodiscard]] bool in_range(Instant instant);

/// `YYYY-MM-DD`, strictly.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
/// `YYYY-MM-DDTHH:MM[:SS[.fff]]` followed by `Z`, `+HH:MM`, `+HHMM` or `-...`; 1 to 3 digits of fraction.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);
/// `HH:MM[:SS[.fff]]`, optionally followed by `Z` as in Salesforce's REST API.
[[nodiscard]] std::optional<TimeOfDay> parse_time(std::string_view text);

/// `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS.mmmZ`, `HH:MM:SS.mmm`.
[[nodiscard]] std::string to_text(Date date);
[[nodiscard]] std::string to_text(Instant instant);
[[nodiscard]] std::string to_text(TimeOfDay time);

/// Duration such as `4h`, `1d12h`, `90m`, `30s` (units d h m s, each at most once, in that order) in milliseconds; > 0.
[[nodiscard]] std::optional<std::int64_t> parse_duration_ms(std::string_view text);

}  // namespace signalbox
