// Every zone beside the platform's own library, which reads the same database by other code.
#include <gtest/gtest.h>
#include <stdlib.h>
#include <time.h>

#include <filesystem>

#include "calendar/zone.h"

namespace signalbox::calendar {
namespace {

constexpr std::int64_t kYearSeconds = 31'556'952;        ///< On average.
constexpr std::int64_t kEndSeconds = 68 * kYearSeconds;  ///< 1970 to 2037.

/// The zone of the C library, for as long as this lives.
class PlatformZone {
 public:
  explicit PlatformZone(std::string_view name) { set(":" + std::string(name)); }
  ~PlatformZone() {
    unsetenv("TZ");
    tzset();
  }
  PlatformZone(const PlatformZone&) = delete;
  PlatformZone& operator=(const PlatformZone&) = delete;

  [[nodiscard]] static std::int64_t offset_s(std::int64_t at_s) {
    const time_t time = at_s;
    struct tm parts = {};
    localtime_r(&time, &parts);
    return parts.tm_gmtoff;
  }
  [[nodiscard]] static int is_summer(std::int64_t at_s) {
    const time_t time = at_s;
    struct tm parts = {};
    localtime_r(&time, &parts);
    return parts.tm_isdst;
  }
  /// The instant of a time on the wall, in seconds from 1970 on that clock. `summer`: as the library is told that it
  /// is, which matters where the clock shows a time twice or not at all; -1 leaves it to the library.
  [[nodiscard]] static std::int64_t instant_s(std::int64_t local_s, int summer) {
    const time_t as_utc = local_s;
    struct tm parts = {};
    gmtime_r(&as_utc, &parts);
    parts.tm_isdst = summer;
    return mktime(&parts);
  }

