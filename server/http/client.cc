#include "server/http/client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace signalbox::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;

using Answer = tl::expected<ClientResponse, std::string>;

wire::request<wire::string_body> message_of(const ClientRequest& request) {
  wire::request<wire::string_body> message(wire::string_to_verb(request.method), request.url.path, 11);
  const bool is_ipv6 = request.url.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + request.url.host + "]" : request.url.host;
  message.set(wire::field::host, request.url.port == "80" ? host : host + ":" + request.url.port);
  message.set(wire::field::user_agent, "Signalbox");
  message.set(wire::field::connection, "close");
  if (!request.body.empty()) message.set(wire::field::content_type, "application/json");
  for (const auto& [name, value] : request.headers) message.set(name, value);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

// The request lives until the context has run.
asio::awaitable<ClientResponse> exchange(const ClientRequest& request) {
  asio::ip::tcp::resolver resolver(co_await asio::this_coro::executor);
  beast::tcp_stream stream(co_await asio::this_coro::executor);
  const auto places = co_await resolver.async_resolve(request.url.host, request.url.port, asio::use_awaitable);
  co_await stream.async_connect(places, asio::use_awaitable);
  const auto message = message_of(request);
  co_await wire::async_write(stream, message, asio::use_awaitable);
  beast::flat_buffer buffer;
  wire::response_parser<wire::string_body> parser;
  parser.body_limit(request.max_bytes);
  co_await wire::async_read(stream, buffer, parser, asio::use_awaitable);
  co_return ClientResponse{parser.get().result_int(), std::move(parser.get().body())};
}

std::string sentence_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

std::optional<Url> read_url(const std::string& text) {
  constexpr std::string_view kScheme = "http://";
  if (!text.starts_with(kScheme)) return std::nullopt;
  const std::string rest = text.substr(kScheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string place = rest.substr(0, slash);
  Url url{{}, "80", slash == rest.size() ? "/" : rest.substr(slash)};
  const std::size_t colon = place.find(':', place.starts_with('[') ? std::min(place.find(']'), place.size()) : 0);
  if (colon != std::string::npos) {
    url.port = place.substr(colon + 1);
    place.resize(colon);
  }
  if (place.starts_with('[') && place.ends_with(']')) place = place.substr(1, place.size() - 2);
  url.host = place;
  const bool is_port = !url.port.empty() && url.port.find_first_not_of("0123456789") == std::string::npos;
  const bool is_clean = rest.find_first_of(" \t\r\n@#") == std::string::npos;
  return !url.host.empty() && is_port && is_clean ? std::optional(std::move(url)) : std::nullopt;
}

Answer ask(const ClientRequest& request) {
  asio::io_context context(1);
  Answer answer = tl::unexpected<std::string>("no answer in time");
  asio::co_spawn(context, exchange(request), [&](const std::exception_ptr& failure, ClientResponse response) {
    failure ? answer = tl::unexpected(sentence_of(failure)) : answer = std::move(response);
  });
  context.run_for(request.timeout);
  return answer;
}

}  // namespace signalbox::http
