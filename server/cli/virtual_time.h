// A workflow driven by events of a file: timers fire by themselves, commands are answered by lines of the file.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "api/api.h"
#include "model/json.h"
#include "server/cli/exit.h"

namespace signalbox::cli {

/// What one event made of the run: the answer of `workflow.advance`, and the event as it was sent.
using ShowEvent = std::function<void(std::string_view event, std::string_view answer)>;

class VirtualTime {
 public:
  struct Documents {
    const api::Workflow& workflow;
    const api::Directory& directory;
    const std::optional<api::Roster>& roster;
  };
  /// What happens to commands that no line answers.
  enum class Stub : bool { kNone, kOk };

  VirtualTime(const Documents& documents, Stub stub, std::optional<Instant> until)
      : documents_(documents), stub_(stub), until_(until) {}

  /// Takes one line of the file: an event, or an answer to a command (docs/workflow.md, "signalbox run").
  Result<void> add_line(std::string_view line, std::size_t number);
  /// Until nothing is left to happen. The last answer of the engine, or why it refused an event.
  Result<std::string> drive(const ShowEvent& show);

 private:
  /// A line that answers a command.
  struct Reply {
    std::string line;
    std::int64_t after_ms = 0;
    bool is_used = false;
  };

  Result<void> add_reply(std::string_view line, json::Node answer, std::size_t number);
  void add_event(Instant at, std::string event);
  void take_answer(std::string_view answer);
  void answer_command(json::Node command);
  [[nodiscard]] const Reply* find_reply(std::string_view step);
  [[nodiscard]] std::optional<std::pair<Instant, std::string>> next();

  Documents documents_;
  Stub stub_;
  std::optional<Instant> until_;
  std::string id_ = "run-1";
  std::string run_ = "null";
  Instant now_{INT64_MIN};
  std::optional<Instant> wake_;
  std::multimap<Instant, std::string> events_;  ///< Those of one instant in the order in which they came up.
  std::map<std::string, std::deque<Reply>, std::less<>> replies_;  ///< By step.
};

}  // namespace signalbox::cli
