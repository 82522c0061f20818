// One connection: requests in, answers out, one after another.
#pragma once

#include <atomic>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/http/router.h"
#include "server/http/security.h"
#include "server/metrics/metrics.h"

namespace signalbox::http {

/// What all sessions of a server share.
struct Shared {
  Shared(const Router& router, const Security& security, metrics::Metrics& metrics, boost::asio::thread_pool& pool)
      : router(router), security(security), metrics(metrics), pool(pool) {}

  const Router& router;
  const Security& security;
  metrics::Metrics& metrics;
  boost::asio::thread_pool& pool;            ///< Runs the handlers that are not quick.
  std::atomic<std::size_t> bodies_bytes{0};  ///< Of the requests that are being read.
  std::atomic<bool> stopping{false};
};

/// Lives as long as its connection. All its work runs on its stream's executor, a strand.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {}

  /// Serves requests until the peer, a time-out, an error or the server's end closes the connection.
  boost::asio::awaitable<void> run();
  /// From any thread: closes the connection if it waits for a request; otherwise after the answer that it is working
  /// on.
  void stop();
  /// From any thread: closes the connection at once.
  void cut();
  [[nodiscard]] boost::asio::any_io_executor executor() { return stream_.get_executor(); }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  /// What reading a request gave: nothing (the connection is over), a refusal, or a request with its route.
  struct Read {
    bool is_over = false;
    std::optional<Response> refusal;
    bool body_is_unread = false;
    Request request;
    Match match;
    unsigned version = 11;
    bool keep_alive = true;
  };

  boost::asio::awaitable<bool> wait_for_first_byte();
  boost::asio::awaitable<void> read_request(Read& read);
  boost::asio::awaitable<void> read_body(Parser& parser, Read& read);
  [[nodiscard]] std::optional<Response> check_head(const Parser& parser, Read& read) const;
  boost::asio::awaitable<Response> answer(const Read& read);
  boost::asio::awaitable<bool> write(const Read& read, const Response& response, bool keep_alive);
  boost::asio::awaitable<bool> write_continue(unsigned version);
  boost::asio::awaitable<void> linger();

  boost::beast::tcp_stream stream_;
  boost::beast::flat_buffer buffer_;
  Shared& shared_;
  bool is_waiting_ = false;  ///< For the first byte of a request.
};

}  // namespace signalbox::http
