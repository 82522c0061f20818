// Milestones: clocks, what formulas read of them, and when a test of them changes its truth.
#include <gtest/gtest.h>

#include "sla/milestone.h"
#include "sla/threshold.h"
#include "sla/wake.h"
#include "tests/support/documents.h"

namespace signalbox::sla {
namespace {

constexpr std::int64_t kHourMs = kMsPerHour;
constexpr Instant kStart{1'769'846'400'000};  // 2026-01-31T08:00:00Z

Instant after(std::int64_t ms) { return {kStart.ms + ms}; }

/// Four fields, then the quantities of the milestone.
const std::vector<bool> kClockSlots = {false, false, false, false, true, true, true, true, true, true};

formula::Scope scope() {
  std::vector<Field> fields = {{"Opened", Type::kDateTime, "", {}},
                               {"Closed", Type::kDateTime, "", {}},
                               {"Done", Type::kCheckbox, "", {}},
                               {"Amount", Type::kNumber, "", {}}};
  return formula::Scope(std::make_shared<Layout>(fields), globals_of("M"), formula::Blanks::kAsZero);
}

/// A milestone from a document with single quotes, and its clock for some fields.
class Clocked {
 public:
  explicit Clocked(const std::string& text) : written_(text), scope_(scope()) {
    milestone_ = compile_milestone(written_.root(), "M", scope_, kClockSlots, {}, {});
  }
  [[nodiscard]] bool is_right() const { return milestone_.has_value(); }
  [[nodiscard]] std::string findings() const { return written_.findings(); }

  Clock at(Instant now, Value opened, Value closed = {}, Value done = {}, Value target = {}) {
    const std::vector<Value> slots = {opened, closed, done, Value()};
    errors_.clear();
    return read_clock(*milestone_, {slots, {}, now}, target, calendar_, arena_, errors_);
  }
  [[nodiscard]] const rules::EvaluationErrors& errors() const { return errors_; }

