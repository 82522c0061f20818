#include "escalation/state.h"

#include <algorithm>

namespace signalbox::escalation {

namespace {

/// By Result.
constexpr std::array<std::string_view, 6> kNames = {"fired",      "suppressed", "dropped",
                                                    "overridden", "pulledBack", "held"};

/// Members that have to be there; what is missing is reported.
class Members {
 public:
  explicit Members(const Place& place) : place_(place) {}

  [[nodiscard]] Instant instant(std::string_view name) const {
    const auto member = place_.required(name);
    return (member ? member->instant() : std::nullopt).value_or(Instant());
  }
  [[nodiscard]] std::string text(std::string_view name) const { return text_of(place_.required(name)); }
  [[nodiscard]] std::string optional_text(std::string_view name) const { return text_of(place_.find(name)); }
  /// From 0 on.
  [[nodiscard]] std::int64_t count(std::string_view name) const {
    const auto member = place_.find(name);
    return (member ? member->integer(0, INT32_MAX) : std::nullopt).value_or(0);
  }

 private:
  static std::string text_of(const std::optional<Place>& member) {
    return std::string((member ? member->text() : std::nullopt).value_or(std::string_view()));
  }

  const Place& place_;
};

std::string json_of(json::Node node) {
  std::string text;
  json::Writer(text).node(node);
  return text;
}

/// `{"Priority":{"before":"Low","after":"High"}}`.
void read_settings(const Place& place, std::vector<Setting>& settings) {
  if (!place.is_object()) return;
  for (std::size_t i = 0; i < place.node().size(); ++i) {
    const Place field = place.at(i);
    if (!field.is_object()) continue;
    field.only_members({"before", "after"});
    const auto before = field.required("before");
    const auto after = field.required("after");
    if (!before || !after) continue;
    settings.push_back({std::string(place.node().key(i)), json_of(before->node()), json_of(after->node())});
  }
}

/// An older engine wrote the values before as a text that is a JSON object.
void read_settings_before(const Place& place, std::vector<Setting>& settings) {
  const auto text = place.text();
  if (!text) return;
  Diagnostics found;
  const auto document = json::Document::parse(*text, found);
  if (!document || !document->root().is(json::Kind::kObject)) {
    place.report("bad-state", "This is not the text of a JSON object.", "the state of the last answer, unchanged");
    return;
  }
  const json::Node root = document->root();
  for (std::size_t i = 0; i < root.size(); ++i) settings.push_back({std::string(root.key(i)), json_of(root.at(i)), {}});
}

Mark read_mark(const Place& place) {
  Mark mark;
  if (!place.is_object()) return mark;
  place.only_members({"rule", "level", "cycle", "number", "again", "key", "result", "due", "fired", "at",
                      "pulledBackAt", "set", "before"});
  const Members members(place);
  mark.rule = members.text("rule");
  mark.level = members.text("level");
  mark.cycle = {members.count("number"), members.instant("cycle"), members.count("again")};
  mark.key = place.find("key") ? members.text("key") : cycle_text(mark.cycle);
  const std::string result = members.text("result");
  const auto known = std::find(kNames.begin(), kNames.end(), result);
  if (known != kNames.end()) mark.result = static_cast<Result>(known - kNames.begin());
  if (known == kNames.end() && !result.empty()) {
    place.find("result")->report_unknown("result", result, {kNames.begin(), kNames.end()});
  }
  mark.due = members.instant("due");
  mark.fired = place.find("fired") ? members.instant("fired") : mark.due;
  mark.at = members.instant("at");
  if (place.find("pulledBackAt")) mark.pulled_back = members.instant("pulledBackAt");
  if (const auto set = place.find("set")) read_settings(*set, mark.settings);
  if (const auto before = place.find("before")) read_settings_before(*before, mark.settings);
  return mark;
}

/// An event of the history, as it was written there.
Request read_request(const Place& place) {
  Request request;
  if (!place.is_object()) return request;
  place.only_members({"at", "override", "pullBack", "level", "by", "reason"});
  const Members members(place);
  request.at = members.instant("at");
  request.is_pull_back = place.find("pullBack").has_value();
  request.rule = members.text(request.is_pull_back ? "pullBack" : "override");
  request.level = members.optional_text("level");
  request.by = members.text("by");
  request.reason = members.text("reason");
  return request;
}

void read_requests(const Place& place, State& state) {
  if (place.node().is(json::Kind::kNumber)) {
    state.requests_before = place.integer(0, INT32_MAX).value_or(0);
    return;
  }
  if (!place.is_array()) return;
  for (std::size_t i = 0; i < place.node().size(); ++i) state.requests.push_back(read_request(place.at(i)));
}

void write_instant(json::Writer& writer, std::string_view name, Instant at) {
  writer.key(name).value(Value::date_time(at));
}

void write_request(const Request& request, json::Writer& writer) {
  writer.begin_object();
  write_instant(writer, "at", request.at);
  writer.key(request.is_pull_back ? "pullBack" : "override").text(request.rule);
  if (!request.level.empty()) writer.key("level").text(request.level);
  writer.key("by").text(request.by);
  writer.key("reason").text(request.reason);
  writer.end_object();
}

void write_mark(const Mark& mark, json::Writer& writer) {
  writer.begin_object();
  writer.key("rule").text(mark.rule);
  writer.key("level").text(mark.level);
  write_instant(writer, "cycle", mark.cycle.start);
  writer.key("number").number(mark.cycle.number);
  if (mark.cycle.again > 0) writer.key("again").number(mark.cycle.again);
  if (mark.key != cycle_text(mark.cycle)) writer.key("key").text(mark.key);
  writer.key("result").text(result_name(mark.result));
  write_instant(writer, "due", mark.due);
  if (mark.fired != mark.due) write_instant(writer, "fired", mark.fired);
  write_instant(writer, "at", mark.at);
  if (mark.pulled_back) write_instant(writer, "pulledBackAt", *mark.pulled_back);
  // What an older engine did not say stays as it said it.
  const bool is_older = !mark.settings.empty() && mark.settings.front().after.empty();
  std::string older;
  if (!mark.settings.empty()) {
    json::Writer settings(older);
    settings.begin_object();
    for (const Setting& one : mark.settings) {
      settings.key(one.field);
      if (is_older) {
        settings.raw(one.before);
        continue;
      }
      settings.begin_object().key("before").raw(one.before).key("after").raw(one.after).end_object();
    }
    settings.end_object();
    if (is_older) {
      writer.key("before").text(older);
    } else {
      writer.key("set").raw(older);
    }
  }
  writer.end_object();
}

}  // namespace

std::string_view result_name(Result result) { return kNames[static_cast<std::size_t>(result)]; }

std::string cycle_text(const CycleName& cycle) {
  const std::string start = to_text(cycle.start);
  return cycle.again > 0 ? start + "+" + std::to_string(cycle.again) : start;
}

std::optional<State> read_state(const Place& place) {
  State state;
  if (place.node().is(json::Kind::kNull)) return state;
  if (!place.is_object()) return std::nullopt;
  place.only_members({"until", "requests", "marks"});
  const auto until = place.required("until");
  if (until && !until->node().is(json::Kind::kNull)) state.until = until->instant();
  if (const auto requests = place.required("requests")) read_requests(*requests, state);
  const auto marks = place.required("marks");
  if (marks && marks->is_array()) {
    for (std::size_t i = 0; i < marks->node().size(); ++i) state.marks.push_back(read_mark(marks->at(i)));
  }
  return has_errors(place.diagnostics()) ? std::nullopt : std::optional(std::move(state));
}

void write_state(const State& state, json::Writer& writer) {
  writer.begin_object();
  writer.key("until").value(state.until ? Value::date_time(*state.until) : Value());
  writer.key("requests").begin_array();
  for (const Request& request : state.requests) write_request(request, writer);
  writer.end_array();
  writer.key("marks").begin_array();
  for (const Mark& mark : state.marks) write_mark(mark, writer);
  writer.end_array().end_object();
}

}  // namespace signalbox::escalation
