// Escalation of random records, looked at as a host does it, compared with the slow twin and with what would have been.
#include <gtest/gtest.h>

#include <array>
#include <map>

#include "api/api.h"
#include "api/escalator.h"
#include "tests/support/histories.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_escalation.h"

namespace signalbox {
namespace {

constexpr std::int64_t kFirstMinute = 29'000'000;  // 2025-02-19, a Wednesday
constexpr int kMinutes = 4 * 1440;

constexpr std::array kRecurrences = {"none", "independent", "sequential"};

std::string instant_text(std::int64_t minute) { return to_text(Instant{minute * kMsPerMinute}); }

std::string flag(bool value) { return value ? "true" : "false"; }

// ---- the definition

std::string at_text(const test::SlowAt& at) {
  switch (at.kind) {
    case test::SlowAt::Kind::kPercent:
      return std::to_string(at.number) + "%";
    case test::SlowAt::Kind::kBreach:
      return "breach";
    case test::SlowAt::Kind::kBefore:
      return std::to_string(at.number) + "m before";
    case test::SlowAt::Kind::kAfter:
      break;
  }
  return std::to_string(at.number) + "m after";
}

std::string rule_text(const test::SlowRule& rule) {
  std::string text = "{'name':'" + rule.name + "','milestone':'M'";
  if (rule.needs_watch || rule.below) {
    text += ",'when':'" + std::string(rule.needs_watch ? "Watch" : "TRUE") +
            (rule.below ? " && Priority < " + std::to_string(*rule.below) : "") + "'";
  }
  text += ",'levels':[";
  for (const test::SlowLevel& level : rule.levels) {
    text += &level == &rule.levels.front() ? "{" : ",{";
    text += "'at':'" + level.name + "','do':[";
    text += level.sets ? "{'set':{'Priority':" + std::to_string(*level.sets) + "}}" : "{'notify':{'to':'owner'}}";
    text += "]}";
  }
  text += "]";
  if (!rule.suppress.empty()) {
    text += ",'suppress':[";
    for (const auto& [name, minutes] : rule.suppress) {
      text += "{'rule':'" + name + "'" + (minutes ? ",'for':'" + std::to_string(*minutes) + "m'" : "") + "}";
    }
    text += "]";
  }
  return text + (rule.is_quiet ? ",'quietOutside':'Office'}" : "}");
}

api::Program program_for(std::size_t recurrence, bool has_resume, const std::vector<test::SlowRule>& rules) {
  std::string text =
      "{'signalbox':1,'name':'n','object':'Case','fields':{'Start':'Checkbox','Stop':'Checkbox','One':'Checkbox',"
      "'Two':'Checkbox','Resume':'Checkbox','Contact':'Checkbox','Target':'Number','Hours':'Text','Watch':'Checkbox',"
      "'Priority':'Number'},'milestones':{'M':{'start':'Start','stop':'Stop','pause':[{'when':'One','reason':'one'},"
      "{'when':'Two','reason':'two'}],'target':{'formula':'Target'},'hours':{'formula':'Hours'},'recurrence':'" +
      std::string(kRecurrences[recurrence]) + "'" + (has_resume ? ",'resume':'Resume'" : "") + "}},'escalations':[";
  for (const test::SlowRule& rule : rules) text += (&rule == &rules.front() ? "" : ",") + rule_text(rule);
  return test::program_of(text + "]}");
}

test::SlowAt random_at(test::Random& random) {
  switch (random.below(4)) {
    case 0:
      return {test::SlowAt::Kind::kBreach, 0};
    case 1:
      return {test::SlowAt::Kind::kBefore, static_cast<int>(1 + random.below(60))};
    case 2:
      return {test::SlowAt::Kind::kAfter, static_cast<int>(1 + random.below(300))};
    default:
      return {test::SlowAt::Kind::kPercent, static_cast<int>(5 * (1 + random.below(20)))};
  }
}

test::SlowRule random_rule(test::Random& random, std::size_t index, std::size_t count) {
  test::SlowRule rule;
  rule.name = "R" + std::to_string(index);
  rule.needs_watch = random.one_in(3);
  if (random.one_in(4)) rule.below = static_cast<int>(1 + random.below(9));
  const std::size_t levels = 1 + random.below(3);
  while (rule.levels.size() < levels) {
    test::SlowLevel level;
    level.at = random_at(random);
    level.name = at_text(level.at);
    if (!random.one_in(3)) level.sets = static_cast<int>(random.below(10));
    const bool is_there = std::any_of(rule.levels.begin(), rule.levels.end(),
                                      [&](const test::SlowLevel& other) { return other.name == level.name; });
    if (!is_there) rule.levels.push_back(level);
  }
  if (random.one_in(3)) {
    const std::string other = "R" + std::to_string(random.below(count));
    rule.suppress.emplace_back(other, random.one_in(3) ? std::nullopt : std::optional<int>(1 + random.below(900)));
  }
  rule.is_quiet = random.one_in(3);
  return rule;
}

std::vector<test::SlowRule> random_rules(test::Random& random) {
  std::vector<test::SlowRule> rules;
  const std::size_t count = 1 + random.below(3);
  for (std::size_t i = 0; i < count; ++i) rules.push_back(random_rule(random, i, count));
  return rules;
}

// ---- the history

test::SlowRecord random_record(test::Random& random) {
  test::SlowRecord record;
  record.start = !random.one_in(4);
  record.stop = random.one_in(4);
  record.pause_one = random.one_in(6);
  record.pause_two = random.one_in(6);
  record.resume = random.one_in(3);
  record.target_minutes = static_cast<int>(20 * (1 + random.below(40)));
  record.office_hours = random.one_in(2);
  return record;
}

void make_request(test::Random& random, const std::vector<test::SlowRule>& rules, test::SlowHappening& happening) {
  const test::SlowRule& rule = rules[random.below(rules.size())];
  (random.one_in(3) ? happening.override_rule : happening.pull_back_rule) = rule.name;
  if (random.one_in(2)) happening.level = rule.levels[random.below(rule.levels.size())].name;
}

std::vector<test::SlowHappening> random_happenings(test::Random& random, const std::vector<test::SlowRule>& rules) {
  std::vector<test::SlowHappening> happenings;
  std::int64_t minute = kFirstMinute;
  const std::uint64_t count = 1 + random.below(14);
  for (std::uint64_t i = 0; i < count; ++i) {
    test::SlowHappening happening;
    happening.minute = minute;
    if (i > 0 && random.one_in(3)) {
      make_request(random, rules, happening);
    } else {
      if (i == 0 || random.one_in(2)) happening.record = random_record(random);
      if (i == 0 || random.one_in(2)) happening.watch = !random.one_in(3);
      if (i == 0 || random.one_in(3)) happening.priority = static_cast<int>(random.below(10));
    }
    happenings.push_back(happening);
    minute += 1 + static_cast<std::int64_t>(random.below(kMinutes / 8));
  }
  return happenings;
}

std::string members_of(const test::SlowHappening& happening) {
  std::string text;
  const auto add = [&](const std::string& member) { text += (text.empty() ? "" : ",") + member; };
  if (const auto& record = happening.record) {
    add("'Start':" + flag(record->start) + ",'Stop':" + flag(record->stop) + ",'One':" + flag(record->pause_one) +
        ",'Two':" + flag(record->pause_two) + ",'Resume':" + flag(record->resume) + ",'Target':" +
        std::to_string(record->target_minutes) + (record->office_hours ? ",'Hours':'Office'" : ",'Hours':null"));
  }
  if (happening.watch) add("'Watch':" + flag(*happening.watch));
  if (happening.priority) add("'Priority':" + std::to_string(*happening.priority));
  return "{" + text + "}";
}

std::string event_text(const test::SlowHappening& happening, bool is_first) {
  std::string text = "{'at':'" + instant_text(happening.minute) + "',";
  if (!happening.override_rule.empty() || !happening.pull_back_rule.empty()) {
    const bool is_override = !happening.override_rule.empty();
    text += is_override ? "'override':'" + happening.override_rule : "'pullBack':'" + happening.pull_back_rule;
    text += "','by':'m','reason':'r'";
    if (!happening.level.empty()) text += ",'level':'" + happening.level + "'";
    return text + "}";
  }
  return text + (is_first ? "'created':" : "'changed':") + members_of(happening) + "}";
}

// ---- a host

/// Keeps a record's history and state, and does what the engine says.
class Host {
 public:
  Host(const api::Program& program, const api::Directory& directory) : program_(program), directory_(directory) {}

