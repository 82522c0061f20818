// Business hours: known nights and days.
#include <gtest/gtest.h>

#include "calendar/calendar.h"
#include "tests/support/documents.h"

namespace signalbox::calendar {
namespace {

/// Business hours named "h" from a document with single quotes.
class Hours {
 public:
  explicit Hours(const std::string& hours, const std::string& holidays = "{}")
      : written_("{'holidays':" + holidays + ",'businessHours':{'h':" + hours + "}}"),
        calendar_(Calendar::read(written_.root())) {
    if (!calendar_) throw std::invalid_argument(written_.findings());
  }

  [[nodiscard]] double hours_between(const char* from, const char* to) const {
    return static_cast<double>(hours().measure_ms(*parse_instant(from), *parse_instant(to))) / kMsPerHour;
  }
  [[nodiscard]] std::string add(const char* from, const char* duration) const {
    return text(hours().add(*parse_instant(from), *parse_duration_ms(duration)));
  }
  [[nodiscard]] std::string opening(const char* at) const { return text(hours().next_opening(*parse_instant(at))); }
  [[nodiscard]] std::string closing(const char* at) const { return text(hours().next_closing(*parse_instant(at))); }

 private:
  [[nodiscard]] const BusinessHours& hours() const { return *calendar_->find("h"); }
  static std::string text(std::optional<Instant> at) { return at ? to_text(*at) : "never"; }

  test::Written written_;
  std::optional<Calendar> calendar_;
};

TEST(BusinessHours, ASkippedDayIsNotWorked) {
  // Samoa went from Thursday 29 to Saturday 31 December 2011.
  const Hours hours("{'zone':'Pacific/Apia','week':{'Mon-Fri':['09:00-17:00']}}");
  EXPECT_EQ(hours.hours_between("2011-12-29T19:00:00Z", "2012-01-01T19:00:00Z"), 8) << "Thursday, and then Monday";
  EXPECT_EQ(hours.opening("2011-12-30T03:00:00Z"), "2012-01-01T19:00:00.000Z");
}

TEST(BusinessHours, AShiftAcrossTheNightOfAChangeIsAnHourLongerOrShorter) {
  const Hours hours("{'zone':'Europe/Berlin','week':{'Sat':['22:00-06:00 next day']}}");
  EXPECT_EQ(hours.hours_between("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), 7);
  EXPECT_EQ(hours.hours_between("2026-04-04T12:00:00Z", "2026-04-05T12:00:00Z"), 8);
  EXPECT_EQ(hours.hours_between("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 9);
}

TEST(BusinessHours, WhileTheClockShowsAnHourAgainNothingOpensOrCloses) {
  const Hours until_half("{'zone':'Europe/Berlin','week':{'Sun':['00:00-02:30']}}");
  EXPECT_EQ(until_half.closing("2026-10-25T00:00:00Z"), "2026-10-25T00:30:00.000Z") << "the first 02:30";
  EXPECT_EQ(until_half.opening("2026-10-25T00:30:00Z"), "2026-10-31T23:00:00.000Z") << "and not the second";
  const Hours from_half("{'zone':'Europe/Berlin','week':{'Sun':['02:30-04:00']}}");
  EXPECT_EQ(from_half.hours_between("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 2.5);
}

TEST(BusinessHours, OpenWhenTheSkippedHourIsOver) {
  const Hours hours("{'zone':'Europe/Berlin','week':{'Sun':['02:30-04:00']}}");
  EXPECT_EQ(hours.opening("2026-03-29T00:00:00Z"), "2026-03-29T01:00:00.000Z");
  EXPECT_EQ(hours.hours_between("2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"), 1);
  EXPECT_EQ(Hours("{'zone':'Europe/Berlin','week':{'Sun':['02:00-02:45']}}")
                .hours_between("2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"),
            0);
}

TEST(BusinessHours, AddingEndsAtClosingTimeAndGoesOnAtTheNextOpening) {
  const Hours hours("{'zone':'Asia/Kathmandu','week':{'Mon-Fri':['09:00-17:00']}}");
  EXPECT_EQ(hours.add("2026-06-05T03:15:00Z", "8h"), "2026-06-05T11:15:00.000Z");
  EXPECT_EQ(hours.add("2026-06-05T03:15:00Z", "8h1s"), "2026-06-08T03:15:01.000Z");
}

TEST(BusinessHours, HolidaysComeOnceOrYearlyAllDayOrHalf) {
  const Hours hours("{'zone':'UTC','week':{'Mon-Sun':['00:00-24:00']},'holidays':['A','B']}",
                    "{'A':[{'yearly':'02-29'},{'yearly':'12-24','hours':['08:00-12:00']},{'date':'2026-06-05'}],"
                    "'B':[{'yearly':'12-24','hours':['10:00-14:00']},{'yearly':'last Mon of May'}]}");
  EXPECT_EQ(hours.hours_between("2027-02-28T00:00:00Z", "2027-03-02T00:00:00Z"), 48) << "no leap day";
  EXPECT_EQ(hours.hours_between("2028-02-28T00:00:00Z", "2028-03-02T00:00:00Z"), 48) << "the leap day is closed";
  EXPECT_EQ(hours.hours_between("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"), 2) << "what both leave open";
  EXPECT_EQ(hours.closing("2026-05-20T00:00:00Z"), "2026-05-25T00:00:00.000Z");
  EXPECT_EQ(hours.opening("2026-06-05T10:00:00Z"), "2026-06-06T00:00:00.000Z");
}

TEST(BusinessHours, AroundTheClockTheyNeverClose) {
  const Hours hours("{'zone':'America/Sao_Paulo','week':'24x7'}");
  EXPECT_EQ(hours.closing("2018-11-01T00:00:00Z"), "never");
  EXPECT_EQ(hours.add("2018-11-01T00:00:00Z", "365d"), "2019-11-01T00:00:00.000Z");
}

TEST(BusinessHours, FollowTheForeseenChangesTo2100) {
  const Hours hours("{'zone':'Europe/Berlin','week':{'Mon-Fri':['09:00-17:00']}}");
  EXPECT_EQ(hours.opening("2099-07-05T12:00:00Z"), "2099-07-06T07:00:00.000Z");
  EXPECT_EQ(hours.opening("2099-12-06T12:00:00Z"), "2099-12-07T08:00:00.000Z");
}

}  // namespace
}  // namespace signalbox::calendar
