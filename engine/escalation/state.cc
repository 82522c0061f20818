#include "escalation/state.h"

#include <algorithm>

namespace signalbox::escalation {

namespace {

/// By Result.
constexpr std::array<std::string_view, 6> kNames = {"fired",      "suppressed", "dropped",
                                                    "overridden", "pulledBack", "held"};

Mark read_mark(const Place& place) {
  Mark mark;
  if (!place.is_object()) return mark;
  place.only_members({"rule", "level", "cycle", "result", "due", "at", "before"});
  const auto instant = [&](std::string_view name) {
    const auto member = place.required(name);
    return (member ? member->instant() : std::nullopt).value_or(Instant());
  };
  const auto text = [&](std::string_view name) {
    const auto member = place.required(name);
    return std::string((member ? member->text() : std::nullopt).value_or(std::string_view()));
  };
  mark.rule = text("rule");
  mark.level = text("level");
  mark.cycle = instant("cycle");
  const std::string result = text("result");
  const auto known = std::find(kNames.begin(), kNames.end(), result);
  if (known != kNames.end()) mark.result = static_cast<Result>(known - kNames.begin());
  if (known == kNames.end() && !result.empty()) {
    place.find("result")->report_unknown("result", result, {kNames.begin(), kNames.end()});
  }
  mark.due = instant("due");
  mark.at = instant("at");
  if (place.find("before")) mark.before = text("before");
  return mark;
}

}  // namespace

std::string_view result_name(Result result) { return kNames[static_cast<std::size_t>(result)]; }

std::optional<State> read_state(const Place& place) {
  State state;
  if (place.node().is(json::Kind::kNull)) return state;
  if (!place.is_object()) return std::nullopt;
  place.only_members({"until", "requests", "marks"});
  const auto until = place.required("until");
  if (until) state.until = until->instant();
  const auto requests = place.required("requests");
  if (requests) state.requests = requests->integer(0, INT32_MAX).value_or(0);
  const auto marks = place.required("marks");
  if (marks && marks->is_array()) {
    for (std::size_t i = 0; i < marks->node().size(); ++i) state.marks.push_back(read_mark(marks->at(i)));
  }
  return has_errors(place.diagnostics()) ? std::nullopt : std::optional(std::move(state));
}

void write_state(const State& state, json::Writer& writer) {
  writer.begin_object();
  writer.key("until").value(state.until ? Value::date_time(*state.until) : Value());
  writer.key("requests").number(state.requests);
  writer.key("marks").begin_array();
  for (const Mark& mark : state.marks) {
    writer.begin_object();
    writer.key("rule").text(mark.rule);
    writer.key("level").text(mark.level);
    writer.key("cycle").value(Value::date_time(mark.cycle));
    writer.key("result").text(result_name(mark.result));
    writer.key("due").value(Value::date_time(mark.due));
    writer.key("at").value(Value::date_time(mark.at));
    if (!mark.before.empty()) writer.key("before").text(mark.before);
    writer.end_object();
  }
  writer.end_array().end_object();
}

}  // namespace signalbox::escalation
