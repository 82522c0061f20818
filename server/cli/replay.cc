// `signalbox replay`: does a run's log still lead to the same bytes?
#include <fmt/format.h>

#include "server/cli/command.h"
#include "server/cli/server_call.h"
#include "server/cli/store_options.h"
#include "server/json_text.h"

namespace signalbox::cli {
namespace {

std::string verdict_text(json::Node verdict) {
  const std::string_view run = text_member(verdict, "run");
  const std::string_view entries = verdict.find("entries")->as_text();
  const json::Node engine = *verdict.find("engine");
  if (verdict.find("equal")->as_bool()) {
    return fmt::format("The run {} comes out byte for byte: {} entries (engine {} then, {} now).\n", run, entries,
                       text_member(engine, "then"), text_member(engine, "now"));
  }
  const json::Node difference = *verdict.find("difference");
  return fmt::format("The run {} parts at entry {}, in its {}:\n  log  {}\n  now  {}\n", run,
                     difference.find("sequence")->as_text(), text_member(difference, "part"),
                     text_member(difference, "log"), text_member(difference, "now"));
}

Exit run_replay(const ReplayRun& replay, const AskServer& ask, const Arguments& arguments) {
  const std::string& run = arguments.operands().front();
  const bool is_in_store = arguments.has("data") || arguments.has("database");
  if (is_in_store && arguments.has("server"))
    return report({Exit::kUsage, "Either the store or `--server URL` says where the run is."});
  const Result<std::string> verdict =
      is_in_store ? store_options(arguments).and_then([&](const StoreOptions& store) { return replay(store, run); })
                  : ask_server(ask, arguments, "POST", "/v1/runs/" + path_segment(run) + "/verify");
  if (!verdict) return report(verdict.error());
  const auto document = parse_own(*verdict);
  fmt::print("{}", arguments.has("json") ? *verdict + "\n" : verdict_text(document->root()));
  return document->root().find("equal")->as_bool() ? Exit::kDone : Exit::kInputWrong;
}

}  // namespace

Command replay_command(ReplayRun replay, AskServer ask) {
  Syntax syntax{
      .name = "replay",
      .operands = "RUN",
      .summary = "Play a run of a workflow again from its log and compare every byte.",
      .description =
          "Each event goes to the engine once more, with the documents that it was decided with. The first difference "
          "is\n"
          "printed; then the exit code is 1. A folder is for one that no server uses; else the server is asked.",
      .options = {{"data", "DIR", "The folder of the store."},
                  database_option(),
                  {"server", "URL", "The server. Default: http://127.0.0.1:8080."},
                  {"token-file", "FILE", "The server's token."},
                  {"json", "", "Print one JSON object."}},
      .min_operands = 1,
      .max_operands = 1,
  };
  return {std::move(syntax), [replay = std::move(replay), ask = std::move(ask)](const Arguments& arguments) {
            return run_replay(replay, ask, arguments);
          }};
}

}  // namespace signalbox::cli
