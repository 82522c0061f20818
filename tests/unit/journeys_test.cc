// Records that are followed by a server that dies: what came due meanwhile happens once, in the order of what was due.
#include "server/service/journeys.h"

#include <algorithm>
#include <future>
#include <map>
#include <set>

#include <gmock/gmock.h>

#include "base/time.h"
#include "server/clock.h"
#include "server/json_text.h"
#include "server/sha256.h"
#include "tests/support/dying_store.h"
#include "tests/support/session.h"

namespace signalbox::service {
namespace {

using testing::ElementsAreArray;

constexpr std::int64_t kOpenedMs = 1'736'157'600'000;  // 2025-01-06T10:00:00Z
constexpr std::int64_t kMinuteMs = 60'000;
constexpr int kRecords = 4;
constexpr int kShares[] = {20, 40, 60, 80};
constexpr std::size_t kCommands = std::size(kShares) * 2;  ///< Of one record.

const std::string kDefinition = test::quoted(
    "{'signalbox':1,'name':'watched','object':'Case','fields':{'Opened':'DateTime','Level':'Number','Note':'Text'},"
    "'milestones':{'M':{'start':'Opened','target':'60m'}},'escalations':[{'name':'R','milestone':'M','levels':["
    "{'at':'20%','do':[{'set':{'Level':20}},{'notify':{'to':'owner'}}]},"
    "{'at':'40%','do':[{'set':{'Level':40}},{'notify':{'to':'owner'}}]},"
    "{'at':'60%','do':[{'set':{'Level':60}},{'notify':{'to':'owner'}}]},"
    "{'at':'80%','do':[{'set':{'Level':80}},{'notify':{'to':'owner'}}]}]}]}");
const std::string kDirectory = test::quoted("{'signalbox':1,'skills':[],'queues':{},'agents':{}}");

/// So that what is due of one record lies between what is due of others.
Instant opened(int record) { return Instant{kOpenedMs + record * (5 * kMinuteMs)}; }
Instant due(int record, int share) { return Instant{opened(record).ms + share * kMinuteMs * 60 / 100}; }
std::string id_of(int record) { return "r" + std::to_string(record); }

template <class T>
T must(store::Result<T> result) {
  if (!result) throw std::runtime_error(result.error().sentence);
  return std::move(*result);
}

/// A server's inside on one folder: it begins to catch up when it is made.
struct Life {
  Life(const std::string& folder, test::Mortality& mortality)
      : store(must(store::open_sqlite_store(folder, mortality.on_group()))), library(*store) {
    EXPECT_TRUE(library.open());
  }
  void serve() { journeys.emplace(*store, library, metrics); }
  [[nodiscard]] std::vector<store::Command> commands() { return must(store->runs().waiting_commands(0, 1000)); }

  metrics::Metrics metrics;
  std::unique_ptr<store::Store> store;
  Library library;
  std::optional<Journeys> journeys;
};

/// Documents, and records whose whole hour has passed while nobody served.
void prepare(const std::string& folder, test::Mortality& mortality) {
  Life life(folder, mortality);
  ASSERT_TRUE(life.library.publish({kDirectory, std::nullopt, {kDefinition}}));
  for (int i = 0; i < kRecords; ++i) {
    store::RunChange change;
    change.run.name = {"watched", "Case", id_of(i)};
    change.run.definition_version = 1;
    change.run.definition_hash = sha256_hex(kDefinition);
    change.run.directory_hash = sha256_hex(kDirectory);
    change.run.looked = change.run.due.emplace(opened(i));
    change.run.state = "null";
    change.entries.push_back(
        {store::NewRunEntry::Kind::kEvent, opened(i),
         test::quoted("{'at':'" + to_text(opened(i)) + "','created':{'Opened':'" + to_text(opened(i)) + "'}}"),
         std::nullopt});
    std::promise<bool> done;
    life.store->runs().change(std::move(change),
                              [&](const store::Result<bool>& changed) { done.set_value(changed.value_or(false)); });
    ASSERT_TRUE(done.get_future().get());
  }
}

/// Serves until everything is carried out, then takes an event of each record, unless it dies before.
void serve(Life& life, test::Mortality& mortality) {
  life.serve();
  mortality.wait_until([&] { return must(life.store->runs().due_runs({}, now(), 1)).empty(); });
  for (int i = 0; i < kRecords && !mortality.is_dead(); ++i) {
    RunEvent event;
    event.address = {"Case", id_of(i), std::nullopt};
    event.members = test::quoted("'changed':{'Note':'told'}");
    event.idempotency_key = "told";
    std::promise<void> answered;
    life.journeys->take(event, [&](const Result<RunAnswer>&) { answered.set_value(); });
    answered.get_future().wait();
  }
  life.journeys.reset();
}

/// The outbox is in the order of the commits: over all records it is that of what was due.
void expect_order(const std::vector<store::Command>& commands) {
  std::vector<std::pair<std::int64_t, std::string>> found;
  for (const store::Command& command : commands) {
    const auto body = parse_own(command.body);
    const int record = std::stoi(command.name.record_id.substr(1));
    const int share = std::stoi(std::string(text_member(body->root(), "level")));
    found.emplace_back(due(record, share).ms, command.key);
  }
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), [](const auto& one, const auto& other) {
    return one.first < other.first;
  })) << testing::PrintToString(found);
}

