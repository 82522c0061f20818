#include "server/http/session.h"

#include <chrono>
#include <ctime>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

#include "base/unicode.h"
#include "server/http/body_rules.h"
#include "server/http/limits.h"
#include "server/http/pool_answer.h"
#include "server/http/problem.h"
#include "server/http/target.h"

namespace signalbox::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kFirstReadBytes = 4096;
/// The site works under it; answers of the API need none of what it allows.
constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

bool is_http_error(const beast::error_code& error) {
  return error.category() == wire::make_error_code(wire::error::bad_method).category();
}

/// Part of the memory for bodies, given back at the end.
class Reservation {
 public:
  Reservation(std::atomic<std::size_t>& used, std::size_t bytes)
      : used_(used), bytes_(bytes), total_(used.fetch_add(bytes) + bytes) {}
  ~Reservation() { used_.fetch_sub(bytes_); }
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;
  [[nodiscard]] bool fits() const { return total_ <= kMaxBodiesBytes; }

 private:
  std::atomic<std::size_t>& used_;
  std::size_t bytes_;
  std::size_t total_;
};

std::string http_date() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const std::size_t size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, size};
}

template <class Body>
void set_head(wire::response<Body>& message, const Response& response, bool keep_alive) {
  message.set(wire::field::date, http_date());
  if (response.status != 304) message.set(wire::field::content_type, response.content_type);
  message.set(wire::field::server, "Signalbox");
  message.set("X-Content-Type-Options", "nosniff");
  message.set("Content-Security-Policy", kContentSecurityPolicy);
  message.set("Referrer-Policy", "no-referrer");
  message.set("Cross-Origin-Resource-Policy", "same-origin");
  message.set(wire::field::cache_control, "no-store");
  for (const auto& [name, value] : response.headers) message.set(name, value);
  if (response.status != 304) message.content_length(response.bytes().size());
  message.keep_alive(keep_alive);
}

std::optional<Response> refuse_route(const Match& match) {
  if (match.route) return std::nullopt;
  if (!match.known_path)
    return problem(404, {"no-route", "There is nothing at this address. GET /openapi.yaml describes the API."});
  Response response = problem(405, {"method", "This address does not take this method; `Allow` says which it takes."});
  response.headers.emplace_back("Allow", match.allow);
  return response;
}

}  // namespace

void Session::stop() {
  asio::post(executor(), [self = shared_from_this()] {
    if (self->is_waiting_) self->stream_.close();
  });
}

void Session::cut() {
  asio::post(executor(), [self = shared_from_this()] { self->stream_.close(); });
}

asio::awaitable<bool> Session::wait_for_first_byte() {
  if (buffer_.size() > 0) co_return true;
  if (shared_.stopping) co_return false;
  is_waiting_ = true;
  stream_.expires_after(kIdleTimeout);
  const auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(kFirstReadBytes), kToken);
  is_waiting_ = false;
  if (error) co_return false;
  buffer_.commit(count);
  co_return true;
}

/// Everything that can be said about a request before its body is read.
std::optional<Response> Session::check_head(const Parser& parser, Read& read) const {
  const auto& message = parser.get();
  Request& request = read.request;
  read.version = message.version();
  read.keep_alive = message.keep_alive();
  request.method = message.method_string();
  for (const auto& field : message) {
    request.headers.emplace_back(unicode::ascii_lower(field.name_string()), field.value());
  }
  if (!read_target(message.target(), request)) {
    return problem(400,
                   {"path", "The address is malformed: it must be a path, with valid escapes of valid UTF-8.", "path"});
  }
  read.match = shared_.router.match(request.method, request.segments);
  if (auto refusal = shared_.security.check(request, read.match.route && read.match.route->is_open)) return refusal;
  if (auto refusal = refuse_route(read.match)) return refusal;
  const auto length = parser.content_length();
  const auto known_length = length ? std::optional<std::uint64_t>(*length) : std::nullopt;
  if (auto refusal = check_body_header(request, *read.match.route, known_length, parser.chunked())) return refusal;
  const auto expect = request.header("expect");
  if (expect && !unicode::equals_ignoring_ascii_case(*expect, "100-continue")) {
    return problem(417, {"expect", "This server knows only `Expect: 100-continue`.", "Expect"});
  }
  return std::nullopt;
}

asio::awaitable<bool> Session::write_continue(unsigned version) {
  wire::response<wire::empty_body> message(wire::status::continue_, version);
  const auto [error, count] = co_await wire::async_write(stream_, message, kToken);
  co_return !error;
}