  void add(std::int64_t minute, const std::string& event) {
    history_.insert(history_.upper_bound(minute), {minute, event});
  }

  void look(std::int64_t minute) {
    std::string body = "{\"history\":{\"id\":\"1\",\"events\":[";
    for (const auto& [at, event] : history_) body += (body.back() == '[' ? "" : ",") + event;
    body += "]},\"state\":" + state_ + "}";
    const std::string answer = api::escalate(program_, directory_, body, {minute * kMsPerMinute});
    Diagnostics found;
    const auto document = json::Document::parse(answer, found);
    const json::Node root = document->root();
    ASSERT_TRUE(root.find("ok")->as_bool()) << answer;
    state_ = text_of(*root.find("state"));
    take_decisions(*root.find("decisions"));
    const json::Node events = *root.find("events");
    for (std::size_t i = 0; i < events.size(); ++i) add(minute, text_of(events.at(i)));
    const json::Node commands = *root.find("commands");
    for (std::size_t i = 0; i < commands.size(); ++i) ++keys_[std::string(commands.at(i).find("key")->as_text())];
    const json::Node wake = *root.find("wake");
    wake_.reset();
    if (wake.is(json::Kind::kText)) wake_ = parse_instant(wake.as_text())->ms / kMsPerMinute;
  }

