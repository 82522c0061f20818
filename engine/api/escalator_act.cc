// What escalation does: commands for the host, entries of the log, and what a manager takes back.
#include <algorithm>

#include "api/escalator.h"
#include "model/record_reader.h"

namespace signalbox::api {

using escalation::Action;
using escalation::Content;
using escalation::Level;
using escalation::Mark;
using escalation::Result;
using escalation::Rule;

namespace {

Value kept(const Value& value, Arena& arena) {
  return value.kind() == Value::Kind::kText ? Value::text(arena.keep(value.as_text())) : value;
}

void begin_entry(std::string& list) {
  if (!list.empty()) list += ',';
}

void write_instant(json::Writer& writer, std::string_view name, Instant at) {
  writer.key(name).value(Value::date_time(at));
}

}  // namespace

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

std::string Escalator::key_of(const Due& due) const {
  std::string key(input_.history.id());
  key.append("/").append(due.rule->name).append("/").append(due.level->name).append("/");
  return key + to_text(due.cycle);
}

void Escalator::act(const Due& due) {
  for (std::size_t i = 0; i < due.level->actions.size(); ++i) write_action(due, due.level->actions[i], i);
}

void Escalator::write_action(const Due& due, const Action& action, std::size_t index) {
  begin_entry(commands_);
  json::Writer writer(commands_);
  writer.begin_object();
  writer.key("command").text(escalation::action_name(action.kind));
  writer.key("key").text(key_of(due) + "/" + std::to_string(index));
  writer.key("rule").text(due.rule->name);
  writer.key("level").text(due.level->name);
  switch (action.kind) {
    case Action::Kind::kSet:
      set_fields(action, writer);
      break;
    case Action::Kind::kOwner:
      write_content("owner", action.content, writer);
      break;
    case Action::Kind::kReassign:
      writer.key("policy").text(action.name);
      break;
    case Action::Kind::kRoute:
      writer.key("queue").text(action.name);
      break;
    case Action::Kind::kStart:
      writer.key("step").text(action.name);
      break;
    case Action::Kind::kCustom:
      writer.key("name").text(action.name);
      if (!action.with.empty()) writer.key("with").raw(action.with);
      break;
    case Action::Kind::kNotify:
    case Action::Kind::kInstruct:
      writer.key("to").begin_object();
      if (action.to == Action::To::kOwner) writer.key("owner").boolean(true);
      if (action.to == Action::To::kManager) writer.key("manager").number(action.levels_up);
      if (action.to == Action::To::kCustomerSuccessManager) writer.key("customerSuccessManager").boolean(true);
      if (action.to == Action::To::kQueue) writer.key("queue").text(action.name);
      if (action.to == Action::To::kAddress) writer.key("address").text(action.name);
      writer.end_object();
      write_content("text", action.content, writer);
  }
  writer.end_object();
}

Value Escalator::content_value(const Content& content) {
  const Value value =
      content.formula ? timeline_.evaluate(content.formula->formula, content.formula->path) : content.literal.value;
  return kept(value.is_error() ? Value() : value, arena_);
}

void Escalator::write_content(std::string_view name, const Content& content, json::Writer& writer) {
  const Value value = content_value(content);
  if (!value.is_blank()) writer.key(name).value(value);
}

void Escalator::set_fields(const Action& action, json::Writer& writer) {
  const Layout& layout = *input_.program.layout;
  std::string& before = state_.marks.back().before;
  constexpr std::string_view kNoFields = "{}";
  const bool has_fields = before.size() > kNoFields.size();
  if (before.empty()) before = kNoFields;
  before.pop_back();
  json::Writer before_writer(before, has_fields);
  writer.key("fields").begin_object();
  for (const Action::Assignment& field : action.fields) {
    const Field& declared = layout.field(field.slot);
    const Value value = content_value(field.value);
    writer.key(declared.name);
    write_field(writer, declared.type, value);
    const bool is_again = before.find("\"" + declared.name + "\":") != std::string::npos;
    if (!is_again) {
      before_writer.key(declared.name);
      write_field(before_writer, declared.type, timeline_.record()[field.slot]);
    }
    changes_.push_back({field.slot, value});
  }
  writer.end_object();
  before_writer.end_object();
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
  // Of a field that is set twice the last value counts.
  for (std::size_t i = 0; i < changes_.size(); ++i) {
    const Change& change = changes_[i];
    const bool is_last = std::none_of(changes_.begin() + static_cast<std::ptrdiff_t>(i) + 1, changes_.end(),
                                      [&](const Change& other) { return other.slot == change.slot; });
    if (!is_last) continue;
    writer.key(layout.field(change.slot).name);
    write_field(writer, layout.field(change.slot).type, change.value);
  }
  writer.end_object().end_object();
  changes_.clear();
}

void Escalator::log(const Due& due, Result result, const HistoryEvent* request, std::optional<Instant> opens) {
  begin_entry(decisions_);
  json::Writer writer(decisions_);
  writer.begin_object();
  writer.key("rule").text(due.rule->name);
  writer.key("level").text(due.level->name);
  write_instant(writer, "cycle", due.cycle);
  writer.key("result").text(escalation::result_name(result));
  write_instant(writer, "due", due.due);
  write_instant(writer, "at", carried_out());
  const std::int64_t late_ms = carried_out().ms - timeline_.now().ms;
  if (late_ms > 0) writer.key("lateMs").number(late_ms);
  if (opens) write_instant(writer, "heldUntil", *opens);
  if (request) {
    writer.key("by").text(request->by);
    writer.key("reason").text(request->reason);
  }
  writer.end_object();
}

void Escalator::carry_out_request() {
  const HistoryEvent* request = timeline_.event();
  if (!request || !request->is_request() || ++requests_seen_ <= state_.requests) return;
  state_.requests = requests_seen_;
  if (request->kind == HistoryEvent::Kind::kPullBack) {
    pull_back(*request);
  } else {
    override_rule(*request);
  }
}

void Escalator::override_rule(const HistoryEvent& request) {
  const Rule* rule = find_rule(request.rule);
  const auto cycle = rule ? open_cycle(*rule) : std::nullopt;
  if (!cycle) return;
  for (const Level& level : rule->levels) {
    if (!request.level.empty() && level.name != request.level) continue;
    const Mark* mark = mark_of(*rule, level, *cycle);
    if (mark && mark->result != Result::kHeld) continue;
    if (mark) state_.marks.erase(state_.marks.begin() + (mark - state_.marks.data()));
    const Due due{rule, &level, *cycle, timeline_.now()};
    add_mark(due, Result::kOverridden, carried_out());
    log(due, Result::kOverridden, &request, std::nullopt);
  }
}

void Escalator::pull_back(const HistoryEvent& request) {
  const Rule* rule = find_rule(request.rule);
  const auto cycle = rule ? open_cycle(*rule) : std::nullopt;
  if (!cycle) return;
  // The last first: what was there before the first of them remains.
  for (std::size_t i = state_.marks.size(); i > 0; --i) {
    Mark& mark = state_.marks[i - 1];
    const bool is_meant = mark.rule == rule->name && mark.cycle == *cycle && mark.result == Result::kFired &&
                          (request.level.empty() || mark.level == request.level);
    if (!is_meant) continue;
    mark.result = Result::kPulledBack;
    const auto level = std::find_if(rule->levels.begin(), rule->levels.end(),
                                    [&](const Level& one) { return one.name == mark.level; });
    if (level == rule->levels.end()) continue;
    const Due due{rule, &*level, *cycle, mark.due};
    begin_entry(commands_);
    json::Writer writer(commands_);
    writer.begin_object();
    writer.key("command").text("restore");
    writer.key("key").text(key_of(due) + "/restore");
    writer.key("rule").text(rule->name);
    writer.key("level").text(level->name);
    writer.key("fields").raw(mark.before.empty() ? "{}" : mark.before);
    writer.key("undoes").begin_array();
    for (std::size_t a = 0; a < level->actions.size(); ++a) writer.text(key_of(due) + "/" + std::to_string(a));
    writer.end_array().end_object();
    restore(mark.before);
    log(due, Result::kPulledBack, &request, std::nullopt);
  }
  override_rule(request);
  if (!is_late()) apply_changes();
}

void Escalator::restore(const std::string& before) {
  if (before.empty()) return;
  Diagnostics ignored;
  const auto document = json::Document::parse(before, ignored);
  if (!document) return;
  const Layout& layout = *input_.program.layout;
  std::vector<Value> row(layout.size());
  std::string_view id;
  RecordReader reader(layout, arena_);
  if (!reader.read(document->root(), row.data(), id, ignored)) return;
  for (const auto& given : reader.trace().slots) changes_.push_back({given.slot, row[given.slot]});
}

}  // namespace signalbox::api
