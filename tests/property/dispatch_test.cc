// Giving work out event by event, against the slow twin, and what has to hold whatever happens.
#include <gtest/gtest.h>

#include "model/json.h"
#include "tests/support/seeds.h"
#include "tests/support/session.h"
#include "tests/support/slow_dispatch.h"

namespace signalbox {
namespace {

using test::Random;
using test::SlowDispatch;

const char* const kSkills[] = {"A", "B"};
const char* const kPlaces[] = {"P", "R", ""};
constexpr std::int64_t kStartMs = 1'769'846'400'000;  // 2026-01-31T08:00:00Z, a Saturday

std::string seconds(std::int64_t ms) { return "'" + std::to_string(ms / kMsPerSecond) + "s'"; }

/// With commas between them.
std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ",") + part;
  return text;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back("'" + name + "'");
  return "[" + joined(quoted) + "]";
}

/// The rules as a policy.
std::string policy_of(const SlowDispatch::Rules& rules) {
  std::vector<std::string> always = {"'presence'"};
  if (rules.asks_hours) always.emplace_back("'hours'");
  if (rules.cap > 0) {
    const std::string per = rules.cap_ms > 0 ? ",'per':" + seconds(rules.cap_ms) : "";
    always.push_back("{'cap':'c','limit':" + std::to_string(rules.cap) + per + "}");
  }
  const std::string room = ",'capacity'";
  std::vector<std::string> next = {"'priority':'Priority'"};
  if (rules.ageing_ms > 0) next.push_back("'ageing':" + seconds(rules.ageing_ms));
  if (rules.reservation_ms > 0) next.push_back("'reservation':" + seconds(rules.reservation_ms));
  if (rules.manual) next.emplace_back("'manual':true");
  std::vector<std::string> members = {"'queue':'Q','work':'Case','urgency':'Urgency'",
                                      "'require':[{'skill':'Skill'}," + joined(always) + room + "]",
                                      "'next':{" + joined(next) + "}"};
  if (rules.ramp_ms > 0) members.push_back("'ramp':" + seconds(rules.ramp_ms));
  if (rules.prefers_near) {
    members.emplace_back("'travel':{'place':'Place','within':'2h'},'prefer':{'travelTime':1}");
  }
  if (rules.skips_for_nobody) members.emplace_back("'skipIf':'nobody'");
  if (rules.relax_ms > 0) {
    members.push_back("'relax':[{'after':" + seconds(rules.relax_ms) + ",'require':[" + joined(always) +
                      (rules.relaxes_room ? "" : room) + "]}]");
  }
  return "{" + joined(members) + "}";
}

/// The business hours that are open at these times of one Saturday, and almost never else.
std::string business_hours(const SlowDispatch::Rules& rules) {
  std::vector<std::string> all;
  for (const auto& [name, open] : rules.open) {
    constexpr std::size_t kTimeAt = 11;
    constexpr std::size_t kTimeLength = 5;
    const auto time = [](std::int64_t ms) { return to_text(Instant{ms}).substr(kTimeAt, kTimeLength); };
    all.push_back("'" + name + "':{'zone':'UTC','week':{'Sat':['" + time(open.first) + "-" + time(open.second) +
                  "']}}");
  }
  return "{" + joined(all) + "}";
}

std::string person(const std::string& id, const SlowDispatch::Agent& agent) {
  std::vector<std::string> members = {"'capacity':" + std::to_string(agent.capacity),
                                      "'skills':{'" + agent.skill + "':1}"};
  if (!agent.hours.empty()) members.push_back("'hours':" + quoted_list(agent.hours));
  std::vector<std::string> ways;
  for (const auto& [place, minutes] : agent.minutes_to) ways.push_back("'" + place + "':" + std::to_string(minutes));
  members.push_back("'travelMinutes':{" + joined(ways) + "}");
  return "'" + id + "':{" + joined(members) + "}";
}

