// Timers, clocks and what watches the record.
#include <algorithm>

#include "base/limits.h"
#include "workflow/advance.h"
#include "workflow/limits.h"

namespace signalbox::workflow {

void Advance::move_to(Instant now) {
  now_ = now;
  world_.move_to(now, prior_);
}

/// In the order of their instants, then of the tokens; of one token its own timer comes before its timeout.
void Advance::fire_timers(Instant until, bool inclusive) {
  for (std::size_t fired = 0; fired < limits::kMaxTimers && !run_.has_ended(); ++fired) {
    const Token* next = nullptr;
    std::optional<Instant> first;
    bool is_deadline = false;
    for (const Token& token : run_.tokens) {
      const auto consider = [&](const std::optional<Instant>& at, bool deadline) {
        if (!at || (first && *at >= *first)) return;
        next = &token;
        first = at;
        is_deadline = deadline;
      };
      consider(token.due, false);
      consider(token.deadline, true);
    }
    if (!next || *first > until || (!inclusive && *first == until)) return;
    prior_ = run_.record;
    move_to(std::max(*first, run_.at.value_or(*first)));
    visits_ = 0;
    fire(next->id, is_deadline);
    run_queue();
  }
}

void Advance::fire(std::uint32_t id, bool is_deadline) {
  Token& token = *run_.find(id);
  const Step& step = workflow_.steps[token.step];
  if (is_deadline) {
    trace("timeout", &step, to_text(*token.deadline));
    token.due.reset();
    token.deadline.reset();
    drop_children(id);
    return fail(id, Outcome::fail("timeout", "The step took longer than it may."));
  }
  token.due.reset();
  if (token.state == Token::State::kRetrying) {
    queue_.push_back(id);
    return;
  }
  trace("timer", &step, {});
  Visit visit(*this, id);
  conclude(id, step.kind->due(visit));
}

void Advance::watch() {
  if (!keeps_history_) return;
  for (std::size_t round = 0; round < limits::kMaxRounds; ++round) {
    prior_ = run_.record;
    move_to(now_);
    Watch seen = world_.watch();
    watched_wake_ = seen.wake;
    for (std::string& decision : seen.decisions) trace("escalation", nullptr, decision);
    for (std::string& command : seen.commands) commands_.push_back(std::move(command));
    for (const std::string& id : seen.starts) {
      const Step* step = workflow_.find(id);
      if (step && !run_.ending) queue_.push_back(add_token(workflow_.index_of(*step), 0, 0));
    }
    if (seen.commands.empty() && seen.starts.empty()) return;
    move_to(now_);
    tell_all(Happening::kRecordUpdated, {});
    run_queue();
    if (run_.has_ended()) return;
  }
}

void Advance::note_history(std::string_view member, const std::string& fields) {
  const bool is_empty = member == "changed" && fields == "{}";
  if (!keeps_history_ || is_empty) return;
  std::string& history = run_.history;
  const bool continues = !history.empty() && history != "[]";
  if (history.empty()) history = "[]";
  history.pop_back();
  json::Writer writer(history, continues);
  writer.begin_object();
  writer.key("at").value(Value::date_time(now_));
  writer.key(member).raw(fields);
  writer.end_object();
  history += ']';
}

}  // namespace signalbox::workflow
