// What escalation does: commands for the host, entries of the log.
#include <algorithm>

#include "api/escalator.h"
#include "explain/words.h"

namespace signalbox::api {

using escalation::Action;
using escalation::Content;
using escalation::Mark;
using escalation::Result;
using escalation::Rule;
using escalation::Setting;

namespace {

Value kept(const Value& value, Arena& arena) {
  return value.kind() == Value::Kind::kText ? Value::text(arena.keep(value.as_text())) : value;
}

void write_instant(json::Writer& writer, std::string_view name, Instant at) {
  writer.key(name).value(Value::date_time(at));
}

}  // namespace

void begin_entry(std::string& list) {
  if (!list.empty()) list += ',';
}

void write_field(json::Writer& writer, Type type, const Value& value) {
  if (type == Type::kPercent && value.kind() == Value::Kind::kNumber) {
    if (const auto shown = value.as_number().shifted(-2)) writer.number(*shown);
    return;
  }
  if (value.kind() == Value::Kind::kText && value.is_blank()) {
    writer.null();
    return;
  }
  writer.value(value);
}

std::string field_text(Type type, const Value& value) {
  std::string text;
  json::Writer writer(text);
  write_field(writer, type, value);
  return text;
}

std::string Escalator::key_of(const Due& due) const {
  std::string key(input_.history.id());
  key.append("/").append(due.rule->name).append("/").append(due.level->name).append("/");
  return key + due.key;
}

void Escalator::act(const Due& due) {
  for (std::size_t i = 0; i < due.level->actions.size(); ++i) {
    const Action& action = due.level->actions[i];
    std::string command;
    json::Writer writer(command);
    writer.begin_object();
    writer.key("command").text(escalation::action_name(action.kind));
    writer.key("key").text(key_of(due) + "/" + std::to_string(i));
    writer.key("rule").text(due.rule->name);
    writer.key("level").text(due.level->name);
    if (!write_action(due, action, writer)) continue;
    writer.end_object();
    begin_entry(commands_);
    commands_ += command;
  }
}

bool Escalator::write_action(const Due& due, const Action& action, json::Writer& writer) {
  switch (action.kind) {
    case Action::Kind::kSet:
      return set_fields(due, action, writer);
    case Action::Kind::kOwner:
      return write_content("owner", action.content, writer);
    case Action::Kind::kReassign:
      writer.key("policy").text(action.name);
      return true;
    case Action::Kind::kRoute:
      writer.key("queue").text(action.name);
      return true;
    case Action::Kind::kStart:
      writer.key("step").text(action.name);
      return true;
    case Action::Kind::kCustom:
      writer.key("name").text(action.name);
      if (!action.with.empty()) writer.key("with").raw(action.with);
      return true;
    case Action::Kind::kNotify:
    case Action::Kind::kInstruct:
      break;
  }
  writer.key("to").begin_object();
  if (action.to == Action::To::kOwner) writer.key("owner").boolean(true);
  if (action.to == Action::To::kManager) writer.key("manager").number(action.levels_up);
  if (action.to == Action::To::kCustomerSuccessManager) writer.key("customerSuccessManager").boolean(true);
  if (action.to == Action::To::kQueue) writer.key("queue").text(action.name);
  if (action.to == Action::To::kAddress) writer.key("address").text(action.name);
  writer.end_object();
  // Somebody who is notified without the text knows more than somebody who is not.
  return write_content("text", action.content, writer) || action.kind == Action::Kind::kNotify;
}

std::optional<Value> Escalator::content_value(const Content& content) {
  if (!content.formula) return kept(content.literal.value, arena_);
  const auto& [formula, path] = *content.formula;
  const Value value = timeline_.evaluate(formula, path);
  if (!value.is_error()) return kept(value, arena_);
  failures_.push_back({value.as_error(), path, formula.text()});
  return std::nullopt;
}

bool Escalator::write_content(std::string_view name, const Content& content, json::Writer& writer) {
  const auto value = content_value(content);
  if (value && !value->is_blank()) writer.key(name).value(*value);
  return value.has_value();
}

bool Escalator::set_fields(const Due& due, const Action& action, json::Writer& writer) {
  const Layout& layout = *input_.program.layout;
  bool sets_any = false;
  writer.key("fields").begin_object();
  for (const Action::Assignment& field : action.fields) {
    const auto value = content_value(field.value);
    if (!value) continue;
    sets_any = true;
    writer.key(layout.field(field.slot).name);
    write_field(writer, layout.field(field.slot).type, *value);
    changes_.push_back({field.slot, *value, due.rule, due.level, due.cycle});
  }
  writer.end_object();
  return sets_any;
}

void Escalator::apply_changes() {
  if (changes_.empty()) return;
  std::vector<Value> row(timeline_.record().begin(), timeline_.record().end());
  for (const Change& change : changes_) row[change.slot] = change.value;
  write_changes();
  timeline_.change(std::move(row));
}

void Escalator::write_changes() {
  if (changes_.empty()) return;
  has_set_late_ = has_set_late_ || is_late();
  const Layout& layout = *input_.program.layout;
  begin_entry(events_);
  json::Writer writer(events_);
  writer.begin_object();
  write_instant(writer, "at", carried_out());
  writer.key("changed").begin_object();
  std::vector<Value> row(timeline_.record().begin(), timeline_.record().end());
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    const Change& change = changes_[i];
    const Type type = layout.field(change.slot).type;
    note_setting(change, field_text(type, row[change.slot]));
    row[change.slot] = change.value;
    // Of a field that is set twice the last value counts.
    const bool is_last = std::none_of(changes_.begin() + static_cast<std::ptrdiff_t>(i) + 1, changes_.end(),
                                      [&](const Change& other) { return other.slot == change.slot; });
    if (!is_last) continue;
    writer.key(layout.field(change.slot).name);
    write_field(writer, type, change.value);
  }
  writer.end_object().end_object();
  changes_.clear();
}

