// `signalbox serve`: reads the options; main supplies what serves.
#include <algorithm>
#include <thread>

#include "server/cli/command.h"
#include "server/cli/listen_address.h"
#include "server/cli/store_options.h"

namespace signalbox::cli {
namespace {

Result<ServeOptions> read_options(const Arguments& arguments) {
  ServeOptions options;
  Result<StoreOptions> store = store_options(arguments);
  if (!store) return tl::unexpected(store.error());
  options.store = std::move(*store);
  const Result<ListenAddress> listen = read_listen_address(arguments.value("listen").value_or("127.0.0.1:8080"));
  if (!listen) return tl::unexpected(listen.error());
  options.address = listen->address;
  options.port = listen->port;
  const Result<std::size_t> threads =
      number_option(arguments, "threads", std::max(1u, std::thread::hardware_concurrency()), 1, 256);
  if (!threads) return tl::unexpected(threads.error());
  options.threads = *threads;
  options.web_folder = arguments.value("web");
  options.definition_files = arguments.values("definition");
  options.directory_file = arguments.value("directory");
  options.roster_file = arguments.value("roster");
  options.token_file = arguments.value("token-file");
  options.targets_file = arguments.value("targets");
  options.json = arguments.has("json");
  return options;
}

}  // namespace

Command serve_command(Serve serve) {
  Syntax syntax{
      .name = "serve",
      .operands = "",
      .summary = "Serve the HTTP API, the decision log and the web editor.",
      .description =
          "Keeps definitions, directories, rosters, the decision log and runs in a folder, or in a PostgreSQL database "
          "that\n"
          "any number of servers share; leave its password to PGPASSFILE, ~/.pgpass or PGPASSWORD, as others see a "
          "command\n"
          "line. GET /openapi.yaml describes the API.\n"
          "On a loopback address no token is needed, and pages of other origins cannot reach it; on any other address\n"
          "--token-file is required. SIGTERM and SIGINT finish the requests in flight and stop.",
      .options = {{"data", "DIR", "Keep the store in this folder; it is made when it is not there. For one server."},
                  database_option(),
                  {"listen", "ADDRESS:PORT", "Where to listen; port 0 takes any free one. Default: 127.0.0.1:8080."},
                  {"web", "DIR", "Serve this folder at /, for example build/web; it is read once, at the start."},
                  {"definition", "FILE", "Publish this definition unless its current version is the same.", true},
                  {"directory", "FILE", "Publish this directory unless its current version is the same."},
                  {"roster", "FILE", "Publish this roster unless its current version is the same."},
                  {"token-file", "FILE", "Require the token in this file: `Authorization: Bearer TOKEN`."},
                  {"targets", "FILE", "Deliver commands of workflows to these targets: docs/workflow.md says how."},
                  {"threads", "N", "How many threads serve, and how many decide. Default: one a core each."},
                  {"json", "", "Print the line that names the address as JSON."}},
  };
  return {std::move(syntax), [serve = std::move(serve)](const Arguments& arguments) {
            const Result<ServeOptions> options = read_options(arguments);
            return options ? serve(*options) : report(options.error());
          }};
}

}  // namespace signalbox::cli