/// A dispatch of the engine, spoken to in JSON.
class Engine {
 public:
  Engine(const SlowDispatch::Rules& rules, const std::map<std::string, SlowDispatch::Agent>& agents) {
    std::vector<std::string> people;
    std::vector<std::string> states;
    std::vector<std::string> members;
    for (const auto& [id, agent] : agents) {
      people.push_back(person(id, agent));
      states.push_back("'" + id + "':{'presence':'" + (agent.online ? "Online" : "Offline") + "'}");
      members.push_back(id);
    }
    expect_ok(talk_("{'op':'compile'}",
                    "{'signalbox':1,'name':'t','object':'Case','fields':{'Skill':'Text','Priority':'Number','Urgency':"
                    "'Number','Place':'Text'},'routing':{'r':" +
                        policy_of(rules) + "},'steps':[{'id':'place','route':'r'}]}"));
    const std::string after_work = rules.after_work_ms > 0 ? "'afterWork':" + seconds(rules.after_work_ms) : "";
    // Queues have one of the hours.
    const std::string hours = rules.queue_hours.empty() ? "" : ",'hours':'" + rules.queue_hours.front() + "'";
    expect_ok(talk_("{'op':'directory'}", "{'signalbox':1,'skills':['A','B'],'businessHours':" + business_hours(rules) +
                                              ",'work':{'Case':{" + after_work + "}},'agents':{" + joined(people) +
                                              "},'queues':{'Q':{'members':" + quoted_list(members) + hours + "}}}"));
    expect_ok(talk_("{'op':'roster','directory':2}", "{'signalbox':1,'agents':{" + joined(states) + "}}"));
    expect_ok(talk_("{'op':'dispatch.open','program':1,'directory':2,'roster':3}"));
  }

  std::vector<std::string> tell(std::int64_t at_ms, const std::string& what) {
    const std::string answer =
        talk_("{'op':'dispatch.events','dispatch':4}",
              "[{'at':'" + to_text(Instant{at_ms}) + "'" + (what.empty() ? "" : "," + what) + "}]");
    expect_ok(answer);
    Diagnostics diagnostics;
    const auto document = json::Document::parse(answer, diagnostics);
    const json::Node commands = *document->root().find("events")->at(0).find("commands");
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      std::string line;
      for (const char* name : {"do", "item", "agent"}) {
        const auto member = commands.at(i).find(name);
        if (member) line += (line.empty() ? "" : " ") + std::string(member->as_text());
      }
      if (!line.starts_with("wait")) lines.push_back(line);
    }
    return lines;
  }

 private:
  static void expect_ok(const std::string& answer) { EXPECT_EQ(answer.substr(0, 10), "{\"ok\":true") << answer; }
  test::Talk talk_;
};

std::string arrival_text(const SlowDispatch::Arrival& arrival, std::int64_t now_ms) {
  return "{'item':'" + arrival.id + "','queuedAt':'" + to_text(Instant{now_ms - arrival.waited_ms}) +
         "','record':{'Skill':'" + arrival.skill + "','Priority':" + std::to_string(arrival.priority) +
         ",'Urgency':" + std::to_string(arrival.urgency / 10) + "." + std::to_string(arrival.urgency % 10) +
         ",'Place':'" + arrival.place + "'}}";
}

/// The same events for both.
class Contest {
 public:
  explicit Contest(Random& random)
      : random_(random),
        rules_(make_rules(random)),
        twin_(rules_, make_agents(random), kStartMs),
        engine_(rules_, twin_.agents) {}

  void step() {
    now_ms_ += kMsPerSecond * static_cast<std::int64_t>(random_.one_in(20) ? random_.below(90) : random_.below(6));
    twin_.advance(now_ms_);
    const std::string item = "i" + std::to_string(random_.below(items_ + 1));
    const std::string agent = "a" + std::to_string(random_.below(twin_.agents.size()));
    const std::string answer = "{'item':'" + item + "','agent':'" + agent + "'}";
    switch (random_.below(10)) {
      case 0:
      case 1:
      case 2:
        return arrive();
      case 3:
        if (items_ == 0) return arrive();
        twin_.accept(offered_item(item), offered_agent(agent));
        return compare("'accept':{'item':'" + offered_item(item) + "','agent':'" + offered_agent(agent) + "'}");
      case 4:
        if (items_ == 0) return arrive();
        twin_.decline(offered_item(item), offered_agent(agent));
        return compare("'decline':{'item':'" + offered_item(item) + "','agent':'" + offered_agent(agent) + "'}");
      case 5:
      case 6:
        if (items_ == 0) return arrive();
        twin_.finish("i" + std::to_string(random_pick_));
        return compare("'finish':{'item':'i" + std::to_string(random_pick_) + "'}");
      case 7:
        if (items_ == 0) return arrive();
        twin_.withdraw("i" + std::to_string(random_pick_));
        return compare("'withdraw':{'item':'i" + std::to_string(random_pick_) + "'}");
      case 8:
        if (items_ == 0) return arrive();
        twin_.take(existing(item), agent);
        return compare("'take':{'item':'" + existing(item) + "','agent':'" + agent + "'}");
      default: {
        const bool online = !random_.one_in(3);
        twin_.set_online(agent, online);
        return compare("'roster':{'signalbox':1,'sequence':" + std::to_string(++sequence_) + ",'agents':{'" + agent +
                       "':{'presence':'" + (online ? "Online" : "Away") + "'}}}");
      }
    }
  }

