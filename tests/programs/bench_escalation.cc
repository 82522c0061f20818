// `bench_escalation RECORDS EVENTS`: live records with one clock and a rule at 75 % of it. Builds the index of wakes,
// then sends field events, each of which touches its record alone, and then lets three hours pass. Prints one JSON
// object.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "api/escalator.h"
#include "sla/wake_index.h"
#include "tests/support/histories.h"
#include "tests/support/random.h"

namespace signalbox {
namespace {

constexpr std::int64_t kOpenedMs = 1'771'228'800'000;  // 2026-02-16T08:00:00Z, a Monday, when the office opens
constexpr std::int64_t kOpenedWithinMs = 4 * kMsPerHour;

/// Of a live record what a host keeps: its history and the state of its escalation, as texts.
struct Live {
  std::int64_t opened_ms = 0;
  std::string changes;
};

class Bench {
 public:
  explicit Bench(std::uint32_t records) : live_(records) {
    for (Live& one : live_) {
      one.opened_ms = kOpenedMs + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(kOpenedWithinMs)));
    }
  }

  void build() {
    for (std::uint32_t i = 0; i < live_.size(); ++i) look(i, {live_[i].opened_ms});
  }
  void send(std::uint32_t events) {
    for (std::uint32_t i = 0; i < events; ++i) {
      const auto record = static_cast<std::uint32_t>(random_.below(live_.size()));
      Live& one = live_[record];
      const Instant at{kOpenedMs + kOpenedWithinMs};
      one.changes = ",{'at':'" + to_text(at) + "','changed':{'Priority':" + std::to_string(random_.below(4)) + "}}";
      look(record, at);
    }
  }
  std::uint64_t let_pass(Instant now) {
    std::uint64_t fired = 0;
    while (const auto due = index_.take_due(now)) fired += look(due->record, due->at);
    return fired;
  }
  [[nodiscard]] std::size_t size() const { return index_.size(); }

 private:
  /// How many levels have fired.
  std::uint64_t look(std::uint32_t record, Instant at) {
    const Live& one = live_[record];
    const api::History history =
        test::history_of("{'id':'1','events':[{'at':'" + to_text(Instant{one.opened_ms}) + "','created':{'Opened':'" +
                             to_text(Instant{one.opened_ms}) + "','Priority':2}}" + one.changes + "]}",
                         program_);
    api::Escalator escalator({program_.parts(), directory_.parts().calendar, history, at}, {});
    escalator.run();
    index_.set(record, escalator.wake());
    return escalator.state().marks.size();
  }

  api::Program program_ = test::program_of(
      "{'signalbox':1,'name':'n','object':'Case','fields':{'Opened':'DateTime','Priority':'Number'},'milestones':{'M':"
      "{'start':'Opened','target':{'formula':'(Priority + 1) * 240'},'hours':'Office'}},'escalations':[{'name':'R',"
      "'milestone':'M','when':'Priority >= 1','levels':[{'at':'75%','do':[{'route':'Q'}]}]}]}");
  api::Directory directory_ =
      test::directory_with("{'Office':{'zone':'Europe/Berlin','week':{'Mon-Fri':['09:00-17:00']}}}");
  std::vector<Live> live_;
  sla::WakeIndex index_;
  test::Random random_{1};
};

/// Resident bytes of this process.
std::size_t resident_bytes() {
  std::size_t pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%*s %zu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * 4096;
}

template <class Work>
double seconds(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace
}  // namespace signalbox

int main(int argc, char** argv) {
  using namespace signalbox;
  const auto records = static_cast<std::uint32_t>(argc > 1 ? std::atol(argv[1]) : 1'000'000);
  const auto events = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 1'000'000);
  const std::size_t before = resident_bytes();
  Bench bench(records);
  const double build_s = seconds([&] { bench.build(); });
  const double events_s = seconds([&] { bench.send(events); });
  const std::size_t bytes = resident_bytes() - before;
  std::uint64_t fired = 0;
  const double pass_s = seconds([&] { fired = bench.let_pass({kOpenedMs + kOpenedWithinMs + 3 * kMsPerHour}); });
  std::printf(
      "{\"records\":%u,\"events\":%u,\"buildSeconds\":%.3f,\"eventSeconds\":%.3f,\"bytesPerRecord\":%.1f,"
      "\"passSeconds\":%.3f,\"fired\":%llu}\n",
      records, events, build_s, events_s, static_cast<double>(bytes) / records, pass_s,
      static_cast<unsigned long long>(fired));
  return 0;
}
