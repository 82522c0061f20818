// Any bytes as the events of a dispatch: diagnostics, or commands that are the same whether the events come at once or
// one by one, and never put more on an agent than there is room for.
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/dispatch.h"
#include "model/json.h"
#include "tests/fuzz/require.h"

namespace {

using namespace signalbox;
using test::require;

constexpr std::size_t kCapacity = 2;
constexpr int kMostPieces = 3;

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

/// What is answered to one event.
using Commands = std::vector<std::string>;

/// Adds what is answered to the events; where an answer has more to come, the next one goes on with it.
void add_commands(const std::string& answer, std::vector<Commands>& events, bool& has_more) {
  Diagnostics diagnostics;
  const auto document = json::Document::parse(answer, diagnostics);
  const json::Node list = *document->root().find("events");
  for (std::size_t e = 0; e < list.size(); ++e) {
    if (!has_more) events.emplace_back();
    const json::Node commands = *list.at(e).find("commands");
    for (std::size_t i = 0; i < commands.size(); ++i) events.back().push_back(slice(answer, commands.at(i).span()));
    has_more = list.at(e).find("more").has_value();
    require(!has_more || e + 1 == list.size());
  }
}

/// Speaks to one dispatch, and keeps account of who has what.
class Desk {
 public:
  /// The answers to the events; nullopt when they have errors, or when so much time lies between them that answering
  /// takes too long here.
  std::optional<std::vector<Commands>> send(const std::string& events) {
    std::vector<Commands> answers;
    bool has_more = false;
    for (int piece = 0; piece == 0 || has_more; ++piece) {
      if (piece == kMostPieces) return std::nullopt;
      std::string answer;
      json::Writer writer(answer);
      Diagnostics diagnostics;
      writer.begin_object();
      const bool is_applied = dispatcher_.apply(piece == 0 ? events : "[]", writer, diagnostics);
      require(is_applied != has_errors(diagnostics));
      if (!is_applied) return std::nullopt;
      writer.end_object();
      add_commands(answer, answers, has_more);
      require(has_more == dispatcher_.has_more());
    }
    return answers;
  }

  /// One event, which comes to pass after what time has brought about up to then: so a moment is sent ahead of it. The
  /// commands of both.
  Commands send_one(const std::string& at, const std::string& event, const std::string& taken_away) {
    Commands commands = send("[{\"at\":" + at + "}]")->front();
    count(commands);
    holder_.erase(taken_away);
    const Commands own = send("[" + event + "]")->front();
    count(own);
    commands.insert(commands.end(), own.begin(), own.end());
    return commands;
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
  /// tells of other work.
  void count(const Commands& commands) {
    Diagnostics diagnostics;
    for (const std::string& command : commands) count_command(json::Document::parse(command, diagnostics)->root());
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
  const auto answers = at_once.send(text);
  if (!answers) return 0;
  Diagnostics diagnostics;
  const auto events = json::Document::parse(text, diagnostics);
  require(events && events->root().size() == answers->size());
  Desk one_by_one;
  for (std::size_t i = 0; i < events->root().size(); ++i) {
    const json::Node event = events->root().at(i);
    std::string taken_away;
    for (const char* name : {"decline", "finish", "withdraw"}) {
      const auto taken = event.find(name);
      if (taken) taken_away = taken->find("item")->as_text();
    }
    const Commands commands =
        one_by_one.send_one(slice(text, event.find("at")->span()), slice(text, event.span()), taken_away);
    require(commands == (*answers)[i]);
  }
  require(one_by_one.report() == at_once.report());
  require(json::Document::parse(at_once.report(), diagnostics) != nullptr);
  return 0;
}
