#include "base/time.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

TEST(Time, EveryDayOfTheCalendarFollowsTheOneBefore) {
  std::int32_t expected = date_from_civil({1, 1, 1})->days;
  EXPECT_EQ(date_from_civil({1970, 1, 1})->days, 0);
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= days_in_month(year, month); ++day, ++expected) {
        const auto date = date_from_civil({year, month, day});
        ASSERT_TRUE(date);
        ASSERT_EQ(date->days, expected) << year << '-' << month << '-' << day;
        const CivilDate back = civil_from_date(*date);
        ASSERT_TRUE(back.year == year && back.month == month && back.day == day) << expected;
      }
    }
  }
}

TEST(Time, DaysThatDoNotExistAreRefused) {
  for (const char* text : {"2026-02-30", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
                           "0000-01-01", "2026-1-1", "2026-01-01 ", "20260101", "", "2026-01-0x"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
  EXPECT_TRUE(parse_date("2024-02-29"));
  EXPECT_TRUE(parse_date("2000-02-29"));
}

TEST(Time, InstantsAreReadInEveryNotation) {
  const auto expected = parse_instant("2026-01-31T08:00:00.000Z");
  ASSERT_TRUE(expected);
  EXPECT_EQ(expected->ms, 1'769'846'400'000);
  for (const char* text :
       {"2026-01-31T08:00Z", "2026-01-31T08:00:00Z", "2026-01-31T08:00:00.0Z", "2026-01-31T08:00:00.000+0000",
        "2026-01-31T10:00:00+02:00", "2026-01-31T02:30:00-05:30", "2026-01-30T22:00:00.00-1000"}) {
    EXPECT_EQ(parse_instant(text), expected) << text;
  }
  EXPECT_EQ(parse_instant("2026-01-31T08:00:00.5Z")->ms, expected->ms + 500);
}

TEST(Time, InstantsThatAreNoneAreRefused) {
  for (const char* text : {"2026-01-31T08:00:00", "2026-01-31 08:00:00Z", "2026-01-31T24:00:00Z",
                           "2026-01-31T08:60:00Z", "2026-01-31T08:00:60Z", "2026-01-31T08:00:00.1234Z",
                           "2026-01-31T08:00:00.Z", "2026-01-31T08:00:00+2", "2026-01-31T08:00:00z", "2026-01-31",
                           "0001-01-01T00:00:00+01:00", "9999-12-31T23:30:00-01:00", "2026-01-31T08:00:00ZZ"}) {
    EXPECT_FALSE(parse_instant(text)) << text;
  }
}

TEST(Time, InstantsBefore1970AreFloored) {
  const Instant instant{-1};
  EXPECT_EQ(to_text(instant), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(date_of(instant).days, -1);
  EXPECT_EQ(instant_at(date_of(instant), time_of(instant)), instant);
}

TEST(Time, TheEdgesOfTheCalendarAreInRange) {
  const auto first = parse_instant("0001-01-01T00:00:00Z");
  const auto last = parse_instant("9999-12-31T23:59:59.999Z");
  ASSERT_TRUE(first && last);
  EXPECT_TRUE(in_range(*first));
  EXPECT_TRUE(in_range(*last));
  EXPECT_FALSE(in_range(Instant{first->ms - 1}));
  EXPECT_FALSE(in_range(Instant{last->ms + 1}));
  EXPECT_EQ(to_text(*first), "0001-01-01T00:00:00.000Z");
  EXPECT_EQ(to_text(*last), "9999-12-31T23:59:59.999Z");
}

TEST(Time, TimesOfDay) {
  EXPECT_EQ(to_text(*parse_time("08:05")), "08:05:00.000");
  EXPECT_EQ(to_text(*parse_time("23:59:59.9Z")), "23:59:59.900");
  for (const char* text : {"8:05", "24:00", "08:60", "08:05:61", "08", "08:05+01:00", ""})
    EXPECT_FALSE(parse_time(text)) << text;
}

TEST(Time, Durations) {
  EXPECT_EQ(parse_duration_ms("4h"), 4 * kMsPerHour);
  EXPECT_EQ(parse_duration_ms("1d12h"), 36 * kMsPerHour);
  EXPECT_EQ(parse_duration_ms("1d2h3m4s"), kMsPerDay + 2 * kMsPerHour + 3 * kMsPerMinute + 4 * kMsPerSecond);
  for (const char* text : {"", "4", "h", "0h", "4h4h", "12h1d", "-4h", "4 h", "4H", "1.5h", "4hx",
                           "99999999999999999999d", "9999999999d"}) {
    EXPECT_FALSE(parse_duration_ms(text)) << text;
  }
}

}  // namespace
}  // namespace signalbox
