#include "server/service/run_look.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/limits.h"
#include "model/json_writer.h"
#include "server/clock.h"
#include "server/json_text.h"
#include "server/service/engine_refusal.h"
#include "server/service/owner.h"

namespace signalbox::service {
namespace {

using Kind = store::NewRunEntry::Kind;
using History = std::vector<std::pair<Instant, std::string>>;

std::string raw_member(const json::Document& document, std::string_view name) {
  const std::optional<json::Node> member = document.root().find(name);
  return member ? std::string(raw_bytes(document, *member)) : std::string("null");
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

/// How far a timer's look goes.
struct Stop {
  Instant until;  ///< This instant included.
  Instant due;    ///< Of what is left.
};

/// Where the look must stop so that runs act in the order of what is due; nullopt: nothing is left.
std::optional<Stop> stop_of(const json::Document& answer, const RunLook& look) {
  std::set<Instant> acts;
  for_each_in(answer, "decisions",
              [&](json::Node decision) { acts.insert(Instant{look.at.ms - number_member(decision, "lateMs")}); });
  if (acts.empty()) return std::nullopt;
  const Instant first = *acts.begin();
  const Instant from = std::max(*look.timer, look.run.looked);
  if (first > from) return Stop{from, first};
  if (acts.size() == 1) return std::nullopt;
  return Stop{std::max(first, from), *std::next(acts.begin())};
}

std::string history_text(const store::Run& run, const History& history) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().key("id").text(run.name.record_id).key("events").begin_array();
  for (const auto& [at, event] : history) writer.raw(event);
  writer.end_array().end_object();
  return text;
}

/// The elements of a JSON array, one after the other.
void add_element(std::string& array, std::string_view element) {
  array.append(array.empty() ? "" : ",").append(element);
}

/// One look under way.
class Looking {
 public:
  Looking(const RunLook& look, Placements& placements)
      : look_(look),
        placements_(placements),
        history_(look.history),
        step_{{look.run, {}, {}},
              look.at,
              {},
              {},
              {},
              std::make_shared<Placements::Hold>(placements),
              look.published->directory->version.hash} {}

  Result<RunStep> run() {
    std::size_t place = history_.size();
    if (look_.event) place = add_to_history(look_.event->at, look_.event->body);
    ask();
    if (!is_ok()) return refused_by_engine(*answer_, fmt::format("/history/events/{}", place));
    const auto stop = look_.timer ? stop_of(*answer_, look_) : std::nullopt;
    if (stop) {
      until_ = stop->until;
      ask();
    }
    if (look_.incident) step_.change.entries.push_back(*look_.incident);
    if (look_.event) step_.change.entries.push_back(*look_.event);
    // A new owner is an event, which may lead to more.
    for (std::size_t round = 0;; ++round) {
      const Result<bool> placed = take_answer();
      if (!placed) return tl::unexpected(placed.error());
      step_.change.run.state = raw_member(*answer_, "state");
      if (!*placed || round == limits::kMaxRounds) break;
      ask();
      if (!is_ok()) return refused_by_engine(*answer_, fmt::format("/history/events/{}", history_.size()));
    }
    step_.change.run.looked = until_.value_or(look_.at);
    step_.change.run.due = stop ? stop->due : next_due(*answer_);
    for (std::string* array : {&step_.decisions, &step_.commands, &step_.events}) *array = "[" + *array + "]";
    return std::move(step_);
  }

 private:
  void ask() {
    answer_ = parse_own(
        api::escalate(look_.program, look_.directory, run_body(step_.change.run, history_), look_.at, until_));
  }
  [[nodiscard]] bool is_ok() const { return answer_->root().find("ok")->as_bool(); }

  /// Behind those of the same instant; gives its place.
  std::size_t add_to_history(Instant at, std::string body) {
    const auto behind = std::upper_bound(history_.begin(), history_.end(), at,
                                         [](Instant one, const auto& event) { return one < event.first; });
    const auto place = static_cast<std::size_t>(behind - history_.begin());
    history_.emplace(behind, at, std::move(body));
    return place;
  }