 private:
  test::Written written_;
  formula::Scope scope_;
  std::optional<Milestone> milestone_;
  calendar::Calendar calendar_;
  Arena arena_;
  rules::EvaluationErrors errors_;
};

const char* const kFourHours = "{'target':'4h','start':'Opened','stop':'Closed'}";
const Value kOpened = Value::date_time(kStart);

std::string text_of(const Clock& clock, Quantity quantity) {
  const Value value = quantity_value(clock, quantity);
  if (value.kind() == Value::Kind::kCheckbox) return value.as_checkbox() ? "true" : "false";
  return value.is_blank() ? "blank" : value.as_number().to_text();
}

/// All six quantities with blanks between them.
std::string all(const Clock& clock) {
  std::string texts(state_name(clock.state));
  for (std::size_t i = 0; i < kQuantityCount; ++i) texts += " " + text_of(clock, static_cast<Quantity>(i));
  return texts;
}

TEST(Clock, RunsFromItsStartToItsTarget) {
  Clocked clocked(kFourHours);
  EXPECT_EQ(all(clocked.at(kStart, kOpened)), "running 1 240 0 0 false false");
  EXPECT_EQ(all(clocked.at(after(kHourMs), kOpened)), "running 0.75 180 0.25 60 false false");
  EXPECT_EQ(all(clocked.at(after(4 * kHourMs), kOpened)), "breached 0 0 1 240 true false");
  EXPECT_EQ(all(clocked.at(after(5 * kHourMs), kOpened)), "breached 0 -60 1.25 300 true false");
}

TEST(Clock, IsNotRunningWithoutAStartOrBeforeIt) {
  Clocked clocked(kFourHours);
  const std::string nothing = "notStarted blank blank blank blank false false";
  EXPECT_EQ(all(clocked.at(kStart, Value())), nothing);
  const Clock early = clocked.at(after(-1), kOpened);
  EXPECT_EQ(all(early), nothing);
  EXPECT_EQ(early.start, kStart);
  EXPECT_EQ(early.due, after(4 * kHourMs));
}

TEST(Clock, StandsStillOnceCompleted) {
  Clocked clocked(kFourHours);
  const Value closed = Value::date_time(after(kHourMs));
  const Clock clock = clocked.at(after(9 * kHourMs), kOpened, closed);
  EXPECT_EQ(all(clock), "completed 0.75 180 0.25 60 false true");
  EXPECT_EQ(clock.completed, after(kHourMs));
  EXPECT_EQ(all(clocked.at(after(9 * kHourMs), kOpened, Value::date_time(after(6 * kHourMs)))),
            "completed 0 -120 1.5 360 true true");
}

TEST(Clock, AStopBeforeTheStartUsesNothing) {
  Clocked clocked(kFourHours);
  EXPECT_EQ(all(clocked.at(kStart, kOpened, Value::date_time(after(-kHourMs)))), "completed 1 240 0 0 false true");
}

TEST(Clock, AStopInTheFutureHasNotStoppedYet) {
  Clocked clocked(kFourHours);
  const Clock clock = clocked.at(kStart, kOpened, Value::date_time(after(1)));
  EXPECT_EQ(clock.state, Clock::State::kRunning);
  EXPECT_EQ(clock.stops, after(1));
}

TEST(Clock, ACheckboxStopCompletesAtAnUnknownInstant) {
  Clocked clocked("{'target':'4h','start':'Opened','stop':'Done'}");
  EXPECT_EQ(all(clocked.at(after(kHourMs), kOpened, {}, Value::checkbox(true))),
            "completed blank blank blank blank false true");
  EXPECT_EQ(clocked.at(after(kHourMs), kOpened, {}, Value::checkbox(false)).state, Clock::State::kRunning);
}

TEST(Clock, AStartThatIsNoInstantIsReportedAndCountsAsBlank) {
  Clocked clocked(kFourHours);
  EXPECT_EQ(clocked.at(kStart, Value::error(ErrorCode::kFieldType)).state, Clock::State::kNotStarted);
  ASSERT_EQ(clocked.errors().size(), 1u);
  EXPECT_EQ(clocked.errors()[0].path, "/start");
}

TEST(Clock, ADueInstantBeyondTheCalendarIsAnOverflow) {
  Clocked clocked("{'target':'3000000d','start':'Opened'}");
  ASSERT_TRUE(clocked.is_right()) << clocked.findings();
  EXPECT_EQ(clocked.at(kStart, kOpened).state, Clock::State::kNotStarted);
  ASSERT_EQ(clocked.errors().size(), 1u);
  EXPECT_EQ(clocked.errors()[0].code, ErrorCode::kOverflow);
}

/// A clock of eight working hours, from Monday to Friday 09:00 to 17:00 in Berlin.
class WorkingClock : public testing::Test {
 protected:
  WorkingClock()
      : directory_(
            "{'businessHours':{'Office':{'zone':'Europe/Berlin','week':{'Mon-Fri':['09:00-17:00']}},"
            "'Once':{'zone':'UTC','week':{'Mon':['09:00-17:00']},'holidays':['All']}},"
            "'holidays':{'All':[{'yearly':'12-25'}]}}"),
        calendar_(*calendar::Calendar::read(directory_.root())),
        scope_(scope()) {}

  Clock at(const char* hours, const char* now, const char* opened, const char* target = "8h") {
    test::Written written("{'target':'" + std::string(target) + "','start':'Opened','hours':" + hours + "}");
    milestone_ = compile_milestone(written.root(), "M", scope_, kClockSlots, {}, {});
    const std::vector<Value> slots = {Value::date_time(*parse_instant(opened)), {}, {}, {}};
    errors_.clear();
    return read_clock(*milestone_, {slots, {}, *parse_instant(now)}, {}, calendar_, arena_, errors_);
  }

