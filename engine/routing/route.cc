#include "routing/route.h"

#include <algorithm>

#include "routing/eligibility.h"
#include "routing/score.h"
#include "routing/sieve.h"
#include "routing/stage.h"

namespace signalbox::routing {

namespace {

void clear(NamedAgent& named) {
  named.id = {};
  named.agent.reset();
  named.taker.reset();
  named.refused.reset();
  named.could_take.reset();
  named.out_of_office.clear();
}

void clear(Result& result) {
  result.queue.reset();
  result.wanted_queue.reset();
  result.agent.reset();
  result.overflow = false;
  result.handed_over = false;
  result.by = ChosenBy::kNone;
  result.stage = 0;
  result.may_skip = false;
  result.reads_zones = false;
  result.next.reset();
  clear(result.owner);
  clear(result.former_owner);
  result.needs.clear();
  result.candidates.clear();
  result.factors.clear();
  result.raws.clear();
  result.excluded.clear();
  result.errors.clear();
}

/// The written tie-break chain: true when `a` comes before `b`.
class Before {
 public:
  explicit Before(const Roster& roster) : last_assigned_ms_(roster.columns().last_assigned_ms) {}
  bool operator()(const Candidate& a, const Candidate& b) const {
    if (a.score_millionths != b.score_millionths) return a.score_millionths > b.score_millionths;
    // Never assigned is before all instants.
    const std::int64_t last_a = last_assigned_ms_[static_cast<std::uint32_t>(a.agent)];
    const std::int64_t last_b = last_assigned_ms_[static_cast<std::uint32_t>(b.agent)];
    if (last_a != last_b) return last_a < last_b;
    return a.agent < b.agent;  // the directory sorts agents by id
  }

 private:
  const std::vector<std::int64_t>& last_assigned_ms_;
};

ChosenBy reason_of_choice(const Roster& roster, const Candidate& best, const Candidate& second) {
  if (best.score_millionths != second.score_millionths) return ChosenBy::kScore;
  const bool same = roster.state(best.agent).last_assigned == roster.state(second.agent).last_assigned;
  return same ? ChosenBy::kAgentId : ChosenBy::kLongestSinceAssigned;
}

/// One record through one policy.
class Router {
 public:
  Router(const Policy& policy, const RouteInput& input, Arena& arena, Result& result)
      : policy_(policy), input_(input), arena_(arena), result_(result), eligibility_(policy, input, arena, result) {}

  void route() {
    result_.wanted_queue = find_queue();
    result_.queue = result_.wanted_queue;
    queued_at_ = find_queued_at();
    enter_stage();
    if (take_by_owner() || take_back()) return finish();
    sift_stages();
    if (!result_.candidates.empty()) {
      choose();
      return finish();
    }
    if (input_.find_next) find_next();
    overflow();
  }

 private:
  Value evaluate(const PlacedFormula& placed) {
    const Value value = placed.formula.evaluate(input_.frame, arena_);
    if (value.is_error()) result_.errors.push_back({value.as_error(), placed.path, {}});
    return value;
  }

  std::optional<QueueIndex> find_named(const QueueReference& reference) {
    const auto queue = input_.directory.find_queue(reference.name);
    if (!queue) result_.errors.push_back({ErrorCode::kUnknownQueue, reference.path, reference.name});
    return queue;
  }

  std::optional<QueueIndex> find_queue() {
    if (policy_.queue_fixed) {
      const auto queue = input_.directory.find_queue(policy_.queue_fixed->name);
      if (!queue) {
        result_.errors.push_back({ErrorCode::kUnknownQueue, policy_.queue_path, policy_.queue_fixed->name});
      }
      return queue;
    }
    const Value name =
        policy_.queue_formula ? policy_.queue_formula->evaluate(input_.frame, arena_) : input_.decided_queue;
    if (name.is_error()) {
      // A decision has reported its own error already.
      if (policy_.queue_formula) result_.errors.push_back({name.as_error(), policy_.queue_path, {}});
      return std::nullopt;
    }
    if (name.is_blank()) return std::nullopt;
    const auto queue = input_.directory.find_queue(name.as_text());
    if (!queue) result_.errors.push_back({ErrorCode::kUnknownQueue, policy_.queue_path, name.as_text()});
    return queue;
  }

  Instant find_queued_at() {
    if (input_.queued_at) return *input_.queued_at;
    if (!policy_.queued_at) return input_.frame.now;
    const Value value = evaluate(*policy_.queued_at);
    return value.kind() == Value::Kind::kDateTime ? value.as_date_time() : input_.frame.now;
  }

