// The program `signalbox`: wires the commands and the server together. Only this file knows all adapters.
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "server/cli/command.h"
#include "server/cli/diagnostics.h"
#include "server/cli/files.h"
#include "server/http/client.h"
#include "server/http/listener.h"
#include "server/log.h"
#include "server/memory.h"
#include "server/metrics/metrics.h"
#include "server/routes/decision_routes.h"
#include "server/routes/document_routes.h"
#include "server/routes/incident_routes.h"
#include "server/routes/site.h"
#include "server/routes/system_routes.h"
#include "server/routes/workflow_json.h"
#include "server/routes/workflow_routes.h"
#include "server/service/decisions.h"
#include "server/service/library.h"
#include "server/service/workflow_host.h"
#include "server/store/postgres/postgres_store.h"
#include "server/store/sqlite/sqlite_store.h"

namespace signalbox {
namespace {

using cli::Exit;

cli::Result<std::optional<std::string>> read_token(const cli::ServeOptions& options) {
  constexpr std::size_t kMinTokenBytes = 16;
  constexpr std::size_t kMaxTokenBytes = 4096;
  if (!options.token_file) {
    if (http::is_loopback(options.address)) return std::nullopt;
    return cli::fail(
        Exit::kUsage,
        fmt::format(
            "{} can be reached from other machines, so `--token-file FILE` is required. Or listen on 127.0.0.1.",
            options.address));
  }
  cli::Result<std::string> text = cli::read_file(*options.token_file, kMaxTokenBytes);
  if (!text) return tl::unexpected(text.error());
  while (!text->empty() && (text->back() == '\n' || text->back() == '\r' || text->back() == ' ')) text->pop_back();
  if (text->size() < kMinTokenBytes || text->size() > kMaxTokenBytes) {
    return cli::fail(Exit::kInputWrong, fmt::format("The token in `{}` must have {} to {} bytes.", *options.token_file,
                                                    kMinTokenBytes, kMaxTokenBytes));
  }
  return std::move(*text);
}

cli::Result<service::Proposal> read_proposal(const cli::ServeOptions& options) {
  service::Proposal proposal;
  const auto read = [](const std::string& path) { return cli::read_file(path, limits::kMaxDocumentBytes); };
  for (const auto& [path, place] :
       {std::pair(&options.directory_file, &proposal.directory), std::pair(&options.roster_file, &proposal.roster)}) {
    if (!*path) continue;
    cli::Result<std::string> text = read(**path);
    if (!text) return tl::unexpected(text.error());
    *place = std::move(*text);
  }
  for (const std::string& path : options.definition_files) {
    cli::Result<std::string> text = read(path);
    if (!text) return tl::unexpected(text.error());
    proposal.definitions.push_back(std::move(*text));
  }
  return proposal;
}

cli::Result<void> publish_files(const cli::ServeOptions& options, service::Library& library) {
  const cli::Result<service::Proposal> proposal = read_proposal(options);
  if (!proposal) return tl::unexpected(proposal.error());
  const auto published = library.publish(*proposal);
  if (published) return {};
  fmt::print(stderr, "{}", cli::diagnostic_lines("published document", published.error().diagnostics));
  return cli::fail(Exit::kInputWrong, published.error().sentence + " `signalbox check` shows the places.");
}

cli::Result<http::Route> site_route(const cli::ServeOptions& options) {
  if (!options.web_folder) return routes::Site::route({});
  auto site = routes::Site::read(*options.web_folder);
  if (!site) return cli::fail(Exit::kMachineFailed, site.error());
  return routes::Site::route(std::move(*site));
}

cli::Result<service::Targets> read_targets(const cli::ServeOptions& options) {
  if (!options.targets_file) return service::Targets();
  const cli::Result<std::string> text = cli::read_file(*options.targets_file, limits::kMaxDocumentBytes);
  if (!text) return tl::unexpected(text.error());
  auto targets = service::Targets::read(*text);
  if (!targets) return cli::fail(Exit::kInputWrong, fmt::format("`{}`: {}", *options.targets_file, targets.error()));
  for (const auto& [name, target] : targets->all()) {
    if (!http::read_url(target.url))
      return cli::fail(Exit::kInputWrong, fmt::format("The target `{}`: `{}` is no URL.", name, target.url));
  }
  return std::move(*targets);
}

tl::expected<service::Reply, std::string> post(const service::Message& message) {
  http::ClientRequest request{.method = "POST",
                              .url = *http::read_url(message.url),
                              .headers = message.headers,
                              .body = message.body,
                              .timeout = std::chrono::milliseconds(message.timeout_ms)};
  auto answer = http::ask(request);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  return service::Reply{answer->status, std::move(answer->body)};
}

http::Router make_router(service::Decisions& decisions, service::Library& library, service::WorkflowHost& workflows,
                         const metrics::Metrics& metrics, http::Route site) {
  std::vector<http::Route> all = routes::system_routes(metrics);
  for (auto more : {routes::decision_routes(decisions), routes::document_routes(library),
                    routes::workflow_routes(workflows.runs()), routes::incident_routes(workflows.runs())}) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return {std::move(all), std::move(site)};
}

void print_address(const std::string& url, bool as_json) {
  fmt::print("{}\n", as_json ? fmt::format(R"({{"url":"{}"}})", url) : fmt::format("Signalbox answers at {}/", url));
  std::fflush(stdout);
}

store::Result<std::unique_ptr<store::Store>> open_store(const cli::StoreOptions& options,
                                                        std::function<void(std::size_t)> on_group) {
  if (!options.database_url) return store::open_sqlite_store(*options.data_folder, std::move(on_group));
  const auto address = store::PostgresAddress::read(*options.database_url);
  if (!address) return tl::unexpected(address.error());
  return store::open_postgres_store(*address, std::move(on_group));
}

store::Result<store::LogCheck> check_log(const cli::StoreOptions& options) {
  if (!options.database_url) return store::check_sqlite_log(*options.data_folder);
  const auto address = store::PostgresAddress::read(*options.database_url);
  if (!address) return tl::unexpected(address.error());
  return store::check_postgres_log(*address);
}

Exit serve(const cli::ServeOptions& options) {
  const cli::Result<std::optional<std::string>> token = read_token(options);
  if (!token) return cli::report(token.error());
  cli::Result<service::Targets> targets = read_targets(options);
  if (!targets) return cli::report(targets.error());
  cli::Result<http::Route> site = site_route(options);
  if (!site) return cli::report(site.error());
  metrics::Metrics metrics;
  const auto store = open_store(options.store, [&metrics](std::size_t entries) { metrics.group.observe(entries); });
  if (!store) return cli::report({Exit::kMachineFailed, store.error().sentence + "."});
  service::Library library(**store);
  if (const auto opened = library.open(); !opened) return cli::report({Exit::kMachineFailed, opened.error().sentence});
  if (const cli::Result<void> published = publish_files(options, library); !published)
    return cli::report(published.error());
  service::Decisions decisions(**store, library, metrics);
  service::WorkflowHost workflows(**store, library, metrics, {options.threads, std::move(*targets), post});
  const auto listener =
      http::Listener::open({options.address, options.port, options.threads, *token},
                           make_router(decisions, library, workflows, metrics, std::move(*site)), metrics);
  if (!listener) return cli::report({Exit::kMachineFailed, listener.error()});
  print_address((*listener)->url(), options.json);
  (*listener)->run();
  log_line("stopped");
  return Exit::kDone;
}

cli::Result<cli::LogVerdict> verify_log(const cli::StoreOptions& options) {
  const store::Result<store::LogCheck> check = check_log(options);
  if (!check) return cli::fail(Exit::kMachineFailed, check.error().sentence + ".");
  return cli::LogVerdict{check->entries, check->head, check->broken_sequence};
}

cli::Result<std::string> replay_run(const cli::StoreOptions& options, const std::string& run) {
  const auto store = open_store(options, [](std::size_t) {});
  if (!store) return cli::fail(Exit::kMachineFailed, store.error().sentence + ".");
  service::WorkflowDocuments documents(**store);
  const auto verdict = service::replay((*store)->workflows(), documents, run);
  if (!verdict) {
    const bool is_machine = verdict.error().ground == service::Ground::kMachine;
    return cli::fail(is_machine ? Exit::kMachineFailed : Exit::kInputWrong, verdict.error().sentence);
  }
  std::string out;
  json::Writer writer(out);
  routes::write_replay(writer, run, *verdict);
  return out;
}

cli::Result<cli::ServerAnswer> ask_server(const cli::ServerRequest& request) {
  auto url = http::read_url(request.server);
  if (!url)
    return cli::fail(Exit::kUsage, fmt::format("`{}` is no URL such as http://127.0.0.1:8080.", request.server));
  url->path = request.path;
  http::ClientRequest message{.method = request.method, .url = *url, .headers = {}, .body = request.body};
  if (request.token) message.headers.emplace_back("Authorization", "Bearer " + *request.token);
  const auto answer = http::ask(message);
  if (!answer) return cli::fail(Exit::kMachineFailed, fmt::format("{}: {}.", request.server, answer.error()));
  return cli::ServerAnswer{answer->status, answer->body};
}

}  // namespace
}  // namespace signalbox

int main(int argc, char** argv) {
  using namespace signalbox;
  keep_freed_memory();
  const std::vector<cli::Command> commands{cli::check_command(),
                                           cli::diff_command(),
                                           cli::change_command(),
                                           cli::examples_command(),
                                           cli::formula_command(),
                                           cli::decide_command(),
                                           cli::assign_command(),
                                           cli::dispatch_command(),
                                           cli::what_if_command(),
                                           cli::run_command(),
                                           cli::import_command(),
                                           cli::export_command(),
                                           cli::dmn_command(),
                                           cli::serve_command(serve),
                                           cli::verify_log_command(verify_log),
                                           cli::replay_command(replay_run, ask_server),
                                           cli::incidents_command(ask_server),
                                           cli::version_command()};
  try {
    return static_cast<int>(cli::run_program(commands, {argv + 1, argv + argc}));
  } catch (const std::exception& error) {
    return static_cast<int>(cli::report({cli::Exit::kMachineFailed, std::string("Stopped: ") + error.what()}));
  }
}
