#include "api/assign.h"

#include <algorithm>
#include <utility>

#include "api/run.h"
#include "api/write_diagnostics.h"
#include "base/limits.h"
#include "model/json_writer.h"
#include "model/record.h"
#include "routing/assignment.h"
#include "routing/ledger.h"

namespace signalbox::api {

namespace {

constexpr int kScoreScale = 6;  ///< Digits after the point of a score in millionths.

/// Why a record has no agent.
enum class Unserved : std::uint8_t { kBadRecord, kNotRouted, kNoCandidate, kNoCapacity, kHandedOver };

std::string_view unserved_code(Unserved why) {
  switch (why) {
    case Unserved::kBadRecord:
      return "bad-record";
    case Unserved::kNotRouted:
      return "not-routed";
    case Unserved::kNoCandidate:
      return "no-candidate";
    case Unserved::kNoCapacity:
      return "no-capacity";
    case Unserved::kHandedOver:
      return "handed-over";
  }
  return "";
}

/// Where a record came out.
struct Standing {
  std::optional<QueueIndex> queue;
  std::optional<AgentIndex> agent;
  std::uint32_t score_millionths = 0;
  Unserved why = Unserved::kNoCapacity;  ///< Without an agent.
};

/// Somebody who may take a record.
struct Choice {
  AgentIndex agent;
  std::uint32_t score_millionths;
  std::uint32_t demand : 31;  ///< Index into BatchAssigner::demands_.
  std::uint32_t is_return : 1;
};

struct Waiting {
  std::size_t record;
  std::vector<Choice> choices;             ///< The former owner, then best first.
  std::optional<QueueIndex> return_queue;  ///< When it goes back to the former owner.
};

struct Sums {
  std::uint32_t assigned = 0;
  std::uint64_t total_millionths = 0;

  void add(std::uint32_t score_millionths) {
    ++assigned;
    total_millionths += score_millionths;
  }
};

/// Routes each record, collects who could take it, and assigns whenever the offers fill their limit.
class BatchAssigner {
 public:
  BatchAssigner(const RunInput& input, const RecordSet& set)
      : input_(input),
        set_(set),
        standings_(set.size()),
        ledger_(input.directory, input.roster, input.now),
        one_by_one_ledger_(ledger_) {}

  void assign() {
    auto bad = set_.bad().begin();
    for (std::size_t i = 0; i < set_.size(); ++i) {
      while (bad != set_.bad().end() && bad->index < i) ++bad;
      if (bad != set_.bad().end() && bad->index == i) {
        standings_[i].why = Unserved::kBadRecord;
      } else {
        add_record(i);
      }
    }
    settle();
  }

  void write(std::string& out) const {
    json::Writer writer(out);
    writer.begin_object();
    writer.key("ok").boolean(true);
    write_sums(writer, best_);
    writer.key("exact").boolean(parts_ <= 1 && is_exact_);
    writer.key("bound");
    write_score(writer, bound_millionths_);
    writer.key("oneByOne").begin_object();
    write_sums(writer, one_by_one_);
    writer.end_object();
    writer.key("records").begin_array();
    for (std::size_t i = 0; i < standings_.size(); ++i) write_standing(writer, i);
    writer.end_array();
    writer.end_object();
  }

 private:
  [[nodiscard]] const routing::Policy& policy() const { return input_.program.policies[*run_.policy].policy; }

  /// What the record that was routed last takes of an agent.
  std::uint32_t demand(bool needs_room) {
    routing::Demand demand;
    if (needs_room) {
      const Work* work = input_.directory.find_work(policy().work);
      const Work its = work ? *work : Work();
      demand = {true, its.units, its.percent, its.interruptible, policy().ramp_ms};
    }
    for (const routing::Need& need : run_.routing.needs) {
      if (need.requirement->kind == routing::RequirementKind::kCap) demand.caps.push_back(need.requirement);
    }
    const auto known = std::find(demands_.begin(), demands_.end(), demand);
    if (known != demands_.end()) return static_cast<std::uint32_t>(known - demands_.begin());
    demands_.push_back(std::move(demand));
    return static_cast<std::uint32_t>(demands_.size() - 1);
  }

  void route(std::size_t index, bool never_returns) {
    RunInput input = input_;
    input.never_returns = never_returns;
    run_.arena.reset();
    run(input, set_.values(index), run_);
  }

