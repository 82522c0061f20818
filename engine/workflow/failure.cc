// Tries again, goes another way, takes back what was done, or asks a person.
#include <algorithm>

#include "workflow/advance.h"

namespace signalbox::workflow {

namespace {

constexpr std::int64_t kWholePercent = 100;
constexpr std::int64_t kMillion = 1'000'000;
/// Waiting longer than a century is an error of the definition, not of the arithmetic.
constexpr std::int64_t kLongestMs = 100LL * 366 * kMsPerDay;

/// Before the next try, when so many have failed.
std::int64_t delay_ms(const Retry& retry, std::int64_t failed, std::int64_t jitter_ppm) {
  std::int64_t ms = std::min(retry.interval_ms, kLongestMs);
  const std::int64_t cap = std::min(retry.cap_ms, kLongestMs);
  for (std::int64_t i = 1; i < failed && ms < cap; ++i) ms = ms * retry.backoff_percent / kWholePercent;
  ms = std::min(ms, cap);
  return ms + ms * retry.jitter_percent / kWholePercent / kMillion * jitter_ppm +
         ms * retry.jitter_percent / kWholePercent % kMillion * jitter_ppm / kMillion;
}

}  // namespace

void Advance::fail(std::uint32_t id, const Outcome& failure) {
  Token* token = run_.find(id);
  if (!token) return;
  drop_children(id);
  token = run_.find(id);
  trace("failure", &workflow_.steps[token->step],
        failure.sentence.empty() ? failure.code : failure.code + ": " + failure.sentence);
  token->key.clear();
  token->due.reset();
  token->deadline.reset();
  if (retry(*token) || is_caught(id, failure)) return;
  open_incident(*run_.find(id), failure);
}

bool Advance::retry(Token& token) {
  const Step& step = workflow_.steps[token.step];
  ++token.tries;
  if (token.tries > step.retry.times) return false;
  const Instant next{now_.ms + delay_ms(step.retry, token.tries, jitter_ppm_)};
  if (!in_range(next)) return false;
  token.state = Token::State::kRetrying;
  token.due = next;
  trace("retry", &step, to_text(*token.due));
  return true;
}

bool Advance::is_caught(std::uint32_t id, const Outcome& failure) {
  const Token* at = run_.find(id);
  while (at) {
    const Step& step = workflow_.steps[at->step];
    const std::uint32_t own = at->id;
    for (const Catch& caught : step.catches) {
      const bool is_meant = caught.codes.empty() ||
                            std::find(caught.codes.begin(), caught.codes.end(), failure.code) != caught.codes.end();
      if (!is_meant) continue;
      drop_children(own);
      trace("caught", &step, failure.code);
      go(own, caught.way);
      return true;
    }
    const Token* parent = run_.find(at->parent);
    if (!parent) return false;
    const std::uint32_t owner = parent->id;
    Visit visit(*this, owner);
    const Outcome outcome = workflow_.steps[parent->step].kind->block_failed(visit, failure);
    if (outcome.kind != Outcome::Kind::kFail) {
      conclude(owner, outcome);
      return true;
    }
    at = run_.find(owner);
  }
  return false;
}

void Advance::open_incident(Token& token, const Outcome& failure) {
  token.state = Token::State::kIncident;
  token.due.reset();
  token.deadline.reset();
  run_.incidents.push_back({++run_.last_incident, token.id, failure.code,
                            failure.sentence.empty() ? "The step failed." : failure.sentence, now_});
  trace("incident", &workflow_.steps[token.step], failure.code);
}

void Advance::close_incidents_of(std::uint32_t id) {
  auto& incidents = run_.incidents;
  incidents.erase(std::remove_if(incidents.begin(), incidents.end(),
                                 [&](const Incident& incident) { return incident.token == id; }),
                  incidents.end());
}

void Advance::finish(Ending ending) {
  run_.tokens.clear();
  run_.incidents.clear();
  queue_.clear();
  run_.ending = ending;
  if (ending == Ending::kCompleted) run_.done.clear();
  take_back_next();
}

void Advance::take_back_next() {
  if (!run_.ending) return;
  if (!run_.done.empty()) {
    const Step& step = workflow_.steps[run_.done.back()];
    run_.done.pop_back();
    trace("take-back", &step, {});
    queue_.push_back(add_token(*step.compensation, 0, 0));
    return;
  }
  const std::string_view name = *run_.ending == Ending::kCompleted ? "completed"
                                : *run_.ending == Ending::kFailed  ? "failed"
                                                                   : "cancelled";
  run_.status =
      static_cast<Status>(static_cast<std::size_t>(Status::kCompleted) + static_cast<std::size_t>(*run_.ending));
  run_.ending.reset();
  trace(name, nullptr, {});
}

}  // namespace signalbox::workflow
