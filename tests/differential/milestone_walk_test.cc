// Milestones from random histories, compared minute by minute with the slow twin.
#include <gtest/gtest.h>

#include <array>

#include "api/timeline.h"
#include "tests/support/histories.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_milestone.h"

namespace signalbox {
namespace {

constexpr std::int64_t kFirstMinute = 29'000'000;  // 2025-02-19
constexpr int kMinutes = 4 * 1440;
constexpr int kQuestions = 50;

constexpr std::array kRecurrences = {"none", "independent", "sequential"};
constexpr std::array kReopenings = {"stay", "resume", "total"};

api::Program program_for(std::size_t recurrence, std::size_t reopening, bool has_resume, int contact_window) {
  std::string milestone =
      "{'start':'Start','stop':'Stop','pause':[{'when':'One','reason':'one'},{'when':'Two','reason':'two'}],"
      "'target':{'formula':'Target + 7 * $Contact.Inbound.Count'},'hours':{'formula':'Hours'},'recurrence':'" +
      std::string(kRecurrences[recurrence]) + "'";
  if (recurrence == 0) milestone += ",'reopen':'" + std::string(kReopenings[reopening]) + "'";
  if (has_resume) milestone += ",'resume':'Resume'";
  return test::program_of(
      "{'signalbox':1,'name':'n','object':'Case','fields':{'Start':'Checkbox','Stop':'Checkbox','One':'Checkbox',"
      "'Two':'Checkbox','Resume':'Checkbox','Contact':'Checkbox','Target':'Number','Hours':'Text'},'contacts':{'"
      "Inbound':{'when':'Contact','window':'" +
      std::to_string(contact_window) + "m'}},'milestones':{'M':" + milestone + "}}}");
}

test::SlowRecord random_record(test::Random& random) {
  test::SlowRecord record;
  record.start = !random.one_in(4);
  record.stop = random.one_in(4);
  record.pause_one = random.one_in(5);
  record.pause_two = random.one_in(5);
  record.resume = random.one_in(3);
  record.contact = random.one_in(2);
  record.target_minutes = static_cast<int>(1 + random.below(900));
  record.office_hours = random.one_in(2);
  return record;
}

std::string json_of(const test::SlowRecord& record) {
  const auto flag = [](bool value) { return value ? "true" : "false"; };
  return std::string("{'Start':") + flag(record.start) + ",'Stop':" + flag(record.stop) +
         ",'One':" + flag(record.pause_one) + ",'Two':" + flag(record.pause_two) + ",'Resume':" + flag(record.resume) +
         ",'Contact':" + flag(record.contact) + ",'Target':" + std::to_string(record.target_minutes) +
         (record.office_hours ? ",'Hours':'Office'}" : ",'Hours':null}");
}

std::string json_of(const std::vector<test::SlowEvent>& events) {
  std::string text;
  for (const test::SlowEvent& event : events) {
    text += text.empty() ? "{'events':[" : ",";
    text += "{'at':'" + to_text(Instant{event.minute * kMsPerMinute}) + "'," +
            (&event == &events.front() ? "'created':" : "'changed':") + json_of(event.record) + "}";
  }
  return text + "]}";
}

std::vector<test::SlowEvent> random_events(test::Random& random) {
  std::vector<test::SlowEvent> events;
  std::int64_t minute = kFirstMinute;
  const std::uint64_t count = 1 + random.below(12);
  for (std::uint64_t i = 0; i < count; ++i) {
    events.push_back({minute, random_record(random)});
    minute += static_cast<std::int64_t>(random.one_in(6) ? 0 : random.below(kMinutes / 6));
  }
  return events;
}

void expect_same(const api::Timeline& timeline, const test::SlowMilestone& slow) {
  const auto& cycles = timeline.walk(0).cycles();
  EXPECT_EQ(timeline.contacts()[0].count(timeline.now()), slow.count_contacts());
  ASSERT_EQ(cycles.size(), slow.cycles.size());
  for (std::size_t i = 0; i < cycles.size(); ++i) {
    EXPECT_EQ(cycles[i].start.ms, slow.cycles[i].start * kMsPerMinute);
    ASSERT_EQ(cycles[i].completed.has_value(), slow.cycles[i].completed.has_value());
    if (cycles[i].completed) {
      EXPECT_EQ(cycles[i].completed->ms, *slow.cycles[i].completed * kMsPerMinute);
    }
  }
  if (slow.cycles.empty()) return;
  const sla::Clock& clock = timeline.clocks()[0];
  ASSERT_TRUE(clock.elapsed_ms);
  EXPECT_EQ(*clock.elapsed_ms, slow.cycles.back().elapsed * kMsPerMinute);
  if (!slow.has_open()) return;
  EXPECT_EQ(clock.target_ms, slow.target() * kMsPerMinute);
  EXPECT_EQ(clock.paused.has_value(), !slow.cycles.back().paused.empty());
  if (clock.paused) {
    EXPECT_EQ(cycles.back().stretches.back().paused, slow.cycles.back().paused);
  }
  if (const auto due = slow.due()) {
    EXPECT_EQ(clock.due->ms, *due * kMsPerMinute);
  }
}

TEST(MilestoneWalk, AgreesWithTheSlowTwinAtEveryMinute) {
  const api::Directory directory = test::directory_with("{'Office':{'zone':'UTC','week':{'Mon-Fri':['09:00-17:00']}}}");
  test::for_each_seed(500, [&](std::uint64_t seed) {
    test::Random random(seed);
    const std::size_t recurrence = random.below(kRecurrences.size());
    const std::size_t reopening = recurrence == 0 ? random.below(kReopenings.size()) : 0;
    const bool has_resume = random.one_in(3);
    const int contact_window = static_cast<int>(1 + random.below(kMinutes / 4));
    const api::Program program = program_for(recurrence, reopening, has_resume, contact_window);
    const std::vector<test::SlowEvent> events = random_events(random);
    const api::History history = test::history_of(json_of(events), program);
    test::SlowMilestone slow(static_cast<test::SlowRecurrence>(recurrence), static_cast<test::SlowReopening>(reopening),
                             has_resume, contact_window);
    api::Timeline timeline(program.parts(), directory.parts().calendar, history);
    std::int64_t minute = kFirstMinute;
    for (int question = 0; question < kQuestions; ++question) {
      const Instant at{minute * kMsPerMinute};
      while (timeline.step(at)) continue;
      timeline.move_to(at);
      slow.walk_to(minute, events);
      SCOPED_TRACE(to_text(at) + " " + kRecurrences[recurrence] + " " + kReopenings[reopening] +
                   (has_resume ? " resume " : " ") + std::to_string(contact_window) + " " + json_of(events));
      expect_same(timeline, slow);
      if (testing::Test::HasFailure()) return;
      minute += static_cast<std::int64_t>(random.below(2 * kMinutes / kQuestions));
    }
  });
}

}  // namespace
}  // namespace signalbox