  void add_decision(std::string_view body) {
    add_element(step_.decisions, body);
    step_.change.entries.push_back({Kind::kDecision, look_.at, std::string(body), std::nullopt});
  }
  void add_event(Instant at, std::string_view body) {
    add_element(step_.events, body);
    step_.change.entries.push_back({Kind::kEvent, at, std::string(body), std::nullopt});
    add_to_history(at, std::string(body));
  }
  void add_command(std::string_view key, std::string_view body) {
    add_element(step_.commands, body);
    step_.change.commands.push_back({std::string(key), std::string(body)});
  }

  /// Takes over what the engine gave. True when a record got a new owner.
  Result<bool> take_answer() {
    for_each_in(*answer_, "decisions", [&](json::Node node) { add_decision(raw_bytes(*answer_, node)); });
    for_each_in(*answer_, "events", [&](json::Node node) {
      add_event(parse_instant(text_member(node, "at")).value_or(look_.at), raw_bytes(*answer_, node));
    });
    bool has_new_owner = false;
    const json::Node commands = *answer_->root().find("commands");
    for (std::size_t i = 0; i < commands.size(); ++i) {
      const json::Node command = commands.at(i);
      const std::string_view word = text_member(command, "command");
      Result<bool> moved = false;
      if (word == "reassign") {
        moved = place(command);
      } else if (word == "restore") {
        moved = restore(command);
      } else {
        add_command(text_member(command, "key"), raw_bytes(*answer_, command));
      }
      if (!moved) return moved;
      has_new_owner = has_new_owner || *moved;
    }
    return has_new_owner;
  }

  /// When the level that gave the command was due.
  [[nodiscard]] Instant due_of(json::Node command) const {
    Instant due = look_.at;
    for_each_in(*answer_, "decisions", [&](json::Node decision) {
      const auto is_same = [&](std::string_view name) {
        return text_member(decision, name) == text_member(command, name);
      };
      if (is_same("rule") && is_same("level")) due = parse_instant(text_member(decision, "due")).value_or(due);
    });
    return due;
  }

  Result<bool> place(json::Node command) {
    const store::Run& run = look_.run;
    const Placements::Asked asked{run.name,        look_.program, look_.directory, run.directory_hash,
                                  look_.published, look_.at,      due_of(command), owner_in(history_)};
    const Result<Placement> placement = placements_.place(asked, history_text(run, history_), command, *step_.hold);
    if (!placement) return tl::unexpected(placement.error());
    add_command(text_member(command, "key"), placement->command);
    add_decision(placement->decision);
    if (!placement->event.empty()) add_event(look_.at, placement->event);
    return !placement->event.empty();
  }

  /// Gives the record back to whom it was taken from, unless somebody has given it to somebody else since.
  Result<bool> restore(json::Node command) {
    const std::string_view key = text_member(command, "key");
    std::optional<std::string> owner;
    const json::Node keys = *command.find("undoes");
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto handover = placements_.undo(look_.run.name, keys.at(i).as_text(), *step_.hold);
      if (!handover) return tl::unexpected(handover.error());
      if (*handover && (*handover)->to == owner_in(history_)) owner = (*handover)->from;
    }
    if (!owner) {
      add_command(key, raw_bytes(*answer_, command));
      return false;
    }
    add_command(key, with_owner(*answer_, command, *owner));
    add_event(look_.at, owner_event(look_.at, *owner));
    return true;
  }

  const RunLook& look_;
  Placements& placements_;
  History history_;
  std::optional<Instant> until_;
  std::unique_ptr<const json::Document> answer_;
  RunStep step_;
};

}  // namespace

Instant look_instant(const store::Run& run) { return std::max(now(), run.looked); }

std::string incident_body(const Refusal& refusal) {
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("code").text(refusal.code).key("sentence").text(refusal.sentence);
  writer.key("diagnostics").raw(refusal.diagnostics).end_object();
  return body;
}

std::string run_body(const store::Run& run, const History& history) {
  std::string body;
  json::Writer(body)
      .begin_object()
      .key("history")
      .raw(history_text(run, history))
      .key("state")
      .raw(run.state)
      .end_object();
  return body;
}

Result<RunStep> look_at(const RunLook& look, Placements& placements) { return Looking(look, placements).run(); }

}  // namespace signalbox::service