  test::Written directory_;
  calendar::Calendar calendar_;
  formula::Scope scope_;
  std::optional<Milestone> milestone_;
  Arena arena_;
  rules::EvaluationErrors errors_;
};

TEST_F(WorkingClock, IsDueAtClosingTimeWhenItsTargetIsUsedUpThen) {
  const Clock clock = at("'Office'", "2026-06-05T15:00:00Z", "2026-06-05T07:00:00Z");  // a Friday, 09:00 in Berlin
  EXPECT_EQ(to_text(*clock.due), "2026-06-05T15:00:00.000Z");
  EXPECT_EQ(all(clock), "breached 0 0 1 480 true false");
  EXPECT_EQ(all(at("'Office'", "2026-06-07T12:00:00Z", "2026-06-05T07:00:00Z")), "breached 0 0 1 480 true false")
      << "nothing is added over the week-end";
}

TEST_F(WorkingClock, StandsStillWhileTheHoursAreClosed) {
  EXPECT_EQ(all(at("'Office'", "2026-06-08T06:59:59.999Z", "2026-06-05T13:00:00Z")),
            "running 0.75 360 0.25 120 false false");
  EXPECT_EQ(all(at("'Office'", "2026-06-08T08:00:00Z", "2026-06-05T13:00:00Z")),
            "running 0.625 300 0.375 180 false false");
}

TEST_F(WorkingClock, NeedsHoursThatTheDirectoryHas) {
  const Clock clock = at("'Offices'", "2026-06-08T08:00:00Z", "2026-06-05T13:00:00Z");
  EXPECT_EQ(clock.state, Clock::State::kNotStarted);
  ASSERT_EQ(errors_.size(), 1u);
  EXPECT_EQ(errors_[0].code, ErrorCode::kUnknownHours);
  EXPECT_EQ(errors_[0].path, "/hours");
}

TEST_F(WorkingClock, ADueInstantBeyondTheCalendarIsAnOverflow) {
  EXPECT_EQ(at("'Once'", "2026-06-08T08:00:00Z", "2026-06-05T13:00:00Z", "200000d").state, Clock::State::kNotStarted);
  ASSERT_EQ(errors_.size(), 1u);
  EXPECT_EQ(errors_[0].code, ErrorCode::kOverflow);
}

TEST(Milestone, ReportsWhatIsWrong) {
  EXPECT_EQ(Clocked("{'target':'4 hours','start':'Opened'}").findings(), "bad-duration /target");
  EXPECT_EQ(Clocked("{'target':'4h'}").findings(), "missing-member ");
  EXPECT_EQ(Clocked("{'start':'Opened'}").findings(), "missing-member ");
  EXPECT_EQ(Clocked("{'target':'4h','start':'Amount'}").findings(), "formula-type /start");
  EXPECT_EQ(Clocked("{'target':'4h','start':'Opened','stop':'Amount'}").findings(), "formula-type /stop");
  EXPECT_EQ(Clocked("{'target':'4h','start':'Opened','stop':'$Milestone.M.Breached'}").findings(),
            "milestone-cycle /stop");
  EXPECT_EQ(Clocked("{'target':{'decision':'d'},'start':'Opened'}").findings(), "unknown-decision /target/decision");
  EXPECT_EQ(Clocked("{'target':4,'start':'Opened','stopp':'Done'}").findings(),
            "unknown-member /stopp\nwrong-type /target");
  EXPECT_EQ(Clocked("{'target':'4h','start':'Opened','pause':['Done',{'reason':'x'}],'recurrence':'often'}").findings(),
            "wrong-type /pause/0\nmissing-member /pause/1\nunknown-recurrence /recurrence");
  EXPECT_EQ(Clocked("{'target':{'formula':'Done'},'start':'Opened','resume':'Done','reopen':'stay'}").findings(),
            "formula-type /target/formula\nresume-without-pause /resume\nreopen-without-stop /reopen");
}

class TargetDecision : public testing::Test {
 protected:
  /// Compiles a milestone whose target comes from the decision written here; its clock for a value of that decision.
  std::string findings(const std::string& decision) {
    test::Written table(decision);
    tables_.clear();
    tables_.push_back(*rules::compile_table(table.root(), "t", scope_));
    test::Written milestone("{'target':{'decision':'t'},'start':'Opened'}");
    compiled_ = compile_milestone(milestone.root(), "M", scope_, kClockSlots, tables_, {"t"});
    return milestone.findings();
  }
  std::int64_t target_ms(Value decided) {
    const std::vector<Value> slots = {kOpened, {}, {}, {}};
    Arena arena;
    errors_.clear();
    return read_clock(*compiled_, {slots, {}, kStart}, decided, calendar::Calendar(), arena, errors_).target_ms;
  }

