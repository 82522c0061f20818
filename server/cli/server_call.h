// A command that asks a running server.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "server/cli/arguments.h"
#include "server/cli/exit.h"

namespace signalbox::cli {

struct ServerRequest {
  std::string server;  ///< Its URL.
  std::optional<std::string> token;
  std::string method;
  std::string path;
  std::string body;  ///< JSON; empty: none.
};

struct ServerAnswer {
  unsigned status = 0;
  std::string body;
};

/// Asks a server; main supplies it, because only main knows how to reach one.
using AskServer = std::function<Result<ServerAnswer>(const ServerRequest&)>;

/// The body of the answer to a request to the server that `--server` and `--token-file` name; its problem is the
/// failure.
[[nodiscard]] Result<std::string> ask_server(const AskServer& ask, const Arguments& arguments, std::string method,
                                             std::string path, std::string body = {});

/// A text as one segment of a path.
[[nodiscard]] std::string path_segment(std::string_view text);

}  // namespace signalbox::cli
