// The commands of the program. One file a command; the table of them stands in command.cc.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/cli/arguments.h"
#include "server/cli/serve_options.h"
#include "server/cli/server_call.h"

namespace signalbox::cli {

/// One command: what it takes and what it does. `run` has written its output and its errors when it returns.
struct Command {
  Syntax syntax;
  std::function<Exit(const Arguments&)> run;
};

/// What verifying a decision log found.
struct LogVerdict {
  std::int64_t entries = 0;
  std::string head;                             ///< Hash of the last entry read.
  std::optional<std::int64_t> broken_sequence;  ///< The first entry that does not fit, and the last one read.
};

/// Runs the server until it is told to stop; main supplies it, because only main knows the adapters.
using Serve = std::function<Exit(const ServeOptions&)>;

/// Walks along the decision log of a store; main supplies it, because only main knows the store.
using VerifyLog = std::function<Result<LogVerdict>(const StoreOptions& store)>;

/// Plays a run again from the log in a store; the verdict as `POST /v1/runs/{run}/verify` answers it. main supplies
/// it, because only main knows the store.
using ReplayRun = std::function<Result<std::string>(const StoreOptions& store, const std::string& run)>;

[[nodiscard]] Command check_command();
[[nodiscard]] Command diff_command();
[[nodiscard]] Command change_command();
[[nodiscard]] Command examples_command();
[[nodiscard]] Command formula_command();
[[nodiscard]] Command decide_command();
[[nodiscard]] Command assign_command();
[[nodiscard]] Command dispatch_command();
[[nodiscard]] Command what_if_command();
[[nodiscard]] Command run_command();
[[nodiscard]] Command import_command();
[[nodiscard]] Command export_command();
[[nodiscard]] Command dmn_command();
[[nodiscard]] Command serve_command(Serve serve);
[[nodiscard]] Command verify_log_command(VerifyLog verify);
[[nodiscard]] Command replay_command(ReplayRun replay, AskServer ask);
[[nodiscard]] Command incidents_command(AskServer ask);
[[nodiscard]] Command version_command();

/// Finds the command that `words` name, runs it, and prints help and usage errors.
[[nodiscard]] Exit run_program(const std::vector<Command>& commands, const std::vector<std::string>& words);

/// Prints `signalbox: sentence` on standard error and gives the failure's exit code.
Exit report(const Failure& failure);

}  // namespace signalbox::cli
