// What a manager asks for: that a rule does not fire, or that what it did is taken back.
#include <algorithm>

#include "api/escalator.h"
#include "model/record_reader.h"

namespace signalbox::api {

using escalation::Level;
using escalation::Mark;
using escalation::Request;
using escalation::Result;
using escalation::Rule;
using escalation::Setting;

std::optional<Escalator::Asked> Escalator::take_request() {
  const HistoryEvent* event = timeline_.event();
  if (!event || !event->is_request()) return std::nullopt;
  const Request request{event->at,
                        event->kind == HistoryEvent::Kind::kPullBack,
                        std::string(event->rule),
                        std::string(event->level),
                        std::string(event->by),
                        std::string(event->reason)};
  const bool was_before = ++requests_seen_ <= state_.requests_before;
  const bool is_known = std::find(state_.requests.begin(), state_.requests.end(), request) != state_.requests.end();
  if (!is_known) state_.requests.push_back(request);
  if (is_known || was_before) return std::nullopt;
  const Rule* rule = find_rule(event->rule);
  return Asked{event, rule ? open_cycle(*rule) : std::nullopt};
}

void Escalator::carry_out(const Asked& asked) {
  const Rule* rule = find_rule(asked.event->rule);
  if (!rule || !asked.cycle) return;
  if (asked.event->kind == HistoryEvent::Kind::kPullBack) pull_back(*rule, asked);
  override_rule(*rule, asked);
  if (!is_late()) apply_changes();
}

void Escalator::override_rule(const Rule& rule, const Asked& asked) {
  const HistoryEvent& request = *asked.event;
  for (const Level& level : rule.levels) {
    if (!request.level.empty() && level.name != request.level) continue;
    const Mark* mark = mark_of(rule, level, *asked.cycle);
    if (mark && mark->result != Result::kHeld) continue;
    if (mark) state_.marks.erase(state_.marks.begin() + (mark - state_.marks.data()));
    const Due due{&rule, &level, *asked.cycle, escalation::cycle_text(*asked.cycle), request.at};
    add_mark(due, Result::kOverridden, carried_out());
    log(due, Result::kOverridden, &request, std::nullopt);
  }
}

void Escalator::pull_back(const Rule& rule, const Asked& asked) {
  const HistoryEvent& request = *asked.event;
  // The last first: what was there before the first of them remains.
  for (std::size_t i = state_.marks.size(); i > 0; --i) {
    const Mark& mark = state_.marks[i - 1];
    const bool is_meant = mark.rule == rule.name && mark.cycle == *asked.cycle && mark.result == Result::kFired &&
                          (request.level.empty() || mark.level == request.level);
    if (is_meant) pull_back_mark(i - 1, rule, request);
  }
}

void Escalator::pull_back_mark(std::size_t index, const Rule& rule, const HistoryEvent& request) {
  Mark& mark = state_.marks[index];
  mark.result = Result::kPulledBack;
  mark.pulled_back = carried_out();
  const auto level =
      std::find_if(rule.levels.begin(), rule.levels.end(), [&](const Level& one) { return one.name == mark.level; });
  if (level == rule.levels.end()) return;
  const Due due{&rule, &*level, mark.cycle, mark.key, mark.due};
  const std::string fields = take_back(*level, index);
  begin_entry(commands_);
  json::Writer writer(commands_);
  writer.begin_object();
  writer.key("command").text("restore");
  writer.key("key").text(key_of(due) + "/restore");
  writer.key("rule").text(rule.name);
  writer.key("level").text(level->name);
  writer.key("fields").raw(fields);
  writer.key("undoes").begin_array();
  for (std::size_t a = 0; a < level->actions.size(); ++a) writer.text(key_of(due) + "/" + std::to_string(a));
  writer.end_array().end_object();
  log(due, Result::kPulledBack, &request, std::nullopt);
}

/// Makes the fields what they would be now had the level not fired; gives those that it had set, as a JSON object.
std::string Escalator::take_back(const Level& level, std::size_t index) {
  const Layout& layout = *input_.program.layout;
  Mark& mark = state_.marks[index];
  std::vector<std::uint32_t> slots;
  std::string before;
  json::Writer writer(before);
  writer.begin_object();
  for (const Setting& setting : mark.settings) {
    const auto slot = layout.find(setting.field);
    if (!slot) continue;
    // Where a level that fired later has set the field, that one stands, and would have found another value before.
    if (Setting* later = later_setting(index, setting.field)) {
      later->before = setting.before;
    } else if (setting.after.empty() || mark.at > timeline_.now() ||
               setting.after == field_text(layout.field(*slot).type, timeline_.record()[*slot])) {
      slots.push_back(*slot);
      writer.key(setting.field).raw(setting.before);
    }
  }
  writer.end_object();
  set_again(before);
  // What the level is still to set it does not set.
  const auto is_of_level = [&](const Change& change) { return change.level == &level && change.cycle == mark.cycle; };
  for (const Change& change : changes_) {
    if (is_of_level(change)) slots.push_back(change.slot);
  }
  changes_.erase(std::remove_if(changes_.begin(), changes_.end(), is_of_level), changes_.end());
  return fields_now(std::move(slots));
}

Setting* Escalator::later_setting(std::size_t index, std::string_view field) {
  for (std::size_t i = index + 1; i < state_.marks.size(); ++i) {
    if (state_.marks[i].result != Result::kFired) continue;
    for (Setting& other : state_.marks[i].settings) {
      if (other.field == field) return &other;
    }
  }
  return nullptr;
}

std::string Escalator::fields_now(std::vector<std::uint32_t> slots) const {
  std::sort(slots.begin(), slots.end());
  slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
  std::string fields;
  json::Writer writer(fields);
  writer.begin_object();
  for (const std::uint32_t slot : slots) {
    Value value = timeline_.record()[slot];
    for (const Change& change : changes_) {
      if (change.slot == slot) value = change.value;
    }
    writer.key(input_.program.layout->field(slot).name);
    write_field(writer, input_.program.layout->field(slot).type, value);
  }
  writer.end_object();
  return fields;
}

/// Before what levels are still to set.
void Escalator::set_again(const std::string& fields) {
  Diagnostics ignored;
  const auto document = json::Document::parse(fields, ignored);
  if (!document) return;
  const Layout& layout = *input_.program.layout;
  std::vector<Value> row(layout.size());
  std::string_view id;
  RecordReader reader(layout, arena_);
  if (!reader.read(document->root(), row.data(), id, ignored)) return;
  std::vector<Change> changes;
  for (const auto& given : reader.trace().slots) changes.push_back({given.slot, row[given.slot], nullptr, nullptr, {}});
  changes_.insert(changes_.begin(), changes.begin(), changes.end());
}

/// What somebody else sets stands, whatever is pulled back later. What a level set late comes here as an event, too.
void Escalator::forget_settings(const HistoryEvent& event) {
  const Layout& layout = *input_.program.layout;
  for (const std::uint32_t slot : input_.history.given(event)) {
    if (is_own(event, slot)) continue;
    for (Mark& mark : state_.marks) {
      const auto is_given = [&](const Setting& one) { return one.field == layout.field(slot).name; };
      mark.settings.erase(std::remove_if(mark.settings.begin(), mark.settings.end(), is_given), mark.settings.end());
    }
  }
}

/// Has a level, or its pull-back, set the field by this event? Then it is known now what the field was before.
bool Escalator::is_own(const HistoryEvent& event, std::uint32_t slot) {
  const Field& field = input_.program.layout->field(slot);
  const std::string after = field_text(field.type, timeline_.record()[slot]);
  std::vector<Setting*> set;
  for (Mark& mark : state_.marks) {
    for (Setting& setting : mark.settings) {
      if (setting.field != field.name) continue;
      if (mark.pulled_back == event.at && setting.before == after) return true;
      if (mark.at == event.at) set.push_back(&setting);
    }
  }
  const auto is_last = [&](const Setting* one) { return one->after == after; };
  const auto end = std::find_if(set.rbegin(), set.rend(), is_last).base();
  if (end == set.begin() || timeline_.record_before().empty()) return false;
  std::string before = field_text(field.type, timeline_.record_before()[slot]);
  auto one = set.begin();
  // Those that an event of the same instant has set already.
  while (one + 1 != end && (*one)->after == before) ++one;
  for (; one != end; ++one) {
    (*one)->before = before;
    before = (*one)->after;
  }
  return true;
}

}  // namespace signalbox::api