  void find_named_agent(const std::optional<PlacedFormula>& formula, NamedAgent& named) {
    if (!formula) return;
    const Value id = evaluate(*formula);
    if (id.is_error() || id.is_blank()) return;
    named.id = id.as_text();
    named.agent = input_.directory.find_agent(named.id);
  }

  [[nodiscard]] bool has_declined(AgentIndex agent) const {
    return std::find(input_.barred.begin(), input_.barred.end(), agent) != input_.barred.end();
  }

  /// The named owner, or whoever stands in, has the record whatever else is asked for.
  bool take_by_owner() {
    find_named_agent(policy_.owner, result_.owner);
    NamedAgent& owner = result_.owner;
    for (auto at = owner.agent; at && !owner.taker; at = input_.directory.agent(*at).delegate) {
      if (has_declined(*at)) continue;
      if (absent_until(input_.directory.agent(*at), input_.roster.state(*at), input_.frame.now)) {
        owner.out_of_office.push_back(*at);
      } else {
        owner.taker = at;
      }
    }
    if (!owner.taker) return false;
    result_.agent = owner.taker;
    result_.by = ChosenBy::kNamedOwner;
    return true;
  }

  /// The former owner has it back when able to take it now.
  bool take_back() {
    find_named_agent(policy_.former_owner, result_.former_owner);
    NamedAgent& former = result_.former_owner;
    if (!policy_.returns_to_former_owner || input_.never_returns || !former.agent) return false;
    if (has_declined(*former.agent)) {
      former.refused = Exclusion{*former.agent, ExclusionReason::kBarred};
    } else {
      former.refused = eligibility_.cannot_take_back(*former.agent);
      if (former.refused && input_.find_next) former.could_take = eligibility_.could_take_back(*former.agent);
    }
    if (former.refused) return false;
    former.taker = former.agent;
    result_.agent = former.agent;
    result_.by = ChosenBy::kFormerOwner;
    return true;
  }

  [[nodiscard]] Instant deadline(std::uint32_t step) const { return {queued_at_.ms + policy_.relax[step].after_ms}; }

  /// What is required once the steps whose time has come are taken. Caps hold and count for owners as well.
  void enter_stage() {
    while (result_.stage < policy_.relax.size() && deadline(result_.stage) <= input_.frame.now) ++result_.stage;
    find_stage(policy_, result_.stage, result_.asked);
    find_needs(result_.asked, input_, arena_, result_);
  }

  /// Goes on through the stages that are to be skipped, up to one that has to be waited in.
  void sift_stages() {
    const Stage& stage = result_.asked;
    for (;;) {
      if (stage.queue) {
        result_.queue = find_named(*stage.queue);
        result_.wanted_queue = result_.queue;
      }
      sift();
      const bool may_skip = stage.skip_if_nobody && result_.stage < policy_.relax.size();
      result_.may_skip = result_.may_skip || may_skip;
      if (!result_.candidates.empty() || !may_skip || is_somebody_there()) return;
      if (input_.find_next) find_arrivals();
      result_.excluded.clear();
      ++result_.stage;
      find_stage(policy_, result_.stage, result_.asked);
      find_needs(stage, input_, arena_, result_);
    }
  }

  void sift() {
    if (!result_.queue) return;
    const Queue& queue = input_.directory.queue(*result_.queue);
    eligibility_.set_queue(&queue);
    const auto asks_hours = [](const Need& need) { return need.requirement->kind == RequirementKind::kHours; };
    if (input_.calendar && queue.is_about_hours &&
        std::any_of(result_.needs.begin(), result_.needs.end(), asks_hours)) {
      result_.reads_zones = true;
    }
    if (input_.explain || input_.only || !queue.has_columns() || !Sieve::takes(result_.needs)) {
      for_each_asked(queue, [&](std::size_t i) { ask(queue.members[i], queue.ranks[i]); });
    } else {
      sift_columns(queue);
    }
  }

  /// Positions of the members who are asked, in the queue's order.
  template <class Use>
  void for_each_asked(const Queue& queue, Use use) const {
    if (!input_.only) {
      for (std::size_t i = 0; i < queue.members.size(); ++i) use(i);
    } else if (const auto position = queue.position(*input_.only)) {
      use(*position);
    }
  }

  void ask(AgentIndex agent, std::uint32_t rank) {
    if (const auto out = eligibility_.failure(agent, rank)) {
      if (input_.explain) result_.excluded.push_back(*out);
    } else {
      result_.candidates.push_back({agent, 0, rank, 0, eligibility_.tenths()});
    }
  }