 private:
  static SlowDispatch::Rules make_rules(Random& random) {
    SlowDispatch::Rules rules;
    if (random.one_in(2)) rules.ageing_ms = 10'000;
    if (random.one_in(2)) rules.reservation_ms = 7'000;
    if (random.one_in(2)) rules.after_work_ms = 5'000;
    rules.manual = random.one_in(2);
    if (random.one_in(3)) rules.cap = 1 + random.below(2);
    if (random.one_in(2)) rules.cap_ms = 9'000;
    if (random.one_in(2)) rules.ramp_ms = 12'000;
    rules.asks_hours = random.one_in(2);
    rules.prefers_near = random.one_in(2);
    if (random.one_in(2)) rules.relax_ms = 1'000 * static_cast<std::int64_t>(1 + random.below(20));
    rules.relaxes_room = rules.relax_ms > 0 && random.one_in(2);
    rules.skips_for_nobody = rules.relax_ms > 0 && random.one_in(2);
    for (const char* name : {"H", "I", "J"}) {
      const std::int64_t from_ms = kStartMs + kMsPerMinute * static_cast<std::int64_t>(random.below(3));
      rules.open[name] = {from_ms, from_ms + kMsPerMinute * static_cast<std::int64_t>(1 + random.below(2))};
    }
    if (random.one_in(3)) rules.queue_hours = {"H"};
    return rules;
  }

  static std::map<std::string, SlowDispatch::Agent> make_agents(Random& random) {
    std::map<std::string, SlowDispatch::Agent> agents;
    for (std::uint64_t i = 0, count = 1 + random.below(4); i < count; ++i) {
      SlowDispatch::Agent& agent = agents["a" + std::to_string(i)];
      agent.skill = kSkills[random.below(2)];
      agent.capacity = static_cast<int>(random.below(5));
      agent.online = !random.one_in(4);
      if (random.one_in(2)) agent.hours.emplace_back("I");
      if (random.one_in(3)) agent.hours.emplace_back("J");
      if (random.one_in(2)) agent.minutes_to["P"] = static_cast<int>(random.below(4)) * 45;
      if (random.one_in(2)) agent.minutes_to["R"] = static_cast<int>(random.below(4)) * 45;
    }
    return agents;
  }

  void arrive() {
    SlowDispatch::Arrival arrival{"i" + std::to_string(items_++), kSkills[random_.below(2)],
                                  static_cast<int>(random_.below(4)), static_cast<int>(random_.below(3)) * 5,
                                  kPlaces[random_.below(3)]};
    if (random_.one_in(4)) arrival.waited_ms = kMsPerSecond * static_cast<std::int64_t>(random_.below(15));
    twin_.arrive(arrival);
    compare("'arrive':" + arrival_text(arrival, now_ms_));
  }

  /// Mostly an offer that stands; sometimes anything, which has to be refused.
  std::string offered_item(const std::string& otherwise) const {
    return last_offer_.empty() ? existing(otherwise) : last_offer_.substr(0, last_offer_.find(' '));
  }
  std::string offered_agent(const std::string& otherwise) const {
    return last_offer_.empty() ? otherwise : last_offer_.substr(last_offer_.find(' ') + 1);
  }
  std::string existing(const std::string& item) const { return item == "i" + std::to_string(items_) ? "i0" : item; }

