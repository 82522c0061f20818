#include "routing/dispatch.h"

#include <algorithm>
#include <utility>

namespace signalbox::routing {

namespace {

void add(std::uint32_t& sum, std::uint32_t part, bool is_given) { sum = is_given ? sum + part : sum - part; }

std::optional<Instant> earlier(const std::optional<Instant>& a, const std::optional<Instant>& b) {
  return !a || (b && *b < *a) ? b : a;
}

}  // namespace

Dispatch::Dispatch(const Directory& directory, Roster roster, ItemRouter& router, const FairCount& fair)
    : directory_(directory),
      told_(std::move(roster)),
      roster_(told_),
      router_(router),
      now_{INT64_MIN},
      own_(directory.agents().size()),
      fair_(directory.agents().size(), fair.window_ms),
      reads_presence_(fair.reads_presence) {}

std::optional<Instant> Dispatch::wake() const {
  return timers_.empty() ? std::nullopt : std::optional(timers_.begin()->at);
}

bool Dispatch::advance(Instant at, std::size_t& moments, std::vector<Command>& commands) {
  for (; !timers_.empty() && timers_.begin()->at <= at; --moments) {
    if (moments == 0) return false;
    move_to(timers_.begin()->at);
    Agents freed;
    Numbers woken;
    while (!timers_.empty() && timers_.begin()->at <= now_) {
      const Timer timer = *timers_.begin();
      timers_.erase(timers_.begin());
      fire(timer, freed, woken, commands);
    }
    drain(freed, woken, commands);
  }
  move_to(at);
  return true;
}

/// Time goes on: what was given too long ago counts no longer, and another minute of presence may be over.
void Dispatch::move_to(Instant at) {
  if (at <= now_) return;
  const bool is_first = now_.ms == INT64_MIN;
  const bool is_next_minute = is_first || at.ms / kMsPerMinute != now_.ms / kMsPerMinute;
  now_ = at;
  for (const AgentIndex agent : fair_.forget(now_)) refresh(agent);
  if (!is_first && !(is_next_minute && reads_presence_)) return;
  for (std::uint32_t i = 0; i < own_.size(); ++i) {
    const AgentIndex agent{i};
    if (is_first && told_.state(agent).presence == Presence::kOnline) fair_.come(agent, now_);
    if (fair_.is_present(agent)) refresh(agent);
  }
}

void Dispatch::fire(const Timer& timer, Agents& freed, Numbers& woken, std::vector<Command>& commands) {
  if (timer.kind == TimerKind::kItem) {
    Item& item = items_[timer.number];
    item.timer.reset();
    woken.push_back(timer.number);
    if (item.state != ItemState::kOffered) return;
    const AgentIndex agent = *item.agent;
    commands.push_back({Command::Kind::kExpire, timer.number, agent, {}, {}, now_});
    release(timer.number, false);
    item.barred.push_back(agent);
    freed.push_back(agent);
    return;
  }
  const AgentIndex agent{timer.number};
  if (timer.kind == TimerKind::kCap) count(agent, *timer.cap, false);
  refresh(agent);
  freed.push_back(agent);
}

void Dispatch::set_timer(std::uint32_t number, std::optional<Instant> at) {
  Item& item = items_[number];
  if (item.timer) timers_.erase(timers_.find({*item.timer, TimerKind::kItem, number}));
  item.timer = at;
  if (at) timers_.insert({*at, TimerKind::kItem, number});
}

Attempt Dispatch::attempt(std::uint32_t number, std::optional<AgentIndex> only) {
  const Item& item = items_[number];
  return router_.attempt(number, now_, roster_, {only, item.barred, item.queued_at});
}

bool Dispatch::try_item(std::uint32_t number, std::optional<AgentIndex> only, std::vector<Command>& commands) {
  Item& item = items_[number];
  const auto queue_before = item.last.queue;
  Attempt found = attempt(number, only);
  if (!found.agent && !item.barred.empty()) {
    // When all who could take it have declined, they are asked again.
    const Agents barred = std::exchange(item.barred, {});
    Attempt again = attempt(number, only);
    if (again.agent && again.queue == found.queue) {
      found = std::move(again);
    } else {
      item.barred = barred;
      // They are asked again when time opens it to them.
      found.wake = earlier(found.wake, again.wake);
    }
  }
  // Who was looked at alone says nothing about when others could take it.
  if (only) found.wake = earlier(found.wake, item.timer);
  item.last = std::move(found);
  if (item.last.agent) {
    give(number, *item.last.agent, commands);
    return true;
  }
  set_timer(number, item.last.wake);
  if (item.last.queue != queue_before) {
    commands.push_back({Command::Kind::kWait, number, {}, item.last.queue, {}, now_});
  }
  return false;
}

void Dispatch::give(std::uint32_t number, AgentIndex agent, std::vector<Command>& commands) {
  Item& item = items_[number];
  waiting_.erase(number);
  item.agent = agent;
  weigh(number, agent, true);
  if (item.last.policy->next.reservation_ms == 0) return hold(number, commands);
  item.state = ItemState::kOffered;
  const Instant until{now_.ms + item.last.policy->next.reservation_ms};
  set_timer(number, until);
  commands.push_back({Command::Kind::kOffer, number, agent, item.last.queue, until, now_});
}

void Dispatch::hold(std::uint32_t number, std::vector<Command>& commands) {
  Item& item = items_[number];
  item.state = ItemState::kHeld;
  set_timer(number, std::nullopt);
  Own& own = own_[static_cast<std::uint32_t>(*item.agent)];
  fair_.give(*item.agent, now_);
  own.last_assigned = now_;
  refresh(*item.agent);
  commands.push_back({Command::Kind::kAssign, number, item.agent, item.last.queue, {}, now_});
}

/// Puts the item's weight on the agent, or takes it off.
void Dispatch::weigh(std::uint32_t number, AgentIndex agent, bool is_given) {
  const Attempt& last = items_[number].last;
  Own& own = own_[static_cast<std::uint32_t>(agent)];
  if (is_given) items_[number].given_at = now_;
  add(last.work.interruptible ? own.interruptible : own.units, last.work.units, is_given);
  if (!last.work.interruptible) add(own.percent, last.work.percent, is_given);
  for (const Requirement* cap : last.caps) {
    if (is_given) count(agent, *cap, true);
    if (!is_given && cap->per_ms == 0) count(agent, *cap, false);
  }
  refresh(agent);
}

/// The agent has the item no longer; it waits again. `keeps_counts`: it was done, so caps over a time go on counting.
void Dispatch::release(std::uint32_t number, bool keeps_counts) {
  Item& item = items_[number];
  const AgentIndex agent = *item.agent;
  weigh(number, agent, false);
  for (const Requirement* cap : item.last.caps) {
    if (keeps_counts || cap->per_ms == 0) continue;
    const auto mine = [&](const Timer& timer) {
      return timer.kind == TimerKind::kCap && timer.cap == cap && AgentIndex{timer.number} == agent;
    };
    const auto range = timers_.equal_range(
        {Instant{item.given_at.ms + cap->per_ms}, TimerKind::kCap, static_cast<std::uint32_t>(agent)});
    const auto timer = std::find_if(range.first, range.second, mine);
    if (timer == range.second) continue;  // it has run out before the offer: nothing counts any more
    timers_.erase(timer);
    count(agent, *cap, false);
  }
  refresh(agent);
  item.agent.reset();
  item.state = ItemState::kWaiting;
  waiting_.insert(number);
  set_timer(number, std::nullopt);
}

void Dispatch::count(AgentIndex agent, const Requirement& cap, bool is_given) {
  auto& counts = own_[static_cast<std::uint32_t>(agent)].counts;
  auto at = std::find_if(counts.begin(), counts.end(), [&](const CapCount& one) { return one.cap == cap.name; });
  if (at == counts.end()) at = counts.insert(counts.end(), {cap.name, 0});
  add(at->count, 1, is_given);
  if (!is_given || cap.per_ms == 0) return;
  timers_.insert({{now_.ms + cap.per_ms}, TimerKind::kCap, static_cast<std::uint32_t>(agent), &cap});
}

void Dispatch::refresh(AgentIndex agent) {
  roster_.change(agent, [&](AgentState& state) {
    state = told_.state(agent);
    add_own(agent, state);
  });
}

void Dispatch::add_own(AgentIndex agent, AgentState& state) const {
  const Own& own = own_[static_cast<std::uint32_t>(agent)];
  state.open += own.units;
  state.open_percent += own.percent;
  state.open_interruptible += own.interruptible;
  state.assigned += fair_.given(agent);
  state.present_minutes += fair_.present_minutes(agent, now_);
  state.last_assigned = std::max(state.last_assigned, own.last_assigned);
  state.after_work_until = std::max(state.after_work_until, own.after_work_until);
  if (!state.present_since) state.present_since = own.present_since;
  for (const CapCount& one : own.counts) {
    auto& counts = state.counts;
    const auto at = std::find_if(counts.begin(), counts.end(), [&](const CapCount& cap) { return cap.cap == one.cap; });
    if (at == counts.end()) {
      counts.push_back(one);
    } else {
      at->count += one.count;
    }
  }
}

/// Whoever comes back on the channel of the work is asked again: also for what others are asked now, should they not
/// take it.
void Dispatch::forget_declines(AgentIndex agent, const AgentState& before, const AgentState& after) {
  if (before.presence == after.presence && before.channels == after.channels) return;
  const auto forget = [&](Item& item) {
    const auto channel = item.last.work.channel;
    const bool was_online = before.presence_on(channel) == Presence::kOnline;
    if (!was_online && after.presence_on(channel) == Presence::kOnline) std::erase(item.barred, agent);
  };
  for (const std::uint32_t number : waiting_) forget(items_[number]);
  for (const Timer& timer : timers_) {
    if (timer.kind == TimerKind::kItem && items_[timer.number].state == ItemState::kOffered) {
      forget(items_[timer.number]);
    }
  }
}

void Dispatch::refuse(std::uint32_t item, std::vector<Command>& commands) const {
  commands.push_back({Command::Kind::kRefuse, item, {}, {}, {}, now_});
}

bool Dispatch::is_offered_to(std::uint32_t item, AgentIndex agent) const {
  return items_[item].state == ItemState::kOffered && items_[item].agent == agent;
}

void Dispatch::arrive(Instant queued_at, std::vector<Command>& commands) {
  const auto number = static_cast<std::uint32_t>(items_.size());
  items_.emplace_back().queued_at = std::min(queued_at, now_);
  waiting_.insert(number);
  if (try_item(number, std::nullopt, commands)) return look_again(commands);
  if (!items_[number].last.queue) commands.push_back({Command::Kind::kWait, number, {}, {}, {}, now_});
}

void Dispatch::accept(std::uint32_t item, AgentIndex agent, std::vector<Command>& commands) {
  if (!is_offered_to(item, agent)) return refuse(item, commands);
  hold(item, commands);
  look_again(commands);
}

void Dispatch::decline(std::uint32_t item, AgentIndex agent, std::vector<Command>& commands) {
  if (!is_offered_to(item, agent)) return refuse(item, commands);
  release(item, false);
  items_[item].barred.push_back(agent);
  drain({agent}, {item}, commands);
}

void Dispatch::take(std::uint32_t item, AgentIndex agent, std::vector<Command>& commands) {
  const Policy* policy = items_[item].last.policy;
  if (items_[item].state != ItemState::kWaiting || !policy || !policy->next.allows_manual)
    return refuse(item, commands);
  const Attempt found = router_.attempt(item, now_, roster_, {agent, {}, items_[item].queued_at});
  if (found.agent != agent) return refuse(item, commands);
  items_[item].last = found;
  waiting_.erase(item);
  items_[item].agent = agent;
  weigh(item, agent, true);
  hold(item, commands);
  look_again(commands);
}

void Dispatch::finish(std::uint32_t number, std::vector<Command>& commands) {
  Item& item = items_[number];
  if (item.state != ItemState::kHeld) return refuse(number, commands);
  const AgentIndex agent = *item.agent;
  release(number, true);
  waiting_.erase(number);
  item.state = ItemState::kGone;
  const std::int64_t after_work_ms = item.last.work.after_work_ms;
  if (after_work_ms != 0) {
    const Instant until{now_.ms + after_work_ms};
    std::optional<Instant>& own_until = own_[static_cast<std::uint32_t>(agent)].after_work_until;
    own_until = std::max(own_until, std::optional(until));
    timers_.insert({until, TimerKind::kAfterWork, static_cast<std::uint32_t>(agent)});
    refresh(agent);
  }
  // Where no capacity is required, after-work time keeps nobody from the next item.
  drain({agent}, {}, commands);
}

void Dispatch::withdraw(std::uint32_t number, std::vector<Command>& commands) {
  Item& item = items_[number];
  if (item.state == ItemState::kGone) return refuse(number, commands);
  const auto agent = item.agent;
  if (agent) release(number, item.state == ItemState::kHeld);
  waiting_.erase(number);
  set_timer(number, std::nullopt);
  item.state = ItemState::kGone;
  if (agent) drain({*agent}, {}, commands);
}

void Dispatch::tell(const std::vector<ToldState>& states, std::vector<Command>& commands) {
  Agents agents;
  for (const auto& [agent, state] : states) {
    agents.push_back(agent);
    Own& own = own_[static_cast<std::uint32_t>(agent)];
    const bool was_online = told_.state(agent).presence == Presence::kOnline;
    forget_declines(agent, told_.state(agent), state);
    told_.change(agent, [its = &state](AgentState& told) { told = *its; });
    const bool is_online = told_.state(agent).presence == Presence::kOnline;
    if (is_online && !was_online) {
      own.present_since = now_;
      fair_.come(agent, now_);
    }
    if (!is_online && was_online) {
      own.present_since.reset();
      fair_.go(agent, now_);
    }
    refresh(agent);
  }
  drain(agents, {}, commands);
}

}  // namespace signalbox::routing
