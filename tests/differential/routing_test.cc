// Routing against its slow twin over random directories, rosters and policies.
#include <gtest/gtest.h>

#include "explain/routing.h"
#include "routing/people.h"
#include "routing/route.h"
#include "tests/support/documents.h"
#include "tests/support/random_routing.h"
#include "tests/support/seeds.h"
#include "tests/support/slow_routing.h"

namespace signalbox {
namespace {

using test::Random;
using test::SlowRouting;

const std::vector<Field> kFields = {{"Product", Type::kText, "", {}},    {"Land", Type::kText, "", {}},
                                    {"Counts", Type::kCheckbox, "", {}}, {"Queued", Type::kDateTime, "", {}},
                                    {"Owner", Type::kText, "", {}},      {"Former", Type::kText, "", {}},
                                    {"Urgent", Type::kNumber, "", {}},   {"Spot", Type::kLocation, "", {}}};

/// Where the work may be, as both read it.
struct Spot {
  const char* text;  ///< Latitude and longitude; empty: not told.
  Value value;
};
const std::vector<Spot> kSpots = {{"", Value()},
                                  {"1.5 0.7", Value::location({1'500'000'000'000'000, 700'000'000'000'000})},
                                  {"-3 1.25", Value::location({-3'000'000'000'000'000, 1'250'000'000'000'000})}};

/// One routing of both.
class Contest {
 public:
  explicit Contest(std::uint64_t seed, std::uint64_t most_agents = 8)
      : random_(seed), agents_(random_.below(most_agents + 1)) {
    test::RandomRouting writer(random_, agents_);
    directory_text_.emplace(writer.directory());
    directory_ = Directory::read(directory_text_->root());
    if (!directory_ || !routing::complete_directory(directory_text_->root(), *directory_)) {
      throw std::invalid_argument("not a directory: " + directory_text_->findings());
    }
    calendar_ = calendar::Calendar::read(directory_text_->root());
    if (!calendar_) throw std::invalid_argument("no business hours: " + directory_text_->findings());
    roster_text_.emplace(writer.roster());
    roster_ = Roster::read(roster_text_->root(), *directory_);
    if (!roster_) throw std::invalid_argument("not a roster: " + roster_text_->findings());
    policy_text_.emplace(writer.policy());
    policy_ = routing::compile_policy(policy_text_->root(), "p", scope_, {}, {{"Grade", Type::kNumber, "", {}}});
    if (!policy_) throw std::invalid_argument("not a policy: " + policy_text_->findings());
    const Spot& spot = kSpots[random_.below(kSpots.size())];
    record_ = {{"Product", writer.pick({"A", "B", "C", ""})},
               {"Land", writer.pick({"M", "D", "F", "Z", ""})},
               {"Counts", writer.pick({"yes", "no"})},
               {"Queued", to_text(queued(writer))},
               {"Owner", writer.random_id()},
               {"Former", writer.random_id()},
               {"Urgent", writer.pick({"-0.5", "0", "0.3333335", "0.9", "1.2"})},
               {"Spot", spot.text}};
    slots_ = {Value::text(record_["Product"]),
              Value::text(record_["Land"]),
              Value::checkbox(record_["Counts"] == "yes"),
              Value::date_time(*parse_instant(record_["Queued"])),
              Value::text(record_["Owner"]),
              Value::text(record_["Former"]),
              Value::number(*Decimal::parse(record_["Urgent"])),
              spot.value};
    for (std::uint32_t i = 0; i < agents_; ++i) {
      if (random_.one_in(8)) barred_.push_back(*directory_->find_agent("a" + std::to_string(i)));
    }
    frame_.slots = slots_;
  }

  void route(bool explain, routing::Result& result) {
    routing::RouteInput input = this->input();
    input.explain = explain;
    routing::route(*policy_, input, arena_, result);
  }
  /// The score sheet of a candidate, found alone.
  std::vector<std::uint32_t> sheet(routing::Result& plain, const routing::Candidate& candidate) {
    std::vector<std::uint32_t> factors;
    routing::find_factors(*policy_, input(), arena_, plain, candidate, factors);
    return factors;
  }
  SlowRouting twin() {
    std::set<std::string> declined;
    for (const AgentIndex agent : barred_) declined.insert(directory_->agent(agent).id);
    return {directory_text_->root().node(),
            roster_text_->root().node(),
            policy_text_->root().node(),
            record_,
            kNow,
            std::move(declined)};
  }
  [[nodiscard]] const Directory& directory() const { return *directory_; }

  static constexpr Instant kNow{test::kRoutingNowMs};

 private:
  [[nodiscard]] routing::RouteInput input() const {
    return {*directory_, *roster_, frame_, Value(), false, &*calendar_, true, barred_};
  }
  static Instant queued(test::RandomRouting& writer) { return {writer.random_instant().ms - 14'000}; }

  Random random_;
  std::uint64_t agents_;
  formula::Scope scope_{std::make_shared<Layout>(kFields), {}, formula::Blanks::kAsZero};
  std::optional<test::Written> directory_text_;
  std::optional<test::Written> roster_text_;
  std::optional<test::Written> policy_text_;
  std::optional<Directory> directory_;
  std::optional<calendar::Calendar> calendar_;
  std::optional<Roster> roster_;
  std::vector<AgentIndex> barred_;
  std::optional<routing::Policy> policy_;
  SlowRouting::Record record_;
  std::vector<Value> slots_;
  formula::Frame frame_{{}, {}, kNow};
  Arena arena_;
};

void expect_equal(const routing::Result& result, const Directory& directory, const SlowRouting& twin) {
  EXPECT_EQ(result.agent ? directory.agent(*result.agent).id : "", twin.agent);
  EXPECT_EQ(result.queue ? directory.queue(*result.queue).name : "", twin.queue);
  EXPECT_EQ(result.overflow, twin.overflow);
  EXPECT_TRUE(result.errors.empty());
  const bool by_name = result.by == routing::ChosenBy::kNamedOwner || result.by == routing::ChosenBy::kFormerOwner;
  if (by_name) return;
  EXPECT_EQ(static_cast<int>(result.stage), twin.stage);
  std::map<std::string, Decimal> scores;
  for (const auto& one : result.candidates) {
    scores[directory.agent(one.agent).id] = Decimal::from_scaled(one.score_millionths, 6);
  }
  EXPECT_EQ(scores, twin.scores);
  std::map<std::string, std::string> excluded;
  for (const auto& one : result.excluded) {
    excluded[directory.agent(one.agent).id] = explain::exclusion_code(result, one);
  }
  EXPECT_EQ(excluded, twin.excluded) << "everybody has a score or the first reason";
}

TEST(RoutingDifferentialTest, ChoosesScoresAndExcludesAsTheSlowTwinDoes) {
  // A million scenarios in the long form; one seed alone replays all of its own.
  const bool is_short = std::getenv("SIGNALBOX_LONG") == nullptr && std::getenv("SIGNALBOX_SEED") == nullptr;
  const std::uint64_t rounds = is_short ? 1 : 50;
  test::for_each_seed(2'000, [&](std::uint64_t seed) {
    for (std::uint64_t round = 0; round < rounds; ++round) {
      Contest contest(seed + 1'000'000 * round);
      routing::Result result;
      contest.route(true, result);
      expect_equal(result, contest.directory(), contest.twin());
      routing::Result plain;
      contest.route(false, plain);
      EXPECT_EQ(plain.agent, result.agent) << "chosen by columns as one by one";
      EXPECT_EQ(plain.queue, result.queue);
      EXPECT_EQ(plain.stage, result.stage);
    }
  });
}

/// The candidates of both in one order.
void sort_candidates(routing::Result& result) {
  std::sort(result.candidates.begin(), result.candidates.end(),
            [](const auto& a, const auto& b) { return a.agent < b.agent; });
}

TEST(RoutingDifferentialTest, ExplainingChangesNothing) {
  std::uint64_t large = 0;
  const std::uint64_t tried = test::for_each_seed(2'000, [&](std::uint64_t seed) {
    // Of many agents columns tell in words of 64, and lists who has a rare skill.
    Contest contest(seed, seed % 10 == 0 ? 300 : 8);
    routing::Result explained;
    routing::Result plain;
    contest.route(true, explained);
    contest.route(false, plain);
    EXPECT_EQ(explained.agent, plain.agent);
    EXPECT_EQ(explained.queue, plain.queue);
    EXPECT_EQ(explained.next, plain.next);
    EXPECT_TRUE(!plain.next || *plain.next > Contest::kNow);
    ASSERT_EQ(explained.candidates.size(), plain.candidates.size());
    sort_candidates(explained);
    sort_candidates(plain);
    for (std::size_t i = 0; i < plain.candidates.size(); ++i) {
      const auto& one = explained.candidates[i];
      EXPECT_EQ(one.agent, plain.candidates[i].agent);
      EXPECT_EQ(one.score_millionths, plain.candidates[i].score_millionths);
      const auto sheet = contest.sheet(plain, plain.candidates[i]);
      EXPECT_TRUE(std::equal(sheet.begin(), sheet.end(), explained.factors.begin() + one.sheet)) << "factor by factor";
    }
    if (plain.candidates.size() > 64) ++large;
  });
  test::expect_often(large, 0.01, tried, "many candidates");
}

}  // namespace
}  // namespace signalbox