  void add_record(std::size_t index) {
    route(index, false);
    Standing& standing = standings_[index];
    if (!run_.policy) {
      standing.why = Unserved::kNotRouted;
      return;
    }
    standing.queue = run_.routing.queue;
    if (run_.routing.handed_over) {
      standing.why = Unserved::kHandedOver;
      return;
    }
    if (run_.routing.by == routing::ChosenBy::kNamedOwner) return serve_owner(standing);
    Waiting waiting{index, {}, {}};
    if (run_.routing.by == routing::ChosenBy::kFormerOwner) {
      waiting.return_queue = standing.queue;
      waiting.choices.push_back({*run_.routing.agent, 0, demand(true), 1});
      route(index, true);  // should the former owner be full by then
      standing.queue = run_.routing.queue;
    }
    const std::uint32_t asked = demand(policy().needs_capacity(run_.routing.stage));
    for (const routing::Candidate& candidate : run_.routing.candidates) {
      waiting.choices.push_back({candidate.agent, candidate.score_millionths, asked, 0});
    }
    if (waiting.choices.empty()) {
      standing.why = is_full_queue() ? Unserved::kNoCapacity : Unserved::kNoCandidate;
    } else {
      wait(std::move(waiting));
    }
  }

  void wait(Waiting waiting) {
    std::uint32_t best = 0;
    for (const Choice& choice : waiting.choices) best = std::max(best, choice.score_millionths);
    bound_millionths_ += best;
    give_one_by_one(waiting);
    const bool is_too_much = count_ + waiting.choices.size() > limits::kMaxBatchOffers;
    if (!waiting_.empty() && (is_too_much || waiting_.size() == routing::kMaxAssigned)) settle();
    count_ += waiting.choices.size();
    waiting_.push_back(std::move(waiting));
  }

  /// What deciding record by record would do.
  void give_one_by_one(const Waiting& waiting) {
    const auto can_take = [&](const Choice& choice) {
      return one_by_one_ledger_.can_take(choice.agent, demands_[choice.demand]);
    };
    const auto first = std::find_if(waiting.choices.begin(), waiting.choices.end(), can_take);
    if (first == waiting.choices.end()) return;
    one_by_one_ledger_.give(first->agent, demands_[first->demand]);
    one_by_one_.add(first->score_millionths);
  }

  /// Somebody of the queue would do, were there room.
  [[nodiscard]] bool is_full_queue() const {
    const auto& excluded = run_.routing.excluded;
    return std::any_of(excluded.begin(), excluded.end(), [](const routing::Exclusion& one) {
      return one.reason == routing::ExclusionReason::kCapacity || one.reason == routing::ExclusionReason::kCap;
    });
  }

  /// A named owner has the record, room or not; what room there is it takes.
  void serve_owner(Standing& standing) {
    standing.agent = run_.routing.agent;
    const routing::Demand& its = demands_[demand(true)];
    ledger_.give(*standing.agent, its);
    one_by_one_ledger_.give(*standing.agent, its);
    best_.add(0);
    one_by_one_.add(0);
  }

  /// Assigns those who wait. Where limits had to be taken stricter than they are, what that left is given out next.
  void settle() {
    if (waiting_.empty()) return;
    ++parts_;
    for (bool is_left = true; is_left;) {
      for (Waiting& waiting : waiting_) drop_impossible(waiting);
      const routing::LimitForest forest = ledger_.limits(demands_, asked());
      is_left = assign_within(forest) && !forest.is_exact;
      is_exact_ = is_exact_ && forest.is_exact;
    }
    waiting_.clear();
    count_ = 0;
  }

  void drop_impossible(Waiting& waiting) const {
    const auto is_impossible = [&](const Choice& choice) {
      return !ledger_.can_take(choice.agent, demands_[choice.demand]);
    };
    auto& choices = waiting.choices;
    choices.erase(std::remove_if(choices.begin(), choices.end(), is_impossible), choices.end());
  }

  /// By agent: which demands those who wait have.
  [[nodiscard]] std::vector<std::vector<std::uint32_t>> asked() const {
    std::vector<std::vector<std::uint32_t>> asked(input_.directory.agents().size());
    for (const Waiting& waiting : waiting_) {
      for (const Choice& choice : waiting.choices) {
        auto& own = asked[static_cast<std::uint32_t>(choice.agent)];
        const auto at = std::lower_bound(own.begin(), own.end(), choice.demand);
        if (at == own.end() || *at != choice.demand) own.insert(at, choice.demand);
      }
    }
    return asked;
  }

