// The host of workflows in a simulated world: several processes over one store that fails, targets that lose, repeat
// and delay, clients and people that ask again, processes that die, a clock that jumps. Each event is decided once,
// each command takes effect once by its key, no run stands still, and every log plays again to equal bytes.
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "server/json_text.h"
#include "server/service/deliveries.h"
#include "server/service/replay.h"
#include "server/service/workflow_incidents.h"
#include "tests/support/seeds.h"
#include "tests/support/simulated_store.h"

namespace signalbox::service {
namespace {

const char* const kDefinition = R"({"signalbox":1,"name":"refund","object":"Case",
 "fields":{"Amount":"Number","Document":"Text","Checked":"Checkbox","Note":"Text"},
 "steps":[
  {"id":"begin","set":{"Note":"begun"}},
  {"id":"erp","call":{"http":"erp","with":{"amount":"=Amount"},"returns":{"document":"Text"}},
   "retry":{"times":1,"interval":"10s","jitter":0.5},"timeout":"2h"},
  {"id":"both","parallel":{"branches":[
   [{"id":"tell","notify":{"to":"owner","text":"=$Step.erp.document"}},{"id":"pause","wait":{"for":"1m"}}],
   [{"id":"tool","call":{"tool":"hand","with":{},"returns":{}},"timeout":"1h","catch":[{"on":["timeout"],"next":"note"}]},
    {"id":"note","set":{"Note":"by hand"}}]]}},
  {"id":"checked","wait":{"event":"update","when":"Checked"}}]})";
const char* const kDirectory = R"({"signalbox":1,"skills":[],"queues":{},"agents":{}})";
const char* const kTargets = R"({"signalbox":1,"targets":{
  "erp":{"url":"http://erp","secret":"sixteen bytes and more","commands":["call/erp"]},
  "desk":{"url":"http://desk","secret":"sixteen bytes and more","commands":["notify","set"]}}})";

constexpr std::size_t kProcesses = 3;
constexpr std::size_t kRecords = 3;
constexpr int kOperations = 120;
constexpr int kMaxDrain = 3'000;

/// What the store found: by value, so that a loop over it is one over what is still there.
template <class T>
T found(store::Result<T> result) {
  return std::move(*result);
}

/// One server.
struct Process {
  Process(store::Store& store, Library& library, metrics::Metrics& metrics, WorkflowSurroundings around,
          DeliverySurroundings outside)
      : runs(store, library, metrics, std::move(around)),
        deliveries(runs, *Targets::read(kTargets), std::move(outside)) {}
  WorkflowRuns runs;
  Deliveries deliveries;
  bool is_busy = false;
};

class Simulation {
 public:
  explicit Simulation(std::uint64_t seed) : random_(seed), library_(store_) {
    EXPECT_TRUE(library_.publish({kDirectory, std::nullopt, {kDefinition}}));
    for (std::size_t i = 0; i < kProcesses; ++i) processes_.push_back(make_process());
    store_.fate = [this] { return fate(); };
  }

  void run() {
    for (int i = 0; i < kOperations; ++i) operate();
    is_reliable_ = true;
    for (int i = 0; i < kMaxDrain && !is_over(); ++i) drain();
    EXPECT_TRUE(is_over()) << "a run stands still";
    for (const Client& client : clients_) check(client);
  }

  [[nodiscard]] std::uint64_t repeats() const { return repeats_; }

 private:
  /// What the outside knows of one record.
  struct Client {
    std::string id;
    std::optional<std::string> run;  ///< Once the server has said so.
    bool has_checked = false;
    std::set<std::string> told;  ///< Idempotency keys that the server has acknowledged.
  };