  [[nodiscard]] std::optional<std::int64_t> wake() const { return wake_; }
  [[nodiscard]] const std::vector<test::SlowEntry>& log() const { return log_; }
  [[nodiscard]] const std::string& decisions() const { return decisions_; }
  [[nodiscard]] const std::map<std::string, int>& keys() const { return keys_; }

 private:
  static std::string text_of(json::Node node) {
    std::string text;
    json::Writer(text).node(node);
    return text;
  }
  static std::int64_t minute_of(json::Node entry, std::string_view member) {
    return parse_instant(entry.find(member)->as_text())->ms / kMsPerMinute;
  }
  void take_decisions(json::Node decisions) {
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      const json::Node one = decisions.at(i);
      log_.push_back({minute_of(one, "at"), std::string(one.find("rule")->as_text()),
                      std::string(one.find("level")->as_text()), std::string(one.find("result")->as_text()),
                      minute_of(one, "due")});
      decisions_ += (decisions_.empty() ? "" : ",") + text_of(one);
    }
  }

  const api::Program& program_;
  const api::Directory& directory_;
  std::multimap<std::int64_t, std::string> history_;
  std::string state_ = "null";
  std::optional<std::int64_t> wake_;
  std::vector<test::SlowEntry> log_;
  std::string decisions_;
  std::map<std::string, int> keys_;
};

std::string log_text(const std::vector<test::SlowEntry>& log) {
  std::string text;
  for (const test::SlowEntry& entry : log) {
    text += instant_text(entry.minute) + " " + entry.rule + " " + entry.level + " " + entry.result + " due " +
            instant_text(entry.due) + "\n";
  }
  return text;
}

class EscalationTest : public testing::Test {
 protected:
  void follow(const std::vector<test::SlowHappening>& happenings, std::int64_t end, Host& host) {
    std::size_t next = 0;
    for (;;) {
      const auto wake = host.wake();
      const bool is_event = next < happenings.size() && (!wake || happenings[next].minute <= *wake);
      if (!is_event && (!wake || *wake > end)) return;
      const std::int64_t minute = is_event ? happenings[next].minute : *wake;
      if (is_event) {
        host.add(minute, test::quoted(event_text(happenings[next], next == 0)));
        ++next;
      }
      host.look(minute);
      if (HasFatalFailure()) return;
    }
  }

