#include "api/agent_turns.h"

#include <algorithm>

#include "routing/eligibility.h"

namespace signalbox::api {

std::optional<Instant> AgentTurns::next(const routing::Requirement& requirement, const routing::Person& person) {
  const auto is_this = [&](const AgentTurning& one) { return one.path == requirement.path; };
  const auto found = std::find_if(linked_.turning.begin(), linked_.turning.end(), is_this);
  if (found == linked_.turning.end()) return std::nullopt;
  person_ = &person;
  arena_.reset();
  const auto turn = sla::next_turn(found->timed.turning, found->timed.formula, *this, now_, until_);
  return turn ? std::optional(turn->at) : std::nullopt;
}

Value AgentTurns::evaluate(const formula::Formula& formula, Instant at) {
  const routing::Policy& policy = linked_.policy;
  formula::Frame frame = record_.frame(formula, at);
  slots_.assign(frame.slots.begin(), frame.slots.end());
  slots_.resize(policy.first_agent_slot + routing::kPersonSlots + policy.agent_fields.size());
  const routing::Person then{person_->directory, person_->agent, person_->state, person_->queue, person_->rank, at};
  routing::fill_person(policy, then, slots_);
  frame.slots = slots_;
  return formula.evaluate(frame, arena_);
}

/// Whole minutes of idleness.
std::optional<Instant> AgentTurns::next_step(Instant from) const {
  const auto& last = person_->state.last_assigned;
  if (!last) return std::nullopt;
  if (from < *last) return Instant{last->ms + kMsPerMinute};
  return Instant{from.ms - (from.ms - last->ms) % kMsPerMinute + kMsPerMinute};
}

}  // namespace signalbox::api
