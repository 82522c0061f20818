// bench_store (--data FOLDER | --database URL) DEFINITION DIRECTORY EVENTS: events that one process follows durably in
// a second, beside the rows of as many bytes that the same database takes, and how long an event takes at half of that
// load. One JSON object a line.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <fstream>
#include <latch>
#include <mutex>
#include <sstream>
#include <thread>

#include <fmt/format.h>

#include "server/clock.h"
#include "server/metrics/metrics.h"
#include "server/service/journeys.h"
#include "server/service/library.h"
#include "server/store/postgres/postgres_database.h"
#include "server/store/postgres/postgres_store.h"
#include "server/store/sqlite/sqlite_database.h"
#include "server/store/sqlite/sqlite_store.h"

namespace signalbox {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kInFlight = 256;
constexpr std::size_t kEventsOfRecord = 5;
constexpr int kSenders = 2;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

std::string file_text(const char* path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// What the commits of a store came to.
struct Commits {
  std::atomic<std::size_t> count = 0;
  std::atomic<std::size_t> changes = 0;
};

struct Place {
  std::unique_ptr<store::Store> store;
  store::Connect connect;  ///< To a database of the same kind, for bare rows.
};

Place open_place(const std::string& option, const std::string& place, Commits& commits) {
  const auto on_group = [&commits](std::size_t changes) {
    ++commits.count;
    commits.changes += changes;
  };
  if (option == "--data") {
    const auto connect = [path = place + "/bare.db"](store::Database::Access access) {
      return std::unique_ptr<store::Database>(std::make_unique<store::SqliteDatabase>(path, access));
    };
    return {store::open_sqlite_store(place, on_group).value(), connect};
  }
  const auto address = store::PostgresAddress::read(place).value();
  const auto connect = [address](store::Database::Access access) {
    return std::unique_ptr<store::Database>(std::make_unique<store::PostgresDatabase>(address, access));
  };
  return {store::open_postgres_store(address, on_group).value(), connect};
}

/// Rows a second, `group` of them in a commit.
double bare_rate(store::Database& database, std::size_t rows, std::size_t group, std::size_t row_bytes) {
  const std::string bytes(row_bytes, 'x');
  const auto begin = Clock::now();
  for (std::size_t done = 0; done < rows; done += group) {
    store::Transaction transaction(database);
    for (std::size_t i = 0; i < group; ++i) {
      database.statement("INSERT INTO bare (bytes) VALUES (?)").bind_blob(bytes).run();
    }
    transaction.commit();
  }
  return static_cast<double>(rows) / seconds_since(begin);
}

service::RunEvent event_of(std::size_t record, std::size_t number) {
  service::RunEvent event;
  event.address = {"Case", fmt::format("500{:012}", record), std::nullopt};
  event.members = number == 0
                      ? fmt::format(R"("created":{{"Country__c":"DE","Product__c":"Payments","Severity__c":"Low",)"
                                    R"("IsClosed":false,"CreatedDate":"{}"}})",
                                    to_text(now()))
                      : fmt::format(R"("changed":{{"Country__c":"{}"}})", number % 2 == 0 ? "DE" : "FR");
  event.idempotency_key = fmt::format("key-{}", number);
  event.request_hash = store::Hash(64, 'a');
  return event;
}

/// Sends events, those of one record one after the other.
class Load {
 public:
  Load(service::Journeys& journeys, std::size_t first_record, std::size_t events)
      : journeys_(journeys), next_record_(first_record), left_(events), open_(static_cast<std::ptrdiff_t>(events)) {}

  /// As fast as they go, `kInFlight` at once. Events a second.
  double run() {
    for (std::size_t i = 0; i < kInFlight; ++i) ready_.push_back({next_record_++, 0});
    const auto begin = Clock::now();
    std::vector<std::thread> senders;
    senders.reserve(kSenders);
    for (int i = 0; i < kSenders; ++i) senders.emplace_back([this] { send_all(); });
    open_.wait();
    const double seconds = seconds_since(begin);
    for (std::thread& sender : senders) sender.join();
    return static_cast<double>(sent_) / seconds;
  }

  /// `rate` of them in a second, each a record's beginning. What each took in milliseconds, ascending.
  std::vector<double> run_paced(double rate) {
    const auto begin = Clock::now();
    const std::size_t count = left_;
    for (std::size_t i = 0; i < count; ++i) {
      const auto planned = begin + std::chrono::duration_cast<Clock::duration>(
                                       std::chrono::duration<double>(static_cast<double>(i) / rate));
      std::this_thread::sleep_until(planned);
      send({next_record_++, 0}, planned);
    }
    open_.wait();
    std::sort(took_ms_.begin(), took_ms_.end());
    return took_ms_;
  }

 private:
  struct Slot {
    std::size_t record;
    std::size_t number;
  };

  void send_all() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return left_ == 0 || !ready_.empty(); });
      if (left_ == 0) return changed_.notify_all();
      --left_;
      ++sent_;
      const Slot slot = ready_.front();
      ready_.pop_front();
      lock.unlock();
      send(slot, Clock::now());
      lock.lock();
    }
  }

  void send(Slot slot, Clock::time_point planned) {
    journeys_.take(event_of(slot.record, slot.number), [this, slot, planned](const auto& answer) {
      if (!answer) {
        fmt::print(stderr, "{}\n", answer.error().sentence);
        std::exit(1);
      }
      {
        const std::lock_guard lock(mutex_);
        took_ms_.push_back(1000 * seconds_since(planned));
        const bool goes_on = slot.number + 1 < kEventsOfRecord;
        ready_.push_back(goes_on ? Slot{slot.record, slot.number + 1} : Slot{next_record_++, 0});
      }
      changed_.notify_one();
      open_.count_down();
    });
  }

  service::Journeys& journeys_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Slot> ready_;
  std::vector<double> took_ms_;
  std::size_t next_record_;
  std::size_t left_;
  std::size_t sent_ = 0;
  std::latch open_;
};