 private:
  static void set(const std::string& zone) {
    setenv("TZ", zone.c_str(), 1);
    tzset();
  }
};

TEST(Zone, HasTheOffsetsOfThePlatformAtEveryChangeAndBetween) {
  ASSERT_TRUE(std::filesystem::exists("/usr/share/zoneinfo/tzdata.zi")) << "the package tzdata must be installed";
  ASSERT_GT(Zone::names().size(), 550u);
  for (const std::string_view name : Zone::names()) {
    const auto zone = Zone::find(name);
    ASSERT_TRUE(zone) << name;
    const PlatformZone platform(name);
    const auto check = [&](std::int64_t at_s) {
      ASSERT_EQ(zone->offset_ms({at_s * kMsPerSecond}), platform.offset_s(at_s) * kMsPerSecond) << name << " " << at_s;
    };
    for (const Zone::Change& change : zone->changes()) {
      check(change.at.ms / kMsPerSecond - 1);
      check(change.at.ms / kMsPerSecond);
    }
    constexpr std::int64_t kTenDays = 864'000;
    for (std::int64_t at_s = 0; at_s < kEndSeconds; at_s += kTenDays) check(at_s);
    if (HasFailure()) return;
  }
}

TEST(Zone, TellsTheInstantOfALocalTimeAsThePlatformDoesRoundEveryChange) {
  std::size_t gaps = 0;
  std::size_t overlaps = 0;
  for (const std::string_view name : Zone::names()) {
    const auto zone = Zone::find(name);
    const PlatformZone platform(name);
    for (const Zone::Change& change : zone->changes()) {
      const std::int64_t at_s = change.at.ms / kMsPerSecond;
      if (at_s >= kEndSeconds) break;
      const std::int64_t before_s = at_s + change.before_ms / kMsPerSecond;
      const std::int64_t after_s = at_s + change.after_ms / kMsPerSecond;
      const auto ours = [&](std::int64_t local_s) { return zone->instant({local_s * kMsPerSecond}).ms / kMsPerSecond; };
      const std::int64_t doubt_from = std::min(before_s, after_s);
      const std::int64_t doubt_to = std::max(before_s, after_s);
      // Without doubt: the second before, and the first behind.
      for (const std::int64_t local_s : {doubt_from - 1, doubt_to}) {
        ASSERT_EQ(ours(local_s), platform.instant_s(local_s, -1)) << name << " " << at_s;
      }
      const int was_summer = platform.is_summer(at_s - 1);
      const bool is_told_apart = was_summer != platform.is_summer(at_s);
      for (const std::int64_t local_s : {doubt_from, doubt_from + (doubt_to - doubt_from) / 2, doubt_to - 1}) {
        ++(after_s > before_s ? gaps : overlaps);
        const std::int64_t found_s = ours(local_s);
        // In a gap the clock goes on as before; of two instants it is the earlier, before the change.
        const bool shows_it = found_s + platform.offset_s(found_s) == local_s;
        ASSERT_EQ(shows_it, after_s < before_s) << name << " " << at_s;
        if (is_told_apart) {
          ASSERT_EQ(found_s, platform.instant_s(local_s, was_summer)) << name << " " << at_s;
        }
        // The library may take the other side of the change, never anything else.
        const std::int64_t theirs_s = platform.instant_s(local_s, -1);
        ASSERT_TRUE(theirs_s == found_s || theirs_s == local_s - change.after_ms / kMsPerSecond) << name << " " << at_s;
      }
    }
  }
  EXPECT_GT(gaps, 10'000u);
  EXPECT_GT(overlaps, 10'000u);
}

TEST(Zone, ResolvesLocalTimesRoundEveryChange) {
  for (const std::string_view name : Zone::names()) {
    const auto zone = Zone::find(name);
    std::int64_t shown_ms = INT64_MIN;
    for (const Zone::Change& change : zone->changes()) {
      const std::int64_t before_ms = change.at.ms + change.before_ms;
      const std::int64_t after_ms = change.at.ms + change.after_ms;
      ASSERT_GT(before_ms, shown_ms) << name << ": between two changes the clock shows something new";
      shown_ms = before_ms;
      // The last and the first millisecond that the clock shows without any doubt.
      const std::int64_t doubt_from = std::min(before_ms, after_ms);
      const std::int64_t doubt_to = std::max(before_ms, after_ms);
      ASSERT_EQ(zone->instant({doubt_from - 1}).ms, doubt_from - 1 - change.before_ms) << name;
      ASSERT_EQ(zone->instant({doubt_to}).ms, doubt_to - change.after_ms) << name;
      // In between: the earlier of two, or as much later as the clock was moved. Both read the clock before the change.
      const std::int64_t middle_ms = doubt_from + (doubt_to - doubt_from) / 2;
      ASSERT_EQ(zone->instant({middle_ms}).ms, middle_ms - change.before_ms) << name;
      const Instant first = zone->first_instant({middle_ms});
      ASSERT_EQ(first.ms, after_ms > before_ms ? change.at.ms : middle_ms - change.before_ms) << name;
    }
  }
}

TEST(Zone, AreKnownByAllTheirNames) {
  EXPECT_FALSE(Zone::find("Europe/berlin"));
  EXPECT_FALSE(Zone::find(""));
  EXPECT_FALSE(Zone::find("Factory"));
  const auto link = Zone::find("Asia/Katmandu");
  ASSERT_TRUE(link);
  EXPECT_EQ(link->offset_ms({}), 5 * kMsPerHour + 30 * kMsPerMinute);
  EXPECT_EQ(Zone::find("Asia/Kathmandu")->changes().size(), link->changes().size());
}

TEST(Zone, TellsLocalTimeWithItsOffset) {
  EXPECT_EQ(to_local_text({1'785'574'800'000}, *Zone::find("Europe/Berlin")), "2026-08-01T11:00:00.000+02:00");
  EXPECT_EQ(to_local_text({0}, *Zone::find("America/St_Johns")), "1969-12-31T20:30:00.000-03:30");
  EXPECT_EQ(to_local_text({0}, *Zone::find("Africa/Monrovia")), "1969-12-31T23:15:30.000-00:44:30");
  EXPECT_EQ(to_local_text({0}, *Zone::find("Etc/UTC")), "1970-01-01T00:00:00.000Z");
}

}  // namespace
}  // namespace signalbox::calendar
