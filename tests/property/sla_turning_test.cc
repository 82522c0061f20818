// The instant at which a formula turns: never late, and never early where the checker calls the formula exact.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "api/future.h"
#include "formula/functions/registry.h"
#include "tests/support/histories.h"
#include "tests/support/seeds.h"

namespace signalbox {
namespace {

constexpr Instant kNow{1'771'000'000'000};  // 2026-02-13, a Friday
constexpr int kSamples = 40;

/// `#` stands for a random number, `@` for a comparison.
constexpr std::array kExact = {
    "$Milestone.A.Remaining @ 0.#",
    "$Milestone.A.ElapsedMinutes @ #",
    "$Milestone.A.RemainingMinutes @ $Milestone.B.RemainingMinutes",
    "$Milestone.A.Elapsed @ $Milestone.B.Elapsed",
    "$Milestone.A.RemainingMinutes - Amount @ #",
    "2 * $Milestone.A.Remaining + $Milestone.A.Elapsed @ 1.#",
    "$Milestone.A.Breached",
    "NOT($Milestone.B.Breached) && $Milestone.A.Remaining < 0.#",
    "NOW() - Opened @ 0.#",
    "(NOW() - Opened) * 24 @ #",
    "FLOOR((NOW() - Opened) * 24) @ #",
    "ROUND((NOW() - Opened) * 1440 / Amount, 1) @ #",
    "NOW() @ Opened + 0.#",
    "$Now > Opened + # / 24",
    "TODAY() @ DATEVALUE(Opened) + 2",
    "TODAY() - DATEVALUE(Opened) >= 3",
    "WEEKDAY(TODAY()) = 2",
    "MOD(TODAY() - DATEVALUE(Opened), 3) = 1",
    "TIMENOW() @ TIMEVALUE(\"17:00:00.000\")",
    "HOUR(TIMENOW()) @ 14",
    "MINUTE(TIMENOW()) = 30",
    "HOUR(TIMEVALUE(NOW() + 2/24)) @ 17",
    "TIMEVALUE(NOW() - 5.5/24) @ TIMEVALUE(\"17:00:00.000\")",
    "MINUTE(TIMEVALUE(NOW() + 5/1440)) = 20",
    "ABS((NOW() - Opened) * 24 - #) @ 5",
    "MAX($Milestone.A.ElapsedMinutes, Amount) @ #",
    "MIN($Milestone.A.RemainingMinutes, $Milestone.B.RemainingMinutes) @ #",
    "IF($Milestone.A.Elapsed > 0.5, NOW() - Opened, Amount) @ 0.#",
    "CASE(WEEKDAY(TODAY()), 1, $Milestone.A.ElapsedMinutes, 7, #, $Milestone.B.ElapsedMinutes) @ #",
    "DATEVALUE(NOW()) @ DATEVALUE(Opened) + 1",
    "ADDMONTHS(TODAY(), 1) - DATEVALUE(Opened) @ 33",
    "ISBLANK($Milestone.A.Remaining)",
    "BLANKVALUE($Milestone.A.Remaining, 1) @ 0.#",
    "$Contact.Inbound.Count @ 2",
    "$Contact.Inbound.Count * 60 @ $Milestone.A.ElapsedMinutes",
    "$Contact.Inbound.Count >= 3 && NOW() - Opened @ 0.#",
};
constexpr std::array kSearched = {
    "MOD((NOW() - Opened) * 1440, 7) @ 3",
    "MOD(FLOOR((NOW() - Opened) * 1440), 7) = 2",
    "MOD(FLOOR((NOW() - Opened) * 1440) * FLOOR((NOW() - Opened) * 24), 7) = 2",
    "(NOW() - Opened) * $Milestone.A.Elapsed @ 0.#",
    "($Milestone.A.ElapsedMinutes - #) * ($Milestone.B.ElapsedMinutes - #) @ 50",
    "SQRT(NOW() - Opened) @ 0.#",
    "SQRT($Milestone.A.RemainingMinutes) @ #",
    "ROUND(SQRT($Milestone.A.ElapsedMinutes), 0) @ 5",
    "LN(NOW() - Opened + 0.01) @ 0.#",
    "EXP($Milestone.A.Elapsed) @ 2.#",
    "1 / $Milestone.A.ElapsedMinutes @ 0.1",
    "$Milestone.A.RemainingMinutes / $Milestone.B.RemainingMinutes @ 1.#",
    "(NOW() - Opened) ^ 2 @ 3",
    "ABS(MOD(NOW() - Opened, 1) - 0.5) @ 0.2",
    "MAX(MOD((NOW() - Opened) * 24, 5), $Milestone.A.Elapsed) @ 3",
    "IF(MOD((NOW() - Opened) * 24, 5) > 2, $Milestone.A.Elapsed, 0) @ 0.#",
    "CONTAINS(TEXT(NOW()), \":3\")",
    "Amount > 3 && MOD((NOW() - Opened) * 24, 9) @ 4",
};
/// Values that move on and on.
constexpr std::array kSampled = {"(NOW() - Opened) * 24", "MOD((NOW() - Opened) * 1440, 7)"};
constexpr std::array kComparisons = {"<", "<=", ">", ">=", "=", "<>"};

std::string filled(std::string text, test::Random& random) {
  for (std::size_t at; (at = text.find_first_of("#@")) != std::string::npos;) {
    text.replace(
        at, 1,
        text[at] == '#' ? std::to_string(1 + random.below(200)) : kComparisons[random.below(kComparisons.size())]);
  }
  return text;
}

std::string random_formula(test::Random& random) {
  std::string text = filled(kExact[random.below(kExact.size())], random);
  if (random.one_in(3)) {
    text = "(" + text + ")" + (random.one_in(2) ? " && (" : " || (") +
           filled(kExact[random.below(kExact.size())], random) + ")";
  }
  return text;
}

/// Two clocks of a record at kNow, running in office hours or not, or standing.
std::vector<sla::Clock> random_clocks(test::Random& random, const calendar::Calendar& calendar) {
  std::vector<sla::Clock> clocks(2);
  for (sla::Clock& clock : clocks) {
    if (random.one_in(8)) continue;
    const Instant start{kNow.ms - static_cast<std::int64_t>(random.below(40 * kMsPerHour))};
    const auto* hours = random.one_in(2) ? calendar.find("Berlin") : nullptr;
    clock.start = start;
    clock.target_ms = static_cast<std::int64_t>(1 + random.below(3000)) * kMsPerMinute;
    const sla::Course course(start, hours, static_cast<std::int64_t>(random.below(kMsPerHour)));
    clock.elapsed_ms = course.elapsed_ms(kNow);
    clock.state = clock.remaining_ms() > 0 ? sla::Clock::State::kRunning : sla::Clock::State::kBreached;
    if (random.one_in(6)) {
      clock.state = sla::Clock::State::kPaused;
      clock.paused = start;
    } else {
      clock.course = course;
      clock.due = course.at(clock.target_ms);
      if (random.one_in(6)) clock.stops = Instant{kNow.ms + static_cast<std::int64_t>(random.below(kMsPerDay))};
    }
  }
  return clocks;
}

/// Some events before kNow, of which some have left the window.
std::vector<sla::ContactCount> random_contacts(test::Random& random, const api::Program& program) {
  sla::ContactCount inbound(program.parts().contacts.front());
  const std::uint64_t count = random.below(6);
  std::vector<std::int64_t> before_ms;
  for (std::uint64_t i = 0; i < count; ++i) {
    before_ms.push_back(static_cast<std::int64_t>(random.below(random.one_in(2) ? 4 : 40 * kMsPerHour)));
  }
  std::sort(before_ms.rbegin(), before_ms.rend());
  for (const std::int64_t ms : before_ms) inbound.add({kNow.ms - ms});
  return {inbound};
}

class TurningTest : public testing::Test {
 protected:
  [[nodiscard]] sla::Turning turning_of(const std::string& text) const {
    return sla::Turning::of(text, *program_.parts().scope, static_cast<std::uint32_t>(program_.parts().layout->size()),
                            {});
  }
  [[nodiscard]] formula::Formula formula_of(const std::string& text) const {
    Diagnostics diagnostics;
    auto formula = formula::Formula::compile(text, *program_.parts().scope, Type::kCheckbox, diagnostics);
    EXPECT_TRUE(formula) << text << ": " << (diagnostics.empty() ? "" : diagnostics.front().sentence);
    return *formula;
  }

