#include "server/service/run_look.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/json_writer.h"
#include "server/json_text.h"

namespace signalbox::service {
namespace {

using Kind = store::NewRunEntry::Kind;

std::string raw_member(const json::Document& document, std::string_view name) {
  const std::optional<json::Node> member = document.root().find(name);
  return member ? std::string(raw_bytes(document, *member)) : std::string("null");
}

/// The diagnostics of a history as those of its new event: "/history/events/7/changed" -> "/changed". Lines and columns
/// would be those of a text that nobody has seen.
std::string event_diagnostics(const json::Document& answer, const std::string& prefix) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  const json::Node list = *answer.root().find("diagnostics");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json::Node one = list.at(i);
    if (text_member(one, "severity") != "error") continue;
    std::string_view path = text_member(one, "path");
    if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
    writer.begin_object().key("code").text(text_member(one, "code")).key("severity").text("error");
    writer.key("path").text(path).key("sentence").text(text_member(one, "sentence")).end_object();
  }
  writer.end_array();
  return out;
}

tl::unexpected<Refusal> refused_history(const json::Document& answer, std::size_t event) {
  const json::Node error = *answer.root().find("error");
  std::string diagnostics = event_diagnostics(answer, fmt::format("/history/events/{}", event));
  const auto found = parse_own(diagnostics);
  const std::string place(found->root().size() > 0 ? text_member(found->root().at(0), "path") : std::string_view());
  return refuse(Ground::kInvalid, std::string(text_member(error, "code")), std::string(text_member(error, "sentence")),
                place, std::move(diagnostics));
}

/// When the run has to be looked at again: the engine's own instant, or a clock's that will be breached before.
std::optional<Instant> next_due(const json::Document& answer) {
  std::optional<Instant> due = parse_instant(text_member(answer.root(), "wake"));
  const json::Node milestones = *answer.root().find("milestones");
  for (std::size_t i = 0; i < milestones.size(); ++i) {
    if (text_member(milestones.at(i), "state") != "running") continue;
    const auto breach = parse_instant(text_member(milestones.at(i), "due"));
    if (breach && (!due || *breach < *due)) due = breach;
  }
  return due;
}

/// Calls `use(node)` for each element of an array of the answer.
template <class Use>
void for_each_in(const json::Document& answer, std::string_view name, Use use) {
  const json::Node list = *answer.root().find(name);
  for (std::size_t i = 0; i < list.size(); ++i) use(list.at(i));
}

void add_entries(const json::Document& answer, Instant at, store::RunChange& change) {
  for_each_in(answer, "decisions", [&](json::Node node) {
    change.entries.push_back({Kind::kDecision, at, std::string(raw_bytes(answer, node)), std::nullopt});
  });
  for_each_in(answer, "events", [&](json::Node node) {
    const Instant event_at = parse_instant(text_member(node, "at")).value_or(at);
    change.entries.push_back({Kind::kEvent, event_at, std::string(raw_bytes(answer, node)), std::nullopt});
  });
  for_each_in(answer, "commands", [&](json::Node node) {
    change.commands.push_back({std::string(text_member(node, "key")), std::string(raw_bytes(answer, node))});
  });
}

}  // namespace

std::string run_body(const store::Run& run, const std::vector<std::pair<Instant, std::string>>& history) {
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("history").begin_object().key("id").text(run.name.record_id).key("events").begin_array();
  for (const auto& [at, event] : history) writer.raw(event);
  writer.end_array().end_object().key("state").raw(run.state).end_object();
  return body;
}

Result<RunStep> look_at(const RunLook& look) {
  auto history = look.history;
  std::size_t place = history.size();
  if (look.event) {
    const auto behind = std::upper_bound(history.begin(), history.end(), look.event->at,
                                         [](Instant at, const auto& event) { return at < event.first; });
    place = static_cast<std::size_t>(behind - history.begin());
    history.emplace(behind, look.event->at, look.event->body);
  }
  const auto answer = parse_own(api::escalate(look.program, look.directory, run_body(look.run, history), look.at));
  if (!answer->root().find("ok")->as_bool()) return refused_history(*answer, place);
  RunStep step{{look.run, {}, {}},
               look.at,
               raw_member(*answer, "decisions"),
               raw_member(*answer, "commands"),
               raw_member(*answer, "events")};
  step.change.run.looked = look.at;
  step.change.run.state = raw_member(*answer, "state");
  step.change.run.due = next_due(*answer);
  if (look.event) step.change.entries.push_back(*look.event);
  add_entries(*answer, look.at, step.change);
  return step;
}

}  // namespace signalbox::service