  std::unique_ptr<Process> make_process() {
    const auto inline_execute = [](const std::function<void()>& task) { task(); };
    const auto clock = [this] { return now_; };
    const auto jitter = [this] { return static_cast<std::uint32_t>(random_.below(1'000'000)); };
    const auto new_id = [this](Instant) { return "run-" + std::to_string(1'000 + ++last_id_); };
    const TargetOf target_of = [](json::Node command) { return Targets::read(kTargets)->name_of(command); };
    return std::make_unique<Process>(
        store_, library_, metrics_,
        WorkflowSurroundings{clock, jitter, new_id, target_of, inline_execute, {}, [](Instant) {}, [](Instant) {}},
        DeliverySurroundings{clock, jitter, [this](const Message& message) { return post(message); }, inline_execute});
  }

  /// Of the next change: it may fail, and another process may be faster.
  test::SimulatedStore::Fate fate() {
    if (is_reliable_) return test::SimulatedStore::Fate::kDone;
    if (random_.one_in(6)) operate();
    if (random_.one_in(12)) return test::SimulatedStore::Fate::kLost;
    return random_.one_in(12) ? test::SimulatedStore::Fate::kUnknown : test::SimulatedStore::Fate::kDone;
  }

  /// Does one thing on a process that does nothing else at the moment.
  void operate() {
    const std::size_t which = random_.below(kProcesses);
    if (processes_[which]->is_busy) return;
    if (random_.one_in(25)) processes_[which] = make_process();
    Process& process = *processes_[which];
    process.is_busy = true;
    act(process);
    process.is_busy = false;
  }

  void act(Process& process) {
    Client& client = clients_[random_.below(kRecords)];
    switch (random_.below(9)) {
      case 0:
        return start(process, client);
      case 1:
        return tell(process, client, "note", R"("recordUpdated":{"changed":{"Note":"x"}})");
      case 2:
        return answer_by_hand(process, client);
      case 3:
        return check_record(process, client);
      case 4:
        return mend(process);
      case 5:
        now_.ms += static_cast<std::int64_t>(random_.below(90'000)) - 500;
        return;
      case 6:
        return answer_late(process);
      case 7:
        (void)process.runs.take_up_due();
        return;
      default:
        (void)process.deliveries.take_up_due();
    }
  }

  void start(Process& process, Client& client) {
    WorkflowStart start;
    start.object = "Case";
    start.record_id = client.id;
    start.members = R"("recordCreated":{"record":{"Id":")" + client.id + R"(","Amount":5}})";
    start.idempotency_key = "start";
    start.request_hash = "start";
    process.runs.start(start, [&](const Result<WorkflowOutcome>& outcome) {
      if (!outcome) return;
      EXPECT_TRUE(!client.run || *client.run == outcome->run.id) << "it began twice";
      client.run = outcome->run.id;
    });
  }

  void take(Process& process, WorkflowEvent event, const std::function<void()>& acknowledged) {
    process.runs.take(std::move(event), [&](const Result<WorkflowOutcome>& outcome) {
      if (outcome) acknowledged();
      if (outcome && outcome->repeated) ++repeats_;
    });
  }

  void tell(Process& process, Client& client, const std::string& key, const std::string& members) {
    if (!client.run) return;
    WorkflowEvent event;
    event.run = *client.run;
    event.members = members;
    event.idempotency_key = key;
    event.request_hash = key;
    take(process, std::move(event), [&] { client.told.insert(key); });
  }

  void check_record(Process& process, Client& client) {
    if (!client.run) return;
    const auto commands = *store_.workflow_commands(*client.run, false);
    const auto is_note = [](const auto& one) { return one.key.find("/note/") != std::string::npos; };
    if (std::none_of(commands.begin(), commands.end(), is_note)) return;
    tell(process, client, "checked", R"("recordUpdated":{"changed":{"Checked":true}})");
    if (client.told.contains("checked")) client.has_checked = true;
  }

  void answer(Process& process, const std::string& run, const std::string& key, const std::string& result) {
    WorkflowEvent event;
    event.run = run;
    event.members = R"("commandAnswered":{"key":")" + key + R"(","result":)" + result + "}";
    event.answers = key;
    event.idempotency_key = "answer " + key;
    event.request_hash = event.members;
    take(process, std::move(event), [] {});
  }

  /// What no target gets, somebody fetches.
  void answer_by_hand(Process& process, const Client& client) {
    for (const store::WorkflowCommand& command : found(store_.commands_to_fetch(0, 100))) {
      if (client.run == command.run) answer(process, command.run, command.key, "{}");
    }
  }

  void answer_late(Process& process) {
    if (late_.empty()) return;
    const auto one = std::next(late_.begin(), static_cast<std::ptrdiff_t>(random_.below(late_.size())));
    answer(process, one->substr(0, one->find('/')), *one, result_of(*one));
  }

  void mend(Process& process) {
    for (const store::WorkflowIncident& incident : found(store_.workflow_incidents("", 0, 100))) {
      const IncidentAction action{.run = incident.run,
                                  .incident = incident.id,
                                  .action = "retry",
                                  .by = "m",
                                  .reason = "r",
                                  .changed = {},
                                  .to = {},
                                  .idempotency_key = {},
                                  .request_hash = {}};
      act_on_incident(process.runs, action, [](const auto&) {});
    }
  }

  static std::string result_of(const std::string& key) { return R"({"document":")" + key + R"("})"; }

  /// The outside: carries a command out once by its key, however often it comes.
  tl::expected<Reply, std::string> post(const Message& message) {
    const std::string& key = message.headers.front().second;
    const auto [known, is_new] = sent_.emplace(key, message.body);
    EXPECT_EQ(known->second, message.body) << "two commands of one key";
    if (!is_new) ++repeats_;
    if (!is_reliable_) {
      if (random_.one_in(5)) operate();
      if (random_.one_in(6)) return tl::unexpected<std::string>("lost");
      if (random_.one_in(8)) return Reply{503, {}};
      if (random_.one_in(20)) return Reply{400, {}};
    }
    if (message.url != "http://erp") return Reply{204, {}};
    if (!is_reliable_ && random_.one_in(3)) {
      late_.insert(key);
      return Reply{202, {}};
    }
    return Reply{200, R"({"result":)" + result_of(key) + "}"};
  }

  [[nodiscard]] bool is_over() {
    for (const Client& client : clients_) {
      if (!client.has_checked || !store_.workflow_run(*client.run)->value().ended) return false;
    }
    return !*store_.next_delivery() && store_.workflow_incidents("", 0, 1)->empty();
  }

  /// One round of a world without trouble.
  void drain() {
    Process& process = *processes_[random_.below(kProcesses)];
    for (Client& client : clients_) {
      if (!client.run) start(process, client);
      if (!client.has_checked) check_record(process, client);
      answer_by_hand(process, client);
    }
    for (const std::string& key : late_) answer(process, key.substr(0, key.find('/')), key, result_of(key));
    mend(process);
    (void)process.runs.take_up_due();
    (void)process.deliveries.take_up_due();
    now_.ms += 5'000;
  }

  void check(const Client& client) {
    SCOPED_TRACE(client.id);
    const auto run = **store_.workflow_run(*client.run);
    EXPECT_EQ(run.status, "completed");
    WorkflowDocuments documents(store_);
    const auto verdict = replay(store_, documents, run.id);
    ASSERT_TRUE(verdict);
    EXPECT_FALSE(verdict->difference) << verdict->difference->part << " " << verdict->difference->log << " | "
                                      << verdict->difference->now;
    std::multiset<std::string> keys;
    std::vector<std::string> commands;
    for (const store::WorkflowEntry& entry : found(store_.workflow_entries(run.id, 0, 100'000))) {
      if (entry.idempotency_key) keys.insert(*entry.idempotency_key);
      const auto given = parse_own(entry.commands);
      for (std::size_t i = 0; i < given->root().size(); ++i)
        commands.emplace_back(text_member(given->root().at(i), "key"));
    }
    for (const std::string& key : keys) EXPECT_EQ(keys.count(key), 1u) << key << " was decided twice";
    for (const std::string& key : client.told) EXPECT_EQ(keys.count(key), 1u) << key << " was lost";
    std::vector<std::string> kept;
    for (const store::WorkflowCommand& command : found(store_.workflow_commands(run.id, false))) {
      kept.push_back(command.key);
      EXPECT_TRUE(command.outcome) << command.key << " is open behind the end";
      EXPECT_TRUE(command.outcome != "delivered" || sent_.contains(command.key)) << command.key;
    }
    EXPECT_EQ(kept, commands) << "the outbox holds what the log says, once";
  }

  test::Random random_;
  test::SimulatedStore store_;
  metrics::Metrics metrics_;
  Library library_;
  Instant now_{1'780'000'000'000};
  bool is_reliable_ = false;
  int last_id_ = 0;
  std::vector<Client> clients_{{"a", {}, false, {}}, {"b", {}, false, {}}, {"c", {}, false, {}}};
  std::map<std::string, std::string> sent_;  ///< Bodies by the keys of their commands.
  std::set<std::string> late_;               ///< Keys whose answers come later, some of them again and again.
  std::uint64_t repeats_ = 0;
  std::vector<std::unique_ptr<Process>> processes_;
};

TEST(WorkflowHostSimulation, DecidesEachEventOnceAndLosesNothing) {
  std::uint64_t repeats = 0;
  const std::uint64_t tried = test::for_each_seed(300, [&](std::uint64_t seed) {
    Simulation simulation(seed);
    simulation.run();
    repeats += simulation.repeats();
  });
  test::expect_often(repeats, 5, tried, "requests and commands that come again");
}

}  // namespace
}  // namespace signalbox::service