/// In the mark of the level that makes the change.
void Escalator::note_setting(const Change& change, const std::string& before) {
  const Mark* found = change.rule ? mark_of(*change.rule, *change.level, change.cycle) : nullptr;
  if (!found) return;
  const Field& field = input_.program.layout->field(change.slot);
  const std::string after = field_text(field.type, change.value);
  auto& settings = state_.marks[static_cast<std::size_t>(found - state_.marks.data())].settings;
  const auto again =
      std::find_if(settings.begin(), settings.end(), [&](const Setting& one) { return one.field == field.name; });
  if (again == settings.end()) {
    settings.push_back({field.name, before, after});
  } else {
    again->after = after;
  }
}

void Escalator::log(const Due& due, Result result, const HistoryEvent* request, std::optional<Instant> opens) {
  begin_entry(decisions_);
  json::Writer writer(decisions_);
  writer.begin_object();
  writer.key("rule").text(due.rule->name);
  writer.key("level").text(due.level->name);
  write_instant(writer, "cycle", due.cycle.start);
  writer.key("result").text(escalation::result_name(result));
  write_instant(writer, "due", due.due);
  write_instant(writer, "at", carried_out());
  const std::int64_t late_ms = carried_out().ms - (request ? request->at : timeline_.now()).ms;
  if (late_ms > 0) writer.key("lateMs").number(late_ms);
  if (opens) write_instant(writer, "heldUntil", *opens);
  if (request) {
    writer.key("by").text(request->by);
    writer.key("reason").text(request->reason);
  }
  if (!failures_.empty()) {
    writer.key("errors").begin_array();
    for (const TimelineError& error : failures_) {
      writer.begin_object();
      writer.key("code").text(error_name(error.code));
      writer.key("path").text(error.path);
      writer.key("sentence").text(explain::error_sentence(error.code, error.text));
      writer.end_object();
    }
    writer.end_array();
    failures_.clear();
  }
  writer.end_object();
}

}  // namespace signalbox::api
