#include "routing/fair_window.h"

#include <algorithm>

namespace signalbox::routing {

void FairWindow::give(AgentIndex agent, Instant at) {
  ++own(agent).given;
  if (window_ms_ > 0) gifts_.push_back({at, agent});
}

void FairWindow::come(AgentIndex agent, Instant at) {
  if (!own(agent).since) own(agent).since = at;
}

void FairWindow::go(AgentIndex agent, Instant at) {
  Own& its = own(agent);
  if (!its.since) return;
  if (window_ms_ == 0) {
    its.past_ms += at.ms - its.since->ms;
  } else {
    its.stays.push_back({*its.since, at});
  }
  its.since.reset();
}

std::vector<AgentIndex> FairWindow::forget(Instant now) {
  std::vector<AgentIndex> changed;
  for (; !gifts_.empty() && gifts_.front().at.ms + window_ms_ <= now.ms; gifts_.pop_front()) {
    const AgentIndex agent = gifts_.front().agent;
    Own& its = own(agent);
    --its.given;
    while (!its.stays.empty() && its.stays.front().until.ms + window_ms_ <= now.ms) its.stays.pop_front();
    changed.push_back(agent);
  }
  return changed;
}

std::uint32_t FairWindow::present_minutes(AgentIndex agent, Instant now) const {
  const Own& its = own(agent);
  const std::int64_t first_ms = window_ms_ == 0 ? INT64_MIN : now.ms - window_ms_;
  std::int64_t present_ms = its.past_ms;
  for (const Stay& stay : its.stays)
    present_ms += std::max<std::int64_t>(0, stay.until.ms - std::max(stay.from.ms, first_ms));
  if (its.since) present_ms += now.ms - std::max(its.since->ms, first_ms);
  return static_cast<std::uint32_t>(present_ms / kMsPerMinute);
}

}  // namespace signalbox::routing