  /// The turn is the very instant at which the value changes, and before it the value is the same.
  void expect_exact(test::Random& random, const std::string& text);

  api::Program program_ = test::program_of(
      "{'signalbox':1,'name':'n','object':'Case','fields':{'Opened':'DateTime','Amount':'Number'},"
      "'milestones':{'A':{'start':'Opened','target':'4h'},'B':{'start':'Opened','target':'8h'}},"
      "'contacts':{'Inbound':{'when':'ISCHANGED(Amount)','window':'20h'}},"
      "'steps':[{'id':'s','when':'$Milestone.A.Remaining + $Milestone.A.RemainingMinutes + $Milestone.A.Elapsed + "
      "$Milestone.A.ElapsedMinutes + $Milestone.B.Remaining + $Milestone.B.RemainingMinutes + $Milestone.B.Elapsed + "
      "$Milestone.B.ElapsedMinutes > 0 && $Milestone.A.Breached && $Milestone.B.Breached','decide':'d'}],"
      "'decisions':{'d':{'hit':'first','inputs':['Amount'],'outputs':[{'name':'o','type':'Number'}],'rules':[]}}}");
  api::Directory directory_ =
      test::directory_with("{'Berlin':{'zone':'Europe/Berlin','week':{'Mon-Fri':['09:00-12:30','13:00-17:00']}}}");
};

TEST_F(TurningTest, IsTheMillisecondAtWhichTheValueChanges) {
  test::for_each_seed(2'500, [&](std::uint64_t seed) {
    test::Random random(seed);
    const std::string text = random_formula(random);
    EXPECT_FALSE(turning_of(text).advice()) << text;
    expect_exact(random, text);
  });
}

TEST_F(TurningTest, IsFoundByBoundsWhereTheValueGoesUpAndDown) {
  test::for_each_seed(200, [&](std::uint64_t seed) {
    test::Random random(seed);
    const std::string text = filled(kSearched[random.below(kSearched.size())], random);
    EXPECT_TRUE(turning_of(text).is_searched()) << text;
    expect_exact(random, text);
  });
}

TEST_F(TurningTest, IsNeverLateWhereTheSearchRunsOutOfSteps) {
  // Bounds of a difference do not show that it stands.
  const std::string text = "(NOW() - Opened) * (NOW() - Opened) - (NOW() - Opened) * (NOW() - Opened) = 0";
  const std::vector<Value> record = {Value::date_time({kNow.ms - kMsPerDay}), Value()};
  const std::vector<sla::Clock> clocks(2);
  api::RecordFuture future(program_.parts(), directory_.parts().calendar, record, clocks);
  const auto turn = sla::next_turn(turning_of(text), formula_of(text), future, kNow, sla::kNever);
  ASSERT_TRUE(turn);
  EXPECT_FALSE(turn->is_certain);
  EXPECT_EQ(turn->at.ms - kNow.ms, sla::Bounds::kShortestWaitMs);
}

/// The functions that the documentation calls exact: those whose names stand behind "**Exact functions:**".
std::set<std::string> documented_functions() {
  std::ifstream file(std::filesystem::path(SIGNALBOX_SOURCE_DIR) / "docs/escalation.md");
  std::set<std::string> names;
  for (std::string line; std::getline(file, line);) {
    const std::size_t from = line.find("**Exact functions:**");
    if (from == std::string::npos) continue;
    std::size_t end = from;
    for (std::size_t begin; (begin = line.find('`', end)) != std::string::npos; ++end) {
      end = line.find('`', begin + 1);
      names.insert(line.substr(begin + 1, end - begin - 1));
    }
  }
  return names;
}

/// A first argument of the kind that moves with the time.
std::string moving_argument(char parameter) {
  if (parameter == 'm') return "TIMENOW()";
  return parameter == 'n' || parameter == 'X' ? "(NOW() - Opened) * 24" : "NOW()";
}

TEST_F(TurningTest, TakesThoseFunctionsForExactThatTheDocumentationNames) {
  std::set<std::string> exact;
  for (const formula::Family& family : formula::families()) {
    for (const formula::Function& function : family.functions) {
      const bool is_plain =
          function.form == formula::Form::kStrict || function.form == formula::Form::kStrictWithBlanks;
      if (!is_plain || function.most == 0) continue;
      std::string call = std::string(function.name) + "(" + moving_argument(function.parameter(0));
      for (std::size_t i = 1; i < function.least; ++i) call += function.parameter(i) == 'n' ? ", 1" : ", \"a\"";
      call += ")";
      for (const char* bound : {" > 3", " > Opened", " > DATEVALUE(Opened)", " > TIMEVALUE(Opened)"}) {
        Diagnostics diagnostics;
        const auto formula =
            formula::Formula::compile(call + bound, *program_.parts().scope, Type::kCheckbox, diagnostics);
        const sla::Turning turning = formula ? turning_of(call + bound) : sla::Turning::sampled();
        if (turning.is_timed() && !turning.advice()) exact.insert(std::string(function.name));
      }
    }
  }
  EXPECT_EQ(exact, documented_functions());
}

void TurningTest::expect_exact(test::Random& random, const std::string& text) {
  const sla::Turning turning = turning_of(text);
  const formula::Formula formula = formula_of(text);
  const std::vector<Value> record = {
      Value::date_time({kNow.ms - static_cast<std::int64_t>(random.below(90 * kMsPerHour))}),
      Value::number(Decimal::from_int(static_cast<std::int64_t>(1 + random.below(100))))};
  const auto clocks = random_clocks(random, directory_.parts().calendar);
  const auto contacts = random_contacts(random, program_);
  api::RecordFuture future(program_.parts(), directory_.parts().calendar, record, clocks, contacts);
  const Instant until{kNow.ms + 20 * kMsPerDay};
  const auto turn = sla::next_turn(turning, formula, future, kNow, until);
  const Value before = future.evaluate(formula, kNow);
  if (turn && turn->is_certain) {
    EXPECT_TRUE(sla::is_same(future.evaluate(formula, {turn->at.ms - 1}), before)) << text << " turns too late";
    EXPECT_FALSE(sla::is_same(future.evaluate(formula, turn->at), before)) << text << " turns too early";
  }
  const std::int64_t end = (turn ? turn->at : until).ms;
  for (int sample = 0; sample < kSamples; ++sample) {
    const Instant at{kNow.ms + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(end - kNow.ms)))};
    EXPECT_TRUE(sla::is_same(future.evaluate(formula, at), before))
        << text << " has turned by " << to_text(at) << ", before " << to_text(Instant{end});
  }
}

TEST_F(TurningTest, SaysWhichFormulasAreOnlySampled) {
  for (const char* text : kSampled) EXPECT_TRUE(turning_of(text).is_sampled()) << text;
  EXPECT_FALSE(turning_of("Amount > 3").is_timed());
}

TEST_F(TurningTest, LooksAtSampledValuesEveryMinute) {
  const std::string text = "(NOW() - Opened) * 24";
  Diagnostics diagnostics;
  const auto formula = formula::Formula::compile(text, *program_.parts().scope, Type::kAny, diagnostics);
  const std::vector<Value> record = {Value::date_time(kNow), Value()};
  const std::vector<sla::Clock> clocks(2);
  api::RecordFuture future(program_.parts(), directory_.parts().calendar, record, clocks);
  const auto turn = sla::next_turn(turning_of(text), *formula, future, kNow, sla::kNever);
  ASSERT_TRUE(turn);
  EXPECT_EQ(turn->at.ms % kMsPerMinute, 0);
  EXPECT_LE(turn->at.ms, kNow.ms + kMsPerMinute);
}

}  // namespace
}  // namespace signalbox