  /// True when somebody was served. Those who were wait no longer.
  bool assign_within(const routing::LimitForest& forest) {
    routing::Offers offers;
    const auto leaf = [&](const Choice& choice) {
      return forest.leaves[static_cast<std::uint32_t>(choice.agent)][choice.demand];
    };
    for (const Waiting& waiting : waiting_) {
      auto& own = offers.emplace_back();
      own.reserve(waiting.choices.size());
      for (const Choice& choice : waiting.choices) {
        own.push_back({leaf(choice), choice.score_millionths, choice.is_return});
      }
    }
    const routing::Assignment best = routing::assign_best(offers, forest.limits);
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      if (!best.taken[i]) continue;
      const auto is_taken = [&](const Choice& choice) {
        return leaf(choice) == best.taken[i]->limit && choice.is_return == best.taken[i]->is_return;
      };
      const auto& choices = waiting_[i].choices;
      give(waiting_[i], *std::find_if(choices.begin(), choices.end(), is_taken));
    }
    const auto is_served = [&](const Waiting& one) { return standings_[one.record].agent.has_value(); };
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(), is_served), waiting_.end());
    return best.assigned > 0;
  }

  void give(const Waiting& waiting, const Choice& choice) {
    Standing& standing = standings_[waiting.record];
    standing.agent = choice.agent;
    standing.score_millionths = choice.score_millionths;
    if (choice.is_return != 0) standing.queue = waiting.return_queue;
    best_.add(choice.score_millionths);
    ledger_.give(choice.agent, demands_[choice.demand]);
  }

  static void write_score(json::Writer& writer, std::uint64_t millionths) {
    writer.number(Decimal::from_scaled(static_cast<std::int64_t>(millionths), kScoreScale));
  }
  static void write_sums(json::Writer& writer, const Sums& sums) {
    writer.key("assigned").number(std::int64_t{sums.assigned});
    writer.key("total");
    write_score(writer, sums.total_millionths);
  }

  void write_standing(json::Writer& writer, std::size_t index) const {
    const Standing& standing = standings_[index];
    writer.begin_object();
    const std::string_view id = set_.id(index);
    writer.key("id");
    if (id.empty()) {
      writer.null();
    } else {
      writer.text(id);
    }
    if (standing.queue) writer.key("queue").text(input_.directory.queue(*standing.queue).name);
    if (standing.agent) {
      writer.key("agent").text(input_.directory.agent(*standing.agent).id);
      writer.key("score");
      write_score(writer, standing.score_millionths);
    } else {
      writer.key("unserved").text(unserved_code(standing.why));
    }
    writer.end_object();
  }

  const RunInput& input_;
  const RecordSet& set_;
  Run run_;
  std::vector<Standing> standings_;  ///< By record.
  std::vector<routing::Demand> demands_;
  routing::Ledger ledger_;
  routing::Ledger one_by_one_ledger_;
  std::vector<Waiting> waiting_;  ///< Not yet assigned.
  std::size_t count_ = 0;         ///< Choices of those.
  std::size_t parts_ = 0;
  bool is_exact_ = true;
  Sums best_;
  Sums one_by_one_;
  std::uint64_t bound_millionths_ = 0;
};

}  // namespace

void write_assignment(const Context& context, const Records& records, std::string& out) {
  const signalbox::Directory& directory = context.directory.parts().directory;
  const auto roster = context.roster ? context.roster->parts().roster : signalbox::Roster::assumed(directory);
  const RunInput input{
      context.program.parts(), directory, context.directory.parts().calendar, roster, context.at, false, true};
  BatchAssigner assigner(input, records.set());
  assigner.assign();
  assigner.write(out);
}

std::string assign(const Context& context, const Records& records) {
  std::string out;
  if (context.roster && &context.roster->parts().directory.parts() != &context.directory.parts()) {
    write_failure("roster-directory", "The roster was read for another directory.", {}, {}, out);
  } else if (records.set().layout().fingerprint() != context.program.parts().layout->fingerprint()) {
    write_failure("layout-changed", "The records were prepared for other fields.", {}, {}, out);
  } else {
    write_assignment(context, records, out);
  }
  return out;
}

}  // namespace signalbox::api
