#include "server/http/listener.h"

#include <csignal>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <fmt/format.h>

#include "server/http/limits.h"
#include "server/http/session.h"
#include "server/log.h"

namespace signalbox::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause{
    100};  ///< After an accept failed, for example for want of descriptors.

/// Answers one connection too many in one piece, without a session.
void refuse_connection(tcp::socket& socket) {
  constexpr std::string_view kAnswer =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nRetry-After: 1\r\nConnection: "
      "close\r\nContent-Length: 0\r\n\r\n";
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(kAnswer), ignored);
  socket.close(ignored);
}

std::string url_host(const asio::ip::address& address) {
  return address.is_v6() ? fmt::format("[{}]", address.to_string()) : address.to_string();
}

}  // namespace

bool is_loopback(const std::string& address) { return asio::ip::make_address(address).is_loopback(); }

struct Listener::State {
  State(ListenOptions options, Router routes, metrics::Metrics& metrics)
      : threads(options.threads),
        token(std::move(options.token)),
        router(std::move(routes)),
        io(static_cast<int>(options.threads)),
        control(asio::make_strand(io)),
        acceptor(control),
        signals(control),
        stop_timer(control),
        pool(options.threads),
        metrics(metrics) {}

  asio::awaitable<void> accept();
  asio::awaitable<void> wait_for_signal();
  void start(tcp::socket socket);
  void end(const std::shared_ptr<Session>& session, const std::exception_ptr& error);
  template <class Action>
  void for_each_session(Action action) {
    const std::lock_guard lock(mutex);
    for (const std::shared_ptr<Session>& session : sessions) action(*session);
  }

  std::size_t threads;
  std::optional<std::string> token;
  Router router;
  asio::io_context io;
  asio::strand<asio::io_context::executor_type> control;  ///< Accepting and stopping.
  tcp::acceptor acceptor;
  asio::signal_set signals;
  asio::steady_timer stop_timer;
  asio::thread_pool pool;
  metrics::Metrics& metrics;
  std::optional<Security> security;
  std::optional<Shared> shared;
  std::mutex mutex;
  std::set<std::shared_ptr<Session>> sessions;
};

asio::awaitable<void> Listener::State::accept() {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(asio::make_strand(io), kToken);
    if (shared->stopping) co_return;
    if (!error) {
      start(std::move(socket));
      continue;
    }
    log_line(fmt::format("a connection could not be accepted: {}", error.message()));
    asio::steady_timer pause(control, kAcceptPause);
    co_await pause.async_wait(kToken);
  }
}

void Listener::State::start(tcp::socket socket) {
  std::shared_ptr<Session> session;
  {
    const std::lock_guard lock(mutex);
    if (sessions.size() < kMaxConnections) {
      session = std::make_shared<Session>(std::move(socket), *shared);
      sessions.insert(session);
    }
  }
  if (!session) {
    metrics.refused_connections.add();
    refuse_connection(socket);
    return;
  }
  metrics.connections.add(1);
  asio::co_spawn(session->executor(), session->run(),
                 [this, session](const std::exception_ptr& error) { end(session, error); });
}

void Listener::State::end(const std::shared_ptr<Session>& session, const std::exception_ptr& error) {
  metrics.connections.add(-1);
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::exception& trouble) {
    log_line(fmt::format("a connection was given up: {}", trouble.what()));
  }
  const std::lock_guard lock(mutex);
  sessions.erase(session);
  if (sessions.empty() && shared->stopping) asio::post(control, [this] { stop_timer.cancel(); });
}

/// The first signal lets what is in flight finish, within a time; the second one does not.
asio::awaitable<void> Listener::State::wait_for_signal() {
  const auto [error, number] = co_await signals.async_wait(kToken);
  if (error) co_return;
  shared->stopping = true;
  boost::system::error_code ignored;
  acceptor.close(ignored);
  for_each_session([](Session& session) { session.stop(); });
  {
    const std::lock_guard lock(mutex);
    if (sessions.empty()) co_return;
  }
  signals.async_wait([this](const boost::system::error_code& cancelled, int) {
    if (!cancelled) stop_timer.cancel();
  });
  stop_timer.expires_after(kStopTimeout);
  co_await stop_timer.async_wait(kToken);
  for_each_session([](Session& session) { session.cut(); });
  signals.cancel(ignored);
}

tl::expected<std::unique_ptr<Listener>, std::string> Listener::open(ListenOptions options, Router router,
                                                                    metrics::Metrics& metrics) {
  const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
  auto state = std::make_unique<State>(std::move(options), std::move(router), metrics);
  boost::system::error_code error;
  state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return tl::unexpected(
        fmt::format("Cannot listen on {}:{}: {}.", url_host(endpoint.address()), endpoint.port(), error.message()));
  }
  state->signals.add(SIGINT, error);
  state->signals.add(SIGTERM, error);
  const tcp::endpoint bound = state->acceptor.local_endpoint();
  state->security.emplace(bound.address().is_loopback(), url_host(bound.address()), bound.port(), state->token);
  state->shared.emplace(state->router, *state->security, metrics, state->pool);
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}
Listener::~Listener() = default;

std::string Listener::url() const {
  const tcp::endpoint bound = state_->acceptor.local_endpoint();
  return fmt::format("http://{}:{}", url_host(bound.address()), bound.port());
}

void Listener::run() {
  asio::co_spawn(state_->control, state_->accept(), asio::detached);
  asio::co_spawn(state_->control, state_->wait_for_signal(), asio::detached);
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < state_->threads; ++i) others.emplace_back([this] { state_->io.run(); });
  state_->io.run();
  for (std::thread& other : others) other.join();
  state_->pool.join();
}

}  // namespace signalbox::http