asio::awaitable<void> Session::read_body(Parser& parser, Read& read) {
  const std::size_t limit = read.match.route->max_body_bytes;
  const auto length = parser.content_length();
  const Reservation reservation(shared_.bodies_bytes, length ? static_cast<std::size_t>(*length) : limit);
  if (!reservation.fits()) {
    read.body_is_unread = true;
    read.refusal = problem(503, {"busy", "The server is reading too many large bodies; try again."});
    read.refusal->headers.emplace_back("Retry-After", "1");
    co_return;
  }
  parser.body_limit(limit);
  stream_.expires_after(kBodyTimeout);
  if (read.request.header("expect") && read.version >= 11) {
    if (!co_await write_continue(read.version)) {
      read.is_over = true;
      co_return;
    }
  }
  const auto [error, count] = co_await wire::async_read(stream_, buffer_, parser, kToken);
  if (!error) {
    read.request.body = std::move(parser.get().body());
  } else if (error == wire::error::body_limit) {
    read.body_is_unread = true;
    read.refusal = body_too_large(*read.match.route);
  } else if (is_http_error(error) && error != wire::error::partial_message) {
    read.body_is_unread = true;
    read.refusal = problem(400, {"http", "The request's body is not valid HTTP.", "body"});
  } else {
    read.is_over = true;
  }
}

asio::awaitable<void> Session::read_request(Read& read) {
  Parser parser;
  parser.header_limit(kMaxHeaderBytes);
  parser.body_limit(boost::none);
  stream_.expires_after(kHeaderTimeout);
  const auto [error, count] = co_await wire::async_read_header(stream_, buffer_, parser, kToken);
  if (error) {
    read.is_over =
        !is_http_error(error) || error == wire::error::end_of_stream || error == wire::error::partial_message;
    read.body_is_unread = true;
    read.refusal = error == wire::error::header_limit
                       ? problem(431, {"header-too-large", "The header may have at most 16 kB.", "header"})
                       : problem(400, {"http", "This is not a valid HTTP/1.1 request.", "header"});
    co_return;
  }
  read.refusal = check_head(parser, read);
  const auto length = parser.content_length();
  const bool has_body = parser.chunked() || (length && *length > 0);
  if (read.refusal) {
    read.body_is_unread = has_body;
  } else if (has_body) {
    co_await read_body(parser, read);
  }
}

asio::awaitable<Response> Session::answer(const Read& read) {
  const Route& route = *read.match.route;
  if (!route.is_quick) {
    co_return co_await async_answer(shared_.pool, route, read.request, read.match.parameters, asio::use_awaitable);
  }
  Response response;
  route.run(read.request, read.match.parameters, [&](Response answer) { response = std::move(answer); });
  co_return response;
}

asio::awaitable<bool> Session::write(const Read& read, const Response& response, bool keep_alive) {
  stream_.expires_after(kWriteTimeout);
  const auto status = static_cast<wire::status>(response.status);
  beast::error_code failed;
  if (read.request.method == "HEAD" || response.status == 304) {
    wire::response<wire::empty_body> message(status, read.version);
    set_head(message, response, keep_alive);
    const auto [error, count] = co_await wire::async_write(stream_, message, kToken);
    failed = error;
  } else {
    wire::response<wire::span_body<const char>> message(status, read.version);
    message.body() = {response.bytes().data(), response.bytes().size()};
    set_head(message, response, keep_alive);
    const auto [error, count] = co_await wire::async_write(stream_, message, kToken);
    failed = error;
  }
  co_return !failed;
}

/// Reads some of what the client still sends, so that it gets to read the answer.
asio::awaitable<void> Session::linger() {
  beast::error_code ignored;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.expires_after(kLingerTimeout);
  for (std::size_t read = 0; read < kLingerBytes;) {
    buffer_.clear();
    const auto [error, count] = co_await stream_.async_read_some(buffer_.prepare(kFirstReadBytes), kToken);
    if (error) break;
    read += count;
  }
}

asio::awaitable<void> Session::run() {
  const auto self = shared_from_this();
  beast::error_code ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  while (co_await wait_for_first_byte()) {
    Read read;
    co_await read_request(read);
    if (read.is_over) break;
    const auto start = std::chrono::steady_clock::now();
    Response response;
    if (read.refusal) {
      response = std::move(*read.refusal);
    } else {
      response = co_await answer(read);
    }
    const bool keep_alive = read.keep_alive && !read.body_is_unread && !shared_.stopping;
    const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    shared_.metrics.request_time.observe(static_cast<std::uint64_t>(took / metrics::kRequestUnitSeconds));
    // Only what the router knows becomes a label: others could make up any number of them.
    const Route* route = read.match.route;
    shared_.metrics.count_request(route ? read.request.method : "-", route ? route->pattern : "-", response.status);
    const bool written = co_await write(read, response, keep_alive);
    if (!written) break;
    if (keep_alive) continue;
    co_await linger();
    break;
  }
  stream_.close();
}

}  // namespace signalbox::http
