// Times a day of arrivals given out event by event through the engine's door: every event is one message, read and
// answered in JSON. Usage: bench_dispatch ARRIVALS AGENTS; prints one JSON object.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "base/time.h"
#include "tests/support/random.h"
#include "tests/support/session.h"

namespace {

using namespace signalbox;

constexpr std::int64_t kStartMs = 1'769'817'600'000;  // 2026-01-31T00:00:00Z
constexpr std::uint64_t kSkills = 20;
constexpr std::uint64_t kCapacity = 3;

std::string name_of(const char* letter, std::uint64_t number) { return letter + std::to_string(number); }

class Day {
 public:
  Day(std::uint64_t arrivals, std::uint64_t agents) : arrivals_(arrivals), agents_(agents) { open(); }

  void run() {
    // As much work as nine tenths of the agents can do.
    const std::uint64_t mean_ms = kMsPerDay * kCapacity * agents_ * 9 / 10 / arrivals_;
    const auto gap_ms = static_cast<std::int64_t>(kMsPerDay / static_cast<std::int64_t>(arrivals_));
    for (std::uint64_t i = 0; i < arrivals_; ++i) {
      const std::int64_t at_ms = kStartMs + static_cast<std::int64_t>(i) * gap_ms;
      finish_until(at_ms, mean_ms);
      const std::string record = R"({"Skill":"s)" + std::to_string(random_.below(kSkills)) + R"(","Priority":)" +
                                 std::to_string(random_.below(4)) + "}";
      send(at_ms, R"("arrive":{"item":")" + name_of("i", i) + R"(","record":)" + record + "}", mean_ms);
    }
    finish_until(INT64_MAX, mean_ms);
  }

  std::uint64_t events = 0;
  std::uint64_t assigned = 0;
  std::uint64_t most_waiting = 0;
  std::string report() { return talk_("{'op':'dispatch.report','dispatch':4}"); }

 private:
  void open() {
    std::string skills;
    std::string people;
    std::string states;
    std::string members;
    for (std::uint64_t s = 0; s < kSkills; ++s) skills += (s > 0 ? ",'" : "'") + name_of("s", s) + "'";
    for (std::uint64_t i = 0; i < agents_; ++i) {
      const std::string id = std::string(i > 0 ? "," : "") + "'" + name_of("a", i) + "'";
      std::string held;
      for (std::uint64_t s = 0; s < kSkills; ++s) {
        if (random_.one_in(4))
          held += (held.empty() ? "'" : ",'") + name_of("s", s) + "':" + name_of("", random_.below(11));
      }
      people += id + ":{'capacity':" + std::to_string(kCapacity) + ",'skills':{" + held + "}}";
      states += id + ":{'presence':'Online'}";
      members += id;
    }
    (void)talk_(
        "{'op':'compile'}",
        "{'signalbox':1,'name':'t','object':'Case','fields':{'Skill':'Text','Priority':'Number'},'routing':{'r':{"
        "'queue':'Q','require':[{'skill':'Skill'},'presence','capacity'],'prefer':{'skillFit':40,"
        "'spareCapacity':30,'longestIdle':20,'rank':10,'fairness':10},'next':{'priority':'Priority','ageing':'10m'}"
        "}},'steps':[{'id':'place','route':'r'}]}");
    (void)talk_("{'op':'directory'}", "{'signalbox':1,'skills':[" + skills + "],'agents':{" + people +
                                          "},'queues':{'Q':{'members':[" + members + "]}}}");
    (void)talk_("{'op':'roster','directory':2}", "{'signalbox':1,'agents':{" + states + "}}");
    (void)talk_("{'op':'dispatch.open','program':1,'directory':2,'roster':3}");
  }

  void finish_until(std::int64_t at_ms, std::uint64_t mean_ms) {
    while (!in_hand_.empty() && in_hand_.begin()->first <= at_ms) {
      const auto [done_ms, item] = *in_hand_.begin();
      in_hand_.erase(in_hand_.begin());
      send(done_ms, R"("finish":{"item":")" + item + "\"}", mean_ms);
    }
  }

  void send(std::int64_t at_ms, const std::string& what, std::uint64_t mean_ms) {
    const std::string answer = talk_.raw("{\"op\":\"dispatch.events\",\"dispatch\":4}\n[{\"at\":\"" +
                                         to_text(Instant{at_ms}) + "\"," + what + "}]");
    ++events;
    constexpr std::string_view kAssign = R"({"do":"assign")";
    constexpr std::string_view kItem = R"("item":")";
    constexpr std::string_view kWaiting = R"("waiting":)";
    for (auto at = answer.find(kAssign); at != std::string::npos; at = answer.find(kAssign, at + 1)) {
      const auto begin = answer.find(kItem, at) + kItem.size();
      const std::string item = answer.substr(begin, answer.find('"', begin) - begin);
      in_hand_.emplace(at_ms + static_cast<std::int64_t>(mean_ms / 2 + random_.below(mean_ms)), item);
      ++assigned;
    }
    const auto waiting = std::strtoull(answer.c_str() + answer.find(kWaiting) + kWaiting.size(), nullptr, 10);
    most_waiting = std::max<std::uint64_t>(most_waiting, waiting);
  }

  std::uint64_t arrivals_;
  std::uint64_t agents_;
  test::Random random_{20261121};
  test::Talk talk_;
  std::multimap<std::int64_t, std::string> in_hand_;  ///< By when it is done.
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  Day day(std::strtoull(argv[1], nullptr, 10), std::strtoull(argv[2], nullptr, 10));
  const auto start = std::chrono::steady_clock::now();
  day.run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const std::string report = day.report();
  std::printf("{\"events\":%llu,\"assigned\":%llu,\"mostWaiting\":%llu,\"seconds\":%.3f,\"fairness\":{%s}\n",
              static_cast<unsigned long long>(day.events), static_cast<unsigned long long>(day.assigned),
              static_cast<unsigned long long>(day.most_waiting), took.count(),
              report.substr(report.find("\"jain\"")).c_str());
  return 0;
}
