#include "server/service/placements.h"

#include <optional>

#include "model/json_writer.h"
#include "server/json_text.h"
#include "server/service/library.h"
#include "server/service/owner.h"

namespace signalbox::service {
namespace {

constexpr std::size_t kPage = 1000;

std::string kept_as(const store::RunName& name, std::string_view key) {
  std::string text;
  json::Writer writer(text);
  writer.begin_array().text(name.definition).text(name.object).text(name.record_id).text(key).end_array();
  return text;
}

/// The work behind a command `owner` that was made here; nullopt for any other command.
std::optional<api::GivenWork> work_of(json::Node command, Instant at) {
  const auto work = command.find("work");
  if (!work || text_member(command, "command") != "owner") return std::nullopt;
  return api::GivenWork{
      std::string(text_member(command, "owner")), static_cast<std::uint32_t>(number_member(*work, "units")),
      static_cast<std::uint32_t>(number_member(*work, "percent")), work->find("interruptible")->as_bool(), at};
}

/// The members that every command has.
json::Writer begin_command(std::string& out, std::string_view word, json::Node asked) {
  json::Writer writer(out);
  writer.begin_object().key("command").text(word);
  for (const std::string_view name : {"key", "rule", "level", "policy"})
    writer.key(name).text(text_member(asked, name));
  return writer;
}

/// The answer's members that a command or a decision takes over.
void copy_members(const json::Document& answer, const std::vector<std::string_view>& names, json::Writer& writer) {
  for (const std::string_view name : names) {
    if (const auto value = answer.root().find(name)) writer.key(name).raw(raw_bytes(answer, *value));
  }
}

std::string quoted(std::string_view text) {
  std::string out;
  json::Writer(out).text(text);
  return out;
}

json::Writer begin_decision(std::string& out, json::Node command, std::string_view result, Instant at) {
  json::Writer writer(out);
  writer.begin_object();
  for (const std::string_view name : {"rule", "level"}) writer.key(name).text(text_member(command, name));
  writer.key("result").text(result).key("at").text(to_text(at)).key("command").text(text_member(command, "key"));
  return writer;
}

/// The command stays as it is, for whoever reads the outbox, and the log says why.
Placement not_placed(const json::Node command, std::string raw, Instant at, std::string_view code,
                     std::string_view sentence) {
  Placement placement{std::move(raw), {}, {}};
  json::Writer writer = begin_decision(placement.decision, command, "notPlaced", at);
  writer.key("policy").text(text_member(command, "policy")).key("error").begin_object();
  writer.key("code").text(code).key("sentence").text(sentence).end_object().end_object();
  return placement;
}

std::string raw_command(json::Node command) {
  std::string raw;
  json::Writer writer = begin_command(raw, "reassign", command);
  writer.end_object();
  return raw;
}

Placement placed(const json::Document& answer, json::Node command, const Placements::Asked& asked) {
  const std::string_view agent = text_member(answer.root(), "agent");
  const std::string_view queue = text_member(answer.root(), "queue");
  Placement placement;
  json::Writer writer = begin_decision(placement.decision, command, "placed", asked.at);
  copy_members(answer, {"policy", "queue", "agent", "overflow", "next", "roster", "errors", "explain"}, writer);
  writer.end_object();
  if (agent.empty() && queue.empty()) {
    placement.command = raw_command(command);
    return placement;
  }
  json::Writer made = begin_command(placement.command, agent.empty() ? "route" : "owner", command);
  if (!agent.empty()) made.key("owner").text(agent);
  copy_members(answer, {"queue"}, made);
  if (!agent.empty()) copy_members(answer, {"work"}, made);
  if (!asked.owner.empty()) made.key("before").raw(asked.owner);
  made.end_object();
  placement.event = owner_event(asked.at, quoted(agent.empty() ? queue : agent));
  return placement;
}

}  // namespace

Placements::Hold::~Hold() {
  const std::lock_guard lock(placements_.mutex_);
  for (const auto& [number, key] : given_) placements_.held_.erase(number);
}

void Placements::Hold::keep() {
  const std::lock_guard lock(placements_.mutex_);
  for (const auto& [number, key] : given_) {
    const auto held = placements_.held_.find(number);
    placements_.kept_.insert_or_assign(key, std::move(held->second));
    placements_.held_.erase(held);
  }
  given_.clear();
  for (const std::string& key : undone_) placements_.kept_.erase(key);
  undone_.clear();
}

/// What waits in the outbox: since before this process began, and of a shared store also what others have given.
Result<void> Placements::load() {
  if (is_loaded_ && !runs_.is_shared()) return {};
  std::map<std::string, api::GivenWork> found;
  std::int64_t after = 0;
  for (;;) {
    const auto page = runs_.waiting_commands(after, kPage);
    if (!page) return store_failed(page.error());
    for (const store::Command& command : *page) {
      const auto body = parse_own(command.body);
      if (auto work = work_of(body->root(), command.made)) {
        found.insert_or_assign(kept_as(command.name, command.key), std::move(*work));
      }
      // What was taken back stands before what takes it back.
      if (const auto undone = body->root().find("undoes")) {
        for (std::size_t i = 0; i < undone->size(); ++i) found.erase(kept_as(command.name, undone->at(i).as_text()));
      }
      after = command.sequence;
    }
    if (page->size() < kPage) break;
  }
  kept_ = std::move(found);
  is_loaded_ = true;
  return {};
}

/// The roster with all that was given on top.
Result<api::Roster> Placements::roster_of(const Asked& asked) {
  const std::shared_ptr<const PublishedRoster>& published = asked.published->roster;
  Result<api::Roster> roster = api::assumed_roster(asked.directory);
  if (published) {
    const bool is_current = asked.published->directory->version.hash == asked.directory_hash;
    roster =
        is_current ? published->roster : pinned_.roster(published->version.hash, asked.directory_hash, asked.directory);
  }
  if (!roster) return roster;
  for (const auto& [key, work] : kept_) api::give(*roster, work);
  for (const auto& [number, work] : held_) api::give(*roster, work);
  return roster;
}

Result<Placement> Placements::place(const Asked& asked, std::string_view history, json::Node command, Hold& hold) {
  // From the look at the roster until what is given counts nobody else gives anything.
  const std::lock_guard lock(mutex_);
  if (const Result<void> loaded = load(); !loaded) return tl::unexpected(loaded.error());
  Result<api::Roster> roster = roster_of(asked);
  if (!roster) {
    if (roster.error().ground == Ground::kMachine) return tl::unexpected(std::move(roster.error()));
    return not_placed(command, raw_command(command), asked.at, roster.error().code, roster.error().sentence);
  }
  const api::Context context{asked.program, asked.directory, std::move(*roster), asked.at, true};
  const auto answer = parse_own(api::reassign(context, history, text_member(command, "policy"), asked.queued_at));
  if (!answer->root().find("ok")->as_bool()) {
    const json::Node error = *answer->root().find("error");
    return not_placed(command, raw_command(command), asked.at, text_member(error, "code"),
                      text_member(error, "sentence"));
  }
  Placement placement = placed(*answer, command, asked);
  const auto made = parse_own(placement.command);
  if (auto work = work_of(made->root(), asked.at)) {
    held_.emplace(next_, std::move(*work));
    hold.given_.emplace_back(next_++, kept_as(asked.name, text_member(command, "key")));
  }
  return placement;
}

Result<std::optional<Placements::Handover>> Placements::undo(const store::RunName& name, std::string_view key,
                                                             Hold& hold) {
  hold.undone_.push_back(kept_as(name, key));
  const auto view = runs_.view(name, 0, 0);
  if (!view) return store_failed(view.error());
  if (!*view) return std::nullopt;
  for (const store::Command& command : (*view)->commands) {
    if (command.key != key) continue;
    const auto body = parse_own(command.body);
    const auto before = body->root().find("before");
    if (!before) return std::nullopt;
    const std::string_view word = text_member(body->root(), "command") == "owner" ? "owner" : "queue";
    return Handover{std::string(raw_bytes(*body, *before)), quoted(text_member(body->root(), word))};
  }
  return std::nullopt;
}

void Placements::forget(const store::Command& command) {
  const std::lock_guard lock(mutex_);
  kept_.erase(kept_as(command.name, command.key));
}

}  // namespace signalbox::service
