#include "api/assign.h"

#include <algorithm>

#include "api/run.h"
#include "api/write_diagnostics.h"
#include "base/limits.h"
#include "model/json_writer.h"
#include "model/record.h"
#include "routing/assignment.h"
#include "routing/eligibility.h"

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
  std::optional<routing::Offer> offer;
  Unserved why = Unserved::kNoCapacity;  ///< Without an offer.
};

struct Sums {
  std::uint32_t assigned = 0;
  std::uint64_t total_millionths = 0;

  void add(const routing::Assignment& part) {
    assigned += part.assigned;
    total_millionths += part.total_millionths;
  }
};

/// Routes each record, collects who could take it, and assigns whenever the offers fill their limit.
class BatchAssigner {
 public:
  BatchAssigner(const RunInput& input, const RecordSet& set) : input_(input), set_(set), standings_(set.size()) {
    for (std::uint32_t i = 0; i < input.directory.agents().size(); ++i) free_.push_back(free_records(AgentIndex{i}));
    free_one_by_one_ = free_;
  }

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
    writer.key("exact").boolean(parts_ <= 1 && weighs_alike());
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
  /// How many more records the agent can take, should each weigh as much as the heaviest that a policy routes.
  [[nodiscard]] std::uint32_t free_records(AgentIndex agent) const {
    std::uint64_t fewest = set_.size();
    for (const RoutingPolicy& linked : input_.program.policies) {
      const auto* work = input_.directory.find_work(linked.policy.work);
      const routing::Room room = routing::room_for(input_.directory.agent(agent), input_.roster.state(agent),
                                                   work ? *work : Work(), linked.policy.ramp_ms, input_.now);
      if (room.used >= room.capacity) return 0;
      if (room.needed > 0) fewest = std::min(fewest, (room.capacity - room.used) / room.needed);
    }
    return static_cast<std::uint32_t>(fewest);
  }

  /// Records that weigh alike can be assigned exactly.
  [[nodiscard]] bool weighs_alike() const {
    const auto& policies = input_.program.policies;
    return std::all_of(policies.begin(), policies.end(),
                       [&](const RoutingPolicy& one) { return one.policy.work == policies.front().policy.work; });
  }

  void add_record(std::size_t index) {
    run_.arena.reset();
    run(input_, set_.values(index), run_);
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
    if (run_.routing.by == routing::ChosenBy::kFormerOwner) {
      return wait(index, {{static_cast<std::uint32_t>(*run_.routing.agent), 0}});
    }
    if (run_.routing.candidates.empty()) {
      standing.why = full_queue() ? Unserved::kNoCapacity : Unserved::kNoCandidate;
      return;
    }
    if (!input_.program.policies[*run_.policy].policy.needs_capacity()) return serve_at_once(standing);
    std::vector<routing::Offer> offers;
    for (const routing::Candidate& candidate : run_.routing.candidates) {
      offers.push_back({static_cast<std::uint32_t>(candidate.agent), candidate.score_millionths});
    }
    wait(index, std::move(offers));
  }

  void wait(std::size_t index, std::vector<routing::Offer> offers) {
    if (count_ + offers.size() > limits::kMaxBatchOffers && !waiting_.empty()) settle();
    count_ += offers.size();
    offers_.push_back(std::move(offers));
    waiting_.push_back(index);
  }

  /// Somebody of the queue would do, were there room.
  [[nodiscard]] bool full_queue() const {
    const auto& excluded = run_.routing.excluded;
    return std::any_of(excluded.begin(), excluded.end(),
                       [](const routing::Exclusion& one) { return one.reason == routing::ExclusionReason::kCapacity; });
  }

  /// A policy that does not ask for capacity: the record takes nothing away from others.
  void serve_at_once(Standing& standing) {
    const routing::Candidate& best = run_.routing.candidates.front();
    standing.offer = routing::Offer{static_cast<std::uint32_t>(best.agent), best.score_millionths};
    for (Sums* sums : {&best_, &one_by_one_}) {
      ++sums->assigned;
      sums->total_millionths += best.score_millionths;
    }
    bound_millionths_ += best.score_millionths;
  }

  /// A named owner has the record, room or not; what room there is it takes.
  void serve_owner(Standing& standing) {
    const auto owner = static_cast<std::uint32_t>(*run_.routing.agent);
    standing.offer = routing::Offer{owner, 0};
    ++best_.assigned;
    ++one_by_one_.assigned;
    if (free_[owner] > 0) --free_[owner];
    if (free_one_by_one_[owner] > 0) --free_one_by_one_[owner];
  }

  void settle() {
    if (waiting_.empty()) return;
    ++parts_;
    const routing::Assignment best = routing::assign_best(offers_, free_);
    best_.add(best);
    one_by_one_.add(routing::assign_one_by_one(offers_, free_one_by_one_));
    bound_millionths_ += routing::bound_millionths(offers_, best);
    for (std::size_t i = 0; i < waiting_.size(); ++i) standings_[waiting_[i]].offer = best.taken[i];
    waiting_.clear();
    offers_.clear();
    count_ = 0;
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
    if (standing.offer) {
      writer.key("agent").text(input_.directory.agent(AgentIndex{standing.offer->agent}).id);
      writer.key("score");
      write_score(writer, standing.offer->score_millionths);
    } else {
      writer.key("unserved").text(unserved_code(standing.why));
    }
    writer.end_object();
  }

  const RunInput& input_;
  const RecordSet& set_;
  Run run_;
  std::vector<Standing> standings_;  ///< By record.
  routing::FreeUnits free_;
  routing::FreeUnits free_one_by_one_;
  routing::Offers offers_;            ///< Of the records in `waiting_`.
  std::vector<std::size_t> waiting_;  ///< Records not yet assigned.
  std::size_t count_ = 0;             ///< Offers in `offers_`.
  std::size_t parts_ = 0;
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