  void compare(const std::string& event) {
    EXPECT_EQ(engine_.tell(now_ms_, event), twin_.commands) << event;
    last_offer_.clear();
    for (const std::string& command : twin_.commands) {
      if (command.starts_with("offer ") && !random_.one_in(4)) last_offer_ = command.substr(6);
    }
    random_pick_ = items_ == 0 ? 0 : random_.below(items_);
    EXPECT_FALSE(twin_.somebody_could_take_something()) << "nothing waits for somebody who could take it";
    for (const auto& [id, agent] : twin_.agents) {
      EXPECT_TRUE(rules_.relaxes_room || twin_.load(id) <= agent.capacity);
      const bool is_capped = rules_.cap > 0 && rules_.cap_ms == 0;
      EXPECT_TRUE(!is_capped || twin_.load(id) <= static_cast<int>(rules_.cap));
    }
  }

  Random& random_;
  SlowDispatch::Rules rules_;
  SlowDispatch twin_;
  Engine engine_;
  std::int64_t now_ms_ = kStartMs;
  std::uint64_t items_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t random_pick_ = 0;
  std::string last_offer_;
};

TEST(DispatchPropertyTest, EveryEventGivesTheCommandsOfTheSlowTwin) {
  // A hundred thousand in the long form; one seed alone replays all of its own.
  const bool is_short = std::getenv("SIGNALBOX_LONG") == nullptr && std::getenv("SIGNALBOX_SEED") == nullptr;
  const std::uint64_t rounds = is_short ? 1 : 20;
  test::for_each_seed(500, [&](std::uint64_t seed) {
    for (std::uint64_t round = 0; round < rounds && !testing::Test::HasFailure(); ++round) {
      Random random(seed + 1'000'000 * round);
      Contest contest(random);
      for (int i = 0; i < 40 && !testing::Test::HasFailure(); ++i) contest.step();
    }
  });
}

/// One agent and more work than one can do, of all priorities: whenever something is taken, what waits since
/// ageing x (its priority - the lowest + 1) or longer before it came would have been taken first.
TEST(DispatchPropertyTest, NoItemStarvesBeyondTheBound) {
  std::uint64_t taken_after_more_important = 0;
  const std::uint64_t tried = test::for_each_seed(100, [&](std::uint64_t seed) {
    Random random(seed);
    SlowDispatch::Rules rules;
    rules.ageing_ms = 1'000 * static_cast<std::int64_t>(1 + random.below(20));
    SlowDispatch::Agent only;
    only.skill = "A";
    only.capacity = 1;
    only.online = true;
    Engine engine(rules, {{"a0", only}});
    struct Waiting {
      std::int64_t queued_ms;
      std::int64_t priority;
    };
    std::map<std::string, Waiting> waiting;
    std::string in_hand;
    std::int64_t now_ms = kStartMs;
    const auto note = [&](const std::vector<std::string>& commands) {
      for (const std::string& command : commands) {
        in_hand = command.substr(7, command.rfind(' ') - 7);
        const Waiting taken = waiting.extract(in_hand).mapped();
        for (const auto& [id, other] : waiting) {
          const std::int64_t bound_ms = rules.ageing_ms * (other.priority + 1);
          EXPECT_LT(taken.queued_ms, other.queued_ms + bound_ms) << in_hand << " before " << id;
          if (other.priority < taken.priority) ++taken_after_more_important;
        }
      }
    };
    for (int i = 0; i < 60; ++i) {
      now_ms += 1'000 * static_cast<std::int64_t>(random.below(4));
      const std::string id = "i" + std::to_string(i);
      const auto priority = static_cast<std::int64_t>(random.below(4));
      waiting[id] = {now_ms, priority};
      note(engine.tell(now_ms, "'arrive':" + arrival_text({id, "A", static_cast<int>(priority)}, now_ms)));
      if (random.one_in(2)) note(engine.tell(now_ms, "'finish':{'item':'" + in_hand + "'}"));
    }
  });
  test::expect_often(taken_after_more_important, 1, tried, "less important items that have waited long enough");
}

}  // namespace
}  // namespace signalbox
