// How tokens move from step to step.
#include <algorithm>

#include "workflow/advance.h"
#include "workflow/limits.h"

namespace signalbox::workflow {

std::uint32_t Advance::add_token(std::uint32_t step, std::uint32_t parent, std::int64_t index) {
  Token token;
  token.id = ++run_.last_token;
  token.parent = parent;
  token.step = step;
  token.index = index;
  token.since = now_;
  run_.tokens.push_back(std::move(token));
  return run_.last_token;
}

void Advance::run_queue() {
  while (!queue_.empty()) {
    const std::uint32_t token = queue_.front();
    queue_.pop_front();
    if (run_.find(token)) enter(token);
  }
}

void Advance::enter(std::uint32_t id) {
  Token& token = *run_.find(id);
  const Step& step = workflow_.steps[token.step];
  token.state = Token::State::kWaiting;
  token.key.clear();
  token.due.reset();
  token.deadline.reset();
  token.since = now_;
  token.notes.clear();
  if (++visits_ > limits::kMaxVisits) {
    return open_incident(token,
                         Outcome::fail("step-budget", "One event may make " + std::to_string(limits::kMaxVisits) +
                                                          " visits to steps; this would be more."));
  }
  Visit visit(*this, id);
  if (step.when) {
    const Value holds = visit.evaluate(*step.when);
    if (const auto trouble = visit.trouble()) return fail(id, *trouble);
    if (holds.kind() != Value::Kind::kCheckbox || !holds.as_checkbox()) {
      trace("skipped", &step, step.when->formula.text());
      return go(id, step.next);
    }
  }
  trace("step", &step, step.kind_name);
  if (step.timeout && !visit.limit(*step.timeout)) return fail(id, *visit.trouble());
  conclude(id, step.kind->enter(visit));
}

void Advance::conclude(std::uint32_t id, const Outcome& outcome) {
  Token* token = run_.find(id);
  if (!token) return;
  const Step& step = workflow_.steps[token->step];
  switch (outcome.kind) {
    case Outcome::Kind::kStay:
      return;
    case Outcome::Kind::kFail:
      return fail(id, outcome);
    case Outcome::Kind::kEnd:
      return finish(outcome.ending);
    case Outcome::Kind::kDone:
    case Outcome::Kind::kGo:
      if (step.compensation) run_.done.push_back(token->step);
      drop_children(id);
      return go(id, outcome.kind == Outcome::Kind::kGo ? outcome.way : step.next);
  }
}

void Advance::go(std::uint32_t id, Way way) {
  Token& token = *run_.find(id);
  if (way.ends()) return end_token(id);
  token.step = way.step;
  token.tries = 0;
  token.state = Token::State::kWaiting;
  token.key.clear();
  token.due.reset();
  token.deadline.reset();
  queue_.push_back(id);
}

void Advance::end_token(std::uint32_t id) {
  const std::uint32_t parent = run_.find(id)->parent;
  const bool was_compensation = workflow_.steps[run_.find(id)->step].is_compensation;
  const std::int64_t index = run_.find(id)->index;
  drop(id);
  if (was_compensation) return take_back_next();
  Token* owner = run_.find(parent);
  if (!owner) return;
  Visit visit(*this, parent);
  const Step& step = workflow_.steps[owner->step];
  const Outcome outcome = step.kind->block_ended(visit, index);
  conclude(parent, outcome);
}

void Advance::drop_children(std::uint32_t id) {
  // Children have greater ids than their parents, and the list is in their order: one pass finds all descendants.
  std::vector<std::uint32_t> gone = {id};
  for (const Token& token : run_.tokens) {
    if (token.parent != 0 && std::find(gone.begin(), gone.end(), token.parent) != gone.end()) gone.push_back(token.id);
  }
  for (std::size_t i = 1; i < gone.size(); ++i) drop(gone[i]);
}

void Advance::drop(std::uint32_t id) {
  close_incidents_of(id);
  auto& tokens = run_.tokens;
  tokens.erase(std::remove_if(tokens.begin(), tokens.end(), [&](const Token& token) { return token.id == id; }),
               tokens.end());
}

}  // namespace signalbox::workflow
