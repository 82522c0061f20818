// A host that catches up record by record, a piece at a time, does the same as one that looks at each record once.
#include <algorithm>

#include "api/escalator.h"
#include "tests/support/histories.h"
#include "tests/support/seeds.h"

namespace signalbox {
namespace {

constexpr std::int64_t kOpenedMs = 1'771'228'800'000;  // 2026-02-16T08:00:00Z, a Monday
constexpr std::int64_t kWithinMs = 14 * kMsPerDay;
const char* const kWhen[] = {"Priority >= 2", "$Milestone.M.RemainingMinutes < 400", "NOW() > Opened + 1.5",
                             "$Milestone.M.Elapsed > 0.3 && Priority < 3"};

std::string text_of(std::int64_t ms) { return to_text(Instant{ms}); }

class Case {
 public:
  explicit Case(std::uint64_t seed) : random_(seed) {}

  /// Rules that set nothing: what is set late counts from when it is carried out, which is another instant for each
  /// look.
  std::string definition() {
    std::string rules;
    for (int i = 0; i < 3; ++i) {
      rules += std::string(i == 0 ? "" : ",") + "{'name':'R" + std::to_string(i) + "','milestone':'M','when':'" +
               kWhen[random_.below(std::size(kWhen))] + "'";
      if (random_.one_in(3)) rules += ",'quietOutside':'Office'";
      if (i > 0 && random_.one_in(2)) rules += ",'suppress':[{'rule':'R0','for':'5h'}]";
      rules += ",'levels':[";
      for (int level = 1; level <= 3; ++level) {
        const std::string share = std::to_string(level * 25 + static_cast<int>(random_.below(10)));
        rules += std::string(level == 1 ? "" : ",") + "{'at':'" + share + "%','do':[{'notify':{'to':'owner'}}]}";
      }
      rules += "]}";
    }
    return "{'signalbox':1,'name':'n','object':'Case','fields':{'Opened':'DateTime','Priority':'Number','Waits':"
           "'Checkbox','Done':'Checkbox'},'milestones':{'M':{'start':'NOT(Done)','stop':'Done','pause':'Waits',"
           "'recurrence':'independent','target':{'formula':'(Priority + 1) * 400'},'hours':'Office'}},'escalations':[" +
           rules + "]}";
  }
  std::string history() {
    std::string events = "{'at':'" + text_of(kOpenedMs) + "','created':{'Opened':'" + text_of(kOpenedMs) +
                         "','Priority':1,'Waits':false,'Done':false}}";
    std::int64_t at_ms = kOpenedMs;
    for (std::uint64_t i = random_.below(6); i > 0; --i) {
      at_ms += static_cast<std::int64_t>(random_.below(2 * kMsPerDay));
      const std::string flag = random_.one_in(2) ? "true" : "false";
      const std::string changes[] = {"'Priority':" + std::to_string(random_.below(4)), "'Waits':" + flag,
                                     "'Done':" + flag};
      events += ",{'at':'" + text_of(at_ms) + "','changed':{" + changes[random_.below(3)] + "}}";
    }
    return "{'id':'1','events':[" + events + "]}";
  }
  std::vector<Instant> stages() {
    std::vector<Instant> stages;
    for (std::uint64_t i = random_.below(8); i > 0; --i) {
      stages.push_back({kOpenedMs + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(kWithinMs)))});
    }
    std::sort(stages.begin(), stages.end());
    stages.push_back({kOpenedMs + kWithinMs});
    return stages;
  }

 private:
  test::Random random_;
};

/// What is logged, and what is commanded, over all stages.
std::string carried_out(const api::Program& program, const api::Directory& directory, const api::History& history,
                        const std::vector<Instant>& stages) {
  std::string all;
  escalation::State state;
  for (const Instant until : stages) {
    api::Escalator escalator({program.parts(), directory.parts().calendar, history, stages.back(), false, until},
                             state);
    escalator.run();
    for (const std::string& array : {escalator.take_decisions(), escalator.take_commands()}) {
      if (array.size() > 2) all += array.substr(1, array.size() - 2) + "\n";
    }
    state = escalator.state();
  }
  return all;
}

/// The lines of one kind, joined: one look writes all decisions before all commands.
std::string lines_with(const std::string& text, const std::string& word) {
  std::string found;
  for (std::size_t at = 0; (at = text.find("{\"" + word + "\":", at)) != std::string::npos; ++at) {
    found += text.substr(at, text.find('}', at) - at) + "\n";
  }
  return found;
}

TEST(EscalationStages, LooksThatEndEarlyCarryOutWhatOneLookDoes) {
  const api::Directory directory =
      test::directory_with("{'Office':{'zone':'Europe/Berlin','week':{'Mon-Fri':['09:00-17:00']}}}");
  std::uint64_t fired = 0;
  const std::uint64_t tried = test::for_each_seed(2000, [&](std::uint64_t seed) {
    Case one(seed);
    const api::Program program = test::program_of(one.definition());
    const api::History history = test::history_of(one.history(), program);
    const std::vector<Instant> stages = one.stages();
    const std::string staged = carried_out(program, directory, history, stages);
    const std::string whole = carried_out(program, directory, history, {stages.back()});
    for (const char* word : {"rule", "command"}) EXPECT_EQ(lines_with(staged, word), lines_with(whole, word));
    fired += static_cast<std::uint64_t>(std::count(whole.begin(), whole.end(), '{'));
  });
  test::expect_often(fired, 2, tried, "rules that fire");
}

}  // namespace
}  // namespace signalbox
