// What each event does.
#include "workflow/advance.h"

#include <algorithm>

#include "model/record.h"
#include "model/record_reader.h"
#include "workflow/limits.h"

namespace signalbox::workflow {

namespace {

/// The text of a member that has been checked; empty when it is absent.
std::string_view text_of(const Place& object, std::string_view name) {
  const auto member = object.node().find(name);
  return member && member->is(json::Kind::kText) ? member->as_text() : std::string_view();
}

/// Of the token's command under way, or of one of its further commands.
bool is_key_of(const Token& token, std::string_view key, bool or_further) {
  if (token.key.empty()) return false;
  if (token.key == key) return true;
  return or_further && key.size() > token.key.size() && key.starts_with(token.key) && key[token.key.size()] == '/';
}

}  // namespace

void Advance::apply(const Event& event) {
  now_ = std::max(event.at, run_.at.value_or(event.at));
  jitter_ppm_ = event.jitter_ppm;
  prior_ = run_.record;
  if (!counts(event)) return;
  if (event.at < now_) trace("late", nullptr, to_text(event.at));
  const Instant at = now_;
  fire_timers(at, false);
  // What was over before the event came does not see it.
  settle_status();
  if (run_.has_ended()) {
    trace("ended", nullptr, event_name(event.kind));
  } else {
    prior_ = run_.record;
    visits_ = 0;
    move_to(at);
    take(event);
    run_queue();
    fire_timers(at, true);
  }
  now_ = at;
  if (!run_.has_ended() && run_.status != Status::kIdle) watch();
  run_.at = at;
  ++run_.events;
  settle_status();
}

bool Advance::counts(const Event& event) {
  const bool is_creation = event.kind == Event::Kind::kRecordCreated;
  const std::string_view name = event_name(event.kind);
  if (run_.has_ended()) {
    trace("ended", nullptr, name);
    return false;
  }
  if ((run_.status == Status::kNew) != is_creation) {
    trace(is_creation ? "doubled" : "not-begun", nullptr, name);
    return false;
  }
  if (event.id.empty()) return true;
  if (std::find(run_.seen.begin(), run_.seen.end(), event.id) != run_.seen.end()) {
    trace("doubled", nullptr, event.id);
    return false;
  }
  run_.seen.push_back(event.id);
  if (run_.seen.size() > limits::kMaxSeenEvents) run_.seen.erase(run_.seen.begin());
  return true;
}

void Advance::take(const Event& event) {
  const Place& body = *event.body;
  switch (event.kind) {
    case Event::Kind::kRecordCreated:
      return create(body);
    case Event::Kind::kRecordUpdated:
      return update(body);
    case Event::Kind::kReplyReceived:
      trace("reply", nullptr, text_of(body, "from"));
      return tell_all(Happening::kReply, {body.node().find("values"), text_of(body, "text"), text_of(body, "from")});
    case Event::Kind::kChildClosed:
      return close_child(body);
    case Event::Kind::kTimerDue:
      return;
    case Event::Kind::kCommandAnswered:
      return answer_command(body);
    case Event::Kind::kHumanAnswer:
      return answer_person(body);
    case Event::Kind::kOverride:
      return override_step(body);
    case Event::Kind::kCancel:
      return cancel(body);
    case Event::Kind::kMigrate:
      run_.version = workflow_.version;
      return trace("migrated", nullptr, std::to_string(workflow_.version));
  }
}

void Advance::create(const Place& body) {
  Record record;
  Diagnostics ignored;  // Checked when the event was read.
  (void)read_record(*body.node().find("record"), layout_, run_.arena, record, ignored);
  record.values.resize(layout_.size());
  run_.record = std::move(record.values);
  prior_.clear();
  if (const auto inputs = body.node().find("inputs")) {
    for (std::size_t i = 0; i < inputs->size(); ++i) {
      const auto slot = workflow_.data->find("inputs." + std::string(inputs->key(i)));
      if (slot) run_.data[*slot] = read_answer_value(inputs->at(i), workflow_.data->field(*slot).type, run_.arena);
    }
  }
  std::string fields;
  json::Writer writer(fields);
  write_fields(run_.record, layout_, writer);
  note_history("created", fields);
  move_to(now_);
  enter_workflow();
}

void Advance::enter_workflow() {
  if (workflow_.entry) {
    const Value holds = world_.evaluate(workflow_.entry->formula, globals_of(0));
    if (holds.kind() != Value::Kind::kCheckbox || !holds.as_checkbox()) {
      run_.status = Status::kIdle;
      return trace("not-entered", nullptr, workflow_.entry->formula.text());
    }
  }
  run_.status = Status::kWaiting;
  trace("entered", nullptr, {});
  const auto& steps = workflow_.blocks.front().steps;
  if (!steps.empty()) queue_.push_back(add_token(steps.front(), 0, 0));
}

void Advance::update(const Place& body) {
  repair(*body.find("changed"));
  if (run_.status == Status::kIdle) return enter_workflow();
  tell_all(Happening::kRecordUpdated, {});
}

void Advance::repair(const Place& changed) {
  std::vector<Value> row(layout_.size());
  std::string_view id;
  Diagnostics ignored;
  RecordReader reader(layout_, run_.arena);
  if (!reader.read(changed.node(), row.data(), id, ignored)) return;
  prior_ = run_.record;
  std::string fields;
  json::Writer writer(fields);
  writer.begin_object();
  for (const auto& given : reader.trace().slots) {
    if (row[given.slot].is_error()) {
      trace("wrong-type", nullptr, layout_.field(given.slot).name);
      continue;
    }
    run_.record[given.slot] = row[given.slot];
    write_in_record(row[given.slot], layout_.field(given.slot).type, writer.key(layout_.field(given.slot).name));
  }
  writer.end_object();
  trace("updated", nullptr, fields);
  note_history("changed", fields);
  move_to(now_);
}

void Advance::tell_all(Happening happening, const Answer& about) {
  std::vector<std::uint32_t> waiting;
  for (const Token& token : run_.tokens) {
    if (token.state == Token::State::kWaiting) waiting.push_back(token.id);
  }
  for (const std::uint32_t id : waiting) {
    const Token* token = run_.find(id);
    // One before it may have ended it, or the run.
    if (!token || token->state != Token::State::kWaiting) continue;
    Visit visit(*this, id);
    conclude(id, workflow_.steps[token->step].kind->happened(visit, happening, about));
  }
}

void Advance::answer_command(const Place& body) {
  const std::string_view key = text_of(body, "key");
  for (const Token& token : run_.tokens) {
    const Step& step = workflow_.steps[token.step];
    if (token.state != Token::State::kWaiting || !is_key_of(token, key, step.kind_name == "split")) continue;
    const auto error = body.find("error");
    Visit visit(*this, token.id);
    trace(error ? "failed" : "answered", &step, key);
    const std::uint32_t id = token.id;
    if (!error) {
      const std::string_view part = key == token.key ? "0" : key.substr(token.key.size() + 1);
      return conclude(id, step.kind->answered(visit, {body.node().find("result"), part, {}}));
    }
    return conclude(id, Outcome::fail(std::string(text_of(*error, "code")), std::string(text_of(*error, "sentence"))));
  }
  trace("not-awaited", nullptr, key);
}

void Advance::answer_person(const Place& body) {
  const std::string_view key = text_of(body, "key");
  const std::string_view id = text_of(body, "step");
  for (const Token& token : run_.tokens) {
    if (token.state != Token::State::kWaiting) continue;
    const Step& step = workflow_.steps[token.step];
    if (key.empty() ? step.id != id : !is_key_of(token, key, true)) continue;
    trace("told", &step, std::string(text_of(body, "by")) + ": " + std::string(text_of(body, "answer")));
    Visit visit(*this, token.id);
    const Answer answer{body.node().find("values"), text_of(body, "answer"), text_of(body, "by")};
    return conclude(token.id, step.kind->told(visit, answer));
  }
  trace("not-awaited", nullptr, key.empty() ? id : key);
}

void Advance::close_child(const Place& body) {
  const std::string_view child = text_of(body, "child");
  auto& open = run_.open_children;
  const auto at = std::find(open.begin(), open.end(), child);
  if (at == open.end()) return trace("not-awaited", nullptr, child);
  open.erase(at);
  trace("child-closed", nullptr, child);
  tell_all(Happening::kChildClosed, {std::nullopt, {}, child});
}

void Advance::override_step(const Place& body) {
  const auto number = body.node().find("incident");
  const std::string_view id = text_of(body, "step");
  trace("override", workflow_.find(id),
        std::string(text_of(body, "do")) + " by " + std::string(text_of(body, "by")) + ": " +
            std::string(text_of(body, "reason")));
  Token* found = nullptr;
  for (const Incident& incident : run_.incidents) {
    if (number && std::to_string(incident.id) == number->as_text()) found = run_.find(incident.token);
  }
  for (Token& token : run_.tokens) {
    if (!number && !found && workflow_.steps[token.step].id == id) found = &token;
  }
  if (!found) return trace("not-awaited", nullptr, number ? number->as_text() : id);
  carry_override(*found, body);
}

void Advance::carry_override(Token& token, const Place& body) {
  const std::string_view what = text_of(body, "do");
  const std::uint32_t id = token.id;
  const Step& step = workflow_.steps[token.step];
  if (const auto changed = body.find("changed")) repair(*changed);
  if (what == "goTo") {
    const Step* to = workflow_.find(text_of(body, "to"));
    if (!to || to->block != step.block || to->is_compensation || step.is_compensation) {
      return trace("refused", &step, "There is no such step in this block.");
    }
    drop_children(id);
    close_incidents_of(id);
    return go(id, Way{workflow_.index_of(*to)});
  }
  drop_children(id);
  close_incidents_of(id);
  if (what == "skip") return step.is_compensation ? end_token(id) : go(id, step.next);
  Token& again = *run_.find(id);
  again.tries = 0;
  queue_.push_back(id);
}

void Advance::cancel(const Place& body) {
  trace("cancel", nullptr, std::string(text_of(body, "by")) + ": " + std::string(text_of(body, "reason")));
  // While what was done is taken back there is nothing more to cancel.
  if (run_.ending) return;
  finish(Ending::kCancelled);
}

void Advance::settle_status() {
  if (run_.has_ended() || run_.status <= Status::kIdle) return;
  if (!run_.incidents.empty()) {
    run_.status = Status::kIncident;
  } else if (!run_.tokens.empty()) {
    run_.status = Status::kWaiting;
  } else {
    run_.status = Status::kCompleted;
    trace("completed", nullptr, {});
  }
}

std::optional<Instant> Advance::wake() const {
  std::optional<Instant> first = run_.has_ended() ? std::nullopt : watched_wake_;
  for (const Token& token : run_.tokens) {
    for (const auto& at : {token.due, token.deadline}) {
      if (at && (!first || *at < *first)) first = at;
    }
  }
  return first;
}

std::vector<Value> Advance::globals_of(std::uint32_t token) {
  std::vector<Value> globals = run_.data;
  globals.resize(globals.size() + kItemGlobals);
  const std::size_t first = run_.data.size();
  for (const Token* one = run_.find(token); one; one = run_.find(one->parent)) {
    const Token* owner = run_.find(one->parent);
    const bool is_item = owner && workflow_.steps[owner->step].kind_name == "forEach";
    if (!is_item || static_cast<std::size_t>(one->index) >= owner->notes.size()) continue;
    const std::string& item = owner->notes[static_cast<std::size_t>(one->index)];
    globals[first] = Value::text(run_.arena.keep(item));
    globals[first + 1] = Value::number(Decimal::from_int(one->index + 1));
    break;
  }
  return globals;
}

void Advance::trace(std::string_view what, const Step* step, std::string_view detail) {
  std::string& entry = trace_.emplace_back();
  json::Writer writer(entry);
  writer.begin_object();
  writer.key("at").value(Value::date_time(now_));
  writer.key("what").text(what);
  if (step) writer.key("step").text(step->id);
  if (!detail.empty()) writer.key("detail").text(detail);
  writer.end_object();
}

}  // namespace signalbox::workflow