/// What one change of a run writes, on average: the run, its timer, entries and commands, a number as eight bytes.
std::size_t bytes_of_event(store::RunStore& runs) {
  constexpr std::size_t kNumberBytes = 8;
  const auto view = runs.view({"case-support", "Case", event_of(0, 0).address.record_id}, 0, 1000).value().value();
  const store::RunName& name = view.run.name;
  std::size_t run = 6 * kNumberBytes + name.definition.size() + name.object.size() + name.record_id.size();
  run += view.run.definition_hash.size() + view.run.directory_hash.size() + view.run.state.size();
  std::size_t others = 0;
  for (const auto& entry : view.entries) {
    others += 4 * kNumberBytes + std::string_view("event").size() + entry.body.size() + entry.request_hash.size();
    others += entry.idempotency_key ? entry.idempotency_key->size() : 0;
  }
  for (const auto& command : view.commands) others += 4 * kNumberBytes + command.key.size() + command.body.size();
  return run + others / kEventsOfRecord;
}

int measure(char** arguments) {
  Commits commits;
  const Place place = open_place(arguments[1], arguments[2], commits);
  metrics::Metrics metrics;
  service::Library library(*place.store);
  if (!library.open() || !library.publish({file_text(arguments[4]), std::nullopt, {file_text(arguments[3])}})) return 1;
  service::Journeys journeys(*place.store, library, metrics);
  const std::size_t events = std::stoul(arguments[5]);

  (void)Load(journeys, 0, events / 10).run();
  commits.count = commits.changes = 0;
  const double rate = Load(journeys, events, events).run();
  const std::size_t group = std::max<std::size_t>(1, commits.changes / commits.count);
  const std::size_t bytes = bytes_of_event(place.store->runs());
  const auto bare = place.connect(store::Database::Access::kReadWrite);
  bare->execute("CREATE TABLE bare (number INTEGER PRIMARY KEY NOT NULL, bytes BLOB NOT NULL) STRICT");
  (void)bare_rate(*bare, events / 10, group, bytes);
  const double grouped = bare_rate(*bare, events, group, bytes);
  const double single = bare_rate(*bare, events / 10, 1, bytes);
  const auto took_ms = Load(journeys, 4 * events, events / 4).run_paced(rate / 2);
  fmt::print(
      R"({{"events":{:.0f},"group":{},"bytes":{},"bare":{:.0f},"bareSingle":{:.0f},"p50Ms":{:.2f},"p99Ms":{:.2f}}})"
      "\n",
      rate, group, bytes, grouped, single, took_ms[took_ms.size() / 2], took_ms[took_ms.size() * 99 / 100]);
  return 0;
}

}  // namespace
}  // namespace signalbox

int main(int count, char** arguments) {
  if (count != 6) {
    fmt::print(stderr, "usage: bench_store (--data FOLDER | --database URL) DEFINITION DIRECTORY EVENTS\n");
    return 2;
  }
  return signalbox::measure(arguments);
}
