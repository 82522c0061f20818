// `bench_journeys RECORDS EVENTS LATE`: live records with a clock in business hours and a rule at 75 % of it, in the
// server's own service on its own store, in the folder for temporary files. Begins their runs, sends field events, each
// of which is on the disk before it counts, and then lets a second server catch up with records that came due while
// nobody served. Prints one JSON object.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <semaphore>
#include <stdexcept>
#include <string>

#include "server/clock.h"
#include "server/service/journeys.h"
#include "server/sha256.h"
#include "tests/support/dying_store.h"
#include "tests/support/random.h"
#include "tests/support/session.h"

namespace signalbox {
namespace {

constexpr std::ptrdiff_t kInFlight = 2000;  ///< As many clients wait for their answers.

const std::string kDefinition = test::quoted(
    "{'signalbox':1,'name':'n','object':'Case','fields':{'Opened':'DateTime','Priority':'Number'},'milestones':{'M':{"
    "'start':'Opened','target':{'formula':'(Priority + 1) * 2400'},'hours':'Office'}},'escalations':[{'name':'R',"
    "'milestone':'M','when':'Priority >= 1','levels':[{'at':'75%','do':[{'route':'Q'}]}]}]}");
const std::string kDirectory = test::quoted(
    "{'signalbox':1,'skills':[],'queues':{'Q':{'members':[]}},'agents':{},'businessHours':{'Office':{'zone':"
    "'Europe/Berlin','week':{'Mon-Fri':['09:00-17:00']}}}}");

/// A server's inside.
class Bench {
 public:
  explicit Bench(
      const std::string& folder, std::function<void(std::size_t)> on_group = [](std::size_t) {})
      : store_(open(folder, std::move(on_group))), library_(*store_) {
    if (!library_.open() || !library_.publish({kDirectory, std::nullopt, {kDefinition}})) throw std::runtime_error("");
  }
  void serve() { journeys_.emplace(*store_, library_, metrics_); }

  void begin(std::uint32_t records) {
    for (std::uint32_t i = 0; i < records; ++i) {
      const std::string opened = to_text(Instant{now().ms - static_cast<std::int64_t>(random_.below(kMsPerHour))});
      take(i, opened, "'created':{'Opened':'" + opened + "','Priority':2}");
    }
    wait();
  }
  void send(std::uint32_t events, std::uint32_t records) {
    for (std::uint32_t i = 0; i < events; ++i) {
      take(static_cast<std::uint32_t>(random_.below(records)), std::nullopt,
           "'changed':{'Priority':" + std::to_string(random_.below(4)) + "}");
    }
    wait();
  }
  /// Puts records into the store whose level came due at some instant of a long stop.
  void add_late(std::uint32_t records) {
    for (std::uint32_t i = 0; i < records; ++i) {
      store::RunChange change;
      const Instant opened{now().ms - 400 * kMsPerDay + static_cast<std::int64_t>(random_.below(kMsPerDay * 100))};
      change.run.name = {"n", "Case", "late" + std::to_string(i)};
      change.run.definition_version = 1;
      change.run.definition_hash = sha256_hex(kDefinition);
      change.run.directory_hash = sha256_hex(kDirectory);
      change.run.looked = change.run.due.emplace(opened);
      change.run.state = "null";
      const std::string body =
          "{'at':'" + to_text(opened) + "','created':{'Opened':'" + to_text(opened) + "','Priority':2}}";
      change.entries.push_back({store::NewRunEntry::Kind::kEvent, opened, test::quoted(body), std::nullopt});
      free_.acquire();
      store_->runs().change(std::move(change), [this](const store::Result<bool>&) { free_.release(); });
    }
    wait();
  }

 private:
  static std::unique_ptr<store::Store> open(const std::string& folder, std::function<void(std::size_t)> on_group) {
    auto store = store::open_sqlite_store(folder, std::move(on_group));
    if (!store) throw std::runtime_error(store.error().sentence);
    return std::move(*store);
  }
  void take(std::uint32_t record, std::optional<std::string> at, const std::string& members) {
    service::RunEvent event;
    event.address = {"Case", std::to_string(record), std::nullopt};
    if (at) event.at = parse_instant(*at);
    event.members = test::quoted(members);
    free_.acquire();
    journeys_->take(std::move(event), [this](const service::Result<service::RunAnswer>&) { free_.release(); });
  }
  void wait() {
    for (std::ptrdiff_t i = 0; i < kInFlight; ++i) free_.acquire();
    free_.release(kInFlight);
  }

  metrics::Metrics metrics_;
  std::unique_ptr<store::Store> store_;
  service::Library library_;
  test::Random random_{1};
  std::counting_semaphore<> free_{kInFlight};
  std::optional<service::Journeys> journeys_;
};

std::size_t resident_bytes() {
  std::size_t pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%*s %zu", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return pages * 4096;
}

std::uintmax_t bytes_in(const std::string& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) bytes += file.file_size();
  return bytes;
}

template <class Work>
double seconds(Work work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// How long a server takes to carry out what came due while nobody served, over all that wait.
double catch_up(const std::string& folder, std::uint32_t late) {
  // One change finds the instant at which the level came due, another carries it out.
  constexpr std::size_t kChanges = 2;
  {
    Bench before(folder);
    before.add_late(late);
  }
  std::binary_semaphore done{0};
  std::size_t changes = 0;
  Bench bench(folder, [&](std::size_t group) {
    const bool was_open = changes < kChanges * late;
    changes += group;
    if (was_open && changes >= kChanges * late) done.release();
  });
  return seconds([&] {
    bench.serve();
    done.acquire();
  });
}

}  // namespace
}  // namespace signalbox

int main(int argc, char** argv) {
  using namespace signalbox;
  const auto count = [&](int place, long otherwise) {
    return static_cast<std::uint32_t>(argc > place ? std::atol(argv[place]) : otherwise);
  };
  const std::uint32_t records = count(1, 1'000'000);
  const std::uint32_t events = count(2, 1'000'000);
  const std::uint32_t late = count(3, 100'000);
  const test::TemporaryFolder folder;
  double begin_s = 0;
  double events_s = 0;
  std::size_t bytes = 0;
  {
    const std::size_t before = resident_bytes();
    Bench bench(folder.path());
    bench.serve();
    begin_s = seconds([&] { bench.begin(records); });
    events_s = seconds([&] { bench.send(events, records); });
    bytes = resident_bytes() - before;
  }
  const std::uintmax_t disk = bytes_in(folder.path());
  const double late_s = catch_up(folder.path(), late);
  std::printf(
      "{\"records\":%u,\"events\":%u,\"late\":%u,\"beginSeconds\":%.3f,\"eventSeconds\":%.3f,\"residentBytes\":%zu,"
      "\"diskBytes\":%ju,\"lateSeconds\":%.3f}\n",
      records, events, late, begin_s, events_s, bytes, disk, late_s);
  return 0;
}
