// Which item next, and who is asked: waiting work, offers that stand for a time, and work in hand. The rules stand in
// docs/routing.md ("Next item").
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "model/directory.h"
#include "model/roster.h"
#include "routing/fair_window.h"
#include "routing/policy.h"

namespace signalbox::routing {

/// One attempt to route an item as things stand.
struct Attempt {
  std::optional<AgentIndex> agent;
  std::optional<QueueIndex> queue;
  std::optional<Instant> wake;  ///< When it should be attempted again although nothing happened.
  std::int64_t priority_millionths = 0;
  std::uint32_t urgency_millionths = 0;
  const Policy* policy = nullptr;  ///< Null: no step routed it.
  Work work;
  std::vector<const Requirement*> caps;  ///< That apply.
  bool needs_room = false;               ///< Whom it waits for must have room for the work, now or with time.
  bool concerns_all = false;             ///< What becomes of one agent may open it to others.
};

/// Who may be considered in an attempt.
struct AttemptLimits {
  std::optional<AgentIndex> only;
  const std::vector<AgentIndex>& barred;
  Instant queued_at;
};

/// Routes the items of a dispatch, which knows them by number.
class ItemRouter {
 public:
  virtual ~ItemRouter() = default;
  virtual Attempt attempt(std::uint32_t item, Instant now, const Roster& roster, const AttemptLimits& limits) = 0;
};

/// What the host must do.
struct Command {
  enum class Kind : std::uint8_t {
    kAssign,  ///< The item is the agent's.
    kOffer,   ///< The agent is asked, up to `until`.
    kExpire,  ///< The offer was not answered in time.
    kWait,    ///< The item waits in the queue.
    kRefuse,  ///< The event was out of place; nothing changed.
  };
  Kind kind;
  std::uint32_t item = 0;
  std::optional<AgentIndex> agent = {};
  std::optional<QueueIndex> queue = {};
  std::optional<Instant> until = {};
  Instant at = {};  ///< When it happened, which may be before the event that brought time forward.
};

/// How a dispatch counts for a fair distribution.
struct FairCount {
  std::int64_t window_ms = 0;   ///< What was given longer ago counts no longer; 0: everything counts.
  bool reads_presence = false;  ///< Some policy prefers fairness: minutes present are kept up to date for everybody.
};

struct ToldState {
  AgentIndex agent;
  AgentState state;
};

enum class ItemState : std::uint8_t { kWaiting, kOffered, kHeld, kGone };

/// State and step in one: equal events after equal beginnings give equal commands. Events come with their instants, in
/// order; what time alone brings about in between happens at its own instant first.
class Dispatch {
 public:
  Dispatch(const Directory& directory, Roster roster, ItemRouter& router, const FairCount& fair);

  /// The latest instant that has been.
  [[nodiscard]] Instant now() const { return now_; }
  /// Offers run out and steps of `relax` come up to and at `at`: at most so many `moments`, which it counts down. False
  /// when there are more: time stands at the last of them, and the next call carries on.
  [[nodiscard]] bool advance(Instant at, std::size_t& moments, std::vector<Command>& commands);

  // Events at now(), each after advance().
  /// Items are numbered as they arrive, from 0. `queued_at` may lie before now().
  void arrive(Instant queued_at, std::vector<Command>& commands);
  void accept(std::uint32_t item, AgentIndex agent, std::vector<Command>& commands);
  void decline(std::uint32_t item, AgentIndex agent, std::vector<Command>& commands);
  /// By hand: only where the policy allows it, and only by somebody who meets the requirements.
  void take(std::uint32_t item, AgentIndex agent, std::vector<Command>& commands);
  /// Work in hand is done: the agent's after-work time begins.
  void finish(std::uint32_t item, std::vector<Command>& commands);
  /// The item is gone, whatever its state.
  void withdraw(std::uint32_t item, std::vector<Command>& commands);
  /// The host's word about agents: everything but the work that this dispatch has given.
  void tell(const std::vector<ToldState>& states, std::vector<Command>& commands);