  void sift_columns(const Queue& queue) {
    Sieve sieve(policy_, input_, queue, eligibility_, result_);
    sieve.run();
    const auto add = [&](AgentIndex agent) {
      result_.candidates.push_back(
          {agent, 0, queue.rank_of[static_cast<std::uint32_t>(agent)], 0, sieve.tenths(agent)});
    };
    if (policy_.agent_reads.empty()) return result_.left.for_each(add);
    // Formulas about agents report the first trouble, which is that of the queue's order.
    for (const AgentIndex member : queue.members) {
      if (result_.left.has(member)) add(member);
    }
  }

  /// Would anybody do, were there room?
  bool is_somebody_there() {
    if (!result_.queue) return false;
    const Queue& queue = input_.directory.queue(*result_.queue);
    for (std::size_t i = 0; i < queue.members.size(); ++i) {
      if (!eligibility_.failure(queue.members[i], queue.ranks[i], true)) return true;
    }
    return false;
  }

  /// When somebody could come of a queue where nobody is, so that its stage is not passed over.
  void find_arrivals() {
    if (!result_.queue) return;
    const Queue& queue = input_.directory.queue(*result_.queue);
    for (std::size_t i = 0; i < queue.members.size(); ++i) {
      could_be(eligibility_.could_change(queue.members[i], queue.ranks[i], true));
    }
  }

  /// When all who are there, were there room, may have gone; nullopt when it takes more than time.
  std::optional<Instant> find_departure() {
    const Queue& queue = input_.directory.queue(*result_.queue);
    std::optional<Instant> last;
    for (std::size_t i = 0; i < queue.members.size(); ++i) {
      if (eligibility_.failure(queue.members[i], queue.ranks[i], true)) continue;
      const auto leaves = eligibility_.could_leave(queue.members[i], queue.ranks[i]);
      if (!leaves) return std::nullopt;
      last = std::max(last, leaves);
    }
    return last;
  }

  void choose() {
    result_.next.reset();
    auto& candidates = result_.candidates;
    Scorer scorer(policy_, input_, arena_, result_, eligibility_);
    scorer.find_scales();
    scorer.score_all();
    const Before before(input_.roster);
    if (!input_.explain) {
      result_.agent = std::min_element(candidates.begin(), candidates.end(), before)->agent;
      return;
    }
    std::sort(candidates.begin(), candidates.end(), before);
    result_.by = candidates.size() == 1 ? ChosenBy::kOnlyCandidate
                                        : reason_of_choice(input_.roster, candidates[0], candidates[1]);
    result_.agent = candidates.front().agent;
  }

  void could_be(std::optional<Instant> at) {
    if (at && *at > input_.frame.now && (!result_.next || *at < *result_.next)) result_.next = at;
  }

  void find_next() {
    if (result_.stage < policy_.relax.size()) could_be(deadline(result_.stage));
    if (policy_.otherwise) could_be(Instant{queued_at_.ms + policy_.otherwise_after_ms});
    for (const AgentIndex out : result_.owner.out_of_office) {
      could_be(absent_until(input_.directory.agent(out), input_.roster.state(out), input_.frame.now));
    }
    could_be(result_.former_owner.could_take);
    if (!result_.queue) return;
    const Queue& queue = input_.directory.queue(*result_.queue);
    for_each_asked(queue,
                   [&](std::size_t i) { could_be(eligibility_.could_change(queue.members[i], queue.ranks[i])); });
    if (result_.asked.skip_if_nobody && result_.stage < policy_.relax.size()) could_be(find_departure());
  }

  void overflow() {
    if (!policy_.otherwise) return;
    const bool must_wait = result_.queue && (result_.stage < policy_.relax.size() ||
                                             queued_at_.ms + policy_.otherwise_after_ms > input_.frame.now.ms);
    if (must_wait) return;
    const auto queue = find_named(*policy_.otherwise);
    if (!queue) return;
    result_.queue = queue;
    result_.overflow = true;
  }

  void finish() {
    if (!policy_.stops_at_queue) return;
    result_.agent.reset();
    result_.by = ChosenBy::kNone;
    result_.handed_over = true;
  }

  const Policy& policy_;
  const RouteInput& input_;
  Arena& arena_;
  Result& result_;
  Eligibility eligibility_;
  Instant queued_at_;
};

}  // namespace

void route(const Policy& policy, const RouteInput& input, Arena& arena, Result& result) {
  clear(result);
  Router(policy, input, arena, result).route();
}

void find_factors(const Policy& policy, const RouteInput& input, Arena& arena, Result& result,
                  const Candidate& candidate, std::vector<std::uint32_t>& factors) {
  Eligibility eligibility(policy, input, arena, result);
  eligibility.set_queue(&input.directory.queue(*result.queue));
  Scorer(policy, input, arena, result, eligibility).find_factors(candidate, factors);
}

}  // namespace signalbox::routing