/// Every level has fired once, at its own instant and late, and every event and command is there once.
void expect_whole(Life& life, int record) {
  const auto view = must(life.store->runs().view({"watched", "Case", id_of(record)}, 0, 1000));
  std::vector<std::string> levels;
  std::vector<std::string> changes;
  std::set<std::string> keys;
  for (const store::RunEntry& entry : view->entries) {
    const auto body = parse_own(entry.body);
    if (entry.kind == store::NewRunEntry::Kind::kDecision) {
      const std::string level(text_member(body->root(), "level"));
      levels.push_back(level);
      EXPECT_EQ(parse_instant(text_member(body->root(), "due")), due(record, std::stoi(level)));
      EXPECT_GT(number_member(body->root(), "lateMs"), 0);
    } else if (const auto changed = body->root().find("changed")) {
      changes.push_back(std::string(raw_bytes(*body, *changed)));
    }
  }
  for (const store::Command& command : view->commands) keys.insert(command.key);
  EXPECT_THAT(levels, ElementsAreArray({"20%", "40%", "60%", "80%"}));
  EXPECT_THAT(changes, ElementsAreArray({R"({"Level":20})", R"({"Level":40})", R"({"Level":60})", R"({"Level":80})",
                                         R"({"Note":"told"})"}));
  EXPECT_EQ(view->commands.size(), kCommands);
  EXPECT_EQ(keys.size(), kCommands);
}

TEST(Journeys, AfterAStopWhatIsDueHappensInTheOrderOfItsInstantsOverAllRecords) {
  const test::TemporaryFolder folder;
  test::Mortality mortality;
  prepare(folder.path(), mortality);
  mortality.start(std::nullopt);
  Life life(folder.path(), mortality);
  serve(life, mortality);
  expect_order(life.commands());
  for (int i = 0; i < kRecords; ++i) expect_whole(life, i);
}

TEST(Journeys, OneEventOrTimerIsOneTransaction) {
  const test::TemporaryFolder folder;
  test::Mortality mortality;
  prepare(folder.path(), mortality);
  Life life(folder.path(), mortality);
  mortality.start(std::nullopt);
  // Where one of them has begun, another may join it; what it writes is never parted.
  const std::uint64_t changes_of_start = 1;  // That runs of other directories are woken.
  serve(life, mortality);
  EXPECT_EQ(mortality.changes(), life.metrics.timers.value() + life.metrics.events.value());
  EXPECT_EQ(mortality.commits(), mortality.groups() + changes_of_start);
}

TEST(Journeys, KilledBeforeAnyCommitItLosesNothingDoesNothingTwiceAndKeepsTheOrder) {
  const test::TemporaryFolder first;
  test::Mortality mortality;
  prepare(first.path(), mortality);
  std::uint64_t kills = 0;
  for (bool has_died = true; has_died; ++kills) {
    SCOPED_TRACE("killed before commit " + std::to_string(kills));
    const test::TemporaryFolder folder;
    std::filesystem::copy(first.path(), folder.path(), std::filesystem::copy_options::recursive);
    {
      Life life(folder.path(), mortality);
      mortality.start(kills);
      serve(life, mortality);
      has_died = mortality.is_dead();
    }
    mortality.start(std::nullopt);
    Life life(folder.path(), mortality);
    serve(life, mortality);
    expect_order(life.commands());
    for (int i = 0; i < kRecords; ++i) expect_whole(life, i);
    if (HasFailure()) return;
  }
  EXPECT_GT(kills, 5u);
}

}  // namespace
}  // namespace signalbox::service
