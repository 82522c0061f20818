// In which order waiting work is looked at, and who is asked about it.
#include <algorithm>
#include <utility>

#include "routing/dispatch.h"
#include "routing/eligibility.h"

namespace signalbox::routing {

namespace {

bool contains(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

}  // namespace

std::int64_t Dispatch::effective_priority(const Item& item) const {
  const std::int64_t ageing_ms = item.last.policy ? item.last.policy->next.ageing_ms : 0;
  if (ageing_ms == 0) return item.last.priority_millionths;
  return item.last.priority_millionths - kMillion * ((now_.ms - item.queued_at.ms) / ageing_ms);
}

Dispatch::Numbers Dispatch::in_order() const {
  struct Key {
    std::int64_t priority;
    std::uint32_t calm;
    Instant queued_at;
    std::uint32_t number;
  };
  std::vector<Key> keys;
  for (const std::uint32_t number : waiting_) {
    const Item& item = items_[number];
    const auto calm = static_cast<std::uint32_t>(kMillion) - item.last.urgency_millionths;
    keys.push_back({effective_priority(item), calm, item.queued_at, number});
  }
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
    return std::tie(a.priority, a.calm, a.queued_at, a.number) < std::tie(b.priority, b.calm, b.queued_at, b.number);
  });
  Numbers order;
  for (const Key& key : keys) order.push_back(key.number);
  return order;
}

/// Gives waiting items to agents who got room, and looks afresh at items whose own time has come, in order.
void Dispatch::drain(const Agents& freed, const Numbers& woken, std::vector<Command>& commands) {
  for (const std::uint32_t number : woken) {
    // Their place in the order may have changed.
    Item& item = items_[number];
    if (item.state != ItemState::kWaiting) continue;
    const Attempt fresh = attempt(number, std::nullopt);
    item.last.priority_millionths = fresh.priority_millionths;
    item.last.urgency_millionths = fresh.urgency_millionths;
  }
  look_through(freed, woken, false, commands);
}

/// Each time something is given, looking begins again with the first: who has it may be missed by what waits, or may be
/// what a formula asks for.
void Dispatch::look_through(const Agents& freed, const Numbers& woken, bool has_given, std::vector<Command>& commands) {
  const auto concerns_all = [&](std::uint32_t number) { return items_[number].last.concerns_all; };
  Numbers order = in_order();
  for (std::size_t i = 0; i < order.size();) {
    const std::uint32_t number = order[i];
    const bool may_be_open = concerns_all(number) && (has_given || !freed.empty());
    const bool asks_all = may_be_open || contains(woken, number) || freed.size() > 1;
    const bool asks_one = !asks_all && !freed.empty() && may_have_room(items_[number].last, freed.front());
    const auto only = asks_one ? std::optional(freed.front()) : std::nullopt;
    if (!(asks_all || asks_one) || !try_item(number, only, commands)) {
      ++i;
      continue;
    }
    order.erase(order.begin() + static_cast<std::ptrdiff_t>(i));
    has_given = true;
    if (std::any_of(order.begin(), order.end(), concerns_all)) i = 0;
  }
}

/// After something was given outside of the order.
void Dispatch::look_again(std::vector<Command>& commands) {
  const auto concerns_all = [&](std::uint32_t number) { return items_[number].last.concerns_all; };
  if (std::any_of(waiting_.begin(), waiting_.end(), concerns_all)) look_through({}, {}, true, commands);
}

bool Dispatch::may_have_room(const Attempt& last, AgentIndex agent) const {
  if (!last.needs_room) return true;
  // A ramp-up ends with time alone: whoever has room then is asked now, so that the instant is known.
  return room_for(directory_.agent(agent), roster_.state(agent), last.work, 0, now_).fits();
}

}  // namespace signalbox::routing
