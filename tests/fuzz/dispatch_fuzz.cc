// Any bytes as the events of a dispatch: diagnostics, or commands that are the same whether the events come at once or
// one by one, and never put more on an agent than there is room for.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "api/dispatch.h"
#include "model/json.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::require;

constexpr std::size_t kCapacity = 2;

const api::Directory& directory() {
  static const auto loaded = api::load_directory(
      R"({"signalbox":1,"skills":["A","B"],"work":{"case":{"afterWork":"5s"}},"queues":{"Q":{"members":["x","y"]},)"
      R"("O":{"members":["z"]}},"agents":{"x":{"skills":{"A":5},"capacity":2},"y":{"skills":{"A":1,"B":3},)"
      R"("capacity":2},"z":{"capacity":2}}})");
  return *loaded.value;
}

const api::Program& program() {
  static const auto loaded = api::load_definition(
      R"({"signalbox":1,"name":"t","object":"Case","fields":{"Skill":"Text","Priority":"Number"},"routing":{"r":)"
      R"({"queue":"Q","work":"case","require":[{"skill":"Skill"},{"cap":"hourly","limit":3,"per":"1h"},"presence",)"
      R"("capacity"],"prefer":{"fairness":2,"skillFit":1},"relax":[{"after":"1m","require":["presence","capacity"],)"
      R"("queue":"O"}],"next":{"priority":"Priority",)"
      R"("ageing":"10s","reservation":"7s","manual":true}}},"steps":[{"id":"place","route":"r"}]})");
  return *loaded.value;
}

const api::Roster& roster() {
  static const auto loaded = api::load_roster(
      R"({"signalbox":1,"agents":{"x":{"presence":"Online"},"y":{"presence":"Online"},"z":{"presence":"Away"}}})",
      directory());
  return *loaded.value;
}

std::string slice(const std::string& text, const Span& span) { return text.substr(span.begin, span.end - span.begin); }

/// The bytes of the commands, one after the other.
std::string commands_in(const std::string& answer, json::Node commands) {
  std::string text;
  for (std::size_t i = 0; i < commands.size(); ++i) text += slice(answer, commands.at(i).span());
  return text;
}

/// Speaks to one dispatch, and keeps account of who has what.
class Desk {
 public:
  /// The answers to the events, one after the other; empty when they have errors.
  std::string send(const std::string& events) {
    std::string answer;
    json::Writer writer(answer);
    Diagnostics diagnostics;
    writer.begin_object();
    const bool is_applied = dispatcher_.apply(events, writer, diagnostics);
    require(is_applied != has_errors(diagnostics));
    if (!is_applied) return "";
    writer.end_object();
    return answer;
  }

  /// One event, which comes to pass after what time has brought about up to then: so a moment is sent ahead of it. The
  /// commands of both.
  std::string send_one(const std::string& at, const std::string& event, const std::string& taken_away) {
    std::string commands = count(send("[{\"at\":" + at + "}]"));
    holder_.erase(taken_away);
    return commands + count(send("[" + event + "]"));
  }

  std::string report() {
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    dispatcher_.write_report(writer);
    writer.end_object();
    return text;
  }

 private:
  /// Each command puts an item on somebody or takes it away: never more than there is room for, however much the host
  /// tells of other work. The commands as text.
  std::string count(const std::string& answer) {
    Diagnostics diagnostics;
    const auto document = json::Document::parse(answer, diagnostics);
    const json::Node commands = *document->root().find("events")->at(0).find("commands");
    for (std::size_t i = 0; i < commands.size(); ++i) count_command(commands.at(i));
    return commands_in(answer, commands);
  }

  void count_command(json::Node command) {
    const auto what = command.find("do")->as_text();
    if (what == "expire") holder_.erase(std::string(command.find("item")->as_text()));
    if (what != "offer" && what != "assign") return;
    holder_[std::string(command.find("item")->as_text())] = command.find("agent")->as_text();
    std::map<std::string, std::size_t> load;
    for (const auto& [item, agent] : holder_) require(++load[agent] <= kCapacity);
  }

  api::Dispatcher dispatcher_{program(), directory(), roster(), kMsPerHour};
  std::map<std::string, std::string> holder_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Desk at_once;
  const std::string answer = at_once.send(text);
  if (answer.empty()) return 0;
  Diagnostics diagnostics;
  const auto answered = json::Document::parse(answer, diagnostics);
  const auto events = json::Document::parse(text, diagnostics);
  require(answered && events && events->root().size() == answered->root().find("events")->size());
  Desk one_by_one;
  for (std::size_t i = 0; i < events->root().size(); ++i) {
    const json::Node event = events->root().at(i);
    std::string taken_away;
    for (const char* name : {"decline", "finish", "withdraw"}) {
      const auto taken = event.find(name);
      if (taken) taken_away = taken->find("item")->as_text();
    }
    const std::string commands =
        one_by_one.send_one(slice(text, event.find("at")->span()), slice(text, event.span()), taken_away);
    require(commands == commands_in(answer, *answered->root().find("events")->at(i).find("commands")));
  }
  require(one_by_one.report() == at_once.report());
  require(json::Document::parse(at_once.report(), diagnostics) != nullptr);
  return 0;
}