  formula::Scope scope_ = scope();
  std::vector<rules::Table> tables_;
  std::optional<Milestone> compiled_;
  rules::EvaluationErrors errors_;
};

TEST_F(TargetDecision, IsADurationOrMinutes) {
  const std::string decision =
      "{'hit':'first','inputs':['Amount'],'outputs':[{'name':'target','type':'Text'}],'rules':[]}";
  ASSERT_EQ(findings(decision), "");
  EXPECT_EQ(target_ms(Value::text("1d12h")), 36 * kHourMs);
  EXPECT_EQ(target_ms(Value::number(Decimal::from_scaled(15, 1))), 90'000);
  for (const Value& wrong :
       {Value::text("soon"), Value(), Value::number(Decimal()), Value::number(Decimal::from_int(-5))}) {
    EXPECT_EQ(target_ms(wrong), 0);
    ASSERT_EQ(errors_.size(), 1u);
    EXPECT_EQ(errors_[0].code, ErrorCode::kMilestoneTarget);
    EXPECT_EQ(errors_[0].path, "/target");
  }
}

TEST_F(TargetDecision, ThatFailedIsNotReportedAgain) {
  ASSERT_EQ(findings("{'hit':'first','inputs':['Amount'],'outputs':[{'name':'target','type':'Number'}],'rules':[]}"),
            "");
  EXPECT_EQ(target_ms(Value::error(ErrorCode::kDivisionByZero)), 0);
  EXPECT_TRUE(errors_.empty());
}

TEST_F(TargetDecision, MustHaveTheOutputAndMustNotReadMilestones) {
  EXPECT_EQ(findings("{'hit':'first','inputs':['Amount'],'outputs':[{'name':'t','type':'Text'}],'rules':[]}"),
            "target-output /target/decision");
  EXPECT_EQ(findings("{'hit':'first','inputs':['Amount'],'outputs':[{'name':'target','type':'Date'}],'rules':[]}"),
            "target-output /target/decision");
  EXPECT_EQ(findings("{'hit':'collect','inputs':['Amount'],'outputs':[{'name':'target','type':'Text'}],'rules':[]}"),
            "target-output /target/decision");
  EXPECT_EQ(
      findings(
          "{'hit':'first','inputs':['$Milestone.M.Elapsed'],'outputs':[{'name':'target','type':'Text'}],'rules':[]}"),
      "milestone-cycle /target/decision");
}

/// The instants of a comparison on a clock of four hours, in milliseconds after the start.
std::string solved(Quantity quantity, Comparison comparison, const char* constant) {
  const Threshold threshold{0, quantity, comparison, *Decimal::parse(constant), "", ""};
  const Crossings crossings = solve(threshold, Course(kStart), 4 * kHourMs);
  std::string texts;
  for (std::size_t i = 0; i < crossings.count; ++i) {
    texts += (i > 0 ? " " : "") + std::to_string(crossings.at[i].ms - kStart.ms);
  }
  return texts;
}

TEST(Solve, FindsTheFirstMillisecond) {
  using C = Comparison;
  EXPECT_EQ(solved(Quantity::kRemaining, C::kLessOrEqual, "0.2"), "11520000");
  EXPECT_EQ(solved(Quantity::kRemaining, C::kLess, "0.2"), "11520001");
  EXPECT_EQ(solved(Quantity::kRemaining, C::kGreater, "0.2"), "11520000");
  EXPECT_EQ(solved(Quantity::kRemaining, C::kGreaterOrEqual, "0.2"), "11520001");
  EXPECT_EQ(solved(Quantity::kElapsed, C::kGreaterOrEqual, "1.5"), "21600000");
  EXPECT_EQ(solved(Quantity::kElapsed, C::kGreater, "1.5"), "21600001");
  EXPECT_EQ(solved(Quantity::kRemainingMinutes, C::kLess, "-30"), "16200001");
  EXPECT_EQ(solved(Quantity::kElapsedMinutes, C::kGreaterOrEqual, "0.0001"), "6");
  EXPECT_EQ(solved(Quantity::kBreached, C::kEqual, "0"), "14400000");
}

TEST(Solve, AnEqualityComesTrueAndStopsBeingTrue) {
  EXPECT_EQ(solved(Quantity::kRemaining, Comparison::kEqual, "0.2"), "11520000 11520001");
  EXPECT_EQ(solved(Quantity::kElapsed, Comparison::kNotEqual, "0.5"), "7200000 7200001");
  EXPECT_EQ(solved(Quantity::kElapsed, Comparison::kEqual, "0.33333333333"), "") << "no millisecond is just there";
}

TEST(Solve, WhatNeverHappensHasNoInstant) {
  EXPECT_EQ(solved(Quantity::kRemaining, Comparison::kLess, "0"), "") << "Remaining never falls below zero";
  EXPECT_EQ(solved(Quantity::kRemaining, Comparison::kLessOrEqual, "-0.1"), "");
  EXPECT_EQ(solved(Quantity::kRemaining, Comparison::kEqual, "0"), "14400000") << "and then it stays";
  EXPECT_EQ(solved(Quantity::kElapsed, Comparison::kGreater, "-1"), "") << "true from the start";
  EXPECT_EQ(solved(Quantity::kElapsed, Comparison::kGreater, "1e40"), "");
  EXPECT_EQ(solved(Quantity::kElapsedMinutes, Comparison::kGreater, "1e12"), "") << "beyond the year 9999";
}

TEST(Wake, IsTheEarliestOfThresholdsStartsAndStops) {
  const std::vector<Threshold> thresholds = {
      {0, Quantity::kRemaining, Comparison::kLessOrEqual, *Decimal::parse("0.5"), "", ""},
      {0, Quantity::kRemaining, Comparison::kLessOrEqual, *Decimal::parse("0.9"), "", ""}};
  Clocked clocked(kFourHours);
  std::vector<Crossing> crossings;
  const auto wake_at = [&](Instant now, Value closed = {}) {
    const std::vector<Clock> clocks = {clocked.at(now, kOpened, closed)};
    find_crossings(thresholds, clocks, now, crossings);
    return wake(crossings, clocks, now);
  };
  EXPECT_EQ(wake_at(after(-1)), kStart);
  EXPECT_EQ(crossings.size(), 2u);
  EXPECT_EQ(crossings[0].threshold, 1u) << "earliest first";
  EXPECT_EQ(wake_at(kStart), after(1'440'000));
  EXPECT_EQ(wake_at(after(1'440'000)), after(2 * kHourMs)) << "an instant that is now has been dealt with";
  EXPECT_EQ(wake_at(after(2 * kHourMs)), std::nullopt);
  EXPECT_EQ(wake_at(kStart, Value::date_time(after(1'000))), after(1'000));
  EXPECT_TRUE(crossings.empty()) << "a clock that stops before does not get there";
  EXPECT_EQ(wake_at(after(1'000), Value::date_time(after(1'000))), std::nullopt) << "a completed clock rests";
}

}  // namespace
}  // namespace signalbox::sla