  api::Directory directory_ = test::directory_with("{'Office':{'zone':'UTC','week':{'Mon-Fri':['09:00-17:00']}}}");
};

std::string history_text(const std::vector<test::SlowHappening>& happenings) {
  std::string text;
  for (const auto& happening : happenings) {
    text += (text.empty() ? "" : ",") + event_text(happening, &happening == &happenings.front());
  }
  return "{'id':'1','events':[" + text + "]}";
}

TEST_F(EscalationTest, AgreesWithTheSlowTwinAndWithWhatWouldHaveBeen) {
  std::uint64_t fired = 0;
  std::uint64_t others = 0;
  const std::uint64_t tried = test::for_each_seed(400, [&](std::uint64_t seed) {
    test::Random random(seed);
    const std::size_t recurrence = random.below(kRecurrences.size());
    const bool has_resume = random.one_in(3);
    const auto rules = random_rules(random);
    const auto happenings = random_happenings(random, rules);
    const api::Program program = program_for(recurrence, has_resume, rules);
    const std::int64_t end = happenings.back().minute + kMinutes / 2;
    Host host(program, directory_);
    follow(happenings, end, host);
    test::SlowEscalation slow(
        test::SlowMilestone(static_cast<test::SlowRecurrence>(recurrence), test::SlowReopening::kStay, has_resume, 1),
        rules);
    slow.walk_to(end, happenings);
    std::string written;
    for (const test::SlowRule& rule : rules) written += rule_text(rule) + "\n";
    SCOPED_TRACE(std::string(kRecurrences[recurrence]) + (has_resume ? " resume\n" : "\n") + written +
                 history_text(happenings));
    EXPECT_EQ(log_text(host.log()), log_text(slow.log));
    for (const auto& [key, times] : host.keys()) EXPECT_EQ(times, 1) << key;
    const api::History history = test::history_of(history_text(happenings), program);
    api::Escalator escalator({program.parts(), directory_.parts().calendar, history, {end * kMsPerMinute}, true}, {});
    escalator.run();
    EXPECT_EQ(escalator.take_decisions(), "[" + host.decisions() + "]");
    for (const test::SlowEntry& entry : host.log()) ++(entry.result == "fired" ? fired : others);
  });
  test::expect_often(fired, 1, tried, "levels that fire");
  test::expect_often(others, 1, tried, "levels that do not, or are taken back");
}

TEST_F(EscalationTest, FiresNoLevelTwiceWhereEventsComeLate) {
  std::uint64_t late = 0;
  const std::uint64_t tried = test::for_each_seed(200, [&](std::uint64_t seed) {
    test::Random random(seed);
    const auto rules = random_rules(random);
    const auto happenings = random_happenings(random, rules);
    const api::Program program = program_for(0, random.one_in(3), rules);
    SCOPED_TRACE(history_text(happenings));
    Host host(program, directory_);
    std::int64_t now = kFirstMinute;
    for (const test::SlowHappening& happening : happenings) {
      const bool is_first = &happening == &happenings.front();
      // Told up to a day after it happened; what is told earlier may have happened later.
      now = std::max(now, happening.minute) + (is_first ? 0 : static_cast<std::int64_t>(random.below(1440)));
      late += now > happening.minute ? 1 : 0;
      host.add(happening.minute, test::quoted(event_text(happening, is_first)));
      host.look(now);
      if (HasFatalFailure()) return;
    }
    std::map<std::string, int> turns;
    for (const test::SlowEntry& entry : host.log()) {
      const bool is_turn = entry.result != "held" && entry.result != "pulledBack";
      if (!is_turn) continue;
      EXPECT_EQ(++turns[entry.rule + " " + entry.level], 1) << log_text(host.log());
    }
    for (const auto& [key, times] : host.keys()) EXPECT_EQ(times, 1) << key;
  });
  test::expect_often(late, 1, tried, "events that come late");
}

}  // namespace
}  // namespace signalbox