  /// The next instant at which advance() would do something.
  [[nodiscard]] std::optional<Instant> wake() const;
  [[nodiscard]] const Roster& roster() const { return roster_; }
  [[nodiscard]] std::size_t items() const { return items_.size(); }
  [[nodiscard]] ItemState state(std::uint32_t item) const { return items_[item].state; }
  [[nodiscard]] std::optional<AgentIndex> agent(std::uint32_t item) const { return items_[item].agent; }
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Item {
    ItemState state = ItemState::kWaiting;
    Instant queued_at;
    std::optional<AgentIndex> agent;  ///< Asked, or holding it.
    std::vector<AgentIndex> barred;   ///< Who declined.
    Attempt last;
    Instant given_at;              ///< When the agent was asked, or took it.
    std::optional<Instant> timer;  ///< Of the offer, or the next attempt.
  };
  /// Work given here, which comes on top of what the host tells.
  struct Own {
    std::uint32_t units = 0;
    std::uint32_t percent = 0;
    std::uint32_t interruptible = 0;
    std::optional<Instant> last_assigned;
    std::optional<Instant> after_work_until;
    std::optional<Instant> present_since;
    std::vector<CapCount> counts;
  };
  enum class TimerKind : std::uint8_t { kCap, kAfterWork, kItem };
  struct Timer {
    Instant at;
    TimerKind kind;
    std::uint32_t number;  ///< Agent, or item.
    const Requirement* cap = nullptr;
    friend bool operator<(const Timer& a, const Timer& b) {
      return std::tie(a.at, a.kind, a.number) < std::tie(b.at, b.kind, b.number);
    }
  };
  using Agents = std::vector<AgentIndex>;
  using Numbers = std::vector<std::uint32_t>;

  void move_to(Instant at);
  void fire(const Timer& timer, Agents& freed, Numbers& woken, std::vector<Command>& commands);
  void set_timer(std::uint32_t item, std::optional<Instant> at);
  void drain(const Agents& freed, const Numbers& woken, std::vector<Command>& commands);
  void look_through(const Agents& freed, const Numbers& woken, bool has_given, std::vector<Command>& commands);
  void look_again(std::vector<Command>& commands);
  [[nodiscard]] Numbers in_order() const;
  [[nodiscard]] bool may_have_room(const Attempt& last, AgentIndex agent) const;
  [[nodiscard]] std::int64_t effective_priority(const Item& item) const;
  bool try_item(std::uint32_t number, std::optional<AgentIndex> only, std::vector<Command>& commands);
  Attempt attempt(std::uint32_t number, std::optional<AgentIndex> only);
  void give(std::uint32_t number, AgentIndex agent, std::vector<Command>& commands);
  void hold(std::uint32_t number, std::vector<Command>& commands);
  void weigh(std::uint32_t number, AgentIndex agent, bool is_given);
  void release(std::uint32_t number, bool keeps_counts);
  void count(AgentIndex agent, const Requirement& cap, bool is_given);
  void refresh(AgentIndex agent);
  void add_own(AgentIndex agent, AgentState& state) const;
  void forget_declines(AgentIndex agent, const AgentState& before, const AgentState& after);
  void refuse(std::uint32_t item, std::vector<Command>& commands) const;
  [[nodiscard]] bool is_offered_to(std::uint32_t item, AgentIndex agent) const;

  const Directory& directory_;
  Roster told_;
  Roster roster_;  ///< What the host told, with the work given here.
  ItemRouter& router_;
  Instant now_;
  std::vector<Item> items_;  ///< By number.
  std::set<std::uint32_t> waiting_;
  std::vector<Own> own_;  ///< By agent.
  std::multiset<Timer> timers_;
  FairWindow fair_;
  bool reads_presence_;
};

}  // namespace signalbox::routing
